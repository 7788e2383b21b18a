"""Organisations, states, places and groups: which entity each candidate is, and captions for those nobody
knows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Token

from chancery.annotate.forms import nominative
from chancery.extract.context import Context
from chancery.extract.names.candidates import Candidate
from chancery.extract.names.lexicon import NameLexicon
from chancery.extract.names.resolve import slug
from chancery.extract.names.romanise import is_cyrillic, romanise
from chancery.extract.names.titles import CandidateIndex
from chancery.extract.names.words import Word, Words, plain
from chancery.model.discourse import Link, Mention
from chancery.model.document import Span
from chancery.model.entity import Entity, EntityKind, Name

ABBREVIATION = re.compile(
    r"\s*[»\"”]?\s*\((?:далее\s*[-–—]\s*|hereinafter\s+|the\s+)?[«\"“]?([A-ZА-ЯЁ][\w&.-]{1,11})[»\"”]?[),]"
)
NEW_SCORE = 0.55  # tagger's score from which an unknown body or place becomes an entity
AROUND = 200  # characters on both sides of a name in which others tell what it means
PREFIX = {EntityKind.ORGANISATION: "org", EntityKind.PLACE: "place", EntityKind.GROUP: "group"}
METHODS_AS_FORM = {"adjective": "adjective", "demonym": "demonym", "compound": "adjective"}


@dataclass(slots=True)
class Bodies:
    """What the candidates of a document that are no persons stand for."""

    mentions: list[Mention] = field(default_factory=list)
    entities: dict[str, Entity] = field(default_factory=dict)
    by_span: dict[tuple[int, int], str] = field(default_factory=dict)


class BodyResolver:
    """Resolves the bodies and places of one document."""

    def __init__(self, context: Context, words: Words, index: CandidateIndex, lexicon: NameLexicon) -> None:
        self._context, self._words, self._index, self._lexicon = context, words, index, lexicon
        self._text = context.document.text
        self._aliases: dict[str, str] = {}

    def resolve(self, candidates: Sequence[Candidate]) -> Bodies:
        """The mentions of states, organisations, places and groups, with new entities."""
        out = Bodies()
        bodies = [c for c in candidates if c.kind is not EntityKind.PERSON]
        counts = self._sure(bodies)
        for candidate in bodies:
            self._introduce(candidate, counts, out)
        for candidate in bodies:
            mention = self._mention(candidate, counts, out)
            if mention is not None:
                out.mentions.append(mention)
                if mention.entities:
                    out.by_span[candidate.start, candidate.end] = mention.entities[0]
        out.mentions.extend(self._groups(out))
        return out

    # -- known ones
    # ---------------------------------------------------------------------------------------------

    def _sure(self, bodies: Sequence[Candidate]) -> Mapping[str, int]:
        """How often each entity is meant by a form that means nothing else."""
        counts: dict[str, int] = {}
        for candidate in bodies:
            if len({link.entity for link in candidate.links}) == 1:
                counts[candidate.links[0].entity] = counts.get(candidate.links[0].entity, 0) + 1
        return counts

    def _choose(self, candidate: Candidate, counts: Mapping[str, int]) -> tuple[Link | None, tuple[Link, ...]]:
        """The meaning of a known form, and the others; None where two are equally likely."""
        links = [link for link in candidate.links if not self._is_person(link)]
        if not links:
            return None, ()
        capital = next((link for link in links if link.method in ("capital", "metonym")), None)
        place = next((link for link in links if self._kind(link) is EntityKind.PLACE), None)
        if capital is not None and self._acts(candidate):
            return capital, tuple(link for link in links if link != capital)
        if place is not None and capital is not None:
            return place, tuple(link for link in links if link != place)
        links = [link for link in links if link.method != "capital"] or links
        best = [link for link in links if links[0].score - link.score < 0.05]
        if (namesake := self._namesake(candidate, best)) is not None:
            return namesake, tuple(link for link in links if link != namesake)
        if len(best) > 1:
            told = sorted(best, key=lambda link: -counts.get(link.entity, 0))
            if counts.get(told[0].entity, 0) > counts.get(told[1].entity, 0):
                return told[0], tuple(link for link in links if link != told[0])
            return None, tuple(links)
        return links[0], tuple(links[1:])

    def _namesake(self, candidate: Candidate, best: Sequence[Link]) -> Link | None:
        """Of a state and a place in another that bear one name: the place, if others of its state are named around it
        and no other state is; None where there are no such two."""
        entities = [(link, self._context.knowledge.entity(link.entity)) for link in best]
        states = [link for link, entity in entities if entity is not None and entity.kind is EntityKind.STATE]
        places = [(link, entity) for link, entity in entities if entity is not None and entity.kind is EntityKind.PLACE]
        if len(states) != 1 or len(places) != 1:
            return None
        place, meant = places[0]
        around = self._index.starting_between(candidate.start - AROUND, candidate.end + AROUND)
        beside = [
            entity.state or entity.id
            for c in around
            if c.links and (c.start, c.end) != (candidate.start, candidate.end)
            if (entity := self._context.knowledge.entity(c.links[0].entity)) is not None
            if entity.kind in (EntityKind.PLACE, EntityKind.STATE)
        ]
        return place if beside and set(beside) == {meant.state} else states[0]

    def _is_person(self, link: Link) -> bool:
        return self._kind(link) is EntityKind.PERSON

    def _kind(self, link: Link) -> EntityKind | None:
        entity = self._context.knowledge.entity(link.entity)
        return entity.kind if entity else None

    def _acts(self, candidate: Candidate) -> bool:
        """Whether a capital's name stands for its government: it speaks or acts, or is one of two parties."""
        token = self._root(candidate)
        if token is None:  # the name is a part of a word
            return False
        if token.dep_ == "conj":
            token = token.head
        if token.dep_.startswith("nsubj"):
            return plain(token.head.lemma_) in self._lexicon.metonym_verbs
        return any(child.dep_ == "case" and child.lower_ in self._lexicon.metonym_between for child in token.children)

    def _root(self, candidate: Candidate) -> Token | None:
        tokens = [self._words.token(word) for word in self._words.slice(candidate.start, candidate.end)]
        inside = {token.i for token in tokens}
        outer = (token for token in tokens if token.head.i not in inside or token.head == token)
        return next(outer, tokens[0] if tokens else None)

    # -- abbreviations that the document introduces
    # -------------------------------------------------------------

    def _introduce(self, candidate: Candidate, counts: Mapping[str, int], out: Bodies) -> None:
        """ "the Organization of Turkic States (OTS)": later "OTS" is that."""
        if candidate.kind is not EntityKind.ORGANISATION:
            return
        match = ABBREVIATION.match(self._text, candidate.end)
        if match is None or sum(char.isupper() for char in match.group(1)) < 2:
            return
        link, _ = self._choose(candidate, counts)
        if link is None and candidate.links:
            return
        if link is None:
            at = self._index.starting(match.start(1))
            short = next((c for c in at if c.end == match.end(1) and c.links), None)
            link = self._choose(short, counts)[0] if short else None
        entity = link.entity if link else self._new(candidate, out, sure=True)
        if entity is not None:
            self._aliases[match.group(1)] = entity
            self._aliases[self._text[candidate.start : candidate.end]] = entity

    # -- mentions
    # -----------------------------------------------------------------------------------------------

    def _mention(self, candidate: Candidate, counts: Mapping[str, int], out: Bodies) -> Mention | None:
        span = Span(start=candidate.start, end=candidate.end)
        surface = self._text[candidate.start : candidate.end]
        alias = self._aliases.get(surface)
        if alias is not None:
            entity = self._context.knowledge.entity(alias) or out.entities.get(alias)
            return Mention(
                span=span, kind=entity.kind if entity else EntityKind.ORGANISATION, entities=(alias,),
                method="introduced", score=0.95,
            )  # fmt: skip
        if candidate.links:
            link, others = self._choose(candidate, counts)
            if link is None and not others:
                return None
            if link is None:
                return Mention(
                    span=span,
                    kind=candidate.kind,
                    form=candidate.form,
                    method="tie",
                    score=0.5,
                    candidates=others,
                )
            kind = self._kind(link) or candidate.kind
            return Mention(
                span=span, kind=kind, entities=(link.entity,), form=METHODS_AS_FORM.get(link.method, "name"),
                method=link.method, score=link.score, candidates=others,
            )  # fmt: skip
        new = self._new(candidate, out, sure=candidate.score >= NEW_SCORE)
        if new is None:
            return None
        return Mention(
            span=span,
            kind=candidate.kind,
            entities=(new,),
            method="document",
            score=round(candidate.score, 3),
        )

    def _new(self, candidate: Candidate, out: Bodies, *, sure: bool) -> str | None:
        """A new entity for a body or place that only the tagger saw; None where even that is doubtful."""
        inside = self._words.slice(candidate.start, candidate.end)
        if not sure or not inside or candidate.kind not in PREFIX or self._government(candidate, inside):
            return None
        seen = dict.fromkeys(word.token for word in inside)
        tokens = [self._context.doc[i] for i in seen]
        surface = self._text[candidate.start : candidate.end]
        whole = tokens[0].idx >= candidate.start and tokens[-1].idx + len(tokens[-1]) <= candidate.end
        name = nominative(_all(tokens), self._context.pack.code, person=False) if whole else surface
        name = re.sub(r"^(?:the|The)\s+", "", " ".join(name.split()))
        caption, owner = self._caption(candidate, name)
        if caption is None:
            return None
        id = f"{PREFIX[candidate.kind]}/{slug(caption)}"
        known = out.entities.get(id)
        names = known.names if known else (Name(text=caption, language="en"),)
        for text in (name, surface):
            if text not in {n.text for n in names}:
                names = (*names, Name(text=text, language=self._context.pack.code))
        out.entities[id] = Entity(id=id, kind=candidate.kind, caption=caption, names=names, state=owner)
        return id

    def _government(self, candidate: Candidate, inside: Sequence[Word]) -> bool:
        """Whether a body is just the government of the state named in it: the state itself acts then."""
        if candidate.kind is not EntityKind.ORGANISATION:
            return False
        nested = any(c.is_state for c in self._index.starting_between(candidate.start, candidate.end))
        return nested and any(word.lemma in self._lexicon.governments for word in (inside[0], inside[-1], *inside[1:2]))

    def _caption(self, candidate: Candidate, name: str) -> tuple[str | None, str | None]:
        """The English name and the state whose body it is: as written; of known words with the state ("Министерство
        финансов" …); or letter by letter. No name for a body that every state has and that the text gives to none."""
        if candidate.kind is EntityKind.ORGANISATION:
            words = self._words.slice(candidate.start, candidate.end)
            owner, words = self._owner_before(candidate, words)
            while words and words[0].lower == "the":
                words = words[1:]
            head = self._lexicon.bodies.match(words, 0)
            if head:
                rest = words[head[0]].start if head[0] < len(words) else self._next(candidate.end)
                behind, end = self._owner_behind(rest)
                whole = head[0] == len(words) or (behind is not None and end >= candidate.end)
                owner = behind or owner
                if whole and owner is not None:
                    return f"{head[1]} of {self._context.knowledge.display(owner)}", owner
                if whole:
                    return None, None
        if not is_cyrillic(name):
            return name, None
        return romanise(re.sub('[«»"“”„]', "", name)), None

    def _owner_before(self, candidate: Candidate, words: list[Word]) -> tuple[str | None, list[Word]]:
        """The state whose adjective or possessive begins a body's name or stands before it; the words without it."""
        for inner in self._index.starting(candidate.start):
            if inner.is_state and inner.entity and inner.end < candidate.end:
                rest = [word for word in words if word.start >= inner.end]
                while rest and (not rest[0].is_word or rest[0].text in self._lexicon.possessive or rest[0].text == "s"):
                    rest = rest[1:]
                return inner.entity, rest
        at = self._words.at(candidate.start)
        while at and (self._words[at - 1].text in self._lexicon.possessive):
            at -= 1
        before = self._index.ending(self._words[at - 1].end) if at else []
        named = next((c for c in before if c.is_state and c.entity), None)
        return (named.entity if named else None), words

    def _owner_behind(self, start: int) -> tuple[str | None, int]:
        """The state named from ``start`` on ("of the Kyrgyz Republic"), and where its name ends."""
        at = self._words.at(start)
        if at >= len(self._words):
            return None, start
        join = self._lexicon.of_joins.match(self._words.items, at)
        at += join[0] if join else 0
        if at >= len(self._words):
            return None, start
        for owner in self._index.starting(self._words[at].start):
            if owner.is_state and owner.entity and owner.form == "name":
                return owner.entity, owner.end
        return None, start

    def _next(self, char: int) -> int:
        at = self._words.at(char)
        return self._words[at].start if at < len(self._words) else char

    # -- groups
    # -------------------------------------------------------------------------------------------------

    def _groups(self, out: Bodies) -> list[Mention]:
        """ "the people of Kyrgyzstan", "Kyrgyz people", "народ Кыргызстана"."""
        found = []
        for mention in out.mentions:
            if mention.kind not in (EntityKind.STATE, EntityKind.TERRITORY) or len(mention.entities) != 1:
                continue
            at, end = self._words.at(mention.span.start), self._words.at(mention.span.end)
            before = None
            if mention.form == "name":
                skip = at - 1 if at and self._words[at - 1].lower == "the" else at
                before = self._lexicon.groups.match_before(self._words.items, skip)
            if before is not None:
                span = Span(start=self._words[skip - before[0]].start, end=mention.span.end)
                found.append(self._group(span, before[1], mention.entities[0], out))
            elif mention.form == "adjective" and end < len(self._words):
                pattern = self._lexicon.group_nouns.get(self._words[end].lemma)
                if pattern:
                    span = Span(start=mention.span.start, end=self._words[end].end)
                    found.append(self._group(span, pattern, mention.entities[0], out))
        return found

    def _group(self, span: Span, pattern: str, state: str, out: Bodies) -> Mention:
        caption = pattern.format(self._context.knowledge.display(state))
        id = f"group/{slug(caption)}"
        out.entities.setdefault(
            id,
            Entity(id=id, kind=EntityKind.GROUP, caption=caption, names=(Name(text=caption),), state=state),
        )
        return Mention(span=span, kind=EntityKind.GROUP, entities=(id,), method="group", score=0.9)


def _all(tokens: Sequence[Token]) -> list[Token]:
    """Every token from the first to the last, white space left out."""
    doc = tokens[0].doc
    return [token for token in doc[tokens[0].i : tokens[-1].i + 1] if not token.is_space]
