"""How fast a large ledger answers, on generated documents: keeping, briefs, search, memory.

    eval/ledger.py [--statements N] [--draws N] [--file LEDGER] [--json]

Documents of ten statements each are made up over ``STATES`` states with a few people each; states are drawn with
frequencies that fall as in life, so that the busiest pair has about a fiftieth of all. Pairs to brief are drawn in the
same way: the busiest are asked for most. Printed: statements kept a second; the median and the 95th percentile in
milliseconds of the first brief on a pair (it is resolved as a whole), of the next ones, and of a search; the statements
of the busiest pair asked for; the peak memory of this process in megabytes. ``--file`` keeps the ledger, or opens one
made before.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from statistics import median, quantiles

from chancery import knowledge
from chancery.ledger import Ledger
from chancery.ledger.keeping import keep
from chancery.model.document import Block, BlockRole, DateSource, Document, Published, Span
from chancery.model.entity import Entity, EntityKind, Name
from chancery.model.reading import Reading
from chancery.model.statement import Filler, Statement, Status
from chancery.report import brief
from chancery.resolve.dates import when

STATES = 190
BATCH = 500  # documents of one transaction
ON = date(2025, 1, 1)
_WORDS = """
flight school fund border water grain tariff visa court loan rail power cable port clinic museum archive dam bridge road
tunnel pipeline satellite harbour vaccine seed cotton timber copper lithium fishery forest glacier river hotel theatre
library stadium laboratory observatory airport ferry tractor bus ambulance scholarship teacher nurse engineer farmer
pilot census customs quota patent trademark pension passport extradition quarantine
"""
WORDS = _WORDS.split()
KINDS = {
    "position": 22, "cooperation": 18, "commitment": 15, "agreement": 10, "meeting": 10, "office": 8, "visit": 6,
    "invitation": 3, "figure": 4, "aid": 4,
}  # fmt: skip


class World:
    """Who and what the documents tell of."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        states = sorted(e.id for e in knowledge.load().entities(EntityKind.STATE))
        random.Random(7).shuffle(states)
        self.states = states[:STATES]
        self.weights = list(accumulate(1 / (n + 1) ** 0.9 for n in range(len(self.states))))

    def pair(self) -> tuple[str, str]:
        """Two states, the frequent ones more often."""
        a, b = self.rng.choices(self.states, cum_weights=self.weights, k=2)
        return (a, b) if a != b else self.pair()


