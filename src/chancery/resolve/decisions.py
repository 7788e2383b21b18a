"""What people decided, applied: a later decision wins, an undone one has no effect, and none is ever
deleted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from chancery.model.errors import LedgerError, ModelError
from chancery.model.ledger import Decision, Verdict
from chancery.model.statement import Filler, Statement, Status, kinds
from chancery.resolve.claim import Account
from chancery.resolve.dates import when
from chancery.resolve.entries import Rulings
from chancery.resolve.threads import Links


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The decisions in force: on entities, on accounts, on links."""

    same_entities: tuple[tuple[str, str], ...]
    apart_entities: tuple[tuple[str, str], ...]
    rulings: Rulings
    links: Links
    rejected: frozenset[str]
    confirmed: frozenset[str]
    corrections: Mapping[str, tuple[Decision, ...]]


def in_force(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Those that no later decision undid, in order of time. Undoing an undoing brings the first back."""
    ordered = sorted(decisions, key=lambda d: (d.at, d.id))
    dead: set[str] = set()
    for decision in reversed(ordered):
        if decision.id in dead:
            continue
        if decision.verdict is Verdict.UNDO:
            dead.update(decision.subjects)
    return tuple(d for d in ordered if d.id not in dead and d.verdict is not Verdict.UNDO)


def rules(decisions: Iterable[Decision], successors: Mapping[str, str] | None = None) -> Rules:
    """The rules that ``decisions`` make. ``successors`` maps a statement that a newer reading replaced to
    the one that now stands in its place, so that a decision outlives re-reading."""
    follow = successors or {}

    def now(id: str) -> str:
        seen = {id}
        while id in follow and follow[id] not in seen:
            id = follow[id]
            seen.add(id)
        return id

    pairs: dict[tuple[str, frozenset[str]], Verdict] = {}
    links: dict[tuple[str, str], Verdict] = {}
    judged: dict[str, Verdict] = {}
    corrections: dict[str, list[Decision]] = {}
    for decision in in_force(decisions):
        subjects = tuple(now(id) for id in decision.subjects)
        match decision.verdict:
            case Verdict.MERGE | Verdict.SPLIT:
                scope = "entity" if decision.field == "entity" else "statement"
                for couple in _couples(subjects):
                    pairs[scope, frozenset(couple)] = decision.verdict
            case Verdict.LINK | Verdict.UNLINK:
                for first, second in _couples(subjects):
                    links[first, second] = decision.verdict
            case Verdict.CONFIRM | Verdict.REJECT:
                judged.update(dict.fromkeys(subjects, decision.verdict))
            case Verdict.CORRECT:
                for id in subjects:
                    corrections.setdefault(id, []).append(decision)
            case _:
                raise LedgerError(f"no rule for {decision.verdict}", where=decision.id)

    def chosen(scope: str, verdict: Verdict) -> list[tuple[str, str]]:
        return [
            (min(p), max(p))
            for (s, p), v in sorted(pairs.items(), key=lambda i: sorted(i[0][1]))
            if s == scope and v is verdict
        ]

    return Rules(
        same_entities=tuple(chosen("entity", Verdict.MERGE)),
        apart_entities=tuple(chosen("entity", Verdict.SPLIT)),
        rulings=Rulings(
            same=frozenset(frozenset(p) for p in chosen("statement", Verdict.MERGE)),
            apart=frozenset(frozenset(p) for p in chosen("statement", Verdict.SPLIT)),
        ),
        links=Links(
            yes=frozenset(p for p, v in links.items() if v is Verdict.LINK),
            no=frozenset(p for p, v in links.items() if v is Verdict.UNLINK),
        ),
        rejected=frozenset(id for id, v in judged.items() if v is Verdict.REJECT),
        confirmed=frozenset(id for id, v in judged.items() if v is Verdict.CONFIRM),
        corrections={id: tuple(ds) for id, ds in corrections.items()},
    )


def _couples(subjects: Sequence[str]) -> list[tuple[str, str]]:
    return [(a, b) for n, a in enumerate(subjects) for b in subjects[n + 1 :]]


def apply(accounts: Iterable[Account], ruled: Rules) -> list[Account]:
    """The accounts that are not rejected, with corrected fields where people corrected them."""
    out = []
    for account in accounts:
        if account.id in ruled.rejected:
            continue
        fields: list[str] = []
        statement = account.statement
        for decision in ruled.corrections.get(account.id, ()):
            statement = corrected(statement, decision.field or "", decision.value)
            fields.append(decision.field or "")
        out.append(replace(account, statement=statement, corrected=tuple(fields)) if fields else account)
    return out


def corrected(statement: Statement, field: str, value: str | None) -> Statement:
    """A copy of ``statement`` with one field changed: ``status``, ``when``, ``place``, ``speaker`` or
    ``roles.NAME`` (fillers separated by semicolons; ``label|entity`` links one). LedgerError if the result
    is no statement."""
    try:
        if field == "status":
            return replace(statement, status=Status(value or ""))
        if field == "when":
            return replace(statement, when=when(value) if value else None)
        if field in ("place", "speaker"):
            filler = _filler(value) if value else None
            return replace(statement, place=filler) if field == "place" else replace(statement, speaker=filler)
        role = field.removeprefix("roles.")
        if field.startswith("roles.") and role in kinds()[statement.kind].roles:
            roles = {name: fillers for name, fillers in statement.roles.items() if name != role}
            if value:
                roles[role] = tuple(_filler(part) for part in value.split(";"))
            return replace(statement, roles=roles)
    except (ModelError, ValueError) as error:
        raise LedgerError(f"{field} cannot become {value!r}: {error}", where=statement.id) from error
    raise LedgerError(
        f"{statement.kind} has no field {field!r} to correct",
        where=statement.id,
        remedy="fields are status, when, place, speaker and roles.NAME",
    )


def _filler(text: str) -> Filler:
    label, _, entity = text.strip().partition("|")
    return Filler(label=label, entity=entity or None)
