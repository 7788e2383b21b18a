"""Train the classifier of PLOVER root classes on our own sentences: ``train/plover/train.py`` (minutes on one core).

Reads the sentences written by hand (``own/xx/*.txt``) and those made of phrases (``sentences-xx.tsv``) and writes
``src/chancery/languages/xx/events.npz``: a network of one hidden layer, its first weights as 8-bit integers with a
scale for each hidden unit. A tenth of the sentences written by hand is left out, to measure on and to set how sure
the classifier says it is; with ``--check`` nothing is written.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from chancery.extract.events import QUADS, SPREAD, EventFeatures, trees, unmark
from chancery.languages.pack import load_pack

Floats = npt.NDArray[np.float32]
Rows = list[npt.NDArray[np.int64]]

LABELS = sorted(QUADS)
FOLDER = Path(__file__).parent
MARKS = str.maketrans({"{": "<s>", "}": "</s>", "[": "<t>", "]": "</t>"})
MADE = 0.3  # weight of a sentence made of phrases beside one written by hand
SIZE = 64  # sentences a step


def made(path: Path) -> list[tuple[str, str]]:
    """Class and marked sentence of every line of a table."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [(label, text) for label, _, text in (line.partition("\t") for line in lines) if label in QUADS]


def written(folder: Path) -> list[tuple[str, str]]:
    """Class and marked sentence of every line of the files of a folder, each named by its class or ``mixed``."""
    out = []
    for path in sorted(folder.glob("*.txt")):
        label = path.stem.partition("-")[0].upper()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            own, text = line.split(" ", 1) if label == "MIXED" else (label, line)
            if own not in QUADS or any(text.count(mark) != 1 for mark in "{}[]"):
                raise ValueError(f"{path}, line {number}: needs a class, one {{source}} and one [target]")
            out.append((own, text.translate(MARKS)))
    return out


@dataclass
class Network:
    """Sums of feature vectors, a hidden layer, a softmax."""

    first: Floats
    inner: Floats
    second: Floats
    bias: Floats

    def arrays(self) -> list[Floats]:
        """What is learned."""
        return [self.first, self.inner, self.second, self.bias]


def summed(rows: Rows, table: Floats) -> Floats:
    """The scaled sum of each sentence's feature vectors."""
    out = np.zeros((len(rows), table.shape[1]), np.float32)
    for n, row in enumerate(rows):
        if len(row):
            out[n] = table[row].sum(0) * (SPREAD / len(row) ** 0.5)
    return out


def logits(network: Network, rows: Rows) -> Floats:
    """The scores of sentences before the softmax."""
    return np.maximum(summed(rows, network.first) + network.inner, 0) @ network.second + network.bias


