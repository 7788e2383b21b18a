"""Absence told honestly: none within what is held becomes unknown when documents are taken out."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from chancery.ledger import Ledger
from chancery.report import answers
from chancery.report.answers import Found
from readings import composed

ON = date(2022, 12, 1)


@pytest.fixture
def ledger(tmp_path: Path) -> Any:
    """Six documents of two years on a pair that only writes to each other, one of them with an invitation."""
    with Ledger(tmp_path / "l.db") as book:
        for n, day in enumerate(("2021-01-10", "2021-05-10", "2021-09-10", "2022-01-10", "2022-05-10", "2022-09-10")):
            row: dict[str, Any] = {"kind": "greeting", "from": "Sadyr Japarov", "to": "Ilham Aliyev", "status": "done"}
            rows = [{**row, "what": "congratulation", "when": day}]
            if n == 0:
                invited = {"kind": "invitation", "from": "Ilham Aliyev", "to": "Sadyr Japarov", "place": "AZ"}
                rows.append({**invited, "status": "done"})
            book.keep(composed({"name": f"d{n}", "language": "en", "published": day}, rows))
        yield book


def _remove(ledger: Ledger, *names: str) -> None:
    for name in names:
        ledger.remove(ledger.find(name), user="an officer", reason="a test")


def test_taking_documents_out_moves_none_to_unknown(ledger: Ledger) -> None:
    for ask in (answers.last_met, answers.ever_visited):
        assert ask(ledger, "KG", "AZ", on=ON).found is Found.NONE
    _remove(ledger, "d1", "d2", "d3")
    for ask in (answers.last_met, answers.ever_visited):
        told = ask(ledger, "KG", "AZ", on=ON)
        assert told.found is Found.UNKNOWN
        assert told.coverage.startswith("3")


def test_an_invitation_that_nothing_answers_is_unknown_once_little_is_held(ledger: Ledger) -> None:
    (thread,) = [t for t in ledger.threads("AZ", "KG", on=ON) if t.kind == "visit"]
    assert answers.did_answer(ledger, "AZ", "KG", thread.id, on=ON).found is Found.NONE
    _remove(ledger, "d2", "d3", "d4")
    assert answers.did_answer(ledger, "AZ", "KG", thread.id, on=ON).found is Found.UNKNOWN


def test_a_pair_of_which_nothing_is_held_is_unknown(ledger: Ledger) -> None:
    assert answers.last_met(ledger, "KG", "UY", on=ON).found is Found.UNKNOWN


def test_what_was_published_later_answers_no_earlier_question(ledger: Ledger) -> None:
    met = {"kind": "meeting", "between": ["Sadyr Japarov", "Ilham Aliyev"], "status": "done", "when": "2023-02-01"}
    ledger.keep(composed({"name": "later", "language": "en", "published": "2023-02-02"}, [met]))
    assert answers.last_met(ledger, "KG", "AZ", on=date(2023, 3, 1)).found is Found.FOUND
    assert answers.last_met(ledger, "KG", "AZ", on=ON).found is Found.NONE
