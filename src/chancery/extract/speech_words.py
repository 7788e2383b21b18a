"""The pack's words on attribution, folded into sets once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from chancery.languages.pack import Pack


@dataclass(frozen=True, slots=True, kw_only=True)
class CueWords:
    """``say``: lemmas of verbs whose subject says or thinks; ``quote_only``: those that cue a quotation only; ``noun``: lemmas of nouns
    whose clause is what somebody says; ``act``: reporting verbs that are themselves the act; ``about``: prepositions
    that begin the topic of a verb of saying; ``that`` the complementisers; ``this`` the words that point back at a
    quotation ("Об этом сказал …"); ``according`` the phrases, as folded words, before a source."""

    say: frozenset[str]
    quote_only: frozenset[str]
    think: frozenset[str]
    noun: frozenset[str]
    act: frozenset[str]
    nominal: frozenset[str]
    this: frozenset[str]
    according: tuple[tuple[str, ...], ...]


@cache
def cue_words(pack: Pack) -> CueWords:
    """The attribution words of ``pack``; empty sets where it has none."""
    table: Mapping[str, Any] = pack.table("speech").get("prose", {})
    phrases = {tuple(phrase.split()) for phrase in table.get("according", ())}
    return CueWords(
        say=frozenset(table.get("say", ())),
        quote_only=frozenset(table.get("quote_only", ())),
        think=frozenset(table.get("think", ())),
        noun=frozenset(table.get("noun", ())),
        act=frozenset(table.get("act", ())),
        nominal=frozenset(table.get("nominal", ())),
        this=frozenset(table.get("this", ())),
        according=tuple(sorted(phrases, key=len, reverse=True)),
    )
