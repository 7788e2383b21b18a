"""Which language a text is in: its script, the letters only some languages have, and its function words.

An answer is given only if the text gives it: ``und`` (undetermined) is a value, and a language that Chancery
cannot read is named as what it is, so that no English rule is ever run over Turkish.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

UNDETERMINED = "und"
_WORD = re.compile(r"[^\W\d_]+(?:[’'‘ʻ][^\W\d_]+)*")
_SAMPLE = 20_000  # characters looked at
_ENOUGH = 0.07  # share of words that must be function words of the language
_ENOUGH_LETTERED = 0.03  # the same where the letters have already ruled out most languages
_FEWEST = 2  # and how many of them


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(resources.files("chancery.read").joinpath("identify.toml").read_text(encoding="utf-8"))


@cache
def _words() -> Mapping[str, frozenset[str]]:
    return {code: frozenset(words.split()) for code, words in _table()["words"].items()}


@cache
def _script(char: str) -> str:
    name = unicodedata.name(char, "")
    return name.split(" ", 1)[0].split("-", 1)[0]


def identify(text: str) -> str:
    """ISO 639-1 code of the language most of ``text`` is in, ``und`` if that cannot be told."""
    sample = text[:_SAMPLE].lower()
    letters = Counter(char for char in sample if char.isalpha())
    total = sum(letters.values())
    if total < 8:
        return UNDETERMINED
    scripts: Counter[str] = Counter()
    for char, count in letters.items():
        scripts[_script(char)] += count
    script, share = scripts.most_common(1)[0]
    if scripts["HIRAGANA"] + scripts["KATAKANA"] > 0.1 * total:
        return "ja"
    if share < 0.5 * total:
        return UNDETERMINED
    if script == "ARABIC":
        persian = sum(letters[char] for char in _table()["persian"]["letters"])
        return "fa" if persian > 0.02 * total else "ar"
    if script not in ("LATIN", "CYRILLIC"):
        return str(_table()["scripts"].get(script, UNDETERMINED))
    return _by_words(sample, letters, total)


def _by_words(sample: str, letters: Counter[str], total: int) -> str:
    words = Counter(_WORD.findall(sample))
    count = sum(words.values())
    scores = {code: sum(words[word] for word in known) for code, known in _words().items()}
    allowed = _allowed(letters, total)
    if allowed is not None:
        best = max(scores, key=lambda code: scores[code])
        among = {code: score for code, score in scores.items() if code in allowed}
        if scores[best] > 2 * max(among.values(), default=0) and scores[best] >= _ENOUGH * count:
            allowed = None  # the letters come from names: words weigh more
        elif len(allowed) == 1:
            return min(allowed)
        else:
            scores = among
    first, *rest = sorted(scores, key=lambda code: -scores[code])
    enough = _ENOUGH if allowed is None else _ENOUGH_LETTERED
    clear = not rest or scores[first] > 1.15 * scores[rest[0]]
    return first if clear and scores[first] >= max(_FEWEST, enough * count) else UNDETERMINED


def _allowed(letters: Counter[str], total: int) -> set[str] | None:
    """The languages that have the telling letters of the text, None if it has none of them."""
    allowed: set[str] | None = None
    for letter, codes in _table()["letters"].items():
        if letters[letter] >= 2 and letters[letter] > 0.003 * total:
            shared = set(codes) & allowed if allowed else set()
            allowed = shared or set(codes)
    return allowed
