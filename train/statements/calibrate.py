"""Fit how sure a statement is on documents the models have not learned from, and measure the joined reading on them.

    train/statements/calibrate.py --work DIR [--folds 3]

Every statement of the rules and every proposal on the left-out documents is right or wrong by gold (its kind at its
place); two logistic regressions on what the models say of it, one for rules and one for proposals, give its
probability. Measured by cross-validation over documents. Writes ``DIR/judge.json``.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from data import Page, place
from folds import vocabulary
from scipy.optimize import minimize

from chancery.extract.learned.heads import Heads
from chancery.extract.learned.judge import FEATURES, Judge, features, view
from chancery.extract.learned.labels import KINDS
from chancery.extract.learned.propose import proposals
from chancery.extract.learned.read import Learned
from chancery.extract.learned.sparse import Second
from chancery.extract.learned.sparse import heads as may_head
from chancery.extract.learned.windows import marks, windows
from chancery.extract.statements import ruled
from chancery.extract.statements_merge import merge
from chancery.extract.status import status_reader

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "eval"))
from statements import Tally, overlap, rows_of

# the least probability that stands, by kind: precision before completeness; numbers are for rules to read
WRITTEN = 4  # statements that a rule's confidence as written counts for, beside those measured
LEAST = {"rules": {"all": 0.4}, "proposals": {"all": 0.65, "anniversary": 1.1}}


def right(statement: Any, gold: list[dict[str, Any]]) -> bool:
    """Whether gold has a statement of the kind there."""
    row = {"start": statement.evidence.span.start, "end": statement.evidence.span.end}
    return any(g["kind"] == statement.kind and overlap(g, row) >= 0.5 for g in gold)


class Item:
    """A statement with what is known of it."""

    __slots__ = ("features", "learned", "read", "right", "seen", "statement")

    def __init__(self, statement: Any, seen: Any, language: str, gold: list[dict[str, Any]]) -> None:
        self.statement, self.seen = statement, seen
        self.features, self.right = features(seen, statement, language), right(statement, gold)
        self.learned = statement.rule.startswith("learned.")


def measured(pages: list[Page]) -> dict[str, float]:
    """How often each rule is right on ``pages``, drawn to what it was written with where few statements tell."""
    counts: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for page in pages:
        for statement in ruled(page.scene()):
            count = counts[f"{page.language} {statement.rule}"]
            if not count[1]:
                count[:] = [WRITTEN * statement.confidence, WRITTEN]
            count[0] += right(statement, page.gold)
            count[1] += 1
    return {name: round(hits / seen, 3) for name, (hits, seen) in sorted(counts.items())}


def gather(pages: list[Page], pieces: Any, run: tuple[dict[str, Any], dict[int, Any]], second: Any) -> tuple[Any, Any]:
    """The statements of every left-out document, and how the two opinions on heads are mixed."""
    heads = Heads(run[0])
    number = 0
    left, taught = [], []
    opinions, answers = [], []
    for page in pages:
        mine = range(number, number + page.windows)
        number += page.windows
        if not mine or mine[0] not in run[1]:
            taught.append(page)
            continue
        scene = page.scene()
        cut = list(windows(scene, pieces, marks(scene)))
        states = [run[1][i].astype(np.float32) for i in mine]
        tags = Learned(scene, cut, states, heads, Second(second[:-1], second[-1], (1, 0, 0))).tags
        tokens = [i for i in may_head(scene) if tags[i, :, 2].any()]
        truth = np.zeros(tags.shape[:2])
        for row in page.gold:
            truth[place(scene, row)[1], KINDS.index(row["kind"])] = 1
        own = np.clip(tags[tokens, :, 2], 1e-6, 1 - 1e-6)
        linear = Second(second[:-1], second[-1], (1, 0, 0)).scores(scene, tokens)
        opinions.append(np.stack([np.log(own / (1 - own)), linear], -1).reshape(-1, 2))
        answers.append(truth[tokens].ravel())
        left.append((page, scene, cut, states))
    x, y = np.concatenate(opinions), np.concatenate(answers)
    mixture = fit(x, y)
    for name, z in (("network", x[:, 0]), ("linear", x[:, 1]), ("both", x @ mixture[:2])):
        order = np.argsort(-z)
        hits = np.cumsum(y[order])
        best = (2 * hits / (np.arange(1, len(y) + 1) + y.sum())).max()
        print(f"heads alone, {name}: best F1 {best:.3f}")
    print("mixture", mixture.round(2))
    out = []
    sure = Judge({"rules": [], "proposals": [], "least": {}, "measured": measured(taught)})
    for page, scene, cut, states in left:
        learned = Learned(scene, cut, states, heads, Second(second[:-1], second[-1], mixture))
        found = [*(sure.prior(s, page.language) for s in ruled(scene)), *proposals(scene, learned)]
        items = [Item(s, view(learned, s), page.language, page.gold) for s in found]
        reader = status_reader(scene.context.pack)
        for item in items:
            kind, anchor = item.statement.kind, learned.score(item.statement.kind, item.statement.evidence.span)[2]
            decides = next((f.label for role in ("stance", "action") for f in item.statement.roles.get(role, ())), "")
            item.read = reader.read(scene.graph, anchor, kind, decides)
        out.append((page, scene.title_span(), items))
    return out, mixture


def fit(x: Any, y: Any, strength: float = 1.0) -> Any:
    """Weights of a logistic regression with a ridge; the last is the constant."""
    x = np.concatenate([x, np.ones((len(x), 1))], 1)
    ridge = np.full(x.shape[1], strength)
    ridge[-1] = 0

    def loss(w: Any) -> tuple[float, Any]:
        z = x @ w
        value = np.logaddexp(0, z).sum() - (y * z).sum() + 0.5 * (ridge * w * w).sum()
        return value, x.T @ (1 / (1 + np.exp(-z)) - y) + ridge * w

    return minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B").x


def probability(w: Any, x: Any) -> Any:
    """What the regression says."""
    return 1 / (1 + np.exp(-(x @ w[:-1] + w[-1])))


def both(items: list[Item]) -> tuple[Any, Any]:
    """One regression for rules, one for proposals."""
    out = []
    for learned in (False, True):
        mine = [i for i in items if i.learned is learned]
        out.append(fit(np.stack([i.features for i in mine]), np.array([i.right for i in mine], float)))
    return tuple(out)


def choose(items: list[Item], p: Any, rule: float, proposal: float, title: Any) -> Any:
    """The statements that stand: likely enough, and proposals only where no rule's statement of the kind is."""
    kept = [
        replace(i.statement, confidence=float(q)) for i, q in zip(items, p, strict=True) if not i.learned and q >= rule
    ]
    for i, q in sorted(
        ((i, q) for i, q in zip(items, p, strict=True) if i.learned and q >= proposal), key=lambda t: -t[1]
    ):
        span = i.statement.evidence.span
        if not any(s.kind == i.statement.kind and s.evidence.span.shared(span) >= 0.5 for s in kept):
            kept.append(replace(i.statement, confidence=float(q)))
    return merge(kept, title)


