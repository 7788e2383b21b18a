"""The parts of the English annotator that need no model: words, lemmas, features, trees, sequences."""

from __future__ import annotations

import time
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokenizer import Tokenizer

from chancery.annotate.english_lemmas import Lemmatizer
from chancery.annotate.english_network import CELLS, runs
from chancery.annotate.english_pieces import BEGIN, END, LONGEST, MARKS, QUOTES, UNKNOWN, Pieces, outline, quoted
from chancery.annotate.english_repairs import repaired
from chancery.annotate.english_speech import REACH, Attributor
from chancery.annotate.english_tokens import Words, make, words
from chancery.annotate.english_trees import LONGEST_SENTENCE, Decoder, allowed, best_labels, heads, sentence_bounds


@pytest.fixture(scope="module")
def nlp() -> Tokenizer:
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
def test_words_are_cut_as_the_treebanks_cut_them(nlp: Tokenizer, text: str, wanted: list[str]) -> None:
    cut = words(nlp, text)
    assert [cut.forms[i] for i in cut.places] == wanted


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_cutting_never_changes_the_text(nlp: Tokenizer, text: str) -> None:
    cut = words(nlp, text)
    assert whole(cut) == text
    assert all(text.startswith(form, at) for form, at in zip(cut.forms, cut.offsets, strict=True))


def whole(cut: Words) -> str:
    """The text again."""
    return "".join(form + " " * space for form, space in zip(cut.forms, cut.spaces, strict=True))


@pytest.mark.parametrize("run", ["(" * 60_000, "a" * 200_000, "a." * 60_000, "-" * 60_000, "https://" + "a/" * 60_000])
def test_a_run_without_white_space_takes_linear_time(nlp: Tokenizer, run: str) -> None:
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
        ("convened", "VERB", "Tense=Past|VerbForm=Fin", "convene"),
        ("reignited", "VERB", "Tense=Past|VerbForm=Fin", "reignite"),
        ("commuting", "VERB", "VerbForm=Ger", "commute"),
        ("eroded", "VERB", "Tense=Past|VerbForm=Part", "erode"),
        ("defeated", "VERB", "Tense=Past|VerbForm=Fin", "defeat"),
        ("channelled", "VERB", "Tense=Past|VerbForm=Fin", "channel"),
        ("trafficked", "VERB", "Tense=Past|VerbForm=Part", "traffic"),
        ("threatened", "VERB", "Tense=Past|VerbForm=Fin", "threaten"),
        ("tying", "VERB", "VerbForm=Ger", "tie"),
        ("embed", "VERB", "VerbForm=Inf", "embed"),
        ("coronaviruses", "NOUN", "Number=Plur", "coronavirus"),
        ("warehouses", "NOUN", "Number=Plur", "warehouse"),
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


PIECES = [UNKNOWN, BEGIN, END, "visit", "em", "##bass", "##y", "e", "-", "’", "s", "3"]
ROWS = {piece: n for n, piece in enumerate(PIECES)}


@pytest.mark.parametrize(
    ("form", "wanted"),
    [
        ("Visit", ["visit"]),
        ("VISIT", ["visit"]),
        ("Embassy", ["em", "##bass", "##y"]),
        ("é", ["e"]),
        ("e-visit", ["e", "-", "visit"]),
        ("’s", ["’", "s"]),
        ("qat", [UNKNOWN]),
        ("\u200b", [UNKNOWN]),
    ],
)
def test_words_are_cut_into_the_longest_known_pieces(form: str, wanted: list[str]) -> None:
    read = Pieces(ROWS)([form], [True])
    assert [PIECES[row] for row in read.pieces] == wanted


def test_of_a_long_word_the_first_and_last_pieces_are_kept() -> None:
    read = Pieces(ROWS)(["visit-visit-visit-visit-3"], [True])
    assert [PIECES[row] for row in read.pieces] == ["visit", "-", "visit", "-", "3"]
    assert len(read.pieces) == LONGEST


@given(st.lists(st.text(min_size=1, max_size=80), max_size=20))
@settings(deadline=None)
def test_every_word_has_pieces_and_a_mark_within_the_tables(words: list[str]) -> None:
    read = Pieces(ROWS)(words, [True] * len(words))
    assert len(read) == len(words)
    assert read.bounds[-1] == len(read.pieces)
    assert all(1 <= count <= LONGEST for count in np.diff(read.bounds))
    assert all(0 <= row < len(ROWS) for row in read.pieces)
    assert all(0 <= mark < MARKS for mark in read.marks)


