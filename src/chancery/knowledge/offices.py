"""Who held which office when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from chancery.knowledge import rows
from chancery.knowledge.dates import first_day, holds_on, last_day, surely_holds_on
from chancery.model.entity import Office

COLUMNS = ("holder", "title", "of", "to", "since", "until", "confidence", "source")

ALIKE = frozenset({"head of state", "head of government", "foreign minister", "defence minister", "ambassador"})
GRACE = timedelta(days=60)  # how long after leaving an office a holder may still go by it
HORIZON = {"Wikidata": date(2022, 7, 31)}  # the last day that the tables taken from there tell of


def read_offices() -> tuple[Office, ...]:
    """Every spell of the tables in ``data/offices/``.

    The ``source`` of a row that is marked ends in its mark: "curated; low" (unsure), "curated; contested" (two
    claimed the office).
    """
    out = []
    for table in rows.tables("offices"):
        for holder, title, of, to, since, until, confidence, source in rows.read(table, COLUMNS):
            out.append(
                Office(
                    holder=holder,
                    title=title,
                    of=of,
                    to=to or None,
                    since=since or None,
                    until=until or None,
                    source=f"{source}; {confidence}" if confidence else source,
                )
            )
    return tuple(out)


class OfficeTable:
    """Spells in office, found by office and date or by holder.

    ``classes`` maps a title to its class ("head of government"), so that the Chairman of the Cabinet of Ministers
    is found where a text says Prime Minister.
    """

    def __init__(self, offices: Iterable[Office], classes: dict[str, str]) -> None:
        self._classes = classes
        self._of: dict[str, list[Office]] = defaultdict(list)
        self._holder: dict[str, list[Office]] = defaultdict(list)
        for office in offices:
            self._of[office.of].append(office)
            self._holder[office.holder].append(office)

    def group(self, title: str) -> str | None:
        """The class of ``title``; an acting holder's is that of the office."""
        return self._classes.get(title) or self._classes.get(title.removeprefix("Acting "))

    def same_office(self, title: str, of: str) -> frozenset[str]:
        """``title``, the acting one's, and those of one class with it if an office of that class is held once only;
        of a head of state only those that ``of`` has, as a president and a king are no one office."""
        kind = self.group(title)
        alike = {name for name, group in self._classes.items() if group == kind} if kind in ALIKE else set()
        if kind == "head of state":
            own = {office.title for office in self._of.get(of, ())}
            alike &= own if title not in own else {title}
        return frozenset({title, f"Acting {title}", *alike})

    def left(self, holder: str, title: str, of: str, on: date) -> bool:
        """Whether ``holder`` had left the office ``title`` of ``of`` well before the day ``on``."""
        alike = self.same_office(title, of)
        spells = [o for o in self._holder.get(holder, ()) if o.of == of and o.title in alike]
        ends = [o.until for o in spells if o.since is None or first_day(o.since) <= on]
        return bool(ends) and all(end is not None and last_day(end) + GRACE < on for end in ends)

    def spells(self, of: str) -> tuple[Office, ...]:
        """Every spell of an office of the state or organisation ``of``, in no order."""
        return tuple(self._of.get(of, ()))

    def of_holder(self, holder: str) -> tuple[Office, ...]:
        """The offices of one person, earliest first."""
        return tuple(sorted(self._holder.get(holder, ()), key=_beginning))

    def holders(self, title: str, of: str, on: date | None, to: str | None = None) -> tuple[Office, ...]:
        """The spells in which ``title`` of ``of`` was held on the day ``on`` (None: ever).

        Spells of exactly this title come first; if there is none, those of another title for the same office (the
        Chairman of the Cabinet of Ministers for the Prime Minister). On a day of change
        both the old and the new holder are returned, the new one first.
        """
        spells = [o for o in self._of.get(of, ()) if to is None or o.to is None or o.to == to]
        spells = [o for o in spells if holds_on(o.since, o.until, on) and _within(o, on)]
        kind = self.group(title)
        held = [o for o in spells if o.title == title]
        if kind in ALIKE and (not held or kind == "ambassador"):
            held = [o for o in spells if self.group(o.title) == kind]
        if on is not None and any(surely_holds_on(o.since, o.until, on) for o in held):
            held = [o for o in held if surely_holds_on(o.since, o.until, on) or _closed(o)]
        return tuple(sorted(held, key=_beginning, reverse=True))


def _within(office: Office, on: date | None) -> bool:
    """Whether the row's source reaches to the day: where it ends earlier, an open spell may have ended since."""
    horizon = HORIZON.get(office.source)
    return on is None or horizon is None or office.until is not None or on <= horizon


def _closed(office: Office) -> bool:
    return office.since is not None and office.until is not None


def _beginning(office: Office) -> date:
    if office.since:
        return first_day(office.since)
    return last_day(office.until) if office.until else date.min
