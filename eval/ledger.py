"""How fast a large ledger answers, on generated documents: keeping, briefs, search, memory.

    eval/ledger.py [--statements N] [--file LEDGER] [--json]

Documents of ten statements each are made up over ``STATES`` states with a few people of each; pairs are drawn with
unequal frequency, as in life. Printed: statements kept a second, the 95th percentile of a brief's and a search's time
in milliseconds over 40 draws each, and the peak memory of this process in megabytes.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from statistics import quantiles

from chancery import knowledge
from chancery.ledger import Ledger
from chancery.model.document import Block, BlockRole, DateSource, Document, Published, Span
from chancery.model.entity import Entity, EntityKind, Name
from chancery.model.reading import Reading
from chancery.model.statement import Filler, Statement, Status
from chancery.report import brief
from chancery.resolve.dates import when

STATES = 120
WORDS = [
    "flight",
    "school",
    "fund",
    "border",
    "water",
    "grain",
    "tariff",
    "visa",
    "court",
    "loan",
    "rail",
    "power",
    "cable",
    "port",
    "clinic",
    "museum",
    "archive",
    "dam",
]


def main() -> int:
    """Build a ledger of made-up documents, or open one built before, and time it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=20_000)
    parser.add_argument("--file", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.file or Path(folder) / "ledger.db"
        rate = build(path, options.statements) if not path.exists() else 0.0
        figures = {"statements": options.statements, "kept_per_second": round(rate), **ask(path)}
    figures["memory_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print(json.dumps(figures) if options.json else "  ".join(f"{k} {v}" for k, v in figures.items()))
    return 0


def codes() -> list[str]:
    """Codes of the states that take part."""
    return sorted(e.id for e in knowledge.load().entities(EntityKind.STATE))[:STATES]


def build(path: Path, statements: int) -> float:
    """Fill a new ledger; statements kept a second."""
    rng, states = random.Random(1), codes()
    people = {s: [f"person/{s.lower()}-{n}" for n in range(3)] for s in states}
    start = time.perf_counter()
    with Ledger(path) as ledger:
        for n in range(statements // 10):
            ledger.keep(document(n, rng, states, people))
    return statements / (time.perf_counter() - start)


def document(n: int, rng: random.Random, states: list[str], people: dict[str, list[str]]) -> Reading:
    """A made-up document on one pair."""
    a, b = (states[min(len(states) - 1, int(rng.paretovariate(0.7)) - 1 + k)] for k in (0, 0))
    while b == a:
        b = rng.choice(states)
    day = date(2005, 1, 1) + timedelta(days=rng.randrange(7000))
    parts, spans, at = [], [], 0
    for k in range(10):
        one, other = rng.choice(WORDS), rng.choice(WORDS)
        line = f"Passage {k} of document {n} tells of the {one} and the {other} between {a} and {b}."
        parts.append(line)
        spans.append(Span(start=at, end=at + len(line)))
        at += len(line) + 1
    text = "\n".join(parts)
    made = Document(
        name=f"d{n}",
        text=text,
        blocks=(Block(span=Span(start=0, end=len(text)), role=BlockRole.PARAGRAPH),),
        language="en",
        published=Published(edtf=day.isoformat(), source=DateSource.GIVEN),
        publisher=f"Paper {n % 50}",
    )
    own = [*people[a], *people[b]]
    entities = tuple(
        Entity(
            id=p,
            kind=EntityKind.PERSON,
            caption=f"Person {p[7:9]} {p[-1]}",
            names=(Name(text=p),),
            state=p[7:9].upper(),
        )
        for p in own
    )
    return Reading(
        document=made, entities=entities, statements=tuple(statement(made, s, rng, a, b, people, day) for s in spans)
    )


def statement(
    made: Document, span: Span, rng: random.Random, a: str, b: str, people: dict[str, list[str]], day: date
) -> Statement:
    """A made-up statement."""
    x, y = rng.choice(people[a]), rng.choice(people[b])
    kind = rng.choice(["visit", "meeting", "commitment", "position", "invitation", "agreement", "cooperation"])
    matter = (Filler(label=f"{rng.choice(WORDS)} and {rng.choice(WORDS)} {rng.randrange(40)}"),)
    who, states = (
        (Filler(label=x, entity=x), Filler(label=y, entity=y)),
        (Filler(label=a, entity=a), Filler(label=b, entity=b)),
    )
    roles = {
        "visit": {"who": who[:1], "to": states[1:]},
        "meeting": {"between": who},
        "commitment": {"by": states[:1], "to": states[1:], "what": matter},
        "position": {"who": states[:1], "stance": (Filler(label="supports"),), "about": matter},
        "invitation": {"from": who[1:], "to": who[:1], "place": states[1:]},
        "agreement": {"between": states, "instrument": matter, "action": (Filler(label="signed"),)},
        "cooperation": {"between": states, "area": matter},
    }[kind]
    status = rng.choice([Status.DONE, Status.PLANNED, Status.ONGOING])
    return Statement(kind=kind, roles=roles, status=status, evidence=made.evidence(span), when=when(day.isoformat()))


def ask(path: Path) -> dict[str, float]:
    """Time briefs and searches."""
    rng, states = random.Random(2), codes()
    briefs, searches = [], []
    with Ledger(path, readonly=True) as ledger:
        for n in range(41):
            a = states[min(len(states) - 1, int(rng.paretovariate(0.7)) - 1)]
            b = rng.choice([s for s in states[:30] if s != a])
            start = time.perf_counter()
            brief.build(ledger, a, b, on=date(2025, 1, 1))
            middle = time.perf_counter()
            ledger.search(f"{rng.choice(WORDS)} {rng.choice(WORDS)} {a}", limit=20)
            if n:  # the first call builds what is cached
                briefs.append(middle - start)
                searches.append(time.perf_counter() - middle)
    return {
        "brief_p95_ms": round(1000 * quantiles(briefs, n=20)[-1]),
        "search_p95_ms": round(1000 * quantiles(searches, n=20)[-1]),
    }


if __name__ == "__main__":
    raise SystemExit(main())
