"""Who says what to whom: turns, texts issued in somebody's name, and attributed speech in prose.

``find_speech`` fills ``context.utterances``, in order of the text. ``parent`` nests them: what the document
itself vouches for is the outermost utterance, a quotation inside a turn is the turn's speaker quoting.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chancery.extract.context import Context
from chancery.extract.speech_attribution import Attribution
from chancery.extract.speech_identity import Identity
from chancery.extract.speech_people import People
from chancery.extract.speech_prose import attributions
from chancery.extract.speech_turns import turns_of
from chancery.extract.speech_words import cue_words
from chancery.model.discourse import SpeechMode, Utterance
from chancery.model.document import Block, Span


def find_speech(context: Context) -> None:
    """Fill ``context.utterances``; a label with a full name that nobody knows adds an entity of the
    document.
    """
    people = People(context)
    found = turns_of(context, people)
    prose = [u for u in _prose(context, people) if not _of_the_turn(context, u, found)]
    context.utterances = tuple(_nested([*found, *prose]))


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
