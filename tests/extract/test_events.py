"""PLOVER codes: by table from kind, value and status; by the classifier from a sentence with source and target."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.extract.events import QUADS, event_classifier, trees, unmark
from chancery.extract.events_tree import TreeFeatures
from chancery.extract.plover import plover
from chancery.languages.pack import load_pack
from chancery.model.document import Span
from chancery.model.errors import ModelError
from chancery.model.statement import Filler, Status

ENGLISH = [
    ("CONSULT", "<s>The Ghanaian minister</s> held three hours of talks with <t>Peru</t> on fishing."),
    ("ASSAULT", "<t>Two villagers</t> were shot dead by <s>soldiers</s> on Friday."),
    ("COERCE", "<s>Police in Lima</s> arrested <t>the editor</t> over a cartoon."),
    ("SANCTION", "<s>Norway</s> imposed new tariffs on steel from <t>Peru</t>."),
    ("AID", "<s>Japan</s> donated 400 tents to <t>Chile</t> after the flood."),
    ("ACCUSE", "<s>Kenya</s> accused <t>Peru</t> of spying on its fleet."),
    ("REQUEST", "<s>Kenya</s> urged <t>Peru</t> to free the crew."),
    ("REJECT", "<s>Kenya</s> rejected the proposal of <t>Peru</t>."),
    ("THREATEN", "<s>Kenya</s> threatened to attack <t>Peru</t>."),
    ("PROTEST", "<s>Thousands of nurses</s> marched against <t>the government</t>."),
    ("YIELD", "<s>The judge</s> released <t>the fisherman</t> on bail."),
    ("AGREE", "<s>Chile</s> agreed to meet <t>Peru</t> next month."),
    ("SUPPORT", "<s>Chile</s> praised <t>Peru</t> for its patience."),
    ("MOBILIZE", "<s>Chile</s> massed troops on its border with <t>Peru</t>."),
    ("COOPERATE", "<s>Chile</s> and <t>Peru</t> conducted joint naval drills."),
]
# what governs a deed decides: one deed, seven classes
GOVERNED = [
    ("YIELD", "<s>Chile</s> released <t>the fishermen</t> on Friday."),
    ("AGREE", "<s>Chile</s> agreed to release <t>the fishermen</t>."),
    ("AGREE", "<s>Chile</s> said it would release <t>the fishermen</t> next week."),
    ("REJECT", "<s>Chile</s> refused to release <t>the fishermen</t>."),
    ("REJECT", "<s>Chile</s> will not release <t>the fishermen</t>, a minister said."),
    ("REQUEST", "<s>Peru</s> urged <t>Chile</t> to release the fishermen."),
    ("COERCE", "<t>The fishermen</t> were arrested by <s>the Chilean navy</s>."),
    ("COERCE", "The arrest of <t>the fishermen</t> by <s>Chile</s> surprised nobody."),
    ("ACCUSE", "<s>Peru</s> condemned the arrest of the fishermen by <t>Chile</t>."),
    ("THREATEN", "<s>Peru</s> threatened to arrest <t>Chilean fishermen</t>."),
    ("SANCTION", "<s>Peru</s> cut off aid to <t>Chile</t>."),
    ("THREATEN", "<s>Peru</s> threatened to cut off aid to <t>Chile</t>."),
]
RUSSIAN = [
    ("CONSULT", "<s>Министр Ганы</s> провёл переговоры с <t>Перу</t>."),
    ("ASSAULT", "<s>Военные</s> обстреляли <t>деревню</t>."),
    ("REQUEST", "<s>Кения</s> призвала <t>Перу</t> освободить экипаж."),
    ("SANCTION", "<s>Кения</s> ввела санкции против <t>Перу</t>."),
    ("ACCUSE", "<s>Кения</s> обвинила <t>Перу</t> в шпионаже."),
]


@pytest.mark.parametrize(("root", "marked"), ENGLISH)
def test_english(root: str, marked: str) -> None:
    assert event_classifier(load_pack("en")).classify(*unmark(marked)).root == root


@pytest.mark.parametrize(("root", "marked"), GOVERNED)
def test_the_governing_verb_decides(root: str, marked: str) -> None:
    assert event_classifier(load_pack("en")).classify(*unmark(marked)).root == root


def test_the_tree_tells_what_is_refused_and_how_it_is_meant() -> None:
    text, source, target = unmark("<s>Chile</s> will not agree to release <t>the fishermen</t>.")
    (tree,) = trees("en", [text])
    found = TreeFeatures(load_pack("en").table("events")).of(tree, 0, len(tree.doc), source, target)
    assert {"top+fut+neg=agree", "low=release", "low.obj/@t", "tb:agree->release"} <= found


def test_a_sentence_in_its_document_is_classified_as_by_itself() -> None:
    before = "The fleet left port at dawn. "
    text, source, target = unmark("<s>Chile</s> refused to release <t>the fishermen</t>.")
    (tree,) = trees("en", [before + text])
    first = next(i for i, token in enumerate(tree.doc) if token.idx == len(before))
    moved = [Span(start=s.start + len(before), end=s.end + len(before)) for s in (source, target)]
    event = event_classifier(load_pack("en")).classify_in(tree, first, len(tree.doc), *moved)
    assert event == event_classifier(load_pack("en")).classify(text, source, target)


@pytest.mark.parametrize(("root", "marked"), RUSSIAN)
def test_russian(root: str, marked: str) -> None:
    assert event_classifier(load_pack("ru")).classify(*unmark(marked)).root == root


@given(st.text(min_size=2), st.data())
def test_any_sentence_has_one_class_and_its_quad(text: str, data: st.DataObject) -> None:
    cut = data.draw(st.integers(1, len(text) - 1))
    classifier = event_classifier(load_pack("en"))
    source, target = Span(start=0, end=cut), Span(start=cut, end=len(text))
    event = classifier.classify(text, source, target)
    assert event.quad == QUADS[event.root]
    assert sum(classifier.scores(text, source, target).values()) == pytest.approx(1, abs=1e-4)


def test_a_sentence_without_target_is_refused() -> None:
    with pytest.raises(ModelError, match="no target"):
        unmark("<s>Kenya</s> left.", where="line 1")


@pytest.mark.parametrize(
    ("kind", "role", "value", "status", "code"),
    [
        ("visit", "", "", "done", "CONSULT:visit"),
        ("visit", "", "", "planned", "AGREE:visit"),
        ("agreement", "action", "signed", "done", "SUPPORT"),
        ("agreement", "action", "signed", "planned", "AGREE"),
        ("conflict", "what", "expulsion", "done", "SANCTION:expel"),
        ("conflict", "what", "attack", "possible", "THREATEN"),
        ("position", "stance", "condemns", "ongoing", "ACCUSE:disapprove"),
        ("aid", "", "", "done", "AID"),
        ("aid", "", "", "denied", "REJECT"),
        ("office", "", "", "done", None),
    ],
)
def test_the_table(kind: str, role: str, value: str, status: str, code: str | None) -> None:
    roles = {role: (Filler(label=value),)} if role else {}
    assert plover(kind, roles, Status(status)) == code


OWN = Path(__file__).resolve().parents[2] / "train" / "plover" / "own"


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_sentences_written_to_learn_from_are_marked_and_no_class_is_forgotten(language: str) -> None:
    counts = dict.fromkeys(QUADS, 0)
    seen: set[str] = set()
    for path in sorted((OWN / language).glob("*.txt")):
        label = path.stem.partition("-")[0].upper()
        for line in path.read_text(encoding="utf-8").splitlines():
            own, text = line.split(" ", 1) if label == "MIXED" else (label, line)
            assert [text.count(mark) for mark in "{}[]"] == [1, 1, 1, 1], line
            assert text not in seen, "written twice"
            seen.add(text)
            counts[own] += 1
    assert min(counts.values()) >= 15
