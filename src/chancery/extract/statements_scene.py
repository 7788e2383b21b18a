"""What statement extraction asks of a document: whom a word stands for, who speaks, who takes part, what was done.

The scene indexes a ``Context`` by token. A word stands for the mention it heads or lies in, for the holder of the
title it
lies in, for the person named beside a title, for the state whose government, people or army it is, or, if it is a word
for participants ("they", "the leaders", "стороны"), for those who take part in what the document reports.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from chancery.extract.context import Context
from chancery.model.discourse import Mention, SpeechMode, TitleMention, Utterance
from chancery.model.document import BlockRole, Span
from chancery.model.entity import Entity, EntityKind
from chancery.model.statement import Filler
from chancery.model.when import When
from chancery.rules import Graph, RuleSet

KIND_NAMES = {
    EntityKind.STATE: "state",
    EntityKind.TERRITORY: "state",
    EntityKind.PERSON: "person",
    EntityKind.ORGANISATION: "organisation",
    EntityKind.PLACE: "place",
    EntityKind.GROUP: "group",
}
# words of the captions (English) of bodies through which a state acts
STATE_BODIES = frozenset(
    {"Department", "Ministry", "Government", "Congress", "Parliament", "House", "Treasury", "Senate", "Presidency",
     "Administration", "Cabinet", "Embassy", "Commission", "Council", "Forces", "Army", "Navy", "Kremlin", "Office"}
)  # fmt: skip
BESIDE = frozenset({"flat", "flat:name", "appos", "compound", "nmod", "flat:title"})
SUBJECTS = frozenset({"nsubj", "nsubj:pass", "csubj"})


class Scene:
    """One document's findings, indexed by token for the rules."""

    def __init__(self, context: Context, rules: RuleSet) -> None:
        self.context = context
        self.rules = rules
        self.graph = Graph(context.doc, rules.lexicon)
        self._entities = {entity.id: entity for entity in context.entities}
        self._at: dict[int, Mention] = {}
        self._heads: dict[int, Mention] = {}
        self._inside: dict[int, list[Mention]] = {}  # several names in one token: "U.S.-Canada"
        self._titles: dict[int, TitleMention] = {}
        self._starts = [token.idx for token in context.doc]
        for mention in sorted(context.mentions, key=lambda m: len(m.span)):
            tokens = self.tokens(mention.span)
            for token in tokens:
                self._at.setdefault(token, mention)
            if not tokens:
                continue
            head = self._head(tokens)
            self._heads.setdefault(head, mention)
            if len(tokens) == 1 and len(mention.span) < len(context.doc[head]):
                self._inside.setdefault(head, []).append(mention)
        for title in sorted(context.titles, key=lambda t: len(t.span)):
            for token in self.tokens(title.span):
                self._titles.setdefault(token, title)
        self._clauses: dict[int, bool] = {}
        self._resolved: dict[int, tuple[str, ...]] = {}
        self._kinds: dict[int, frozenset[str]] = {}
        self._articles = rules.lexicon.words("article")
        self._lists = self._enumerations()
        self._body = rules.lexicon.words("body")
        self._group = rules.lexicon.words("participants")
        self._labels = frozenset(
            token
            for u in context.utterances
            if u.mode is SpeechMode.TURN and u.source is not None and not self.in_title(u.source)
            for token in self.tokens(u.source)
        )
        turns = [u for u in context.utterances if u.mode is SpeechMode.TURN and u.label]
        self.transcript = len(turns) > 1
        self.foreign = self._foreign()
        self.participants: tuple[str, ...] = ()
        self.participants = self._participants()

    # --- tokens and spans ---

    def tokens(self, span: Span) -> range:
        """The tokens that ``span`` covers or cuts."""
        found = self.context.doc.char_span(span.start, span.end, alignment_mode="expand")
        return range(found.start, found.end) if found is not None else range(0)

    def characters(self, first: int, last: int) -> Span:
        """The characters from token ``first`` to token ``last``."""
        doc = self.context.doc
        return Span(start=doc[first].idx, end=doc[last].idx + len(doc[last]))

    def _head(self, tokens: range) -> int:
        return next((i for i in tokens if self.graph.head[i] not in tokens or self.graph.head[i] == i), tokens[0])

    def title_span(self) -> Span | None:
        """Where the document's title stands."""
        return next((b.span for b in self.context.document.blocks if b.role is BlockRole.TITLE), None)

    def role(self, i: int) -> BlockRole | None:
        """The role of the block token ``i`` stands in."""
        at = self.context.doc[i].idx
        return next((b.role for b in self.context.document.blocks if b.span.start <= at < b.span.end), None)

    # --- whom a word stands for ---

    def entity(self, id: str) -> Entity | None:
        """The entity with this id, of the document or of knowledge."""
        return self._entities.get(id) or self.context.knowledge.entity(id)

    def caption(self, id: str) -> str:
        """The canonical name of an entity."""
        entity = self.entity(id)
        return entity.caption if entity is not None else id

    def mention(self, i: int) -> Mention | None:
        """The mention that token ``i`` heads, or else lies in."""
        return self._heads.get(i) or self._at.get(i)

    def title(self, i: int) -> TitleMention | None:
        """The title of office that token ``i`` lies in."""
        return self._titles.get(i)

    def stands_for(self, i: int) -> tuple[str, ...]:
        """Ids of the entities that the phrase headed by token ``i`` stands for; empty if nobody we know."""
        if i in self._labels:
            return ()  # a speaker's label takes no part in the sentence after it
        if i not in self._resolved:
            self._resolved[i] = ()  # a loop of possessors ends here
            self._resolved[i] = self._resolve(i)
        return self._resolved[i]

    def _resolve(self, i: int) -> tuple[str, ...]:
        graph = self.graph
        inside_token = self._inside.get(i, [])
        if len(inside_token) > 1:
            names = sorted(inside_token, key=lambda m: m.span.start)
            return tuple(dict.fromkeys(id for m in names for id in m.entities))
        heads = self._heads.get(i)
        if heads is not None and heads.entities:
            return heads.entities
        title = self._titles.get(i)
        if title is not None and title.holder:
            return (title.holder,)
        if title is not None and not title.modifier:
            earlier = [t for t in self.context.titles if t.holder and t.title.casefold() == title.title.casefold()]
            holders = {t.holder for t in earlier if title.of in (None, t.of)}
            before = [t for t in earlier if t.span.start < title.span.start and title.of in (None, t.of)]
            if len(holders) == 1 or before:
                return ((before or earlier)[-1].holder or "",)
        inside = self._at.get(i)
        if inside is not None and inside.entities:
            return inside.entities
        for child in graph.children[i]:
            if graph.dep[child] in BESIDE or graph.dep[child].startswith("flat"):
                mention = self._heads.get(child) or self._at.get(child)
                if mention is not None and mention.kind is EntityKind.PERSON and mention.entities:
                    return mention.entities
        if graph.lemma[i] in self._body and graph.pos[i] in ("NOUN", "PROPN"):
            owners: list[str] = []
            for child in graph.children[i]:
                dep = graph.dep[child]
                genitive = graph.case(child) in self.rules.lexicon.words("genitive") or graph.case(child) == "Gen"
                if dep in ("nmod:poss", "amod", "compound", "det", "flat") or (dep == "nmod" and genitive):
                    for one in graph.conjuncts(child):
                        owners.extend(self._states(self.stands_for(one)))
            if owners:
                return tuple(dict.fromkeys(owners))
        if (graph.lemma[i] in self._group or graph.text[i] in self._group) and self._plural(i):
            return self._group_of(i)
        if graph.pos[i] in ("PRON", "DET") and graph.feature(i, "Person") == "3":
            return self._anaphor(i)
        return ()

    def _anaphor(self, i: int) -> tuple[str, ...]:
        """A third-person pronoun nobody has resolved: the nearest subject above or before it that can be meant."""
        graph = self.graph
        person = graph.feature(i, "Gender") in ("Masc", "Fem") and graph.feature(i, "Number") != "Plur"
        if graph.feature(i, "Number") == "Plur":
            return ()
        at, above = i, []
        while graph.head[at] != at and len(above) < 12:
            at = graph.head[at]
            above += [k for k in graph.children[at] if graph.dep[k].startswith("nsubj") and k < i]
        sentence = self.context.doc[i].sent
        before = [k for k in range(i - 1, sentence.start - 1, -1) if k in self._heads]
        for k in (*above, *before):
            kinds = self.kinds(k)
            ids = self.stands_for(k)
            if len(ids) == 1 and (("person" in kinds) == person) and ("state" in kinds or person):
                return ids
        return ()

    def _plural(self, i: int) -> bool:
        """Whether token ``i`` can stand for several: a plural noun or pronoun, a numeral standing alone."""
        if self.graph.pos[i] in ("NUM", "DET"):
            return self.graph.dep[i] not in ("nummod", "det", "det:predet")
        plural = self.graph.feature(i, "Number") == "Plur"
        return self.graph.pos[i] in ("NOUN", "PROPN", "PRON") and plural

    def _states(self, ids: Iterable[str]) -> list[str]:
        return [state for id in ids if (state := self.state_of(id)) is not None]

    def _group_of(self, i: int) -> tuple[str, ...]:
        """The participants, unless the phrase says which others it means ("leaders of the region")."""
        for child in self.graph.children[i]:
            if self.graph.dep[child] in ("nmod", "nmod:poss", "compound", "acl:relcl", "appos"):
                owners = self.stands_for(child)
                if owners:
                    return owners
                if self.graph.dep[child] != "acl:relcl" and self.graph.pos[child] != "PRON":
                    return ()
        return self.participants

    def kinds(self, i: int) -> frozenset[str]:
        """The kinds of entity (state, person, …) that token ``i`` stands for; empty if nobody we know."""
        known = self._kinds.get(i)
        if known is None:
            names = set()
            for id in self.stands_for(i):
                entity = self.entity(id)
                if entity is not None:
                    names.add(KIND_NAMES[entity.kind])
            known = self._kinds[i] = frozenset(names)
        return known

    @lru_cache(maxsize=256)  # noqa: B019 - a scene lives as long as one document's extraction
    def state_of(self, id: str) -> str | None:
        """The state or organisation an entity acts for: its own id, or that of a person's office."""
        entity = self.entity(id)
        if entity is None:
            return None
        if entity.kind is not EntityKind.PERSON:
            return self._acts_for(id)
        for title in self.context.titles:
            if title.holder == id and title.of and title.modifier != "former":
                return self._acts_for(title.of)
        for office in self.context.knowledge.offices(id):
            if office.of and self._in_force(office.since, office.until):
                return self._acts_for(office.of)
        return entity.state

    def _acts_for(self, of: str) -> str:
        """A state's own body acts for the state; an organisation acts for itself."""
        body = self.entity(of)
        if body is None or not body.state or body.kind is EntityKind.STATE:
            return of
        return body.state if STATE_BODIES & set(body.caption.split()) else of

    def _in_force(self, since: str | None, until: str | None) -> bool:
        day = self.context.published.isoformat() if self.context.published else None
        if day is None:
            return until is None
        return (since is None or since[: len(day)] <= day) and (until is None or until >= day[: len(until)])

    def actors_in(self, span: Span) -> set[str]:
        """The states and known organisations that the names in ``span`` stand or act for."""
        found = set()
        for mention in self.context.mentions:
            if not span.covers(mention.span):
                continue
            for id in mention.entities:
                actor = self.state_of(id)
                entity = self.entity(actor) if actor else None
                if actor is None or entity is None:
                    continue
                known = self.context.knowledge.entity(actor) is not None
                organisation = mention.kind is EntityKind.ORGANISATION and known
                if entity.kind is EntityKind.STATE or organisation:
                    found.add(actor)
        return found

    def list_of(self, token: int) -> tuple[int, ...]:
        """The heads of the names enumerated with the one at ``token`` ("A, B, and C"), whatever the tree says."""
        return self._lists.get(token, (token,))

    def _enumerations(self) -> dict[int, tuple[int, ...]]:
        """Runs of names of one kind with nothing but commas and a last coordinator between them."""
        joiners = self.rules.lexicon.words("coordinator")
        names = sorted(
            (m for m in self.context.mentions if m.kind is EntityKind.STATE and m.form == "name"),
            key=lambda m: m.span.start,
        )
        out: dict[int, tuple[int, ...]] = {}
        run: list[int] = []
        closed = False
        previous: Mention | None = None
        for mention in [*names, None]:
            gap = ""
            if mention is not None and previous is not None:
                gap = self.context.document.text[previous.span.end : mention.span.start]
            words = gap.replace(",", " , ").split()
            if words and words[-1] in self._articles:
                words = words[:-1]
            joined = bool(words) and all(w == "," or w in joiners for w in words) and not closed
            if not joined:
                if len(run) > 1 and closed:
                    out.update({head: tuple(run) for head in run})
                run, closed = [], False
            elif any(w in joiners for w in words):
                closed = True
            if mention is not None:
                tokens = self.tokens(mention.span)
                run.append(self._head(tokens))
            previous = mention
        return out

    # --- the document's own date ---

    def published(self) -> When | None:
        """The document's date as the time of what holds or happened on it."""
        day = self.context.published
        edtf = self.context.document.published.edtf
        if day is None or edtf is None:
            return None
        exact = len(edtf) == 10
        return When(edtf=edtf, lower=day if exact else None, upper=day if exact else None, method="document date")

    def reported(self, i: int) -> bool:
        """Whether token ``i`` stands in the document's own voice near its start: what a readout reports."""
        blocks = [b for b in self.context.document.readable() if b.role is not BlockRole.TITLE][:2]
        at = self.context.doc[i].idx
        span = self.characters(i, i)
        return any(b.span.start <= at < b.span.end for b in blocks) and self.speaker(span) is None

    # --- who takes part, who speaks ---

    def _foreign(self) -> bool:
        """Whether the document names more than one state, or a state and an organisation of states."""
        actors: set[str] = set()
        for mention in self.context.mentions:
            if mention.form == "pronoun":
                continue
            for id in mention.entities:
                if mention.kind is EntityKind.PERSON:
                    owner = self.state_of(id)
                    actors |= {owner} if owner else set()
                elif mention.kind is EntityKind.STATE:
                    actors.add(id)
                elif mention.kind is EntityKind.PLACE:
                    place = self.entity(id)
                    actors |= {place.state} if place is not None and place.state else set()
                elif mention.kind is EntityKind.ORGANISATION and self.context.knowledge.entity(id) is not None:
                    actors.add(id)
        states = {id for id in actors if self._territory(id)}
        return len(states) > 1

    def _territory(self, id: str) -> bool:
        """Whether an entity is a state or a territory that acts like one."""
        entity = self.entity(id)
        return entity is not None and entity.kind in (EntityKind.STATE, EntityKind.TERRITORY)

    def _participants(self) -> tuple[str, ...]:
        """The persons (else states) named in the title; where it names fewer than two, those of the first sentence."""
        doc = self.context.doc
        title = [b.span for b in self.context.document.blocks if b.role is BlockRole.TITLE]
        lead = []
        for block in self.context.document.blocks:
            if block.role in (BlockRole.PARAGRAPH, BlockRole.LEAD):
                tokens = self.tokens(block.span)
                if tokens:
                    sentence = doc[tokens[0]].sent
                    lead = [self.characters(sentence.start, sentence.end - 1)]
                break
        for regions in (title, lead, [*title, *lead]):
            persons: dict[str, None] = {}
            states: dict[str, None] = {}
            for mention in sorted(self.context.mentions, key=lambda m: m.span.start):
                if not any(region.covers(mention.span) for region in regions):
                    continue
                for id in mention.entities:
                    if mention.kind is EntityKind.PERSON:
                        persons[id] = None
                    elif mention.kind is EntityKind.STATE or (
                        mention.kind is EntityKind.ORGANISATION and self.context.knowledge.entity(id) is not None
                    ):
                        states[id] = None
            if len(persons) > 1:
                return tuple(persons)
            owners = {self.state_of(id) for id in persons}
            both = [*persons, *(id for id in states if id not in owners)]
            if len(both) > 1:
                return tuple(both)
        return ()

    def utterance(self, span: Span) -> Utterance | None:
        """The innermost utterance whose content covers ``span``."""
        best: Utterance | None = None
        size = 0
        for utterance in self.context.utterances:
            if utterance.mode is SpeechMode.INDIRECT and not self._clausal(utterance):
                continue  # "affirmed his support": the verb is the statement, nothing is quoted
            for content in utterance.content:
                if content.covers(span) and (best is None or len(content) <= size):
                    best, size = utterance, len(content)
        return best

    def _clausal(self, utterance: Utterance) -> bool:
        """Whether what is reported is a clause and not the object of the reporting verb."""
        known = self._clauses.get(id(utterance))
        if known is None:
            known = False
            for content in utterance.content:
                tokens = self.tokens(content)
                if not tokens:
                    continue
                head = self._head(tokens)
                below = {self.graph.dep[k] for k in self.graph.children[head]}
                predicate = self.graph.pos[head] in ("VERB", "AUX", "ADJ") or "cop" in below
                if predicate and (below & SUBJECTS or self.graph.dep[head] in ("ccomp", "parataxis", "ROOT")):
                    known = True
            self._clauses[id(utterance)] = known
        return known

    def speaker(self, span: Span) -> Filler | None:
        """Who says the passage at ``span``; None for the document's own voice and for a speaker nobody can name."""
        if self.in_title(span):
            return None
        utterance = self.utterance(span)
        while utterance is not None and utterance.speaker is None and utterance.mode is not SpeechMode.TURN:
            if utterance.parent is None:
                return None
            utterance = self.context.utterances[utterance.parent]
        if utterance is None or utterance.speaker is None:
            return None
        return Filler(label=self.caption(utterance.speaker), entity=utterance.speaker, span=utterance.source)

    def voice(self, span: Span) -> tuple[str, ...]:
        """Whose words the passage at ``span`` is: its speaker, else in a joint text those who take part."""
        speaker = self.speaker(span)
        if speaker is not None and speaker.entity:
            return (speaker.entity,)
        return () if self.utterance(span) is not None else self.participants

    def pair(self, span: Span) -> tuple[str, ...]:
        """The two states that the passage at ``span`` is between: the speaker's and the addressee's, else those of the
        participants; empty if they are not two."""
        speaker = self.speaker(span)
        sides = [speaker.entity, *self.addressees(span)] if speaker is not None and speaker.entity else []
        for ids in (sides, self.participants):
            states = tuple(dict.fromkeys(self._states(ids)))
            if len(states) == 2:
                return states
        return ()

    def organisation_before(self, span: Span) -> tuple[str, ...]:
        """The organisation that the block of ``span`` named last before it: what "the chairmanship" is of."""
        block = next((b.span for b in self.context.document.blocks if b.span.covers(span)), None)
        named = [
            m
            for m in self.context.mentions
            if block is not None
            and m.kind is EntityKind.ORGANISATION
            and m.entities
            and block.start <= m.span.start < span.start
        ]
        return max(named, key=lambda m: m.span.start).entities if named else ()

    def addressees(self, span: Span) -> tuple[str, ...]:
        """Whom the passage at ``span`` is addressed to."""
        utterance = self.utterance(span)
        return utterance.addressees if utterance is not None else ()

    def in_title(self, span: Span) -> bool:
        """Whether ``span`` lies in the document's title."""
        return any(block.role is BlockRole.TITLE and block.span.covers(span) for block in self.context.document.blocks)
