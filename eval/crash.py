"""A writer killed at random loses nothing that it reported, writes nothing twice, and leaves a ledger that verifies.

    eval/crash.py [--kills N] [--seed N] [--json]

A child process keeps documents (new ones, newer readings, again the same), decides, removes and compacts, and reports
every act once the ledger has returned. It is killed (SIGKILL) after a random time of up to ``LONGEST`` seconds. After
each kill the acts reported must be held, and every ``SPAN`` kills all of the ledger is verified and a new one begun.
Printed: kills, acts reported, acts ``lost``, documents ``twice`` held, ``findings`` of verify.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sqlite3
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from chancery.ledger import Ledger
from chancery.model.ledger import Verdict
from chancery.model.reading import Reading
from readings import composed

LONGEST = 0.8  # seconds until the kill
SPAN = 50  # kills of one ledger


def document(n: int, version: int = 0) -> Reading:
    """Document ``n`` in one of its readings."""
    row = {"kind": "visit", "who": "Sadyr Japarov", "to": "AZ", "status": "done", "quote": f"visit number {n} " * 20}
    made = composed({"name": f"d{n}", "language": "en", "published": "2022-04-20"}, [row, {**row, "status": "planned"}])
    return replace(made, statements=made.statements[: 1 + version % 2])


def write(path: Path, first: int, pipe: int, seed: int) -> None:
    """Act on the ledger without end; one line to ``pipe`` for every act that is done."""
    rng, n = random.Random(seed), first
    with Ledger(path) as ledger:
        while True:
            act = rng.random()
            if act < 0.6 or n == first:
                ledger.keep(document(n))
                told = f"keep d{n}"
                n += 1
            elif act < 0.75:
                which = rng.randrange(first, n)
                ledger.keep(document(which, version=rng.randrange(2)))
                told = f"keep d{which}"
            elif act < 0.85:
                made = ledger.decide(
                    Verdict.CONFIRM, [document(n - 1).statements[0].id], user="a child", reason=f"number {n}"
                )
                told = f"decide {made.id}"
            elif act < 0.95:
                which = rng.randrange(first, n)
                digest = document(which).document.digest
                if digest not in {h.digest for h in ledger.documents()}:
                    continue
                ledger.remove(digest, user="a child", reason=f"number {n}")
                told = f"remove d{which}"
            else:
                ledger.compact()
                told = "compact"
            os.write(pipe, (told + "\n").encode())


def kill_once(path: Path, first: int, rng: random.Random) -> list[str]:
    """Let a child write and kill it; the acts it reported."""
    source, sink = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(source)
        write(path, first, sink, rng.randrange(10**9))
        os._exit(1)
    os.close(sink)
    time.sleep(rng.random() * LONGEST)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(source) as told:
        return [line.strip() for line in told if line.endswith("\n")]


def check(path: Path, acts: list[str]) -> tuple[int, int]:
    """How many of ``acts`` (of all writers so far, in order) are lost, and how many documents are held twice."""
    if not path.exists():
        return len(acts), 0
    db = sqlite3.connect(path)
    try:
        if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'reading'").fetchone():
            return len(acts), 0  # killed before its tables were made
        current = [r[0] for r in db.execute("SELECT name FROM reading WHERE retired IS NULL")]
        last = {r[0]: r[1] for r in db.execute("SELECT name, max(recorded) FROM reading GROUP BY name")}
        gone = {r[0] for r in db.execute("SELECT name FROM reading WHERE retiree = 'removed'")}
        ruled = {r[0] for r in db.execute("SELECT id FROM decision")}
    finally:
        db.close()
    lost = 0
    for act in acts:
        verb, _, subject = act.partition(" ")
        held = {"keep": subject in last, "decide": subject in ruled, "remove": subject in gone}.get(verb, True)
        lost += not held
    return lost, len(current) - len(set(current))


def run(kills: int, seed: int, folder: Path) -> dict[str, int]:
    """Kill ``kills`` writers; the figures."""
    rng = random.Random(seed)
    with Ledger(folder / "warm.db") as ledger:  # what is loaded once is loaded before the children are made
        ledger.keep(document(0))
    figures = {"kills": kills, "acts": 0, "lost": 0, "twice": 0, "findings": 0}
    acts: list[str] = []
    path = folder / "0.db"
    for n in range(kills):
        if n % SPAN == 0:
            path, acts = folder / f"{n}.db", []
        told = kill_once(path, n * 1000, rng)
        acts += told
        figures["acts"] += len(told)
        lost, twice = check(path, acts)
        figures["lost"] += lost
        figures["twice"] += twice
        if (n + 1) % SPAN == 0 or n == kills - 1:
            with Ledger(path) as ledger:
                figures["findings"] += len(ledger.verify())
    return figures


def main() -> int:
    """Exit code 1 if anything is lost, doubled or does not verify."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = run(options.kills, options.seed, Path(folder))
    print(json.dumps(figures) if options.json else "  ".join(f"{k} {v}" for k, v in figures.items()))
    return int(bool(figures["lost"] or figures["twice"] or figures["findings"]))


if __name__ == "__main__":
    raise SystemExit(main())
