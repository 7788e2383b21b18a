"""CAMEO codes and PLOVER contexts on export."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest

from chancery.export.cameo import cameo, contexts


@pytest.mark.parametrize(
    ("plover", "code"),
    [("CONSULT:visit", "042"), ("AID", "070"), ("COERCE:arrest", "173"), ("COERCE:unheard of", "170"), (None, None)],
)
def test_codes(plover: str | None, code: str | None) -> None:
    assert cameo(plover) == code


def test_every_code_that_statements_carry_has_one() -> None:
    text = resources.files("chancery.extract").joinpath("plover.toml").read_text(encoding="utf-8")
    assert [p for p in tomllib.loads(text)["event"].values() if cameo(p) is None] == []


def test_contexts_come_from_the_terms() -> None:
    assert contexts(["trade", "DISPLACED PERSONS"]) == ["economic", "migration"]
    assert contexts([]) == []
