"""Who says what to whom: turns, texts issued in somebody's name, and attributed speech in prose.

``find_speech`` fills ``context.utterances``, in order of the text. ``parent`` nests them: what the document
itself vouches for is the outermost utterance (``vouched``), a quotation inside a turn is the turn's speaker
quoting.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from chancery.extract.context import Context
from chancery.extract.speech_attribution import Attribution
from chancery.extract.speech_identity import Identity, named_person
from chancery.extract.speech_issued import issued_by
from chancery.extract.speech_people import People
from chancery.extract.speech_prose import attributions
from chancery.extract.speech_words import cue_words
from chancery.extract.turns import Turn, find_turns
from chancery.extract.turns_inferred import infer_turns
from chancery.extract.turns_labels import title_length, words
from chancery.model.discourse import SpeechMode, Utterance
from chancery.model.document import Block, BlockRole, Span
from chancery.model.entity import Entity, EntityKind


def find_speech(context: Context) -> None:
    """Fill ``context.utterances``; a label with a full name that nobody knows adds an entity of the
    document.
    """
    people = People(context)
    found = _turns(context, people) or _issued(context, people)
    prose = [u for u in _prose(context, people) if not _of_the_turn(context, u, found)]
    context.utterances = tuple(_nested([*found, *prose]))


def vouched(utterances: Sequence[Utterance], at: int) -> Utterance | None:
    """The outermost utterance that holds the character ``at``: the one the document itself vouches for."""
    return next((u for u in utterances if u.parent is None and any(c.start <= at < c.end for c in u.content)), None)


def innermost(utterances: Sequence[Utterance], at: int) -> Utterance | None:
    """The innermost utterance that holds the character ``at``."""
    holding = [u for u in utterances if any(c.start <= at < c.end for c in u.content)]
    return min(holding, key=lambda u: sum(len(c) for c in u.content), default=None)


def _of_the_turn(context: Context, said: Utterance, turns: Sequence[Utterance]) -> bool:
    """Whether what looks like attributed speech is a turn's own: its label or hand-over, "I think that …", what
    nobody we know is said to say."""
    parts = [part for part in (said.source, said.cue, *said.content) if part]
    for turn in turns:
        begin = turn.content[0].start
        if turn.source and turn.source.start < begin:
            label = Span(start=turn.source.start, end=begin)
            if any(label.overlaps(part) for part in parts):
                return True
    if not any(t.content[0].start <= said.content[0].start < t.content[-1].end for t in turns):
        return False
    if said.label is None or (said.speaker is None and said.mode is SpeechMode.INDIRECT):
        return True
    return said.label.casefold() in context.pack.table("speech").get("turns", {}).get("persons", ())


# -- turns -------------------------------------------------------------------------------------------------


def _turns(context: Context, people: People) -> list[Utterance]:
    document = context.document
    turns = find_turns(document, context.pack, people.known_names(), lambda span: named_person(people, span))
    if not turns:
        turns = infer_turns(document, context.pack)
        answerer = _interviewed(context, people, turns)
        speakers = [answerer if turn.part == "answer" else None for turn in turns]
    else:
        speakers = _speakers(context, people, turns)
    return [
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


def _speakers(context: Context, people: People, turns: list[Turn]) -> list[str | None]:
    """The speaker of each turn: one look-up a label, the fullest label of a surname first."""
    table: dict[str, str | None] = {}
    out: list[str | None] = []
    for turn in turns:
        if turn.part:
            out.append(None)
            continue
        key = turn.name.casefold()
        if table.get(key) is None:
            table[key] = people.by_label(turn.name, turn.label) or _stranger(context, turn)
        out.append(table[key])
    return out


def _stranger(context: Context, turn: Turn) -> str | None:
    """A person that only the label names, by first name and surname in Latin letters: an entity of this
    document.
    """
    tokens = turn.name.split(",")[0].split()
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
    if greeted := _greeted(context, people, turns[at], speaker):
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


def _issued(context: Context, people: People) -> list[Utterance]:
    """One utterance for the body of a text issued in one person's name, if it has no turns."""
    document = context.document
    found = issued_by(document, people, context.pack)
    if found is None:
        return []
    speaker, source = found
    body = [block.span for block in document.readable() if block.role is not BlockRole.TITLE]
    body = [span for span in body if not span.covers(source)] or body
    if not body:
        return []
    label = source.of(document.text)
    return [Utterance(mode=SpeechMode.TURN, content=tuple(body), speaker=speaker, source=source, label=label)]


