"""Questions with three honest answers: found, none within what is held, or unknown because too little is held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from chancery.ledger import Ledger
from chancery.ledger.resolved import Resolved
from chancery.model.errors import UsageError
from chancery.model.ledger import Entry, ThreadState
from chancery.report import coverage
from chancery.report.glance import between
from chancery.report.lines import Lines
from chancery.report.model import Line, Proof
from chancery.resolve.claim import CLASSES

ENOUGH = 4  # documents on a pair from which "none" can be said at all
GAP = 366  # days without a document that leave a question open


class Found(StrEnum):
    FOUND = "found"
    NONE = "none within coverage"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the ledger can say to a question: the line that answers it with its proofs, and what is held."""

    found: Found
    text: str
    coverage: str
    line: Line | None = None

    @property
    def proofs(self) -> tuple[Proof, ...]:
        return self.line.proofs if self.line else ()


def last_met(ledger: Ledger, a: str, b: str, *, on: date | None = None, language: str = "en") -> Answer:
    """When people of the two states last met: a meeting, or a visit of one to the other."""
    lines = Lines.of_pair(ledger, a, b, on, language)
    deeds = [
        e for e in lines.found.entries if e.kind in ("meeting", "visit") and _deed(e, lines) and between(e, lines, a, b)
    ]
    return _answer(lines, deeds)


def ever_visited(ledger: Ledger, guest: str, host: str, *, on: date | None = None, language: str = "en") -> Answer:
    """Whether somebody of ``guest`` ever visited ``host``, and who last."""
    lines = Lines.of_pair(ledger, guest, host, on, language)
    visits = [
        e for e in lines.found.entries if e.kind == "visit" and _deed(e, lines) and between(e, lines, guest, host)
    ]
    return _answer(lines, [e for e in visits if lines.step(e).claim.goal == host])


def did_answer(ledger: Ledger, a: str, b: str, subject: str, *, on: date | None = None, language: str = "en") -> Answer:
    """What became of the undertaking that the entry or thread ``subject`` (an id) opens; UsageError if none does."""
    lines = Lines.of_pair(ledger, a, b, on, language)
    entries = {e.id: e for e in lines.found.entries}
    thread = next((t for t in lines.found.threads if subject in (t.id, t.links[0].entry)), None)
    if thread is None:
        raise UsageError("nothing that was opened has this id", where=subject, remedy=f"see: chancery threads {a} {b}")
    answers = [entries[link.entry] for link in thread.links[1:]]
    if answers:
        return _answer(lines, answers)
    since = lines.step(entries[thread.links[0].entry]).last_said
    assessed = thread.state is not ThreadState.NOT_ASSESSED
    state = _absence(lines.found.days, since, lines.on) if assessed else Found.UNKNOWN
    return Answer(state, state.value, coverage.short(lines.found, lines.language))


def _deed(entry: Entry, lines: Lines) -> bool:
    return CLASSES[entry.status] == "deed" and lines.direct(entry)


def _answer(lines: Lines, entries: list[Entry]) -> Answer:
    """The latest of ``entries``, or an honest absence."""
    held = coverage.short(lines.found, lines.language)
    told = [line for e in entries if (line := lines.line(e)) is not None]
    if told:
        last = max(told, key=lambda line: (line.day or date.min, line.entry))
        return Answer(Found.FOUND, f"{last.text} ({last.when})", held, last)
    state = _absence(lines.found.days, None, lines.on)
    return Answer(state, state.value, held)


def _absence(days: Sequence[date], since: date | None, on: date) -> Found:
    """None can be said only where documents enough are held and no year of the time asked for is without one."""
    asked = [day for day in days if since is None or day >= since]
    if len(asked) < ENOUGH:
        return Found.UNKNOWN
    if any((b - a).days > GAP for a, b in pairwise([*asked, on])):
        return Found.UNKNOWN
    return Found.NONE


def judge(found: Resolved, on: date) -> Found:
    """What silence on a pair means at all on the day ``on``."""
    return _absence(found.days, None, on)
