"""What is seen of a ledger: a pair's statements, decisions in force, and the past as it was."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from chancery.ledger import Ledger
from chancery.model import codec
from chancery.model.errors import LedgerError
from chancery.model.ledger import Verdict
from chancery.model.reading import Reading
from readings import composed

VISIT: dict[str, Any] = {
    "kind": "visit",
    "who": "Sadyr Japarov",
    "to": "AZ",
    "when": "2022-04-19",
    "status": "done",
}
OFFICES: list[dict[str, Any]] = [
    {
        "kind": "office",
        "who": who,
        "office": office,
        "of": of,
        "action": "holds",
        "status": "ongoing",
        "quote": f"{who} is {office} of {of}",
    }
    for who, office, of in (("Sadyr Japarov", "President", "KG"), ("Ilham Aliyev", "President", "AZ"))
]


def document(name: str, published: str | None, *rows: dict[str, Any], language: str = "en") -> Reading:
    return composed({"name": name, "language": language, "published": published}, list(rows))


DOSSIER = [
    document(
        "a",
        "2021-10-28",
        *OFFICES,
        {
            "kind": "invitation",
            "from": "Ilham Aliyev",
            "to": "Sadyr Japarov",
            "place": "AZ",
            "status": "planned",
        },
    ),
    document("b", "2022-04-20", *OFFICES, {**VISIT, "visit": "official"}),
    document("c", "2022-07-21", {**VISIT, "when": "2022-04", "quote": "визит в апреле"}, language="ru"),
    document(
        "d",
        "2023-05-02",
        {"kind": "visit", "who": "Emmanuel Macron", "to": "US", "when": "2023-05-01", "status": "done"},
    ),
]


@pytest.fixture
def ledger(tmp_path: Path) -> Any:
    with Ledger(tmp_path / "l.db") as book:
        for n, reading in enumerate(DOSSIER):
            book.keep(reading, at=datetime(2024, 1, n + 1, tzinfo=UTC))
        yield book


def test_a_pair_sees_its_own_statements_only(ledger: Ledger) -> None:
    assert {s.kind for s in ledger.statements("AZ", "KG")} == {"visit", "invitation"}
    assert len(ledger.statements("FR", "US")) <= 1
    assert ledger.statements("AZ", "US") == ()
    assert ledger.entries("KG", "AZ") == ledger.entries("AZ", "KG")


def test_a_person_in_office_brings_his_state_along(ledger: Ledger) -> None:
    unknown = document(
        "e",
        "2024-05-02",
        {
            "kind": "office",
            "who": "Bermet Tolonova",
            "office": "Ambassador",
            "of": "KG",
            "to": "AZ",
            "action": "appointed",
            "status": "done",
        },
    )
    later = document(
        "f",
        "2024-06-02",
        {
            "kind": "visit",
            "who": "Bermet Tolonova",
            "to": "AZ",
            "place": "Ganja",
            "status": "done",
            "when": "2024-06-01",
            "quote": "she went to Ganja",
        },
    )
    before = len(ledger.statements("AZ", "KG"))
    ledger.keep(later)
    assert len(ledger.statements("AZ", "KG")) == before
    ledger.keep(unknown)
    assert "visit" in [s.kind for s in ledger.statements("AZ", "KG") if s.labels("who") == ("Bermet Tolonova",)]


def test_one_entry_and_one_thread_across_the_two_languages(ledger: Ledger) -> None:
    (visit,) = [e for e in ledger.entries("AZ", "KG") if e.kind == "visit"]
    assert len(visit.statements) == 2
    (thread,) = [t for t in ledger.threads("AZ", "KG") if t.kind == "visit"]
    assert thread.state.value == "done"


def test_nothing_published_later_leaks_into_an_earlier_day(ledger: Ledger) -> None:
    then = ledger.view(published=date(2022, 4, 30)).resolved("AZ", "KG")
    assert {a.source.name for a in then.accounts.values()} == {"a", "b"}
    assert ledger.view(published=date(2021, 1, 1)).accounts == ()


def test_the_ledger_as_it_was_held_on_a_day(ledger: Ledger) -> None:
    then = ledger.view(recorded=datetime(2024, 1, 2, 12, tzinfo=UTC))
    assert {h.name for h in then.documents} == {"a", "b"}


@pytest.mark.parametrize("seed", range(4))
def test_a_replay_equals_a_ledger_that_never_held_more(ledger: Ledger, tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(6):
        day = date(2021, 6, 1) + timedelta(days=rng.randrange(800))
        with Ledger(tmp_path / f"{seed}-{day}.db") as small:
            for reading in DOSSIER:
                if reading.document.published.edtf and reading.document.published.edtf <= day.isoformat():
                    small.keep(reading)
            for pair in ((None, None), ("AZ", "KG"), ("US", None)):
                mine, theirs = ledger.view(published=day).resolved(*pair), small.view().resolved(*pair)
                assert [codec.dumps(e) for e in mine.entries] == [codec.dumps(e) for e in theirs.entries]
                assert [codec.dumps(t) for t in mine.threads] == [codec.dumps(t) for t in theirs.threads]


def test_a_rejected_statement_is_out_until_the_rejection_is_undone(ledger: Ledger) -> None:
    (visit,) = [e for e in ledger.entries("AZ", "KG") if e.kind == "visit"]
    ruling = ledger.decide(Verdict.REJECT, visit.statements, user="an officer", reason="a misreading")
    assert [e for e in ledger.entries("AZ", "KG") if e.kind == "visit"] == []
    ledger.decide(Verdict.UNDO, [ruling.id], user="an officer", reason="it was right after all")
    assert visit in ledger.entries("AZ", "KG")
    assert len(ledger.decisions()) == 2
    assert ledger.verify() == []


def test_decisions_are_replayed_by_the_time_they_were_taken(ledger: Ledger) -> None:
    (visit,) = [e for e in ledger.entries("AZ", "KG") if e.kind == "visit"]
    ledger.decide(
        Verdict.REJECT,
        visit.statements,
        user="an officer",
        reason="a misreading",
        at=datetime(2024, 3, 1, tzinfo=UTC),
    )
    before = ledger.view(recorded=datetime(2024, 2, 1, tzinfo=UTC)).resolved("AZ", "KG")
    assert visit in before.entries


def test_a_correction_shows_in_views_and_keeps_the_quotation(ledger: Ledger) -> None:
    (visit,) = [e for e in ledger.entries("AZ", "KG") if e.kind == "visit"]
    first = visit.statements[0]
    ledger.decide(
        Verdict.CORRECT,
        [first],
        user="an officer",
        reason="the communiqué says so",
        field="roles.visit",
        value="state",
    )
    account = ledger.view().resolved("AZ", "KG").accounts[first]
    assert account.statement.labels("visit") == ("state",)
    assert account.corrected == ("roles.visit",)
    assert account.statement.evidence.quote in ledger.text(account.source.digest)


def test_people_split_and_merge_entries_and_links(ledger: Ledger) -> None:
    (visit,) = [e for e in ledger.entries("AZ", "KG") if e.kind == "visit"]
    (invited,) = [e for e in ledger.entries("AZ", "KG") if e.kind == "invitation"]
    ledger.decide(Verdict.UNLINK, [invited.id, visit.statements[0]], user="an officer", reason="another occasion")
    ledger.decide(Verdict.UNLINK, [invited.id, visit.statements[1]], user="an officer", reason="another occasion")
    assert all(t.state.value != "done" for t in ledger.threads("AZ", "KG") if t.kind == "visit")
    ledger.decide(Verdict.SPLIT, visit.statements, user="an officer", reason="two visits")
    assert len([e for e in ledger.entries("AZ", "KG") if e.kind == "visit"]) == 2
    ledger.decide(Verdict.MERGE, visit.statements, user="an officer", reason="one visit")
    assert len([e for e in ledger.entries("AZ", "KG") if e.kind == "visit"]) == 1


def test_a_decision_outlives_re_reading_with_newer_rules(ledger: Ledger) -> None:
    from dataclasses import replace

    (visit,) = [e for e in ledger.entries("AZ", "KG") if e.kind == "visit"]
    told = next(
        a
        for a in ledger.view().resolved("AZ", "KG").accounts.values()
        if a.source.name == "b" and a.id in visit.statements
    )
    ledger.decide(Verdict.REJECT, [told.id], user="an officer", reason="a misreading")
    newer = replace(
        DOSSIER[1],
        statements=tuple(replace(s, place=None, when=None) if s.id == told.id else s for s in DOSSIER[1].statements),
    )
    ledger.keep(newer)
    (after,) = [e for e in ledger.entries("AZ", "KG") if e.kind == "visit"]
    assert len(after.statements) == 1


def test_an_unknown_subject_is_refused(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="no statement or entry"):
        ledger.decide(Verdict.REJECT, ["e000"], user="an officer", reason="x")
    with pytest.raises(LedgerError, match="no such decision"):
        ledger.decide(Verdict.UNDO, ["d000"], user="an officer", reason="x")
