"""How a ledger file is opened, brought to the current schema, and what SQLite's errors mean."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chancery.ledger.migrations import MIGRATIONS
from chancery.model.errors import LedgerError

APPLICATION = 0x43484E43  # "CHNC": marks a SQLite file as a ledger of ours


@contextmanager
def told(path: Path | str) -> Iterator[None]:
    """Turn SQLite's errors into a LedgerError that names the remedy."""
    try:
        yield
    except sqlite3.Error as error:
        text = str(error)
        remedies = (
            ("locked", "another process is writing to it; try again when it is done"),
            ("busy", "another process is writing to it; try again when it is done"),
            ("not a database", "give another path with --ledger; nothing was changed"),
            ("malformed", "restore a backup, or recover what can be read: sqlite3 FILE .recover"),
            ("full", "free some disk space and add the last files again; what was reported as kept is kept"),
            ("readonly", "make the file and its folder writable, or work on a copy"),
            ("unable to open", "check that its folder exists and can be written"),
            ("disk I/O", "check the disk; restore a backup if `chancery verify` finds damage"),
        )
        remedy = next((r for word, r in remedies if word in text), "run `chancery verify`")
        raise LedgerError(text, where=str(path), remedy=remedy) from error


def connect(path: Path, *, readonly: bool, timeout: float) -> sqlite3.Connection:
    """An open connection to the ledger at ``path``, brought to the current schema; LedgerError says why
    not."""
    if readonly and not path.exists():
        raise LedgerError(
            "there is no ledger here", where=str(path), remedy="make one: chancery add FILES --ledger FILE"
        )
    if not readonly:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LedgerError(f"its folder cannot be made: {error.strerror}", where=str(path)) from error
    with told(path):
        target = f"{path.resolve().as_uri()}?mode={'ro' if readonly else 'rwc'}"
        db = sqlite3.connect(target, uri=True, timeout=timeout, isolation_level=None)
        try:
            db.execute("PRAGMA foreign_keys = ON")
            if not readonly:
                db.execute("PRAGMA journal_mode = WAL")
                db.execute("PRAGMA synchronous = FULL")
            _migrate(db, path, readonly=readonly)
        except (sqlite3.Error, LedgerError):
            db.close()
            raise
    return db


def _migrate(db: sqlite3.Connection, path: Path, *, readonly: bool) -> None:
    version = int(db.execute("PRAGMA user_version").fetchone()[0])
    mark = int(db.execute("PRAGMA application_id").fetchone()[0])
    strange = bool(db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()) and mark != APPLICATION
    if strange:
        raise LedgerError("this SQLite file is no ledger", where=str(path), remedy="give another path with --ledger")
    if version > len(MIGRATIONS):
        raise LedgerError(
            f"it was written by a newer Chancery (schema {version})",
            where=str(path),
            remedy="update Chancery",
        )
    if version == len(MIGRATIONS):
        return
    if readonly:
        raise LedgerError(
            f"it has the older schema {version}",
            where=str(path),
            remedy="bring it up to date: chancery compact --ledger FILE (a backup first does no harm)",
        )
    for number in range(version, len(MIGRATIONS)):
        db.execute("BEGIN IMMEDIATE")
        try:
            if int(db.execute("PRAGMA user_version").fetchone()[0]) > number:  # another process was faster
                db.execute("ROLLBACK")
                continue
            MIGRATIONS[number](db)
            db.execute(f"PRAGMA application_id = {APPLICATION}")
            db.execute(f"PRAGMA user_version = {number + 1}")
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise
