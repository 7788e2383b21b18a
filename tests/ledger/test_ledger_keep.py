"""What is kept stays kept: once, whole, and through a killed process."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chancery.ledger import Kept, Ledger
from chancery.model.errors import LedgerError
from chancery.model.reading import Failure, Reading
from readings import composed

ROOT = Path(__file__).resolve().parents[2]


def document(n: int, *rows: dict[str, Any], published: str | None = "2022-04-20", language: str = "en") -> Reading:
    made = rows or (
        {
            "kind": "visit",
            "who": "Sadyr Japarov",
            "to": "AZ",
            "when": "2022-04-19",
            "status": "done",
            "quote": f"visit number {n}",
        },
    )
    return composed(
        {"name": f"d{n}", "language": language, "published": published, "publisher": "a ministry"}, list(made)
    )


def test_a_reading_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    reading = document(1)
    with Ledger(tmp_path / "l.db") as ledger:
        assert ledger.keep(reading) is Kept.NEW
    with Ledger(tmp_path / "l.db", readonly=True) as ledger:
        assert list(ledger.readings()) == [
            replace(reading, entities=tuple(sorted(reading.entities, key=lambda e: e.id)))
        ]
        assert ledger.text(reading.document.digest) == reading.document.text
        (held,) = ledger.documents()
        assert (held.name, held.published.edtf, held.publisher, held.statements) == (
            "d1",
            "2022-04-20",
            "a ministry",
            1,
        )


def test_keeping_twice_changes_nothing(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.db") as ledger:
        ledger.keep(document(1))
        assert ledger.keep(document(1)) is Kept.UNCHANGED
        assert len(ledger.documents()) == 1
        assert len(ledger.statements()) == 1


def test_a_newer_reading_replaces_the_statements_and_the_older_can_be_replayed(tmp_path: Path) -> None:
    first = document(1)
    second = replace(first, statements=(replace(first.statements[0], confidence=0.9, when=None),))
    with Ledger(tmp_path / "l.db") as ledger:
        ledger.keep(first)
        (before,) = ledger.documents()
        assert ledger.keep(second) is Kept.REPLACED
        assert ledger.statements() == second.statements
        from datetime import datetime

        assert (
            ledger.view(recorded=datetime.fromisoformat(before.recorded)).accounts[0].statement == first.statements[0]
        )
        assert ledger.verify() == []


def test_going_back_to_an_earlier_reading_is_a_reading_of_its_own(tmp_path: Path) -> None:
    first = document(1)
    second = replace(first, statements=())
    with Ledger(tmp_path / "l.db") as ledger:
        assert [ledger.keep(r) for r in (first, second, first)] == [Kept.NEW, Kept.REPLACED, Kept.REPLACED]
        assert ledger.statements() == first.statements
        assert ledger.verify() == []


def test_a_quotation_that_its_document_does_not_say_is_refused(tmp_path: Path) -> None:
    one, two = document(1), document(2)
    with Ledger(tmp_path / "l.db") as ledger:
        with pytest.raises(LedgerError, match="quotation"):
            ledger.keep(replace(one, statements=two.statements))
        assert ledger.documents() == ()


def test_a_failure_is_on_record(tmp_path: Path) -> None:
    failure = Failure(name="x.html", stage="read", what="not a document", remedy="look at it")
    with Ledger(tmp_path / "l.db") as ledger:
        ledger.record(failure)
        assert ledger.failures() == (failure,)
        assert ledger.verify() == []


def test_an_error_rolls_back_what_was_begun(tmp_path: Path) -> None:
    def fail(ledger: Ledger) -> None:
        with ledger:
            ledger.keep(document(1))
            ledger._db.execute("BEGIN")
            ledger._db.execute("DELETE FROM party")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail(Ledger(tmp_path / "l.db"))
    with Ledger(tmp_path / "l.db") as ledger:
        assert len(ledger.statements()) == 1
        assert ledger.verify() == []


KILLED = """
import sys
sys.path[:0] = [{src!r}, {eval!r}]
from readings import composed
from chancery.ledger import Ledger
with Ledger({path!r}) as ledger:
    for n in range({first}, {first} + 1000):
        quote = f"visit number {{n}} " * 40
        row = {{"kind": "visit", "who": "Sadyr Japarov", "to": "AZ", "status": "done", "quote": quote}}
        ledger.keep(composed({{"name": f"d{{n}}", "language": "en", "published": "2022-04-20"}}, [row]))
        print(n, flush=True)
"""


def test_a_killed_process_loses_nothing_that_was_reported_as_kept(tmp_path: Path) -> None:
    path, told = tmp_path / "l.db", set()
    for turn, moment in enumerate((0.05, 0.4)):
        script = KILLED.format(src=str(ROOT / "src"), eval=str(ROOT / "eval"), path=str(path), first=turn * 1000)
        child = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        told.add(f"d{int(child.stdout.readline())}")
        time.sleep(moment)
        os.kill(child.pid, signal.SIGKILL)
        told.update(f"d{int(line)}" for line in child.stdout.read().split("\n")[:-1] if line)
        child.wait()
    with Ledger(path) as ledger:
        held = [h.name for h in ledger.documents()]
        assert told <= set(held)
        assert len(held) == len(set(held))
        assert ledger.verify() == []


def test_a_missing_ledger_names_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="chancery add"):
        Ledger(tmp_path / "none.db", readonly=True)


def test_another_file_is_not_touched(tmp_path: Path) -> None:
    text, other = tmp_path / "notes.txt", tmp_path / "other.db"
    text.write_text("these are notes " * 200)
    db = sqlite3.connect(other)
    db.execute("CREATE TABLE mine (x)")
    db.commit()
    db.close()
    with pytest.raises(LedgerError, match="not a database"):
        Ledger(text)
    with pytest.raises(LedgerError, match="no ledger"):
        Ledger(other)
    assert text.read_text().startswith("these are notes")


def test_a_busy_ledger_says_so(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.db") as ledger, Ledger(tmp_path / "l.db", timeout=0.05) as other:
        ledger._db.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerError, match="try again"):
            other.keep(document(1))


def test_a_reader_sees_the_ledger_while_another_writes(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.db") as ledger:
        ledger.keep(document(1))
        with Ledger(tmp_path / "l.db", readonly=True) as reader:
            ledger.keep(document(2))
            assert len(reader.documents()) == 2


def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    Ledger(tmp_path / "l.db").close()
    db = sqlite3.connect(tmp_path / "l.db")
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(LedgerError, match="newer Chancery"):
        Ledger(tmp_path / "l.db")
