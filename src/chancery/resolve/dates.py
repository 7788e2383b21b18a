"""Calendar bounds of EDTF values, and when a statement's happening can have been."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from chancery.model.statement import Statement, Status
from chancery.model.when import Granularity, When
from chancery.model.when import days as bounds

__all__ = ["Window", "bounds", "granularity", "later", "when", "window"]


def when(edtf: str) -> When:
    """A When of an EDTF value, with its bounds and granularity."""
    lower, upper = bounds(edtf)
    return When(edtf=edtf, lower=lower, upper=upper, granularity=granularity(lower, upper))


def granularity(lower: date | None, upper: date | None) -> Granularity:
    """The coarsest calendar unit the bounds fill."""
    if lower is None or upper is None:
        return Granularity.OPEN
    days = (upper - lower).days + 1
    for limit, unit in (
        (1, Granularity.DAY),
        (7, Granularity.WEEK),
        (31, Granularity.MONTH),
        (92, Granularity.QUARTER),
        (366, Granularity.YEAR),
    ):
        if days <= limit:
            return unit
    return Granularity.DECADE


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which something can have happened. ``stated``: the text gives a time; else it follows
    from the document's date and the status alone."""

    lower: date | None
    upper: date | None
    stated: bool

    @property
    def width(self) -> int:
        """Days between the bounds; a million where one is open."""
        return (self.upper - self.lower).days if self.lower and self.upper else 1_000_000

    def gap(self, other: Window) -> int:
        """Days between the windows; 0 if they meet."""
        if self.upper and other.lower and self.upper < other.lower:
            return (other.lower - self.upper).days
        if other.upper and self.lower and other.upper < self.lower:
            return (self.lower - other.upper).days
        return 0

    @property
    def anchor(self) -> date | None:
        """The day to sort by: the last of a past, the first of a future, the first of a closed window."""
        return self.lower or self.upper


def window(statement: Statement, published: str | None) -> Window:
    """When the happening of ``statement`` can have been, told in a document published at ``published``
    (EDTF)."""
    first, last = bounds(published) if published else (None, None)
    lower = upper = None
    stated = statement.when is not None
    if statement.when is not None:
        lower, upper = statement.when.lower, statement.when.upper
        if lower is None and upper is None:
            lower, upper = bounds(statement.when.edtf)
    if statement.status is Status.DONE:
        upper = upper or last
    elif statement.status is Status.ONGOING and not stated:
        lower, upper = first, last
    elif statement.status in (Status.PLANNED, Status.WISHED, Status.POSSIBLE):
        lower = lower or first
    if lower and upper and lower > upper:  # a text that contradicts its own date: keep what the text says
        lower, upper = (statement.when.lower, statement.when.upper) if statement.when else (first, last)
    return Window(lower, upper, stated and not _open_at(statement, first, last))


def _open_at(statement: Statement, first: date | None, last: date | None) -> bool:
    """Whether the time only says "some time before (after) this document"."""
    when = statement.when
    if when is None or (when.lower is not None and when.upper is not None):
        return False
    bound = when.lower or when.upper
    return bound is None or (first is not None and last is not None and first <= bound <= last)


def later(day: date, days: int) -> date:
    """``day`` plus ``days``, at the calendar's ends clamped."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min
