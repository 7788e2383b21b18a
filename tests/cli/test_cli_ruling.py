"""What people rule and how a ledger is cared for, from the command line."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from chancery.cli import app
from chancery.ledger import Ledger
from readings import composed

RUNNER = CliRunner()
WHY = ("--reason", "a test", "--user", "tester")


def run(*arguments: object) -> Result:
    return RUNNER.invoke(app, [str(a) for a in arguments])


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """An invitation and two accounts of the visit that answered it."""
    path = tmp_path / "l.db"
    visit: dict[str, Any] = {"kind": "visit", "who": "Sadyr Japarov", "to": "AZ", "status": "done"}
    visit["when"] = "2022-04-19"
    invited = {"kind": "invitation", "from": "Ilham Aliyev", "to": "Sadyr Japarov", "place": "AZ", "status": "planned"}
    with Ledger(path) as book:
        book.keep(composed({"name": "a", "language": "en", "published": "2021-10-28"}, [invited]))
        for name in ("b", "c"):
            row = {**visit, "quote": f"the visit, as {name} tells it"}
            book.keep(composed({"name": name, "language": "en", "published": "2022-04-20"}, [row]))
    return path


def statements(path: Path, words: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run("search", words, "--jsonl", "--ledger", path).stdout.splitlines()]


def decide(path: Path, *arguments: object) -> str:
    """The id of the decision taken."""
    done = run("decide", *arguments, *WHY, "--ledger", path)
    assert done.exit_code == 0, done.output
    return done.stdout.rpartition("undo ")[2].strip(" )\n")


def test_every_ruling_is_taken_and_undone_from_the_command_line(ledger: Path) -> None:
    invitation = statements(ledger, "invitation")[0]["id"]
    one, two = sorted(s["id"] for s in statements(ledger, "visit"))

    def visits() -> int:
        with Ledger(ledger, readonly=True) as book:
            return sum(e.kind == "visit" for e in book.entries("AZ", "KG"))

    def linked() -> bool:
        with Ledger(ledger, readonly=True) as book:
            return any(t.kind == "visit" and len(t.links) > 1 for t in book.threads("AZ", "KG"))

    assert (visits(), linked()) == (1, True)
    split = decide(ledger, "split", one, two)
    assert visits() == 2
    decide(ledger, "undo", split)
    assert visits() == 1
    decide(ledger, "unlink", invitation, one)
    assert not linked()
    link = decide(ledger, "link", invitation, one)
    assert linked()
    decide(ledger, "undo", link)
    assert not linked()
    rejected = decide(ledger, "reject", one)
    decide(ledger, "confirm", two)
    decide(ledger, "correct", two, "--field", "roles.visit", "--value", "state")
    with Ledger(ledger, readonly=True) as book:
        (account,) = [a for a in book.view().accounts if a.statement.kind == "visit"]
        assert account.statement.labels("visit") == ("state",)
    decide(ledger, "undo", rejected)
    listed = run("decisions", "--ledger", ledger).stdout
    assert listed.count("tester") == 9
    assert run("verify", "--ledger", ledger).exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["reject", "e000"], "no statement or entry"),
        (["undo", "d000"], "no such decision"),
        (["merge", "{one}"], "two different"),
        (["link", "{one}", "{one}"], "two different"),
        (["correct", "{one}"], "--field"),
        (["correct", "{one}", "--field", "status", "--value", "perhaps"], "cannot become"),
        (["correct", "{one}", "--field", "roles.weight", "--value", "9"], "no field"),
        (["merge", "Q1", "Q2", "--field", "entity"], "no statement names"),
    ],
)
def test_a_ruling_that_cannot_be_taken_is_refused_with_one_line(ledger: Path, arguments: list[str], told: str) -> None:
    one = statements(ledger, "visit")[0]["id"]
    done = run("decide", *(a.format(one=one) for a in arguments), *WHY, "--ledger", ledger)
    assert done.exit_code == 2
    assert told in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_removed_document_is_out_of_answers_and_can_be_shown_as_it_was(ledger: Path) -> None:
    assert run("last-met", "AZ", "KG", "--ledger", ledger).stdout.startswith("found")
    with Ledger(ledger, readonly=True) as book:
        before = max(h.recorded for h in book.documents())
    done = run("remove", "b", "c", *WHY, "--ledger", ledger)
    assert done.exit_code == 0, done.output
    assert run("last-met", "AZ", "KG", "--ledger", ledger).stdout.startswith("unknown")
    assert run("last-met", "AZ", "KG", "--recorded", before, "--ledger", ledger).stdout.startswith("found")
    assert run("last-met", "AZ", "KG", "--recorded", "soon", "--ledger", ledger).exit_code == 2
    assert run("remove", "b", *WHY, "--ledger", ledger).exit_code == 2


def test_as_of_a_day_nothing_published_later_is_used(ledger: Path) -> None:
    assert run("visited", "KG", "AZ", "--as-of", "2022-01-01", "--ledger", ledger).stdout.startswith("unknown")
    assert run("visited", "KG", "AZ", "--as-of", "2022-06-01", "--ledger", ledger).stdout.startswith("found")


def test_reading_again_keeps_decisions_and_says_what_changed(tmp_path: Path) -> None:
    path, note = tmp_path / "l.db", tmp_path / "note.txt"
    text = "President Ruto of Kenya met President Rebelo de Sousa of Portugal in Nairobi on 3 May 2023."
    note.write_text(text, encoding="utf-8")
    assert run("add", note, "--published", "2023-05-04", "--ledger", path).exit_code == 0
    with Ledger(path) as book:
        (reading,) = book.readings()
        kept = reading.statements[-1]
        book.keep(replace(reading, statements=(replace(kept, confidence=0.111),)))
    ruling = decide(path, "confirm", kept.id)
    done = run("reread", "--ledger", path)
    assert done.exit_code == 0, done.output
    assert "1 document changed" in done.stdout
    assert "confidence" in done.stdout
    assert "without effect" not in done.stdout
    assert "0 documents changed" in run("reread", "--ledger", path).stdout
    with Ledger(path, readonly=True) as book:
        assert [d.id for d in book.decisions()] == [ruling]
        assert book.reading(reading.document.digest).statements == reading.statements
