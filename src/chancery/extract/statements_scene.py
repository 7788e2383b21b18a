"""What statement extraction asks of a document: whom a word stands for, who speaks, who takes part, its date."""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from chancery.extract.context import Context
from chancery.extract.names.find import home_of
from chancery.extract.statements_referents import Referents
from chancery.model.discourse import SpeechMode, Utterance
from chancery.model.document import BlockRole, DateSource, Span
from chancery.model.entity import EntityKind
from chancery.model.statement import Filler
from chancery.model.when import When
from chancery.rules import RuleSet

OPENING = frozenset({BlockRole.PARAGRAPH, BlockRole.LEAD, BlockRole.ITEM})
OFTEN = 3  # mentions of a state that a document is about
SUBJECTS = frozenset({"nsubj", "nsubj:pass", "csubj"})


class Scene(Referents):
    """One document's findings, indexed by token for the rules."""

    def __init__(self, context: Context, rules: RuleSet) -> None:
        super().__init__(context, rules)
        self._clauses: dict[int, bool] = {}
        self._labels = frozenset(
            token
            for u in context.utterances
            if u.mode is SpeechMode.TURN and u.source is not None and not self.in_title(u.source)
            for token in self.tokens(u.source)
        )
        turns = [u for u in context.utterances if u.mode is SpeechMode.TURN and u.label]
        self.transcript = len(turns) > 1
        self.foreign = self._foreign()
        self.participants = self._participants()
        self.about = self._about()
        self.sided = self._sided()
        self.participants = self.participants or self.about
        self.home = home_of(context.mentions)

    # --- the document's own date ---

    def published(self) -> When | None:
        """The document's date as the time of what holds or happened on it; None where it is only known to lie in an
        interval, through all of which nothing is said to have held."""
        day = self.context.published
        published = self.context.document.published
        edtf = published.edtf
        if day is None or edtf is None or (published.source is DateSource.INFERRED and len(edtf) != 10):
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
                elif mention.kind is EntityKind.ORGANISATION:
                    owner = self.state_of(id)  # a ministry's state
                    actors |= {owner} if owner else set()
        states = {id for id in actors if self.territory(id)}
        return len(states) > 1

    def territory(self, id: str) -> bool:
        """Whether an entity is a state or a territory that acts like one."""
        entity = self.entity(id)
        return entity is not None and entity.kind in (EntityKind.STATE, EntityKind.TERRITORY)

    def _participants(self) -> tuple[str, ...]:
        """The persons named in the title, else one and the states there; where they are fewer than two, those of the
        first sentence."""
        title = [b.span for b in self.context.document.blocks if b.role is BlockRole.TITLE]
        lead = self._lead()
        choices: list[tuple[str, ...]] = []
        for region, alone in ((title, True), (title, False), (lead, True), (title + lead, True), (lead, False)):
            persons, states = self._named(region)
            owners = {self.state_of(id) for id in persons}
            if not alone and len(owners) < 2:
                persons = (*persons, *(id for id in states if id not in owners))
            if len(persons) > 1:
                choices.append(persons)
        sides = (ids for ids in choices if len({self.state_of(id) for id in ids} - {None}) > 1)
        return next(sides, choices[0] if choices else self._issuer(title))

    def _issuer(self, title: list[Span]) -> tuple[str, ...]:
        """The organisation in whose name a text is issued that its title says is a statement of it."""
        words = self.rules.lexicon.words("issued")
        issued = any(self.graph.lemma[i] in words for span in title for i in self.tokens(span))
        persons, bodies = self._named(title)
        entity = self.entity(bodies[0]) if issued and len(bodies) == 1 and not persons else None
        return bodies if entity is not None and entity.kind is EntityKind.ORGANISATION else ()

    def _lead(self) -> list[Span]:
        """The first sentence of the text, past a dateline, a number or an address that says nothing yet."""
        blocks = [b for b in self.context.document.blocks if b.role in OPENING][:3]
        for block in blocks:
            tokens = self.tokens(block.span)
            at = tokens.start
            while at < tokens.stop:
                sentence = self.context.doc[at].sent
                if any(self.graph.pos[i] in ("VERB", "AUX") for i in range(at, min(sentence.end, tokens.stop))):
                    return [self.characters(sentence.start, sentence.end - 1)]
                at = sentence.end
        return []

    def _about(self) -> tuple[str, ...]:
        """The two states the document is about: those who take part, else the two that it names far oftener than any
        third; empty if they are not two."""
        sides = tuple(dict.fromkeys(self.states(self.participants)))
        if len(sides) > 1:
            return sides if len(sides) == 2 else ()
        counts: Counter[str] = Counter()
        for mention in self.context.mentions:
            if mention.form == "pronoun":
                continue
            owners = {owner for id in mention.entities if (owner := self._owner(id)) is not None}
            counts.update(id for id in owners if self.territory(id))
        ranked = [*counts.most_common(3), ("", 0), ("", 0), ("", 0)]
        (first, _), (second, least), (_, third) = ranked[:3]
        clear = least >= OFTEN and least >= 2 * third and set(sides) <= {first, second}
        return (first, second) if clear else ()

    def _sided(self) -> dict[str, str]:
        """The side of the one participant in office whose state nothing tells: the other of the two."""
        persons = [id for id in self.participants if (e := self.entity(id)) is not None and e.kind is EntityKind.PERSON]
        left = set(self.about) - set(self.states(persons))
        unknown = [id for id in persons if self.state_of(id) is None]
        titled = {title.holder for title in self.context.titles}
        return {unknown[0]: left.pop()} if len(unknown) == 1 and len(left) == 1 and unknown[0] in titled else {}

    def _owner(self, id: str) -> str | None:
        """The state or organisation that an entity acts for or lies in."""
        entity = self.entity(id)
        if entity is not None and entity.kind is EntityKind.PLACE:
            return entity.state
        return self.state_of(id)

    def _named(self, regions: list[Span]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The persons, and the states and organisations, that ``regions`` name as taking part: not who only passes it
        on, nor what it is about, nor the organisation that several states named make up."""
        persons: dict[str, None] = {}
        states: dict[str, None] = {}
        bodies: dict[str, None] = {}
        reporters = self._reporters()
        for mention in sorted(self.context.mentions, key=lambda m: m.span.start):
            if not any(region.covers(mention.span) for region in regions):
                continue
            if any(span.overlaps(mention.span) for span in reporters):
                continue
            for id in mention.entities:
                if mention.kind is EntityKind.PERSON:
                    persons[id] = None
                elif self.in_title(mention.span) and self._topical(mention.span):
                    continue
                elif mention.kind is EntityKind.STATE:
                    states[id] = None
                elif mention.kind is EntityKind.ORGANISATION and self.context.knowledge.entity(id) is not None:
                    bodies[id] = None
        passing = {t.holder for t in self.context.titles if t.span in reporters}
        return tuple(id for id in persons if id not in passing), (*states, *(bodies if len(states) < 2 else ()))

    def _reporters(self) -> tuple[Span, ...]:
        """Titles of those who pass on what others did: "press secretary"."""
        words = self.rules.lexicon.words("reporter")
        return tuple(
            t.span for t in self.context.titles if any(self.graph.lemma[i] in words for i in self.tokens(t.span))
        )

    def _topical(self, span: Span) -> bool:
        """Whether the words at ``span`` only say what a text is about: "remarks on Sudan"."""
        graph, words = self.graph, self.rules.lexicon.words("topic_preposition")
        i = self._head(self.tokens(span))
        for _ in range(8):
            if graph.case(graph.first(i)) in words:
                return True
            if graph.head[i] == i:
                break
            i = graph.head[i]
        return False

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

    @cached_property
    def sides(self) -> frozenset[str]:
        """The states of those who take part; with the text's two states, where one of them alone takes part by name."""
        named = frozenset(self.states(self.participants))
        return frozenset(self.about) if len(named) == 1 and named < set(self.about) else named

    def ahead(self, time: When) -> bool:
        """Whether ``time`` lies wholly after the document."""
        today = self.context.published
        return today is not None and time.lower is not None and time.lower > today

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
        for ids in (sides, self.participants, self.about):
            states = tuple(dict.fromkeys(self.states(ids)))
            if len(states) == 2:
                return states
        return ()

    def organisation_before(self, span: Span) -> tuple[str, ...]:
        """The organisation that the block of ``span`` named last before it, else one that takes part: what "the
        chairmanship" is of."""
        block = next((b.span for b in self.context.document.blocks if b.span.covers(span)), None)
        named = [
            m
            for m in self.context.mentions
            if block is not None
            and m.kind is EntityKind.ORGANISATION
            and m.entities
            and block.start <= m.span.start < span.start
        ]
        if named:
            return max(named, key=lambda m: m.span.start).entities
        taking = tuple(id for id in self.participants if not self.territory(id) and self.state_of(id) == id)[:1]
        return taking or self._organisation()

    def _organisation(self) -> tuple[str, ...]:
        """The one body of several states that the title names, else that the document names oftenest."""
        counts: Counter[str] = Counter()
        for mention in self.context.mentions:
            if mention.kind is EntityKind.ORGANISATION and mention.form != "pronoun":
                weight = OFTEN if self.in_title(mention.span) else 1
                counts.update({id: weight for id in mention.entities if self.state_of(id) == id})
        ranked = [*counts.most_common(2), ("", 0)]
        return (ranked[0][0],) if ranked[0][1] >= OFTEN and ranked[0][1] > ranked[1][1] else ()

    def addressees(self, span: Span) -> tuple[str, ...]:
        """Whom the passage at ``span`` is addressed to."""
        utterance = self.utterance(span)
        return utterance.addressees if utterance is not None else ()

    def in_title(self, span: Span) -> bool:
        """Whether ``span`` lies in the document's title."""
        return any(block.role is BlockRole.TITLE and block.span.covers(span) for block in self.context.document.blocks)
