"""What the tagger says of a Russian word, taken apart once: part of speech, features, case, dictionary form."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from chancery.annotate.russian_lemmas import lemma


@dataclass(frozen=True, slots=True)
class Reading:
    """``lemma`` as written; ``plain`` in lower case with е for ё, as in word lists; ``case`` "" if there is none."""

    pos: str
    morph: str
    case: str
    lemma: str
    plain: str


@lru_cache(maxsize=200_000)
def reading(form: str, tag: str) -> Reading:
    """``form`` under the tag that slovnet writes (``NOUN|Case=Gen|Number=Sing``)."""
    pos, _, morph = tag.partition("|")
    base = lemma(form, pos, morph)
    case = next((pair[5:] for pair in morph.split("|") if pair.startswith("Case=")), "")
    return Reading(pos, morph, case, base, base.lower().replace("ё", "е"))
