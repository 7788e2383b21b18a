"""Make the table of word stems by which descriptions in English and Russian are compared.

    train/glossary.py ../shared/data/unbis-terms.tsv src/chancery/resolve/glossary.csv

The terms of the UNBIS thesaurus (United Nations) are pairs of short phrases. A word alignment (IBM model 1, both ways)
over their stems gives the pairs of stems that translate each other; those kept are likely in both directions. Only
stems and their likelihoods are written.
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from chancery.resolve.words import stems

Pair = tuple[Sequence[str], Sequence[str]]
ROUNDS = 8
LEAST = 0.03  # product of the two directions' likelihoods from which a pair is kept


def likelihoods(pairs: Iterable[Pair]) -> dict[tuple[str, str], float]:
    """P(second | first) of stems by expectation and maximisation."""
    texts = [(a, b) for a, b in pairs if a and b]
    table: dict[tuple[str, str], float] = defaultdict(lambda: 1.0)
    for _ in range(ROUNDS):
        counts: dict[tuple[str, str], float] = defaultdict(float)
        totals: dict[str, float] = defaultdict(float)
        for first, second in texts:
            for y in second:
                whole = sum(table[x, y] for x in first)
                for x in first:
                    share = table[x, y] / whole
                    counts[x, y] += share
                    totals[x] += share
        table = defaultdict(float, {(x, y): n / totals[x] for (x, y), n in counts.items()})
    return table


def words(text: str) -> list[str]:
    """The stems of a term that are no numbers."""
    return sorted(s for s in stems(text) if not s.isdigit())


def main() -> int:
    """Align and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("terms", type=Path)
    parser.add_argument("target", type=Path)
    options = parser.parse_args()
    with options.terms.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["en"] and row["ru"]]
    pairs = [(words(r["en"]), words(r["ru"])) for r in rows]
    there, back = likelihoods(pairs), likelihoods((b, a) for a, b in pairs)
    kept = sorted((x, y, p * back[y, x]) for (x, y), p in there.items() if p * back[y, x] >= LEAST)
    with options.target.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("en", "ru", "likelihood"))
        out.writerows((x, y, f"{p:.2f}") for x, y, p in kept)
    print(f"{len(rows)} terms, {len(kept)} pairs of stems")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
