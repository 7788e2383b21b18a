"""The shelf beside a ledger: what was made of busy pairs, kept until a document changes it.

It lies in a file of its own, ``LEDGER-pairs``, that can be deleted at any time; nothing is proved by it. Where it
cannot be written, every brief is made anew.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib import resources
from pathlib import Path

from chancery import __version__
from chancery.ledger.essence import Essence
from chancery.model import codec
from chancery.model.errors import ModelError

_TABLE = """CREATE TABLE IF NOT EXISTS pair (
  a TEXT NOT NULL, b TEXT NOT NULL, program TEXT NOT NULL, number INTEGER NOT NULL, mark TEXT NOT NULL,
  persons TEXT NOT NULL, record TEXT NOT NULL, seal TEXT NOT NULL, PRIMARY KEY (a, b)
)"""
_MOST = 500  # readings since the shelf was filled up to which they are looked through
_PLACES = ("chancery.resolve", "chancery.knowledge", "chancery.ledger", "chancery.model")


@cache
def program() -> str:
    """A mark of the program that resolves: another version, or another table, makes another essence."""
    told = [__version__]
    for place in _PLACES:
        root = Path(str(resources.files(place)))
        for file in sorted(p for p in root.rglob("*") if p.suffix in (".py", ".toml", ".csv")):
            state = file.stat()
            told.append(f"{file.name} {state.st_size} {state.st_mtime_ns}")
    return sha256("\n".join(told).encode()).hexdigest()


class Shelf:
    """The essences of one ledger; ``ledger`` is its open connection."""

    def __init__(self, path: Path, ledger: sqlite3.Connection) -> None:
        self._path, self._ledger = path.with_name(path.name + "-pairs"), ledger

    def get(self, a: str, b: str) -> Essence | None:
        """The essence of a pair if it is kept and no document or decision since then concerns the pair."""
        with suppress(sqlite3.Error, ModelError), self._open() as db:
            row = db.execute(
                "SELECT number, mark, persons, record, seal FROM pair WHERE a = ? AND b = ? AND program = ?",
                (a, b, program()),
            ).fetchone()
            if row is None or row[4] != _seal(*row[:4]) or self._touched(a, b, *row[:3]):
                return None
            return codec.loads(Essence, row[3])
        return None

    def put(self, a: str, b: str, kept: Essence) -> None:
        """Keep the essence of a pair as of the ledger's last act."""
        number, mark = self._last()
        persons = sorted({e.id for e in kept.entities} | {s.holder for s in kept.spells})
        persons += sorted(
            {f.entity for acc in kept.accounts for r in acc.statement.roles.values() for f in r if f.entity}
            - set(persons)
        )
        values = (number, mark, json.dumps(persons), codec.dumps(kept))
        with suppress(sqlite3.Error), self._open() as db:
            db.execute(
                "INSERT OR REPLACE INTO pair VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (a, b, program(), *values, _seal(*values)),
            )
            db.commit()

    def _open(self) -> _Closing:
        return _Closing(self._path)

    def _last(self) -> tuple[int, str]:
        row = self._ledger.execute("SELECT number, seal FROM journal ORDER BY number DESC LIMIT 1").fetchone()
        return (int(row[0]), str(row[1])) if row else (0, "")

    def _touched(self, a: str, b: str, number: int, mark: str, persons: str) -> bool:
        """Whether an act after the journal's line ``number`` can have changed what is said on the pair."""
        db = self._ledger
        line = db.execute("SELECT seal FROM journal WHERE number = ?", (number,)).fetchone()
        if number and (line is None or line[0] != mark):
            return True  # another ledger lies here now
        acts = db.execute(
            "SELECT act, subject FROM journal WHERE number > ? ORDER BY number LIMIT ?", (number, _MOST + 1)
        ).fetchall()
        if len(acts) > _MOST or any(act == "decide" for act, _ in acts):
            return True
        new = [subject for act, subject in acts if act in ("keep", "remove")]
        if not new:
            return False
        old = db.execute("SELECT id FROM reading WHERE retiree IN (SELECT value FROM json_each(?))", (json.dumps(new),))
        changed = json.dumps(sorted({*new, *(r[0] for r in old)}))
        acting = """EXISTS (SELECT 1 FROM party p WHERE p.statement = s.number AND
                    (p.entity = ? OR p.entity IN (SELECT person FROM holder WHERE state = ?)))"""
        own = f"s.reading IN (SELECT value FROM json_each(?)) AND {acting} AND {acting}"
        if db.execute(f"SELECT 1 FROM statement s WHERE {own} LIMIT 1", (changed, a, a, b, b)).fetchone():
            return True
        named = "IN (SELECT value FROM json_each(?))"
        if db.execute(
            f"SELECT 1 FROM entity WHERE reading {named} AND id {named} LIMIT 1", (changed, persons)
        ).fetchone():
            return True
        return (
            db.execute(
                f"""SELECT 1 FROM holder h JOIN statement s ON s.number = h.statement
                    WHERE s.reading {named} AND h.person {named} LIMIT 1""",
                (changed, persons),
            ).fetchone()
            is not None
        )


class _Closing:
    """A connection that is closed at the end."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> sqlite3.Connection:
        self._db = sqlite3.connect(self._path, timeout=1.0)
        self._db.execute(_TABLE)
        return self._db

    def __exit__(self, *error: object) -> None:
        self._db.close()


def _seal(number: int, mark: str, persons: str, record: str) -> str:
    return sha256("\n".join((str(number), mark, persons, record)).encode()).hexdigest()