def main() -> None:
    """Fit and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--only", type=int, default=0, help="the fold that was left out")
    options = parser.parse_args()
    cache = options.work / "items.pickle"
    if options.again or not cache.exists():
        with (options.work / "pages.pickle").open("rb") as file:
            pages = pickle.load(file)
        with (options.work / "examples.pickle").open("rb") as file:
            counts = {name: len(es) for name, _, es in pickle.load(file)}
        for page in pages:
            page.windows = counts[page.name]
        with (options.work / f"fold{options.only}.pickle").open("rb") as file:
            run = pickle.load(file)
        second = np.load(options.work / f"sparse{options.only}.npz")["weights"].astype(np.float32)
        gathered, mixture = gather(pages, vocabulary(options.work / "pieces.txt"), run, second)
        (options.work / "mixture.json").write_text(json.dumps([float(m) for m in mixture]), encoding="utf-8")
        (options.work / "measured.json").write_text(json.dumps(measured(pages), indent=1), encoding="utf-8")
        kept = [(p.name, p.language, p.published, p.gold, title, items) for p, title, items in gathered]
        with cache.open("wb") as file:
            pickle.dump(kept, file)
    else:
        with cache.open("rb") as file:
            kept = pickle.load(file)
    report(kept, options.work)


def report(kept: list[Any], work: Path) -> None:
    """Cross-validated figures over thresholds."""
    parts = 5
    scores: dict[int, Any] = {}
    for part in range(parts):
        train = [i for n, (*_, items) in enumerate(kept) if n % parts != part for i in items]
        w = both(train)
        for n, (*_, items) in enumerate(kept):
            if n % parts == part:
                x = np.stack([i.features for i in items]) if items else np.zeros((0, len(FEATURES)))
                scores[n] = [float(probability(w[i.learned], row)) for i, row in zip(items, x, strict=True)]
    for language in ("en", "ru"):
        mine = [n for n, row in enumerate(kept) if row[1] == language]
        print(language, len(mine), "documents")
        for rule, proposal in (
            (0.0, 9),
            (0.2, 9),
            (0.3, 9),
            (0.4, 9),
            (0.0, 0.5),
            (0.3, 0.4),
            (0.3, 0.45),
            (0.3, 0.5),
            (0.3, 0.6),
            (0.4, 0.4),
            (0.4, 0.5),
            (0.45, 0.45),
            (0.45, 0.5),
            (0.5, 0.5),
            (0.5, 0.6),
            (9, 0.3),
            (9, 0.4),
            (9, 0.5),
        ):
            tally = Tally()
            for n in mine:
                _, _, published, gold, title, items = kept[n]
                if rule == 0.0 and proposal == 9:
                    chosen = merge([i.statement for i in items if not i.learned], title)
                else:
                    chosen = choose(items, scores[n], rule, proposal, title)
                tally.add(gold, rows_of(chosen), published)
            row = tally.row()
            print(
                f"{rule:4} {proposal:4} "
                + " ".join(f"{k} {v:.3f}" if isinstance(v, float) else f"{k} {v}" for k, v in row.items())
            )
    table: dict[int, list[float]] = defaultdict(list)
    for n, (*_, items) in enumerate(kept):
        for i, q in zip(items, scores[n], strict=True):
            table[int(q * 10)].append(i.right)
    print("reliability", {f"{k / 10:.1f}": (len(v), round(float(np.mean(v)), 2)) for k, v in sorted(table.items())})
    shown: dict[str, list[bool]] = defaultdict(list)
    for n, row in enumerate(kept):
        standing = {id(i.statement): i for i in row[-1]}
        chosen = choose(row[-1], scores[n], LEAST["rules"]["all"], LEAST["proposals"]["all"], row[4])
        places = {(s.kind, s.evidence.span) for s in chosen if s.rule.startswith("learned.")}
        for i in standing.values():
            if i.learned and (i.statement.kind, i.statement.evidence.span) in places:
                shown[i.statement.kind].append(i.right)
    print("proposals right", {kind: (len(v), round(float(np.mean(v)), 2)) for kind, v in sorted(shown.items())})
    w = both([i for *_, items in kept for i in items])
    for learned in (0, 1):
        print(
            ["rules", "proposals"][learned],
            {f: round(float(v), 2) for f, v in zip((*FEATURES, "one"), w[learned], strict=True)},
        )
    told = {"rules": list(map(float, w[0])), "proposals": list(map(float, w[1])), "least": LEAST}
    (work / "judge.json").write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main()
