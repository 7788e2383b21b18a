"""The documents of our own that the learned models read: format, kinds, roles and offsets."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from edtf import parse_edtf

from chancery.model.statement import Status, kinds

OWN = Path(__file__).resolve().parents[2] / "train" / "statements" / "own"
NAMES = sorted(f"{path.parent.name}/{path.stem}" for path in OWN.glob("*/*.json"))
COMMON = {"kind", "status", "when", "place", "speaker", "quote", "start", "end"}


def read(name: str) -> tuple[dict[str, Any], str]:
    path = OWN / name
    data = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    return data, path.with_suffix(".txt").read_bytes().decode("utf-8")


def test_every_text_has_its_statements() -> None:
    assert len(NAMES) >= 50
    assert sorted(f"{path.parent.name}/{path.stem}" for path in OWN.glob("*/*.txt")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_text_is_a_title_a_blank_line_and_paragraphs(name: str) -> None:
    data, text = read(name)
    head = data["document"]
    assert (head["language"], head["name"]) == tuple(name.split("/"))
    assert head["source"] == "own"
    assert head["genre"]
    if head["published"] is not None:  # a page that gives no date
        date.fromisoformat(head["published"])
    title, *paragraphs = text.removesuffix("\n").split("\n\n")
    assert title == title.strip()
    assert "\n" not in title
    assert len(paragraphs) > 2
    assert all(p == p.strip() and p and "\n" not in p for p in paragraphs)


@pytest.mark.parametrize("name", NAMES)
def test_statements_keep_to_the_guideline(name: str) -> None:
    data, _ = read(name)
    for row in data["statements"]:
        kind = kinds()[row["kind"]]
        assert set(row) >= COMMON
        assert set(row) - COMMON <= set(kind.roles), row
        assert row["status"] in set(Status), row
        for group in kind.needs:
            assert any(row.get(role) not in (None, "", []) for role in group), row
        for role, spec in kind.roles.items():
            assert not spec.values or row.get(role) is None or row[role] in spec.values, row
        for field in ("when", "due", "origin"):
            if row.get(field) is not None:
                parse_edtf(row[field])


@pytest.mark.parametrize("name", NAMES)
def test_quotes_stand_at_their_offsets_in_one_paragraph(name: str) -> None:
    data, text = read(name)
    places = [(row["start"], row["end"]) for row in data["statements"]]
    assert places == sorted(places)
    for row in data["statements"]:
        quote = row["quote"]
        assert text[row["start"] : row["end"]] == quote
        assert quote == quote.strip() != ""
        assert "\n" not in quote


def test_every_kind_and_status_occurs_in_each_language() -> None:
    for language in ("en", "ru"):
        rows = [r for name in NAMES if name.startswith(language) for r in read(name)[0]["statements"]]
        assert {row["kind"] for row in rows} == set(kinds())
        assert {row["status"] for row in rows} == set(Status)


def test_no_statement_is_told_twice() -> None:
    for name in NAMES:
        rows = read(name)[0]["statements"]
        told = [json.dumps({k: v for k, v in row.items() if k not in ("quote", "start", "end")}) for row in rows]
        assert len(set(told)) == len(told), name
