"""What a brief shows of a busy pair, chosen once and kept until a document changes it.

A pair with thousands of statements is resolved as a whole, which takes seconds; what a brief then shows is the newest
entries of each kind, the threads that stand first, and counts of the rest.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from chancery.ledger.resolved import Resolved, Whole
from chancery.model.entity import Entity
from chancery.model.ledger import Entry, Thread
from chancery.resolve.actors import Actors, Directory, Spell
from chancery.resolve.claim import CLASSES, Account, Claim
from chancery.resolve.decisions import Rules
from chancery.resolve.identity import Sameness
from chancery.resolve.match import likenesses
from chancery.resolve.threads import ORDER, rejudged
from chancery.resolve.undertaking import Step, step

BUSY = 80  # accounts, with the offices told of those they name, from which a pair is kept
CUT = 250  # accounts from which only its newest are kept
_NEWEST = 15  # entries of a kind that are kept; a brief shows fewer
_BESIDE = 30  # entries of a kind that do not concern the pair itself
_OFFICES = 80
_THREADS = 20
_LINKS = 8  # steps of a thread that are kept with it
_LISTED = 200  # documents that are listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Essence:
    """What is kept of a busy pair; ``Resolved`` is made of it without the ledger."""

    accounts: tuple[Account, ...]
    claims: tuple[Claim, ...]
    direct: tuple[str, ...]
    entries: tuple[Entry, ...]
    threads: tuple[Thread, ...]
    days: tuple[date, ...]
    entities: tuple[Entity, ...]
    spells: tuple[Spell, ...]
    merges: tuple[Sameness, ...]
    whole: Whole | None


def chosen(found: Resolved, a: str, b: str) -> Essence:
    """The essence of the pair of states ``a`` and ``b`` that was resolved whole. It depends on no day but that of the
    last document, so that it can be kept."""
    steps = {e.id: step(e, found.claims, found.actors) for e in found.entries}
    last = found.days[-1] if found.days else None
    found = replace(found, threads=tuple(rejudged(t, steps, found.days, last) for t in found.threads))
    threads, kept = found.threads, {e.id for e in found.entries}
    cut = len(found.accounts) >= CUT
    if cut:
        threads = _threads(found, steps)
        kept = {link.entry for thread in threads for link in thread.links} | _newest(found, steps)
    entries = tuple(e for e in found.entries if e.id in kept)
    ids = {id for e in entries for id in e.statements}
    accounts = tuple(acc for id, acc in found.accounts.items() if id in ids)
    named = {f.entity for acc in accounts for role in acc.statement.roles.values() for f in role if f.entity}
    named |= {f.entity for acc in accounts for f in (acc.statement.speaker, acc.statement.place) if f and f.entity}
    same = found.actors.canonical
    keys = {same(id) for id in named}
    return Essence(
        accounts=accounts,
        claims=tuple(found.claims[acc.id] for acc in accounts),
        direct=tuple(sorted(found.direct & ids)),
        entries=entries,
        threads=threads,
        days=found.days,
        entities=tuple(e for e in found.actors.introduced if same(e.id) in keys),
        spells=tuple(dict.fromkeys(s for s in found.actors.told if same(s.holder) in keys)),
        merges=tuple(m for m in found.actors.merges if same(m.one) in keys),
        whole=_whole(found, (a, b), steps, kept, threads) if cut else None,
    )


def restored(kept: Essence, known: Directory, rules: Rules, on: date | None) -> Resolved:
    """What a brief needs of the pair, its threads judged on the day ``on``."""
    actors = Actors(known, kept.entities, kept.spells, rules.same_entities, rules.apart_entities, merges=kept.merges)
    claims = {c.id: c for c in kept.claims}
    linked = {link.entry for thread in kept.threads for link in thread.links}
    steps = {e.id: step(e, claims, actors) for e in kept.entries if e.id in linked}
    today = on or (kept.days[-1] if kept.days else None)
    return Resolved(
        accounts={acc.id: acc for acc in kept.accounts},
        claims=claims,
        direct=frozenset(kept.direct),
        entries=kept.entries,
        threads=tuple(rejudged(thread, steps, kept.days, today) for thread in kept.threads),
        actors=actors,
        days=kept.days,
        rules=rules,
        whole=kept.whole,
    )


def _day(entry: Entry, each: Step) -> date:
    """The day by which a brief sorts."""
    window = each.claim.window
    if window.stated and not likenesses()[entry.kind].lasting:
        return window.lower or window.upper or date.min
    return each.last_said or window.anchor or date.min


def _direct(found: Resolved, entry: Entry) -> bool:
    return any(id in found.direct for id in entry.statements)


def _newest(found: Resolved, steps: Mapping[str, Step]) -> set[str]:
    """The newest entries of each kind, those on the pair itself and those beside it."""
    sorts: dict[tuple[str, bool], list[Entry]] = defaultdict(list)
    for entry in found.entries:
        sorts[entry.kind, _direct(found, entry)].append(entry)
    out: set[str] = set()
    for (kind, direct), entries in sorts.items():
        entries.sort(key=lambda e: (_day(e, steps[e.id]), e.id), reverse=True)
        most = _OFFICES if kind == "office" else _NEWEST if direct else _BESIDE
        out |= {e.id for e in entries[:most]}
    return out


def _threads(found: Resolved, steps: Mapping[str, Step]) -> tuple[Thread, ...]:
    """The threads that stand first in a brief, the newest visits still to be returned, the invitations still open."""

    def last(thread: Thread) -> int:
        return max((_day(steps[k.entry].entry, steps[k.entry]) for k in thread.links), default=date.min).toordinal()

    def order(thread: Thread) -> tuple[bool, int, int, str]:
        return len(thread.links) == 1, ORDER[thread.state], -last(thread), thread.id

    direct = [t for t in found.threads if any(_direct(found, steps[k.entry].entry) for k in t.links)]
    ranked = sorted((t for t in direct if len(t.links) <= _LINKS), key=order)
    kept = {t.id for t in ranked[:_THREADS]}
    newest = sorted(direct, key=lambda t: (-last(t), t.id))
    kept |= {t.id for t in [t for t in newest if t.kind == "return visit"][:6]}
    kept |= {t.id for t in [t for t in newest if steps[t.links[0].entry].entry.kind == "invitation"][:6]}
    return tuple(t for t in found.threads if t.id in kept and len(t.links) <= _LINKS)


def _whole(
    found: Resolved, pair: tuple[str, str], steps: Mapping[str, Step], kept: set[str], threads: tuple[Thread, ...]
) -> Whole:
    """What is left out, counted, and the documents that the pair's statements stand in."""
    left = [e for e in found.entries if e.id not in kept and _direct(found, e)]
    shown = {t.id for t in threads}
    paid: Counter[str] = Counter()
    for each in (steps[e.id] for e in left if e.kind == "visit" and CLASSES[e.status] == "deed"):
        for guest, host in (pair, pair[::-1]):
            paid[host] += each.claim.goal == host and guest in each.claim.parties("who")
    sources = {acc.source.digest: acc.source for id, acc in found.accounts.items() if id in found.direct}
    order = sorted(sources.values(), key=lambda s: (s.day or date.min, s.name, s.digest), reverse=True)
    return Whole(
        entries=dict(Counter(e.kind for e in left)),
        visits=dict(paid),
        threads=dict(Counter(t.state for t in found.threads if t.id not in shown and len(t.links) > 1)),
        documents=len(sources),
        languages=dict(Counter(s.language for s in sources.values())),
        publishers=dict(Counter(s.publisher for s in sources.values() if s.publisher)),
        undated=sum(s.day is None for s in sources.values()),
        listed=tuple(s.digest for s in order[:_LISTED]),
    )
