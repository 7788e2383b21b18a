"""What the ledger shows: entries and threads are views over statements; decisions are what people and rules ruled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chancery.model.errors import ModelError
from chancery.model.statement import Filler, Status
from chancery.model.when import When


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One happening, plan, stance or figure, as all documents together tell it.

    ``statements`` are the ids of the statements put together, fullest first; ``reasons`` say why they are one.
    ``disagreements`` lists fields on which the accounts differ, each value with the statements that hold it.
    """

    id: str
    kind: str
    roles: Mapping[str, tuple[Filler, ...]]
    status: Status
    when: When | None
    place: Filler | None
    statements: tuple[str, ...]
    reasons: tuple[str, ...] = ()
    disagreements: Mapping[str, Mapping[str, tuple[str, ...]]] | None = None

    def __post_init__(self) -> None:
        if not self.statements:
            raise ModelError("an entry without a statement cannot be built")


class ThreadState(StrEnum):
    """The state of an undertaking. Silence is never "broken"."""

    NOT_ASSESSED = "not assessed"
    NO_EVIDENCE = "no evidence"
    UNDER_WAY = "under way"
    PARTLY_DONE = "partly done"
    DONE = "done"
    CONTRADICTED = "contradicted"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadLink:
    """Why ``entry`` belongs to a thread, and what it did there (opens, accepts, plans, fulfils, refuses…)."""

    entry: str
    part: str
    reason: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """The life of one undertaking across entries: invited → planned → visited."""

    id: str
    kind: str
    state: ThreadState
    links: tuple[ThreadLink, ...]

    def __post_init__(self) -> None:
        if not self.links:
            raise ModelError("a thread without an entry cannot be built")


class Verdict(StrEnum):
    MERGE = "merge"
    SPLIT = "split"
    CONFIRM = "confirm"
    REJECT = "reject"
    CORRECT = "correct"
    LINK = "link"
    UNLINK = "unlink"
    UNDO = "undo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A ruling, never deleted, undone only by a later one. ``subjects`` are ids of statements, entries, entities or
    decisions; ``user`` is a person's name or ``chancery`` for the program's own; ``at`` is UTC."""

    id: str
    verdict: Verdict
    subjects: tuple[str, ...]
    user: str
    at: datetime
    reason: str
    field: str | None = None
    value: str | None = None
    score: float | None = None

    def __post_init__(self) -> None:
        if self.at.utcoffset() is None:
            raise ModelError("a decision's time must be aware (UTC)")
        if not self.subjects or not self.reason:
            raise ModelError("a decision needs its subjects and a reason")
