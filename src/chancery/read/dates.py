"""Full calendar dates as pages print them, in figures and in the month names of many languages.

Only a day with its month and its year is a date here; a day and month alone are recognised so that a line can
be seen to be a dateline, but they date nothing. Month and weekday names come from the Unicode CLDR by babel.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel import Locale, UnknownLocaleError

from chancery.read.words import words

_ALWAYS = ("en", "ru")
_EARLIEST, _LATEST = 1900, 2100
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)")
CLOCK = (
    r"(?<![\d.:])(?:[01]?\d|2[0-3])[:.][0-5]\d(?:[:.][0-5]\d)?(?![\d.]\d)"
    r"(?:\s*[AaPp]\.?\s?[Mm]\b\.?)?(?:\s*\(?(?:UTC|GMT|[A-Z]{1,4}T|МСК|msk)(?:\s?[+-]\d{1,2}(?::?\d{2})?)?(?:\s[A-Z]{3})?\)?)?"
)


_ZONE = r"\b(?:UTC|GMT)\s?(?:[+-]\s?\d{1,2}(?::?\d{2})?)?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A date in a text: its range and value; ``edtf`` is None for a day and month without a year."""

    start: int
    end: int
    edtf: str | None


@cache
def _calendar(language: str) -> tuple[dict[str, int], frozenset[str]]:
    """Month names (lower case, without a final point) with their numbers, and the names of weekdays."""
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return {}, frozenset()
    months: dict[str, int] = {}
    days: set[str] = set()
    for context in ("format", "stand-alone"):
        for style in ("wide", "abbreviated"):
            for number, name in locale.months[context][style].items():
                plain = name.lower().rstrip(".")
                if not plain.isdigit() and len(plain) > 2:
                    months.setdefault(plain, number)
            days |= {name.lower().rstrip(".") for name in locale.days[context][style].values()}
    return months, frozenset(day for day in days if len(day) > 1)


@cache
def _months(languages: tuple[str, ...]) -> dict[str, int]:
    merged: dict[str, int] = {}
    for language in languages:
        for name, number in {**_calendar(language)[0], **words().months.get(language, {})}.items():
            merged.setdefault(name, number)
    return merged


def _fold(name: str) -> str:
    """``name`` as it is looked up: to ``re`` the Turkic İ and ı are the same letter as i, whatever the case."""
    return name.replace("İ", "i").replace("ı", "i").casefold()


@cache
def _numbers(languages: tuple[str, ...]) -> dict[str, int]:
    return {_fold(name): number for name, number in reversed(_months(languages).items())}


def _languages(language: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((language, *_ALWAYS)))


