"""What is told twice is one statement at its fullest mention; of readings that compete for one passage one stays."""

from __future__ import annotations

from collections.abc import Iterable, Set

from chancery.model.document import Span
from chancery.model.statement import Statement, Status

# kinds whose repetition in a document is told by roles alone, whatever the passage
ONCE = frozenset(
    {
        "office",
        "call",
        "meeting",
        "visit",
        "greeting",
        "membership",
        "chairmanship",
        "relations",
        "mission",
        "credentials",
        "conflict",
        "assessment",
        "anniversary",
        "gathering",
        "invitation",
        "agreement",
    }
)
# readings of one passage that exclude each other, the more exact kind first
RIVALS = (
    ("aid", "commitment"), ("agreement", "commitment"), ("chairmanship", "commitment"),
     ("request", "position"), ("request", "commitment"),
    ("visit", "commitment"), ("meeting", "commitment"), ("gathering", "commitment"), ("aid", "cooperation"),
    ("commitment", "cooperation"), ("invitation", "request"), ("invitation", "visit"),
    ("greeting", "request"), ("chairmanship", "commitment"),
    ("credentials", "visit"), ("relations", "assessment"), ("relations", "cooperation"),
    ("assessment", "cooperation"), ("visit", "position"), ("aid", "position"),
    ("commitment", "assessment"), ("request", "commitment"), ("visit", "greeting"), ("conflict", "commitment"),
    ("call", "meeting"), ("greeting", "position"),
    ("commitment", "position"), ("anniversary", "commitment"), ("relations", "commitment"), ("mission", "commitment"),
)  # fmt: skip


# kinds of which one telling may be of the act and another of its lasting result or of what is being done
ALIKE = frozenset({"office", "credentials"})
# kinds whose happenings are often named again after they have been told
NAMED = frozenset({"visit", "gathering"})
HEADLINE = frozenset({"meeting.title", "office.title"})  # rules that have chosen the headline themselves


def merge(
    statements: Iterable[Statement], title: Span | None = None, nominal: Set[str] = frozenset()
) -> tuple[Statement, ...]:
    """``statements`` without repetitions and beaten rivals, in order of passage.

    What the ``title`` says is told again, better, in the text below it. ``nominal``: ids of the rules whose matches
    may only name a happening that is told elsewhere.
    """

    def _weight(statement: Statement) -> int:
        told = title is not None and title.covers(statement.evidence.span) and statement.rule not in HEADLINE
        return _said(statement) - 10 * told

    def _rank(statement: Statement, other: Statement) -> tuple[float, int]:
        """The surer of two readings of one passage, the fuller of two tellings."""
        twice = statement.rule != other.rule and statement.evidence.span.shared(other.evidence.span) >= 0.6
        # the act rather than the words of one who acts
        act = statement.kind == "credentials" and statement.status is Status.DONE
        return (act + (statement.confidence if twice else 0.0), _weight(statement))

    ordered = sorted(statements, key=lambda s: (s.evidence.span.start, -_weight(s), s.evidence.span.end))
    kept: list[Statement] = []
    for statement in ordered:
        at = next((i for i, other in enumerate(kept) if _same(other, statement, nominal)), None)
        if at is None:
            kept.append(statement)
        elif _rank(statement, kept[at]) > _rank(kept[at], statement):
            kept[at] = statement
    beaten = {
        id(loser)
        for winner in kept
        for loser in kept
        if (winner.kind, loser.kind) in _RIVALS
        and winner.confidence >= loser.confidence - 0.05
        and _covers(winner, loser)
    }
    left = [s for s in kept if id(s) not in beaten]
    return tuple(sorted(left, key=lambda s: (s.evidence.span.start, s.evidence.span.end, s.kind, s.id)))


_RIVALS = frozenset(RIVALS)


def _said(statement: Statement) -> int:
    """How much a statement says: its fillers, its time and place."""
    fillers = sum(len(value) for value in statement.roles.values())
    return 2 * fillers + (statement.when is not None) + (statement.place is not None)


def _covers(winner: Statement, loser: Statement) -> bool:
    """Whether ``winner`` takes up at least half of ``loser``: a name inside a promise does not beat the promise, nor
    does a deed of others that the promise only answers."""
    a, b = winner.evidence.span, loser.evidence.span
    inner = min(a.end, b.end) - max(a.start, b.start)
    answered = winner.kind == "conflict" and a.start - b.start > 0.3 * len(b)
    return inner >= 0.5 * len(b) and not answered


def _entities(statement: Statement) -> set[tuple[str, str]]:
    return {(role, f.entity) for role, fillers in statement.roles.items() for f in fillers if f.entity}


def _texts(statement: Statement) -> set[tuple[str, str]]:
    return {(role, f.label.casefold()) for role, fillers in statement.roles.items() for f in fillers if not f.entity}


def _same(a: Statement, b: Statement, nominal: Set[str]) -> bool:
    """Whether ``a`` and ``b`` tell one thing: one passage read twice, or one happening told twice."""
    if a.kind != b.kind:
        return False
    if a.kind == "figure" and a.labels("value") != b.labels("value"):
        return False  # "grew by a third and reached $20 million"
    overlap = a.evidence.span.shared(b.evidence.span)
    acts = a.labels("action") == b.labels("action") or a.kind != "office"
    if overlap >= 0.6 and acts and (a.rule != b.rule or _texts(a) == _texts(b)):
        return True
    if a.status is not b.status and a.kind not in ALIKE and not _named_again(a, b, nominal):
        return False
    if a.kind in ONCE:
        mine, other = _entities(a), _entities(b)
        times = {s.when.edtf for s in (a, b) if s.when is not None}
        within = mine <= other or other <= mine
        once = len(times) < 2 or a.kind == "credentials"
        return within and once and bool(mine | other) and _agree(_texts(a), _texts(b))
    return _entities(a) == _entities(b) and _texts(a) == _texts(b) and bool(_texts(a))


def _named_again(a: Statement, b: Statement, nominal: Set[str]) -> bool:
    """Whether one of two only names what the other tells: a nominal without time or place of its own."""
    return a.kind in NAMED and any(s.when is None and s.place is None and s.rule in nominal for s in (a, b))


def _agree(a: set[tuple[str, str]], b: set[tuple[str, str]]) -> bool:
    """Whether two sets of text fillers nowhere contradict each other."""
    mine, other = dict(a), dict(b)
    return all(mine[role] == other[role] for role in mine.keys() & other.keys())
