"""Cyrillic names in the spelling of English news, as captions for persons and places that knowledge lacks.

Whole given names have settled forms; the bearer's state decides between conventions ("Жээнбек" is Jeenbek in
Kyrgyzstan); Chinese and Japanese names go by their own systems. All tables are data (``romanisation.toml``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from chancery.extract.names.spelling import is_patronymic
from chancery.languages.pack import languages, load_pack

CYRILLIC = re.compile(r"[\u0400-\u052f]")


def is_cyrillic(text: str) -> bool:
    """Whether ``text`` has Cyrillic letters."""
    return bool(CYRILLIC.search(text))


@lru_cache(maxsize=1)
def _tables() -> Mapping[str, Any]:
    """The romanisation tables of the first language pack that has any."""
    for code in languages():
        table = load_pack(code).table("romanisation")
        if table:
            return table
    return {}


def without_patronymic(words: tuple[str, ...]) -> tuple[str, ...]:
    """A name of three words or more without the Russian patronymic in its middle or at its end."""
    if len(words) < 3:
        return words
    if is_patronymic(words[-1]) and not is_patronymic(words[-2]):
        return words[:-1]  # surname first: "Токаев Касым-Жомарт Кемелевич"
    return tuple(word for at, word in enumerate(words) if not 0 < at < len(words) - 1 or not is_patronymic(word))


@lru_cache(maxsize=20_000)
def romanise_person(words: tuple[str, ...], state: str | None = None) -> str:
    """A person's name (nominative, given name first) in Latin letters, after the usage of ``state`` (ISO
    code)."""
    words = without_patronymic(words)
    if state in ("CN", "TW", "HK", "MO", "SG") and (chinese := _chinese(words)):
        return chinese
    if state == "JP":
        return " ".join(_capital(_by(word.lower(), _hepburn()), word) for word in words)
    tables = _tables()
    own = tables.get("states_given", {}).get(state or "", {})
    given, particles = tables.get("given", {}), tables.get("particles", {})
    out = []
    for at, word in enumerate(words):
        lower = word.lower()
        if not is_cyrillic(word):
            out.append(word)
        elif word[:1].islower() and lower in particles:
            out.append(particles[lower])
        elif at < len(words) - 1 and (settled := own.get(lower) or given.get(lower)):
            out.append(settled)
        else:
            out.append(romanise(word, state))
    return " ".join(out)


@lru_cache(maxsize=20_000)
def romanise(text: str, state: str | None = None) -> str:
    """``text`` letter by letter, each hyphenated part by itself, capitals kept."""
    rules = _rules(state)
    return re.sub(r"[\u0400-\u052f]+", lambda m: _capital(_by(m.group().lower(), rules), m.group()), text)


@lru_cache(maxsize=64)
def _rules(state: str | None) -> tuple[tuple[re.Pattern[str], str], ...]:
    tables = _tables()
    foreign = state is not None and state not in tables.get("native", ())
    usage = tables.get("states", {})
    table = {
        **tables.get("letters", {}),
        **(usage.get("foreign", {}) if foreign else {}),
        **usage.get(state or "", {}),
    }
    return _compile(table)


@lru_cache(maxsize=1)
def _hepburn() -> tuple[tuple[re.Pattern[str], str], ...]:
    tables = _tables()
    plain = {key: value for key, value in tables.get("letters", {}).items() if len(key) == 1}
    return _compile({**plain, **tables.get("hepburn", {})})


def _compile(table: Mapping[str, str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The table as patterns, longest first; "^" and "$" are the edges of a word."""
    keys = sorted(table, key=lambda key: (-len(key.strip("^$")), -len(key)))
    patterns = []
    for key in keys:
        body = re.escape(key.strip("^$"))
        before = r"(?<![\u0400-\u052f])" if key.startswith("^") else ""
        after = r"(?![\u0400-\u052f])" if key.endswith("$") else ""
        patterns.append((re.compile(before + body + after), table[key]))
    return tuple(patterns)


def _by(word: str, rules: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    out, at = [], 0
    while at < len(word):
        for pattern, to in rules:
            match = pattern.match(word, at)
            if match and match.end() > at:
                out.append(to)
                at = match.end()
                break
        else:
            out.append(word[at])
            at += 1
    return "".join(out)


def _capital(word: str, model: str) -> str:
    if len(model) > 1 and model.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if model[:1].isupper() else word


def _chinese(words: tuple[str, ...]) -> str | None:
    """Pinyin of a name whose every word is written in Palladius' syllables; None otherwise."""
    out = []
    for word in words:
        syllables = _syllables(word.lower())
        if syllables is None:
            return None
        out.append(_capital("".join(syllables), word))
    return " ".join(out)


@lru_cache(maxsize=1)
def _pinyin() -> Mapping[str, str]:
    table = _tables().get("pinyin", {})
    out = dict(table.get("alone", {}))
    for initial, latin in table.get("initials", {}).items():
        for final, ending in table.get("finals", {}).items():
            out[initial + final] = latin + ending
        soft = table.get("soft", {}).get(initial, latin)
        for final, ending in table.get("soft_finals", {}).items():
            out[initial + final] = soft + ending
    return out


def _syllables(word: str) -> list[str] | None:
    """``word`` cut into Chinese syllables, longest first, with backtracking; None if it cannot be."""
    if not word:
        return []
    table = _pinyin()
    for size in range(min(6, len(word)), 0, -1):
        if (head := table.get(word[:size])) is not None:
            rest = _syllables(word[size:].lstrip("ъ"))
            if rest is not None:
                return [head, *rest]
    return None
