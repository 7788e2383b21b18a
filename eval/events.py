"""Score PLOVER root classes of sentences with given source and target.

``eval/events.py --gold FILE.jsonl``: one object a line with ``marked`` (source in <s></s>, target in <t></t>)
and ``root``. Printed: macro-F1 over root classes and over the four quads, F1 of each class, and with ``--confusion``
how often each class was taken for each other, and the processor time of a sentence, annotation included. Sentences
are not printed.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from pathlib import Path

from chancery.extract.events import QUADS, event_classifier, unmark
from chancery.languages.pack import load_pack
from chancery.model.document import Span
from chancery.model.errors import ModelError


def given(row: dict[str, str]) -> tuple[str, Span, Span]:
    """Text, source and target; the whole sentence stands for one that the marks leave out."""
    try:
        return unmark(row["marked"])
    except ModelError:
        whole = Span(start=0, end=len(row["text"]))
        found = {name: row["text"].find(row[name]) for name in ("source", "target") if row.get(name)}
        spans = {n: Span(start=at, end=at + len(row[n])) for n, at in found.items() if at >= 0}
        return row["text"], spans.get("source", whole), spans.get("target", whole)


def f1(pairs: Counter[tuple[str, str]], label: str) -> float:
    """F1 of one label."""
    hit = pairs[label, label]
    gold = sum(n for (g, _), n in pairs.items() if g == label)
    found = sum(n for (_, p), n in pairs.items() if p == label)
    return 2 * hit / (gold + found) if gold + found else 0.0


def macro(pairs: Counter[tuple[str, str]]) -> float:
    """Mean F1 over the labels that gold has."""
    labels = sorted({g for g, _ in pairs})
    return sum(f1(pairs, label) for label in labels) / max(1, len(labels))


def main(argv: list[str] | None = None) -> int:
    """Measure; 2 if the gold cannot be read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--language", default="en")
    parser.add_argument("--confusion", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(argv)
    try:
        rows = [json.loads(line) for line in options.gold.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        print(f"{options.gold}: {error}", file=sys.stderr)
        return 2
    classifier = event_classifier(load_pack(options.language))
    next(classifier.classify_all([("One.", *2 * (Span(start=0, end=3),))]))  # load what annotates
    began = time.process_time()
    found = list(classifier.classify_all([given(row) for row in rows]))
    spent = (time.process_time() - began) / max(1, len(rows))
    roots: Counter[tuple[str, str]] = Counter()
    quads: Counter[tuple[str, str]] = Counter()
    for row, event in zip(rows, found, strict=True):
        roots[row["root"], event.root] += 1
        quads[str(QUADS[row["root"]]), str(event.quad)] += 1
    right = sum(n for (g, p), n in roots.items() if g == p)
    result = {"macro_f1": macro(roots), "quad_f1": macro(quads), "accuracy": right / max(1, len(rows))}
    if options.json:
        print(json.dumps({k: round(v, 4) for k, v in result.items()}))
        return 0
    print("  ".join(f"{k} {v:.3f}" for k, v in result.items()), f"({len(rows)} sentences, {1e6 * spent:.0f} µs each)")
    for label in sorted({g for g, _ in roots}):
        wrong = sorted(((n, p) for (g, p), n in roots.items() if g == label and p != label), reverse=True)
        taken = "  ".join(f"{p} {n}" for n, p in wrong[:4]) if options.confusion else ""
        print(f"{label:10} {f1(roots, label):.3f}  {taken}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
