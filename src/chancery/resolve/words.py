"""How alike two short descriptions are: content words cut to their stems, numbers, and subject terms."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import lru_cache
from importlib import resources

_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_TABLE = tomllib.loads(resources.files("chancery.resolve").joinpath("words.toml").read_text(encoding="utf-8"))
_STEM = 6  # characters kept: enough to join "flights" with "flight", "авиарейсов" with "авиарейсы"


def fold(text: str) -> str:
    """``text`` without case, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(_WORD.findall(plain))


def _stem(word: str) -> str:
    if word.isdigit():
        return word
    return word[:_STEM].rstrip("s") if len(word) <= _STEM else word[:_STEM]


def _listed(name: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words of a list as they stand, and the stems of those that inflect (Cyrillic)."""
    words = frozenset(fold(_TABLE[name]).split())
    return words, frozenset(_stem(w) for w in words if len(w) > _STEM and w[0] >= "\u0400")


_EMPTY, _EMPTY_STEMS = _listed("empty")
_FORMS, _FORM_STEMS = _listed("forms")


@lru_cache(maxsize=65536)
def stems(text: str) -> frozenset[str]:
    """The content words of ``text``, folded and cut to stems."""
    out = set()
    for word in re.split(r"[\s\-’']+", fold(text)):
        if word and word not in _EMPTY and (len(word) > 2 or word.isdigit()):
            stem = _stem(word)
            if stem not in _EMPTY_STEMS:
                out.add(stem)
    return frozenset(out)


@lru_cache(maxsize=4096)
def formless(text: str) -> frozenset[str]:
    """The stems of ``text`` without words for the form of an instrument: what an agreement is about."""
    words = [w for w in re.split(r"[\s\-’']+", fold(text)) if w not in _FORMS]
    return frozenset(stem for stem in stems(" ".join(words)) if stem not in _FORM_STEMS)


def substantial(text: str) -> bool:
    """Whether a description says anything: a word of its own that is no number, pronoun or filler."""
    return any(not stem[0].isdigit() for stem in stems(text))


@lru_cache(maxsize=65536)
def numbers(text: str) -> frozenset[str]:
    """The numbers in ``text``, without grouping."""
    return frozenset(
        re.sub(r"(?<=\d)[ ,\u00a0\u202f](?=\d{3}\b)", "", n).rstrip(".,")
        for n in re.findall(r"\d[\d.,\u00a0\u202f]*", text)
    )


@lru_cache(maxsize=65536)
def script(text: str) -> str:
    """``cyrillic``, ``latin`` or ``other``: descriptions in different scripts cannot be compared word by
    word."""
    letters = [c for c in text if c.isalpha()]
    cyrillic = sum("\u0400" <= c <= "\u04ff" for c in letters)
    latin = sum(c < "\u0250" for c in letters)
    if cyrillic * 2 > len(letters):
        return "cyrillic"
    return "latin" if latin * 2 > len(letters) else "other"


def alike(a: frozenset[str], b: frozenset[str]) -> float:
    """Share of the shorter description's words found in the other, tempered by the longer (0..1)."""
    common = len(a & b)
    if not common or (common == 1 and a != b):  # one word in common is chance
        return 0.0
    return 0.7 * common / min(len(a), len(b)) + 0.3 * common / max(len(a), len(b))
