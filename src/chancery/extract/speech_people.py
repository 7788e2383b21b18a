"""The persons of a document as far as telling speakers apart needs: how each is named, sex, offices,
states.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from chancery.extract.context import Context
from chancery.extract.turns_labels import naming_part, title_length, words
from chancery.model.discourse import Mention
from chancery.model.document import BlockRole, Span
from chancery.model.entity import EntityKind

_TOKEN = re.compile(r"[^\W\d_][\w’'ʼ-]*")
_INITIAL = re.compile(r"\b([^\W\d_])\.")
ACTORS = frozenset({EntityKind.PERSON, EntityKind.ORGANISATION, EntityKind.STATE, EntityKind.GROUP})


def fold(word: str) -> str:
    """``word`` without case, accents and possessive endings."""
    bare = unicodedata.normalize("NFD", re.sub(r"[’'ʼ]s$", "", word.casefold()))
    return unicodedata.normalize("NFC", "".join(c for c in bare if not unicodedata.combining(c) or c == "\u0306"))


@dataclass(slots=True, kw_only=True)
class Person:
    """One person in a document: folded words of all spellings seen or known, canonical titles held or
    given.
    """

    id: str
    words: set[str] = field(default_factory=set)
    firsts: set[str] = field(default_factory=set)  # first letters of the words, for initials
    titles: set[str] = field(default_factory=set)
    states: set[str] = field(default_factory=set)
    nouns: set[str] = field(default_factory=set)  # lemmas of common nouns set beside the name: "writer", "сын"
    gender: str | None = None
    first_at: int = 0
    count: int = 0

    def called(self, surname: str) -> bool:
        """Whether ``surname`` (folded) is one of the person's names, endings of inflection aside."""
        return any(same_name(surname, word) for word in self.words)


def same_name(a: str, b: str) -> bool:
    """Whether two folded name words differ at most by an ending of inflection."""
    if a == b:
        return True
    if len(a) < 4 or len(b) < 4 or a.isascii() or b.isascii():
        return False
    shared = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return shared >= max(4, min(len(a), len(b)) - 2) and max(len(a), len(b)) - shared <= 3


