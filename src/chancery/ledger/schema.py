"""The tables, their versions, and how a ledger file is opened.

``document`` holds texts and never changes; ``reading`` what one run found in a text (a newer one retires
the older); ``statement`` one row a statement; ``entity`` what documents introduced; ``decision`` what
people ruled; ``journal`` one line for every act, each sealed together with the one before, so that a row
that goes missing is missed. ``party``, ``holder``, ``successor`` and ``search`` are indexes and follow from
the rest.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chancery.model.errors import LedgerError

APPLICATION = 0x43484E43  # "CHNC": marks a SQLite file as a ledger of ours

_FIRST = """
CREATE TABLE document (
  digest TEXT PRIMARY KEY, text TEXT NOT NULL, seal TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE reading (
  id TEXT PRIMARY KEY, document TEXT NOT NULL REFERENCES document, name TEXT NOT NULL, language TEXT NOT NULL,
  published TEXT, day TEXT, record TEXT NOT NULL, findings TEXT NOT NULL, statements INTEGER NOT NULL,
  recorded TEXT NOT NULL, seal TEXT NOT NULL, retired TEXT, retiree TEXT
);
CREATE UNIQUE INDEX reading_current ON reading (document) WHERE retired IS NULL;
CREATE INDEX reading_day ON reading (day);
CREATE TABLE statement (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL, reading TEXT NOT NULL REFERENCES reading,
  document TEXT NOT NULL,
  kind TEXT NOT NULL, status TEXT NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL,
  quote TEXT NOT NULL,
  record TEXT NOT NULL, parties TEXT NOT NULL, seal TEXT NOT NULL, UNIQUE (reading, id)
);
CREATE INDEX statement_id ON statement (id);
CREATE INDEX statement_document ON statement (document);
CREATE TABLE party (
  entity TEXT NOT NULL, statement INTEGER NOT NULL REFERENCES statement, PRIMARY KEY (entity, statement)
) WITHOUT ROWID;
CREATE INDEX party_statement ON party (statement);
CREATE TABLE holder (
  person TEXT NOT NULL, state TEXT NOT NULL, statement INTEGER NOT NULL REFERENCES statement,
  PRIMARY KEY (person, state, statement)
) WITHOUT ROWID;
CREATE INDEX holder_state ON holder (state, person);
CREATE TABLE entity (
  id TEXT NOT NULL, reading TEXT NOT NULL REFERENCES reading, kind TEXT NOT NULL, record TEXT NOT NULL,
  seal TEXT NOT NULL,
  PRIMARY KEY (id, reading)
) WITHOUT ROWID;
CREATE TABLE failure (
  number INTEGER PRIMARY KEY, name TEXT NOT NULL, stage TEXT NOT NULL, record TEXT NOT NULL,
  recorded TEXT NOT NULL,
  seal TEXT NOT NULL
);
CREATE TABLE decision (
  id TEXT PRIMARY KEY, at TEXT NOT NULL, record TEXT NOT NULL, seal TEXT NOT NULL
);
CREATE TABLE successor (
  old TEXT NOT NULL, new TEXT NOT NULL, reading TEXT NOT NULL REFERENCES reading, PRIMARY KEY (old, new)
) WITHOUT ROWID;
CREATE TABLE journal (
  number INTEGER PRIMARY KEY, at TEXT NOT NULL, act TEXT NOT NULL, subject TEXT NOT NULL,
  content TEXT NOT NULL,
  before TEXT NOT NULL, seal TEXT NOT NULL
);
CREATE VIRTUAL TABLE search USING fts5 (quote, matter, content='', tokenize="unicode61 remove_diacritics 2");
"""

MIGRATIONS: tuple[str, ...] = (_FIRST,)  # migration n brings a ledger from schema n to n + 1


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
            remedy="any `chancery add` brings it up to date",
        )
    for number in range(version, len(MIGRATIONS)):
        db.execute("BEGIN IMMEDIATE")
        try:
            if int(db.execute("PRAGMA user_version").fetchone()[0]) > number:  # another process was faster
                db.execute("ROLLBACK")
                continue
            for statement in MIGRATIONS[number].split(";"):
                if statement.strip():
                    db.execute(statement)
            db.execute(f"PRAGMA application_id = {APPLICATION}")
            db.execute(f"PRAGMA user_version = {number + 1}")
            db.execute("COMMIT")
        except sqlite3.Error:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise
