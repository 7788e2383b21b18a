"""The pack's words on attribution, folded into sets once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from chancery.languages.pack import Pack


@dataclass(frozen=True, slots=True, kw_only=True)
class CueWords:
    """Lemmas and words, folded.

    ``say``: verbs whose subject says or thinks; ``quote_only``: those that cue a quotation only; ``think``:
    thought rather than speech; ``act``: reporting verbs that are themselves the act; ``noun``: nouns whose
    clause is what somebody says; ``nominal``: verbs that take such a noun; ``that``: complementisers;
    ``how``: words that open a parenthetical cue ("as"); ``this``: openings that point back at a quotation
    ("Об этом"); ``no_source``: what is no source ("it"); ``body``: things that speak for people (agency,
    ministry, report); ``according``: phrases before a source, ``by_document`` those of them that a decree can follow
    as well as a speaker; ``refuse``: verbs of not saying; ``double``: verbs whose denial says something ("did not rule
    out that …"); ``sure``: adjectives of holding true; ``weigh``: verbs of taking a thing for something; ``naming``:
    verbs that give a thing a name in quotation marks; ``quoting``: verbs whose object is the source; ``form``: forms
    that are a verb of saying whatever the tagger takes them for; ``light``: pairs of a verb and the one it hangs on
    that say together ("gave to understand").
    """

    say: frozenset[str]
    quote_only: frozenset[str]
    think: frozenset[str]
    noun: frozenset[str]
    act: frozenset[str]
    nominal: frozenset[str]
    this: frozenset[str]
    no_source: frozenset[str]
    body: frozenset[str]
    that: frozenset[str]
    how: frozenset[str]
    refuse: frozenset[str]
    double: frozenset[str]
    sure: frozenset[str]
    weigh: frozenset[str]
    naming: frozenset[str]
    quoting: frozenset[str]
    form: frozenset[str]
    light: frozenset[tuple[str, str]]
    by_document: frozenset[tuple[str, ...]]
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
        no_source=frozenset(table.get("no_source", ())),
        body=frozenset(table.get("body", ())),
        that=frozenset(table.get("that", ())),
        how=frozenset(table.get("how", ())),
        refuse=frozenset(table.get("refuse", ())),
        double=frozenset(table.get("double", ())),
        sure=frozenset(table.get("sure", ())),
        weigh=frozenset(table.get("weigh", ())),
        naming=frozenset(table.get("naming", ())),
        quoting=frozenset(table.get("quoting", ())),
        form=frozenset(table.get("form", ())),
        light=frozenset((word, above) for above, word in map(str.split, table.get("light", ()))),
        by_document=frozenset(tuple(phrase.split()) for phrase in table.get("by_document", ())),
        according=tuple(sorted(phrases, key=len, reverse=True)),
    )
