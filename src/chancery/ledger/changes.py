"""What a newer reading of a document changes, and which decisions it leaves without their statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from chancery.ledger.succession import successors
from chancery.model.ledger import Decision, Verdict
from chancery.model.reading import Reading
from chancery.model.statement import Statement
from chancery.resolve.decisions import in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Statements of an older and a newer reading of one document: those alike in both, those that stand for each other
    with the fields that differ, those that are gone and those that are new."""

    document: str
    same: int
    changed: tuple[tuple[Statement, Statement, tuple[str, ...]], ...]
    gone: tuple[Statement, ...]
    new: tuple[Statement, ...]

    def __bool__(self) -> bool:
        return bool(self.changed or self.gone or self.new)


def changes(before: Reading, after: Reading) -> Changes:
    """What differs between two readings of one document."""
    old, new = ({s.id: s for s in reading.statements} for reading in (before, after))
    pairs = dict(successors(old.values(), tuple(new.values())))
    revised = {a: b for a, b in pairs.items() if a not in new and b not in old}
    told = [(old[a], new[b], tuple(_differing(old[a], new[b]))) for a, b in revised.items()]
    for id in sorted(old.keys() & new.keys()):  # the same claim, of another confidence, subject or rule
        if fields := tuple(_differing(old[id], new[id])):
            told.append((old[id], new[id], fields))
    return Changes(
        document=after.document.name,
        same=sum(1 for id in old.keys() & new.keys() if not tuple(_differing(old[id], new[id]))),
        changed=tuple(sorted(told, key=lambda row: row[0].evidence.span)),
        gone=tuple(s for id, s in old.items() if id not in new and id not in revised),
        new=tuple(s for id, s in new.items() if id not in old and id not in revised.values()),
    )


def _differing(a: Statement, b: Statement) -> Iterator[str]:
    for name in ("status", "when", "place", "speaker", "topics", "plover", "confidence"):
        if getattr(a, name) != getattr(b, name):
            yield name
    for role in sorted({*a.roles, *b.roles}):
        mine, yours = ([f.entity or f.label for f in s.roles.get(role, ())] for s in (a, b))
        if mine != yours:
            yield f"roles.{role}"
    if a.evidence.span != b.evidence.span:
        yield "quote"


def orphans(decisions: Iterable[Decision], held: Iterable[str], follow: Mapping[str, str]) -> tuple[Decision, ...]:
    """The decisions in force on a statement that is not among the ids ``held`` any more and that none stands for by
    ``follow``: they have no effect until somebody decides anew."""
    known = set(held)

    def stands(id: str) -> bool:
        seen = {id}
        while id in follow and follow[id] not in seen:
            id = follow[id]
            seen.add(id)
        return id in known

    return tuple(
        d
        for d in in_force(decisions)
        if d.verdict is not Verdict.UNDO and d.field != "entity" and not all(stands(id) for id in d.subjects)
    )
