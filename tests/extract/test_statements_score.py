"""Our scorer of statements agrees with the reference scorer where that is at hand."""

from __future__ import annotations

import importlib.util
import json
import random
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT.parent / "shared" / "eval" / "score_statements.py"
GOLD = ROOT.parent / "shared" / "gold" / "train" / "en"


def load(name: str, path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


OURS = load("eval_statements", ROOT / "eval" / "statements.py")


def row(kind: str, start: int, end: int, **fields: Any) -> dict[str, Any]:
    return {"kind": kind, "start": start, "end": end, "status": "done", "speaker": None, "quote": "x", **fields}


def test_a_statement_counts_as_found_when_kind_and_half_of_the_passage_agree() -> None:
    gold = [row("visit", 0, 100, who="Ana Brnabić"), row("call", 200, 220)]
    found = [row("visit", 40, 140, roles={"who": ["Ana Brnabic"]}), row("call", 100, 600)]
    tally = OURS.Tally()
    errors = tally.add(gold, found, None)
    assert tally.row()["precision"] == 0.5
    assert tally.row()["full"] == 0.5
    assert sorted(what for what, *_ in errors) == ["extra", "missed"]


@pytest.mark.skipif(not REFERENCE.exists() or not GOLD.exists(), reason="the shared scorer and gold are not at hand")
def test_our_scorer_agrees_with_the_reference_on_distorted_gold() -> None:
    reference = load("reference_scorer", REFERENCE)
    chance = random.Random(7)
    ours, theirs = OURS.Tally(), reference.Tally()
    for path in sorted(GOLD.glob("*.json"))[:40]:
        data = json.loads(path.read_text(encoding="utf-8"))
        gold, published = data["statements"], data["document"].get("published")
        found = []
        for statement in gold:
            if chance.random() < 0.8:
                changed = dict(statement)
                changed["start"] = max(0, changed["start"] - chance.randrange(40))
                if chance.random() < 0.3:
                    changed["status"] = "wished"
                if chance.random() < 0.2:
                    changed["kind"] = "position"
                found.append(changed)
        ours.add(gold, found, published)
        theirs.add(gold, found, published)
    names = {"P": "precision", "R": "recall"}
    expected = {names.get(k, k): v for k, v in theirs.row().items()}
    assert ours.row() == pytest.approx(expected)
