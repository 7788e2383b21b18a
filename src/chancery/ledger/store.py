"""The ledger itself: keeping readings and decisions, and giving back what is held.

Every ``keep`` and ``decide`` is one transaction, on disk before it returns: a process killed at any moment
loses nothing that was reported as kept.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from chancery import knowledge
from chancery.ledger import keeping, rows
from chancery.ledger.changes import orphans
from chancery.ledger.keeping import Kept
from chancery.ledger.schema import connect, told
from chancery.ledger.search import Hit, search
from chancery.ledger.shelf import Shelf
from chancery.ledger.verify import Finding, check
from chancery.ledger.view import View, statement_of
from chancery.model import codec
from chancery.model.entity import Entity
from chancery.model.errors import LedgerError
from chancery.model.ledger import Decision, Entry, Thread, Verdict
from chancery.model.reading import Failure, Reading
from chancery.model.statement import Statement
from chancery.resolve.decisions import corrected

_SHORTEST = 6  # characters of a digest that are enough to mean a document


class Ledger:
    """A ledger file. As a context manager it commits on success and rolls back on error.

    ``readonly`` opens an existing ledger without writing; ``timeout`` is how many seconds to wait for another
    writer; ``recorded`` shows what the ledger held at that moment, whatever came since. LedgerError says what is wrong
    with the file and what to do.
    """

    def __init__(
        self, path: Path | str, *, readonly: bool = False, timeout: float = 10.0, recorded: datetime | None = None
    ) -> None:
        self.path, self.recorded = Path(path), recorded
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
        with self._transaction() as db:
            return keeping.keep(db, reading, _utc(at))

    def remove(self, digest: str, *, user: str, reason: str, at: datetime | None = None) -> None:
        """Take a document out of every view from now on. It stays in the file, so that what was known before can be
        replayed and verified; keeping it again brings it back. LedgerError if it is not held."""
        with self._transaction() as db:
            keeping.remove(db, digest, user=user, reason=reason, moment=_utc(at))

    def find(self, document: str) -> str:
        """The digest of the document that ``document`` (a name, a digest or its beginning) means; LedgerError if it is
        none or several."""
        found = [h.digest for h in self.documents() if h.name == document or h.digest == document]
        if not found and len(document) >= _SHORTEST:
            found = [h.digest for h in self.documents() if h.digest.startswith(document)]
        if len(found) == 1:
            return found[0]
        raise LedgerError(
            f"{len(found)} documents are called so" if found else "no document of this name or digest is held",
            where=document,
            remedy="see: chancery documents --format jsonl",
        )

    def record(self, failure: Failure, *, at: datetime | None = None) -> None:
        """Put a file that could not be read on record."""
        moment = _utc(at)
        with self._transaction() as db:
            mark = rows.insert(db, "failure", (failure.name, failure.stage, codec.dumps(failure), moment))
            number = db.execute("SELECT last_insert_rowid()").fetchone()[0]
            keeping.journal(db, moment, "fail", str(number), mark)

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
            tuple(statement_of(self.view(), subject) for subject in subjects)
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
            keeping.journal(db, _utc(moment), "decide", decision.id, seal)
        return decision

    def _possible(self, decision: Decision) -> None:
        """Refuse what could never apply: an unknown subject, a field no statement has, one end of a pair."""
        match decision.verdict:
            case Verdict.UNDO:
                for id in decision.subjects:
                    if not self._one("SELECT 1 FROM decision WHERE id = ?", (id,)):
                        raise LedgerError(
                            "there is no such decision to undo", where=id, remedy="see: chancery decisions"
                        )
            case Verdict.MERGE | Verdict.SPLIT | Verdict.LINK | Verdict.UNLINK:
                if len(set(decision.subjects)) < 2:
                    raise LedgerError(
                        f"to {decision.verdict.value} needs two different subjects", where=decision.subjects[0]
                    )
                for id in decision.subjects if decision.field == "entity" else ():
                    if not self._one("SELECT 1 FROM party WHERE entity = ? LIMIT 1", (id,)):
                        raise LedgerError("no statement names this entity", where=id)
            case Verdict.CORRECT:
                if decision.field is None:
                    raise LedgerError(
                        "to correct needs the field and its right value",
                        where=decision.subjects[0],
                        remedy="say --field status --value done",
                    )
                for account in self.view().accounts_of(decision.subjects):
                    corrected(account.statement, decision.field, decision.value)
            case _:
                pass

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
                statements=tuple(keeping.stored(self._db, row[0])),
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

    def orphans(self) -> tuple[Decision, ...]:
        """Decisions whose statement no current reading makes any more; see ``ledger.changes``."""
        with told(self.path):
            held = (
                r[0]
                for r in self._db.execute(
                    "SELECT s.id FROM statement s JOIN reading r ON r.id = s.reading WHERE r.retired IS NULL"
                )
            )
            return orphans(self.decisions(), held, dict(self._db.execute("SELECT old, new FROM successor")))

    # --- views ---

    def view(self, *, published: date | None = None, recorded: datetime | None = None) -> View:
        """The ledger as it is, as it could be known on the day ``published`` (by the documents out by
        then), or as it was held at the moment ``recorded``."""
        with told(self.path):
            return View(
                self._db,
                knowledge.load(),
                published=published,
                recorded=recorded or self.recorded,
                shelf=Shelf(self.path, self._db),
            )

    def as_of(self, day: date | None) -> View:
        """What could be known on ``day`` by the documents out by then. Undated documents belong to it only where
        nothing held is later than ``day``: else nobody knows whether they came before."""
        whole = self.view()
        return self.view(published=day) if day is not None and whole.goes_beyond(day) else whole

    def statements(self, a: str | None = None, b: str | None = None) -> tuple[Statement, ...]:
        """The statements on a state, on a pair of states, or all."""
        return tuple(account.statement for account in self.view().accounts_on(a, b))

    def entries(self, a: str | None = None, b: str | None = None) -> tuple[Entry, ...]:
        """The entries on a state, on a pair of states, or all."""
        return self.view().resolved(a, b).entries

    def threads(self, a: str | None = None, b: str | None = None, *, on: date | None = None) -> tuple[Thread, ...]:
        """The threads on a state, on a pair of states, or all, with their state on the day ``on``."""
        return self.view().resolved(a, b, on=on).threads

    def search(
        self, query: str, *, limit: int = 50, skip: int = 0, lemmas: Callable[[str], Iterable[str]] | None = None
    ) -> list[Hit]:
        """Statements in which every word of ``query`` occurs in some form, best first; see ``ledger.search``."""
        with told(self.path):
            return search(self.view(), query, limit=limit, skip=skip, lemmas=lemmas)

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


def _utc(at: datetime | None) -> str:
    moment = at or datetime.now(UTC)
    if moment.utcoffset() is None:
        raise LedgerError("a time of recording must be aware (UTC)")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