class People:
    """Every person a document mentions, and the mentions in order. Built once from what ``names`` found."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.mentions = sorted(context.mentions, key=lambda m: (m.span.start, -m.span.end))
        self.starts = [m.span.start for m in self.mentions]
        self.persons: dict[str, Person] = {}
        self.states: Counter[str] = Counter()
        text = context.document.text
        for mention in self.mentions:
            if len(mention.entities) != 1:
                continue
            if mention.kind is EntityKind.PERSON:
                person = self._person(mention.entities[0], mention.span.start)
                person.count += 1
                self._learn(person, mention.span.of(text))
                person.nouns.update(self._beside(mention))
            elif mention.kind is EntityKind.STATE:
                self.states[mention.entities[0]] += 1
        for title in context.titles:
            if title.holder:
                person = self._person(title.holder, title.span.start)
                person.titles.add(title.title)
                if title.of:
                    person.states.add(title.of)

    def _person(self, id: str, at: int) -> Person:
        person = self.persons.get(id)
        if person is None:
            entity = self.context.entity(id)
            person = self.persons[id] = Person(id=id, first_at=at)
            if entity is not None:
                person.gender = entity.gender
                if entity.state:
                    person.states.add(entity.state)
                for spelling in (entity.caption, *(name.text for name in entity.names)):
                    self._learn(person, spelling)
            for office in self.context.knowledge.offices(id):
                person.titles.add(office.title)
        return person

    @staticmethod
    def _learn(person: Person, spelling: str) -> None:
        for token in _TOKEN.findall(spelling):
            person.words.add(fold(token))
            person.firsts.add(token[0].casefold())
        person.firsts.update(letter.casefold() for letter in _INITIAL.findall(spelling))

    def _beside(self, mention: Mention) -> Iterable[str]:
        """Lemmas of the common nouns in whose phrase the name stands (apposition, flat name)."""
        span = self.context.doc.char_span(mention.span.start, mention.span.end, alignment_mode="expand")
        if span is None:
            return ()
        head = span.root
        out: set[str] = set()
        for _ in range(6):
            out.update(
                c.lemma_.lower()
                for c in head.children
                if c.pos_ == "NOUN" and c.dep_ in ("appos", "compound", "nmod", "conj")
            )
            if head.dep_ in ("appos", "flat", "flat:name", "compound", "nmod:appos", "conj") and head.head.i != head.i:
                head = head.head
                if head.pos_ == "NOUN":
                    out.add(head.lemma_.lower())
            else:
                break
        return out

    # -- looking up -----------------------------------------------------------------------------------------

    def within(self, span: Span) -> list[Mention]:
        """Mentions that overlap ``span``, in order."""
        at = max(0, bisect_left(self.starts, span.start) - 8)
        out = []
        while at < len(self.mentions) and self.mentions[at].span.start < span.end:
            if self.mentions[at].span.overlaps(span):
                out.append(self.mentions[at])
            at += 1
        return out

    def known_names(self) -> frozenset[str]:
        """Folded names of all persons, for telling a transcript's labels."""
        text = self.context.document.text
        out = set()
        for mention in self.mentions:
            if mention.kind is EntityKind.PERSON:
                tokens = [fold(token) for token in _TOKEN.findall(mention.span.of(text))]
                out.update(tokens[-1:])
                out.add(" ".join(tokens))
        for person in self.persons.values():
            entity = self.context.entity(person.id)
            if entity is not None:
                out.update(fold(token) for token in _TOKEN.findall(entity.caption)[-1:])
        return frozenset(out)

    def state_of(self, id: str | None) -> str | None:
        """The state a person or body stands for, on the document's day where offices have dates."""
        if id is None:
            return None
        entity = self.context.entity(id)
        if entity is None:
            return None
        if entity.kind is EntityKind.STATE:
            return id
        if entity.state:
            return entity.state
        given = {title.of for title in self.context.titles if title.holder == id and title.of}
        if len(given) == 1:
            return next(iter(given))
        offices = self.context.knowledge.offices(id)
        states = {office.of for office in offices}
        if len(states) == 1:
            return next(iter(states))
        return next(iter(given), None) if given else (offices[-1].of if offices else None)

    def by_label(self, name: str, span: Span | None) -> str | None:
        """The person a transcript's label names; None for a part, a stranger or a tie."""
        if span is not None:
            inside = [m for m in self.within(span) if m.kind is EntityKind.PERSON and len(m.entities) == 1]
            ids = {m.entities[0] for m in inside}
            if len(ids) == 1:
                return next(iter(ids))
        vocabulary = words(self.context.pack)
        bare = name.casefold().strip()
        if bare in vocabulary.bare:
            return self.by_title(bare.removeprefix("the "))
        tokens = re.findall(r"[\w’'ʼ.-]+", naming_part(name, vocabulary))
        titles = title_length(tokens, vocabulary.title)
        rest = [token for token in tokens[titles:] if not re.fullmatch(r"(?:[^\W\d_]\.-?)+", token)] or tokens[-1:]
        initials = [letter.casefold() for letter in _INITIAL.findall(" ".join(tokens[titles:]))]
        surnames = [fold(re.sub(r"^(?:[^\W\d_]\.)+", "", token)) for token in rest]
        found = [
            person
            for person in self.persons.values()
            if all(person.called(surname) for surname in surnames) and (not initials or initials[0] in person.firsts)
        ]
        if not found and len(surnames) > 1:
            found = [p for p in self.persons.values() if p.called(surnames[-1]) and p.called(surnames[0])] or [
                p for p in self.persons.values() if p.called(surnames[0] if initials else surnames[-1])
            ]
        title = self.context.knowledge.title(" ".join(tokens[:titles]), self.context.pack.code) if titles else None
        if len(found) > 1 and title is not None:
            found = [p for p in found if title.name in p.titles] or found
        if len(found) == 1:
            return found[0].id
        office = [t for t in tokens[:titles] if t.casefold().rstrip(".") not in vocabulary.courtesy]
        if found or (len(tokens) - titles < 2 and not initials and not office):
            return None  # a surname without an office names nobody that the document does not name
        return self._known(" ".join(tokens[titles:]) or name, title.name if title else None)

    def _known(self, name: str, title: str | None) -> str | None:
        """The one person of knowledge with this name, and with this title where one is given."""
        links = self.context.knowledge.lookup(name, self.context.pack.code, self.context.published)
        persons = [k for k in links if (e := self.context.entity(k.entity)) and e.kind is EntityKind.PERSON]
        if title is not None:
            titled = [k for k in persons if any(o.title == title for o in self.context.knowledge.offices(k.entity))]
            persons = titled or persons
        if len(persons) == 1 or (len(persons) > 1 and persons[0].score > persons[1].score + 0.1):
            return persons[0].entity
        return None

    def by_title(self, words_of_title: str) -> str | None:
        """Who holds a title in this document: the one person given it; of several, the one in the
        document's title.
        """
        title = self.context.knowledge.title(words_of_title, self.context.pack.code)
        name = title.name if title else words_of_title.title()
        held = [t for t in self.context.titles if t.holder and t.title == name]
        holders = {t.holder for t in held}
        if len(holders) == 1:
            return next(iter(holders))
        heads = [b.span for b in self.context.document.blocks if b.role in (BlockRole.TITLE, BlockRole.LEAD)]
        first = [t.holder for t in held if any(head.covers(t.span) for head in heads)]
        if first or holders:
            return first[0] if first else None
        text = self.context.document.text
        for title_mention in self.context.titles:
            if title_mention.title == name and any(head.covers(title_mention.span) for head in heads):
                label = title_mention.span.of(text).casefold().strip().removeprefix("the ")
                bare = label in words(self.context.pack).bare  # the title again, with nobody's name
                named = None if bare else self.by_label(title_mention.span.of(text), None)
                if named is not None:
                    return named
        return None
