"""The English annotator as a whole, on sentences of our own."""

from __future__ import annotations

import resource
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from chancery.annotate.english import English, load
from chancery.annotate.english_network import Network
from chancery.model.errors import PackError


@pytest.fixture(scope="module")
def english() -> English:
    return load()


def read(english: English, text: str) -> Doc:
    return english.annotate_block([text])[0]


def arcs(doc: Doc) -> set[tuple[str, str, str]]:
    return {(token.text, token.dep_, token.head.text) for token in doc}


def test_subject_object_and_modifier_are_found(english: English) -> None:
    doc = read(english, "The foreign minister welcomed the ambassador in Tashkent.")
    assert {("minister", "nsubj", "welcomed"), ("ambassador", "obj", "welcomed")} <= arcs(doc)
    assert ("welcomed", "ROOT", "welcomed") in arcs(doc)


def test_passive_has_its_own_relations(english: English) -> None:
    doc = read(english, "The treaty was signed by both presidents.")
    assert ("treaty", "nsubj:pass", "signed") in arcs(doc)
    assert ("was", "aux:pass", "signed") in arcs(doc)


def test_lemmas_and_features_are_given(english: English) -> None:
    doc = read(english, "The ministers met five counterparts.")
    assert [token.lemma_ for token in doc] == ["the", "minister", "meet", "five", "counterpart", "."]
    assert doc[2].pos_ == "VERB"
    assert doc[2].morph.get("Tense") == ["Past"]
    assert doc[1].morph.get("Number") == ["Plur"]


def test_names_have_labels_and_scores(english: English) -> None:
    doc = read(english, "President Emmanuel Macron arrived in Kazakhstan on Tuesday.")
    names = {(name.text, name.label_) for name in doc.ents}
    assert ("Kazakhstan", "LOC") in names
    assert any("Macron" in text and label == "PER" for text, label in names)
    scores = doc.user_data["scores"]
    assert set(scores) == {(name.start_char, name.end_char) for name in doc.ents}
    assert all(0 < score <= 1 for score in scores.values())


@pytest.mark.parametrize(
    "sentences",
    [
        ["The two sides met on Monday.", "They agreed on a date."],
        ["Mr. Osei thanked the U.S. delegation.", "It left on Friday."],
        ["H.E. Ms. Lind spoke first.", "The hall listened."],
        ["What will you do next?", "We will build a road."],
    ],
)
def test_sentences_end_where_they_end(english: English, sentences: list[str]) -> None:
    doc = read(english, " ".join(sentences))
    assert [sentence.text.strip() for sentence in doc.sents] == sentences


ODD = ["", " ", "\n\n", "\t a", "?", "—", "…\u200b", "🙂 👩‍👩‍👧", "a\x00b", "ﷺ שלום 你好", "é" * 400]


@pytest.mark.parametrize("text", ODD)
def test_odd_text_is_annotated_all_the_same(english: English, text: str) -> None:
    doc = read(english, text)
    assert doc.text == text
    assert all(token.dep_ for token in doc)


@given(st.text(max_size=120))
@settings(max_examples=60, deadline=None)
def test_every_text_keeps_its_characters_and_is_a_forest(english: English, text: str) -> None:
    doc = read(english, text)
    assert doc.text == text
    for sentence in doc.sents:
        assert sum(token.head.i == token.i for token in sentence) == 1
        assert all(token.sent == sentence for token in sentence.root.subtree)


def test_a_text_is_read_alike_alone_and_in_company(english: English) -> None:
    texts = ["The port reopened in May.", "", "Envoys of nine states came, among them those of Chad and Peru. " * 9]
    together = english.annotate_block(texts)
    for text, doc in zip(texts, together, strict=True):
        alone = read(english, text)
        assert alone.to_json() == doc.to_json()


def test_a_long_paragraph_is_read_in_bounded_sentences(english: English) -> None:
    text = "the road to the border post was closed again and " * 400
    doc = read(english, text)
    assert doc.text == text
    assert max(len(sentence) for sentence in doc.sents) <= 170


def test_a_text_of_many_pieces_is_read_whole(english: English) -> None:
    text = "The envoy of Peru met the mayor of Tartu. They spoke about rail. " * 500
    doc = read(english, text)
    assert doc.text == text
    assert doc[-2].head.i > len(doc) - 12
    peru = [name.start_char for name in doc.ents if name.text == "Peru"]
    assert len(peru) > 450
    assert {(name.start_char, name.end_char) for name in doc.ents} == set(doc.user_data["scores"])


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("“We are ready.” “So are they.” (Applause.) Thank you.", ["“We are ready.”", "“So are they.”", "(Applause.)"]),
        ("MS. LIND-OSEI: Good morning. MR. OKORO: Good morning.", []),
    ],
)
def test_marks_decide_where_sentences_start(english: English, text: str, sentences: list[str]) -> None:
    doc = read(english, text)
    found = [sentence.text.strip() for sentence in doc.sents]
    assert set(sentences) <= set(found)
    assert not {"MS.", "MR.", "OSEI:"} & set(found)


def test_a_missing_model_says_what_to_do(tmp_path_factory: pytest.TempPathFactory) -> None:
    with pytest.raises(PackError, match="rebuild"):
        Network(tmp_path_factory.mktemp("empty"))


def test_speech_is_found_with_source_cue_and_content(english: English) -> None:
    text = "The minister said that the new bridge would open in May."
    doc = read(english, text)
    passages = doc.user_data["speech"]
    assert [(text[one.start : one.end], one.role) for one in passages] == [
        ("The minister", "S"), ("said", "Q"), ("that the new bridge would open in May", "C"),
    ]  # fmt: skip
    source, cue, content = passages
    assert (source.to, cue.to, content.to) == (-1, source.start, cue.start)
    assert all(0 < one.score <= 1 for one in passages)


def test_a_large_text_takes_linear_time_and_bounded_memory(english: English) -> None:
    text = "Envoys of Chad met the mayor of Tartu. “We want a road,” she said. " * 120

    def seconds(count: int) -> float:
        began = time.process_time()
        docs = english.annotate_block([text] * count)
        assert [len(doc) for doc in docs] == [len(docs[0])] * count
        return time.process_time() - began

    seconds(1)
    small = seconds(2)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert seconds(16) < 8 * small * 2.5
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 250_000  # KiB
