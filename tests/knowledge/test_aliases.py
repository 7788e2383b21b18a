"""The aliases of the seeds' entities, where the seeds are at hand: one entity each, none merged wrongly."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT.parent / "shared" / "seeds" / "expected.yaml"


@pytest.mark.skipif(not SEEDS.exists(), reason="the seeds are not at hand")
def test_no_alias_of_the_seeds_means_another_entity_and_no_two_are_merged() -> None:
    command = [sys.executable, str(ROOT / "eval" / "aliases.py"), "--gold", str(SEEDS), "--json"]
    figures = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert (figures["wrong"], figures["merged"]) == (0, 0)
    assert figures["right"] >= 27
