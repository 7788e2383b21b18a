"""From characters to items: the tokens and numerals that a grammar of time speaks of.

An item carries *classes* (``Month``, ``Year``, ``'of'``) with a value for each. Numerals get their classes from
their shape, words from the language's ``times.toml``. Everything else is of no class and ends a candidate.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

Classes = Mapping[str, Any]

PUNCTUATION: Mapping[str, Classes] = {
    ",": {"Comma": ","},
    ".": {"Dot": "."},
    "-": {"Dash": "-"},
    "‐": {"Dash": "-"},
    "‑": {"Dash": "-"},
    "–": {"Dash": "-"},
    "—": {"Dash": "-"},
    "/": {"Slash": "/"},
    "(": {"Open": "("},
    ")": {"Close": ")"},
    "'": {"Apostrophe": "'"},
    "’": {"Apostrophe": "'"},
    "‘": {"Apostrophe": "'"},
    "«": {"Quote": "«"},
    "»": {"Quote": "»"},
}

NUMERAL = (
    r"(?<![^\W_])(?:"
    r"(?<!\d\.)(?:\d{4}[-./]\d\d[-./]\d\d|\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d\d))(?![\d/]|\.\d)"  # whole dates
    r"|\d{1,2}:\d\d(?::\d\d)?(?!\d)"  # clock times
    r"|\d{1,3}(?:,\d{3})+(?!\d)|\d+[.,]\d+(?![\d.,]*\d[.,]\d)"  # thousands, decimals
    r"|\d+)"
)
BREAK = r"\n[^\S\n]*\n\s*"
WORD = r"[^\W\d_]+"


@dataclass(frozen=True, slots=True)
class Item:
    """A token, or what rules have already made of several: ``text[start:end]``, its letter and its values."""

    start: int
    end: int
    sign: str
    classes: Classes


def of_integer(value: int, digits: int) -> dict[str, Any]:
    """The classes that a bare integer of ``digits`` digits may have."""
    classes: dict[str, Any] = {"Int": value, "Number": value}
    if digits <= 2:
        if 1 <= value <= 31:
            classes["Day"] = value
        if 1 <= value <= 12:
            classes["MonthNo"] = value
        if 16 <= value <= 99:
            classes["Adult"] = value
        if value <= 24:
            classes["Hour"] = value
        if digits == 2:
            classes["TwoDigits"] = value
        if 1 <= value <= 21:
            classes["CenturyNo"] = value
    if digits == 4:
        if 1000 <= value <= 2999:
            classes["Year"] = value
        if 1900 <= value <= 2099:
            classes["ModernYear"] = value
        if value // 100 < 24 and value % 100 < 60:
            classes["Military"] = f"{value:04d}"
    return classes


def numeral_classes(text: str, *, month_first: bool) -> dict[str, Any]:
    """The classes of a numeral as written; ``month_first`` reads 7/8/2007 as 8 July."""
    if ":" in text:
        parts = [int(part) for part in text.split(":")]
        if parts[0] <= 24 and parts[1] < 60 and (len(parts) < 3 or parts[2] < 60):
            return {"Clock": text}
        return {}
    if text.isdigit():
        return of_integer(int(text), len(text)) if len(text) <= 12 else {}
    pieces = re.split(r"[-./]", text)
    if len(pieces) == 3:
        if len(pieces[0]) == 4:
            year, month, day = (int(piece) for piece in pieces)
        else:
            first, second, year = (int(piece) for piece in pieces)
            day, month = (second, first) if month_first and "/" in text else (first, second)
            if month > 12 >= day:
                day, month = month, day
            if len(pieces[2]) == 2:
                year += 2000 if year < 70 else 1900
        try:
            return {"Whole": date(year, month, day)}
        except ValueError:
            return {}
    if re.fullmatch(r"\d{1,3}(,\d{3})+", text):
        return {"Number": int(text.replace(",", ""))}
    clock = re.fullmatch(r"(\d{1,2})\.(\d\d)", text)
    classes: dict[str, Any] = {"Number": float(text.replace(",", "."))}
    if clock and int(clock[1]) <= 24 and int(clock[2]) < 60:
        classes["DotClock"] = f"{int(clock[1]):02d}:{clock[2]}"
    return classes


def numeral_alphabet() -> Iterator[frozenset[str]]:
    """Every combination of classes that a numeral can have."""
    seen = {frozenset(of_integer(value, digits)) for digits in (1, 2, 3) for value in range(10**digits)}
    seen |= {frozenset(of_integer(value, 4)) for value in range(10000)}
    seen.add(frozenset(of_integer(10000, 5)))
    seen |= {frozenset(("Clock",)), frozenset(("Whole",)), frozenset(("Number",)), frozenset(("Number", "DotClock"))}
    yield from seen
