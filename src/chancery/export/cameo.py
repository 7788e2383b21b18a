"""What other event data call a statement: its CAMEO code and its PLOVER contexts, by table (``cameo.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any


@cache
def _table() -> Mapping[str, Any]:
    text = resources.files("chancery.export").joinpath("cameo.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def cameo(plover: str | None) -> str | None:
    """The CAMEO code of a PLOVER ``EVENT`` or ``EVENT:mode``; None for what is no event."""
    if plover is None:
        return None
    codes: Mapping[str, str] = _table()["code"]
    return codes.get(plover, codes.get(plover.partition(":")[0]))


def contexts(topics: Iterable[str]) -> list[str]:
    """The PLOVER contexts of a statement's subject terms, in the order of the table."""
    terms = [term.upper() for term in topics]
    table: Mapping[str, list[str]] = _table()["context"]
    return [name for name, words in table.items() if any(word in term for word in words for term in terms)]
