"""Every rule of every language proves itself: it matches its sentences as wanted and rejects the others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chancery.extract.statements import find_ruled
from chancery.languages.pack import languages, load_pack
from chancery.model.statement import Statement
from chancery.process import prepare
from chancery.read import read_text
from chancery.rules import Example, Rule, load_rules

PUBLISHED = "2024-05-15"


def examples(kind: str) -> Iterator[Any]:
    for language in languages():
        for rule in load_rules(load_pack(language)).rules:
            for i, example in enumerate(getattr(rule, kind)):
                yield pytest.param(language, rule, example, id=f"{rule.id}-{i}")


def read(language: str, text: str) -> tuple[Statement, ...]:
    document = read_text("example", text.replace(" .", "."), published=PUBLISHED, language=language)
    return find_ruled(prepare(document)[0])


def mismatch(statement: Statement, want: dict[str, Any]) -> list[str]:
    """The fields of ``want`` that ``statement`` does not have."""
    wrong = []
    for field, value in want.items():
        if field == "status":
            got: object = statement.status.value
        elif field == "when":
            got = statement.when.edtf if statement.when else None
        elif field == "place" and statement.place is not None:
            got = statement.place.label
        else:
            got = sorted(statement.labels(field))
            value = sorted(value if isinstance(value, list) else [value])
        if got != value:
            wrong.append(f"{field}: {got!r}, not {value!r}")
    return wrong


@pytest.mark.parametrize(("language", "rule", "example"), examples("match"))
def test_matches(language: str, rule: Rule, example: Example) -> None:
    found = [s for s in read(language, example.text) if s.kind == rule.gives.name]
    assert found, f"no {rule.gives.name} in {example.text!r}"
    assert [] in [mismatch(s, dict(example.want)) for s in found], [mismatch(s, dict(example.want)) for s in found]


@pytest.mark.parametrize(("language", "rule", "example"), examples("reject"))
def test_rejects(language: str, rule: Rule, example: Example) -> None:
    found = [s for s in read(language, example.text) if s.rule == rule.id]
    assert not found, example.why


@pytest.mark.parametrize("language", languages())
def test_every_rule_carries_a_sentence_to_match(language: str) -> None:
    assert [rule.id for rule in load_rules(load_pack(language)).rules if not rule.match] == []
