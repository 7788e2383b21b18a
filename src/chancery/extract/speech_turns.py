"""Turns of a transcript with the persons who say them: labels to persons, who answers, who is addressed."""

from __future__ import annotations

import re
import unicodedata

from chancery.extract.context import Context
from chancery.extract.speech_identity import epithet_person, named_person
from chancery.extract.speech_issued import issued_by
from chancery.extract.speech_people import People
from chancery.extract.turns import Turn, find_turns
from chancery.extract.turns_inferred import infer_turns
from chancery.extract.turns_labels import Words, naming_part, title_length, words
from chancery.model.discourse import SpeechMode, Utterance
from chancery.model.document import BlockRole, Span
from chancery.model.entity import Entity, EntityKind


def turns_of(context: Context, people: People) -> list[Utterance]:
    """The turns of a transcript or interview with their speakers and addressees; else the body of a text that
    is issued in one person's name; else nothing. A label with a full name that nobody knows adds an entity of the
    document.
    """
    document = context.document
    issuer = issued_by(document, people, context.pack)
    turns = find_turns(document, context.pack, people.known_names(), lambda span: named_person(people, span))
    turns = turns or infer_turns(document, context.pack)
    if not turns:
        return _issued(context, issuer) if issuer else []
    speakers = _speakers(context, people, turns)
    answerer = _answerer(turns, speakers) or (issuer[0] if issuer else None) or _interviewed(context, people, turns)
    speakers = [
        answerer if turn.part == "answer" and speaker is None else speaker
        for turn, speaker in zip(turns, speakers, strict=True)
    ]
    said = [
        Utterance(
            mode=SpeechMode.TURN,
            content=tuple(turn.content),
            speaker=speaker,
            addressees=_addressees(context, people, turns, speakers, at),
            source=turn.label,
            label=turn.name or None,
            inferred=turn.inferred,
        )
        for at, (turn, speaker) in enumerate(zip(turns, speakers, strict=True))
    ]
    return [*_opening(context, issuer, turns), *said]


def _opening(context: Context, issuer: tuple[str, Span] | None, turns: list[Turn]) -> list[Utterance]:
    """What the person in whose name a text is issued says before the first label ("Remarks and answers …")."""
    first = min((turn.label or turn.content[0]).start for turn in turns)
    if issuer is None or any(turn.opener for turn in turns):
        return []
    persons = frozenset(context.pack.table("speech").get("turns", {}).get("persons", ()))
    text = context.document.text
    roles = (BlockRole.PARAGRAPH, BlockRole.ITEM, BlockRole.LEAD)
    body = [b.span for b in context.document.readable() if b.role in roles and b.span.end <= first]
    own = [at for at, span in enumerate(body) if persons.intersection(re.findall(r"\w+", span.of(text).casefold()))]
    if not own:
        return []
    speaker, source = issuer
    return [
        Utterance(
            mode=SpeechMode.TURN,
            content=tuple(body[own[0] :]),
            speaker=speaker,
            source=source,
            label=source.of(text),
            inferred=True,
        )
    ]


def _answerer(turns: list[Turn], speakers: list[str | None]) -> str | None:
    """The one person with a label of his own, beside bare "Answer" labels."""
    named = {s for turn, s in zip(turns, speakers, strict=True) if s is not None and not turn.part}
    return next(iter(named)) if len(named) == 1 else None


def _speakers(context: Context, people: People, turns: list[Turn]) -> list[str | None]:
    """The speaker of each turn: one look-up a label, the fullest label of a surname first."""
    table: dict[str, str | None] = {}
    out: list[str | None] = []
    roles = words(context.pack)
    for turn in turns:
        if turn.part and (turn.part != "question" or not _full_name(turn.name, roles)):
            out.append(None)
            continue
        key = turn.name.casefold()
        if table.get(key) is None:
            table[key] = people.by_label(turn.name, turn.label) or _stranger(context, turn)
            if table[key] is None and turn.opener and turn.label is not None:
                table[key] = epithet_person(people, turn.label)
        out.append(table[key])
    return out


def _full_name(name: str, vocabulary: Words) -> bool:
    """Whether a questioner's label is a first name and a surname, not a part or a name with its newspaper."""
    tokens = name.casefold().split()
    return len(tokens) > 1 and "," not in name and not vocabulary.askers.intersection(tokens)


def _stranger(context: Context, turn: Turn) -> str | None:
    """A person that only the label names, by first name and surname in Latin letters: an entity of this
    document.
    """
    tokens = naming_part(turn.name, words(context.pack)).split()
    rest = tokens[title_length(tokens, words(context.pack).title) :]
    name = " ".join(rest)
    if not 2 <= len(rest) <= 4 or name.isupper() or not all(t[:1].isupper() and t.strip(".").isalpha() for t in rest):
        return None
    if not unicodedata.name(name[0], "").startswith("LATIN"):
        return None
    slug = re.sub(r"[^a-z0-9]+", "-", unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold())
    id = f"person/{slug.strip('-')}"
    if context.entity(id) is None:
        context.entities = (*context.entities, Entity(id=id, kind=EntityKind.PERSON, caption=name))
    return id


