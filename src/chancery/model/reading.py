"""Everything that was found in one document: what processing returns and the ledger keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from chancery.model.discourse import Mention, TitleMention, Utterance
from chancery.model.document import Document
from chancery.model.entity import Entity
from chancery.model.statement import Statement
from chancery.model.when import TimeExpression


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Something that could not be read or found out: on record, never silent."""

    name: str
    stage: str  # read, annotate, names, speech, times, dating, statements
    what: str
    remedy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clue:
    """One reason for an inferred date: the passage and the interval (EDTF) it allows."""

    quote: str
    edtf: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One document and its findings. ``entities`` are those the document introduces and knowledge lacks; ``lemmas``
    holds, by a statement's id, the lemmas of its passage, separated by spaces."""

    document: Document
    mentions: tuple[Mention, ...] = ()
    titles: tuple[TitleMention, ...] = ()
    utterances: tuple[Utterance, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    clues: tuple[Clue, ...] = ()
    entities: tuple[Entity, ...] = ()
    statements: tuple[Statement, ...] = ()
    failures: tuple[Failure, ...] = ()
    lemmas: Mapping[str, str] = field(default_factory=dict)
