"""Registers, comparison of two accounts, pictures, citations from the ledger."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from chancery.ledger import Ledger
from chancery.model.errors import LedgerError, UsageError
from chancery.report import compare, pictures, registers
from readings import composed

ON = date(2023, 6, 1)
OFFICES: list[dict[str, Any]] = [
    {"kind": "office", "who": who, "office": "President", "of": of, "action": "holds", "status": "ongoing",
     "quote": f"{who} of {of}"}
    for who, of in (("Sadyr Japarov", "KG"), ("Ilham Aliyev", "AZ"))
]  # fmt: skip


def stance(stance: str, about: str, quote: str) -> dict[str, Any]:
    return {"kind": "position", "who": "KG", "stance": stance, "about": about, "status": "ongoing", "quote": quote}


def visit(when: str, quote: str, **roles: Any) -> dict[str, Any]:
    return {"kind": "visit", "who": "Sadyr Japarov", "place": "Baku", "when": when, "status": "done", "quote": quote,
            **roles}  # fmt: skip


def meeting(when: str, quote: str) -> dict[str, Any]:
    return {"kind": "meeting", "between": ["Ilham Aliyev", "Sadyr Japarov"], "when": when, "status": "done",
            "quote": quote}  # fmt: skip


def promise(what: str) -> dict[str, Any]:
    return {"kind": "commitment", "by": "AZ", "to": "KG", "what": what, "status": "planned", "quote": f"we will {what}"}


DOCUMENTS: tuple[tuple[str, str, str, list[dict[str, Any]]], ...] = (
    ("guest-side", "en", "2022-04-20", [
        *OFFICES, visit("2022-04-19", "the visit to Baku"), meeting("2022-04-19", "the presidents met in Baku"),
        promise("finance a school in Bishkek"),
        stance("is concerned", "the customs dispute of Azerbaijan", "Bishkek is concerned about the customs dispute"),
    ]),
    ("host-side", "ru", "2022-04-21", [
        *OFFICES, meeting("2022-04-19", "президенты встретились"), visit("2022-04-20", "визит в Баку", visit="state"),
        {"kind": "request", "by": "AZ", "to": "KG", "what": "reopen the consulate", "status": "wished",
         "quote": "просим вновь открыть консульство"},
    ]),
    ("later", "en", "2023-02-01", [
        *OFFICES,
        stance("is concerned", "the customs dispute of Azerbaijan",
               "Bishkek is deeply concerned about the customs dispute"),
    ]),
    ("last", "en", "2023-03-01", [
        *OFFICES, stance("condemns", "the customs dispute of Azerbaijan", "Bishkek condemns the customs dispute"),
    ]),
)  # fmt: skip


@pytest.fixture
def book(tmp_path: Path) -> Any:
    with Ledger(tmp_path / "l.db") as ledger:
        for name, language, day, rows in DOCUMENTS:
            head = {"name": name, "language": language, "published": day, "publisher": f"Paper of {name}"}
            ledger.keep(composed(head, rows))
        yield ledger


def test_a_history_of_positions_tells_how_the_wording_changed(book: Ledger) -> None:
    (section,) = [s for s in registers.positions(book, "AZ", "KG", on=ON).sections if s.key == "held-kg"]
    notes = [line.notes for line in section.lines]
    joined = "; ".join(note for row in notes for note in row)
    assert "1 February 2023: now also: “deeply”" in joined
    assert "1 March 2023: before: is concerned; now: condemns" in joined


def test_promises_stand_under_the_side_that_made_them(book: Ledger) -> None:
    sections = {s.key: s for s in registers.commitments(book, "AZ", "KG", on=ON).sections}
    told = [step.line.text for story in sections["by-az"].stories for step in story.steps]
    assert any("finance a school in Bishkek" in text for text in told)
    assert "by-kg" not in sections or all(
        "school" not in step.line.text for story in sections["by-kg"].stories for step in story.steps
    )


def test_the_balance_counts_visits_by_level_and_direction(book: Ledger) -> None:
    sections = {s.key: s for s in registers.balance(book, "AZ", "KG", on=ON).sections}
    assert "az-kg" not in sections
    (fact,) = sections["kg-az"].facts
    assert fact.label == "Heads of state and government"
    assert fact.text.startswith(f"{len(sections['kg-az'].lines)}: ")


def test_an_empty_register_says_so(book: Ledger) -> None:
    (section,) = registers.commitments(book, "FR", "KG", on=ON).sections
    assert section.notes == ("Nothing in the documents held.",)


def test_two_accounts_are_parted_into_common_differing_and_single(book: Ledger) -> None:
    made = compare.build(book, "AZ", "KG", ["guest-side", "host-side"], on=ON)
    told = {s.key: [line.text for line in s.lines] for s in made.sections}
    assert any("met" in text for text in told["both"])
    assert any("school" in text for text in told["one"])
    assert any("consulate" in text for text in told["other"])
    assert not any("is President" in text for texts in told.values() for text in texts)


def test_accounts_that_differ_show_both_values(book: Ledger) -> None:
    made = compare.build(book, "AZ", "KG", ["guest-side", "host-side"], on=ON)
    (differing,) = [s for s in made.sections if s.key == "differing"]
    (line,) = [line for line in differing.lines if line.kind == "visit"]
    assert any("19 April 2022" in note and "20 April 2022" in note for note in line.notes)


def test_an_entry_told_by_two_sides_can_be_compared_by_its_id(book: Ledger) -> None:
    found = compare.candidates(book, "AZ", "KG", on=ON)
    assert {"guest-side", "host-side"} <= set(found[0].documents)
    assert compare.build(book, "AZ", "KG", [found[0].line.entry], on=ON).documents == 2
    with pytest.raises(UsageError, match="no entry"):
        compare.build(book, "AZ", "KG", ["e0"], on=ON)
    with pytest.raises(UsageError, match="no document"):
        compare.build(book, "AZ", "KG", ["guest-side", "nothing"], on=ON)


@pytest.mark.parametrize("draw", [pictures.timeline, pictures.network])
def test_pictures_are_sound_svg_with_the_names_on_them(book: Ledger, draw: Any) -> None:
    tree = ElementTree.fromstring(draw(book, "AZ", "KG", on=ON))
    texts = "".join(tree.itertext())
    assert "Azerbaijan and Kyrgyzstan" in texts
    if draw is pictures.network:
        assert "Sadyr Japarov" in texts
    empty = ElementTree.fromstring(draw(book, "FR", "BR", on=ON))
    assert "Nothing in the documents held." in "".join(empty.itertext())


def test_a_plan_is_drawn_open_and_a_deed_full(tmp_path: Path) -> None:
    rows = [*OFFICES, visit("2022-04-19", "the visit"), visit("2023-09", "the visit to come") | {"status": "planned"}]
    with Ledger(tmp_path / "p.db") as book:
        book.keep(composed({"name": "d", "language": "en", "published": "2022-04-20"}, rows))
        svg = pictures.timeline(book, "AZ", "KG", on=ON)
    marks = [
        svg[: svg.index("</g>", at)].rsplit("<g>", 1)[1] for at in range(len(svg)) if svg.startswith("<title>", at)
    ]
    fills = {('fill="white"' in mark): mark for mark in marks}
    assert "was to pay" in fills[True] or "is to pay" in fills[True]
    assert "paid" in fills[False]


def test_any_statement_or_entry_can_be_cited(book: Ledger) -> None:
    (entry,) = [e for e in book.entries("AZ", "KG") if e.kind == "commitment"]
    by_entry = registers.cited(book, entry.id)
    assert by_entry == registers.cited(book, entry.statements[0])
    assert by_entry[0].quote == "we will finance a school in Bishkek"
    assert by_entry[1] == "2022-04-20"
    with pytest.raises(LedgerError, match="no statement or entry"):
        registers.cited(book, "nothing")