def fit(rows: Rows, labels: npt.NDArray[np.int64], weight: Floats, width: int, options: argparse.Namespace) -> Network:
    """A network by Adam with decay; features and hidden units are left out at random, labels softened."""
    rng = np.random.default_rng(options.seed)
    hidden, classes = options.hidden, len(LABELS)
    network = Network(
        rng.normal(0, 0.1, (width, hidden)).astype(np.float32),
        np.zeros(hidden, np.float32),
        rng.normal(0, hidden**-0.5, (hidden, classes)).astype(np.float32),
        np.zeros(classes, np.float32),
    )
    moments = [(np.zeros_like(a), np.zeros_like(a)) for a in network.arrays()]
    steps = options.epochs * -(-len(rows) // SIZE)
    step = 0
    for _ in range(options.epochs):
        order = rng.permutation(len(rows))
        for at in range(0, len(rows), SIZE):
            step += 1
            chosen = order[at : at + SIZE]
            part = [row[rng.random(len(row)) > options.drop] for row in (rows[i] for i in chosen)]
            before = summed(part, network.first) + network.inner
            kept = (rng.random(before.shape) > 0.3) / np.float32(0.7)
            active = np.maximum(before, 0) * kept
            scores = active @ network.second + network.bias
            shares = np.exp(scores - scores.max(1, keepdims=True))
            shares /= shares.sum(1, keepdims=True)
            gold = np.full_like(shares, options.soft / classes)
            gold[np.arange(len(chosen)), labels[chosen]] += 1 - options.soft
            off = (shares - gold) * (weight[chosen] / weight[chosen].sum())[:, None]
            below = (off @ network.second.T) * kept * (before > 0)
            table = np.zeros_like(network.first)
            for n, row in enumerate(part):
                if len(row):
                    table[row] += below[n] * (SPREAD / len(row) ** 0.5)
            gradients = [table, below.sum(0), active.T @ off, off.sum(0)]
            rate = options.rate * (1 - step / (steps + 1))
            for array, gradient, (mean, square) in zip(network.arrays(), gradients, moments, strict=True):
                mean += 0.1 * (gradient - mean)
                square += 0.001 * (gradient**2 - square)
                scaled = mean / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
                array -= (rate * (scaled + options.decay * array)).astype(np.float32)
    return network


def warmth(scores: Floats, labels: npt.NDArray[np.int64]) -> float:
    """What the scores are divided by so that probabilities hold on sentences not learned from."""

    def loss(by: float) -> float:
        z = scores / by
        z = z - z.max(1, keepdims=True)
        return float((np.log(np.exp(z).sum(1)) - z[np.arange(len(labels)), labels]).mean())

    return min((0.4 + 0.05 * n for n in range(45)), key=loss)


def macro(found: npt.NDArray[np.int64], labels: npt.NDArray[np.int64]) -> float:
    """Mean F1 over the classes."""
    pairs = Counter(zip(labels.tolist(), found.tolist(), strict=True))
    total = 0.0
    for n in range(len(LABELS)):
        both = sum(k for (g, p), k in pairs.items() if g == n) + sum(k for (g, p), k in pairs.items() if p == n)
        total += 2 * pairs[n, n] / both if both else 0.0
    return total / len(LABELS)


def main() -> None:
    """Train every language that has sentences."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--languages", nargs="*", default=["en", "ru"])
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--hidden", type=int, default=96)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--decay", type=float, default=0.02)
    parser.add_argument("--drop", type=float, default=0.3, help="share of features left out at each look at a sentence")
    parser.add_argument("--soft", type=float, default=0.05, help="share of a label spread over all classes")
    parser.add_argument("--least", type=int, default=2, help="times a feature must be seen")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--check", action="store_true", help="measure on the sentences left out, write nothing")
    options = parser.parse_args()
    for code in options.languages:
        pack = load_pack(code)
        features = EventFeatures(pack)
        hand, phrases = written(FOLDER / "own" / code), made(FOLDER / f"sentences-{code}.tsv")
        data = [*hand, *phrases]
        marked = [unmark(text) for _, text in data]
        grown = zip(trees(code, [text for text, *_ in marked]), marked, strict=True)
        named = [sorted(features.of(tree, 0, len(tree.doc), s, t)) for tree, (_, s, t) in grown]
        labels = np.array([LABELS.index(label) for label, _ in data])
        weight = np.array([1.0] * len(hand) + [MADE] * len(phrases), np.float32)
        out = np.zeros(len(data), bool)
        out[np.random.default_rng(1).permutation(len(hand))[: len(hand) // 10]] = True
        seen = np.flatnonzero(~out)
        counts = Counter(name for i in seen for name in named[i])
        kept = sorted(name for name, n in counts.items() if n >= options.least)
        index = {name: i for i, name in enumerate(kept)}
        rows = [np.array([index[n] for n in names if n in index], np.int64) for names in named]
        network = fit([rows[i] for i in seen], labels[seen], weight[seen], len(kept), options)
        scale = (np.abs(network.first).max(0) / 127).astype(np.float32)
        small = np.rint(network.first / scale).astype(np.int8)
        network.first = small * scale
        left = np.flatnonzero(out)
        scores = logits(network, [rows[i] for i in left])
        by = warmth(scores, labels[left])
        print(
            f"{code}: {len(hand)} sentences by hand, {len(phrases)} of phrases, {len(kept)} features; on the "
            f"{len(left)} left out macro-F1 {macro(scores.argmax(1), labels[left]):.3f}, warmth {by:.2f}"
        )
        if options.check:
            continue
        np.savez_compressed(
            pack.path / "events.npz",
            features=np.frombuffer("\n".join(kept).encode("utf-8"), np.uint8),
            labels=np.frombuffer("\n".join(LABELS).encode("utf-8"), np.uint8),
            first=small,
            scale=scale,
            inner=network.inner,
            second=network.second,
            bias=network.bias,
            warmth=np.float32(by),
        )


if __name__ == "__main__":
    main()
