"""Stretches of the calendar as values: EDTF, TIMEX3, bounds and granularity of days, weeks, quarters and so on."""

from __future__ import annotations

import calendar as civil
from dataclasses import dataclass, replace
from datetime import date, timedelta

from chancery.model.when import Granularity as G

SEASONS = {"spring": (3, "21", "SP"), "summer": (6, "22", "SU"), "autumn": (9, "23", "FA"), "winter": (12, "24", "WI")}
_THIRDS_OF_YEAR = {"start": (1, 3), "early": (1, 3), "mid": (5, 8), "late": (10, 12), "end": (11, 12)}


@dataclass(frozen=True, slots=True)
class Value:
    """A stretch of the calendar. ``timex`` is its TIMEX3 value; bounds are inclusive, None where open."""

    edtf: str
    timex: str
    lower: date | None
    upper: date | None
    granularity: G


def day(on: date) -> Value:
    return Value(on.isoformat(), on.isoformat(), on, on, G.DAY)


def month(year: int, number: int) -> Value:
    text = f"{year:04d}-{number:02d}"
    last = civil.monthrange(year, number)[1]
    return Value(text, text, date(year, number, 1), date(year, number, last), G.MONTH)


def year(number: int) -> Value:
    text = f"{number:04d}"
    return Value(text, text, date(number, 1, 1), date(number, 12, 31), G.YEAR)


