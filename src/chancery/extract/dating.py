"""When was an undated document written? An interval from what it says, with every reason, or unknown.

Each clue allows a set of days (a president who came back allows two stretches); they are put together strongest first
and one that contradicts the stronger ones is left out. A day and month without a year ("reported on October 28")
becomes a date where the days that are left hold it once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from chancery.extract.context import Context
from chancery.extract.dating_bounds import Stretch
from chancery.extract.dating_clues import Recurring, bounds, recurring
from chancery.extract.times.tense import FUTURE, PAST
from chancery.model.document import DateSource, Published
from chancery.model.reading import Clue

FIRST, LAST = date(1000, 1, 1), date(2999, 12, 31)
WIDEST = 4 * 366  # days: a wider interval says too little to be a date of publication
NEAR = timedelta(183)  # writers leave out the year of a day at most half a year away
NEAR_WEEKDAY = timedelta(45)  # and name its weekday, too, where it is a matter of weeks
SURE = 3  # the rank up to which a clue is taken to be right
_SLIVER, _LEAST = timedelta(5), timedelta(30)  # clues that meet in no more, sure or not, more likely contradict
SHOWN = 12  # clues listed even where they add nothing to stronger ones


@dataclass(slots=True)
class Days:
    """The days that the clues so far allow: stretches in order, none touching the next."""

    stretches: tuple[tuple[date, date], ...] = ((FIRST, LAST),)

    @property
    def lower(self) -> date:
        return self.stretches[0][0]

    @property
    def upper(self) -> date:
        return self.stretches[-1][1]

    def _cut(self, spans: tuple[Stretch, ...]) -> tuple[tuple[date, date], ...]:
        pieces = sorted(
            (max(a, first or FIRST), min(b, last or LAST))
            for a, b in self.stretches
            for first, last in spans
            if max(a, first or FIRST) <= min(b, last or LAST)
        )
        out: list[tuple[date, date]] = []
        for a, b in pieces:
            if out and a <= out[-1][1] + timedelta(1):
                out[-1] = (out[-1][0], max(b, out[-1][1]))
            else:
                out.append((a, b))
        return tuple(out)

    def admits(self, spans: tuple[Stretch, ...]) -> bool:
        return bool(self._cut(spans))

    def barely(self, spans: tuple[Stretch, ...], least: timedelta) -> bool:
        """Whether a clue of many days would leave a few days at most: the overlap of two offices at a handover."""
        cut = self._cut(spans)
        days = sum(((b - a) + timedelta(1) for a, b in cut), timedelta(0))
        many = all(a is None or b is None or b - a > least for a, b in spans)
        return many and cut != self.stretches and days <= least

    def narrow(self, spans: tuple[Stretch, ...]) -> bool:
        """Take a clue in; whether it told anything new."""
        cut = self._cut(spans)
        new = cut != self.stretches
        self.stretches = cut
        return new

    @property
    def closed(self) -> bool:
        return self.lower > FIRST and self.upper < LAST


def date_document(context: Context) -> tuple[Published, tuple[Clue, ...]]:
    """The date of publication that the text itself implies, and the clues it rests on.

    A single day, a closed interval of at most four years, or unknown; never a guess between several. Looks at text,
    times, names and titles of ``context``, not at ``context.published``.
    """
    left = Days()
    clues: list[Clue] = []
    for bound in sorted(bounds(context), key=lambda bound: bound.rank):
        if not left.admits(bound.spans) or left.barely(bound.spans, _LEAST if bound.rank > SURE else _SLIVER):
            continue
        clue = Clue(quote=bound.quote, edtf=_edtf(bound.spans), reason=bound.reason)
        if left.narrow(bound.spans) or (
            len(clues) < SHOWN and (clue.edtf, clue.reason) not in {(c.edtf, c.reason) for c in clues}
        ):
            clues.append(clue)
    days = sorted(recurring(context), key=lambda one: (not one.today, one.weekday is None, not one.of_report))
    for one in days if left.closed else []:
        day = _only_day(one, left)
        if one.of_report and day is not None:
            clues.append(Clue(quote=one.quote, edtf=day.isoformat(), reason="the day of the report"))
            return Published(edtf=day.isoformat(), source=DateSource.INFERRED, evidence=one.span), tuple(clues)
        spans = _around(one, left)
        if spans and left.admits(spans) and left.narrow(spans):
            clues.append(
                Clue(quote=one.quote, edtf=_edtf(spans), reason=TODAY if one.today else NAMED[one.weekday is not None])
            )
    if left.closed and left.upper - left.lower <= timedelta(WIDEST):
        return Published(edtf=_edtf(((left.lower, left.upper),)), source=DateSource.INFERRED), tuple(clues)
    return Published(), tuple(clues)


TODAY = "the day of writing by name, without its year"
NAMED = {
    True: "a day named with its weekday and without its year is near",
    False: "a day named without its year is near",
}


def _days_of(one: Recurring, first: date, last: date) -> list[date]:
    """Every day between two that ``one`` can be."""
    options = []
    for year in range(first.year, last.year + 1):
        try:
            day = date(year, one.month, one.day)
        except ValueError:  # 29 February
            continue
        if first <= day <= last and (one.weekday is None or day.isoweekday() == one.weekday):
            options.append(day)
    return options


def _only_day(one: Recurring, left: Days) -> date | None:
    """The one day that is left for ``one``; None if there is none or more than one."""
    options = [day for a, b in left.stretches for day in _days_of(one, a, b)]
    return options[0] if len(options) == 1 else None


def _around(one: Recurring, left: Days) -> tuple[Stretch, ...]:
    """The days near every day that ``one`` can be: after it where it is told as past, before it where as coming."""
    near = NEAR if one.weekday is None else NEAR_WEEKDAY
    before = timedelta(0) if one.today or one.direction == PAST else near
    after = timedelta(0) if one.today or one.direction == FUTURE else near
    return tuple((day - before, day + after) for day in _days_of(one, left.lower - near, left.upper + near))


def _edtf(spans: tuple[Stretch, ...]) -> str:
    """Stretches of days as EDTF: a date, an interval, or one of a set."""
    if len(spans) == 1:
        return _one(*spans[0])
    return "[" + ",".join(str(a) if a and a == b else f"{a or ''}..{b or ''}" for a, b in spans) + "]"


def _one(lower: date | None, upper: date | None) -> str:
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