# -- prose -------------------------------------------------------------------------------------------------


def _prose(context: Context, people: People) -> list[Utterance]:
    blocks: tuple[Block, ...] = context.document.readable()
    found = [a for a in attributions(context.doc, blocks, context.pack) if _is_speech(context, a)]
    identity = Identity(people)
    speakers: list[str | None] = [None] * len(found)
    inferred = [False] * len(found)
    for at, a in enumerate(found):
        if not a.follows:
            speakers[at], inferred[at] = identity.resolve(a)
            identity.heard(speakers[at], a.cue.end if a.cue else a.content[-1].end)
    _follow(found, speakers, inferred)
    return [
        Utterance(
            mode=a.mode,
            content=a.content,
            speaker=speaker,
            source=a.source,
            cue=a.cue,
            inferred=guess,
            label=a.source.of(context.document.text) if a.source else None,
        )
        for a, speaker, guess in zip(found, speakers, inferred, strict=True)
    ]


def _is_speech(context: Context, found: Attribution) -> bool:
    """Whether an attribution is speech or thought, not the deed or intent that corpora of attribution count too
    ("received credentials", "made efforts to"); what the publisher itself reports is the document's own voice."""
    publisher = (context.document.publisher or "").casefold()
    if found.source and publisher and found.source.of(context.document.text).casefold() == publisher:
        return False
    if found.cue is None or found.mode is SpeechMode.DIRECT:
        return True
    cues = cue_words(context.pack)
    said = {word for phrase in cues.according for word in phrase}
    tokens = context.doc.char_span(found.cue.start, found.cue.end, alignment_mode="expand")
    return tokens is not None and any(
        (t.pos_ in ("VERB", "AUX") and t.lemma_.lower() in cues.say)
        or t.lemma_.lower() in cues.noun
        or t.lower_ in said
        for t in tokens
    )


def _follow(found: list[Attribution], speakers: list[str | None], inferred: list[bool]) -> None:
    """Give quotations without a cue the speaker of the one they go on from or lead to."""
    order = range(len(found))
    for at in order:
        if found[at].follows == -1:
            before = next((n for n in range(at - 1, -1, -1) if found[n].mode is SpeechMode.DIRECT or speakers[n]), None)
            speakers[at] = speakers[before] if before is not None else None
            inferred[at] = True
    for at in reversed(order):
        if found[at].follows == 1:
            after = next((n for n in range(at + 1, len(found)) if found[n].mode is SpeechMode.DIRECT), None)
            speakers[at] = speakers[after] if after is not None else None
            inferred[at] = True


def _nested(found: list[Utterance]) -> list[Utterance]:
    """In order of the text, each with the index of the smallest utterance around it."""
    ordered = sorted(found, key=lambda u: (u.content[0].start, -u.content[-1].end, u.mode is not SpeechMode.TURN))
    out: list[Utterance] = []
    around: list[int] = []
    for at, utterance in enumerate(ordered):
        start, end = utterance.content[0].start, utterance.content[-1].end
        while around and out[around[-1]].content[-1].end <= start:
            around.pop()
        parent = next(
            (
                n
                for n in reversed(around)
                if any(c.start <= start and utterance.content[0].end <= c.end for c in out[n].content)
            ),
            None,
        )
        out.append(replace(utterance, parent=parent))
        if not around or end <= out[around[-1]].content[-1].end or parent is None:
            around.append(at)
    return out
