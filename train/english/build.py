"""From the corpora to the shipped English model, all steps in order.

    python train/english/build.py --data ../shared/data --work build/english

Steps whose result is in the work folder already are left out; delete the folder to begin anew.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
MODEL = HERE.parents[1] / "src" / "chancery" / "languages" / "en" / "model"


def run(script: str, *arguments: object) -> None:
    """Run one of the scripts beside this one; ends the build where it fails."""
    command = [sys.executable, str(HERE / script), *map(str, arguments)]
    print(" ".join(command), flush=True)
    # glibc gives large blocks back after each use by default, which costs a third of the training time
    keep = {"MALLOC_MMAP_THRESHOLD_": "1073741824", "MALLOC_TRIM_THRESHOLD_": "4294967296"}
    subprocess.run(command, check=True, env={**os.environ, **keep})


def main() -> None:
    """Build."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--output", type=Path, default=MODEL)
    parser.add_argument("--steps", type=int, default=5000)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    arguments = parser.parse_args()
    work: Path = arguments.work
    work.mkdir(parents=True, exist_ok=True)
    raw, vectors = work / "raw.txt", work / "vectors.npz"
    if not raw.exists():
        run("raw_text.py", "--data", arguments.data, "--output", raw)
    if not vectors.exists():
        run("vectors.py", "--raw", raw, "--data", arguments.data, "--output", vectors)
    if not (work / "weights.pt").exists():
        run("train.py", "--data", arguments.data, "--vectors", vectors, "--output", work, "--steps", arguments.steps,
            "--threads", arguments.threads)  # fmt: skip
    run("lexicon.py", "--data", arguments.data, "--vectors", vectors, "--output", arguments.output)
    run("names.py", "--data", arguments.data, "--vectors", vectors, "--output", arguments.output)
    run("export.py", "--model", work, "--vectors", vectors, "--output", arguments.output)


if __name__ == "__main__":
    main()