@cache
def _patterns(languages: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    names = sorted(_months(languages), key=len, reverse=True)
    month = r"(?P<month>" + "|".join(re.escape(name) for name in names) + r")\.?"
    day = r"(?<![\d.,:/-])(?P<day>[0-3]?\d)(?:st|nd|rd|th|er|ᵉʳ|\.?º|\.|-(?:го|е|ого))?(?![\d:])"
    year = r"(?P<year>(?:19|20)\d\d)(?!\d)"
    ends = r"(?:\s?(?:г(?:\.|од[ау]?\b)|р(?:\.|ок[уі]\b)|il\b|-ci il\b|ж\.|жыл\w*))?"
    flags = re.IGNORECASE
    return (
        re.compile(rf"{day}(?:\s+of|\s+de)?[\s\u00a0-]+{month}(?:\s+de|\s+del)?,?[\s\u00a0-]+{year}{ends}", flags),
        re.compile(rf"(?<!\w){month}\s+(?P<day>[0-3]?\d)(?:st|nd|rd|th)?,?\s+{year}", flags),
        re.compile(rf"(?<!\d){year}[-\s](?:\w+\s){{1,2}}(?P<day>[0-3]?\d)[-\s]{month}\w*", flags),
        re.compile(r"(?<![\d.])(?P<year>(?:19|20)\d\d)(?P<sep>[-./])(?P<m>[01]?\d)(?P=sep)(?P<day>[0-3]?\d)(?!\d)"),
        re.compile(
            r"(?<![\d./-])(?P<day>[0-3]?\d)(?P<sep>[./-])(?P<m>[0-3]?\d)(?P=sep)(?P<year>(?:19|20)\d\d)(?!\d|\.\d)"
        ),
        re.compile(r"(?<![\d.])(?P<day>[0-3]\d)\.(?P<m>[01]\d)\.(?P<short>\d\d)(?![\d.]\d)"),
        re.compile(r"(?P<year>(?:19|20)\d\d)\s?年\s?(?P<m>[01]?\d)\s?月\s?(?P<day>[0-3]?\d)\s?日"),
        re.compile(rf"{day}[\s\u00a0]+{month}(?!\w)", flags),
        re.compile(rf"(?<!\w){month}\s+(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?![\d:])", flags),
    )


def find_dates(text: str, language: str) -> Iterator[Found]:
    """The dates in ``text``, longest reading first where readings overlap, in order."""
    languages = _languages(language)
    taken: list[Found] = []
    for pattern in _patterns(languages):
        for match in pattern.finditer(text):
            if any(match.start() < other.end and other.start < match.end() for other in taken):
                continue
            found = _value(match, languages)
            if found:
                taken.append(found)
    yield from sorted(taken, key=lambda found: found.start)


def _value(match: re.Match[str], languages: tuple[str, ...]) -> Found | None:
    groups = match.groupdict()
    day = int(groups["day"])
    if groups.get("month"):
        month = _numbers(languages)[_fold(groups["month"])]
    else:
        month = int(groups["m"])
        if groups.get("sep") == "/" and match.group().index(groups["day"]) == 0:
            day, month = _slashed(day, month, languages[0])
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    if groups.get("short"):
        groups["year"] = f"20{groups['short']}"
    if not groups.get("year"):
        return Found(start=match.start(), end=match.end(), edtf=None)
    edtf = _iso(int(groups["year"]), month, day)
    return Found(start=match.start(), end=match.end(), edtf=edtf) if edtf else None


def _slashed(first: int, second: int, language: str) -> tuple[int, int]:
    """Day and month of ``first/second/year``: in English either may come first, so only a number above 12
    tells.

    (0, 0) where it cannot be told.
    """
    if second > 12:
        return second, first
    if first > 12 or first == second or language != "en":
        return first, second
    return 0, 0


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def machine_date(value: str) -> str | None:
    """The date in a machine-readable field (``2022-04-20T18:30:00+04:00``), None if it holds no full date."""
    match = _ISO.search(value)
    if match:
        year = int(match[1])
        return _iso(year, int(match[2]), int(match[3])) if _EARLIEST <= year <= _LATEST else None
    compact = re.match(r"\s*(\d{4})(\d{2})(\d{2})(?!\d)", value)
    if compact and _EARLIEST <= int(compact[1]) <= _LATEST:
        return _iso(int(compact[1]), int(compact[2]), int(compact[3]))
    found = next((found for found in find_dates(value, "en") if found.edtf), None)
    return found.edtf if found else None


def blank_dates(text: str, language: str) -> tuple[str, list[Found]]:
    """``text`` without its dates, clock times and weekdays, and the dates: what remains shows what a line
    is."""
    found = list(find_dates(text, language))
    rest = list(text)
    for item in found:
        rest[item.start : item.end] = " " * (item.end - item.start)
    without = re.sub(CLOCK, " ", "".join(rest))
    without = re.sub(_ZONE, " ", without)
    days = frozenset[str]().union(*(_calendar(code)[1] for code in _languages(language)))
    return re.sub(
        r"[^\W\d_]+\.?", lambda m: " " if m.group().lower().rstrip(".") in days else m.group(), without
    ), found
