"""A later decision wins, an undone one has no effect, and a decision follows its statement into a newer
reading."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from chancery.model.errors import LedgerError
from chancery.model.ledger import Decision, Verdict
from chancery.resolve.decisions import corrected, in_force, rules
from readings import composed

START = datetime(2024, 1, 1, tzinfo=UTC)


def ruling(n: int, verdict: Verdict, *subjects: str, **more: str) -> Decision:
    return Decision(
        id=f"d{n}",
        verdict=verdict,
        subjects=subjects,
        user="an officer",
        at=START + timedelta(hours=n),
        reason="because",
        **more,
    )


def test_a_later_decision_wins() -> None:
    made = rules([ruling(1, Verdict.MERGE, "a", "b"), ruling(2, Verdict.SPLIT, "b", "a")])
    assert not made.rulings.same
    assert made.rulings.apart == frozenset({frozenset({"a", "b"})})


def test_an_undone_decision_has_no_effect_and_undoing_the_undoing_brings_it_back() -> None:
    first, second, third = (
        ruling(1, Verdict.REJECT, "a"),
        ruling(2, Verdict.UNDO, "d1"),
        ruling(3, Verdict.UNDO, "d2"),
    )
    assert rules([first]).rejected == {"a"}
    assert not rules([first, second]).rejected
    assert rules([third, first, second]).rejected == {"a"}
    assert in_force([first, second]) == ()


def test_a_confirmation_lifts_a_rejection() -> None:
    made = rules([ruling(1, Verdict.REJECT, "a"), ruling(2, Verdict.CONFIRM, "a")])
    assert not made.rejected
    assert made.confirmed == {"a"}


def test_a_decision_follows_its_statement_into_newer_readings() -> None:
    made = rules([ruling(1, Verdict.REJECT, "old")], {"old": "newer", "newer": "newest"})
    assert made.rejected == {"newest"}


def test_entities_and_statements_are_ruled_on_apart() -> None:
    made = rules([ruling(1, Verdict.MERGE, "person/a", "person/b", field="entity")])
    assert made.same_entities == (("person/a", "person/b"),)
    assert not made.rulings.same


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("status", "planned"),
        ("when", "2022-05"),
        ("place", "Bishkek"),
        ("speaker", ""),
        ("roles.visit", "state"),
    ],
)
def test_a_field_can_be_corrected(field: str, value: str) -> None:
    row = {"kind": "visit", "who": "Ilham Aliyev", "to": "KG", "status": "done", "when": "2022-04"}
    statement = composed({"name": "x", "published": "2022-05-01"}, [row]).statements[0]
    changed = corrected(statement, field, value)
    assert changed.evidence == statement.evidence
    told = {
        "status": changed.status.value,
        "when": changed.when and changed.when.edtf,
        "place": changed.place and changed.place.label,
        "speaker": "" if changed.speaker is None else changed.speaker.label,
        "roles.visit": "".join(changed.labels("visit")),
    }
    assert told[field] == value


@pytest.mark.parametrize(
    ("field", "value"),
    [("status", "certain"), ("roles.instrument", "pen"), ("roles.who", ""), ("quote", "no")],
)
def test_what_would_be_no_statement_is_refused(field: str, value: str) -> None:
    row = {"kind": "visit", "who": "Ilham Aliyev", "to": "KG", "status": "done"}
    statement = composed({"name": "x"}, [row]).statements[0]
    with pytest.raises(LedgerError):
        corrected(statement, field, value)