def _interviewed(context: Context, people: People, turns: list[Turn]) -> str | None:
    """Whom an interview without labels is with: the one person of its title, or the one most named before
    the first turn.
    """
    if not turns:
        return None
    begin = turns[0].content[0].start
    heads = [b.span for b in context.document.blocks if b.role in (BlockRole.TITLE, BlockRole.LEAD)]
    for areas in (heads, [Span(start=0, end=begin)] if begin else []):
        counts: dict[str, int] = {}
        for area in areas:
            for mention in people.within(area):
                if mention.kind is EntityKind.PERSON and len(mention.entities) == 1:
                    counts[mention.entities[0]] = counts.get(mention.entities[0], 0) + 1
        ranked = sorted(counts.items(), key=lambda item: -item[1])
        if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
            return ranked[0][0]
    return None


def _addressees(
    context: Context, people: People, turns: list[Turn], speakers: list[str | None], at: int
) -> tuple[str, ...]:
    """To whom a turn is said: whom it greets by name or title; the other of two speakers; else the
    questioner is answered and nobody we can name is addressed.
    """
    speaker = speakers[at]
    present = {s for s in speakers if s is not None}
    greeted = _greeted(context, people, turns[at], speaker)
    if greeted := greeted or _greeted_by_office(context, people, turns[at], speaker, present):
        return (greeted,)
    named = list(dict.fromkeys(s for s in speakers if s is not None and s != speaker))
    if turns[at].part == "question":
        following = next((s for s in speakers[at + 1 :] if s is not None), None)
        return (following,) if following else ()
    asked = any(turn.part == "question" for turn in turns[max(0, at - 1) : at])
    if len(named) == 1 and not asked:
        return (named[0],)
    if speaker is not None and not asked and len(set(speakers)) == 1:
        return _partner(context, people, speaker)
    return ()


def _partner(context: Context, people: People, speaker: str) -> tuple[str, ...]:
    """The one other person in the title, of a page that gives one speaker's words only ("Meeting with
    President X").
    """
    heads = [b.span for b in context.document.blocks if b.role in (BlockRole.TITLE, BlockRole.LEAD)]
    for head in heads:
        found = {
            m.entities[0]
            for m in people.within(head)
            if m.kind is EntityKind.PERSON and len(m.entities) == 1 and m.entities[0] != speaker
        }
        if len(found) == 1:
            return tuple(found)
    return ()


def _greeted(context: Context, people: People, turn: Turn, speaker: str | None) -> str | None:
    """The person whom the first words of a turn address by name: set off by a comma or an exclamation
    mark.
    """
    first = turn.content[0]
    text = context.document.text
    area = Span(start=first.start, end=min(first.end, first.start + 140))
    for mention in people.within(area):
        if mention.kind is not EntityKind.PERSON or len(mention.entities) != 1 or mention.entities[0] == speaker:
            continue
        after = text[mention.span.end : mention.span.end + 1]
        before = text[area.start : mention.span.start].strip()
        if after in (",", "!", ".") and len(before.split()) <= 4 and not re.search(r"[.!?]$", before[:-1]):
            return mention.entities[0]
    return None


def _greeted_by_office(
    context: Context, people: People, turn: Turn, speaker: str | None, present: set[str]
) -> str | None:
    """The one other speaker who holds the office that the first words of a turn address ("Mr President, …")."""
    first = turn.content[0]
    low = context.document.text[first.start : min(first.end, first.start + 80)].casefold()
    vocatives = context.pack.table("speech").get("deixis", {}).get("vocative", ())
    for vocative in vocatives:
        at = low.find(vocative + " ")
        if not 0 <= at <= 30:
            continue
        office = re.split(r"[,.!?;:]", low[at + len(vocative) + 1 :])[0].strip()
        title = next(
            (t for n in (3, 2, 1) if (t := context.knowledge.title(" ".join(office.split()[:n]), context.pack.code))),
            None,
        )
        holders = [
            id
            for id in present - {speaker}
            if title is not None and (person := people.persons.get(id)) and title.name in person.titles
        ]
        if len(holders) == 1:
            return holders[0]
    return None


def _issued(context: Context, issuer: tuple[str, Span]) -> list[Utterance]:
    """One utterance for the body of a text issued in one person's name."""
    document = context.document
    speaker, source = issuer
    body = [block.span for block in document.readable() if block.role is not BlockRole.TITLE]
    body = [span for span in body if not span.covers(source)] or body
    if not body:
        return []
    label = source.of(document.text)
    return [Utterance(mode=SpeechMode.TURN, content=tuple(body), speaker=speaker, source=source, label=label)]
