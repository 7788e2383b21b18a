"""Entries to threads: the life of an invitation, a promise, an agreement, told by later documents.

An answer goes to the opener it fits best; if two fit equally well it goes to neither. Silence is never
"broken": an opener that nothing answers has *no evidence* if later documents are held, and is *not
assessed* if none are; it has *lapsed* only where its due date passed and documents from after that day are
held.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from chancery.model.ledger import Entry, Thread, ThreadLink, ThreadState
from chancery.resolve.actors import Actors
from chancery.resolve.claim import Claim
from chancery.resolve.dates import later
from chancery.resolve.families import FAMILIES, Family, stage
from chancery.resolve.undertaking import Fit, Step, in_order, step

LEAST = 0.7  # score from which an answer is linked; measured with eval/threads.py
_TIE = 0.03
_GRACE = 60  # days after a due date before an undertaking can have lapsed
_WITNESSES = 2  # documents from after the due date that must be held


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """What people decided on links: pairs of entries (by the ids of their statements) that belong or do
    not."""

    yes: frozenset[tuple[str, str]] = frozenset()
    no: frozenset[tuple[str, str]] = frozenset()


@dataclass(slots=True)
class _Chain:
    family: Family
    steps: list[Step]
    links: list[ThreadLink]
    closed: bool = False
    parts: list[str] = field(default_factory=list)


def build(
    entries: Sequence[Entry],
    claims: Mapping[str, Claim],
    actors: Actors,
    *,
    held: Iterable[date] = (),
    on: date | None = None,
    links: Links | None = None,
) -> tuple[Thread, ...]:
    """The threads among ``entries``. ``held`` are the days of the documents held on these states; ``on``
    the day to judge by (None: the last of ``held``)."""
    days = sorted(held)
    today = on or (days[-1] if days else None)
    ruled = links or Links()
    steps = in_order(step(entry, claims, actors) for entry in entries)
    threads = []
    for family in FAMILIES:
        for chain in _chains(family, steps, ruled):
            state = state_of(chain.family, chain.parts, chain.steps, days, today)
            threads.append(Thread(id=_id(family, chain), kind=family.name, state=state, links=tuple(chain.links)))
    return tuple(threads)


def _chains(family: Family, steps: Sequence[Step], ruled: Links) -> list[_Chain]:
    chains: list[_Chain] = []
    index: dict[str, list[int]] = defaultdict(list)  # chains by the keys of their openers

    def begin(each: Step, part: str) -> None:
        for key in family.keys(each):
            index[key].append(len(chains))
        first = ThreadLink(entry=each.entry.id, part=part, reason="opens", score=1.0)
        chains.append(_Chain(family, [each], [first], parts=[part]))

    for each in steps:
        part = family.part(each)
        if part is None:
            continue
        numbers = range(len(chains)) if ruled.yes else sorted({n for key in family.keys(each) for n in index[key]})
        found = _home(family, [chains[n] for n in numbers], each, part, ruled)
        if found is not None:
            chain, fit = found
            if part == "planned" and chain.parts[0] == "invited" and each.documents <= chain.steps[0].documents:
                part = "foreseen"  # the invitation's own words for the visit are no answer to it
            chain.steps.append(each)
            chain.parts.append(part)
            chain.links.append(ThreadLink(entry=each.entry.id, part=part, reason=fit.reason, score=round(fit.score, 3)))
            chain.closed = chain.closed or part in family.closes or part in _REFUSED
        if part in family.opens and (found is None or not family.repeats):
            begin(each, part)
    return chains


def _home(family: Family, chains: Sequence[_Chain], each: Step, part: str, ruled: Links) -> tuple[_Chain, Fit] | None:
    """The open chain that ``each`` fits best; None if none does, or two do equally well."""
    found: list[tuple[float, int, _Chain, Fit]] = []
    for n, chain in enumerate(chains):
        verdict = _ruling(chain, each, ruled)
        if verdict is False:
            continue
        if verdict:
            return chain, Fit(1.0, "a person ruled that it belongs here")
        if chain.closed or _told_beside(chain, each, part) or _goes_back(family, chain, part):
            continue
        opener = family.fit(chain.steps[0], each)
        if opener is None and family.stage is None:
            continue  # an answer must answer what opened the undertaking; a stage may follow any stage
        fits = [fit for s in chain.steps[1:] if (fit := family.fit(s, each)) is not None]
        fits += [opener] if opener else []
        if not fits:
            continue
        best = max(fits, key=lambda f: f.score)
        if best.score >= LEAST:
            found.append((best.score, n, chain, best))
    if not found:
        return None
    found.sort(key=lambda f: (-f[0], -f[1]))
    if len(found) > 1 and found[0][0] - found[1][0] <= _TIE and found[0][2].steps[0].day == found[1][2].steps[0].day:
        return None
    return found[0][2], found[0][3]


def _told_beside(chain: _Chain, each: Step, part: str) -> bool:
    """Whether one document tells of both openers: then they are two undertakings, not one told twice. Where an opener
    also answers, as a visit does a visit, one document may well tell of both."""
    return chain.family.repeats and part == chain.parts[0] and bool(each.documents & chain.steps[0].documents)


def _goes_back(family: Family, chain: _Chain, part: str) -> bool:
    """Whether a step would repeat or precede what was reached: what is signed twice is two instruments."""
    if family.stage is None or part in _REFUSED:
        return False
    reached = max(family.stage(p) for p in chain.parts if p not in _REFUSED)
    return family.stage(part) < reached or (family.stage(part) == reached and reached >= family.stage("signed"))


def _ruling(chain: _Chain, each: Step, ruled: Links) -> bool | None:
    if not ruled.yes and not ruled.no:
        return None
    pairs = {(a, b) for s in chain.steps for a in s.entry.statements for b in each.entry.statements}
    if pairs & ruled.no:
        return False
    return True if pairs & ruled.yes else None


def _id(family: Family, chain: _Chain) -> str:
    return "t" + hashlib.sha256(f"{family.name}:{chain.links[0].entry}".encode()).hexdigest()[:15]


_DONE = {
    "visit": {"paid"},
    "return visit": {"paid"},
    "commitment": {"done"},
    "gathering": {"held"},
    "aid": {"delivered"},
    "membership": {"joined"},
    "mission": {"opened"},
    "obstacle": {"removed"},
}
_REFUSED = {"declined", "denied"}
# Open matters first, then what is finished.
ORDER = {
    state: n
    for n, state in enumerate(
        (
            ThreadState.LAPSED,
            ThreadState.CONTRADICTED,
            ThreadState.UNDER_WAY,
            ThreadState.PARTLY_DONE,
            ThreadState.NO_EVIDENCE,
            ThreadState.NOT_ASSESSED,
            ThreadState.DONE,
        )
    )
}
_MOVES = {"accepted", "under way", "worked on", "advanced"}


def state_of(
    family: Family, parts: Sequence[str], steps: Sequence[Step], days: Sequence[date], today: date | None
) -> ThreadState:
    """The state of an undertaking on ``today``, by its steps and by what documents are held."""
    if family.name == "agreement":
        return _agreement_state(parts)
    answers = parts[1:]
    if set(answers if family.name == "return visit" else parts) & _DONE[family.name]:
        return ThreadState.DONE
    if parts[-1] in _REFUSED:
        return ThreadState.CONTRADICTED
    due = max((s.due for s in steps if s.due), default=None)
    over = due is not None and today is not None and due < today
    if due and today and later(due, _GRACE) < today and sum(day > due for day in days) >= _WITNESSES:
        return ThreadState.LAPSED
    planned = "planned" in answers or (family.name in ("visit", "gathering") and parts[0] == "planned")
    if set(answers) & _MOVES or parts[0] in ("under way", "accepted") or (planned and not over):
        return ThreadState.UNDER_WAY
    opened = steps[0].last_said or steps[0].day
    if today is None or opened is None or not any(day > opened for day in days):
        return ThreadState.NOT_ASSESSED
    return ThreadState.NO_EVIDENCE


def rejudged(thread: Thread, steps: Mapping[str, Step], days: Sequence[date], today: date | None) -> Thread:
    """``thread`` with its state on another day; ``steps`` are those of its entries."""
    family = next(f for f in FAMILIES if f.name == thread.kind)
    parts = [link.part for link in thread.links]
    return replace(thread, state=state_of(family, parts, [steps[k.entry] for k in thread.links], days, today))


def _agreement_state(parts: Sequence[str]) -> ThreadState:
    """Done once ratified or later, partly done once signed; a suspended one is only partly done again."""
    if parts[-1] in _REFUSED:
        return ThreadState.CONTRADICTED
    if parts[-1] == "suspended":
        return ThreadState.PARTLY_DONE
    reached = max((stage(part) for part in parts if part not in _REFUSED), default=0)
    if reached >= stage("ratified"):
        return ThreadState.DONE
    return ThreadState.PARTLY_DONE if reached >= stage("signed") else ThreadState.UNDER_WAY