def test_marks_tell_case_space_and_quotation() -> None:
    looks = ["road", "Baku", "OTS", "A", "McLeod", "2021", "G20", "—"]
    assert [outline(form) for form in looks] == [1, 2, 3, 4, 5, 6, 7, 0]
    read = Pieces(ROWS)(["“", "Visit", "”", "visit"], [True, False, False, True])
    assert [mark % QUOTES for mark in read.marks] == [2, 1, 2, 0]
    assert [mark // QUOTES % 2 for mark in read.marks] == [1, 0, 0, 1]


@pytest.mark.parametrize(
    ("forms", "wanted"),
    [
        (['"', "Go", '"', "he"], [2, 1, 2, 0]),
        (["“", "Go", "“", "on"], [2, 1, 2, 1]),
        (["Go", "”", "he"], [0, 2, 0]),
    ],
)
def test_quotation_marks_open_and_close(forms: list[str], wanted: list[int]) -> None:
    assert quoted(forms) == wanted


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


@given(st.integers(1, 30), st.integers(0, 2**32 - 1), st.sets(st.integers(1, 29), max_size=6))
@settings(deadline=None, max_examples=40)
def test_no_span_crosses_the_bounds_of_a_stretch(count: int, seed: int, cuts: set[int]) -> None:
    rated = np.random.default_rng(seed).normal(size=(count, len(LABELS))).astype(np.float32)
    bounds = [0, *sorted(cut for cut in cuts if cut < count), count]
    decoder = Decoder(LABELS)
    best = decoder(rated, bounds)
    for start, end in pairwise(bounds):
        assert fits([LABELS[i] for i in best[start:end]])
    for start, end, kind in decoder.spans(best):
        assert LABELS[best[start]] in {f"B-{kind}", f"S-{kind}"}
        assert LABELS[best[end - 1]] in {f"E-{kind}", f"S-{kind}"}
        assert not any(start < cut < end for cut in bounds)


SPEECH = ("O", *(f"{place}-{role}" for role in "SQC" for place in "BIES"))


def attribution(tags: list[str], links: dict[tuple[int, int], float], none: float = 0.0) -> list[tuple[object, ...]]:
    """The passages read off scores that are sure of ``tags``; ``links`` rates (from, to) pairs of either kind."""
    count = len(tags)
    rated = np.full((count, len(SPEECH)), -9, dtype=np.float32)
    rated[np.arange(count), [SPEECH.index(tag) for tag in tags]] = 9
    query, key = np.zeros((2, count, 2 * count), dtype=np.float32)
    for at in range(count):
        key[at, at] = key[at, count + at] = 1
    for (one, other), score in links.items():
        query[one, other] = query[one, count + other] = score
    scores = {"speech": rated, "link_query": query, "link_key": key, "link_none": np.full((count, 2), none)}
    return [tuple(passage)[:4] for passage in Attributor(SPEECH)(scores)]


def test_a_cue_takes_the_source_rated_best_and_a_content_its_cue() -> None:
    tags = ["S-S", "S-Q", "B-C", "E-C", "O", "S-S", "S-Q", "S-C"]
    links = {(1, 0): 2.0, (1, 5): 1.0, (6, 0): -1.0, (6, 5): -2.0, (2, 1): 1.0, (7, 1): 0.5, (7, 6): 3.0}
    assert attribution(tags, links) == [
        (0, 1, "S", -1), (1, 2, "Q", 0), (2, 4, "C", 1), (5, 6, "S", -1), (6, 7, "Q", -1), (7, 8, "C", 6),
    ]  # fmt: skip


def test_passages_far_apart_do_not_go_together() -> None:
    tags = ["S-Q", *["O"] * (REACH + 1), "S-C"]
    assert attribution(tags, {(len(tags) - 1, 0): 5.0})[-1] == (len(tags) - 1, len(tags), "C", -1)


def test_a_text_without_attribution_has_no_passages() -> None:
    assert attribution(["O", "O"], {}) == []


def test_a_second_subject_behind_its_verb_is_an_object() -> None:
    tree, relations = np.array([1, 1, 1, 1]), ["nsubj", "root", "nsubj", "xcomp"]
    repaired(tree, relations, ["Norway", "urged", "Chad", "leave"], ["PROPN", "VERB", "PROPN", "VERB"])
    assert relations == ["nsubj", "root", "obj", "xcomp"]
    inverted = ["root", "nsubj", "obj"]
    repaired(np.array([0, 0, 0]), inverted, ["came", "envoys", "home"], ["VERB", "NOUN", "NOUN"])
    assert inverted == ["root", "nsubj", "obj"]


def test_a_name_does_not_take_the_complement_of_its_noun() -> None:
    forms, tags = ["aid", "of", "Peru", "to", "Chad"], ["NOUN", "ADP", "PROPN", "ADP", "PROPN"]
    tree, relations = np.array([0, 2, 0, 4, 2]), ["root", "case", "nmod", "case", "nmod"]
    repaired(tree, relations, forms, tags)
    assert tree.tolist() == [0, 2, 0, 4, 0]
    kept = np.array([0, 2, 0, 4, 2])
    repaired(kept, relations, ["map", "of", "University", "of", "Lima"], tags)
    assert kept.tolist() == [0, 2, 0, 4, 2]


def test_the_subject_of_a_passive_is_called_so() -> None:
    relations = ["nsubj", "aux:pass", "root"]
    repaired(np.array([2, 2, 2]), relations, ["Lima", "was", "chosen"], ["PROPN", "AUX", "VERB"])
    assert relations == ["nsubj:pass", "aux:pass", "root"]


def test_a_number_counts_what_follows_it_and_is_no_part_of_one_far_away() -> None:
    forms, tags = ["3.5", "times", "to", "$", "9", "million"], ["NUM", "NOUN", "ADP", "SYM", "NUM", "NUM"]
    tree, relations = np.array([5, 1, 3, 1, 5, 3]), ["compound", "root", "case", "nmod", "compound", "nummod"]
    repaired(tree, relations, forms, tags)
    assert (tree.tolist(), relations[0]) == ([1, 1, 3, 1, 5, 3], "nummod")
    assert relations[4] == "compound"


@given(st.lists(st.integers(min_value=3, max_value=3 * CELLS), max_size=200))
def test_runs_hold_every_window_once_and_fit_the_cache(sizes: list[int]) -> None:
    sizes.sort()
    found = runs(sizes)
    assert [at for start, end in found for at in range(start, end)] == list(range(len(sizes)))
    assert all(end - start == 1 or (end - start) * sizes[end - 1] <= CELLS for start, end in found)


def test_windows_of_one_length_run_together_and_a_long_one_by_itself() -> None:
    assert runs([10, 10, 10, 300]) == [(0, 3), (3, 4)]
