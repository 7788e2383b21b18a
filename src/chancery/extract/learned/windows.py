"""Runs of sentences as the encoder reads them: pieces of words, with what is known of whom each word stands for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from chancery.extract.learned.pieces import Pieces
from chancery.extract.statements_scene import Scene
from chancery.model.document import BlockRole
from chancery.model.entity import EntityKind

Ints = npt.NDArray[np.int32]

TITLE = 28  # pieces of the document's title at the start of each window
BODY = 200  # pieces of its sentences in one window
START, END = 1, 2  # ids of <s> and </s>
MARKS = 24  # kinds of word by whom it stands for; see ``marks``


@dataclass(frozen=True, slots=True)
class Window:
    """Tokens ``tokens`` of a document as ``pieces``, each with its ``marks``; token n's first piece is at
    ``place[n]``."""

    tokens: tuple[int, ...]
    pieces: Ints
    marks: Ints
    place: Ints


def windows(scene: Scene, pieces: Pieces, marks: Ints) -> Iterator[Window]:
    """The text below the title in windows of whole sentences."""
    doc = scene.context.doc
    title = _title(scene, pieces)
    run: list[tuple[int, tuple[int, ...]]] = []
    size = 0
    for sentence in doc.sents:
        if scene.role(sentence.start) in (None, BlockRole.TITLE):
            continue
        split = []
        for i in range(sentence.start, sentence.end):
            token = doc[i]
            if not token.is_space:
                spaced = i == 0 or bool(doc[i - 1].whitespace_) or doc[i - 1].is_space
                split.append((i, pieces.of(token.text, spaced)))
        length = sum(len(p) for _, p in split)
        if run and size + length > BODY:
            yield _window(title, run, marks)
            run, size = [], 0
        run += split
        size += length
        while size > 2 * BODY:  # a sentence of several hundred words: a list, or text without stops
            head, run = run[:BODY], run[BODY:]
            yield _window(title, head, marks)
            size = sum(len(p) for _, p in run)
    if run:
        yield _window(title, run, marks)


def _title(scene: Scene, pieces: Pieces) -> list[int]:
    span = scene.title_span()
    words = scene.tokens(span) if span is not None else range(0)
    found = [
        p
        for i in words
        for p in pieces.of(scene.context.doc[i].text, i == 0 or bool(scene.context.doc[i - 1].whitespace_))
    ]
    return [START, *found[:TITLE], END]


def _window(title: list[int], run: list[tuple[int, tuple[int, ...]]], marks: Ints) -> Window:
    ids = list(title)
    of = [0] * len(title)
    place = []
    for i, split in run:
        place.append(len(ids))
        ids += split
        of += [int(marks[i])] * len(split)
    ids.append(END)
    of.append(0)
    return Window(
        tokens=tuple(i for i, _ in run),
        pieces=np.array(ids, dtype=np.int32),
        marks=np.array(of, dtype=np.int32),
        place=np.array(place, dtype=np.int32),
    )


KINDS = {
    EntityKind.STATE: 1,
    EntityKind.TERRITORY: 1,
    EntityKind.PERSON: 2,
    EntityKind.ORGANISATION: 4,
    EntityKind.PLACE: 6,
    EntityKind.GROUP: 7,
}


def marks(scene: Scene) -> Ints:
    """For each token a number for whom it stands for.

    0 nobody; 1 a state, 2 a person of a state, 3 another person, 4 a known organisation, 5 another one, 6 a place,
    7 a group, 8 several, 9 a pronoun for somebody; 10 more in words that stand for one of those who take part.
    """
    states = scene.sides | set(scene.participants)
    out = np.zeros(len(scene.context.doc), dtype=np.int32)
    known: dict[tuple[str, ...], int] = {}
    for i in range(len(out)):
        ids = scene.stands_for(i)
        if not ids:
            continue
        value = known.get(ids)
        if value is None:
            value = known[ids] = _mark(scene, ids, states)
        pronoun = scene.graph.pos[i] in ("PRON", "DET")
        out[i] = 9 + value // 10 * 10 if pronoun else value
    return out


def _mark(scene: Scene, ids: tuple[str, ...], states: frozenset[str]) -> int:
    takes_part = 10 * any(id in states or scene.state_of(id) in states for id in ids)
    if len(ids) > 1:
        return 8 + takes_part
    entity = scene.entity(ids[0])
    if entity is None:
        return 0
    value = KINDS[entity.kind]
    if entity.kind is EntityKind.PERSON and scene.state_of(ids[0]) is None:
        value = 3
    if entity.kind is EntityKind.ORGANISATION and scene.context.knowledge.entity(ids[0]) is None:
        value = 5
    return value + takes_part
