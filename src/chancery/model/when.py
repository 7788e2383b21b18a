"""Time is an interval: EDTF (ISO 8601-2) with its bounds, the granularity of the text, and how it was grounded."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from chancery.model.document import Span
from chancery.model.errors import ModelError

CERTAIN = 100  # days
_PARTS = {  # of a year, as EDTF numbers them, by first and last month (13 is January of the next year)
    "21": (3, 5),
    "22": (6, 8),
    "23": (9, 11),
    "24": (12, 14),
    "33": (1, 3),
    "34": (4, 6),
    "35": (7, 9),
    "36": (10, 12),
    "40": (1, 6),
    "41": (7, 12),
}
_PLAIN = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


class Granularity(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    SEASON = "season"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    OPEN = "open"  # no bound on one side


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A grounded time.

    ``edtf`` is the calendar value; ``lower`` and ``upper`` its inclusive bounds (None: open on that side);
    ``anchor`` the date the expression was counted from, if it was relative; ``method`` the grammar rule or
    clue that grounded it; ``span`` the expression in the text, None if the time follows from elsewhere.
    """

    edtf: str
    lower: date | None = None
    upper: date | None = None
    granularity: Granularity = Granularity.DAY
    anchor: date | None = None
    method: str = ""
    span: Span | None = None

    def __post_init__(self) -> None:
        if not self.edtf:
            raise ModelError("a time without an EDTF value is None, not a When")
        if self.lower and self.upper and self.lower > self.upper:
            raise ModelError(f"{self.edtf}: lower bound {self.lower} is after upper bound {self.upper}")

    def meets(self, other: When) -> bool:
        """Whether the two intervals share a day."""
        return not (
            (self.upper is not None and other.lower is not None and self.upper < other.lower)
            or (other.upper is not None and self.lower is not None and other.upper < self.lower)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeExpression:
    """An expression of time as it stands in the text.

    ``type`` is TimeML's: DATE, TIME, DURATION or SET. ``when`` is None where it cannot be placed in the
    calendar; ``duration`` is its ISO 8601 length where it has one; ``ordinal`` the n of an anniversary;
    ``value`` its TIMEX3 value (``2021-W43``, ``P2Y``, ``PAST_REF``); ``parts`` the ends of a range.
    """

    span: Span
    type: str
    when: When | None = None
    duration: str | None = None
    ordinal: int | None = None
    value: str = ""
    parts: tuple[TimeExpression, ...] = ()


@lru_cache(maxsize=4096)
def days(edtf: str | None) -> tuple[date | None, date | None]:
    """First and last day of an EDTF value, of an interval those of its ends; None where it is open, unknown or no
    EDTF."""
    if not edtf:
        return None, None
    first, _, last = edtf.partition("/")
    return _edges(first)[0], _edges(last or first)[1]


def _edges(edtf: str) -> tuple[date | None, date | None]:
    """First and last day of a value that is no interval. What Chancery writes itself is read here, a hundred times
    faster than by the parser of the whole standard, which also lets a winter end in December."""
    if edtf in ("", ".."):
        return None, None
    plain = _PLAIN.fullmatch(edtf)
    try:
        if plain is None:
            return _parsed(edtf)
        year, day = int(plain[1]), int(plain[3] or 0)
        if day:
            return date(year, int(plain[2]), day), date(year, int(plain[2]), day)
        first, last = _PARTS.get(plain[2], (int(plain[2] or 1), int(plain[2] or 12)))
        end = year + (last - 1) // 12, (last - 1) % 12 + 1
        return date(year, first, 1), date(*end, monthrange(*end)[1])
    except ValueError:  # no such day, or outside the years 1 to 9999
        return None, None


def _parsed(edtf: str) -> tuple[date | None, date | None]:
    from edtf import parse_edtf
    from edtf.parser.edtf_exceptions import EDTFParseException

    try:
        parsed = parse_edtf(edtf)
        return date(*parsed.lower_strict()[:3]), date(*parsed.upper_strict()[:3])
    except (EDTFParseException, AttributeError):
        return None, None


def bounds(edtf: str | None) -> tuple[date, date] | None:
    """First and last day of a closed EDTF value; None if it is open on a side or no EDTF."""
    lower, upper = days(edtf)
    return (lower, upper) if lower is not None and upper is not None else None


def reference_day(edtf: str | None) -> date | None:
    """The day that relative expressions are counted from in a document published at ``edtf``.

    A full date is itself, a month or season its middle day; None for what is longer than ``CERTAIN`` days, open or no
    EDTF: half a year off is worse than no date.
    """
    found = bounds(edtf)
    if found is None or (found[1] - found[0]).days > CERTAIN:
        return None
    return found[0] + (found[1] - found[0]) / 2
