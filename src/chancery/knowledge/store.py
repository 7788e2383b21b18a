"""What is known before reading, as one object: entities, the names they go by, offices, organisations, topics."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property

from chancery.knowledge import rows
from chancery.knowledge.dates import holds_on
from chancery.knowledge.imported import Imported, Known, files, forms, read_imported
from chancery.knowledge.imported import language as language_of
from chancery.knowledge.offices import OfficeTable, read_offices
from chancery.knowledge.organisations import Membership, MembershipTable
from chancery.knowledge.persons import Person, read_persons
from chancery.knowledge.surface import POSSESSIVE, Form, Found, SurfaceIndex, fold_word, read_index
from chancery.knowledge.titles import Title, TitleTable
from chancery.knowledge.topics import TopicTable
from chancery.model.discourse import Link
from chancery.model.entity import Entity, EntityKind, Name, Office

ENTITY_COLUMNS = ("id", "kind", "caption", "display", "wikidata", "state")
NAME_COLUMNS = ("entity", "language", "kind", "text", "score", "since", "until")
INITIALS = re.compile(r"^((?:[^\W\d_]{1,2}\.[\s\u00a0-]*)+)([^\W\d_][\w'’-]+(?:\s[\w'’-]+)?)$")
FULL = frozenset({"person", "name", "formal", "former", "abbreviation"})
STATES = frozenset({EntityKind.STATE, EntityKind.TERRITORY})

PROMINENCE = {"head of state": 0.2, "head of government": 0.15, "foreign minister": 0.1}


@dataclass(frozen=True, slots=True)
class _Row:
    kind: EntityKind
    caption: str
    display: str
    wikidata: str | None
    state: str | None


@dataclass(frozen=True, slots=True)
class Beginning:
    """``what`` ("founding" of an organisation or a republic, "independence") an entity counts its years from: an EDTF
    day, month or year."""

    what: str
    date: str


class Knowledge:
    """The reference data of the package. Build it with ``load()``; tables are read when first needed."""

    def __init__(self) -> None:
        self._rows: dict[str, _Row] = {}
        for table in rows.tables("entities"):
            for id, kind, caption, display, wikidata, state in rows.read(table, ENTITY_COLUMNS):
                self._rows[id] = _Row(EntityKind(kind), caption, display, wikidata or None, state or None)
        self._persons: dict[str, Person] = {person.id: person for person in read_persons()}
        self._imported = Imported()
        self._entities: dict[str, Entity] = {}
        self._indexes: dict[str, SurfaceIndex] = {}
        self.titles = TitleTable()
        if files():
            self._imported = read_imported(self._tables())
            self._entities.clear()
            self._indexes.clear()

    def _tables(self) -> Known:
        """What of the tables an import asks."""
        wikidata = {row.wikidata: id for id, row in self._rows.items() if row.wikidata}
        wikidata |= {person.wikidata: person.id for person in self._persons.values() if person.wikidata}

        def named(text: str, kind: EntityKind) -> Entity | None:
            found = {
                form.entity: entity
                for form in self.forms(text, language_of(text))
                if form.kind in FULL and (entity := self.entity(form.entity)) and entity.kind is kind
            }
            return next(iter(found.values())) if len(found) == 1 else None

        def state(text: str) -> str | None:
            row = self._rows.get(text.upper()) if len(text) == 2 else None
            if row is not None:
                return text.upper()
            named = (form.entity for form in self.forms(text, language_of(text)) if form.kind in FULL)
            return next((id for id in named if id in self._rows and self._rows[id].kind in STATES), None)

        def title(text: str) -> str | None:
            office = self.titles.get(text, "en") or self.titles.get(text, "ru")
            return office.name if office else None

        return Known(wikidata=wikidata.get, named=named, title=title, state=state)

    # -- entities ----------------------------------------------------------------------------------------------

    def entity(self, id: str) -> Entity | None:
        """The entity ``id``, None if it is not known."""
        known = self._entities.get(id)
        if known is None and (id in self._rows or id in self._persons or id in self._imported.entities):
            known = self._build(id)
            if extra := self._imported.names.get(id):
                known = replace(known, names=(*known.names, *extra))
            self._entities[id] = known
        return known

    def _build(self, id: str) -> Entity:
        if id in self._imported.entities:
            return self._imported.entities[id]
        person = self._persons.get(id)
        if person is not None:
            return person.entity()
        row = self._rows[id]
        return Entity(
            id=id,
            kind=row.kind,
            caption=row.caption,
            names=tuple(
                Name(text=text, language=language, kind=kind, since=since or None, until=until or None)
                for language, kind, text, _, since, until in self._names[id]
            ),
            wikidata=row.wikidata,
            state=row.state,
        )

    def entities(self, kind: EntityKind | None = None) -> tuple[Entity, ...]:
        """All entities, or all of one kind."""
        ids = [id for id, row in self._rows.items() if kind in (None, row.kind)]
        if kind in (None, EntityKind.PERSON):
            ids.extend(self._persons)
        ids.extend(id for id, entity in self._imported.entities.items() if kind in (None, entity.kind))
        return tuple(entity for id in ids if (entity := self.entity(id)) is not None)

    def display(self, id: str) -> str:
        """The English name to show for ``id``; the id itself if it is not known."""
        if id in self._rows:
            return self._rows[id].display
        entity = self.entity(id)
        return entity.caption if entity else id

    def kin(self, person: str, relation: str) -> tuple[str, ...]:
        """Ids of the ``relation`` ("father", "mother", "spouse", "child", "sibling") of ``person``."""
        return tuple(other for known, other in self._kin[person] if known == relation)

    @cached_property
    def _kin(self) -> Mapping[str, list[tuple[str, str]]]:
        back = {"father": "child", "mother": "child", "spouse": "spouse", "sibling": "sibling"}
        out: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for person, relation, other in rows.read("kin", ("person", "relation", "other")):
            out[person].append((relation, other))
            out[other].append((back[relation], person))
        return out

    def beginnings(self, id: str) -> tuple[Beginning, ...]:
        """When an organisation was founded or a state became independent, earliest first: more than one where several
        days are kept, none where it is not known."""
        return tuple(self._beginnings.get(id, ()))

    @cached_property
    def _beginnings(self) -> Mapping[str, list[Beginning]]:
        out: dict[str, list[Beginning]] = defaultdict(list)
        for entity, what, on in rows.read("beginnings", ("entity", "what", "date")):
            out[entity].append(Beginning(what=what, date=on))
        return {entity: sorted(found, key=lambda one: one.date) for entity, found in out.items()}

    # -- names -------------------------------------------------------------------------------------------------

    @cached_property
    def _names(self) -> Mapping[str, list[tuple[str, str, str, str, str, str]]]:
        out: dict[str, list[tuple[str, str, str, str, str, str]]] = defaultdict(list)
        for table in rows.tables("names"):
            for entity, *rest in rows.read(table, NAME_COLUMNS):
                language, kind, text, score, since, until = rest
                out[entity].append((language, kind, text, score, since, until))
        return out

    def _index(self, language: str) -> SurfaceIndex:
        if language not in self._indexes:
            self._indexes[language] = read_index(language)
            for form in forms(self._imported, language):
                self._indexes[language].add(form)
        return self._indexes[language]

    def forms(self, text: str, language: str) -> tuple[Form, ...]:
        """Everything the string ``text`` can mean in ``language``, best first, with kind and dates."""
        surface = POSSESSIVE.sub("", text.strip())
        index = self._index(language)
        found = index.get(surface)
        if not found and surface.lower().startswith("the "):
            found = index.get(surface[4:])
        if not found and (match := INITIALS.match(surface)):
            found = self._by_initials(match.group(1), match.group(2), language)
        if not found and language != "en" and surface.isascii():
            return self.forms(surface, "en")
        return found

    def _by_initials(self, initials: str, surname: str, language: str) -> tuple[Form, ...]:
        wanted = fold_word(initials)[0]
        out = []
        for form in self._index(language).get(surname):
            if form.kind == "surname" and wanted in self._first_letters(form.entity, language):
                out.append(Form(form.entity, "initials", 0.8, form.shape, form.text))
        return tuple(out)

    def _first_letters(self, id: str, language: str) -> frozenset[str]:
        """First letters, folded, of a person's full names."""
        entity = self.entity(id)
        names = entity.names if entity else ()
        return frozenset(fold_word(n.text)[0] for n in names if n.language == language and n.kind == "name")

    def lookup(self, text: str, language: str, on: date | None = None) -> tuple[Link, ...]:
        """The entities that ``text`` as a whole can name, best first, one link an entity.

        ``method`` is the kind of name: name, formal, abbreviation, adjective, demonym, capital (for the government),
        metonym, former, person, surname, initials. Bearers of one surname are set apart by rank and by who was in
        office ``on`` the day.
        """
        links: dict[str, Link] = {}
        for form in self.forms(text, language):
            score = form.score
            if form.kind in ("surname", "initials"):
                score = min(1.0, score + self._prominence(form.entity, on))
            if form.entity not in links or links[form.entity].score < score:
                links[form.entity] = Link(entity=form.entity, method=form.kind, score=score)
        return tuple(sorted(links.values(), key=lambda link: -link.score))

    def _prominence(self, person: str, on: date | None) -> float:
        """How much likelier a bare surname means this bearer: by rank of office, and by holding it on the day."""
        best = 0.0
        for office in self.offices(person):
            rank = PROMINENCE.get(self.titles.classes.get(office.title, ""), 0.02)
            if on is not None and office.since and holds_on(office.since, office.until, on):
                rank += 0.2
            best = max(best, rank)
        return best

    def scan(self, text: str, language: str, kinds: frozenset[str] | None = None) -> tuple[Found, ...]:
        """Where known names stand in ``text``: the longest first, left to right, by character offset.

        ``kinds`` restricts to those kinds of form (see ``lookup``), for example to leave bare surnames out.
        """
        return tuple(self._index(language).scan(text, kinds))

    # -- offices -----------------------------------------------------------------------------------------------

    @cached_property
    def _offices(self) -> OfficeTable:
        return OfficeTable((*read_offices(), *self._imported.offices), self.titles.classes)

    def holders(self, title: str, of: str, on: date | None = None, to: str | None = None) -> tuple[Office, ...]:
        """Who held ``title`` (canonical English) of ``of`` on the day ``on``; see OfficeTable.holders."""
        return self._offices.holders(title, of, on, to)

    def offices(self, holder: str) -> tuple[Office, ...]:
        """The offices of one person, earliest first."""
        return self._offices.of_holder(holder)

    def same_office(self, title: str, of: str) -> frozenset[str]:
        """The titles under which the office ``title`` of ``of`` may go: its own, and those of its class."""
        return self._offices.same_office(title, of)

    def left(self, holder: str, title: str, of: str, on: date) -> bool:
        """Whether ``holder`` had left the office ``title`` of ``of`` well before the day ``on``."""
        return self._offices.left(holder, title, of, on)

    def spells(self, of: str) -> tuple[Office, ...]:
        """Every known spell in an office of the state or organisation ``of``."""
        return self._offices.spells(of)

    def office_titles(self, language: str) -> Mapping[str, str]:
        """Every way to write a title in ``language`` (folded words) → canonical English title."""
        return self.titles.table(language)

    def title(self, text: str, language: str) -> Title | None:
        """The office that ``text`` names ("экс-министр иностранных дел"), modifiers read; None if it names none."""
        return self.titles.get(text, language)

    # -- organisations and topics ------------------------------------------------------------------------------

    @cached_property
    def _memberships(self) -> MembershipTable:
        return MembershipTable(self._imported.memberships)

    def members(self, organisation: str, on: date | None = None, status: str | None = None) -> tuple[Membership, ...]:
        """The states in ``organisation`` on the day ``on``; ``status`` "member" for full members only."""
        return self._memberships.members(organisation, on, status)

    def memberships(self, state: str, on: date | None = None, status: str | None = None) -> tuple[Membership, ...]:
        """The organisations ``state`` belongs to."""
        return self._memberships.of_state(state, on, status)

    def shared_organisations(self, a: str, b: str, on: date | None = None) -> tuple[str, ...]:
        """Ids of the organisations of which both states are full members."""
        return self._memberships.shared(a, b, on)

    @cached_property
    def topics(self) -> TopicTable:
        return TopicTable()

    def topic(self, lemmas: str, language: str) -> tuple[str, ...]:
        """The UNBIS terms (English) that a word or phrase, given in lemmas, stands for."""
        return self.topics.get(lemmas, language)


@cache
def load() -> Knowledge:
    """The package's knowledge, built once."""
    return Knowledge()
