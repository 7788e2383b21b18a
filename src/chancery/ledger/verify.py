"""Whether everything in a ledger still holds: texts against their hashes, quotations against their places,
rows against their seals, the journal against the rows."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from chancery.ledger.keeping import REMOVED, stored
from chancery.ledger.parties import holders
from chancery.ledger.rows import SEALED, Card, seal
from chancery.ledger.succession import successors
from chancery.model import codec
from chancery.model.errors import ModelError
from chancery.model.statement import Statement


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not hold: where (table and row, or a line of a brief) and what."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


_KEYS = {"document": "digest", "failure": "number", "journal": "number"}


def check(db: sqlite3.Connection) -> list[Finding]:
    """Everything that does not hold, in the order of the tables; empty if all does."""
    damaged = [str(r[0]) for r in db.execute("PRAGMA integrity_check")]
    if damaged != ["ok"]:
        return [Finding("file", line) for line in damaged]
    # Bytes that are no UTF-8 any more must be found, not crash the reader.
    factory, db.text_factory = db.text_factory, lambda raw: raw.decode("utf-8", "surrogateescape")
    try:
        return [*_seals(db), *_texts(db), *_statements(db), *_readings(db), *_indexes(db), *_journal(db)]
    finally:
        db.text_factory = factory


def _seals(db: sqlite3.Connection) -> Iterator[Finding]:
    for table, columns in SEALED.items():
        key = _KEYS.get(table, "id")
        for row in db.execute(f"SELECT {key}, seal, {', '.join(columns)} FROM {table}"):
            if not _sealed(row[1], row[2:]):
                yield Finding(f"{table} {row[0]}", "the row is not what was written: its seal is broken")


def _sealed(mark: str, values: tuple[object, ...]) -> bool:
    try:
        return mark == seal(*values)
    except (UnicodeEncodeError, TypeError):
        return False


def _texts(db: sqlite3.Connection) -> Iterator[Finding]:
    for digest, text in db.execute("SELECT digest, text FROM document"):
        if hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest() != digest:
            yield Finding(f"document {digest}", "the text is not the one that was read: its hash differs")


def _statements(db: sqlite3.Connection) -> Iterator[Finding]:
    query = """SELECT s.id, s.kind, s.status, s.start, s.stop, s.quote, s.record, s.document, d.text
               FROM statement s LEFT JOIN document d ON d.digest = s.document"""
    for id, kind, status, start, stop, quote, record, document, text in db.execute(query):
        where = f"statement {id}"
        if text is None:
            yield Finding(where, f"its document {document} is gone")
            continue
        if text[start:stop] != quote:
            yield Finding(where, f"the document does not say at {start}–{stop} what is quoted")
        try:
            statement = codec.loads(Statement, record.encode("utf-8", "surrogateescape"))
        except (ModelError, ValueError) as error:
            yield Finding(where, f"it cannot be read: {error}")
            continue
        span = statement.evidence.span
        if statement.id != id:
            yield Finding(where, "its id does not follow from what it says")
        told = (
            statement.kind,
            statement.status.value,
            span.start,
            span.end,
            statement.evidence.quote,
            statement.evidence.document,
        )
        if told != (kind, status, start, stop, quote, document):
            yield Finding(where, "its columns and its record differ")


def _readings(db: sqlite3.Connection) -> Iterator[Finding]:
    counts = dict(db.execute("SELECT reading, count(*) FROM statement GROUP BY reading"))
    current: dict[str, int] = defaultdict(int)
    removed: dict[str, int] = defaultdict(int)
    recorded = dict(db.execute("SELECT id, recorded FROM reading"))
    for id, document, record, count, retired, retiree in db.execute(
        "SELECT id, document, record, statements, retired, retiree FROM reading"
    ):
        current[document] += retired is None
        if counts.get(id, 0) != count:
            yield Finding(f"reading {id}", f"{counts.get(id, 0)} statements are held of {count}")
        if retired is not None and retiree != REMOVED and recorded.get(retiree) != retired:
            yield Finding(f"reading {id}", "it was replaced by a reading that is not held")
        removed[document] += retiree == REMOVED
        try:
            codec.loads(Card, record.encode("utf-8", "surrogateescape"))
        except (ModelError, ValueError) as error:
            yield Finding(f"reading {id}", f"it cannot be read: {error}")
    for document, n in current.items():
        if n != 1 and not (n == 0 and removed[document]):
            yield Finding(f"document {document}", f"it has {n} current readings")


def _indexes(db: sqlite3.Connection) -> Iterator[Finding]:
    """Rows by which statements are found must be those that follow from the statements."""
    held: dict[int, set[str]] = defaultdict(set)
    for entity, number in db.execute("SELECT entity, statement FROM party"):
        held[number].add(entity)
    offices: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for person, state, number in db.execute("SELECT person, state, statement FROM holder"):
        offices[number].add((person, state))
    for number, id, kind, parties, record in db.execute("SELECT number, id, kind, parties, record FROM statement"):
        try:
            wanted = set(json.loads(parties))
            pairs = set(holders(codec.loads(Statement, record))) if kind == "office" else set()
        except (ValueError, ModelError):
            yield Finding(f"statement {id}", "its list of parties cannot be read")
            continue
        if held.pop(number, set()) != wanted or offices.pop(number, set()) != pairs:
            yield Finding(f"statement {id}", "the index of parties does not agree with it")
    for number in [*held, *offices]:
        yield Finding(f"party {number}", "it stands for a statement that is not held")
    yield from _succession(db)


def _succession(db: sqlite3.Connection) -> Iterator[Finding]:
    """Statements of a newer reading must stand for those of the one before it that they follow from."""
    told: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for old, new, reading in db.execute("SELECT old, new, reading FROM successor"):
        told[reading].add((old, new))
    earlier: dict[str, str] = {}
    for id, document in db.execute("SELECT id, document FROM reading ORDER BY recorded, rowid").fetchall():
        held = told.pop(id, set())
        if document in earlier:
            try:
                wanted = set(successors(stored(db, earlier[document]), stored(db, id)))
            except (ModelError, ValueError):
                continue  # told already, as a statement that cannot be read
            # The table holds a pair once, under the reading that first made it.
            if not held <= wanted or not all(_paired(db, *pair) for pair in wanted):
                yield Finding(f"reading {id}", "what its statements stand for is not as it should be")
        elif held:
            yield Finding(f"reading {id}", "it follows no reading, yet statements of it are said to")
        earlier[document] = id
    for id in told:
        yield Finding(f"reading {id}", "it is said to follow another, but is not held")


def _paired(db: sqlite3.Connection, old: str, new: str) -> bool:
    return db.execute("SELECT 1 FROM successor WHERE old = ? AND new = ?", (old, new)).fetchone() is not None


def _journal(db: sqlite3.Connection) -> Iterator[Finding]:
    """Every act follows the one before it, and what it wrote is still there."""
    before, kept, decided, failed = "", set(), set(), set()
    removed: dict[str, str] = {}
    for number, at, act, subject, content, previous, mark in db.execute(
        "SELECT number, at, act, subject, content, before, seal FROM journal ORDER BY number"
    ):
        where = f"journal {number}"
        if previous != before:
            yield Finding(where, "it does not follow the line before: a line is missing or changed")
        before = mark
        if act == "keep":
            kept.add(subject)
            if _content(db, subject) != content:
                yield Finding(where, f"reading {subject} is not held as it was kept")
        elif act == "remove":
            removed[subject] = at
        elif act == "decide":
            decided.add(subject)
            row = db.execute("SELECT seal FROM decision WHERE id = ?", (subject,)).fetchone()
            if row is None or row[0] != content:
                yield Finding(where, f"decision {subject} is not held as it was taken")
        elif act == "fail":
            failed.add(subject)
            row = db.execute("SELECT seal FROM failure WHERE number = ?", (subject,)).fetchone()
            if row is None or row[0] != content:
                yield Finding(where, f"failure {subject} is not held as it was recorded")
    for table, column, told in (
        ("reading", "id", kept),
        ("decision", "id", decided),
        ("failure", "number", failed),
    ):
        for (key,) in db.execute(f"SELECT {column} FROM {table}"):
            if str(key) not in told:
                yield Finding(f"{table} {key}", "the journal does not know it")
    told_removed = dict(db.execute("SELECT id, retired FROM reading WHERE retiree = ?", (REMOVED,)))
    for id in sorted(removed.items() ^ told_removed.items()):
        yield Finding(f"reading {id[0]}", "its removal is not as the journal tells it")
    for (digest,) in db.execute("SELECT digest FROM document WHERE digest NOT IN (SELECT document FROM reading)"):
        yield Finding(f"document {digest}", "no reading of it is held")


def _content(db: sqlite3.Connection, reading: str) -> str | None:
    """The digest of a reading's rows, as the journal notes it."""
    row = db.execute("SELECT seal FROM reading WHERE id = ?", (reading,)).fetchone()
    if row is None:
        return None
    entities = [r[0] for r in db.execute("SELECT seal FROM entity WHERE reading = ? ORDER BY id", (reading,))]
    statements = [r[0] for r in db.execute("SELECT seal FROM statement WHERE reading = ? ORDER BY number", (reading,))]
    return seal(row[0], *entities, *statements)
