"""Which statement of a newer reading stands where one of an older reading stood."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from chancery.model.statement import Statement


def successors(old: Iterable[Statement], new: Sequence[Statement]) -> list[tuple[str, str]]:
    """Pairs of ids: the same kind on overlapping passages, at least half of the shorter; the best pair
    first, each statement once. A statement that both readings make alike is its own successor and needs no
    pair."""
    held = {s.id for s in new}
    scored = []
    for before in old:
        if before.id in held:
            continue
        for after in new:
            if after.kind != before.kind:
                continue
            share = _overlap(before, after)
            if share >= 0.5:
                scored.append((share + _alike(before, after), before.id, after.id))
    taken: set[str] = set()
    pairs = []
    for _, one, two in sorted(scored, key=lambda row: (-row[0], row[1], row[2])):
        if one not in taken and two not in taken:
            taken |= {one, two}
            pairs.append((one, two))
    return pairs


def _overlap(a: Statement, b: Statement) -> float:
    x, y = a.evidence.span, b.evidence.span
    common = min(x.end, y.end) - max(x.start, y.start)
    return common / min(len(x), len(y)) if common > 0 else 0.0


def _alike(a: Statement, b: Statement) -> float:
    """Share of role fillers in common, with a bonus for the same status."""
    mine = {(r, f.entity or f.label) for r, fs in a.roles.items() for f in fs}
    yours = {(r, f.entity or f.label) for r, fs in b.roles.items() for f in fs}
    return len(mine & yours) / max(1, len(mine | yours)) + 0.2 * (a.status is b.status)
