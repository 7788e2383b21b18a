"""Which mentions of persons in one document are one person.

Full names come first; a short name ("Aliyev", "А. Айтматов") joins the full name it fits. Where it fits two,
the title beside it decides, else nothing does: father and son, or two brothers, are never merged on a guess.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Token

from chancery.annotate.forms import nominative
from chancery.extract.context import Context
from chancery.extract.names.candidates import Candidate
from chancery.extract.names.lexicon import NameLexicon
from chancery.extract.names.spelling import is_initial, is_patronymic, same_person
from chancery.extract.names.titles import TitlePhrase
from chancery.extract.names.words import Word, Words
from chancery.knowledge.dates import holds_on, last_day
from chancery.model.entity import EntityKind

IN_OFFICE = frozenset(
    {"", "acting", "new", "appointed", "elected"}
)  # modifiers with which a title is that of its holder
SAME = 0.8  # likeness from which two full names are one person's
NAME_MARKS = frozenset(".-‐‑")  # marks inside names
HOLDER = 0.8  # likeness from which a full name may be that of an office's known holder
MARGIN = 0.15  # by which a short name must fit one person better than the next


@dataclass(slots=True, kw_only=True, eq=False)
class PersonMention:
    """A person named once: ``words`` of the name in the nominative without honorifics, ``titles`` beside
    it."""

    candidate: Candidate
    start: int
    words: tuple[str, ...]
    titles: list[TitlePhrase] = field(default_factory=list)
    gender: str | None = None
    honorific: bool = False

    @property
    def full(self) -> bool:
        whole = [word for word in self.words if not is_initial(word)]
        return len(whole) > 2 or (len(whole) == 2 and not is_patronymic(whole[1]))


@dataclass(slots=True, kw_only=True, eq=False)
class Person:
    """One person of the document with all mentions."""

    mentions: list[PersonMention] = field(default_factory=list)
    known: str | None = None  # who holds the office that a short name is given, on the document's day

    @property
    def names(self) -> list[tuple[str, ...]]:
        """The different names, fullest first, then as in the text."""
        seen = dict.fromkeys(mention.words for mention in self.mentions)
        return sorted(seen, key=lambda words: (-sum(not is_initial(word) for word in words), -len(words)))

    @property
    def full(self) -> bool:
        return any(mention.full for mention in self.mentions)

    @property
    def titles(self) -> list[TitlePhrase]:
        return [title for mention in self.mentions for title in mention.titles]

    @property
    def gender(self) -> str | None:
        return next((mention.gender for mention in self.mentions if mention.gender), None)

    def likeness(self, words: Sequence[str]) -> float:
        """How surely ``words`` name this person."""
        return max(same_person(words, name) for name in self.names)


def find_persons(
    context: Context,
    words: Words,
    candidates: Sequence[Candidate],
    titles: Sequence[TitlePhrase],
    lexicon: NameLexicon,
) -> tuple[list[Person], Mapping[tuple[int, int], list[Person]]]:
    """The persons of a document; and, by the bounds of a short name that fits several, whom it may mean."""
    held: dict[int, list[TitlePhrase]] = {}
    for title in titles:
        for holder in title.holders:
            held.setdefault(holder.start, []).append(title)
    mentions = [
        _mention(context, words, candidate, held.get(candidate.start, []), lexicon)
        for candidate in candidates
        if candidate.kind is EntityKind.PERSON
    ]
    mentions = [mention for mention in mentions if mention.words]
    persons: list[Person] = []
    for mention in sorted((m for m in mentions if m.full), key=lambda m: -len(m.words)):
        _join_full(mention, persons)
    ties: dict[tuple[int, int], list[Person]] = {}
    short = [(mention, _holder(context, mention)) for mention in mentions if not mention.full]
    for mention, known in short:  # those with an office first
        if known is not None:
            _join_holder(context, mention, known, persons)
    for mention, known in short:
        if known is None and (fitting := _join_short(context, mention, persons)):
            ties[mention.start, mention.candidate.end] = fitting
    for person in persons:
        person.mentions.sort(key=lambda m: m.start)
    return persons, ties


def _mention(
    context: Context, words: Words, candidate: Candidate, titles: list[TitlePhrase], lexicon: NameLexicon
) -> PersonMention:
    inside = words.slice(candidate.start, candidate.end)
    gender, honorific = None, False
    first = words.at(candidate.start)
    while inside:
        found = lexicon.honorifics.match(inside, 0)
        if not found or found[0] >= len(inside):
            break
        gender, honorific = gender or _gender(found[1], lexicon), True
        inside = inside[found[0] :]
    before = first
    while before > 0 and words[before - 1].text == ".":
        before -= 1
    found = lexicon.honorifics.match_before(words.items, before)
    if found:
        gender, honorific = gender or _gender(found[1], lexicon), True
    while inside and not inside[0].is_word:
        inside = inside[1:]
    return PersonMention(
        candidate=candidate,
        start=inside[0].start if inside else candidate.start,
        words=_name(context, words, inside, lexicon),
        titles=titles,
        gender=gender,
        honorific=honorific,
    )


def _gender(honorific: str, lexicon: NameLexicon) -> str | None:
    if honorific in lexicon.male:
        return "male"
    return "female" if honorific in lexicon.female else None


def _name(context: Context, words: Words, inside: Sequence[Word], lexicon: NameLexicon) -> tuple[str, ...]:
    """The words of a name in the nominative; possessive endings and generations ("Jr.") left out."""
    if not inside:
        return ()
    kept = {word.token for word in inside if word.is_word and word.text not in lexicon.possessive}
    tokens: list[Token] = [
        token
        for token in context.doc[inside[0].token : inside[-1].token + 1]
        if token.i in kept or token.text in NAME_MARKS
    ]
    text = nominative(tokens, context.pack.code, person=True) if tokens else ""
    out = []
    for part in text.replace(".", ". ").split():
        for mark in lexicon.possessive:
            part = part.removesuffix(mark) if len(part) > len(mark) + 1 else part
        bare = part.strip(',;:()«»"“”')
        if bare.rstrip(".").lower() in lexicon.generations or not bare or not bare[0].isalnum():
            continue
        out.append(f"{bare.rstrip('.')}." if is_initial(bare) and len(bare.rstrip(".")) == 1 else bare.rstrip("."))
    return tuple(out)


def _join_full(mention: PersonMention, persons: list[Person]) -> None:
    best = max(persons, key=lambda person: person.likeness(mention.words), default=None)
    if best is not None and best.likeness(mention.words) >= SAME:
        best.mentions.append(mention)
    else:
        persons.append(Person(mentions=[mention]))


def _holder(context: Context, mention: PersonMention) -> str | None:
    """The one person of this surname who holds the office beside it on the document's day ("President Biden"), or
    held it before."""
    on, known = context.published, context.knowledge
    titles = {title.title for title in mention.titles if title.modifier in IN_OFFICE and not title.plural}
    if on is None or not titles:
        return None
    spells = [
        office
        for link in known.lookup(mention.words[-1], context.pack.code, on)
        for office in known.offices(link.entity)
        if office.title in titles and office.since
    ]
    serving = {office.holder for office in spells if holds_on(office.since, office.until, on)}
    holders = serving or {office.holder for office in spells if office.until and last_day(office.until) < on}
    return holders.pop() if len(holders) == 1 else None


def _join_holder(context: Context, mention: PersonMention, holder: str, persons: list[Person]) -> None:
    """Join the person of the document who is ``holder`` by name or office, or stand alone as him: his wife's or
    brother's full name, where his own is not given, is not his."""
    entity = context.knowledge.entity(holder)
    names = [tuple(name.text.split()) for name in entity.names if name.kind != "surname"] if entity else []
    for person in persons:
        own = [name for mention in person.mentions if mention.full for name in (mention.words,)]
        if person.known == holder or any(same_person(a, b) >= HOLDER for a in own for b in names if len(b) > 1):
            person.mentions.append(mention)
            return
    persons.append(Person(mentions=[mention], known=holder))


