"""The full-text index: what a statement can be found by. It follows from the statements and the lemmas of their
readings, and keeps no text of its own."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping

from chancery.model import codec
from chancery.model.statement import Statement

TABLE = """
CREATE VIRTUAL TABLE search USING fts5 (
  quote, matter, lemmas, content='', tokenize="unicode61 remove_diacritics 2"
)"""
UNKNOWN = "zznolemmas"  # stands for the lemmas of a reading that was kept before lemmas were: found by word beginnings


def matter(statement: Statement) -> str:
    """What a statement can be found by beside its quotation: kind, names, descriptions, subjects."""
    fillers = [f.label for role in statement.roles.values() for f in role]
    extra = [f.label for f in (statement.place, statement.speaker) if f]
    return " ".join((statement.kind, *fillers, *extra, *statement.topics))


def add(db: sqlite3.Connection, number: int, statement: Statement, lemmas: str = UNKNOWN) -> None:
    """Put the statement in row ``number`` with its lemmas into the index."""
    db.execute(
        "INSERT INTO search (rowid, quote, matter, lemmas) VALUES (?, ?, ?, ?)",
        (number, statement.evidence.quote, matter(statement), lemmas),
    )


def rebuild(db: sqlite3.Connection) -> None:
    """Make the index anew from the statements, inside the transaction that is open."""
    db.execute("DROP TABLE IF EXISTS search")
    db.execute(TABLE)
    lemmas: dict[str, Mapping[str, str]] = {}
    for number, reading, record in db.execute("SELECT number, reading, record FROM statement ORDER BY number"):
        if reading not in lemmas:
            lemmas = {reading: _lemmas(db, reading)}  # statements of one reading stand together
        statement = codec.loads(Statement, record)
        add(db, number, statement, lemmas[reading].get(statement.id, UNKNOWN))


def _lemmas(db: sqlite3.Connection, reading: str) -> Mapping[str, str]:
    found = db.execute("SELECT findings FROM reading WHERE id = ?", (reading,)).fetchone()
    told = json.loads(found[0]).get("lemmas", {}) if found else {}
    return told if isinstance(told, dict) else {}
