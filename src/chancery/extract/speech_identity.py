"""Who a source is: a name, a pronoun or an epithet to the person or body it stands for; a tie is nobody."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from spacy.tokens import Token

from chancery.extract.speech_attribution import Attribution
from chancery.extract.speech_people import ACTORS, People, Person
from chancery.extract.speech_syntax import has, phrase, sentence
from chancery.languages.pack import Pack
from chancery.model.document import Span
from chancery.model.entity import EntityKind

SUBJECTS = ("nsubj", "nsubj:pass")
BACK = 900  # characters that a pronoun looks back over


@cache
def _table(pack: Pack) -> Mapping[str, Any]:
    table: Mapping[str, Any] = pack.table("speech").get("identity", {})
    return table


@cache
def _pronouns(pack: Pack) -> tuple[tuple[str, frozenset[str]], ...]:
    table = _table(pack)
    return tuple((sex, frozenset(table.get(key, ()))) for sex, key in (("male", "he"), ("female", "she"), ("", "they")))


def pronoun_gender(token: Token, pack: Pack) -> str | None:
    """male, female, "" (plural) for a third-person pronoun of ``pack``; None if ``token`` is none."""
    folded = token.lower_
    for sex, forms in _pronouns(pack):
        if folded in forms:
            return sex
    return None


class Identity:
    """Resolves sources in order of the text; remembers who spoke last."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.context = people.context
        self.pack = people.context.pack
        self.last: str | None = None  # the speaker of the attribution before
        self.last_at = 0
        self.spoken: list[str] = []
        self.meant: list[tuple[str, int, bool]] = []  # whom pronouns stood for, where they end, whether as subjects

    def heard(self, speaker: str | None, at: int) -> None:
        """Remember that ``speaker`` spoke at ``at``."""
        if speaker is not None:
            self.last, self.last_at = speaker, at
            if speaker not in self.spoken:
                self.spoken.append(speaker)

    def resolve(self, found: Attribution) -> tuple[str | None, bool]:
        """The entity that says ``found``, and whether that is inferred rather than named."""
        if found.source is None or found.source_head is None:
            return None, False
        head = self.context.doc[found.source_head]
        sex = pronoun_gender(head, self.pack)
        if sex is not None:
            return self.by_pronoun(head, sex), True
        if head.pos_ == "PRON":
            return None, False
        named = self.by_name(head, found.source)
        if named is not None:
            return named, False
        return self.by_epithet(head, found.source, anywhere=found.headline), True

    def by_name(self, head: Token, span: Span) -> str | None:
        """The mention that the source's head belongs to, or that stands in apposition to it."""
        heads = _names_of(head)
        for wanted in (EntityKind.PERSON, None):
            for token in heads:
                for mention in self.people.within(Span(start=token.idx, end=token.idx + len(token))):
                    kind_fits = mention.kind is wanted if wanted else mention.kind in ACTORS
                    if not kind_fits or not mention.entities or mention.form in ("pronoun",):
                        continue
                    if len(mention.entities) == 1 and span.overlaps(mention.span):
                        return mention.entities[0]
        for title in self.context.titles:
            if title.holder and title.span.start <= head.idx < title.span.end and title.modifier not in ("former",):
                return title.holder
        return None

    def by_pronoun(self, token: Token, sex: str, *, present: frozenset[str] = frozenset()) -> str | None:
        """The person a pronoun stands for: who agrees with it and was the subject, or spoke, last.

        ``present`` are those who speak and are spoken to where it stands: they are "I" and "you", never "he".
        """
        if sex == "":
            return None
        scores: dict[str, float] = {}
        first = sentence(token)[0]
        begin = self.context.doc[first].idx
        before = self.context.doc[sentence(self.context.doc[first - 1])[0]].idx if first else begin
        subject = token.dep_ in SUBJECTS
        for mention in reversed(self.people.within(Span(start=max(0, token.idx - BACK), end=max(1, token.idx)))):
            if mention.kind is not EntityKind.PERSON or len(mention.entities) != 1 or mention.span.end > token.idx:
                continue
            id = mention.entities[0]
            person = self.people.persons.get(id)
            if person is None or id in present or (person.gender and person.gender != sex):
                continue
            distance = token.idx - mention.span.end
            here = self.context.doc.char_span(mention.span.start, mention.span.end, alignment_mode="expand")
            acts = here is not None and any(t.dep_ in SUBJECTS for t in (here.root, here.root.head))
            near = mention.span.start >= begin or (subject and acts and mention.span.start >= before)
            score = (2.0 if acts else 0.0) + (1.0 if near else 0.0) - distance / 300
            scores[id] = max(scores.get(id, -9.0), score)
        for id, end, acts in reversed(self.meant):
            if end < token.idx - BACK:
                break
            if id not in present and self._agrees(id, sex):
                near = end >= begin or (subject and acts and end >= before)
                score = (2.0 if acts else 0.0) + (1.0 if near else 0.0) - (token.idx - end) / 300
                scores[id] = max(scores.get(id, -9.0), score)
        if (
            self.last is not None
            and self.last not in present
            and token.idx - self.last_at < BACK
            and self._agrees(self.last, sex)
        ):
            scores[self.last] = scores.get(self.last, 0.0) + 2.0
        ranked = sorted(scores.items(), key=lambda item: -item[1])
        if not ranked or (len(ranked) > 1 and ranked[0][1] - ranked[1][1] < 0.5):
            return None
        return ranked[0][0]

    def _agrees(self, id: str, sex: str) -> bool:
        person = self.people.persons.get(id)
        return person is not None and person.gender in (None, sex)

    def by_epithet(self, head: Token, span: Span, *, anywhere: bool = False) -> str | None:
        """The person a common noun stands for, by the titles it fits or by an apposition earlier in the text.

        ``anywhere`` also looks behind it: a headline names by epithet whom the text names in full.
        """
        if head.pos_ not in ("NOUN", "PROPN") or has(head, "Number", "Plur"):
            return None
        beside = any(m.kind is EntityKind.PERSON for m in self.people.within(span))
        if beside and not any(head.lemma_.lower() in p.nouns for p in self.people.persons.values()):
            return None  # "the president's aide" is not the president
        before = [
            p for p in self.people.persons.values() if (anywhere or p.first_at < head.idx) and self._sex_fits(p, head)
        ]
        titled = self._fitting(head, span, before)
        if titled:
            return self._one(titled)
        lemma = head.lemma_.lower()
        described = [p for p in before if lemma in p.nouns]
        if described:
            return self._one(described)
        epithets = _table(self.pack).get("epithets", {})
        if lemma in epithets and not epithets[lemma]:
            return self._one([p for p in before if p.id == self.last])
        return None

    def _fitting(self, head: Token, span: Span, persons: list[Person]) -> list[Person]:
        """Persons with a title that the epithet names: by the pack's table, else by knowledge's titles."""
        epithets = _table(self.pack).get("epithets", {})
        text = self.context.document.text
        lemmas = " ".join(
            t.lemma_.lower() for t in self.context.doc.char_span(span.start, span.end, alignment_mode="expand") or []
        )
        wanted: set[str] = set()
        states = {
            m.entities[0] for m in self.people.within(span) if m.kind is EntityKind.STATE and len(m.entities) == 1
        }
        for title in self.context.titles:
            if title.span.start <= head.idx < title.span.end:
                wanted.add(title.title)
                states.update({title.of} if title.of else ())
        for words, titles in sorted(epithets.items(), key=lambda item: -len(item[0])):
            if wanted:
                break
            same_head = words.split()[0].split("-")[-1] == head.lemma_.lower().split("-")[-1]
            if titles and (words == span.of(text).casefold() or (same_head and _has(lemmas, words))):
                wanted.update(titles)
        if not wanted:
            known = self.context.knowledge.title
            office = known(span.of(text), self.pack.code) or known(head.text, self.pack.code)
            wanted.update({office.name} if office else ())
        out = [p for p in persons if wanted & p.titles]
        if states:
            out = [p for p in out if states & (p.states | {s for s in (self.people.state_of(p.id),) if s})]
        return out

    def _sex_fits(self, person: Person, head: Token) -> bool:
        """Only a feminine noun or verb excludes: masculine titles are used for women too."""
        verb = head.head
        feminine = has(verb, "Gender", "Fem") and verb.pos_ == "VERB" and has(verb, "Tense", "Past")
        return not (feminine and person.gender == "male")

    def _one(self, persons: list[Person]) -> str | None:
        """The only one; of several, the last speaker; else nobody."""
        if len(persons) == 1:
            return persons[0].id
        spoke = [p for p in persons if p.id == self.last]
        return spoke[0].id if spoke else None


