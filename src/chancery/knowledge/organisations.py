"""Which states belong to which organisations, with status and dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from chancery.knowledge import rows
from chancery.knowledge.dates import holds_on

COLUMNS = ("organisation", "status", "since", "until", "states", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A state's part in an organisation. ``status`` is member, observer, partner, associate, candidate or
    suspended; dates are EDTF, None where no bound is known."""

    organisation: str
    state: str
    status: str
    since: str | None = None
    until: str | None = None
    source: str = ""


class MembershipTable:
    """All memberships, found by organisation or by state."""

    def __init__(self, further: Iterable[Membership] = ()) -> None:
        self._organisation: dict[str, list[Membership]] = defaultdict(list)
        self._state: dict[str, list[Membership]] = defaultdict(list)
        for organisation, status, since, until, states, source in rows.read("memberships", COLUMNS):
            for state in rows.split(states):
                row = Membership(
                    organisation=organisation,
                    state=state,
                    status=status,
                    since=since or None,
                    until=until or None,
                    source=source,
                )
                self._add(row)
        for row in further:
            self._add(row)

    def _add(self, row: Membership) -> None:
        self._organisation[row.organisation].append(row)
        self._state[row.state].append(row)

    def members(self, organisation: str, on: date | None = None, status: str | None = None) -> tuple[Membership, ...]:
        """Who belongs to ``organisation`` on the day ``on`` (None: whoever belongs or belonged)."""
        return tuple(row for row in self._organisation.get(organisation, ()) if _fits(row, on, status))

    def of_state(self, state: str, on: date | None = None, status: str | None = None) -> tuple[Membership, ...]:
        """What ``state`` belongs to."""
        return tuple(row for row in self._state.get(state, ()) if _fits(row, on, status))

    def shared(self, a: str, b: str, on: date | None = None) -> tuple[str, ...]:
        """Ids of the organisations of which both states are full members."""
        first = {row.organisation for row in self.of_state(a, on, "member")}
        return tuple(sorted({r.organisation for r in self.of_state(b, on, "member") if r.organisation in first}))


def _fits(row: Membership, on: date | None, status: str | None) -> bool:
    return (status is None or row.status == status) and holds_on(row.since, row.until, on)
