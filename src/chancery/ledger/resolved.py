"""The entries and threads on a pair with all that they were made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from chancery.model.ledger import Entry, Thread, ThreadState
from chancery.resolve.actors import Actors
from chancery.resolve.claim import Account, Claim
from chancery.resolve.decisions import Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """What a busy pair holds beyond what is shown: entries left out by kind, visits paid among them by destination,
    threads of several steps left out by state; documents, by language and publisher, and the newest of them."""

    entries: Mapping[str, int]
    visits: Mapping[str, int]
    threads: Mapping[ThreadState, int]
    documents: int
    languages: Mapping[str, int]
    publishers: Mapping[str, int]
    undated: int
    listed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """The entries and threads on a pair of states (or a state, or all), with everything they were made
    from.

    ``direct`` holds the ids of accounts that concern the pair itself; the others come from documents on the
    pair. ``whole`` is given where this is only the newest of a busy pair.
    """

    accounts: Mapping[str, Account]
    claims: Mapping[str, Claim]
    direct: frozenset[str]
    entries: tuple[Entry, ...]
    threads: tuple[Thread, ...]
    actors: Actors
    days: tuple[date, ...]
    rules: Rules
    whole: Whole | None = None

    @property
    def documents(self) -> int:
        """How many documents say something on the pair itself."""
        if self.whole is not None:
            return self.whole.documents
        return len({acc.source.digest for id, acc in self.accounts.items() if id in self.direct})
