"""The tables, and the steps that bring an older ledger to them.

``document`` holds texts and never changes; ``reading`` what one run found in a text (a newer one, or its removal,
retires it); ``statement`` one row a statement; ``entity`` what documents introduced; ``decision`` what people ruled;
``journal`` one line for every act, each sealed together with the one before, so that a row that goes missing is missed.
``party``, ``holder``, ``successor`` and ``search`` are indexes and follow from the rest.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from chancery.ledger import index

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

_SECOND = """
CREATE INDEX reading_retired ON reading (retired) WHERE retired IS NOT NULL;
CREATE INDEX successor_reading ON successor (reading);
"""


def _index_lemmas(db: sqlite3.Connection) -> None:
    """Full-text search over lemmas: the index of quotations alone is made anew."""
    _run(db, _SECOND)
    index.rebuild(db)


def _run(db: sqlite3.Connection, script: str) -> None:
    """The statements of a script, inside the transaction that is open."""
    for statement in script.split(";"):
        if statement.strip():
            db.execute(statement)


# Migration n brings a ledger from schema n to n + 1, inside a transaction that the caller opens and closes.
MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (lambda db: _run(db, _FIRST), _index_lemmas)
