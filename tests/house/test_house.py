"""The house rules that a machine can check."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
RUN = 9  # words in a row that two authors do not write by chance


def tracked(*patterns: str) -> list[Path]:
    """The project's own files: what git tracks, or in an unpacked archive whatever is there."""
    listed = subprocess.run(["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        return [p for pattern in patterns or ("*",) for p in ROOT.rglob(pattern) if p.is_file()]
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def test_imports_run_downwards() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]


def test_lock_file_has_versions_and_hashes_but_no_addresses() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    pins = re.findall(r"^[\w.\-\[\]]+==\S+.*$", lock, re.M)
    assert pins
    assert lock.count("--hash=sha256:") >= len(pins)


def test_no_deep_learning_framework_is_locked() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert not re.search(r"^(torch|tensorflow|jax|transformers)==", lock, re.M)


def test_source_files_stay_small() -> None:
    long = {str(p.relative_to(ROOT)): n for p in tracked("src/*.py") if (n := len(text_of(p).splitlines())) > 400}
    assert not long, "split by meaning"


def runs(text: str) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    for i in range(len(words) - RUN + 1):
        run = tuple(words[i : i + RUN])
        if not any(word.isdigit() for word in run):
            yield run


@pytest.mark.skipif(not SHARED.exists(), reason="../shared is not beside this checkout")
def test_no_sentence_of_the_seed_or_gold_documents_is_in_the_project() -> None:
    foreign: dict[tuple[str, ...], str] = {}
    for path in [*SHARED.glob("seeds/*.txt"), *SHARED.glob("gold/**/*.txt")]:
        for run in runs(text_of(path)):
            foreign[run] = path.name
    copied = {}
    for path in tracked():
        if path.suffix in {".py", ".toml", ".md", ".txt", ".html", ".jsonl", ".json"}:
            for run in runs(text_of(path)):
                if run in foreign:
                    copied[str(path.relative_to(ROOT))] = f"{' '.join(run)} ({foreign[run]})"
    assert not copied
