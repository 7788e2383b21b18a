"""Whether a thing happened: a table of cases in data."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from chancery.extract.statements import find_ruled
from chancery.process import prepare
from chancery.read import read_text

CASES = tomllib.loads((Path(__file__).parent / "status_cases.toml").read_text(encoding="utf-8"))
ROWS = [(language, *row) for language, table in CASES.items() for row in table["cases"]]


@pytest.mark.parametrize(("language", "kind", "status", "text"), ROWS, ids=[row[3] for row in ROWS])
def test_status(language: str, kind: str, status: str, text: str) -> None:
    document = read_text("case", text, published="2024-05-15", language=language)
    found = [s for s in find_ruled(prepare(document)[0]) if s.kind == kind]
    assert [s.status.value for s in found] == [status]
