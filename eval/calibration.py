"""Measure whether statements are as sure as they say: of those at 0.8, 80 % should be right.

``eval/calibration.py --gold DIR`` reads every gold document as ``eval/statements.py`` does (or takes what that wrote
with ``--predictions``) and prints, by tenths of confidence and apart for rules and learned proposals, how many
statements there are, how sure they are on average and what share has a gold statement of the kind at the place.
``error`` is the mean distance of the two, weighed by count (expected calibration error); ``brier`` the mean squared
distance of confidence and truth.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from statements import Row, load_gold, pairs, read_document

Points = list[tuple[float, bool]]
TENTHS = 10


def table(points: Points) -> list[tuple[int, int, float, float]]:
    """For each tenth that has any: the tenth, how many, their mean confidence, the share of them that is right."""
    bins: dict[int, Points] = defaultdict(list)
    for confidence, right in points:
        bins[min(TENTHS - 1, int(confidence * TENTHS))].append((confidence, right))
    return [
        (tenth, len(rows), sum(c for c, _ in rows) / len(rows), sum(r for _, r in rows) / len(rows))
        for tenth, rows in sorted(bins.items())
    ]


def error(points: Points) -> float:
    """The expected calibration error."""
    return sum(count * abs(sure - right) for _, count, sure, right in table(points)) / max(1, len(points))


def brier(points: Points) -> float:
    """The mean squared distance of confidence and truth."""
    return sum((sure - right) ** 2 for sure, right in points) / max(1, len(points))


def main(argv: list[str] | None = None) -> int:
    """Measure; 0 unless the gold cannot be read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--predictions", type=Path, help="statements that eval/statements.py has written")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(argv)
    gold = load_gold(options.gold)
    if not gold:
        print(f"no gold documents in {options.gold}", file=sys.stderr)
        return 2
    found: dict[str, list[Row]] = defaultdict(list)
    if options.predictions:
        for line in options.predictions.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found[row["document"]].append(row)
    else:
        found |= {name: read_document(options.gold, name, data["document"]) for name, data in gold.items()}
    points: dict[str, Points] = {"all": [], "rules": [], "proposals": []}
    for name, data in gold.items():
        matched = {id(p) for _, p in pairs(data["statements"], found[name])}
        for row in found[name]:
            point = (float(row["confidence"]), id(row) in matched)
            points["all"].append(point)
            points["proposals" if row["rule"].startswith("learned.") else "rules"].append(point)
    if options.json:
        figures = {"statements": len(points["all"]), "error": error(points["all"]), "brier": brier(points["all"])}
        print(json.dumps({name: round(value, 4) for name, value in figures.items()}))
        return 0
    for name, rows in points.items():
        print(f"{name}: {len(rows)} statements, error {error(rows):.3f}, brier {brier(rows):.3f}")
        for tenth, count, sure, right in table(rows):
            print(f"  {tenth / TENTHS:.1f}  {count:5}  sure {sure:.2f}  right {right:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
