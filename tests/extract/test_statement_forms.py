"""What is said in any form of official prose is read by rules as the same thing; like words can say nothing."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chancery.extract.statements import find_ruled
from chancery.model.statement import Statement
from chancery.process import prepare
from chancery.read import read_text

CASES = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted(Path(__file__).parent.glob("forms_cases*.toml"))
}
TABLES = [
    (language, kind, row) for table in CASES.values() for language in table for kind, row in table[language].items()
]


def cases() -> Iterator[Any]:
    for language, kind, row in TABLES:
        for case in row["cases"]:
            gap = [pytest.mark.xfail(strict=True, reason=case["gap"])] if "gap" in case else []
            name = f"{language}-{kind}-{case['form'].replace(' ', '_')}"
            yield pytest.param(language, kind, case, id=name, marks=gap)


def empty() -> Iterator[Any]:
    for language, kind, row in TABLES:
        for i, text in enumerate(row["nothing"]):
            yield pytest.param(language, kind, text, id=f"{language}-{kind}-{i}")


def read(language: str, kind: str, text: str) -> list[Statement]:
    document = read_text("form", text, published="2024-05-15", language=language)
    return [s for s in find_ruled(prepare(document)[0]) if s.kind == kind]


def value(statement: Statement, field: str) -> list[str]:
    return [statement.status.value] if field == "status" else sorted(statement.labels(field))


@pytest.mark.parametrize(("language", "kind", "case"), cases())
def test_form_is_read(language: str, kind: str, case: dict[str, Any]) -> None:
    want = {k: sorted([v] if isinstance(v, str) else v) for k, v in case["want"].items()}
    found = [{field: value(s, field) for field in want} for s in read(language, kind, case["text"])]
    assert want in found


@pytest.mark.parametrize(("language", "kind", "text"), empty())
def test_like_words_say_nothing(language: str, kind: str, text: str) -> None:
    assert read(language, kind, text) == []


@pytest.mark.parametrize("language", ["en"])
def test_each_kind_has_enough_forms(language: str) -> None:
    rows = CASES["forms_cases"][language]
    assert len(rows) == 10
    assert all(len(row["cases"]) >= 6 and len(row["nothing"]) >= 2 for row in rows.values())
