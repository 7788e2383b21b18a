"""Who held an office on a day: what the tables say, what documents say, and where they contradict each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from chancery.ledger.view import View
from chancery.model.entity import Office
from chancery.resolve.actors import Actors
from chancery.resolve.claim import Account
from chancery.resolve.dates import bounds

NEAR = timedelta(days=366)  # how far from its day a document's word on an office is still told
IN_OFFICE = frozenset({"holds", "appointed", "elected"})
OUT_OF_OFFICE = frozenset({"dismissed", "resigned", "former"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One document's word on an office: whom it names, in or out of office, on which day."""

    holder: str
    caption: str
    action: str
    day: date
    document: str
    quote: str

    @property
    def inside(self) -> bool:
        """Whether the holder is in office by it."""
        return self.action in IN_OFFICE


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """An office on a day. ``agreeing`` maps the holders that ``spells`` name to the documents that say so;
    ``against`` are documents that name another, or say that the holder was out of office; ``alone`` what documents
    say where the tables are silent."""

    spells: tuple[Office, ...]
    agreeing: Mapping[str, tuple[Told, ...]]
    against: tuple[Told, ...]
    alone: tuple[Told, ...]


def tenure(spells: Iterable[Office], every: Iterable[Office], told: Iterable[Told], on: date) -> Tenure:
    """Put the documents' words to the tables' spells. ``spells`` are those of the day, ``every`` all of the office."""
    held = tuple(spells)
    agreeing: dict[str, list[Told]] = {}
    against: list[Told] = []
    words = sorted(told, key=lambda t: (abs(t.day - on), t.document))
    holders = {spell.holder for spell in held}
    near = [t for t in words if abs(t.day - on) <= NEAR]
    for word in near:
        that_day = {s.holder for s in every if _holds(s, word.day)}
        if word.inside and word.holder in that_day:
            if word.holder in holders:
                agreeing.setdefault(word.holder, []).append(word)
        elif that_day if word.inside else word.holder in that_day and not _ends(every, word):
            against.append(word)
    return Tenure(
        spells=held,
        agreeing={holder: tuple(found) for holder, found in agreeing.items()},
        against=tuple(against),
        alone=() if held else tuple(t for t in near if t.inside),
    )


def _holds(spell: Office, day: date) -> bool:
    first = bounds(spell.since)[0] if spell.since else None
    last = bounds(spell.until)[1] if spell.until else None
    return first is not None and first <= day and (last is None or day <= last)


def _ends(every: Iterable[Office], word: Told) -> bool:
    """Whether a spell of the holder ends about the day: leaving office then contradicts nothing."""
    ends = [bounds(s.until)[1] for s in every if s.holder == word.holder and s.until]
    return any(end is not None and abs(end - word.day) <= timedelta(days=31) for end in ends)


def words_on(view: View, of: str, titles: frozenset[str]) -> list[Told]:
    """What the documents of a ledger say of an office (any of its ``titles``) of the state or body ``of``."""
    resolved = view.resolved(of)
    return [
        told
        for account in resolved.accounts.values()
        if account.statement.kind == "office" and account.statement.status.value in ("done", "ongoing")
        for told in _told(account, of, titles, resolved.actors)
    ]


def _told(account: Account, of: str, titles: frozenset[str], actors: Actors) -> list[Told]:
    statement = account.statement
    title = next(iter(statement.labels("office")), "")
    if title not in titles or of not in {actors.key(f) for f in statement.roles.get("of", ())}:
        return []
    day = (statement.when.lower or statement.when.upper) if statement.when else None
    if day is None and account.source.published.edtf:
        day = bounds(account.source.published.edtf)[0]
    if day is None:
        return []
    action = next(iter(statement.labels("action")), "holds")
    if action not in IN_OFFICE | OUT_OF_OFFICE:
        return []
    return [
        Told(
            holder=(key := actors.key(who)), caption=actors.caption(key), action=action, day=day,
            document=account.source.name, quote=statement.evidence.quote,
        )
        for who in statement.roles.get("who", ())
    ]  # fmt: skip
