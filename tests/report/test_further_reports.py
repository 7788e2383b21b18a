"""Questions, calendars, citations, handover notes and biographies."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from chancery.ledger import Ledger
from chancery.model.errors import UsageError
from chancery.report import answers, biography, brief, calendar, citation, handover, markdown
from chancery.report.answers import Found
from chancery.report.model import Proof
from readings import composed

OFFICES: list[dict[str, Any]] = [
    {
        "kind": "office",
        "who": who,
        "office": "President",
        "of": of,
        "action": "holds",
        "status": "ongoing",
        "quote": f"{who} of {of}",
    }
    for who, of in (("Sadyr Japarov", "KG"), ("Ilham Aliyev", "AZ"))
]
INVITED = {
    "kind": "invitation",
    "from": "Ilham Aliyev",
    "to": "Sadyr Japarov",
    "place": "AZ",
    "status": "planned",
    "quote": "come to Baku, he said",
}
VISIT = {
    "kind": "visit",
    "who": "Sadyr Japarov",
    "place": "Baku",
    "when": "2022-04-19",
    "status": "done",
    "quote": "the visit to Baku took place",
}
ROUND = {
    "kind": "anniversary",
    "of": "diplomatic relations between Azerbaijan and Kyrgyzstan",
    "n": 30,
    "origin": "1993",
    "when": "2023",
    "status": "planned",
    "quote": "the thirtieth, next year",
}


def call(day: str) -> dict[str, Any]:
    return {
        "kind": "call",
        "between": ["Ilham Aliyev", "Sadyr Japarov"],
        "when": day,
        "status": "done",
        "quote": f"they spoke on {day}",
    }


def ledger_of(path: Path, *documents: tuple[str, list[dict[str, Any]]]) -> Ledger:
    ledger = Ledger(path)
    for day, rows in documents:
        ledger.keep(
            composed(
                {
                    "name": f"d-{day}",
                    "language": "en",
                    "published": day,
                    "url": f"https://example.org/{day}",
                    "publisher": "A Paper",
                },
                [*OFFICES, *rows],
            )
        )
    return ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Any:
    with ledger_of(
        tmp_path / "l.db",
        ("2021-10-28", [INVITED]),
        ("2022-04-20", [VISIT, ROUND]),
        ("2022-09-01", [call("2022-08-31")]),
    ) as book:
        yield book


def test_a_question_that_the_documents_answer_is_answered_with_proof(ledger: Ledger) -> None:
    met = answers.last_met(ledger, "AZ", "KG", on=date(2022, 10, 1))
    assert met.found is Found.FOUND
    assert "Sadyr Japarov paid a visit to Baku" in met.text
    assert met.proofs[0].quote == "the visit to Baku took place"
    assert answers.ever_visited(ledger, "KG", "AZ").found is Found.FOUND


def test_too_few_documents_leave_a_question_open(ledger: Ledger) -> None:
    assert answers.ever_visited(ledger, "AZ", "KG", on=date(2022, 10, 1)).found is Found.UNKNOWN
    assert answers.last_met(ledger, "FR", "KG").found is Found.UNKNOWN


def test_none_needs_coverage_and_deleting_documents_makes_it_unknown(tmp_path: Path) -> None:
    days = ["2021-03-01", "2021-09-01", "2022-03-01", "2022-09-01", "2023-03-01"]
    with ledger_of(tmp_path / "full.db", *((d, [call(d)]) for d in days)) as full:
        assert answers.ever_visited(full, "AZ", "KG", on=date(2023, 6, 1)).found is Found.NONE
        assert answers.ever_visited(full, "AZ", "KG", on=date(2026, 6, 1)).found is Found.UNKNOWN
    with ledger_of(tmp_path / "less.db", *((d, [call(d)]) for d in (days[0], days[-1]))) as less:
        assert answers.ever_visited(less, "AZ", "KG", on=date(2023, 6, 1)).found is Found.UNKNOWN


def test_whether_an_invitation_was_answered(ledger: Ledger) -> None:
    (invited,) = [e for e in ledger.entries("AZ", "KG") if e.kind == "invitation"]
    assert "paid a visit" in answers.did_answer(ledger, "AZ", "KG", invited.id).text
    early = answers.did_answer(ledger, "AZ", "KG", invited.id, on=date(2021, 12, 1))
    assert early.found is Found.UNKNOWN
    with pytest.raises(UsageError, match="chancery threads"):
        answers.did_answer(ledger, "AZ", "KG", "e0")


def test_a_calendar_holds_what_is_to_come_in_the_form_of_the_standard(ledger: Ledger) -> None:
    text = calendar.render(
        ledger.view().resolved("AZ", "KG"), on=date(2022, 10, 1), stamp=datetime(2022, 10, 1, tzinfo=UTC)
    )
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") == 1
    assert "DTSTART;VALUE=DATE:20230101\r\nDTEND;VALUE=DATE:20240101" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    assert "30th anniversary" in text.replace("\r\n ", "")


def test_a_calendar_line_is_never_broken_inside_a_character() -> None:
    line = "SUMMARY:" + "жю" * 60
    assert calendar.fold(line).replace("\r\n ", "") == line


@pytest.fixture
def proof() -> Proof:
    return Proof(
        statement="s1",
        quote="the flights will be resumed",
        start=10,
        end=37,
        digest="ab" * 32,
        document="d1",
        title="Flights & {more}",
        publisher="Вестник",
        published="28 October 2021",
        url="https://example.org/a#top",
        language="en",
        speaker="An Envoy",
    )


def test_citations_in_every_form(proof: Proof) -> None:
    assert citation.footnote(proof).startswith("An Envoy: “the flights will be resumed”, Вестник")
    record = citation.bibtex(proof, "2021-10-28")
    assert record.startswith("@misc{")
    assert r"Flights \& \{more\}" in record
    assert "date = {2021-10-28}" in record
    item = citation.csl(proof, "2021-10")
    assert item["issued"] == {"date-parts": [[2021, 10]]}
    json.loads(citation.dumps(item))
    assert citation.link(proof) == "https://example.org/a#top:~:text=the%20flights%20will%20be%20resumed"


def test_an_annotation_selects_the_passage_by_place_and_by_words(ledger: Ledger) -> None:
    made = brief.build(ledger, "AZ", "KG", on=date(2022, 10, 1))
    for p in made.proofs:
        text = ledger.text(p.digest)
        position, quoted = citation.annotation(p, text)["target"]["selector"]
        assert text[position["start"] : position["end"]] == quoted["exact"]
        assert quoted["prefix"] + quoted["exact"] + quoted["suffix"] in text


def test_a_handover_note_says_what_opened_moved_and_closed(ledger: Ledger) -> None:
    note = handover.build(ledger, "AZ", "KG", date(2022, 1, 1), on=date(2022, 10, 1))
    keys = {s.key: [story.kind for story in s.stories] for s in note.sections}
    assert "Visit" in keys["closed"]
    earlier = handover.build(ledger, "AZ", "KG", date(2021, 1, 1), on=date(2021, 12, 1))
    assert [s.key for s in earlier.sections] == ["opened"]
    assert "Handover note" in markdown.render(note)


def test_a_biography_tells_offices_visits_and_meetings(ledger: Ledger) -> None:
    life = biography.build(ledger, "Sadyr Japarov", on=date(2022, 10, 1))
    told = {s.key: [line.text for line in s.lines] for s in life.sections}
    assert told["offices"] == ["Sadyr Japarov is President of Kyrgyzstan"]
    assert any("Baku" in text for text in told["visits"])
    assert any("spoke by telephone" in text for text in told["meetings"])
    with pytest.raises(UsageError, match="nobody"):
        biography.build(ledger, "Nobody Atall")
