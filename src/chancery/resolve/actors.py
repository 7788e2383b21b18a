"""Who acts: what a filler stands for, the state a person acts for on a day, the state a place lies in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from chancery.languages.pack import languages
from chancery.model.discourse import Link
from chancery.model.entity import Entity, EntityKind, Office
from chancery.model.statement import Filler, Statement
from chancery.resolve.bodies import same_bodies
from chancery.resolve.dates import bounds
from chancery.resolve.identity import Sameness, groups, same_persons
from chancery.resolve.words import fold, stems


class Directory(Protocol):
    """What resolution asks of ``chancery.knowledge``."""

    def entity(self, id: str) -> Entity | None: ...
    def lookup(self, text: str, language: str) -> tuple[Link, ...]: ...
    def offices(self, holder: str) -> tuple[Office, ...]: ...
    def display(self, id: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Spell:
    """A person held an office of a state or organisation around a day, as a statement says."""

    holder: str
    title: str
    of: str
    to: str | None
    day: date | None
    action: str


_HEADS = re.compile(
    r"^(acting )?(president|prime minister|king|queen|emir|sultan|chancellor|crown prince|emperor|pope|"
    r"supreme leader|head of state|head of government|chairman of the cabinet of ministers|premier|"
    r"taoiseach)\b",
    re.I,
)
_FOREIGN = re.compile(r"minister (of|for) foreign|foreign (minister|secretary)|secretary of state$", re.I)


def rank(title: str) -> int:
    """3 for heads of state and government, 2 for foreign ministers, 1 for other ministers and envoys, 0 for
    the rest."""
    if _HEADS.search(title):
        return 3
    if _FOREIGN.search(title):
        return 2
    return 1 if re.search(r"minister|ambassador|speaker|chair|secretary|envoy|advis[eo]r", title, re.I) else 0


class Actors:
    """Identity over a set of statements: one key for one actor, however written, and the state it acts for.

    ``entities`` are those that documents introduced; ``same`` and ``apart`` pairs of ids that people ruled
    on; ``merges``, if given, the persons already found to be one. All answers follow from the arguments alone, so that
    a replay gives what was known then.
    """

    def __init__(
        self,
        knowledge: Directory,
        entities: Iterable[Entity] = (),
        spells: Iterable[Spell] = (),
        same: Iterable[tuple[str, str]] = (),
        apart: Iterable[tuple[str, str]] = (),
        *,
        merges: Iterable[Sameness] | None = None,
    ) -> None:
        self.knowledge = knowledge
        own: dict[str, Entity] = {}
        for entity in sorted(entities, key=lambda e: (e.id, e.caption, len(e.names))):
            own[entity.id] = entity
        self._own = own
        barred = {frozenset(pair) for pair in apart}
        self.merges: tuple[Sameness, ...] = tuple(
            m
            for m in ((*same_persons(own.values()), *same_bodies(own.values())) if merges is None else merges)
            if frozenset((m.one, m.other)) not in barred
        )
        ruled = [pair for pair in same if frozenset(pair) not in barred]
        every = [*((m.one, m.other) for m in self.merges), *ruled]
        known = {id for pair in every for id in pair if knowledge.entity(id) is not None}
        self._canonical = groups(every, prefer=known)
        self._spells: dict[str, list[Spell]] = defaultdict(list)
        for spell in spells:
            self._spells[self.canonical(spell.holder)].append(spell)
        self._places: dict[str, str | None] = {}
        self._names: dict[str, frozenset[str]] = {}
        self._titles: dict[tuple[str, date | None], tuple[tuple[str, str, str | None], ...]] = {}

    def canonical(self, id: str) -> str:
        """The id that stands for ``id`` and all that are one with it."""
        return self._canonical.get(id, id)

    @property
    def introduced(self) -> tuple[Entity, ...]:
        """What documents introduced, each once."""
        return tuple(self._own.values())

    @property
    def told(self) -> tuple[Spell, ...]:
        """The spells in office that statements tell of."""
        return tuple(spell for spells in self._spells.values() for spell in spells)

    def entity(self, key: str) -> Entity | None:
        return self.knowledge.entity(key) or self._own.get(key)

    def key(self, filler: Filler) -> str:
        """The canonical id of what fills a role; for free text its folded words behind a tilde."""
        if filler.entity:
            return self.canonical(filler.entity)
        if is_state_code(filler.label):
            return filler.label
        return "~" + fold(filler.label)

    def caption(self, key: str) -> str:
        """The name to show for a key."""
        if key.startswith("~"):
            return key[1:]
        if entity := self.entity(key):
            return self.knowledge.display(key) if self.is_state(key) else entity.caption
        return self.knowledge.display(key) if is_state_code(key) else key.rpartition("/")[2].replace("-", " ").title()

    def name_stems(self, key: str) -> frozenset[str]:
        """Stems of the names of an actor, in the languages of the packs."""
        if key not in self._names:
            entity = self.entity(key)
            texts = [n.text for n in entity.names if n.language in languages()] if entity else []
            found = frozenset().union(*(stems(text) for text in (*texts, self.caption(key))))
            self._names[key] = found
        return self._names[key]

    def is_state(self, key: str) -> bool:
        entity = self.entity(key)
        if entity is None:
            return is_state_code(key)
        return entity.kind in (EntityKind.STATE, EntityKind.TERRITORY)

    def is_person(self, key: str) -> bool:
        entity = self.entity(key)
        return entity.kind is EntityKind.PERSON if entity else key.startswith("person/") or key in self._spells

    def known_titles(self, key: str, on: date | None = None) -> list[tuple[str, str, str | None]]:
        """Offices (title, of, to) that a person held on a day by the tables of office-holders."""
        out = []
        for office in self.knowledge.offices(key):
            first = bounds(office.since)[0] if office.since else None
            last = bounds(office.until)[1] if office.until else None
            if on is None or ((first is None or first <= on) and (last is None or on <= last)):
                out.append((office.title, office.of, office.to))
        return out

    def titles(self, key: str, on: date | None = None) -> tuple[tuple[str, str, str | None], ...]:
        """Offices (title, of, to) that a person held on a day, by the tables, else by the statements."""
        if (key, on) in self._titles:
            return self._titles[key, on]
        out = self.known_titles(key, on)
        if not out:
            spells = [s for s in self._spells.get(key, ()) if s.action in ("holds", "appointed", "elected")]
            if spells and on is not None:
                spells = [min(spells, key=lambda s: abs((s.day - on).days) if s.day else 10_000)]
            out = [(s.title, s.of, s.to) for s in spells[:1]]
        self._titles[key, on] = tuple(out)
        return self._titles[key, on]

    def state(self, key: str, on: date | None = None) -> str | None:
        """The state a key is, acts for or lies in; None if it is none, unknown, or the answers differ."""
        if key.startswith("~"):
            return self._place(key[1:])
        if self.is_state(key):
            return key
        entity = self.entity(key)
        if self.is_person(key):
            found = {of for _, of, _ in self.titles(key, on) if self.is_state(of)}
            if not found:
                found = {of for _, of, _ in self.titles(key) if self.is_state(of)}
            if len(found) == 1:
                return next(iter(found))
            if entity and entity.state:
                return entity.state
            return self._citizenship(key) if not found else None
        if entity is None:
            return None
        return entity.state or (self._place(entity.caption) if entity.kind is EntityKind.PLACE else None)

    def _citizenship(self, key: str) -> str | None:
        found = {s.of for s in self._spells.get(key, ()) if self.is_state(s.of)}
        return next(iter(found)) if len(found) == 1 else None

    def _place(self, name: str) -> str | None:
        """The state whose name or capital ``name`` is."""
        if name not in self._places:
            states = set()
            for link in self.knowledge.lookup(name, "en"):
                if self.is_state(link.entity):
                    states.add(link.entity)
                elif (entity := self.entity(link.entity)) and entity.kind is EntityKind.PLACE and entity.state:
                    states.add(entity.state)
            self._places[name] = next(iter(states)) if len(states) == 1 else None
        return self._places[name]


def is_state_code(text: str) -> bool:
    """Whether ``text`` has the form of an ISO 3166 alpha-2 code."""
    return len(text) == 2 and text.isascii() and text.isalpha() and text.isupper()


def spells(statements: Iterable[tuple[Statement, str | None]]) -> list[Spell]:
    """The spells in office that statements (with their documents' dates, EDTF) tell of."""
    out = []
    for statement, published in statements:
        if statement.kind != "office" or statement.status.value not in ("done", "ongoing"):
            continue
        day = bounds(published)[0] if published else None
        if statement.when is not None:
            day = statement.when.lower or statement.when.upper or day
        title = next(iter(statement.labels("office")), "")
        action = next(iter(statement.labels("action")), "holds")
        to = statement.roles.get("to")
        for who in statement.roles.get("who", ()):
            for of in statement.roles.get("of", ()):
                out.append(
                    Spell(
                        holder=who.entity or "~" + fold(who.label),
                        title=title,
                        of=of.entity or of.label,
                        to=(to[0].entity or to[0].label) if to else None,
                        day=day,
                        action=action,
                    )
                )
    return out
