"""Train on all folds but one and keep the states of the one left out; also on everything.

train/statements/folds.py --work DIR [--folds 3] [--only N] [--all]
"""

from __future__ import annotations

import argparse
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import torch
from data import Page, examples  # noqa: F401  (pages are unpickled as this class)
from network import Encoder, Heads, lower, states, train

from chancery.extract.learned.pieces import Pieces


def vocabulary(path: Path) -> Pieces:
    """The pieces of a file with a piece and its score a line."""
    rows = [line.rsplit("\t", 1) for line in path.read_text(encoding="utf-8").rstrip("\n").split("\n")]
    return Pieces([p for p, _ in rows], [float(s) for _, s in rows], {p: i for i, (p, _) in enumerate(rows)})


def main() -> None:
    """Train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--only", type=int)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--states", action="store_true", help="train nothing: states of the fold left out, anew")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--bottom", type=int, default=4)
    parser.add_argument("--top", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(1)
    work = options.work
    with (work / "examples.pickle").open("rb") as file:
        documents = pickle.load(file)  # (name, language, examples)
    weights = dict(np.load(work / "encoder.npz"))
    encoder = Encoder(weights, options.bottom, options.top)
    flat = [e for _, _, es in documents for e in es]
    fold = [n % options.folds for n, (_, _, es) in enumerate(documents) for _ in es]
    low = [] if options.states else _low(encoder, flat, work / f"low{options.bottom}.pickle")
    runs = [-1] if options.all else [options.only] if options.only is not None else range(options.folds)
    for run in runs:
        encoder = Encoder(weights, options.bottom, options.top)
        heads = Heads()
        path = work / (f"fold{run}.pt" if run >= 0 else "final.pt")
        if options.states:
            saved = torch.load(path, weights_only=False)
            encoder.load_state_dict(saved["encoder"])
            heads.load_state_dict({k: torch.from_numpy(v) for k, v in saved["heads"].items()})
        else:
            mine = [i for i, f in enumerate(fold) if f != run]
            train(encoder, heads, [low[i] for i in mine], [flat[i] for i in mine], epochs=options.epochs, seed=run + 1,
                  log=lambda line, run=run: print(f"fold {run} {line}", flush=True))  # fmt: skip
        kept = {k: v.numpy() for k, v in heads.state_dict().items()}
        if not options.states:
            torch.save({"encoder": encoder.state_dict(), "heads": kept, "options": vars(options)}, path)
        if run >= 0:
            rest = [i for i, f in enumerate(fold) if f == run]
            cut = [flat[i].window for i in rest]
            found = states(encoder, [low[i] for i in rest] if low else lower(encoder, cut), cut)
            with (work / f"fold{run}.pickle").open("wb") as file:
                pickle.dump((kept, {i: s.astype(np.float16) for i, s in zip(rest, found, strict=True)}), file)


def _low(encoder: Encoder, flat: list[Any], cache: Path) -> list[torch.Tensor]:
    """The frozen layers' states of every window, computed once."""
    if cache.exists():
        kept: list[torch.Tensor] = torch.load(cache)
        return kept
    found = lower(encoder, [e.window for e in flat])
    torch.save(found, cache)
    return found


if __name__ == "__main__":
    main()
