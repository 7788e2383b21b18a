"""People merge the entities that documents brought; what is undone stays undone, also after reading again."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from chancery.cli import app

ONE = "The Ambassador of Norway to Kenya, Erik Solvang, met President William Ruto in Nairobi on 3 May 2023.\n"
OTHER = "The Ambassador of Norway to Kenya, Eirik Bergseth, met President William Ruto in Nairobi on 5 June 2023.\n"
PAIR = ("person/erik-solvang", "person/eirik-bergseth")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    (tmp_path / "one.txt").write_text(ONE, encoding="utf-8")
    (tmp_path / "other.txt").write_text(OTHER, encoding="utf-8")
    read(tmp_path)
    return tmp_path / "l.db"


def read(place: Path) -> None:
    for name, day in (("one.txt", "2023-05-03"), ("other.txt", "2023-06-05")):
        assert run("add", place / name, "--published", day, "--ledger", place / "l.db").exit_code == 0


def people(ledger: Path) -> set[str]:
    done = run("export", "--ledger", ledger)
    rows = [json.loads(line) for line in done.output.splitlines()]
    return {row["id"] for row in rows if row["schema"] == "Person"} & set(PAIR)


def test_a_merge_undone_stays_undone(ledger: Path) -> None:
    assert people(ledger) == set(PAIR)
    done = run("decide", "merge", *PAIR, "--field", "entity", "--reason", "one man by his letter", "--ledger", ledger)
    assert done.exit_code == 0, done.output
    assert len(people(ledger)) == 1
    found = re.search(r"decide undo (\w+)", " ".join(done.output.split()))
    assert found is not None
    assert run("decide", "undo", found[1], "--reason", "two men after all", "--ledger", ledger).exit_code == 0
    assert people(ledger) == set(PAIR)
    read(ledger.parent)
    assert people(ledger) == set(PAIR)
    shown = run("decisions", "--ledger", ledger).output
    assert "one man by" in shown
    assert "two men" in shown
