"""Rows and seals: how the model's values lie in the tables, and the digest that proves a row unchanged."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from chancery.model import codec
from chancery.model.document import Block, Document, Published
from chancery.model.reading import Reading
from chancery.model.statement import Statement
from chancery.resolve.claim import Account, Source
from chancery.resolve.dates import bounds


def seal(*values: object) -> str:
    """SHA-256 of the values as a JSON array, hexadecimal."""
    return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A document without its text: what a reading stores of it."""

    name: str
    language: str
    title: str | None
    published: Published
    publisher: str | None
    author: str | None
    url: str | None
    media_type: str
    blocks: tuple[Block, ...]

    def document(self, text: str) -> Document:
        return Document(
            name=self.name,
            text=text,
            blocks=self.blocks,
            language=self.language,
            title=self.title,
            published=self.published,
            publisher=self.publisher,
            author=self.author,
            url=self.url,
            media_type=self.media_type,
        )


def card(document: Document) -> Card:
    return Card(
        name=document.name,
        language=document.language,
        title=document.title,
        published=document.published,
        publisher=document.publisher,
        author=document.author,
        url=document.url,
        media_type=document.media_type,
        blocks=document.blocks,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One document in the ledger, as a list of documents shows it. ``day`` is the last day of its
    publication date."""

    digest: str
    name: str
    language: str
    title: str | None
    published: Published
    publisher: str | None
    author: str | None
    url: str | None
    media_type: str
    characters: int
    statements: int
    recorded: str
    reading: str

    @property
    def day(self) -> date | None:
        """The last day of its publication date."""
        return bounds(self.published.edtf)[1] if self.published.edtf else None


def findings(reading: Reading) -> str:
    """Everything found but statements and entities, as JSON: the document is left out, it is stored once."""
    return codec.dumps(replace(reading, document=_EMPTY, statements=(), entities=()))


_EMPTY = Document(name="", text="", blocks=())

READING = (
    "id",
    "document",
    "name",
    "language",
    "published",
    "day",
    "record",
    "findings",
    "statements",
    "recorded",
)
RETIRED = ("id", "retired", "retiree")
STATEMENT = ("id", "reading", "document", "kind", "status", "start", "stop", "quote", "record", "parties")
ENTITY = ("id", "reading", "kind", "record")
DOCUMENT = ("digest", "text")
FAILURE = ("name", "stage", "record", "recorded")
DECISION = ("id", "at", "record")
JOURNAL = ("at", "act", "subject", "content", "before")

SEALED: dict[str, tuple[str, ...]] = {
    "document": DOCUMENT,
    "reading": READING,
    "statement": STATEMENT,
    "entity": ENTITY,
    "failure": FAILURE,
    "decision": DECISION,
    "journal": JOURNAL,
}


def insert(db: sqlite3.Connection, table: str, values: Sequence[object]) -> str:
    """Add a row with its seal; the seal is returned."""
    columns = (*SEALED[table], "seal")
    mark = seal(*values)
    db.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
        (*values, mark),
    )
    return mark


def statement_values(statement: Statement, reading: str, parties: Iterable[str]) -> tuple[object, ...]:
    """The row of a statement, in the order of STATEMENT."""
    span = statement.evidence.span
    return (
        statement.id,
        reading,
        statement.evidence.document,
        statement.kind,
        statement.status.value,
        span.start,
        span.end,
        statement.evidence.quote,
        codec.dumps(statement),
        json.dumps(sorted(parties), ensure_ascii=False),
    )


def account(record: str, source: Source) -> Account:
    """The account a stored statement makes."""
    statement = codec.loads(Statement, record)
    return Account(id=statement.id, statement=statement, source=source)


def source(digest: str, card: Card) -> Source:
    """What resolution knows of a document."""
    return Source(
        digest=digest,
        name=card.name,
        language=card.language,
        title=card.title,
        published=card.published,
        publisher=card.publisher,
        author=card.author,
        url=card.url,
    )


def holding(reading: str, digest: str, record: str, statements: int, recorded: str, characters: int) -> Holding:
    """A document as a list of documents shows it."""
    card = codec.loads(Card, record)
    return Holding(
        digest=digest,
        name=card.name,
        language=card.language,
        title=card.title,
        published=card.published,
        publisher=card.publisher,
        author=card.author,
        url=card.url,
        media_type=card.media_type,
        characters=characters,
        statements=statements,
        recorded=recorded,
        reading=reading,
    )
