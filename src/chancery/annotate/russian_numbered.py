"""Nouns with their number in figures ("30-летие") that the tagger took for numerals.

The tree then stands on its head: the noun that follows in the genitive governs the anniversary. Here the noun gets its
tag from the dictionary and its place from the word that hung above it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from chancery.annotate.russian_lemmas import parses

NUMBERED = re.compile(r"\d+-?(?:ти|и)?лети[еяюий]м?$", re.IGNORECASE)
CASES = {"gent": "Gen", "datv": "Dat", "ablt": "Ins", "loct": "Loc", "nomn": "Acc", "accs": "Acc"}
GOVERNED = ("nsubj", "obj", "iobj", "obl")


def as_nouns(forms: Sequence[str], tags: Sequence[str]) -> dict[int, str]:
    """The words that are to be read as nouns, with their tags (those that the tagger knew for nouns keep theirs)."""
    out = {}
    for at, (form, tag) in enumerate(zip(forms, tags, strict=True)):
        if not NUMBERED.match(form):
            continue
        if tag.startswith("NOUN"):
            out[at] = tag
            continue
        found = next((p.tag for p in parses(form) if p.tag.POS == "NOUN" and p.tag.number == "sing"), None)
        if found is not None:
            out[at] = f"NOUN|Animacy=Inan|Case={CASES.get(str(found.case), 'Nom')}|Gender=Neut|Number=Sing"
    return out


def above_genitives(
    heads: Sequence[int], relations: Sequence[str], tags: Sequence[str], nouns: Sequence[int]
) -> tuple[list[int], list[str]]:
    """``heads`` and ``relations`` with each of ``nouns`` above the genitive after it, in that one's place."""
    heads, relations = list(heads), list(relations)
    for at in nouns:
        below = heads[at]
        if below > at and tags[below].startswith(("NOUN", "PROPN")):
            heads[at], relations[at] = heads[below], relations[below]
            for child, head in enumerate(heads):
                if head == below and child < at:
                    heads[child] = at
            heads[below], relations[below] = at, "nmod"
            if relations[at].startswith(GOVERNED) and "Case=Acc" not in tags[at]:
                relations[at] = "obl" if tags[heads[at]].startswith("VERB") else "nmod"
            continue
        for after in range(at + 1, min(at + 4, len(heads))):
            if tags[after].startswith(("NOUN", "PROPN")):
                if heads[after] == below and "Case=Gen" in tags[after] and below != -1:
                    heads[after], relations[after] = at, "nmod"
                break
    return heads, relations
