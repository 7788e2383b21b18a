"""Personal names taken apart: titles and particles off, patronymic and generation aside, each part as sounds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from chancery.knowledge import rows
from chancery.knowledge.pinyin import from_palladius
from chancery.knowledge.sounds import keys, sounds
from chancery.knowledge.surface import fold_word

CLOSED_U = re.compile(r"u(?=[bcdfgklmnpstvz]{2})")
READINGS = (
    (re.compile(r"(?<=[^\W\d_]{2})(?<=[aeiouyéèôûnrl])[tdsxz]$|(?<=[ie])r$|(?<=[eé])e$"), ""),  # French endings
    (re.compile(r"a(?=[^\W\daeiouy]es?$)"), "ei"),
    (re.compile(r"i(?=[^\W\daeiouy]es?$)"), "ai"),
    (re.compile(r"aux?|eau|aw"), "o"),
    (re.compile(r"g(?=[eiy])"), "dzh"),
    (re.compile(r"gi(?=[aou])"), "dzh"),
    (re.compile(r"rz"), "zh"),
    (re.compile(r"ντ"), "ν\u200bτ"),
    (re.compile(r"gn"), "ni"),
    (re.compile(r"w"), "u"),
    (re.compile(r"h(?=$|[bcdfgklmnpqrstvwz])"), ""),
)
WORD = re.compile(r"[^\W\d_]+(?:['’ʻ`][^\W\d_]+)*\.?")
INITIAL = re.compile(r"^[^\W\d_]{1,2}\.$|^[^\W\d_]$")
PATRONYMIC = re.compile(
    r"(?:[ое]вич|[ое]вна|ьич|инична|ични?а|ovich|evich|ovitch|evitch|owitsch|ewitsch|ovych|yovych|ovna|evna|ivna|iyevna|owicz(?=$))$"
)
FEMININE = (
    "ова", "ева", "ёва", "ина", "ская", "цкая", "ova", "eva", "ina", "skaya", "ska", "owa", "ewa", "ová", "jewa",
)  # fmt: skip
REGNAL = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11,
          "xii": 12, "xiii": 13, "xiv": 14, "xv": 15, "xvi": 16, "xxiii": 23}  # fmt: skip


@cache
def words(kind: str) -> frozenset[str]:
    """The words of one kind in ``data/name-words.csv``: title, particle, link, junior, senior."""
    return frozenset(
        fold_word(word)
        for k, words in rows.read("name-words", ("kind", "words"))
        if k == kind
        for word in rows.split(words)
    )


@cache
def given_names() -> dict[str, frozenset[int]]:
    """Folded given name → the numbers of the groups of equivalent given names it belongs to."""
    out: dict[str, set[int]] = {}
    for number, (names,) in enumerate(rows.read("given-names", ("names",))):
        for name in rows.split(names):
            out.setdefault(fold_word(name), set()).add(number)
    return {name: frozenset(numbers) for name, numbers in out.items()}


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One part of a name: as written (folded), as sounds, and the same read as Chinese where it can be.

    Parts are interned by ``_part``, so identity is equality. ``block`` holds the keys of all readings and the groups
    of equivalent given names: two parts that share none are not alike.
    """

    text: str
    sound: str
    chinese: str | None
    initial: bool
    others: tuple[str, ...] = ()  # further readings, for comparison with another script
    script: str = "latin"
    block: frozenset[str] = frozenset()


@lru_cache(maxsize=200_000)
def _part(text: str, written: str, initial: bool) -> Part:
    chinese = from_palladius(text) if "а" <= text[:1] <= "я" and not initial else None
    sound, chinese_sound, others = sounds(written), sounds(chinese) if chinese else None, _others(written)
    block: set[str] = set()
    if not initial:
        for reading in (sound, chinese_sound, *others):
            if reading:
                block |= keys(reading)
        block |= {str(number) for number in given_names().get(text, ())}
    return Part(text, sound, chinese_sound, initial, others, _script(text), frozenset(block))


@dataclass(frozen=True, slots=True, eq=False)
class Parsed:
    """A name taken apart. ``generation`` is "junior", "senior" or a regnal number as text; ``linked`` whether a word
    for "son of" stands in it, so that the order of its parts is fixed."""

    parts: tuple[Part, ...]
    patronymic: str | None
    generation: str | None
    feminine: bool
    linked: bool = False


@lru_cache(maxsize=100_000)
def parse(name: str) -> Parsed:
    """Take ``name`` apart: titles and particles off, generation and patronymic aside."""
    if "," in name and name.count(",") == 1:
        last, first = name.split(",")
        name = f"{first} {last}" if fold_word(first.strip(" .") or "x") not in words("junior") else name
    raw: list[str] = WORD.findall(re.sub("[-‑–]", " ", name))
    parts: list[Part] = []
    generation: str | None = None
    linked = False
    patronymics: list[tuple[int, str]] = []
    for word in raw:
        bare = fold_word(word.rstrip("."))
        if bare in words("junior"):
            generation = "junior"
        elif bare in words("senior"):
            generation = "senior"
        elif parts and bare in REGNAL and word.isupper():
            generation = str(REGNAL[bare])
        elif bare in words("link"):
            linked = linked or bool(parts)
        elif _is_title(word, bare) or _is_particle(word, bare):
            continue
        else:
            if PATRONYMIC.search(bare) and len(raw) >= 3 and parts:
                patronymics.append((len(parts), bare))
            written = word.rstrip(".").lower().replace("i̇", "i")
            parts.append(_part(bare, written, bool(INITIAL.match(word))))
    patronymic = None
    if patronymics and len(parts) >= 3:
        at, patronymic = patronymics[-1]
        parts = [part for place, part in enumerate(parts) if place != at]
    feminine = any(_feminine(part.text) for part in parts[1:] or parts)
    return Parsed(tuple(parts), patronymic, generation, feminine, linked)


def _is_title(word: str, bare: str) -> bool:
    """Words before a name that are none ("Mr", "король"); capitals alone may be initials."""
    return bare in words("title") and word.rstrip(".") != bare.upper()


def _is_particle(word: str, bare: str) -> bool:
    """Particles are written small; capital ones count too unless they are a name of their own ("Ван И")."""
    return bare in words("particle") and (word[:1].islower() or bare not in words("name-too"))


def _script(text: str) -> str:
    first = text[:1]
    if "а" <= first <= "ӿ":
        return "cyrillic"
    return "consonantal" if "\u0590" <= first <= "\u06ff" else "latin" if first < "\u0250" else "other"


def _others(text: str) -> tuple[str, ...]:
    """Further readings of a part: English u as a ("Trump", "Трамп"), a Slavic feminine without its ending, Latin x
    as kh, an Arabic name without its article."""
    out = []
    if CLOSED_U.search(text):
        out.append(sounds(CLOSED_U.sub("a", text)))
    if text.endswith(("ova", "ová")) and len(text) > 5:
        out.append(sounds(text[:-3]))
    for pattern, instead in READINGS:
        if pattern.search(text):
            out.append(sounds(pattern.sub(instead, text)))
    if "x" in text:
        out.extend((sounds(text.replace("x", "ks")), sounds(text.replace("x", "h"))))
    if text.startswith("ال") and len(text) > 4:
        out.append(sounds(text[2:]))
    return tuple(out)


def _feminine(text: str) -> bool:
    return len(text) > 4 and text.endswith(FEMININE)
