"""Bounds of the dates in the tables: the part of EDTF they use (year, month or day)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from chancery.model.errors import KnowledgeError


def first_day(edtf: str) -> date:
    """The first day that ``2021``, ``2021-10`` or ``2021-10-28`` can mean; KnowledgeError for anything else."""
    return _bounds(edtf)[0]


def last_day(edtf: str) -> date:
    """The last day that ``edtf`` can mean."""
    return _bounds(edtf)[1]


def _bounds(edtf: str) -> tuple[date, date]:
    try:
        parts = [int(part) for part in edtf.split("-")]
        if len(parts) == 1:
            return date(parts[0], 1, 1), date(parts[0], 12, 31)
        if len(parts) == 2:
            return date(parts[0], parts[1], 1), date(parts[0], parts[1], monthrange(*parts)[1])
        return date(*parts), date(*parts)
    except (ValueError, TypeError) as error:
        raise KnowledgeError(f"{edtf!r} is not a year, month or day") from error


def holds_on(since: str | None, until: str | None, on: date | None) -> bool:
    """Whether the interval may include the day ``on``: an unknown or coarse bound counts in its favour.

    The last day itself belongs to the interval; every interval holds on an unknown day.
    """
    if on is None:
        return True
    return (not since or first_day(since) <= on) and (not until or on <= last_day(until))


def surely_holds_on(since: str | None, until: str | None, on: date) -> bool:
    """Whether the interval includes ``on`` whatever its coarse bounds mean; an open end holds on."""
    return bool(since) and last_day(since or "") <= on and (not until or on <= first_day(until))
