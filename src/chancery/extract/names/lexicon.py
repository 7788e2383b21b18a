"""``names.toml`` of a language pack, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from chancery.extract.names.words import Phrases, plain
from chancery.languages.pack import Pack
from chancery.model.errors import PackError

MODIFIERS = frozenset({"acting", "deputy", "former", "new", "appointed", "elected", "designate", "special"})


@dataclass(frozen=True, slots=True, kw_only=True)
class NameLexicon:
    """The words that names and titles are built with in one language; see the comments in ``names.toml``."""

    honorifics: Phrases
    male: frozenset[str]
    female: frozenset[str]
    generations: frozenset[str]
    particles: frozenset[str]
    modifiers: Phrases
    of_joins: Phrases
    to_joins: Phrases
    possessive: frozenset[str]
    conjunctions: Phrases
    groups: Phrases
    group_nouns: Mapping[str, str]
    compounds: Mapping[str, str]
    metonym_verbs: frozenset[str]
    metonym_between: frozenset[str]
    not_names: frozenset[str]
    not_persons: frozenset[str]
    bodies: Phrases
    governments: frozenset[str]
    compound_names: bool
    attribute_case: str
    governing: Mapping[str, str]
    ages: frozenset[str]
    owners: frozenset[str]
    ahead_only: frozenset[str]
    fused: Mapping[str, str]
    posts: frozenset[str]
    candidacy: frozenset[str]
    plural_endings: tuple[tuple[str, str], ...]


def lexicon(pack: Pack) -> NameLexicon:
    """The name lexicon of ``pack``; empty tables where the language has none; PackError for a bad value."""
    return _lexicon(pack.code, pack)


@cache
def _lexicon(code: str, pack: Pack) -> NameLexicon:
    table = pack.table("names")
    where = f"languages/{code}/names.toml"
    modifiers = _map(table, "modifiers", where)
    for phrase, value in modifiers.items():
        if value not in MODIFIERS:
            raise PackError(f"{phrase!r} cannot make an office {value!r}", where=where)
    joins = _map(table, "joins", where, values=list)
    metonym = _map(table, "metonym", where, values=list)
    return NameLexicon(
        honorifics=Phrases(table.get("honorifics", ())),
        male=frozenset(map(plain, table.get("male", ()))),
        female=frozenset(map(plain, table.get("female", ()))),
        generations=frozenset(map(plain, table.get("generations", ()))),
        particles=frozenset(map(plain, table.get("particles", ()))),
        modifiers=Phrases(modifiers),
        of_joins=Phrases(joins.get("of", ())),
        to_joins=Phrases(joins.get("to", ())),
        possessive=frozenset(joins.get("possessive", ())),
        conjunctions=Phrases(joins.get("and", ())),
        groups=Phrases(_map(table, "groups", where)),
        group_nouns=_map(table, "group_nouns", where),
        compounds=_map(table, "compounds", where),
        metonym_verbs=frozenset(map(plain, metonym.get("verbs", ()))),
        metonym_between=frozenset(metonym.get("between", ())),
        not_names=frozenset(map(plain, table.get("not_names", ()))),
        not_persons=frozenset(map(plain, table.get("not_persons", ()))),
        bodies=Phrases(_map(table, "bodies", where)),
        governments=frozenset(map(plain, table.get("governments", {}).get("words", ()))),
        compound_names=bool(table.get("compound_names", False)),
        attribute_case=str(table.get("attribute_case", "")),
        governing=_map(table, "governing", where),
        ages=frozenset(map(plain, table.get("ages", ()))),
        owners=frozenset(map(plain, table.get("owners", ()))),
        ahead_only=frozenset(map(plain, table.get("ahead_only", ()))),
        fused=_map(table, "fused", where),
        posts=frozenset(map(plain, table.get("posts", ()))),
        candidacy=frozenset(map(plain, table.get("candidacy", ()))),
        plural_endings=tuple((str(a), str(b)) for a, b in table.get("plural_endings", ())),
    )


def _map(table: Mapping[str, Any], name: str, where: str, values: type = str) -> Mapping[str, Any]:
    part = table.get(name, {})
    if not isinstance(part, dict) or not all(isinstance(value, values) for value in part.values()):
        raise PackError(f"[{name}] must map words to {values.__name__} values", where=where)
    return part
