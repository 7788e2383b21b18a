"""Clusters of the word vectors, and the conditional random field for names that uses them.

    python train/english/names.py --data ../shared/data --vectors vectors.npz --output build/english
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pycrfsuite
from batches import iobes
from corpus import Text, read_names, read_silver

from chancery.annotate.english_names import NameFeatures

SIZES = (300, 60)  # fine and coarse clusters


def clusters(table: np.ndarray, count: int, seed: int, rounds: int = 12) -> np.ndarray:
    """Spherical k-means; row 0 and rows without a vector are cluster 0."""
    random_ = np.random.default_rng(seed)
    length = np.linalg.norm(table, axis=1)
    there = length > 0
    unit = table[there] / length[there, None]
    centre = unit[random_.choice(len(unit), count - 1, replace=False)]
    for _ in range(rounds):
        nearest = (unit @ centre.T).argmax(axis=1)
        centre = np.zeros_like(centre)
        np.add.at(centre, nearest, unit)
        centre /= np.maximum(np.linalg.norm(centre, axis=1, keepdims=True), 1e-6)
    out = np.zeros(len(table), dtype=np.int16)
    out[there] = nearest + 1
    return out


def main() -> None:
    """Make both and measure on the development sets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--vectors", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--silver-every", type=int, default=4, help="take every n-th piece of the silver news")
    parser.add_argument("--iterations", type=int, default=70)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    english = arguments.data / "english"
    stored = np.load(arguments.vectors)
    rows = {word: row for row, word in enumerate(str(stored["words"]).split("\n"), 1)}
    table = stored["table"].astype(np.float32)
    found = np.stack([clusters(table, count, arguments.seed) for count in SIZES], axis=1)
    arguments.output.mkdir(parents=True, exist_ok=True)
    np.save(arguments.output / "clusters.npy", found)
    features = NameFeatures(rows, found)
    trainer = pycrfsuite.Trainer(verbose=False)
    texts: list[Text] = read_names(english / "names-ewt-train.spacy") + read_names(english / "names-wikigold.spacy")
    texts += list(read_silver(english / "polnear-corenlp-silver.conll.xz", 1.0))[:: arguments.silver_every]
    for text in texts:
        trainer.append(features(text.words), iobes(text.names))
    trainer.set_params(
        {"c1": 0.12, "c2": 0.05, "max_iterations": arguments.iterations, "feature.minfreq": 2}
    )
    trainer.train(str(arguments.output / "names.crfsuite"))


if __name__ == "__main__":
    main()
