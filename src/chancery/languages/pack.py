"""A language pack: a folder of words, rules and models as data. Adding a language is adding a folder.

``languages/xx/pack.toml`` names the language; every other ``.toml`` beside it is a table that one layer owns
and validates (``lexicon``, ``status``, ``times``, ``speech``, ``names``, ``read``); ``rules/*.toml`` hold the
tree rules; ``model/`` the weights.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from chancery.model.errors import PackError

ROOT = Path(str(resources.files("chancery.languages")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """The data of one language. ``code`` is ISO 639-1; ``pipeline`` names the annotator that serves it."""

    code: str
    name: str
    pipeline: str
    path: Path

    def table(self, name: str) -> Mapping[str, Any]:
        """The parsed ``name.toml``; empty if the language has none."""
        return _table(self.path / f"{name}.toml")

    def rules(self) -> Mapping[str, Mapping[str, Any]]:
        """Every rule file by its stem, parsed."""
        return {path.stem: _table(path) for path in sorted((self.path / "rules").glob("*.toml"))}


@cache
def _table(path: Path) -> Mapping[str, Any]:
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise PackError(f"not valid TOML: {error}", where=str(path)) from error


@cache
def languages() -> tuple[str, ...]:
    """Codes of the languages that have a pack."""
    return tuple(sorted(path.parent.name for path in ROOT.glob("*/pack.toml")))


@cache
def load_pack(code: str) -> Pack:
    """The pack of language ``code``; PackError names the languages there are."""
    path = ROOT / code
    if not (path / "pack.toml").exists():
        raise PackError(f"no language pack for {code!r}", remedy=f"there are: {', '.join(languages())}")
    head = _table(path / "pack.toml")
    try:
        return Pack(code=code, name=head["name"], pipeline=head["pipeline"], path=path)
    except KeyError as error:
        raise PackError(f"pack.toml lacks {error}", where=str(path)) from error
