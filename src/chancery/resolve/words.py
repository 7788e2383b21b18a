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


_ENDING = re.compile(
    r"(?<=[\u0400-\u04ff]{3})(?:" + "|".join(sorted(_TABLE["endings"].split(), key=lambda e: (-len(e), e))) + ")$"
)


def _stem(word: str) -> str:
    if word.isdigit():
        return word
    word = _ENDING.sub("", word)
    return word[:_STEM].rstrip("s") if len(word) <= _STEM else word[:_STEM]


def _listed(name: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words of a list as they stand, and the stems of those that inflect (Cyrillic)."""
    words = frozenset(fold(_TABLE[name]).split())
    return words, frozenset(_stem(w) for w in words if len(w) > 4 and w[0] >= "\u0400")


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


_NUMERALS = {word: number for number, words in _TABLE["numerals"].items() for word in fold(words).split()}


@lru_cache(maxsize=65536)
def numbers(text: str) -> frozenset[str]:
    """The numbers in ``text``, in digits without grouping or in words."""
    digits = frozenset(
        re.sub(r"(?<=\d)[ ,\u00a0\u202f](?=\d{3}\b)", "", n).rstrip(".,")
        for n in re.findall(r"\d[\d.,\u00a0\u202f]*", text)
    )
    return digits | {_NUMERALS[word] for word in fold(text).split() if word in _NUMERALS}


def _ordinals() -> dict[str, str]:
    table = dict(_TABLE["ordinals"])
    endings = table.pop("endings").split()
    out: dict[str, str] = {}
    for number, (english, russian) in ((n, words.split()) for n, words in table.items()):
        out |= {english: number} | {russian + ending: number for ending in endings}
    return out


_ORDINALS = _ordinals()


@lru_cache(maxsize=4096)
def ordinal(text: str) -> str | None:
    """The number of a sitting that ``text`` tells in words ("the third session"); None if it tells none, or several."""
    found = {_ORDINALS[word] for word in fold(text).split() if word in _ORDINALS}
    return next(iter(found)) if len(found) == 1 else None


_INSTRUMENTS = {_stem(fold(w)): frozenset(_stem(f) for f in fold(o).split()) for w, o in _TABLE["instruments"].items()}


_TRANSLATIONS = {_stem(w): frozenset(_stem(f) for f in fold(o).split()) for w, o in _TABLE["translations"].items()}


def translations() -> list[tuple[str, frozenset[str]]]:
    """Stems with those of their translations that are written down by hand: forms of instruments and further words."""
    return [*_INSTRUMENTS.items(), *_TRANSLATIONS.items()]


def same_form(a: str, b: str) -> bool | None:
    """Whether two instruments named in different languages can be of one form; None if a form is not known."""
    one = {_stem(w) for w in fold(a).split()}
    two = {_stem(w) for w in fold(b).split()}
    if script(a) == "cyrillic":
        one, two = two, one
    called = [_INSTRUMENTS[w] for w in sorted(one & _INSTRUMENTS.keys())]
    there = two & frozenset().union(*_INSTRUMENTS.values())
    if not called or not there:
        return None
    return any(others & there for others in called)


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
