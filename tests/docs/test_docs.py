"""Documentation says what the program does: generated pages are current, README commands exist."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import typer

from chancery.cli import app

ROOT = Path(__file__).resolve().parents[2]


def test_generated_pages_are_current() -> None:
    done = subprocess.run(
        [sys.executable, "docs/generate.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_every_command_that_the_readme_names_exists() -> None:
    names = set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    shown = set(re.findall(r"^\$? ?chancery (\w+)", (ROOT / "README.md").read_text(encoding="utf-8"), re.M))
    assert shown
    assert shown <= names


def test_every_make_target_that_the_readme_names_exists() -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert set(re.findall(r"`make (\w+)`", (ROOT / "README.md").read_text(encoding="utf-8"))) <= targets
