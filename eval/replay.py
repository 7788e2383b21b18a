"""What was known on a past day is what a ledger knows that never saw more; what it held at a past moment likewise.

    eval/replay.py --gold FOLDER [--dates N] [--seed N] [--json]

FOLDER holds documents. They are read once and recorded in random order, some twice (an earlier reading lacks
statements), with decisions and removals in between. Then for N random days the ledger as of that day is written out
(documents, statements, entries, threads, the Markdown briefs of the two pairs told of most) and compared, byte for
byte, with a ledger that was only given the documents published by then; for N random moments likewise with a ledger
that was only given the acts recorded by then.
Printed: ``days`` and ``moments`` compared, and how many differ in each.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from pathlib import Path

from chancery.batch import documents, read_all
from chancery.ledger import Ledger
from chancery.ledger.view import View
from chancery.model import codec
from chancery.model.ledger import Verdict
from chancery.model.reading import Reading
from chancery.report import brief, markdown
from chancery.resolve.dates import bounds

START = datetime(2026, 1, 1, tzinfo=UTC)
Act = tuple[datetime, Callable[[Ledger, datetime], object]]


def written(view: View) -> str:
    """Everything that a view shows, as text."""
    lines = [f"{h.name} {h.digest} {h.language} {h.published.edtf} {h.statements}" for h in view.documents]
    lines += [codec.dumps(a.statement) + " ".join(a.corrected) for a in view.accounts]
    found = view.resolved()
    lines += [codec.dumps(e) for e in found.entries]
    lines += [codec.dumps(t) for t in found.threads]
    return "\n".join(sorted(lines))


def pairs(readings: list[Reading]) -> list[tuple[str, str]]:
    """The pairs of states most often named together."""
    counts: dict[tuple[str, str], int] = {}
    for reading in readings:
        for s in reading.statements:
            states = {f.entity for role in s.roles.values() for f in role if f.entity and len(f.entity) == 2}
            for a, b in combinations(sorted(states), 2):
                counts[a, b] = counts.get((a, b), 0) + 1
    return sorted(counts, key=lambda p: (-counts[p], p))[:2]


def by_publication(readings: list[Reading], dates: int, rng: random.Random, folder: Path) -> int:
    """How many of ``dates`` random days differ."""
    days = sorted({d for r in readings if r.document.published.edtf and (d := bounds(r.document.published.edtf)[1])})
    told, wrong = pairs(readings), 0
    with Ledger(folder / "whole.db") as whole:
        for reading in rng.sample(readings, len(readings)):
            whole.keep(reading)
        for n in range(dates):
            day = days[0] + timedelta(days=rng.randrange((days[-1] - days[0]).days))
            with Ledger(folder / f"p{n}.db") as small:
                for reading in readings:
                    out = reading.document.published.edtf and bounds(reading.document.published.edtf)[1]
                    if out and out <= day:
                        small.keep(reading)
                same = written(whole.view(published=day)) == written(small.view())
                same = same and all(_brief(whole, *p, day) == _brief(small, *p, day) for p in told)
            wrong += not same
            (folder / f"p{n}.db").unlink()
    return wrong


def _brief(ledger: Ledger, a: str, b: str, day: date) -> str:
    return markdown.render(brief.build(ledger, a, b, on=day))


def by_recording(readings: list[Reading], dates: int, rng: random.Random, folder: Path) -> int:
    """How many of ``dates`` random moments differ."""
    acts = history(readings, rng)
    wrong = 0
    with Ledger(folder / "history.db") as whole:
        for at, act in acts:
            act(whole, at)
        for n in range(dates):
            moment = START + timedelta(hours=rng.randrange(len(acts) + 1), minutes=30)
            with Ledger(folder / f"r{n}.db") as small:
                for at, act in acts:
                    if at <= moment:
                        act(small, at)
                wrong += written(whole.view(recorded=moment)) != written(small.view())
            (folder / f"r{n}.db").unlink()
    return wrong


def history(readings: list[Reading], rng: random.Random) -> list[Act]:
    """Acts an hour apart: keeping, reading anew, removing, deciding, undoing."""
    steps: list[Callable[[Ledger, datetime], object]] = []
    for reading in rng.sample(readings, len(readings)):
        if rng.random() < 0.3 and len(reading.statements) > 1:
            short = replace(reading, statements=reading.statements[::2])
            steps.append(lambda book, at, r=short: book.keep(r, at=at))  # type: ignore[misc]
        steps.append(lambda book, at, r=reading: book.keep(r, at=at))  # type: ignore[misc]
        if reading.statements and rng.random() < 0.5:
            chosen, ruling = rng.choice(reading.statements).id, rng.choice([Verdict.REJECT, Verdict.CONFIRM])
            steps.append(lambda book, at, s=chosen, v=ruling: _decide(book, v, s, at))  # type: ignore[misc]
        if rng.random() < 0.2:
            digest = reading.document.digest
            steps.append(lambda book, at, d=digest: book.remove(d, user="nobody", reason="a test", at=at))  # type: ignore[misc]
            steps.append(lambda book, at, r=reading: book.keep(r, at=at))  # type: ignore[misc]
    return [(START + timedelta(hours=n), act) for n, act in enumerate(steps)]


def _decide(book: Ledger, verdict: Verdict, statement: str, at: datetime) -> None:
    """Rule on a statement, and every second time undo the ruling before."""
    earlier = book.decisions()
    if len(earlier) % 2 and earlier[-1].verdict is not Verdict.UNDO:
        book.decide(Verdict.UNDO, [earlier[-1].id], user="nobody", reason="a test", at=at)
    else:
        book.decide(verdict, [statement], user="nobody", reason="a test", at=at)


def main() -> int:
    """Exit code 1 if any day or moment differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--dates", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    readings = [r for r in read_all(documents([options.gold])) if isinstance(r, Reading)]
    with tempfile.TemporaryDirectory() as folder:
        rng = random.Random(options.seed)
        figures = {
            "days": options.dates,
            "days_differ": by_publication(readings, options.dates, rng, Path(folder)),
            "moments": options.dates,
            "moments_differ": by_recording(readings, options.dates, rng, Path(folder)),
        }
    print(json.dumps(figures) if options.json else "  ".join(f"{k} {v}" for k, v in figures.items()))
    return int(bool(figures["days_differ"] or figures["moments_differ"]))


if __name__ == "__main__":
    raise SystemExit(main())