def _join_short(context: Context, mention: PersonMention, persons: list[Person]) -> list[Person]:
    """Join the one person the short name fits, or stand alone; the persons between whom nothing decides."""
    scored = sorted(
        ((score, place) for place, person in enumerate(persons) if (score := person.likeness(mention.words)) > 0.55),
        reverse=True,
    )
    if not scored:
        persons.append(Person(mentions=[mention]))
        return []
    if len(scored) > 1 and scored[0][0] - scored[1][0] < MARGIN:
        rivals = [persons[place] for score, place in scored if scored[0][0] - score < MARGIN]
        decided = _by_title(context, mention, rivals)
        if decided is None:
            return rivals
        decided.mentions.append(mention)
        return []
    persons[scored[0][1]].mentions.append(mention)
    return []


def _by_title(context: Context, mention: PersonMention, rivals: Sequence[Person]) -> Person | None:
    """The one of several persons whose title or sex the mention repeats, or whom an office made known by the surname
    alone."""
    titled = [person for person in rivals if any(_alike(a, b) for a in mention.titles for b in person.titles)]
    agreeing = [person for person in rivals if mention.gender is not None and _sex(context, person) == mention.gender]
    known = [person for person in agreeing or rivals if person.known is not None]
    return next((found[0] for found in (titled, agreeing, known) if len(found) == 1), None)


def _sex(context: Context, person: Person) -> str | None:
    """Of a person of the document, by honorifics or as knowledge has the one who bears the name."""
    if person.gender is not None:
        return person.gender
    names = () if person.known else person.names[:1]
    found = [person.known] if person.known else []
    found += [link.entity for name in names for link in context.knowledge.lookup(" ".join(name), context.pack.code)]
    known = [entity for id in found[:1] if (entity := context.knowledge.entity(id)) is not None]
    return known[0].gender if known else None


def _alike(a: TitlePhrase, b: TitlePhrase) -> bool:
    return a.title == b.title and a.modifier == b.modifier
