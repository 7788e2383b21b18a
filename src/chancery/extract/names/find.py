"""Names, titles and new entities of one document: the steps of ``chancery.extract.names`` in order."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from chancery.extract.context import Context
from chancery.extract.names.bodies import Bodies, BodyResolver
from chancery.extract.names.candidates import Candidate, find_candidates
from chancery.extract.names.holders import HolderFinder
from chancery.extract.names.lexicon import lexicon
from chancery.extract.names.persons import Person, PersonMention, find_persons
from chancery.extract.names.resolve import PersonResolver, Resolved
from chancery.extract.names.titles import CandidateIndex, TitlePhrase, find_titles
from chancery.extract.names.words import Words
from chancery.model.discourse import Link, Mention, TitleMention
from chancery.model.document import Span
from chancery.model.entity import Entity, EntityKind

RESOLVABLE = frozenset(
    {"", "acting", "new", "appointed", "elected"}
)  # modifiers that leave the holder of the office the one meant
# groups of titles that mean the state a document is about where it says no other, and the like in parliaments
OF_STATE = frozenset(
    {"head of state", "head of government", "deputy head of government", "vice president", "foreign minister",
     "defence minister", "minister", "deputy minister"}
)  # fmt: skip
PRESIDING = ("Speaker", "Chairman of the Parliament")
SINGLE = frozenset({"head of state", "head of government"})  # one person at a time holds them
SHARED = frozenset(
    {"envoy", "ambassador", "parliament", "staff", "deputy minister", "regional"}
)  # several hold them at once


def find_names(context: Context) -> None:
    """Fill ``context.mentions``, ``.titles`` and ``.entities``; running it again replaces what it found
    before."""
    words, lex = Words(context.doc), lexicon(context.pack)
    candidates = find_candidates(context, words, lex)
    index = CandidateIndex(candidates)
    titles = find_titles(context, words, index, lex)
    candidates = _without_titles(candidates, titles, words)
    index = CandidateIndex(candidates)
    finder = HolderFinder(context, words, index, lex)
    finder.attach(titles, [(b.span.start, b.span.end) for b in context.document.readable()])
    candidates = _with_announced(candidates, finder.announced)
    candidates = _plausible(candidates, titles)
    index = CandidateIndex(candidates)
    persons, ties = find_persons(context, words, candidates, titles, lex)
    bodies = BodyResolver(context, words, index, lex).resolve(candidates)
    named = {m.entities[0] for m in bodies.mentions if m.form == "name" and len(m.entities) == 1}
    resolver = PersonResolver(context, named)
    resolved = [(person, resolver.resolve(person)) for person in persons]
    assembler = _Assembler(context, bodies, resolved, ties)
    context.mentions = assembler.mentions(titles)
    context.titles = assembler.titles(titles)
    context.entities = assembler.entities()


def _without_titles(candidates: Sequence[Candidate], titles: Sequence[TitlePhrase], words: Words) -> list[Candidate]:
    """Persons whose tagged name begins with a title or its last words, cut down to the name."""
    starts = [title.core[0] for title in titles]
    out = []
    for candidate in candidates:
        before = bisect_right(starts, candidate.start) - 1
        cut = titles[before].core[1] if before >= 0 else 0
        if candidate.kind is EntityKind.PERSON and not candidate.links and cut > candidate.start:
            at = words.at(cut)
            if cut >= candidate.end:
                continue  # the title alone
            if at < len(words) and words[at].end <= candidate.end:
                candidate = replace(candidate, start=words[at].start)
        out.append(candidate)
    return sorted(out, key=lambda c: (c.start, -c.end))


def _with_announced(candidates: Sequence[Candidate], announced: Sequence[Candidate]) -> list[Candidate]:
    """Candidates with the persons that titles announce in place of what overlaps them."""
    kept = [c for c in candidates if not any(c.overlaps(new) for new in announced)] if announced else list(candidates)
    return sorted([*kept, *announced], key=lambda c: (c.start, -c.end))


def _plausible(candidates: Sequence[Candidate], titles: Sequence[TitlePhrase]) -> list[Candidate]:
    """Leave out bare surnames that knowledge knows but neither the tagger nor a title takes for a person."""
    held = {holder.start for title in titles for holder in title.holders}
    return [
        c for c in candidates
        if c.kind is not EntityKind.PERSON or c.tagged or not c.links or c.start in held
        or c.links[0].method not in ("surname", "initials")
    ]  # fmt: skip


def home_of(mentions: Sequence[Mention]) -> str | None:
    """The state that a document is about: more than half of all naming of states is of it; None if there is none."""
    states = (EntityKind.STATE, EntityKind.TERRITORY)
    named = Counter(m.entities[0] for m in mentions if m.kind in states and len(m.entities) == 1)
    state, times = next(iter(named.most_common(1)), (None, 0))
    return state if times > 1 and 2 * times > named.total() else None


def of_state(title: str, group: str) -> bool:
    """Whether a bare canonical ``title`` of class ``group`` is an office of the state that its document is about."""
    return group in OF_STATE or title.startswith(PRESIDING)


class _Assembler:
    """Turns what was resolved into the model's mentions, titles and entities."""

    def __init__(
        self,
        context: Context,
        bodies: Bodies,
        resolved: Sequence[tuple[Person, Resolved]],
        ties: Mapping[tuple[int, int], list[Person]],
    ) -> None:
        self._context, self._bodies, self._resolved, self._ties = context, bodies, resolved, ties
        self._who = {mention.candidate.start: result for person, result in resolved for mention in person.mentions}
        self._of_person = {id(person): result for person, result in resolved}
        self._home = home_of(bodies.mentions)
        self._told: dict[tuple[str, str], str] = {}
        self._offices: dict[tuple[str, str], set[str]] = {}

    def entities(self) -> tuple[Entity, ...]:
        """The entities that knowledge lacks; two persons of one id are one."""
        out = dict(self._bodies.entities)
        for _, result in self._resolved:
            if result.new is not None and self._context.knowledge.entity(result.new.id) is None:
                known = out.get(result.new.id)
                out[result.new.id] = known if known and len(known.names) >= len(result.new.names) else result.new
        return tuple(out.values())

    # -- mentions
    # -----------------------------------------------------------------------------------------------

    def mentions(self, titles: Sequence[TitlePhrase]) -> tuple[Mention, ...]:
        """Every mention, in the order of the text."""
        out = list(self._bodies.mentions)
        for person, result in self._resolved:
            out.extend(self._person(mention, result) for mention in person.mentions)
        for (start, end), rivals in self._ties.items():
            out.append(self._tie(start, end, rivals))
        self._learn(titles)
        for title in titles:
            if not title.holders:
                out.extend(self._bare(title))
        known = (m for m in out if m.entities or m.candidates)
        return tuple(sorted(known, key=lambda m: (m.span.start, -m.span.end)))

    def _person(self, mention: PersonMention, result: Resolved) -> Mention:
        return Mention(
            span=Span(start=mention.start, end=mention.candidate.end),
            kind=EntityKind.PERSON,
            entities=(result.entity,) if result.entity else (),
            method=result.method,
            score=round(result.score, 3),
            candidates=result.candidates,
        )

    def _tie(self, start: int, end: int, rivals: Sequence[Person]) -> Mention:
        links = []
        for rival in rivals:
            result = self._of_person[id(rival)]
            if result.entity:
                links.append(Link(entity=result.entity, method="tie", score=0.5))
        return Mention(
            span=Span(start=start, end=end),
            kind=EntityKind.PERSON,
            method="tie",
            score=0.5,
            candidates=tuple(links),
        )

    # -- titles
    # -------------------------------------------------------------------------------------------------

    def _learn(self, titles: Sequence[TitlePhrase]) -> None:
        """Whom the document itself names as holder of an office, and of what."""
        for title in titles:
            holder = self._holder(title)
            if holder and len(title.holders) == 1 and len(title.of) == 1 and (body := self._body(title.of[0])):
                self._told.setdefault((title.title, holder), body)
                if title.group == "envoy":
                    self._told.setdefault(("Ambassador", holder), body)
        for title in titles:
            if title.modifier in RESOLVABLE and len(title.holders) == 1 and (holder := self._holder(title)):
                for of in self._of(title, holder):
                    self._offices.setdefault((title.title, of), set()).add(holder)

    def _holder(self, title: TitlePhrase, place: int = 0) -> str | None:
        if place >= len(title.holders):
            return None
        result = self._who.get(title.holders[place].start)
        return result.entity if result else None

    def _body(self, candidate: Candidate) -> str | None:
        return self._bodies.by_span.get((candidate.start, candidate.end), candidate.entity)

    def _of(self, title: TitlePhrase, holder: str | None = None) -> list[str]:
        """What the title is of: as the text says; else the only state that has it; else what the holder
        holds."""
        told = [id for id in map(self._body, title.of) if id]
        if told:
            return told
        known = self._context.knowledge.titles.titles.get(title.title)
        if known and len(known.of) == 1:
            presides = known.group == "parliament" and holder is not None
            return [] if presides and self._another(title.title, known.of[0], holder) else [known.of[0]]
        if holder is None:
            return []
        if (title.title, holder) in self._told:
            return [self._told[title.title, holder]]
        spells = [o for o in self._context.knowledge.offices(holder) if o.title == title.title]
        states = {spell.of for spell in spells}
        if len(states) == 1:
            return [states.pop()]
        return self._at_home(title, holder) if not states else []

    def _at_home(self, title: TitlePhrase, holder: str) -> list[str]:
        """The state a document is about, as that of a bare title of state ("премьер-министр", without a word more);
        none where another is known to hold that office of it."""
        alone = title.own and of_state(title.title, title.group)
        if not self._home or not alone:
            return []
        another = title.group in SINGLE and self._another(title.title, self._home, holder)
        return [] if another else [self._home]

    def _another(self, title: str, of: str, holder: str | None) -> bool:
        """Whether the tables know who held an office on the document's day, and it was not ``holder``."""
        on = self._context.published
        held = self._context.knowledge.holders(title, of, on) if on is not None else ()
        return bool(held) and all(office.holder != holder for office in held)

    def _bare(self, title: TitlePhrase) -> list[Mention]:
        """A title without a name beside it, but with its state: whoever holds it, by the document or by
        date."""
        if not title.of or title.vacant or title.modifier not in RESOLVABLE or title.group in SHARED:
            return []
        holders: list[str] = []
        candidates: list[Link] = []
        method, score = "", 1.0
        for of in self._of(title):
            named = self._offices.get((title.title, of), set())
            if len(named) == 1:
                holders.append(next(iter(named)))
                method, score = method or "document", min(score, 0.9)
                continue
            if self._context.published is None:
                return []
            held = self._context.knowledge.holders(title.title, of, self._context.published)
            people = list(dict.fromkeys(office.holder for office in held))
            if len(people) == 1:
                holders.append(people[0])
                method, score = "office", min(score, 0.9)
            else:
                candidates.extend(Link(entity=p, method="office", score=0.5) for p in people)
        if not holders and not candidates:
            return []
        if len(holders) < len(title.of):
            holders = []
        span = Span(start=title.start, end=title.end)
        return [
            Mention(
                span=span,
                kind=EntityKind.PERSON,
                entities=tuple(holders),
                form="title",
                method=method or "tie",
                score=score if holders else 0.5,
                candidates=tuple(candidates),
            )
        ]

    def titles(self, titles: Sequence[TitlePhrase]) -> tuple[TitleMention, ...]:
        """The title mentions; "the presidents of A and B" gives one for each state."""
        out = []
        for title in titles:
            to = next((id for id in map(self._body, title.to) if id), None)
            span = Span(start=title.start, end=title.end)
            holders = [self._holder(title, at) for at in range(len(title.holders))]
            of = self._of(title, holders[0] if len(holders) == 1 else None)
            rows = max(len(of), len(holders), 1)
            for at in range(rows):
                state = of[at] if at < len(of) and len(of) > 1 else of[0] if len(of) == 1 else None
                holder = holders[at] if at < len(holders) else None
                bare = holder is None and not holders and not title.vacant
                if bare and state is not None and title.modifier in RESOLVABLE:
                    holder = self._known_holder(title, state)
                modifier = title.modifier or ("former" if self._left(title.title, state, holder) else "")
                out.append(
                    TitleMention(span=span, title=title.title, of=state, to=to, holder=holder, modifier=modifier)
                )
        return tuple(out)

    def _left(self, title: str, of: str | None, holder: str | None) -> bool:
        """Whether the tables know that the holder named had left the office well before the document's day: the text
        tells of the past then, or calls him by what he was."""
        on = self._context.published
        if holder is None or of is None or on is None:
            return False
        return self._context.knowledge.left(holder, title, of, on)

    def _known_holder(self, title: TitlePhrase, of: str) -> str | None:
        named = self._offices.get((title.title, of), set())
        if len(named) == 1:
            return next(iter(named))
        if not title.of or self._context.published is None or title.group in SHARED:
            return None
        people = {o.holder for o in self._context.knowledge.holders(title.title, of, self._context.published)}
        return people.pop() if len(people) == 1 else None
