"""Train the classifier of PLOVER root classes on our own sentences: ``train/plover/train.py`` (minutes on one core).

Reads ``sentences-xx.tsv`` and writes ``src/chancery/languages/xx/events.npz``: softmax regression, weights as 8-bit
integers with one scale.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from chancery.extract.events import QUADS, Features, unmark
from chancery.languages.pack import load_pack

LABELS = sorted(QUADS)


def read(path: Path) -> list[tuple[str, str]]:
    """Class and marked sentence of every line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [(label, text) for label, _, text in (line.partition("\t") for line in lines) if label in QUADS]


def fit(
    rows: list[np.ndarray], labels: np.ndarray, width: int, *, epochs: int, decay: float, drop: float
) -> tuple[np.ndarray, np.ndarray]:
    """Weights and bias by Adagrad; ``drop`` is the share of features left out at each look at a sentence."""
    rng = np.random.default_rng(3)
    weights = np.zeros((width, len(LABELS)), np.float32)
    bias = np.zeros(len(LABELS), np.float32)
    gathered = np.full((width, len(LABELS)), 1e-3, np.float32)
    bias_gathered = np.full(len(LABELS), 1e-3, np.float32)
    for _ in range(epochs):
        for i in rng.permutation(len(rows)):
            active = rows[i][rng.random(len(rows[i])) > drop]
            if not len(active):
                continue
            size = len(active) ** 0.5
            logits = bias + weights[active].sum(axis=0) / size
            shares = np.exp(logits - logits.max())
            shares /= shares.sum()
            shares[labels[i]] -= 1
            gradient = shares[None, :] / size + decay * weights[active]
            gathered[active] += gradient**2
            weights[active] -= 0.3 * gradient / np.sqrt(gathered[active])
            bias_gathered += shares**2
            bias -= 0.1 * shares / np.sqrt(bias_gathered)
    return weights, bias


def main() -> None:
    """Train every language that has sentences."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--decay", type=float, default=1e-4)
    parser.add_argument("--drop", type=float, default=0.3)
    parser.add_argument("--least", type=int, default=3, help="times a feature must be seen")
    options = parser.parse_args()
    for path in sorted(Path(__file__).parent.glob("sentences-*.tsv")):
        code = path.stem.partition("-")[2]
        pack = load_pack(code)
        features = Features(pack.table("lexicon"))
        data = read(path)
        named = [features.of(*unmark(text)) for _, text in data]
        counts: dict[str, int] = {}
        for names in named:
            for name in names:
                counts[name] = counts.get(name, 0) + 1
        kept = sorted(name for name, n in counts.items() if n >= options.least)
        index = {name: i for i, name in enumerate(kept)}
        rows = [np.array([index[n] for n in names if n in index]) for names in named]
        labels = np.array([LABELS.index(label) for label, _ in data])
        weights, bias = fit(rows, labels, len(kept), epochs=options.epochs, decay=options.decay, drop=options.drop)
        scale = np.float32(np.abs(weights).max() / 127)
        np.savez_compressed(
            pack.path / "events.npz",
            features=np.frombuffer("\n".join(kept).encode("utf-8"), np.uint8),
            labels=np.frombuffer("\n".join(LABELS).encode("utf-8"), np.uint8),
            weights=np.round(weights / scale).astype(np.int8),
            scale=scale,
            bias=bias,
        )
        print(code, len(data), "sentences", len(kept), "features")


if __name__ == "__main__":
    main()
