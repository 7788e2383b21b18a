"""Run every measurement whose gold is at hand and compare it with its floor.

    eval/run.py [NAME…] [--raise]

NAME picks measurements by the start of ``script.name``. Exit code 1 if a figure is below its floor or a corpus has
changed under a floor. ``--raise`` writes figures that are better than the floor (and the digest of the gold).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ROOT / "eval" / "floors.toml"
SLACK = 0.05  # points below the measured value that a raised floor is set: rounding, not noise


def digest(path: Path) -> str:
    """First 12 hexadecimal digits of the SHA-256 over the names and contents of ``path``."""
    files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
    whole = hashlib.sha256()
    for file in files:
        whole.update(file.name.encode() + b"\0" + file.read_bytes())
    return whole.hexdigest()[:12]


def measure(script: str, gold: Path, args: list[str]) -> dict[str, Any]:
    """The figures that ``eval/SCRIPT.py --gold GOLD --json`` prints as one object."""
    command = [sys.executable, str(ROOT / "eval" / f"{script}.py"), "--gold", str(gold), *args, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stderr}")
    figures = json.loads(done.stdout)
    assert isinstance(figures, dict)
    return figures


def main() -> int:
    """Print a line for each measurement; the exit code says whether every floor holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="only measurements whose script.name starts so")
    parser.add_argument(
        "--raise", dest="lift", action="store_true", help="write figures that are better than the floor"
    )
    options = parser.parse_args()
    bad = False
    for script, table in tomllib.loads(FLOORS.read_text(encoding="utf-8")).items():
        for name, row in table.items():
            full = f"{script}.{name}"
            if options.names and not full.startswith(tuple(options.names)):
                continue
            gold = (ROOT / row["gold"]).resolve()
            if not gold.exists():
                print(f"skipped   {full}: {row['gold']} is not at hand")
                continue
            now = digest(gold)
            if row.get("digest", now) != now:
                print(f"CHANGED   {full}: the gold is not the one the floor was measured on")
                bad = True
                continue
            figures = measure(script, gold, row.get("args", []))
            low = {k: v for k, v in row["floors"].items() if figures.get(k, float("-inf")) < v}
            shown = "  ".join(f"{k} {figures.get(k)} (floor {v})" for k, v in row["floors"].items())
            print(f"{'BELOW' if low else 'holds':9} {full}: {shown}", flush=True)
            bad = bad or bool(low)
            if options.lift:
                _lift(script, name, figures, now)
    return int(bad)


def _lift(script: str, name: str, figures: dict[str, Any], now: str) -> None:
    """Raise the floors of one measurement in the file's text, which keeps its comments."""
    text = FLOORS.read_text(encoding="utf-8")
    start = text.index(f"[{script}.{name}]")
    following = re.search(r"^\[", text[start + 1 :], re.M)
    end = start + 1 + following.start() if following else len(text)
    block = text[start:end]

    def better(match: re.Match[str]) -> str:
        key, old = match[1], float(match[2])
        new = round(float(figures.get(key, old)) - (SLACK if old > 1.5 else SLACK / 100), 4)
        return f"{key} = {max(old, new):g}"

    lifted = re.sub(r"(?m)^floors = .*$", lambda m: re.sub(r"(\w+) = ([\d.]+)", better, m[0]), block)
    if "digest =" not in lifted:
        lifted = lifted.rstrip("\n") + f'\ndigest = "{now}"\n' + ("\n" if following else "")
    FLOORS.write_text(text[:start] + lifted + text[end:], encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
