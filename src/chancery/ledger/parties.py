"""Who a statement is about, so that a pair of states finds its statements: actors, their states, names in
the quote."""

from __future__ import annotations

from chancery.knowledge import Knowledge
from chancery.model.entity import EntityKind
from chancery.model.reading import Reading
from chancery.model.statement import Filler, Statement
from chancery.resolve.actors import Actors, Spell, spells
from chancery.resolve.dates import bounds

_NAMES = frozenset({"name", "formal", "abbreviation", "adjective", "demonym"})


class Parties:
    """The parties to the statements of one reading."""

    def __init__(self, reading: Reading, known: Knowledge) -> None:
        self._known, self._language = known, reading.document.language
        self._published = reading.document.published.edtf
        told = spells((s, self._published) for s in reading.statements)
        told += [
            Spell(
                holder=t.holder,
                title=t.title,
                of=t.of,
                to=t.to,
                day=None,
                action="former" if t.modifier == "former" else "holds",
            )
            for t in reading.titles
            if t.holder and t.of
        ]
        self._actors = Actors(known, reading.entities, told)
        self._states = [m for m in reading.mentions if m.kind in (EntityKind.STATE, EntityKind.TERRITORY)]

    def of(self, statement: Statement) -> tuple[str, ...]:
        """Ids of every entity that acts in ``statement``, of the states they act for or lie in, of the
        speaker and his state, and of the states whose names stand in the passage or in a description."""
        found: set[str] = set()
        fillers: list[Filler] = [f for role in statement.roles.values() for f in role]
        fillers += [f for f in (statement.place, statement.speaker) if f]
        on = statement.when.lower if statement.when and statement.when.lower else None
        if on is None and self._published:
            on = bounds(self._published)[0]
        for filler in fillers:
            key = self._actors.key(filler)
            if not key.startswith("~"):
                found.add(key)
            elif len(filler.label) > 2:
                found.update(self._named(filler.label))
            state = self._actors.state(key, on)
            if state:
                found.add(state)
        for mention in self._states:
            if statement.evidence.span.covers(mention.span):
                found.update(mention.entities)
        return tuple(sorted(found))

    def _named(self, text: str) -> set[str]:
        """The states that a description names, in English or in the document's language."""
        out: set[str] = set()
        for language in {"en", self._language} - {"und"}:
            for match in self._known.scan(text, language, _NAMES):
                states = {f.entity for f in match.forms if self._actors.is_state(f.entity)}
                out |= states if len(states) == 1 else set()
        return out


def holders(statement: Statement) -> list[tuple[str, str]]:
    """Persons with the states or bodies they hold office of, where ``statement`` tells of one."""
    if statement.kind != "office":
        return []
    return [
        (who.entity, of.entity or of.label)
        for who in statement.roles.get("who", ())
        if who.entity
        for of in statement.roles.get("of", ())
    ]