def _months(year_: int, first: int, last: int) -> tuple[date, date]:
    """First day of month ``first`` and last day of ``last`` (13 is January of the next year)."""
    end = month(year_ + (last - 1) // 12, (last - 1) % 12 + 1).upper
    assert end is not None
    return date(year_, first, 1), end


def quarter(year_: int, number: int) -> Value:
    lower, upper = _months(year_, 3 * number - 2, 3 * number)
    return Value(f"{year_:04d}-{32 + number}", f"{year_:04d}-Q{number}", lower, upper, G.QUARTER)


def half(year_: int, number: int) -> Value:
    lower, upper = _months(year_, 6 * number - 5, 6 * number)
    return Value(f"{year_:04d}-{39 + number}", f"{year_:04d}-H{number}", lower, upper, G.SEASON)


def season(year_: int, name: str) -> Value:
    """``name`` of the northern half; a winter begins in December of ``year_``."""
    first, code, timex = SEASONS[name]
    lower, upper = _months(year_, first, first + 2)
    return Value(f"{year_:04d}-{code}", f"{year_:04d}-{timex}", lower, upper, G.SEASON)


def week(within: date) -> Value:
    """The week, Monday to Sunday, that holds ``within``, as an interval of days."""
    lower = within - timedelta(within.weekday())
    upper = lower + timedelta(6)
    iso = lower.isocalendar()
    return Value(f"{lower}/{upper}", f"{iso.year:04d}-W{iso.week:02d}", lower, upper, G.WEEK)


def weekend(within: date) -> Value:
    """Saturday and Sunday of the week that holds ``within``."""
    full = week(within)
    assert full.upper is not None
    lower = full.upper - timedelta(1)
    return Value(f"{lower}/{full.upper}", f"{full.timex}-WE", lower, full.upper, G.DAY)


def decade(first: int) -> Value:
    text = f"{first // 10:03d}"
    return Value(f"{text}X", text, date(max(first, 1), 1, 1), date(first + 9, 12, 31), G.DECADE)


def century(number: int) -> Value:
    """The ``number``-th century, by hundreds as TIMEX3 and EDTF write it: the 19th is 18XX."""
    first = (number - 1) * 100
    return Value(
        f"{first // 100:02d}XX", f"{first // 100:02d}", date(max(first, 1), 1, 1), date(first + 99, 12, 31), G.CENTURY
    )


def of_unit(unit: str, within: date) -> Value:
    """The ``unit`` of the calendar that holds the day ``within``."""
    if unit == "week" or unit == "fortnight":
        return week(within)
    if unit == "weekend":
        return weekend(within)
    if unit == "month":
        return month(within.year, within.month)
    if unit == "quarter":
        return quarter(within.year, (within.month + 2) // 3)
    if unit == "half":
        return half(within.year, 1 if within.month < 7 else 2)
    if unit == "season":
        return season(*season_of(within))
    if unit == "year":
        return year(within.year)
    if unit == "academic":  # September to August
        first = within.year if within.month >= 9 else within.year - 1
        return Value(
            f"{first:04d}/{first + 1:04d}",
            f"{first:04d}/{first + 1:04d}",
            date(first, 9, 1),
            date(first + 1, 8, 31),
            G.YEAR,
        )
    if unit == "decade":
        return decade(within.year - within.year % 10)
    if unit == "century":
        return century(within.year // 100 + 1)
    return day(within)


def season_of(within: date) -> tuple[int, str]:
    """The season that holds a day, with the year it is named by."""
    if within.month < 3:
        return within.year - 1, "winter"
    name = ("spring", "summer", "autumn", "winter")[within.month // 3 - 1]
    return within.year, name


def shift(within: date, unit: str, steps: float) -> date:
    """The day ``steps`` units after ``within`` (before, if negative). OverflowError or ValueError outside years
    1-9999."""
    if unit in ("second", "minute", "hour"):
        return within
    if unit in ("day", "week", "fortnight", "weekend"):
        length = {"day": 1, "week": 7, "fortnight": 14, "weekend": 7}[unit]
        return within + timedelta(round(length * steps))
    months = {
        "month": 1,
        "quarter": 3,
        "season": 3,
        "half": 6,
        "year": 12,
        "academic": 12,
        "decade": 120,
        "century": 1200,
        "millennium": 12000,
    }
    index = within.year * 12 + within.month - 1 + round(months[unit] * steps)
    year_, number = index // 12, index % 12 + 1
    if not 1 <= year_ <= 9999:
        raise OverflowError("outside the calendar")
    return date(year_, number, min(within.day, civil.monthrange(year_, number)[1]))


def part(whole: Value, name: str) -> Value:
    """The early, middle or late part of ``whole`` as an interval; ``whole`` itself where it is too short.

    "Early" and "start" of a year are its first quarter, "mid" May to August, "late" the last quarter and "end" its
    last two months; parts
    of a month are its thirds. TIMEX3 keeps the value of the whole.
    """
    lower, upper = whole.lower, whole.upper
    if lower is None or upper is None or name == "all":
        return whole
    if whole.granularity is G.YEAR:
        first, last = _THIRDS_OF_YEAR[name]
        return replace(
            interval(month(lower.year, first), month(lower.year, last)), timex=whole.timex, granularity=G.MONTH
        )
    days = (upper - lower).days + 1
    if days < 7 or whole.granularity is G.WEEK:
        return whole
    cut = {"start": (0, 1 / 3), "early": (0, 1 / 3), "mid": (1 / 3, 2 / 3), "late": (2 / 3, 1), "end": (2 / 3, 1)}[name]
    a = lower + timedelta(int(days * cut[0]))
    b = upper if cut[1] == 1 else lower + timedelta(int(days * cut[1]) - 1)
    if whole.granularity in (G.DECADE, G.CENTURY):
        return Value(f"{a.year:04d}/{b.year:04d}", whole.timex, date(a.year, 1, 1), date(b.year, 12, 31), G.YEAR)
    if whole.granularity in (G.QUARTER, G.SEASON):
        pick = {"start": lower, "early": lower, "mid": a, "late": upper, "end": upper}[name]
        return replace(month(pick.year, pick.month), timex=whole.timex)
    return Value(f"{a}/{b}", whole.timex, a, b, G.DAY)


def interval(a: Value, b: Value) -> Value:
    """From the start of ``a`` to the end of ``b``; written at the granularity of both where they agree."""
    lower, upper = a.lower, b.upper
    if a.edtf == b.edtf and lower and upper:
        return a
    left, right = _plain(a, first=True), _plain(b, first=False)
    return Value(f"{left}/{right}", f"{a.timex}/{b.timex}", lower, upper, a.granularity)


def _plain(value: Value, *, first: bool) -> str:
    """``value`` as one end of an interval: EDTF allows only a date there, no season, decade or interval."""
    if value.granularity in (G.DAY, G.MONTH, G.YEAR) and "/" not in value.edtf:
        return value.edtf
    bound = value.lower if first else value.upper
    if bound is None:
        return ".."
    if value.granularity in (G.DECADE, G.CENTURY):
        return f"{bound.year:04d}"
    if value.granularity in (G.QUARTER, G.SEASON) or (value.granularity is G.MONTH and "/" in value.edtf):
        return f"{bound.year:04d}-{bound.month:02d}"
    return bound.isoformat()


def since(a: Value) -> Value:
    """From the start of ``a`` on, without end."""
    return replace(a, edtf=f"{_plain(a, first=True)}/..", upper=None, granularity=G.OPEN)


def until(b: Value) -> Value:
    """Up to the end of ``b``, from no known start."""
    return replace(b, edtf=f"../{_plain(b, first=False)}", lower=None, granularity=G.OPEN)
