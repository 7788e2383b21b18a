"""What writing a reading, a removal or a line of the journal puts into the tables; the caller holds the transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from enum import StrEnum

from chancery import knowledge
from chancery.ledger import index, rows
from chancery.ledger.parties import Parties, holders
from chancery.ledger.succession import successors
from chancery.model import codec
from chancery.model.entity import Entity
from chancery.model.errors import LedgerError
from chancery.model.reading import Reading
from chancery.model.statement import Statement
from chancery.resolve.dates import bounds

REMOVED = "removed"  # stands where a retired reading names the one that replaced it


class Kept(StrEnum):
    """What keeping a reading did."""

    NEW = "new"
    UNCHANGED = "unchanged"  # the same findings were held already
    REPLACED = "replaced"  # a newer reading of a document already held


def keep(db: sqlite3.Connection, reading: Reading, moment: str) -> Kept:
    """Store a reading; see ``Ledger.keep``."""
    document = reading.document
    record, found = codec.dumps(rows.card(document)), rows.findings(reading)
    if any(s.evidence.document != document.digest or not s.evidence.holds(document.text) for s in reading.statements):
        raise LedgerError("a statement's quotation is not in its document", where=document.name)
    content = rows.seal(
        document.digest,
        record,
        found,
        *(codec.dumps(s) for s in reading.statements),
        *(codec.dumps(e) for e in reading.entities),
    )
    current = db.execute("SELECT id FROM reading WHERE document = ? AND retired IS NULL", (document.digest,)).fetchone()
    if current and current[0].partition("-")[0] == content[:32]:
        return Kept.UNCHANGED
    if not db.execute("SELECT 1 FROM document WHERE digest = ?", (document.digest,)).fetchone():
        rows.insert(db, "document", (document.digest, document.text))
    number = db.execute("SELECT count(*) FROM reading WHERE document = ?", (document.digest,)).fetchone()[0]
    key = f"{content[:32]}-{number}"
    last = db.execute(
        "SELECT id FROM reading WHERE document = ? ORDER BY recorded DESC, rowid DESC LIMIT 1", (document.digest,)
    ).fetchone()
    if current:
        db.execute("UPDATE reading SET retired = ?, retiree = ? WHERE id = ?", (moment, key, current[0]))
    day = bounds(document.published.edtf)[1] if document.published.edtf else None
    seals = [
        rows.insert(
            db,
            "reading",
            (
                key,
                document.digest,
                document.name,
                document.language,
                document.published.edtf,
                day and day.isoformat(),
                record,
                found,
                len({s.id for s in reading.statements}),
                moment,
            ),
        )
    ]
    seals += [rows.insert(db, "entity", (e.id, key, e.kind.value, codec.dumps(e))) for e in _unique(reading.entities)]
    seals += _statements(db, reading, key)
    if last:
        for old, new in successors(stored(db, last[0]), reading.statements):
            db.execute("INSERT OR IGNORE INTO successor VALUES (?, ?, ?)", (old, new, key))
    journal(db, moment, "keep", key, rows.seal(*seals))
    return Kept.REPLACED if current else Kept.NEW


def _statements(db: sqlite3.Connection, reading: Reading, key: str) -> list[str]:
    parties, seals, seen = Parties(reading, knowledge.load()), [], set()
    for statement in reading.statements:
        id = statement.id
        if id in seen:
            continue
        seen.add(id)
        acting = parties.of(statement)
        seals.append(rows.insert(db, "statement", rows.statement_values(statement, key, acting)))
        number = db.execute("SELECT last_insert_rowid()").fetchone()[0]
        db.executemany("INSERT INTO party VALUES (?, ?)", [(entity, number) for entity in acting])
        held = [(*pair, number) for pair in holders(statement)]
        db.executemany("INSERT OR IGNORE INTO holder VALUES (?, ?, ?)", held)
        index.add(db, number, statement, reading.lemmas.get(id, index.UNKNOWN))
    return seals


def stored(db: sqlite3.Connection, reading: str) -> list[Statement]:
    """The statements of a reading, in their order."""
    found = db.execute("SELECT record FROM statement WHERE reading = ? ORDER BY number", (reading,))
    return [codec.loads(Statement, r[0]) for r in found]


def remove(db: sqlite3.Connection, digest: str, *, user: str, reason: str, moment: str) -> None:
    """Retire the current reading of a document without another in its place; LedgerError if there is none."""
    if not reason.strip():
        raise LedgerError("a removal needs a reason", where=digest)
    current = db.execute("SELECT id FROM reading WHERE document = ? AND retired IS NULL", (digest,)).fetchone()
    if current is None:
        raise LedgerError("no document with this digest is held", where=digest)
    db.execute("UPDATE reading SET retired = ?, retiree = ? WHERE id = ?", (moment, REMOVED, current[0]))
    journal(db, moment, "remove", current[0], f"{user}: {reason}")


def journal(db: sqlite3.Connection, at: str, act: str, subject: str, content: str) -> None:
    """Write the next line of the journal."""
    last = db.execute("SELECT seal FROM journal ORDER BY number DESC LIMIT 1").fetchone()
    rows.insert(db, "journal", (at, act, subject, content, last[0] if last else ""))


def _unique(entities: Sequence[Entity]) -> list[Entity]:
    return sorted({e.id: e for e in entities}.values(), key=lambda e: e.id)
