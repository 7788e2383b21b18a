"""``chancery events``: a code for every marked sentence, a clear error for one without marks."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from chancery.cli import app

GOOD = "<s>Norway</s> expelled two envoys of <t>Peru</t>."


def test_every_sentence_gets_its_class(tmp_path: Path) -> None:
    path = tmp_path / "marked.txt"
    path.write_text(f"{GOOD}\n\n<s>Chile</s> refused to meet <t>Peru</t>.\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["events", str(path)])
    assert done.exit_code == 0, done.output
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(row["root"], row["quad"]) for row in found] == [("SANCTION", 4), ("REJECT", 3)]
    assert found[0]["text"] == "Norway expelled two envoys of Peru."


def test_what_comes_before_a_bad_line_is_written_and_the_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "marked.txt"
    path.write_text(f"{GOOD}\n<s>Norway</s> slept.\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["events", str(path)])
    assert done.exit_code != 0
    assert '"SANCTION"' in done.stdout
    assert "line 2" in done.output
    assert "no target" in done.output
