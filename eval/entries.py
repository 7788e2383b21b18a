"""Whether statements of one happening become one entry: B-cubed on groups of our own.

    eval/entries.py --gold FILE [--errors] [--json]

B-cubed precision and recall are means over all statements of the share of an entry that belongs with the statement, and
of the share of its happening that its entry holds; ``across`` is the recall over pairs in two languages alone.
"""

from __future__ import annotations

import argparse
import json
from itertools import combinations
from pathlib import Path

from chains import read, resolve


def main() -> int:
    """Print the figures; with --errors also every pair that is wrongly together or apart."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    precision = recall = 0.0
    statements = across = across_found = cases = 0
    for case in read(options.gold):
        found = resolve(case)
        cases += 1
        made = {found.letter[s]: {found.letter[t] for t in e.statements} for e in found.entries for s in e.statements}
        wanted = {letter: next((set(g) for g in case.groups if letter in g), {letter}) for letter in case.rows}
        for letter in case.rows:
            common = len(made[letter] & wanted[letter])
            precision += common / len(made[letter])
            recall += common / len(wanted[letter])
            statements += 1
        for a, b in combinations(case.rows, 2):
            together, should = b in made[a], b in wanted[a]
            if should and case.rows[a][1] != case.rows[b][1]:
                across += 1
                across_found += together
            if options.errors and together != should:
                print(f"{'TOGETHER' if together else 'APART':9} {case.name}: {a} {b}")
    p, r = 100 * precision / statements, 100 * recall / statements
    figures = {
        "cases": cases,
        "statements": statements,
        "precision": round(p, 1),
        "recall": round(r, 1),
        "f1": round(2 * p * r / (p + r), 1),
        "across": round(100 * across_found / across, 1) if across else 0.0,
    }
    print(json.dumps(figures) if options.json else "  ".join(f"{k} {v}" for k, v in figures.items()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
