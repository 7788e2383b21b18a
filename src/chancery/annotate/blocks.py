"""Annotate a document block by block and put the blocks' Docs together to one Doc of the whole text.

Time and memory grow linearly with the text: blocks go to the pipeline in batches of bounded size, and each
batch's Docs are reduced to arrays before the next begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import numpy as np
import spacy
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from chancery.annotate.passages import Passage
from chancery.annotate.pipeline import Pipeline, pipeline_for
from chancery.model.document import READ, Document

BATCH = 200_000  # characters handed to a pipeline at once
ATTRIBUTES: list[int | str] = ["POS", "TAG", "DEP", "HEAD", "LEMMA", "MORPH", "ENT_IOB", "ENT_TYPE"]
Column = np.ndarray[Any, np.dtype[Any]]  # rows: tokens; columns: ATTRIBUTES; spaCy's unsigned 64-bit numbers
Scores = dict[tuple[int, int], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What is kept of one block's Doc: its words, their attributes, the scores of its names, and its attribution."""

    vocab: Vocab
    words: list[str]
    spaces: list[bool]
    attributes: Column
    scores: Scores = field(default_factory=dict)
    nested: list[tuple[int, int, str]] = field(default_factory=list)
    speech: list[Passage] | None = None


def annotate(document: Document) -> Doc:
    """``document`` as one Doc; see the package's docstring for what it carries."""
    return next(annotate_many([document]))


def annotate_many(documents: Iterable[Document]) -> Iterator[Doc]:
    """The Docs of ``documents`` in order; short documents of one language share the pipeline's batches."""
    waiting: list[Document] = []
    size = 0
    for document in documents:
        if waiting and (document.language != waiting[0].language or size + len(document.text) > BATCH):
            yield from _annotate(waiting)
            waiting, size = [], 0
        waiting.append(document)
        size += len(document.text)
    if waiting:
        yield from _annotate(waiting)


def _annotate(documents: Sequence[Document]) -> Iterator[Doc]:
    """Documents of one language."""
    pipeline, note = pipeline_for(documents[0].language)
    texts = [block.span.of(doc.text) for doc in documents for block in doc.readable()]
    pieces = chain.from_iterable(_pieces(pipeline, batch) for batch in _batches(texts))
    for document in documents:
        yield _assemble(document, pieces, note)


def _batches(texts: Sequence[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for text in texts:
        if batch and size + len(text) > BATCH:
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += len(text)
    if batch:
        yield batch


def _pieces(pipeline: Pipeline, texts: list[str]) -> list[Piece]:
    docs = pipeline.annotate_block(texts)
    for doc, text in zip(docs, texts, strict=True):
        if doc.text != text:
            raise ValueError(f"the pipeline changed the text: {text[:40]!r}")
    return [
        Piece(
            vocab=doc.vocab,
            words=[token.text for token in doc],
            spaces=[bool(token.whitespace_) for token in doc],
            attributes=doc.to_array(ATTRIBUTES),
            scores=dict(doc.user_data.get("scores", {})),
            speech=doc.user_data.get("speech"),
            nested=[(span.start, span.end, span.label_) for span in doc.spans.get("nested", [])],
        )
        for doc in docs
    ]


def _assemble(document: Document, pieces: Iterator[Piece], note: str | None) -> Doc:
    """One Doc of the whole text from its blocks' pieces, with white space and unread blocks as single
    tokens."""
    words: list[str] = []
    spaces: list[bool] = []
    columns: list[Column] = []
    scores: Scores = {}
    nested: list[tuple[int, int, str]] = []
    speech: list[Passage] = []
    attributed = False
    vocab: Vocab | None = None
    single: list[tuple[int, bool]] = []  # index in ``columns`` and whether it is white space

    def add_single(text: str) -> None:
        words.append(text)
        spaces.append(False)
        single.append((len(columns), text.isspace()))
        columns.append(np.zeros((1, len(ATTRIBUTES)), dtype=np.uint64))

    at = 0
    for block in document.blocks:
        if block.span.start > at:
            add_single(document.text[at : block.span.start])
        at = block.span.end
        if block.role not in READ:
            add_single(block.span.of(document.text))
            continue
        piece = next(pieces)
        vocab = piece.vocab
        nested.extend((len(words) + start, len(words) + end, label) for start, end, label in piece.nested)
        words.extend(piece.words)
        spaces.extend(piece.spaces)
        columns.append(piece.attributes)
        offset = block.span.start
        if piece.speech is not None:
            speech.extend(passage.moved(offset) for passage in piece.speech)
            attributed = True
        scores.update({(a + offset, b + offset): score for (a, b), score in piece.scores.items()})
    if at < len(document.text):
        add_single(document.text[at:])
    vocab = vocab or spacy.blank("xx").vocab
    _fill_single(columns, single, vocab)
    doc = Doc(vocab, words=words, spaces=spaces)
    if columns:
        table: Any = np.concatenate(columns)
        doc.from_array(list(ATTRIBUTES), table)
    doc.spans["nested"] = [Span(doc, start, end, label=label) for start, end, label in nested]
    doc.user_data["scores"] = scores
    if attributed:
        doc.user_data["speech"] = speech
    doc.user_data["notes"] = [note] if note else []
    return doc


def _fill_single(columns: list[Column], single: list[tuple[int, bool]], vocab: Vocab) -> None:
    """Attributes of the tokens outside the read blocks: white space hangs on the token before it."""
    root, dep = vocab.strings.add("ROOT"), vocab.strings.add("dep")
    outside = 2  # spaCy's ENT_IOB for "no name"
    for index, blank in single:
        row = columns[index][0]
        row[ATTRIBUTES.index("POS")] = vocab.strings.add("SPACE" if blank else "X")
        attached = blank and index > 0
        row[ATTRIBUTES.index("DEP")] = dep if attached else root
        row[ATTRIBUTES.index("HEAD")] = np.array(-1 if attached else 0, dtype=np.int64).astype(np.uint64)
        row[ATTRIBUTES.index("ENT_IOB")] = outside
