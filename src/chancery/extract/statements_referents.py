"""Whom a word stands for.

The mention it heads or lies in, the holder of the title it lies in, the person named beside a title, the state whose
government, people or army it is, or, if it is a word for participants ("they", "the leaders", "стороны"), those who
take part in what the document reports.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, lru_cache

from chancery.extract.context import Context
from chancery.extract.statements_standing import announced, counterpart, country, government
from chancery.model.discourse import Mention, TitleMention
from chancery.model.document import BlockRole, Span
from chancery.model.entity import Entity, EntityKind
from chancery.model.statement import Filler
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
OWN = frozenset({"det", "amod", "compound", "nmod", "nmod:poss", "flat"})
BESIDE = frozenset({"flat", "flat:name", "appos", "compound", "nmod", "flat:title"})


class Referents:
    """Whom the words of one document stand for, indexed by token."""

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
        self._resolved: dict[int, tuple[str, ...]] = {}
        self._kinds: dict[int, frozenset[str]] = {}
        self._articles = rules.lexicon.words("article")
        self._lists = self._enumerations()
        self._body = rules.lexicon.words("body")
        self._group = rules.lexicon.words("participants")
        self._counterparts = rules.lexicon.words("counterpart")
        self._countries = rules.lexicon.words("country")
        self._labels: frozenset[int] = frozenset()  # tokens of the labels of turns
        self.participants: tuple[str, ...] = ()
        self.about: tuple[str, ...] = ()
        self.sided: dict[str, str] = {}

    def voice(self, span: Span) -> tuple[str, ...]:
        """Whose words the passage at ``span`` is."""
        raise NotImplementedError

    def speaker(self, span: Span) -> Filler | None:
        """Who says the passage at ``span``."""
        raise NotImplementedError

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

    def named_tokens(self) -> list[tuple[int, Mention]]:
        """The tokens that head names, in order, with the mention of each."""
        return sorted(self._heads.items())

    def named_at(self, i: int) -> Mention | None:
        """The mention that token ``i`` heads."""
        return self._heads.get(i)

    def named(self, i: int) -> bool:
        """Whether token ``i`` heads a name, so that it is no common noun that stands for somebody."""
        return i in self._heads

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
            state = government(self, i, heads.entities[0])
            return (state,) if state else heads.entities
        title = self._titles.get(i)
        if title is not None and title.holder:
            return (title.holder,)
        if title is not None and not title.modifier:
            earlier = [t for t in self.context.titles if t.holder and t.title.casefold() == title.title.casefold()]
            holders = {t.holder for t in earlier if title.of in (None, t.of)}
            before = [t for t in earlier if t.span.start < title.span.start and title.of in (None, t.of)]
            if len(holders) == 1 or before:
                return ((before or earlier)[-1].holder or "",)
        if title is not None and not title.modifier and (holders_of := self._second_office(i)):
            return holders_of
        if (title is None or not title.modifier) and (holder := self._holder(i)) is not None:
            return (holder,)
        inside = self._at.get(i)
        if inside is not None and inside.entities:
            return inside.entities
        for child in graph.children[i]:
            if graph.dep[child] == "nmod" and (title is None or graph.case(child) == "of"):
                continue  # "the meeting of the presidents" is none of them
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
                        owners.extend(self.states(self.stands_for(one) or self._below(one)))
            if owners:
                return tuple(dict.fromkeys(owners))
        if (graph.lemma[i] in self._group or graph.text[i] in self._group) and self._plural(i):
            return self._group_of(i)
        if graph.lemma[i] in self._countries and graph.pos[i] == "NOUN" and (found := country(self, i)):
            return found
        if graph.lemma[i] in self._counterparts and graph.pos[i] == "NOUN":
            return counterpart(self, i)
        if graph.pos[i] in ("PRON", "DET") and graph.feature(i, "Person") == "3":
            return self._anaphor(i)
        return ()

    def _below(self, i: int) -> tuple[str, ...]:
        """Those a noun of an office or body is of: "(the ministry of) Foreign Affairs of Kenya and Peru"."""
        joins = self.rules.lexicon.words("genitive")
        below = [k for k in self.graph.children[i] if self.graph.dep[k] == "nmod" and self.graph.case(k) in joins]
        return tuple(id for k in below for one in self.graph.conjuncts(k) for id in self.stands_for(one))

    def _second_office(self, i: int) -> tuple[str, ...]:
        """The holder of two offices named one after the other: "Prime Minister and Foreign Minister X"."""
        for k in self.graph.conjuncts(i)[1:]:
            title = self._titles.get(k)
            apart = any(self.graph.lemma[c] in self._articles for c in self.graph.children[k])
            if title is not None and title.holder and not title.modifier and not apart:
                return (title.holder,)
        return ()

    def _holder(self, i: int) -> str | None:
        """Whom "the Minister" or "the Secretary" is short for: the one person before it whose office has that name."""
        graph = self.graph
        if graph.pos[i] not in ("NOUN", "PROPN") or graph.feature(i, "Number") == "Plur":
            return None
        below = [k for k in graph.children[i] if graph.dep[k] in OWN]
        if len(below) != 1 or graph.lemma[below[0]] not in self._articles:
            return None
        holders = {holder for word, holder, start in self._held if word == graph.text[i] and start < i}
        return next(iter(holders)) if len(holders) == 1 else None

    @cached_property
    def _held(self) -> tuple[tuple[str, str, int], ...]:
        """The noun that heads each title with a known holder ("secretary" of "Secretary of State"), the holder, and the
        token it begins with."""
        return tuple(
            (title.title.casefold().partition(" of ")[0].split()[-1], title.holder, self.tokens(title.span).start)
            for title in self.context.titles
            if title.holder and title.title and not title.modifier
        )

    def _anaphor(self, i: int) -> tuple[str, ...]:
        """A third-person pronoun nobody has resolved: the nearest subject above or before it that can be meant."""
        graph = self.graph
        person = graph.feature(i, "Gender") in ("Masc", "Fem") and graph.feature(i, "Number") != "Plur"
        if graph.feature(i, "Number") == "Plur":
            return ()
        at = i
        above: list[int] = []
        while graph.head[at] != at and len(above) < 12:
            at = graph.head[at]
            above += [k for k in graph.children[at] if graph.dep[k].startswith("nsubj") and k < i]
        sentence = self.context.doc[i].sent
        before = [k for k in range(i - 1, sentence.start - 1, -1) if k in self._heads]
        if not person:
            before += self._subject_before(sentence.start)
        for k in (*above, *before):
            kinds = self.kinds(k)
            ids = self.stands_for(k)
            if len(ids) == 1 and (("person" in kinds) == person) and ("state" in kinds or person):
                return ids
        return ()

    def _subject_before(self, start: int) -> list[int]:
        """The subject of the sentence that ends where token ``start`` begins, in the same block."""
        if start == 0 or not self._same_block(start - 1, start):
            return []
        before = self.context.doc[start - 1].sent
        roots = [i for i in range(before.start, before.end) if self.graph.head[i] == i]
        return [k for root in roots for k in self.graph.children[root] if self.graph.dep[k].startswith("nsubj")]

    def _same_block(self, i: int, j: int) -> bool:
        doc = self.context.doc
        blocks = self.context.document.blocks
        return any(b.span.start <= doc[i].idx and doc[j].idx < b.span.end for b in blocks)

    def _plural(self, i: int) -> bool:
        """Whether token ``i`` can stand for several: a plural noun or pronoun, a numeral standing alone."""
        if self.graph.pos[i] in ("NUM", "DET"):
            return self.graph.dep[i] not in ("nummod", "det", "det:predet")
        plural = self.graph.feature(i, "Number") == "Plur"
        return self.graph.pos[i] in ("NOUN", "PROPN", "PRON") and plural

    def states(self, ids: Iterable[str]) -> list[str]:
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
        if self.participants:
            return self.participants
        dual = self.rules.lexicon.words("dual")
        return self.about if any(self.graph.lemma[k] in dual for k in self.graph.children[i]) else ()

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

    def state_of(self, id: str) -> str | None:
        """The state or organisation an entity acts for: its own id, that of a person's office, or the side that is left
        for him among those who take part."""
        return self._state_of(id) or self.sided.get(id)

    @lru_cache(maxsize=256)  # noqa: B019 - a scene lives as long as one document's extraction
    def _state_of(self, id: str) -> str | None:
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
        return entity.state or announced(self, id)

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

    def located_in(self, id: str) -> str | None:
        """The state that a place is or lies in."""
        entity = self.entity(id)
        if entity is None:
            return None
        return id if entity.kind is EntityKind.STATE else entity.state

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
