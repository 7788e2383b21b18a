"""One entry as a step in an undertaking: its merged features, when it was first told, and the scored fit of
two steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from chancery.model.ledger import Entry
from chancery.model.statement import Status
from chancery.resolve.across import across
from chancery.resolve.actors import Actors, rank
from chancery.resolve.claim import Claim
from chancery.resolve.words import alike, numbers, script, stems


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """An entry with the features of all its accounts. ``day`` orders the steps: the happening of a deed,
    the telling of everything else; ``due`` is the last day a plan allows."""

    entry: Entry
    claim: Claim
    first_said: date | None
    last_said: date | None
    day: date | None
    due: date | None
    documents: frozenset[str] = frozenset()
    rank: int = 0

    @property
    def status(self) -> Status:
        return self.entry.status


@dataclass(frozen=True, slots=True)
class Fit:
    """How surely a step belongs to an undertaking (0..1), and why."""

    score: float
    reason: str


def step(entry: Entry, claims: Mapping[str, Claim], actors: Actors) -> Step:
    """The step that ``entry`` is."""
    own = [claims[id] for id in entry.statements]
    full = own[0]
    texts: dict[str, str] = {}
    who: dict[str, frozenset[str]] = {}
    states: dict[str, frozenset[str]] = {}
    values: dict[str, str] = {}
    for each in own:
        for role, text in each.texts.items():
            texts.setdefault(role, text)
        for role, value in each.values.items():
            values.setdefault(role, value)
        for role, keys in each.actors.items():
            who[role] = who.get(role, frozenset()) | keys
        for role, keys in each.states.items():
            states[role] = states.get(role, frozenset()) | keys
    window = min((c.window for c in own), key=lambda w: (not w.stated, w.width))
    said = sorted(c.said for c in own if c.said)
    merged = replace(
        full,
        texts=texts,
        values=values,
        actors=who,
        states=states,
        window=window,
        topics=frozenset().union(*(c.topics for c in own)),
        goal=next((c.goal for c in own if c.goal), None),
        place=next((c.place for c in own if c.place), None),
        said=said[0] if said else None,
        status=entry.status,
    )
    first = said[0] if said else None
    happened = entry.status in (Status.DONE, Status.DENIED) and window.stated
    day = (window.lower or window.upper) if happened else first or window.anchor
    if happened and first and window.lower is None and window.upper:
        day = window.upper
    due = window.upper if entry.status in (Status.PLANNED, Status.WISHED, Status.POSSIBLE) and window.stated else None
    people = (
        who.get("who", frozenset()) | who.get("to", frozenset())
        if entry.kind == "invitation"
        else who.get("who", frozenset())
    )
    ranks = [rank(title) for key in people for title, _, _ in actors.titles(key, day)]
    return Step(
        entry=entry,
        claim=merged,
        first_said=first,
        last_said=said[-1] if said else None,
        day=day,
        due=due,
        documents=frozenset(c.document for c in own),
        rank=max(ranks, default=0),
    )


def in_order(steps: Iterable[Step]) -> list[Step]:
    """By day; an undated step after all dated ones, as nothing says that it came first. An invitation comes
    before the visit that the same day plans."""
    return sorted(
        steps, key=lambda s: (s.day or date.max, s.first_said or date.max, s.entry.kind != "invitation", s.entry.id)
    )


def after(opener: Step, answer: Step, within: int) -> Fit | None:
    """Whether ``answer`` can answer ``opener`` in time, and how much nearness speaks for it (0..0.3)."""
    if opener.day is None or answer.day is None:
        return None
    dated = answer.status in (Status.DONE, Status.DENIED) and answer.claim.window.stated
    latest = answer.claim.window.upper if dated else answer.day
    days = (answer.day - opener.day).days
    if (latest is not None and latest < opener.day) or days > within:
        return None
    days = max(0, days)
    return Fit(0.3 * (1 - days / (within * 1.25)), f"{_span(days)} later" if days else "the same day")


def _span(days: int) -> str:
    if days < 60:
        return f"{days} day{'s' if days != 1 else ''}"
    return f"{round(days / 30.4)} months" if days < 730 else f"{days / 365.25:.1f} years"


def same_matter(a: Claim, b: Claim) -> Fit | None:
    """Whether two descriptions are about one matter (0..0.5): by their words, or by subject where words
    cannot meet."""
    mine, yours = " ".join(a.texts.values()), " ".join(b.texts.values())
    own = a.names | b.names
    common = a.topics & b.topics
    subject = f"both on {', '.join(sorted(common))}" if common else ""
    if mine and yours and script(mine) == script(yours):
        my_numbers, your_numbers = numbers(mine), numbers(yours)
        share = 1.0 if mine.casefold() == yours.casefold() else alike(stems(mine) - own, stems(yours) - own)
        if my_numbers and your_numbers and not my_numbers & your_numbers:
            share *= 0.6
        if share >= 0.45:
            words = (stems(mine) & stems(yours)) - own
            return Fit(
                min(0.5, 0.2 + 0.4 * share),
                f"the same matter (words in common: {len(words)}; {share:.2f})" + (f", {subject}" if subject else ""),
            )
        return None
    if mine and yours and (meant := across(a, b, mine, yours)) is not None:
        if meant.share < 0.45:
            return None
        return Fit(min(0.5, 0.2 + 0.35 * meant.share), meant.reason + (f", {subject}" if subject else ""))
    if common and a.topics == b.topics:
        return Fit(0.35, subject)
    return None


def told_later(opener: Step, answer: Step) -> bool:
    """Whether the answer was first told after the opener: two sentences of one document do not answer each
    other."""
    return bool(opener.first_said and answer.first_said and opener.first_said < answer.first_said)
