"""How well spellings of one person are told from spellings of others.

    python eval/identity.py --gold FILE.json [--json] [--errors] [--spelling-only]

``FILE.json`` is ``{KEY: [NAME, …]}``: the spellings of each person (by default ``eval/gold/identity.json``, which
anyone can extend; ``eval/gold/identity-held.json`` tunes nothing). Every pair of names that blocking brings together is
judged, every other counts as two persons; a pair of one key should be the same person, any other should not.
Reported: F1, precision and recall of the pairs at the shipped threshold, false merges, and pairs judged a second.
A name that knowledge holds is decided by its entity first, spelling decides the rest; ``--spelling-only`` leaves
knowledge out.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from itertools import combinations
from pathlib import Path

from chancery.knowledge import Knowledge, load
from chancery.knowledge.linking import same_person
from chancery.knowledge.names import block_keys, compare

CASES = Path(__file__).parent / "gold" / "identity.json"


def judge(a: str, b: str, knowledge: Knowledge | None) -> bool:
    """Whether two names are held to be one person's."""
    return compare(a, b).same if knowledge is None else same_person(a, b, knowledge).same


def together(names: list[str]) -> list[tuple[int, int]]:
    """The pairs of places in ``names`` that share a blocking key."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for at, name in enumerate(names):
        for block in block_keys(name):
            blocks[block].append(at)
    return sorted({pair for block in blocks.values() for pair in combinations(block, 2)})


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--gold", type=Path, default=CASES, help="file of spellings by person")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--errors", action="store_true", help="print the pairs judged wrong")
    parser.add_argument("--spelling-only", action="store_true", help="leave knowledge out")
    options = parser.parse_args()
    groups: dict[str, list[str]] = json.loads(options.gold.read_text(encoding="utf-8"))
    names = [(name, key) for key, spellings in groups.items() for name in spellings]
    knowledge = None if options.spelling_only else load()
    right = merged = missed = 0
    errors = []
    began = time.process_time()
    blocked = together([name for name, _ in names])
    for at, to in blocked:
        (a, one), (b, other) = names[at], names[to]
        judged = judge(a, b, knowledge)
        if judged and one == other:
            right += 1
        elif judged:
            merged += 1
            errors.append(("merged", a, b))
    spent = time.process_time() - began
    found = {frozenset(pair) for pair in blocked}
    for at, to in (pair for pair in combinations(range(len(names)), 2) if names[pair[0]][1] == names[pair[1]][1]):
        same = frozenset((at, to)) in found and judge(names[at][0], names[to][0], knowledge)
        if not same:
            missed += 1
            errors.append(("missed", names[at][0], names[to][0]))
    precision = right / (right + merged) if right + merged else 1.0
    recall = right / (right + missed) if right + missed else 1.0
    figures = {
        "f1": round(200 * precision * recall / (precision + recall), 2) if precision + recall else 0.0,
        "precision": round(100 * precision, 2),
        "recall": round(100 * recall, 2),
        "false_merges": merged,
        "pairs": len(names) * (len(names) - 1) // 2,
        "same_pairs": right + missed,
        "judged": len(blocked),
        "judged_per_second": round(len(blocked) / spent) if spent else 0,
    }
    if options.errors:
        for error in sorted(errors):
            print("\t".join(error))
    if options.json:
        print(json.dumps(figures))
    else:
        print("  ".join(f"{name} {value}" for name, value in figures.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
