"""The ledger itself: keeping readings and decisions, and giving back what is held.

Every ``keep`` and ``decide`` is one transaction, on disk before it returns: a process killed at any moment
loses nothing that was reported as kept.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Any

from chancery import knowledge
from chancery.ledger import rows, view
from chancery.ledger.parties import Parties, holders
from chancery.ledger.schema import connect, told
from chancery.ledger.search import Hit, search
from chancery.ledger.succession import successors
from chancery.ledger.verify import Finding, check
from chancery.model import codec
from chancery.model.entity import Entity
from chancery.model.errors import LedgerError
from chancery.model.ledger import Decision, Entry, Thread, Verdict
from chancery.model.reading import Failure, Reading
from chancery.model.statement import Statement
from chancery.resolve.dates import bounds
from chancery.resolve.decisions import corrected


class Kept(StrEnum):
    """What keeping a reading did."""

    NEW = "new"
    UNCHANGED = "unchanged"  # the same findings were held already
    REPLACED = "replaced"  # a newer reading of a document already held


class Ledger:
    """A ledger file. As a context manager it commits on success and rolls back on error.

    ``readonly`` opens an existing ledger without writing; ``timeout`` is how many seconds to wait for another
    writer. LedgerError says what is wrong with the file and what to do.
    """

    def __init__(self, path: Path | str, *, readonly: bool = False, timeout: float = 10.0) -> None:
        self.path = Path(path)
        self._db = connect(self.path, readonly=readonly, timeout=timeout)

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._db.in_transaction:
            self._db.execute("ROLLBACK" if kind else "COMMIT")
        self.close()

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with told(self.path):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    # --- writing ---

    def keep(self, reading: Reading, *, at: datetime | None = None) -> Kept:
        """Store a reading; when this returns it is on disk.

        The same findings again change nothing; other findings in the same text replace the earlier ones,
        which stay for replay. Decisions on replaced statements pass to their successors.
        """
        document = reading.document
        moment = _utc(at)
        record, found = codec.dumps(rows.card(document)), rows.findings(reading)
        ids = [s.id for s in reading.statements]
        if any(
            s.evidence.document != document.digest or not s.evidence.holds(document.text) for s in reading.statements
        ):
            raise LedgerError("a statement's quotation is not in its document", where=document.name)
        content = rows.seal(
            document.digest,
            record,
            found,
            *(codec.dumps(s) for s in reading.statements),
            *(codec.dumps(e) for e in reading.entities),
        )
        with self._transaction() as db:
            current = db.execute(
                "SELECT id, recorded FROM reading WHERE document = ? AND retired IS NULL", (document.digest,)
            ).fetchone()
            if current and current[0].partition("-")[0] == content[:32]:
                return Kept.UNCHANGED
            if not db.execute("SELECT 1 FROM document WHERE digest = ?", (document.digest,)).fetchone():
                rows.insert(db, "document", (document.digest, document.text))
            number = db.execute("SELECT count(*) FROM reading WHERE document = ?", (document.digest,)).fetchone()[0]
            key = f"{content[:32]}-{number}"
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
                        len(set(ids)),
                        moment,
                    ),
                )
            ]
            seals += [
                rows.insert(db, "entity", (e.id, key, e.kind.value, codec.dumps(e))) for e in _unique(reading.entities)
            ]
            seals += self._statements(db, reading, key)
            if current:
                for old, new in successors(self._stored(db, current[0]), reading.statements):
                    db.execute("INSERT OR IGNORE INTO successor VALUES (?, ?, ?)", (old, new, key))
            self._journal(db, moment, "keep", key, rows.seal(*seals))
        return Kept.REPLACED if current else Kept.NEW

    def _statements(self, db: sqlite3.Connection, reading: Reading, key: str) -> list[str]:
        parties, seals, seen = Parties(reading, knowledge.load()), [], set()
        for statement in reading.statements:
            if statement.id in seen:
                continue
            seen.add(statement.id)
            acting = parties.of(statement)
            seals.append(rows.insert(db, "statement", rows.statement_values(statement, key, acting)))
            number = db.execute("SELECT last_insert_rowid()").fetchone()[0]
            db.executemany("INSERT INTO party VALUES (?, ?)", [(entity, number) for entity in acting])
            db.executemany(
                "INSERT OR IGNORE INTO holder VALUES (?, ?, ?)",
                [(*pair, number) for pair in holders(statement)],
            )
            db.execute(
                "INSERT INTO search (rowid, quote, matter) VALUES (?, ?, ?)",
                (number, statement.evidence.quote, matter(statement)),
            )
        return seals

    def _stored(self, db: sqlite3.Connection, reading: str) -> list[Statement]:
        return [
            codec.loads(Statement, r[0])
            for r in db.execute("SELECT record FROM statement WHERE reading = ?", (reading,))
        ]

    def record(self, failure: Failure, *, at: datetime | None = None) -> None:
        """Put a file that could not be read on record."""
        moment = _utc(at)
        with self._transaction() as db:
            mark = rows.insert(db, "failure", (failure.name, failure.stage, codec.dumps(failure), moment))
            number = db.execute("SELECT last_insert_rowid()").fetchone()[0]
            self._journal(db, moment, "fail", str(number), mark)

    def decide(
        self,
        verdict: Verdict,
        subjects: Sequence[str],
        *,
        user: str,
        reason: str,
        field: str | None = None,
        value: str | None = None,
        at: datetime | None = None,
    ) -> Decision:
        """Rule on statements, entries, entities (``field="entity"``) or earlier decisions (UNDO).

        An entry's id stands for its first statement. LedgerError if a subject is unknown or the ruling
        impossible.
        """
        moment = at or datetime.now(UTC)
        ids = (
            tuple(view.statement_of(self.view(), subject) for subject in subjects)
            if field != "entity" and verdict is not Verdict.UNDO
            else tuple(subjects)
        )
        mark = hashlib.sha256(
            json.dumps([verdict, ids, user, moment.isoformat(), reason, field, value]).encode()
        ).hexdigest()[:16]
        decision = Decision(
            id=f"d{mark}",
            verdict=verdict,
            subjects=ids,
            user=user,
            at=moment,
            reason=reason,
            field=field,
            value=value,
        )
        self._possible(decision)
        with self._transaction() as db:
            seal = rows.insert(db, "decision", (decision.id, _utc(moment), codec.dumps(decision)))
            self._journal(db, _utc(moment), "decide", decision.id, seal)
        return decision

    def _possible(self, decision: Decision) -> None:
        """Refuse what could never apply: an unknown subject, a field no statement of the kind has."""
        if decision.verdict is Verdict.UNDO:
            for id in decision.subjects:
                if not self._one("SELECT 1 FROM decision WHERE id = ?", (id,)):
                    raise LedgerError("there is no such decision to undo", where=id)
        elif decision.verdict is Verdict.CORRECT:
            for statement in (a.statement for a in self.view().accounts if a.id in decision.subjects):
                corrected(statement, decision.field or "", decision.value)

    def _journal(self, db: sqlite3.Connection, at: str, act: str, subject: str, content: str) -> None:
        last = db.execute("SELECT seal FROM journal ORDER BY number DESC LIMIT 1").fetchone()
        rows.insert(db, "journal", (at, act, subject, content, last[0] if last else ""))

    # --- what is held ---

    def documents(self) -> tuple[rows.Holding, ...]:
        """The documents held, by date."""
        return self.view().documents

    def text(self, digest: str) -> str:
        """The text of a document; LedgerError if it is not held."""
        found = self._one("SELECT text FROM document WHERE digest = ?", (digest,))
        if found is None:
            raise LedgerError("no document with this digest is held", where=digest)
        return str(found[0])

    def readings(self) -> Iterator[Reading]:
        """Every current reading as it was kept."""
        for holding in self.documents():
            yield self.reading(holding.digest)

    def reading(self, digest: str) -> Reading:
        """The current reading of a document."""
        with told(self.path):
            row = self._one(
                "SELECT id, record, findings FROM reading WHERE document = ? AND retired IS NULL", (digest,)
            )
            if row is None:
                raise LedgerError("no document with this digest is held", where=digest)
            found = codec.loads(Reading, row[2])
            entities = [
                codec.loads(Entity, r[0])
                for r in self._db.execute("SELECT record FROM entity WHERE reading = ? ORDER BY id", (row[0],))
            ]
            return replace(
                found,
                document=codec.loads(rows.Card, row[1]).document(self.text(digest)),
                entities=tuple(entities),
                statements=tuple(self._stored(self._db, row[0])),
            )

    def failures(self) -> tuple[Failure, ...]:
        """The files that could not be read, in order of time."""
        with told(self.path):
            return tuple(
                codec.loads(Failure, r[0]) for r in self._db.execute("SELECT record FROM failure ORDER BY number")
            )

    def decisions(self) -> tuple[Decision, ...]:
        """Every decision ever taken, in order of time."""
        with told(self.path):
            return tuple(
                codec.loads(Decision, r[0]) for r in self._db.execute("SELECT record FROM decision ORDER BY at, id")
            )

    # --- views ---

    def view(self, *, published: date | None = None, recorded: datetime | None = None) -> view.View:
        """The ledger as it is, as it could be known on the day ``published`` (by the documents out by
        then), or as it was held at the moment ``recorded``."""
        with told(self.path):
            return view.View(self._db, knowledge.load(), published=published, recorded=recorded)

    def statements(self, a: str | None = None, b: str | None = None) -> tuple[Statement, ...]:
        """The statements on a state, on a pair of states, or all."""
        return tuple(account.statement for account in self.view().accounts_on(a, b))

    def entries(self, a: str | None = None, b: str | None = None) -> tuple[Entry, ...]:
        """The entries on a state, on a pair of states, or all."""
        return self.view().resolved(a, b).entries

    def threads(self, a: str | None = None, b: str | None = None, *, on: date | None = None) -> tuple[Thread, ...]:
        """The threads on a state, on a pair of states, or all, with their state on the day ``on``."""
        return self.view().resolved(a, b, on=on).threads

    def search(self, query: str, *, limit: int = 50) -> list[Hit]:
        """Statements in which every word of ``query`` occurs in some form, best first."""
        with told(self.path):
            return search(self.view(), query, limit=limit)

    def backup(self, path: Path) -> None:
        """A complete copy of the ledger at ``path``, taken while others may write; LedgerError if it exists."""
        if path.exists():
            raise LedgerError("there is a file already", where=str(path), remedy="give another name for the backup")
        with told(path):
            copy = sqlite3.connect(path)
            try:
                self._db.backup(copy)
            finally:
                copy.close()

    def compact(self) -> None:
        """Give the space of what is no longer needed back to the disk and bring the indexes into order."""
        with told(self.path):
            self._db.execute("INSERT INTO search (search) VALUES ('optimize')")
            self._db.execute("VACUUM")
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._db.execute("PRAGMA optimize")

    def verify(self) -> list[Finding]:
        """Everything in the file that does not hold; empty if all does."""
        with told(self.path):
            return check(self._db)

    def _one(self, query: str, values: tuple[object, ...]) -> tuple[Any, ...] | None:
        with told(self.path):
            row: tuple[Any, ...] | None = self._db.execute(query, values).fetchone()
            return row


def matter(statement: Statement) -> str:
    """What a statement can be found by beside its quotation: kind, names, descriptions, subjects."""
    fillers = [f.label for role in statement.roles.values() for f in role]
    extra = [f.label for f in (statement.place, statement.speaker) if f]
    return " ".join((statement.kind, *fillers, *extra, *statement.topics))


def _unique(entities: Sequence[Entity]) -> list[Entity]:
    return sorted({e.id: e for e in entities}.values(), key=lambda e: e.id)


def _utc(at: datetime | None) -> str:
    moment = at or datetime.now(UTC)
    if moment.utcoffset() is None:
        raise LedgerError("a time of recording must be aware (UTC)")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
