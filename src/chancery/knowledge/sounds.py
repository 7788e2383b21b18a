"""Names as sounds: one alphabet for Latin, Cyrillic, Greek, Georgian, Armenian, Arabic and Hebrew letters.

``data/letters.toml`` maps letters and groups of letters to sounds, ``data/sound-costs.csv`` says how far two sounds
are apart in the transcription practices of the languages we meet ("ж" is written zh, j, sch, ż…).
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache

from chancery.knowledge import rows

VOWELS = frozenset("aeiouAEIOU")
GLIDES = {"y": 0.1, "j": 0.15, "h": 0.3, "g": 0.75, "x": 0.8}
MISMATCH = 2.5
DROP_VOWEL = 0.45
DROP_CONSONANT = 1.1
VOWEL_FOR_VOWEL = 0.9
FINAL_NG = re.compile(r"ng(?=$|[bcdfghjklmnpqrstvwxz])")
EASED_C = re.compile(r"c(?=[eiyéèíêëéìîï])")
HARD_C = re.compile(r"c(?=[aourlmnáóúâôûãõ])")


@cache
def _letters() -> Mapping[str, str]:
    out: dict[str, str] = {}
    for script, table in _tables().items():
        if "-" not in script:
            out.update(table)
    return out


@cache
def _tables() -> Mapping[str, Mapping[str, str]]:
    tables = tomllib.loads((rows.DATA / "letters.toml").read_text(encoding="utf-8"))
    return {script: table for script, table in tables.items() if isinstance(table, dict)}


@cache
def _groups() -> tuple[re.Pattern[str], Mapping[str, str]]:
    groups: dict[str, str] = {}
    for script, table in _tables().items():
        if script.endswith("-groups"):
            groups.update(table)
    pattern = "|".join(sorted(map(re.escape, groups), key=len, reverse=True))
    return re.compile(pattern), groups


@lru_cache(maxsize=100_000)
def sounds(word: str) -> str:
    """``word`` (one part of a name, any case) as sounds, doubled sounds once. A letter of another script is dropped."""
    low = unicodedata.normalize("NFC", word.casefold().replace("i̇", "i").replace("’", "'"))
    low = FINAL_NG.sub("n", low.replace("'", "").replace("ʻ", ""))
    pattern, groups = _groups()
    letters = _letters()
    out: list[str] = []
    at = 0
    if low.startswith("γκ"):
        low = "γ" + low[2:]
    while at < len(low):
        match = pattern.match(low, at)
        if match:
            out.append(groups[match.group()])
            at = match.end()
            continue
        char = low[at]
        mapped = letters.get(char)
        if mapped is None:
            plain = unicodedata.normalize("NFD", char)[0]
            mapped = letters.get(plain, plain if plain.isascii() and plain.isalpha() else "")
        out.append(mapped)
        at += 1
    joined = "".join(out)
    return re.sub(r"(.)\1+", r"\1", joined)


@cache
def _costs() -> Mapping[tuple[str, str], float]:
    out: dict[tuple[str, str], float] = {}
    for pair, cost in rows.read("sound-costs", ("sounds", "cost")):
        for known in ((pair[0], pair[1]), (pair[1], pair[0])):
            out[known] = min(float(cost), out.get(known, MISMATCH))
    return out


@cache
def _substitute(a: str, b: str) -> float:
    if a == b:
        return 0.0
    known = _costs().get((a, b))
    if known is not None:
        return known
    return VOWEL_FOR_VOWEL if a in VOWELS and b in VOWELS else MISMATCH


@cache
def _drop(a: str) -> float:
    return GLIDES.get(a, DROP_VOWEL if a in VOWELS else DROP_CONSONANT)


@lru_cache(maxsize=400_000)
def distance(a: str, b: str) -> float:
    """Weighted edit distance of two strings of sounds; 0 means spelt alike in some pair of practices."""
    if a == b:
        return 0.0
    above = [0.0]
    for sound in b:
        above.append(above[-1] + _drop(sound))
    for sound in a:
        drop = _drop(sound)
        row = [above[0] + drop]
        for at, other in enumerate(b):
            best = above[at] + _substitute(sound, other)
            left = row[at] + _drop(other)
            up = above[at + 1] + drop
            row.append(min(best, left, up))
        above = row
    return above[-1]


@lru_cache(maxsize=400_000)
def likeness(a: str, b: str) -> float:
    """How alike two strings of sounds are, 0..1: the distance by the length of the longer."""
    longer = max(len(a), len(b))
    return max(0.0, 1.0 - distance(a, b) / longer) if longer else 0.0


KEY_CLASSES = str.maketrans(
    {"b": "P", "p": "P", "f": "P", "v": "P", "d": "T", "t": "T", "m": "N", "n": "N", "l": "L", "r": "R"}
    | dict.fromkeys("sSzZcCJQxkg", "K")
    | dict.fromkeys("aeiouAEIOUyhj", "")
)


@lru_cache(maxsize=100_000)
def keys(sound: str) -> frozenset[str]:
    """Blocking keys: two spellings of one name share a key. Consonants by class, at most the first three; letters
    that stand for nothing in one practice and for a consonant in another give a key either way."""
    out = {sound}
    for doubtful in "jhgx":
        out |= {variant.replace(doubtful, "k") for variant in out if doubtful in variant}
        out |= {variant.replace(doubtful, "") for variant in out if doubtful in variant}
    return frozenset(re.sub(r"(.)\1+", r"\1", variant.translate(KEY_CLASSES))[:3] for variant in out)
