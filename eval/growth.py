"""Time and memory of one long document: both must grow as its length does.

    python eval/growth.py --gold FOLDER [--language xx] [--sizes 0.5 1 2] [--stage annotate|whole] [--json]

FOLDER holds ``.txt`` files, which follow one another, over and over, until a document has the size wanted (in MB of
UTF-8). Each size is read in a fresh process. ``seconds`` is processor time without loading, ``peak`` the most memory in
MB that the process held, ``growth`` the time a megabyte takes in the largest document over that in the smallest: 1 is
linear. Stages as in ``speed.py``.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from itertools import cycle
from pathlib import Path

READING = """
import json, resource, sys, time
from chancery.annotate import annotate
from chancery.process import process
from chancery.read import read_text
language, stage = sys.argv[1:3]
text = sys.stdin.read()
run = {"annotate": annotate, "whole": process}[stage]
run(read_text("short", text[:2000], language=language))
document = read_text("long", text, language=language)
start = time.process_time()
result = run(document)
spent = time.process_time() - start
print(json.dumps({
    "seconds": round(spent, 2), "peak": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
}))
"""


def long_text(texts: list[str], size: int) -> str:
    """``texts`` over and over until the whole has ``size`` bytes."""
    parts, total = [], 0
    for text in cycle(texts):
        if total >= size:
            break
        parts.append(text.strip())
        total += len(parts[-1].encode("utf-8")) + 2
    return "\n\n".join(parts)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True, help="the texts to read")
    parser.add_argument("--language", default="en")
    parser.add_argument("--sizes", type=float, nargs="+", default=[0.5, 1, 2], help="in MB, ascending")
    parser.add_argument("--stage", choices=("annotate", "whole"), default="annotate")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    files = sorted(options.gold.glob(f"*-{options.language}.txt")) or sorted(options.gold.glob("*.txt"))
    texts = [text for file in files if (text := file.read_text(encoding="utf-8").strip())]
    if not texts:
        print(f"{options.gold}: no text files in it", file=sys.stderr)
        return 2
    result: dict[str, float] = {}
    for size in options.sizes:
        text = long_text(texts, int(size * 1_000_000))
        command = [sys.executable, "-c", READING, options.language, options.stage]
        done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
        if done.returncode:
            print(done.stderr, file=sys.stderr)
            return 1
        for name, value in json.loads(done.stdout).items():
            result[f"{name}-{size:g}"] = value
    small, large = options.sizes[0], options.sizes[-1]
    result["growth"] = round(result[f"seconds-{large:g}"] / large / max(result[f"seconds-{small:g}"] / small, 1e-9), 2)
    if options.json:
        print(json.dumps(result))
    else:
        for name, value in result.items():
            print(f"{name:14}{value:10,.2f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
