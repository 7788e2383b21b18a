"""At a glance: when the two last met, who owes a visit, what comes next, what is open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from chancery.ledger.resolved import Resolved
from chancery.model.ledger import Entry, Thread, ThreadState
from chancery.report import coverage
from chancery.report.dates import coming
from chancery.report.lines import Lines
from chancery.report.model import Fact, Line, Proof
from chancery.report.names import called
from chancery.report.stories import worth_telling
from chancery.resolve.actors import rank
from chancery.resolve.claim import CLASSES

_CONTACT = ("meeting", "visit")
_SETTLED = (ThreadState.DONE, ThreadState.CONTRADICTED, ThreadState.LAPSED)


def facts(lines: Lines, made: Mapping[str, Line], found: Resolved, a: str, b: str, on: date) -> tuple[Fact, ...]:
    """The lines of the glance."""
    entries = {e.id: e for e in found.entries}
    phrases = lines.language
    out = [_met(lines, made, entries, found, a, b), _paid(lines, made, entries, a, b)]
    out += _owed(lines, found, entries, a, b)
    out += _invitations(lines, found, entries)
    out.append(_next(lines, made, entries, on))
    counts = Counter(t.state for t in found.threads if worth_telling(t, entries) and _concerns(lines, entries, t))
    counts.update(found.whole.threads if found.whole else {})
    listed = ", ".join(f"{n} {phrases.word('state', state.value).split(':')[0]}" for state, n in sorted(counts.items()))
    text = (
        phrases.word("glance", "counts", n=counts.total(), list=listed)
        if counts
        else phrases.word("glance", "no_undertakings")
    )
    out.append(Fact(label=phrases.word("label", "undertakings"), text=text))
    return tuple(out)


def _concerns(lines: Lines, entries: Mapping[str, Entry], thread: Thread) -> bool:
    return thread.kind != "return visit" and any(lines.direct(entries[link.entry]) for link in thread.links)


def _deeds(made: Mapping[str, Line], entries: Mapping[str, Entry], lines: Lines, kinds: tuple[str, ...]) -> list[Line]:
    """Lines of things that happened between the two, the latest first."""
    chosen = [
        line
        for id, line in made.items()
        if entries[id].kind in kinds and CLASSES[entries[id].status] == "deed" and lines.direct(entries[id])
    ]
    return sorted(chosen, key=lambda line: (line.day or date.min, line.entry), reverse=True)


def between(entry: Entry, lines: Lines, a: str, b: str) -> bool:
    """Whether both states take part themselves: a guest of one with the other, or people of both in one
    meeting."""
    claim = lines.step(entry).claim
    if entry.kind == "visit":
        return claim.goal in (a, b) and bool(claim.parties("who") & ({a, b} - {claim.goal}))
    return {a, b} <= claim.parties("between")


def _met(lines: Lines, made: Mapping[str, Line], entries: Mapping[str, Entry], found: Resolved, a: str, b: str) -> Fact:
    phrases = lines.language
    label = phrases.word("label", "last_met")
    deeds = [line for line in _deeds(made, entries, lines, _CONTACT) if between(entries[line.entry], lines, a, b)]
    if not deeds:
        return Fact(label=label, text=phrases.word("glance", "not_met", coverage=coverage.short(found, phrases)))
    # A meeting told only of states, or of one side's people, says less than one with people of both.
    last = next((line for line in deeds if _personal(entries[line.entry], lines)), deeds[0])
    return Fact(
        label=label,
        text=phrases.word("glance", "met", line=last.text, date=last.when),
        proofs=last.proofs[:2],
    )


def _personal(entry: Entry, lines: Lines) -> bool:
    """Whether people of rank take part by name: heads of state and government, foreign ministers."""
    actors, on = lines.found.actors, lines.step(entry).day
    keys = lines.step(entry).claim.actors.get("who" if entry.kind == "visit" else "between", frozenset())
    people = [key for key in keys if actors.is_person(key)]
    ranked = [key for key in people if max((rank(title) for title, _, _ in actors.titles(key, on)), default=0) >= 2]
    return bool(ranked) and (entry.kind == "visit" or len(ranked) > 1)


def _paid(lines: Lines, made: Mapping[str, Line], entries: Mapping[str, Entry], a: str, b: str) -> Fact:
    """How many visits went each way, with the last of each."""
    phrases, actors = lines.language, lines.found.actors
    ways: dict[str, list[Line]] = {a: [], b: []}
    for line in _deeds(made, entries, lines, ("visit",)):
        entry = entries[line.entry]
        goal = lines.step(entry).claim.goal
        if goal in ways and between(entry, lines, a, b):
            ways[goal].append(line)
    beyond = lines.found.whole.visits if lines.found.whole else {}
    label = phrases.word("label", "visits_paid")
    if not ways[a] and not ways[b]:
        return Fact(label=label, text=phrases.word("glance", "no_visits"))

    def last(visits: list[Line]) -> str:
        return phrases.word("glance", "last", date=visits[0].when) if visits else ""

    text = phrases.word(
        "glance",
        "paid",
        a=called(actors, a, phrases),
        b=called(actors, b, phrases),
        n=len(ways[b]) + beyond.get(b, 0),
        m=len(ways[a]) + beyond.get(a, 0),
        last=last(ways[b]),
        last2=last(ways[a]),
    )
    proofs = tuple(p for visits in (ways[a], ways[b]) for line in visits[:1] for p in line.proofs[:1])
    return Fact(label=label, text=text, proofs=proofs)


def _owed(lines: Lines, found: Resolved, entries: Mapping[str, Entry], a: str, b: str) -> list[Fact]:
    """Who owes a visit: the host of the last visit of leaders that was not returned."""
    phrases, actors = lines.language, lines.found.actors
    chains = [t for t in found.threads if t.kind == "return visit" and between(entries[t.links[0].entry], lines, a, b)]
    if not chains:
        return []
    top = max(lines.step(entries[t.links[0].entry]).rank for t in chains)
    latest = max(
        (t for t in chains if lines.step(entries[t.links[0].entry]).rank == top),
        key=lambda t: _day(lines, entries, t),
    )
    label = phrases.word("label", "return_visit")
    opener = entries[latest.links[0].entry]
    line = lines.line(opener)
    if line is None:
        return []
    returned = [t for t in chains if t.links[-1].entry == opener.id and len(t.links) > 1]
    if latest.state is ThreadState.DONE or (returned and len(latest.links) == 1):
        proofs = [p for link in (returned or [latest])[0].links for p in _proofs(lines, entries[link.entry])]
        return [Fact(label=label, text=phrases.word("glance", "balanced"), proofs=tuple(proofs[:2]))]
    host = lines.step(opener).claim.goal or ""
    key = "owes_planned" if latest.state is ThreadState.UNDER_WAY else "owes"
    text = phrases.word("glance", key, state=called(actors, host, phrases), line=line.text, date=line.when)
    return [
        Fact(
            label=label,
            text=text,
            proofs=tuple(p for link in latest.links for p in _proofs(lines, entries[link.entry])[:1]),
        )
    ]


def _day(lines: Lines, entries: Mapping[str, Entry], thread: Thread) -> date:
    return lines.step(entries[thread.links[0].entry]).day or date.min


def _proofs(lines: Lines, entry: Entry) -> tuple[Proof, ...]:
    line = lines.line(entry)
    return line.proofs if line else ()


def _invitations(lines: Lines, found: Resolved, entries: Mapping[str, Entry]) -> list[Fact]:
    phrases = lines.language
    label = phrases.word("label", "open_invitations")
    out = []
    for thread in found.threads:
        opener = entries[thread.links[0].entry]
        if (
            thread.kind != "visit"
            or opener.kind != "invitation"
            or thread.state in _SETTLED
            or not lines.direct(opener)
        ):
            continue
        if (line := lines.line(opener)) is not None:
            state = phrases.word("state", thread.state.value)
            proofs = tuple(p for link in thread.links for p in _proofs(lines, entries[link.entry])[:1])
            out.append(
                Fact(
                    label=label,
                    text=phrases.word("glance", "invitation", line=line.text, date=line.when, state=state),
                    proofs=proofs,
                )
            )
    return out or [Fact(label=label, text=phrases.word("glance", "no_invitation"))]


def _next(lines: Lines, made: Mapping[str, Line], entries: Mapping[str, Entry], on: date) -> Fact:
    phrases = lines.language
    label = phrases.word("label", "next_date")
    for line in coming(lines, made, entries, on):
        window = lines.step(entries[line.entry]).claim.window
        if (line.day and line.day >= on) or (window.upper and window.upper >= on):
            return Fact(
                label=label,
                text=phrases.word("glance", "met", line=line.text, date=line.when),
                proofs=line.proofs[:1],
            )
    return Fact(label=label, text=phrases.word("glance", "no_next"))
