"""Any character changed in what is stored is found."""

from __future__ import annotations

import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from chancery.ledger import Ledger
from chancery.model.ledger import Verdict
from chancery.model.reading import Failure
from readings import composed

CHANGES = 200
COLUMNS = {
    "document": ("digest", "text"),
    "statement": ("id", "kind", "status", "quote", "record", "parties", "document", "reading"),
    "reading": ("name", "language", "published", "day", "record", "findings", "recorded"),
    "entity": ("id", "kind", "record"),
    "decision": ("id", "at", "record"),
    "failure": ("name", "record"),
    "journal": ("at", "act", "subject", "content", "before", "seal"),
    "party": ("entity",),
    "holder": ("person", "state"),
}


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("verify") / "l.db"
    with Ledger(path) as ledger:
        for n in range(4):
            ledger.keep(
                composed(
                    {
                        "name": f"d{n}",
                        "language": "ru" if n % 2 else "en",
                        "published": f"2022-0{n + 1}-20",
                        "title": f"Report {n}",
                    },
                    [
                        {
                            "kind": "visit",
                            "who": "Sadyr Japarov",
                            "to": "AZ",
                            "when": "2022-04-19",
                            "status": "done",
                            "quote": f"визит номер {n} состоялся",
                        },
                        {
                            "kind": "office",
                            "who": "Bermet Tolonova",
                            "office": "Ambassador",
                            "of": "KG",
                            "to": "AZ",
                            "action": "holds",
                            "status": "ongoing",
                            "quote": f"ambassador, document {n}",
                        },
                    ],
                )
            )
        ledger.record(Failure(name="x.html", stage="read", what="unreadable"))
        ledger.decide(Verdict.CONFIRM, [ledger.statements()[0].id], user="an officer", reason="seen in the archive")
        assert ledger.verify() == []
    return path


def change(path: Path, table: str, column: str, rng: random.Random) -> str | None:
    """Change one character of one value; None if there is none to change."""
    db = sqlite3.connect(path)
    key = "number" if table in ("statement", "failure", "journal") else "rowid" if table == "reading" else None
    keys = {
        "document": "digest",
        "decision": "id",
        "entity": "id || reading",
        "party": "entity || statement",
        "holder": "person || statement",
    }
    key = key or ("rowid" if table == "decision" else keys[table])
    rows = db.execute(f"SELECT {key}, {column} FROM {table} WHERE {column} IS NOT NULL AND {column} != ''").fetchall()
    which, value = rng.choice(rows)
    at = rng.randrange(len(value))
    new = rng.choice([c for c in "abcxyz0189 .,жиа\n\u00e9" if c != value[at]])
    try:
        db.execute(f"UPDATE {table} SET {column} = ? WHERE {key} = ?", (value[:at] + new + value[at + 1 :], which))
    except sqlite3.IntegrityError:
        return None
    finally:
        db.commit()
        db.close()
    return f"{table}.{column} {which} at {at}: {value[at]!r} → {new!r}"


def test_every_one_of_many_single_character_changes_is_found(stored: Path, tmp_path: Path) -> None:
    rng, done, missed = random.Random(20211028), 0, []
    places = [(t, c) for t, columns in COLUMNS.items() for c in columns]
    while done < CHANGES:
        path = tmp_path / "changed.db"
        shutil.copy(stored, path)
        # Half of the changes hit texts and quotations, as those are what the reader trusts.
        table, column = rng.choice(
            [("document", "text"), ("statement", "quote"), rng.choice(places), rng.choice(places)]
        )
        told = change(path, table, column, rng)
        if told is None:
            continue
        done += 1
        with Ledger(path, readonly=True) as ledger:
            if not ledger.verify():
                missed.append(told)
    assert not missed


@pytest.mark.parametrize(
    "table",
    ["document", "statement", "reading", "entity", "decision", "failure", "journal", "party", "holder"],
)
def test_a_row_that_goes_missing_is_missed(stored: Path, tmp_path: Path, table: str) -> None:
    path = tmp_path / "changed.db"
    shutil.copy(stored, path)
    db = sqlite3.connect(path)
    first = db.execute(f"SELECT * FROM {table} LIMIT 1")
    names = [d[0] for d in first.description]
    row = first.fetchone()
    db.execute(f"DELETE FROM {table} WHERE {' AND '.join(f'{n} IS ?' for n in names)}", row)
    db.commit()
    db.close()
    with Ledger(path, readonly=True) as ledger:
        assert ledger.verify()


def test_a_finding_says_where_and_what(stored: Path, tmp_path: Path) -> None:
    path = tmp_path / "changed.db"
    shutil.copy(stored, path)
    db = sqlite3.connect(path)
    db.execute("UPDATE document SET text = replace(text, 'ambassador', 'embassador')")
    db.commit()
    db.close()
    with Ledger(path, readonly=True) as ledger:
        told = [str(f) for f in ledger.verify()]
    assert any("hash differs" in line for line in told)
    assert any("does not say" in line for line in told)


def test_bytes_that_are_no_text_are_found(stored: Path, tmp_path: Path) -> None:
    path = tmp_path / "changed.db"
    shutil.copy(stored, path)
    db = sqlite3.connect(path)
    db.execute("UPDATE statement SET quote = CAST(x'ff' || quote AS TEXT) WHERE number = 1")
    db.commit()
    db.close()
    with Ledger(path, readonly=True) as ledger:
        assert ledger.verify()
