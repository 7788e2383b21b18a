"""Score sentence bounds against gold: F1 in per cent of sentences with both bounds right.

    python eval/sentences.py --gold eval/gold/sentences/en.jsonl --texts ARCHIVE [--language xx] [--json] [--errors]

ARCHIVE holds the texts that the gold's offsets point into: a ``.tar.xz`` of files, or a ``.jsonl.xz`` of records with
a ``text``. White space keeps its line breaks; Markdown's marks come out as blanks.
"""

from __future__ import annotations

import argparse
import json
import lzma
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from chancery.annotate.pipeline import pipeline_for
from names_gold import passages

Bounds = tuple[int, int]


def read(gold: Path, texts: Path) -> Iterator[tuple[str, set[Bounds]]]:
    """Each passage with the bounds of its sentences."""
    rows: list[dict[str, Any]] = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    if ".jsonl" in texts.suffixes:
        wanted = {row["sha256"]: row for row in rows}
        with lzma.open(texts, "rt", encoding="utf-8") as lines:
            for line in lines:
                text = json.loads(line)["text"]
                row = wanted.pop(sha256(text.encode()).hexdigest(), None)
                if row is not None:
                    yield text[row["start"] : row["end"]], {(a, b) for a, b in row["sentences"]}
        if wanted:
            raise SystemExit(f"{texts}: no text with the SHA-256 {next(iter(wanted))} is in it")
    else:
        for row, text in passages(rows, texts, even=False):
            yield text, {(a, b) for a, b in row["sentences"]}


def main() -> int:
    """Score and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--language", help="the stem of the gold file if left out")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--errors", action="store_true", help="list the sentences that are wrong")
    options = parser.parse_args()
    if not options.gold.exists() or not options.texts.exists():
        print(f"{options.gold} or {options.texts}: no such file", file=sys.stderr)
        return 2
    samples = list(read(options.gold, options.texts))
    pipeline, _ = pipeline_for(options.language or options.gold.stem)
    right = given = wanted = 0
    for (text, bounds), doc in zip(samples, pipeline.annotate_block([text for text, _ in samples]), strict=True):
        found = set()
        for sentence in doc.sents:
            words = [token for token in sentence if not token.is_space]
            if words:
                found.add((words[0].idx, words[-1].idx + len(words[-1])))
        right, given, wanted = right + len(bounds & found), given + len(found), wanted + len(bounds)
        if options.errors:
            for start, end in sorted(found - bounds):
                print(" ".join(text[start:end].split()))
    result = {
        "f1": round(200 * right / max(1, given + wanted), 2),
        "precision": round(100 * right / max(1, given), 2),
        "recall": round(100 * right / max(1, wanted), 2),
    }
    print(json.dumps(result) if options.json else "  ".join(f"{key} {value}" for key, value in result.items()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
