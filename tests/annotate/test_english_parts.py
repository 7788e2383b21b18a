"""The parts of the English annotator that need no model: words, lemmas, features, trees, sequences."""

from __future__ import annotations

import time
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from chancery.annotate.english_features import BUCKETS, COLUMNS, Features, normal, shape
from chancery.annotate.english_lemmas import Lemmatizer
from chancery.annotate.english_tokens import Words, make, words
from chancery.annotate.english_trees import LONGEST_SENTENCE, allowed, best_labels, heads, sentence_bounds


@pytest.fixture(scope="module")
def nlp() -> Language:
    return make()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("They don't agree.", ["They", "do", "n't", "agree", "."]),
        ("We cannot wait", ["We", "can", "not", "wait"]),
        ("the state-owned airline", ["the", "state", "-", "owned", "airline"]),
        ("a non-resident envoy", ["a", "non-resident", "envoy"]),
        ("U.S.-brokered talks", ["U.S.", "-", "brokered", "talks"]),
        ("H.E. Mr. Osei and Ms. Lind", ["H.E.", "Mr.", "Osei", "and", "Ms.", "Lind"]),
        ("under Decree No. 14.", ["under", "Decree", "No.", "14", "."]),
        ("They said No. Then they left.", ["They", "said", "No", ".", "Then", "they", "left", "."]),
        ("the envoy’s car", ["the", "envoy", "’s", "car"]),
        ("ports—old and new—reopened", ["ports", "—", "old", "and", "new", "—", "reopened"]),
        ("rail and/or road", ["rail", "and", "/", "or", "road"]),
        ("worth $40 million (25%)", ["worth", "$", "40", "million", "(", "25", "%", ")"]),
        ("1,200 pupils", ["1,200", "pupils"]),
        ("Really?!", ["Really", "?!"]),
    ],
)
def test_words_are_cut_as_the_treebanks_cut_them(nlp: Language, text: str, wanted: list[str]) -> None:
    cut = words(nlp, text)
    assert [cut.forms[i] for i in cut.places] == wanted


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_cutting_never_changes_the_text(nlp: Language, text: str) -> None:
    cut = words(nlp, text)
    assert whole(cut) == text
    assert all(text.startswith(form, at) for form, at in zip(cut.forms, cut.offsets, strict=True))


def whole(cut: Words) -> str:
    """The text again."""
    return "".join(form + " " * space for form, space in zip(cut.forms, cut.spaces, strict=True))


@pytest.mark.parametrize("run", ["(" * 60_000, "a" * 200_000, "a." * 60_000, "-" * 60_000, "https://" + "a/" * 60_000])
def test_a_run_without_white_space_takes_linear_time(nlp: Language, run: str) -> None:
    began = time.process_time()
    assert whole(words(nlp, f"before {run} after")) == f"before {run} after"
    assert time.process_time() - began < 5


LEMMAS = Lemmatizer(
    {"NOUN": {"men": "man", "treaty": "treaty"}, "VERB": {"met": "meet", "hope": "hope", "sign": "sign"}},
    {"minister", "visit", "open", "large", "knife"},
)


@pytest.mark.parametrize(
    ("form", "tag", "feats", "lemma"),
    [
        ("Treaties", "NOUN", "Number=Plur", "treaty"),
        ("men", "NOUN", "Number=Plur", "man"),
        ("knives", "NOUN", "Number=Plur", "knife"),
        ("crises", "NOUN", "Number=Sing", "crises"),
        ("met", "VERB", "Tense=Past|VerbForm=Fin", "meet"),
        ("hoped", "VERB", "Tense=Past|VerbForm=Fin", "hope"),
        ("signing", "VERB", "VerbForm=Ger", "sign"),
        ("planned", "VERB", "Tense=Past|VerbForm=Part", "plan"),
        ("opened", "VERB", "Tense=Past|VerbForm=Fin", "open"),
        ("ratified", "VERB", "Tense=Past|VerbForm=Fin", "ratify"),
        ("visits", "VERB", "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin", "visit"),
        ("larger", "ADJ", "Degree=Cmp", "large"),
        ("The", "DET", "Definite=Def", "the"),
        ("Baku", "PROPN", "Number=Sing", "Baku"),
        ("Airlines", "PROPN", "Number=Plur", "Airlines"),
    ],
)
def test_lemmas_follow_lexicon_then_spelling(form: str, tag: str, feats: str, lemma: str) -> None:
    assert LEMMAS(form, tag, feats) == lemma


@pytest.mark.parametrize("form", ["ing", "ed", "er", "est", "s", "es", "ies", "'s"])
@pytest.mark.parametrize(
    ("tag", "feats"),
    [
        ("VERB", "VerbForm=Ger"),
        ("VERB", "Tense=Pres|VerbForm=Part"),
        ("VERB", "Tense=Past|VerbForm=Fin"),
        ("VERB", "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"),
        ("ADJ", "Degree=Cmp"),
        ("ADJ", "Degree=Sup"),
        ("NOUN", "Number=Plur"),
    ],
)
def test_an_ending_by_itself_has_a_lemma(form: str, tag: str, feats: str) -> None:
    assert LEMMAS(form, tag, feats)


