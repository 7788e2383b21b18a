"""Statements to entries: one line for one happening, however many documents tell it.

Blocking by kind, class and a common actor; explained scores; then a clustering that never puts two accounts
together that exclude each other. Where two accounts differ in a detail the entry keeps both as a
disagreement.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from chancery.model.ledger import Entry
from chancery.model.statement import Filler, Status
from chancery.model.when import When
from chancery.resolve.blocking import candidates
from chancery.resolve.claim import Account, Claim
from chancery.resolve.dates import bounds
from chancery.resolve.match import LEAST, Match, match

_TIE = 0.05  # a vague account that fits two different happenings this equally joins neither
_RANK = {
    s: n
    for n, s in enumerate((Status.DONE, Status.ONGOING, Status.PLANNED, Status.WISHED, Status.POSSIBLE, Status.DENIED))
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulings:
    """What people decided on statements: pairs that are one, pairs that are not (ids of statements)."""

    same: frozenset[frozenset[str]] = frozenset()
    apart: frozenset[frozenset[str]] = frozenset()


@dataclass(slots=True)
class _Cluster:
    members: list[str]
    reasons: list[str] = field(default_factory=list)
    differs: set[str] = field(default_factory=set)


def build(
    accounts: Sequence[Account], claims: Mapping[str, Claim], rulings: Rulings | None = None
) -> tuple[Entry, ...]:
    """The entries that ``accounts`` make, in the order of their first accounts."""
    ruled = rulings or Rulings()
    order = sorted(accounts, key=account_order)
    compared: dict[frozenset[str], Match | None] = {}

    def pair(x: str, y: str) -> Match | None:
        key = frozenset((x, y))
        if key not in compared:
            compared[key] = match(claims[x], claims[y])
        return compared[key]

    edges = _edges(order, claims, pair)
    clusters = _cluster([a.id for a in order], edges, pair, ruled)
    by_id = {a.id: a for a in order}
    return tuple(_entry([by_id[m] for m in c.members], c, claims) for c in clusters)


def account_order(account: Account) -> tuple[str, str, int, str]:
    """By publication, then document, then place in it: the same for every run."""
    day = account.source.day
    return (
        day.isoformat() if day else "9999",
        account.source.digest,
        account.statement.evidence.span.start,
        account.id,
    )


def _edges(
    order: Sequence[Account], claims: Mapping[str, Claim], pair: Callable[[str, str], Match | None]
) -> list[tuple[float, str, str]]:
    edges = []
    for x, y in candidates([claims[account.id] for account in order]):
        found = pair(x, y)
        if found is not None and found.score >= LEAST:
            edges.append((found.score, x, y))
    return _without_ties(edges, pair)


def _without_ties(
    edges: list[tuple[float, str, str]], pair: Callable[[str, str], Match | None]
) -> list[tuple[float, str, str]]:
    """Drop the edges of an account that fits two happenings which exclude each other equally well."""
    near: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for score, x, y in edges:
        near[x].append((score, y))
        near[y].append((score, x))
    torn: set[str] = set()
    for x, links in near.items():
        links.sort(key=lambda link: (-link[0], link[1]))
        best, first = links[0]
        if any(best - score <= _TIE and pair(first, y) is None for score, y in links[1:]):
            torn.add(x)
    return [edge for edge in edges if edge[1] not in torn and edge[2] not in torn]


def _cluster(
    ids: Sequence[str],
    edges: list[tuple[float, str, str]],
    pair: Callable[[str, str], Match | None],
    ruled: Rulings,
) -> list[_Cluster]:
    place = {id: n for n, id in enumerate(ids)}
    home = {id: _Cluster([id]) for id in ids}

    def join(x: str, y: str, reasons: Iterable[str], differs: Iterable[str], free: bool) -> None:
        one, two = home[x], home[y]
        if one is two:
            one.differs.update(differs)
            return
        for a in one.members:
            for b in two.members:
                if frozenset((a, b)) in ruled.apart or (free and pair(a, b) is None):
                    return
        one.members += two.members
        one.reasons += [r for r in (*two.reasons, *reasons) if r not in one.reasons]
        one.differs |= two.differs | set(differs)
        for b in two.members:
            home[b] = one

    for couple in sorted(ruled.same, key=lambda p: sorted(p)):
        x, y = sorted(couple)[0], sorted(couple)[-1]
        if x in home and y in home:
            join(x, y, ("a person ruled that they are one",), (), free=False)
    for _, x, y in sorted(edges, key=lambda e: (-e[0], place[e[1]], place[e[2]])):
        found = pair(x, y)
        if found is not None:
            join(x, y, found.reasons, found.differs, free=True)
    unique = {id(c): c for c in home.values()}
    return sorted(unique.values(), key=lambda c: min(place[m] for m in c.members))


def entry_id(first: str) -> str:
    """An entry is named after its first statement, so that a decision on it finds it again."""
    return "e" + hashlib.sha256(first.encode()).hexdigest()[:15]


def _entry(accounts: list[Account], cluster: _Cluster, claims: Mapping[str, Claim]) -> Entry:
    """The entry of a cluster: told by its fullest account, amended by the others."""
    accounts.sort(key=account_order)
    full = sorted(accounts, key=lambda a: (-_fullness(a), account_order(a)))
    roles: dict[str, tuple[Filler, ...]] = {}
    for account in full:
        for role, fillers in account.statement.roles.items():
            roles.setdefault(role, fillers)
    status = min((a.statement.status for a in accounts), key=_RANK.__getitem__)
    place = next((a.statement.place for a in full if a.statement.place), None)
    return Entry(
        id=entry_id(accounts[0].id),
        kind=accounts[0].statement.kind,
        roles=roles,
        status=status,
        when=_when(full, claims),
        place=place,
        statements=tuple(a.id for a in full),
        reasons=tuple(cluster.reasons),
        disagreements=_disagreements(full, cluster, claims) or None,
    )


def _fullness(account: Account) -> float:
    """How much an account tells: roles, a precise time, a place, confidence."""
    s = account.statement
    precise = 1.0 if s.when and s.when.lower and s.when.lower == s.when.upper else 0.4 if s.when else 0.0
    return len(s.roles) + precise + bool(s.place) + s.confidence + 0.1 * sum(len(f) for f in s.roles.values())


def _when(full: Sequence[Account], claims: Mapping[str, Claim]) -> When | None:
    """The most precise stated time."""
    timed = [a for a in full if a.statement.when is not None]
    if not timed:
        return None
    best = min(timed, key=lambda a: (not claims[a.id].window.stated, claims[a.id].window.width, full.index(a)))
    return best.statement.when


def _disagreements(
    full: Sequence[Account], cluster: _Cluster, claims: Mapping[str, Claim]
) -> dict[str, Mapping[str, tuple[str, ...]]]:
    out: dict[str, Mapping[str, tuple[str, ...]]] = {}
    for name in sorted(cluster.differs):
        held: dict[str, list[str]] = defaultdict(list)
        for account in full:
            value = _value(account, name, claims[account.id])
            if value:
                held[value].append(account.id)
        if name == "when":
            held = {value: ids for value, ids in held.items() if _excluded(value, held)}
        if len(held) > 1:
            out[name] = {value: tuple(ids) for value, ids in held.items()}
    return out


def _excluded(value: str, others: Iterable[str]) -> bool:
    """Whether another time cannot be the same: a time that is only vaguer than the others differs from none."""
    first, last = bounds(value)
    return any(
        (last and start and last < start) or (first and end and end < first) for start, end in map(bounds, others)
    )


def _value(account: Account, name: str, claim: Claim) -> str | None:
    s = account.statement
    if name == "when":
        return s.when.edtf if s.when and claim.window.stated else None
    if name == "place":
        return s.place.label if s.place else None
    return ", ".join(s.labels(name)) or None
