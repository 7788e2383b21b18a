"""How alike two descriptions in different languages are: stems that translate each other, names that sound alike.

The table is aligned from the terms of the UNBIS thesaurus (see ``train/glossary.py``); names and borrowed words meet
by their sound. A word that the table does not know counts for nothing: it neither joins two descriptions nor parts
them.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources

from chancery.model.errors import KnowledgeError
from chancery.resolve.identity import sound
from chancery.resolve.words import script, translations

_HEARD = 4  # letters of a sound from which two words are compared by it
_KNOWN = 0.5  # share of a description's words that must be known


@cache
def _tables() -> tuple[Mapping[str, frozenset[str]], Mapping[str, frozenset[str]]]:
    """From Latin stems to Cyrillic ones and back; KnowledgeError if the table cannot be read."""
    there: dict[str, set[str]] = {}
    back: dict[str, set[str]] = {}

    def pair(one: str, two: str) -> None:
        there.setdefault(one, set()).add(two)
        back.setdefault(two, set()).add(one)

    text = resources.files("chancery.resolve").joinpath("glossary.csv").read_text(encoding="utf-8")
    rows = csv.reader(text.splitlines())
    if next(rows, None) != ["en", "ru", "likelihood"]:
        raise KnowledgeError("its columns are not those expected", where="resolve/glossary.csv")
    for one, two, _ in rows:
        pair(one, two)
    for one, others in translations():
        for two in others:
            pair(one, two)
    return {k: frozenset(v) for k, v in there.items()}, {k: frozenset(v) for k, v in back.items()}


@lru_cache(maxsize=65536)
def _heard(stem: str) -> str:
    """The beginning of a stem's sound; empty if it is too short to tell anything."""
    heard = sound(stem)[:5].rstrip("aeiou")
    return heard if len(heard) >= _HEARD - 1 and len(stem) >= _HEARD else ""


def likeness(a: frozenset[str], b: frozenset[str], *, proven: bool = False) -> float | None:
    """How much of two descriptions' stems mean the same (0..1); None if too few of them are known to tell. One word in
    common among several is taken for chance, unless it is ``proven`` otherwise that they have a subject in common."""
    latin, cyrillic = (b, a) if script(" ".join(sorted(a))) == "cyrillic" else (a, b)
    there, back = _tables()
    sounds = {_heard(y): y for y in sorted(cyrillic) if _heard(y)}
    matched: dict[str, str] = {}
    for x in sorted(latin):
        meant = sorted(there.get(x, frozenset()) & cyrillic - set(matched.values()))
        heard = sounds.get(_heard(x)) if _heard(x) else None
        if x in cyrillic:  # a number
            matched[x] = x
        elif meant:
            matched[x] = meant[0]
        elif heard and heard not in matched.values():
            matched[x] = heard
    one = {x for x in latin if x in there or x in matched or x.isdigit()}
    two = {y for y in cyrillic if y in back or y in matched.values() or y.isdigit()}
    if not one or not two or len(one) < _KNOWN * len(latin) or len(two) < _KNOWN * len(cyrillic):
        return None
    common = len(matched)
    if not common or (common == 1 and not proven and max(len(one), len(two)) > 1):
        return 0.0
    return 0.7 * common / min(len(one), len(two)) + 0.3 * common / max(len(one), len(two))


@lru_cache(maxsize=65536)
def keys(stem: str) -> frozenset[str]:
    """What a stem is found by in either language: itself, what it means, and its sound."""
    heard = _heard(stem)
    return _tables()[1].get(stem, frozenset()) | {stem} | ({f"~{heard}"} if heard else set())