@given(st.text(min_size=1, max_size=15), st.sampled_from(["NOUN", "VERB", "ADJ", "PROPN", "X"]))
@settings(deadline=None)
def test_every_word_has_a_lemma(form: str, tag: str) -> None:
    assert LEMMAS(form, tag, "Number=Plur|Tense=Past|Degree=Cmp")


def test_the_normal_form_unites_spellings() -> None:
    assert normal("Minister’s") == "minister's"
    assert normal("2021") == "000"
    assert shape("McLeod") == "XxXxxx"


@given(st.lists(st.text(min_size=1, max_size=20), max_size=20))
@settings(deadline=None)
def test_features_stay_within_their_tables(words: list[str]) -> None:
    ids = Features({"visit": 1})(words, [True] * len(words))
    assert ids.shape == (len(words), len(COLUMNS))
    for column, size in enumerate(BUCKETS.values(), 1):
        assert ((ids[:, column] >= 0) & (ids[:, column] < size)).all()


def test_known_words_have_their_row_and_others_none() -> None:
    ids = Features({"visit": 1})(["Visit", "VISIT", "vist"], [True, True, False])
    assert ids[:, 0].tolist() == [1, 1, 0]
    assert ids[:, -1].tolist() == [1, 1, 0]


def best_by_trying(scores: np.ndarray) -> float:
    """The weight of the heaviest tree, found by trying all."""
    count = len(scores)
    best = -np.inf
    for choice in product(range(count + 1), repeat=count):
        if sum(head == count for head in choice) != 1 or any(head == at for at, head in enumerate(choice)):
            continue
        if all(_reaches(choice, at) for at in range(count)):
            best = max(best, float(sum(scores[at, head] for at, head in enumerate(choice))))
    return best


def _reaches(choice: tuple[int, ...], at: int) -> bool:
    for _ in choice:
        at = choice[at]
        if at == len(choice):
            return True
    return False


def weight(scores: np.ndarray, tree: np.ndarray) -> float:
    count = len(scores)
    return float(sum(scores[at, count if head == at else head] for at, head in enumerate(tree)))


@given(st.integers(1, 40), st.integers(0, 2**32 - 1))
@settings(deadline=None)
def test_a_tree_has_one_root_and_no_cycle(count: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(count, count + 1)).astype(np.float32)
    tree = heads(scores)
    assert sum(int(head) == at for at, head in enumerate(tree)) == 1
    for at in range(count):
        for _ in range(count):
            at = int(tree[at])
        assert tree[at] == at


@given(st.integers(0, 2**32 - 1), st.integers(0, 3))
@settings(deadline=None)
def test_the_tree_is_the_heaviest_from_its_root(seed: int, root: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(4, 5)).astype(np.float32)
    scores[:, 4] = -50
    scores[root, 4] = 50
    assert weight(scores, heads(scores)) == pytest.approx(best_by_trying(scores), abs=1e-3)


@given(st.lists(st.floats(-5, 5, width=32), max_size=900))
@settings(deadline=None)
def test_sentences_cover_all_words_and_none_is_too_long(starts: list[float]) -> None:
    bounds = sentence_bounds(np.array(starts, dtype=np.float32))
    assert bounds[0] == 0
    assert bounds[-1] == len(starts)
    assert all(0 < b - a <= LONGEST_SENTENCE for a, b in pairwise(bounds))


LABELS = ("O", "B-PER", "I-PER", "E-PER", "S-PER", "B-LOC", "I-LOC", "E-LOC", "S-LOC")


def fits(labels: list[str]) -> bool:
    """Whether the labels are well formed."""
    inside = ""
    for label in labels:
        if inside and not (label[0] in "IE" and label[2:] == inside):
            return False
        if not inside and label[0] in "IE":
            return False
        inside = label[2:] if label[0] in "BI" else ""
    return not inside


@given(st.integers(1, 3), st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=25)
def test_the_labels_chosen_are_the_likeliest_that_fit(count: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(count, len(LABELS))).astype(np.float32)
    final = np.array([0.0 if label[0] in "OES" else -1e4 for label in LABELS], dtype=np.float32)
    path = best_labels(scores, allowed(LABELS), final)
    assert fits([LABELS[i] for i in path])
    options = [p for p in product(range(len(LABELS)), repeat=count) if fits([LABELS[i] for i in p])]
    best = max(sum(float(scores[at, i]) for at, i in enumerate(option)) for option in options)
    assert sum(float(scores[at, i]) for at, i in enumerate(path)) == pytest.approx(best, abs=1e-4)
