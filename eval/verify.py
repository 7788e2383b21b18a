"""Every change of one character, in a ledger or in a finished brief, is reported.

    eval/verify.py --gold FOLDER [--changes N] [--seed N] [--json]

The documents in FOLDER are read into a ledger, with a second reading of one, a removal, a decision and a failure, and
the brief on the pair told of most is written as Markdown and as HTML. Then N times one character of one value of one
row, or of one of the two briefs, is changed in a copy. Printed: changes made in the ledger and in briefs, and how many
of each went unnoticed; with --errors where they were.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sqlite3
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from chancery.batch import documents, read_all
from chancery.ledger import Ledger
from chancery.model.ledger import Verdict
from chancery.model.reading import Failure, Reading
from chancery.report import brief, check, write
from replay import pairs

# Everything a row says. Numbers that only name a row, and the pages of the full-text index, which no statement is read
# from, are left out.
COLUMNS = {
    "document": ("digest", "text", "seal"),
    "reading": (
        "id", "document", "name", "language", "published", "day", "record", "findings", "recorded", "seal", "retired",
        "retiree",
    ),
    "statement": ("id", "reading", "document", "kind", "status", "quote", "record", "parties", "seal"),
    "entity": ("id", "reading", "kind", "record", "seal"),
    "decision": ("id", "at", "record", "seal"),
    "failure": ("name", "stage", "record", "recorded", "seal"),
    "journal": ("at", "act", "subject", "content", "before", "seal"),
    "party": ("entity",),
    "holder": ("person", "state"),
    "successor": ("old", "new", "reading"),
}  # fmt: skip
LETTERS = "abcxyz0189 .,;-“»жиаё\n\u00e9"


def build(readings: list[Reading], folder: Path) -> tuple[Path, list[Path]]:
    """A ledger in which every table has rows, and the two briefs made from it."""
    path, told = folder / "ledger.db", [folder / "brief.md", folder / "brief.html"]
    full = max(readings, key=lambda r: len(r.statements))
    with Ledger(path) as ledger:
        changed = tuple(replace(s, confidence=0.123, when=None, place=None) for s in full.statements)
        ledger.keep(replace(full, statements=changed))
        for reading in readings:
            ledger.keep(reading)
        ledger.remove(readings[-1].document.digest, user="nobody", reason="a test")
        ledger.decide(Verdict.CONFIRM, [full.statements[0].id], user="nobody", reason="a test")
        ledger.record(Failure(name="none.html", stage="read", what="it is not there"))
        made = brief.build(ledger, *pairs(readings)[0], on=date(2026, 1, 1))
        for file in told:
            write.to_file(made, file)
        if problems := ledger.verify():
            raise SystemExit(f"the ledger does not verify before any change: {problems[0]}")
    return path, told


def changed(text: str, rng: random.Random) -> tuple[str, int]:
    """``text`` with one character replaced, and where."""
    at = rng.randrange(len(text))
    return text[:at] + rng.choice([c for c in LETTERS if c != text[at]]) + text[at + 1 :], at


def in_ledger(path: Path, rng: random.Random) -> str | None:
    """Change one character of a value; where, or None if a constraint of the table forbids it."""
    table = rng.choice(list(COLUMNS))
    column = rng.choice(COLUMNS[table])
    db = sqlite3.connect(path)
    try:
        keys = [r[1] for r in db.execute(f"PRAGMA table_info({table})")]
        rows = db.execute(f"SELECT * FROM {table} WHERE {column} IS NOT NULL AND {column} != ''").fetchall()
        if not rows:
            return None
        row = rng.choice(rows)
        value, at = changed(str(row[keys.index(column)]), rng)
        same = " AND ".join(f"{key} IS ?" for key in keys)
        with db:
            db.execute(f"UPDATE {table} SET {column} = ? WHERE {same}", (value, *row))
    except sqlite3.IntegrityError:
        return None
    finally:
        db.close()
    return f"{table}.{column} at {at} of {str(row[0])[:16]}"


def run(readings: list[Reading], changes: int, seed: int, folder: Path) -> tuple[dict[str, int], list[str]]:
    """Make the changes; the figures, and where a change went unnoticed."""
    rng = random.Random(seed)
    path, briefs = build(readings, folder)
    copy, missed = folder / "changed.db", []
    figures = {"ledger": 0, "ledger_missed": 0, "brief": 0, "brief_missed": 0}
    while figures["ledger"] + figures["brief"] < changes:
        if rng.random() < 0.7:
            shutil.copy(path, copy)
            where = in_ledger(copy, rng)
            if where is None:
                continue
            with Ledger(copy, readonly=True) as ledger:
                noticed = bool(ledger.verify())
            kind = "ledger"
        else:
            file = rng.choice(briefs)
            text, at = changed(file.read_text(encoding="utf-8"), rng)
            other = folder / f"changed{file.suffix}"
            other.write_text(text, encoding="utf-8", newline="")
            with Ledger(path, readonly=True) as ledger:
                noticed = bool(check.brief_file(ledger, other))
            where, kind = f"{file.name} at {at}", "brief"
        figures[kind] += 1
        if not noticed:
            figures[f"{kind}_missed"] += 1
            missed.append(where)
    return figures, missed


def main() -> int:
    """Exit code 1 if a change went unnoticed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--changes", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    readings = [r for r in read_all(documents([options.gold])) if isinstance(r, Reading)]
    with tempfile.TemporaryDirectory() as folder:
        figures, missed = run(readings, options.changes, options.seed, Path(folder))
    for where in missed if options.errors else ():
        print(f"MISSED  {where}")
    print(json.dumps(figures) if options.json else "  ".join(f"{k} {v}" for k, v in figures.items()))
    return int(bool(missed))


if __name__ == "__main__":
    raise SystemExit(main())