def _has(lemmas: str, words: str) -> bool:
    return all(
        any(word.split("-")[-1] in (lemma, lemma.split("-")[-1]) for lemma in lemmas.split()) for word in words.split()
    )


def _names_of(head: Token) -> list[Token]:
    """The head and the tokens that name the same thing: appositions and flat parts below or above it."""
    out = [head]
    agenda = [head]
    while agenda and len(out) < 12:
        node = agenda.pop()
        for child in node.children:
            if (
                child.dep_ in ("appos", "flat", "flat:name", "flat:foreign", "compound", "nmod:appos")
                and child.pos_ == "PROPN"
            ) or child.dep_ in ("appos",):
                out.append(child)
                agenda.append(child)
    if head.dep_ in ("flat", "flat:name", "appos", "compound") and head.head.i != head.i:
        out.append(head.head)
    return out


def named_person(people: People, span: Span) -> str | None:
    """The text of who hands over the word in a narrator's sentence: the person or the epithet ("the head of state")
    that is the subject of its last verb.
    """
    doc = people.context.doc
    tokens = doc.char_span(span.start, span.end, alignment_mode="expand")
    if tokens is None:
        return None
    text = people.context.document.text
    persons = [m for m in people.within(span) if m.kind is EntityKind.PERSON]
    subjects = [t for t in tokens if t.dep_ in ("nsubj", "nsubj:pass")]
    for token in reversed(subjects):
        area = phrase(token)
        named = [m for m in persons if m.span.overlaps(area)]
        if named:
            return named[-1].span.of(text)
        if _is_epithet(people, token):
            return area.of(text)
    return persons[-1].span.of(text) if persons else None


def _is_epithet(people: People, token: Token) -> bool:
    """Whether a common noun stands for a person by his office: an epithet of the pack or a title of knowledge."""
    pack = people.context.pack
    phrases = _table(pack).get("epithets", {})
    own = phrase(token).of(people.context.document.text).casefold()
    return token.pos_ in ("NOUN", "PROPN") and (
        any(own.removeprefix("the ").startswith(words) for words in phrases)
        or people.context.knowledge.title(own.removeprefix("the "), pack.code) is not None
    )


def epithet_person(people: People, span: Span) -> str | None:
    """The person whom the subject of a narrator's hand-over stands for, if it names him by an epithet."""
    tokens = people.context.doc.char_span(span.start, span.end, alignment_mode="expand")
    for token in reversed([t for t in tokens or () if t.dep_ == "nsubj"]):
        if _is_epithet(people, token):
            return Identity(people).by_epithet(token, phrase(token))
    return None