def main() -> int:
    """Build a ledger of made-up documents, or open one built before, and time it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=20_000)
    parser.add_argument("--draws", type=int, default=40)
    parser.add_argument("--file", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.file or Path(folder) / "ledger.db"
        rate = build(path, options.statements) if not path.exists() else 0.0
        figures = {"kept_per_second": round(rate), **ask(path, options.draws)}
    figures["memory_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print(json.dumps(figures) if options.json else "  ".join(f"{k} {v}" for k, v in figures.items()))
    return 0


def build(path: Path, statements: int) -> float:
    """Fill a new ledger, many documents a transaction; statements kept a second."""
    world, start = World(1), time.perf_counter()
    with Ledger(path) as ledger:
        for first in range(0, statements // 10, BATCH):
            with ledger._transaction() as db:
                for n in range(first, min(first + BATCH, statements // 10)):
                    keep(db, document(n, world), f"2025-01-01T00:00:00.{n:06d}+00:00")
    return statements / (time.perf_counter() - start)


def document(n: int, world: World) -> Reading:
    """A made-up document on one pair."""
    rng, (a, b) = world.rng, world.pair()
    day = date(2005, 1, 1) + timedelta(days=rng.randrange(7000))
    told = [(rng.choice(WORDS), rng.choice(WORDS)) for _ in range(10)]
    lines = [f"Passage {k} of document {n} tells of {x} and {y} of {a} and {b}." for k, (x, y) in enumerate(told)]
    text, at, spans = "\n".join(lines), 0, []
    for line in lines:
        spans.append(Span(start=at, end=at + len(line)))
        at += len(line) + 1
    made = Document(
        name=f"d{n}",
        text=text,
        blocks=(Block(span=Span(start=0, end=len(text)), role=BlockRole.PARAGRAPH),),
        language="en",
        published=Published(edtf=day.isoformat(), source=DateSource.GIVEN),
        publisher=f"Paper {n % 50}",
    )
    people = {s: [f"person/{s.lower()}-{k}" for k in range(3)] for s in (a, b)}
    entities = tuple(
        Entity(
            id=id, kind=EntityKind.PERSON, caption=f"Person {s} {id[-1]}", names=(Name(text=f"{s} {id[-1]}"),), state=s
        )
        for s, ids in people.items()
        for id in ids
    )
    statements = tuple(
        statement(made, span, words, (a, b), people, day, rng) for span, words in zip(spans, told, strict=True)
    )
    lemmas = {s.id: line.lower() for s, line in zip(statements, lines, strict=True)}
    return Reading(document=made, entities=entities, statements=statements, lemmas=lemmas)


def statement(
    made: Document,
    span: Span,
    words: tuple[str, str],
    pair: tuple[str, str],
    people: dict[str, list[str]],
    day: date,
    rng: random.Random,
) -> Statement:
    """A made-up statement."""
    a, b = pair
    x, y = rng.choice(people[a]), rng.choice(people[b])
    kind = rng.choices(list(KINDS), weights=list(KINDS.values()))[0]
    matter = (Filler(label=f"{words[0]} and {words[1]} {rng.randrange(40)}"),)
    who = (Filler(label=x, entity=x), Filler(label=y, entity=y))
    states = (Filler(label=a, entity=a), Filler(label=b, entity=b))
    roles = {
        "visit": {"who": who[:1], "to": states[1:]},
        "meeting": {"between": who},
        "commitment": {"by": states[:1], "to": states[1:], "what": matter},
        "position": {"who": states[:1], "stance": (Filler(label="supports"),), "about": matter},
        "invitation": {"from": who[1:], "to": who[:1], "place": states[1:]},
        "agreement": {"between": states, "instrument": matter, "action": (Filler(label="signed"),)},
        "cooperation": {"between": states, "area": matter},
        "office": {
            "who": who[:1], "office": (Filler(label="Minister of Trade"),), "of": states[:1],
            "action": (Filler(label="holds"),),
        },
        "figure": {"of": matter, "between": states, "value": (Filler(label=str(rng.randrange(1000))),)},
        "aid": {"from": states[:1], "to": states[1:], "what": matter},
    }[kind]  # fmt: skip
    status = rng.choice([Status.DONE, Status.PLANNED, Status.ONGOING])
    return Statement(kind=kind, roles=roles, status=status, evidence=made.evidence(span), when=when(day.isoformat()))


def ask(path: Path, draws: int) -> dict[str, int]:
    """Time briefs and searches."""
    world = World(2)
    pairs = [world.pair() for _ in range(draws)]
    first, again, searches, most = [], [], [], 0
    with Ledger(path, readonly=True) as ledger:
        total = ledger._db.execute("SELECT count(*) FROM statement").fetchone()[0]
        brief.build(ledger, "AD", "AD", on=ON)  # what is loaded once is loaded before
        ledger.search("port")
        seen: set[tuple[str, ...]] = set()
        for a, b in pairs:
            key = tuple(sorted((a, b)))
            took = _timed(lambda a=a, b=b: brief.build(ledger, a, b, on=ON))  # type: ignore[misc]
            (again if key in seen else first).append(took)
            if key not in seen:
                again.append(_timed(lambda a=a, b=b: brief.build(ledger, a, b, on=ON)))  # type: ignore[misc]
            seen.add(key)
            words = f"{world.rng.choice(WORDS)} {world.rng.choice(WORDS)} {a}"
            searches.append(_timed(lambda w=words: ledger.search(w, limit=20)))  # type: ignore[misc]
            found = ledger.view().newest(a, b, on=ON)
            most = max(most, found.documents * 10)
    out = {"statements": int(total), "busiest_pair": most}
    for name, times in (("first_brief", first), ("brief", again), ("search", searches)):
        out[f"{name}_p50_ms"] = round(1000 * median(times))
        out[f"{name}_p95_ms"] = round(1000 * quantiles(times, n=20)[-1])
    return out


def _timed(act: Callable[[], object]) -> float:
    """Seconds of processor time: other users of the machine do not count."""
    start = time.process_time()
    act()
    return time.process_time() - start


if __name__ == "__main__":
    raise SystemExit(main())
