"""Word vectors from our own raw text: positive pointwise mutual information with neighbouring words, reduced by
randomised singular value decomposition. Minutes on one core, and the same numbers each time.

Neighbours one to the left and one to the right are contexts of their own, as are those two to four away on either
side: so the vectors say what a word can stand beside (its grammar) and what it is about.

The table holds the words of the treebanks and names that may train, and the commonest words of the raw text,
in the normal form of ``chancery.annotate.english_features.normal``. Row 0 is for unknown words.

    python train/english/vectors.py --raw raw.txt --data ../shared/data --output vectors.npz
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

import numpy as np
import spacy
from scipy import sparse
from spacy.tokens import DocBin

from chancery.annotate.english_features import normal

DIM = 100
SIZE = 40_000  # rows of the table
CONTEXTS = 10_000  # the commonest words, as neighbours
REACH = ((-1, -1), (1, 1), (-4, -2), (2, 4))  # distances that make one kind of context each
TRAIN_SETS = ("ud-train", "names-ewt-train", "names-wikigold", "names-gum-train")
GAP = 4  # places between lines, so that no context crosses them


def gold_words(data: Path) -> list[str]:
    """Words seen more than once in the sets that train."""
    vocab = spacy.blank("en").vocab
    counts: Counter[str] = Counter()
    for name in TRAIN_SETS:
        for doc in DocBin().from_disk(data / "english" / f"{name}.spacy").get_docs(vocab):
            counts.update(normal(token.text) for token in doc if not token.is_space)
    return [word for word, count in counts.items() if count > 1]


def read_ids(raw: Path, first: list[str]) -> tuple[list[str], np.ndarray]:
    """The table's words (``first`` and then the commonest) and the text as their rows (0: another word)."""
    numbers: dict[str, int] = {}
    cache: dict[str, int] = {}
    parts = []
    with raw.open(encoding="utf-8") as lines:
        for line in lines:
            row = []
            for form in line.split():
                number = cache.get(form)
                if number is None:
                    number = cache[form] = numbers.setdefault(normal(form), len(numbers) + 1)
                row.append(number)
            parts.append(np.array(row + [0] * GAP, dtype=np.int32))
    text = np.concatenate(parts)
    counts = np.bincount(text, minlength=len(numbers) + 1)
    counts[0] = 0
    names = ["", *numbers]
    seen = set(first)
    ranked = (names[i] for i in np.argsort(-counts, kind="stable") if counts[i] >= 5)
    words = [*first, *(word for word in ranked if word not in seen)][: SIZE - 1]
    rows = np.zeros(len(names), dtype=np.int32)
    for row, word in enumerate(words, 1):
        if word in numbers:
            rows[numbers[word]] = row
    return words, rows[text]


def mutual_information(text: np.ndarray, size: int) -> sparse.csr_matrix:
    """Positive pointwise mutual information of each row with each context, contexts smoothed (power 0.75)."""
    counts = np.bincount(text, minlength=size)
    counts[0] = 0
    columns = np.full(size, -1, dtype=np.int64)
    columns[np.argsort(-counts, kind="stable")[:CONTEXTS]] = np.arange(CONTEXTS)
    context = columns[text]
    blocks = []
    for low, high in REACH:
        total = sparse.csr_matrix((size, CONTEXTS), dtype=np.float32)
        for distance in range(low, high + 1):
            word = text[max(0, -distance) : len(text) - max(0, distance)]
            near = context[max(0, distance) : len(text) + min(0, distance)]
            keep = (word > 0) & (near >= 0)
            ones = np.ones(int(keep.sum()), dtype=np.float32)
            total = total + sparse.csr_matrix((ones, (word[keep], near[keep])), shape=(size, CONTEXTS))
        rows = np.maximum(np.asarray(total.sum(axis=1)).ravel(), 1)
        share = np.maximum(np.asarray(total.sum(axis=0)).ravel(), 1) ** 0.75
        share /= share.sum()
        pairs = total.tocoo()
        value = np.log(pairs.data / rows[pairs.row] / share[pairs.col])
        keep = value > 0
        blocks.append(
            sparse.csr_matrix((value[keep], (pairs.row[keep], pairs.col[keep])), shape=total.shape, dtype=np.float32)
        )
    return sparse.hstack(blocks, format="csr", dtype=np.float32)


def reduced(matrix: sparse.csr_matrix, dim: int, seed: int, rounds: int = 3) -> np.ndarray:
    """The leading singular vectors times the square roots of their values."""
    draw = np.random.default_rng(seed).standard_normal((matrix.shape[1], dim + 16), dtype=np.float32)
    base = np.linalg.qr(matrix @ draw)[0]
    for _ in range(rounds):
        base = np.linalg.qr(matrix @ np.linalg.qr(matrix.T @ base)[0])[0]
    small = (matrix.T @ base).T
    left, values, _ = np.linalg.svd(small, full_matrices=False)
    return (base @ left[:, :dim]) * np.sqrt(values[:dim])


def main() -> None:
    """Make the vectors and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--raw", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    gold = gold_words(arguments.data)
    words, text = read_ids(arguments.raw, gold)
    table = reduced(mutual_information(text, len(words) + 1), DIM, arguments.seed)
    length = np.linalg.norm(table, axis=1, keepdims=True)
    table = table / np.maximum(length, 1e-6) * np.minimum(length / np.median(length), 1.5)
    table /= table[1:].std()
    np.savez(arguments.output, words=np.array("\n".join(words)), tuned=len(gold), table=table.astype(np.float16))


if __name__ == "__main__":
    main()
