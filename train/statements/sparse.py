"""Teach the linear second opinion on heads of passages.

train/statements/sparse.py --work DIR [--folds 6 --only 0]
"""

from __future__ import annotations

import argparse
import pickle
import time
from pathlib import Path
from typing import Any

import numpy as np
from data import place
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from chancery.extract.learned.labels import KINDS
from chancery.extract.learned.sparse import ROWS, heads, rows


def table(pages: list[Any]) -> tuple[Any, Any]:
    """Features and answers of every word that may head a passage."""
    indices: list[int] = []
    ends = [0]
    answers = []
    for page in pages:
        scene = page.scene()
        of: dict[int, list[int]] = {}
        for row in page.gold:
            of.setdefault(place(scene, row)[1], []).append(KINDS.index(row["kind"]))
        for i in heads(scene):
            indices += rows(scene, i)
            ends.append(len(indices))
            answer = np.zeros(len(KINDS), dtype=np.float32)
            answer[of.get(i, [])] = 1
            answers.append(answer)
    x = csr_matrix((np.ones(len(indices), dtype=np.float32), indices, ends), shape=(len(ends) - 1, ROWS))
    return x, np.stack(answers)


def fit(x: Any, y: Any, ridge: float, rounds: int) -> Any:
    """Weights of one logistic regression for each kind, the constants in a last row."""
    kinds = y.shape[1]

    def loss(flat: Any) -> tuple[float, Any]:
        w = flat.reshape(ROWS + 1, kinds).astype(np.float32)
        z = x @ w[:-1] + w[-1]
        value = float((np.logaddexp(0, z) - y * z).sum() + 0.5 * ridge * (w[:-1] ** 2).sum())
        error = 1 / (1 + np.exp(-z)) - y
        gradient = np.empty_like(w)
        gradient[:-1] = x.T @ error + ridge * w[:-1]
        gradient[-1] = error.sum(0)
        return value, gradient.ravel().astype(np.float64)

    start = np.zeros((ROWS + 1, kinds))
    start[-1] = -4
    found = minimize(loss, start.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": rounds, "maxcor": 6})
    return found.x.reshape(ROWS + 1, kinds).astype(np.float32)


def main() -> None:
    """Teach and keep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=6)
    parser.add_argument("--only", type=int, default=0, help="the fold to leave out")
    parser.add_argument("--all", action="store_true", help="leave none out: what ships")
    parser.add_argument("--ridge", type=float, default=0.5)
    parser.add_argument("--rounds", type=int, default=60)
    options = parser.parse_args()
    with (options.work / "pages.pickle").open("rb") as file:
        pages = pickle.load(file)
    began = time.process_time()
    x, y = table([page for n, page in enumerate(pages) if options.all or n % options.folds != options.only])
    print(f"{x.shape[0]} words, {x.nnz} features, {time.process_time() - began:.0f} s", flush=True)
    w = fit(x, y, options.ridge, options.rounds)
    print(f"{time.process_time() - began:.0f} s", flush=True)
    name = "final" if options.all else options.only
    np.savez_compressed(options.work / f"sparse{name}.npz", weights=w.astype(np.float16))


if __name__ == "__main__":
    main()
