"""When was an undated document written? An interval from what it says, with every reason, or unknown.

Each clue allows an interval of days; they are put together strongest first, and one that contradicts the stronger
ones
is left out. A day and month without a year ("reported on October 28") becomes a date where the interval leaves one
year for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from chancery.extract.context import Context
from chancery.extract.dating_clues import Bound, Recurring, bounds, recurring
from chancery.extract.times.tense import FUTURE, PAST
from chancery.model.document import DateSource, Published
from chancery.model.reading import Clue

FIRST, LAST = date(1000, 1, 1), date(2999, 12, 31)
WIDEST = 4 * 366  # days: a wider interval says too little to be a date of publication
NEAR = timedelta(183)  # writers leave out the year of a day at most half a year away
SHOWN = 12  # clues listed even where they add nothing to stronger ones


@dataclass(slots=True)
class Interval:
    """The days that the clues so far allow."""

    lower: date = FIRST
    upper: date = LAST

    def admits(self, bound: Bound) -> bool:
        return max(self.lower, bound.lower or FIRST) <= min(self.upper, bound.upper or LAST)

    def narrow(self, bound: Bound) -> bool:
        """Take ``bound`` in; whether it told anything new."""
        lower, upper = max(self.lower, bound.lower or FIRST), min(self.upper, bound.upper or LAST)
        new = (lower, upper) != (self.lower, self.upper)
        self.lower, self.upper = lower, upper
        return new

    @property
    def closed(self) -> bool:
        return self.lower > FIRST and self.upper < LAST


def date_document(context: Context) -> tuple[Published, tuple[Clue, ...]]:
    """The date of publication that the text itself implies, and the clues it rests on.

    A single day, a closed interval of at most a year, or unknown; never a guess between several. Looks at text,
    times, names and
    titles of ``context``, not at ``context.published``.
    """
    interval = Interval()
    clues: list[Clue] = []
    for bound in sorted(bounds(context), key=lambda bound: bound.rank):
        if not interval.admits(bound):
            continue
        clue = Clue(quote=bound.quote, edtf=_edtf(bound.lower, bound.upper), reason=bound.reason)
        if interval.narrow(bound) or (
            len(clues) < SHOWN and (clue.edtf, clue.reason) not in {(c.edtf, c.reason) for c in clues}
        ):
            clues.append(clue)
    for one in recurring(context) if interval.closed else []:
        day = _only_day(one, interval)
        if day is None:
            continue
        if one.of_report:
            clues.append(Clue(quote=one.quote, edtf=day.isoformat(), reason="the day of the report"))
            return Published(edtf=day.isoformat(), source=DateSource.INFERRED, evidence=one.span), tuple(clues)
        bound = Bound(
            quote=one.quote,
            reason=f"{day:%Y-%m-%d} falls on that weekday; a day named without its year is near",
            rank=5,
            lower=day if one.direction == PAST else day - NEAR,
            upper=day if one.direction == FUTURE else day + NEAR,
        )
        if interval.admits(bound) and interval.narrow(bound):
            clues.append(Clue(quote=bound.quote, edtf=_edtf(bound.lower, bound.upper), reason=bound.reason))
    if interval.closed and interval.upper - interval.lower <= timedelta(WIDEST):
        return Published(edtf=_edtf(interval.lower, interval.upper), source=DateSource.INFERRED), tuple(clues)
    return Published(), tuple(clues)


def _only_day(one: Recurring, interval: Interval) -> date | None:
    """The one day in the interval (or near it, where the day is not that of the report) that ``one`` can be; None if
    there is none or more than one."""
    slack = timedelta(0) if one.of_report else NEAR
    first = interval.lower - slack
    last = interval.upper + slack
    options = []
    for year in range(first.year, last.year + 1):
        try:
            day = date(year, one.month, one.day)
        except ValueError:  # 29 February
            continue
        if first <= day <= last and (one.weekday is None or day.isoweekday() == one.weekday):
            options.append(day)
    return options[0] if len(options) == 1 else None


def _edtf(lower: date | None, upper: date | None) -> str:
    """An interval of days as EDTF; whole years and months are written as such."""
    if lower is not None and lower == upper:
        return lower.isoformat()
    if (
        lower is not None
        and upper is not None
        and (lower.month, lower.day) == (1, 1)
        and (upper.month, upper.day) == (12, 31)
    ):
        return f"{lower.year:04d}" if lower.year == upper.year else f"{lower.year:04d}/{upper.year:04d}"
    return f"{lower or '..'}/{upper or '..'}"
