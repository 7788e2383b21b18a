"""Which known entity a person of the document is: office, state and date first, then spelling; or a new one.

A link keeps its method and score. Where two known persons fit alike, the mention stays unlinked with both as
candidates. Somebody nobody knows becomes an entity of the document's own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from chancery.annotate.forms import gender_of
from chancery.extract.context import Context
from chancery.extract.names.persons import Person
from chancery.extract.names.romanise import is_cyrillic, romanise_person, without_patronymic
from chancery.extract.names.spelling import alike, is_initial, same_person
from chancery.extract.names.titles import TitlePhrase
from chancery.knowledge.dates import holds_on, last_day
from chancery.model.discourse import Link
from chancery.model.entity import Entity, EntityKind, Name, Office

SURNAME = 0.8  # likeness of one name with that of an office's holder
SPELLING = 0.93  # likeness of a full name with a known person's
SURE_SPELLING = 0.97  # the same where nothing else in the document speaks for that person
LATIN_GLOSS = re.compile(r"\s*\(([A-ZÀ-ÞĀ-Ž][\w'’.-]+(?:\s[\w'’.-]+){1,4})[,;)]")
ROYAL = frozenset({"head of state", "royal"})
HIGH = frozenset({"head of state", "head of government", "foreign minister"})
ELECTED = frozenset({"head of state", "head of government", "vice president", "parliament", "regional"})
NOW = 9999  # year in which offices end that are still held
LONG_AGO = 25  # years out of office after which a bare surname is no longer taken for its former holder's


@dataclass(slots=True, kw_only=True)
class Resolved:
    """A person's identity: ``entity`` if it is decided, else ``candidates``; ``new`` if knowledge lacks
    it."""

    entity: str | None = None
    method: str = ""
    score: float = 0.0
    candidates: tuple[Link, ...] = ()
    new: Entity | None = None


@dataclass(slots=True)
class _Scores:
    """Best link of each known person a name may mean."""

    links: dict[str, Link] = field(default_factory=dict)

    def add(self, entity: str, method: str, score: float) -> None:
        if entity not in self.links or self.links[entity].score < score:
            self.links[entity] = Link(entity=entity, method=method, score=score)

    def ranked(self) -> list[Link]:
        return sorted(self.links.values(), key=lambda link: -link.score)


class PersonResolver:
    """Resolves the persons of one document."""

    def __init__(self, context: Context, states: Collection[str] = ()) -> None:
        self._states = frozenset(states)  # those the document names
        self._context = context
        self._knowledge = context.knowledge
        self._language = context.pack.code
        self._on: date | None = context.published

    def resolve(self, person: Person) -> Resolved:
        """Who ``person`` is."""
        scores = _Scores()
        for title in person.titles:
            self._by_office(person, title, scores)
        self._by_name(person, scores)
        ranked = scores.ranked()
        rival = next((link for link in ranked[1:] if ranked[0].method != "office" or link.method == "office"), None)
        if ranked and (rival is None or ranked[0].score - rival.score >= 0.05):
            best = ranked[0]
            if best.score >= 0.75:
                return Resolved(entity=best.entity, method=best.method, score=best.score)
        if ranked and not person.full:
            return Resolved(candidates=tuple(ranked[:5]))
        if len(ranked) > 1 and ranked[0].score >= 0.75:
            return Resolved(candidates=tuple(ranked[:5]))
        if not person.full and not self._worth_keeping(person):
            return Resolved(candidates=tuple(ranked[:5]))
        new = self._new(person)
        return Resolved(entity=new.id, method="document", score=0.7, new=new)

    @staticmethod
    def _worth_keeping(person: Person) -> bool:
        """Whether a lone surname is surely a person: a title or honorific stands beside it."""
        return bool(person.titles) or any(m.honorific for m in person.mentions)

    # -- office, state and date
    # ---------------------------------------------------------------------------------

    def _by_office(self, person: Person, title: TitlePhrase, scores: _Scores) -> None:
        for of in title.of:
            if of.entity is None:
                continue
            on = None if title.modifier in ("former", "deputy", "designate") else self._on
            to = title.to[0].entity if len(title.to) == 1 else None
            offices = self._knowledge.holders(title.title, of.entity, on, to)
            for office in offices:
                self._weigh_office(person, office, dated=on is not None, scores=scores)
            if on is not None and len({office.holder for office in offices}) == 1 and title.group in ROYAL:
                self._weigh_given(person, offices[0], scores)

    def _weigh_office(self, person: Person, office: Office, *, dated: bool, scores: _Scores) -> None:
        entity = self._knowledge.entity(office.holder)
        if entity is None:
            return
        whole = self._likeness(person, entity)
        surname = max(
            (alike(name[-1], other) for name in person.names for other in self._surnames(entity)), default=0.0
        )
        if whole >= SPELLING:
            scores.add(entity.id, "office", 0.99)
        elif dated and surname >= SURNAME:
            scores.add(entity.id, "office", 0.95 if not self._contradicts(person, entity) else 0.8)
        elif not dated and surname >= 0.95 and not person.full:
            scores.add(entity.id, "office", 0.78)

    def _weigh_given(self, person: Person, office: Office, scores: _Scores) -> None:
        """Monarchs go by their given names: "King Salman bin Abdulaziz"."""
        entity = self._knowledge.entity(office.holder)
        if entity is not None and any(
            alike(name[0], other[0]) >= SURNAME for name in person.names for other in self._names(entity)
        ):
            scores.add(entity.id, "office", 0.95)

    def _contradicts(self, person: Person, entity: Entity) -> bool:
        """Whether the text gives a full name that is unlike every known name of ``entity``."""
        return person.full and self._likeness(person, entity) == 0.0

    def _names(self, entity: Entity) -> list[tuple[str, ...]]:
        """The known full names of a person that can be compared with this document's."""
        wanted = {self._language, "en"}
        names = [n.text for n in entity.names if n.language in wanted and n.kind != "surname"] or [entity.caption]
        return [tuple(name.split()) for name in names]

    def _surnames(self, entity: Entity) -> list[str]:
        """What stands alone for a person after a title, last word of each."""
        wanted = {self._language, "en"}
        told = [n.text.split()[-1] for n in entity.names if n.kind == "surname" and n.language in wanted]
        return told or [name[-1] for name in self._names(entity)]

    def _likeness(self, person: Person, entity: Entity) -> float:
        best = 0.0
        for name in (name for name in person.names if len(name) > 1):
            for other in self._names(entity):
                best = max(best, same_person(without_patronymic(name), without_patronymic(other)))
        return best

    # -- spelling
    # -----------------------------------------------------------------------------------------------

    def _by_name(self, person: Person, scores: _Scores) -> None:
        full: dict[str, float] = {}
        short: dict[str, float] = {}
        methods: dict[str, str] = {}
        for link in self._links(person):
            if methods.get(link.entity) != "initials":
                methods[link.entity] = link.method
            (short if link.method in ("surname", "initials") else full)[link.entity] = link.score
        if full:
            for known in full:
                scores.add(known, "name", 0.85 + 0.14 * self._fits_document(person, known))
            return
        if person.full:
            for id in short:
                entity = self._knowledge.entity(id)
                if entity is None:
                    continue
                told = self._at_home(id) or self._fits_document(person, id) >= 0.55
                likeness = self._likeness(person, entity)
                if likeness >= (SPELLING if told else SURE_SPELLING):
                    scores.add(id, "spelling", 0.7 + 0.2 * likeness)
            return
        fitting = [id for id in short if not self._another_office(person, id)]
        fitting = self._latest(fitting) if person.titles else fitting
        serving = {id: self._fits_document(person, id) for id in fitting}
        best = max(serving.values(), default=0.0)
        for bearer, fits in serving.items():
            alone = best >= 0.5 and sum(value == best for value in serving.values()) == 1 and fits == best
            near = self._at_home(bearer) and not self._of_old(person, bearer)
            only = len(serving) == 1 and (methods[bearer] == "initials" or near or fits >= 0.4)
            scores.add(bearer, methods[bearer], 0.8 if alone or only else 0.5 + 0.1 * fits)

    def _another_office(self, person: Person, id: str) -> bool:
        """Whether a bare surname has an office beside it that its known bearer ``id`` never held: another bearer's."""
        titles = {title.title.removesuffix("-elect") for title in person.titles if title.group in ELECTED}
        if not titles:
            return False
        held = self._knowledge.offices(id)
        alike = {name for office in held for name in self._knowledge.same_office(office.title, office.of)}
        return not titles & alike

    def _latest(self, bearers: Sequence[str]) -> list[str]:
        """``bearers`` of a surname without those who left their last office a generation before another did."""
        ends = {
            id: max((last_day(o.until).year if o.until else NOW for o in self._knowledge.offices(id)), default=NOW)
            for id in bearers
        }
        latest = max(ends.values(), default=NOW)
        return [id for id, end in ends.items() if end + LONG_AGO >= latest]

    def _of_old(self, person: Person, id: str) -> bool:
        """Whether the known bearer of a bare surname left his offices so long ago that, unless one of them is named
        beside it, today's bearer of that surname is meant."""
        held = self._knowledge.offices(id)
        titles = {title.title for title in person.titles}
        if self._on is None or not held or any(office.title in titles for office in held):
            return False
        ends = [office.until for office in held]
        return all(end is not None and last_day(end).year + LONG_AGO < self._on.year for end in ends)

    def _at_home(self, id: str) -> bool:
        """Whether the document speaks of the state a known person belongs to."""
        entity = self._knowledge.entity(id)
        return entity is not None and entity.state is not None and entity.state in self._states

    def _links(self, person: Person) -> Iterable[Link]:
        """Known persons by the document's own spellings and their nominatives."""
        for mention in person.mentions:
            for link in mention.candidate.links:
                entity = self._knowledge.entity(link.entity)
                if entity is not None and entity.kind is EntityKind.PERSON:
                    yield link
        seen: set[str] = set()
        for name in person.names:
            variants = [" ".join(name), " ".join(without_patronymic(name))]
            if person.full:
                variants.append(name[-1])
            for text in variants:
                if text in seen:
                    continue
                seen.add(text)
                for link in self._knowledge.lookup(text, self._language):
                    entity = self._knowledge.entity(link.entity)
                    if entity is not None and entity.kind is EntityKind.PERSON:
                        yield link

    def _fits_document(self, person: Person, id: str) -> float:
        """How well a known person fits the titles beside the name and the document's date, 0..1."""
        offices = self._knowledge.offices(id)
        titles = {title.title for title in person.titles}
        states = {of.entity for title in person.titles for of in title.of if of.entity}
        score = 0.0
        if titles and any(office.title in titles for office in offices):
            score += 0.4
        if states and any(office.of in states for office in offices):
            score += 0.2
        if self._on is not None and any(_in_force(office, self._on) for office in offices):
            score += 0.4
            classes = self._knowledge.titles.classes
            if any(classes.get(o.title) in HIGH and _in_force(o, self._on) for o in offices):
                score += 0.1
        return min(score, 1.0)

    # -- somebody new
    # -------------------------------------------------------------------------------------------

    def _new(self, person: Person) -> Entity:
        names = person.names
        words = without_patronymic(self._fullest(names))
        state = self._state(person)
        caption = self._gloss(person) or " ".join(words)
        if is_cyrillic(caption):
            caption = romanise_person(words, state)
        texts = dict.fromkeys([" ".join(name) for name in names])
        gender = person.gender or gender_of(" ".join(names[0]), self._language)
        return Entity(
            id=f"person/{slug(caption)}",
            kind=EntityKind.PERSON,
            caption=caption,
            names=(
                Name(text=caption, language="en"),
                *(Name(text=text, language=self._language) for text in texts if text != caption),
            ),
            state=state,
            gender=gender,
        )

    @staticmethod
    def _fullest(names: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
        return max(names, key=lambda name: (sum(not is_initial(w) for w in name), -len(name), -len("".join(name))))

    @staticmethod
    def _state(person: Person) -> str | None:
        for title in person.titles:
            for of in title.of:
                if of.is_state and of.entity:
                    return of.entity
        return None

    def _gloss(self, person: Person) -> str | None:
        """The Latin spelling that the text itself gives in brackets behind a Cyrillic name."""
        text = self._context.document.text
        for mention in person.mentions:
            candidate = mention.candidate
            if is_cyrillic(text[candidate.start : candidate.end]):
                match = LATIN_GLOSS.match(text, candidate.end)
                if match:
                    return " ".join(match.group(1).split())
        return None


def _in_force(office: Office, on: date) -> bool:
    return office.since is not None and holds_on(office.since, office.until, on)


def slug(caption: str) -> str:
    """``caption`` in lower-case ASCII letters and hyphens, as ids of new entities use it."""
    text = unicodedata.normalize("NFKD", caption.translate(str.maketrans("øØłŁđĐıəƏßæ", "oOlLdDieEsa")))
    return (
        re.sub(r"[^a-z0-9]+", "-", "".join(c for c in text if not unicodedata.combining(c)).lower()).strip("-") or "x"
    )
