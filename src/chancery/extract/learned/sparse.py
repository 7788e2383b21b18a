"""A second opinion on which words head a passage: a linear model over lemmas and the tree around a word.

It is hashed: a feature's row is its CRC-32, so no list of features ships. Taught by ``train/statements/sparse.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from zlib import crc32

import numpy as np
import numpy.typing as npt

from chancery.extract.statements_scene import Scene

Floats = npt.NDArray[np.float32]

ROWS = 1 << 16
CONTENT = frozenset({"NOUN", "VERB", "ADJ", "PROPN", "AUX", "NUM"})  # what may head a passage
NEAR = 3  # words on each side


def heads(scene: Scene) -> list[int]:
    """The tokens that may head a passage."""
    pos = scene.graph.pos
    return [i for i in range(len(pos)) if pos[i] in CONTENT]


def rows(scene: Scene, i: int) -> list[int]:
    """The rows of the features of token ``i``, each once."""
    return sorted({crc32(feature.encode()) % ROWS for feature in _features(scene, i)})


def _features(scene: Scene, i: int) -> Iterator[str]:
    graph = scene.graph
    lemma, dep, pos, head = graph.lemma, graph.dep, graph.pos, graph.head[i]
    own = lemma[i]
    yield f"l={own}"
    yield f"l={own} {pos[i]} {dep[i]}"
    yield f"p={pos[i]} {dep[i]}"
    yield f"c={own} {graph.case(i)}"
    yield f"m={graph.morph[i]}"
    above = lemma[head] if head != i else "-"
    yield f"h={above}"
    yield f"hl={above} {dep[i]} {own}"
    yield f"hh={lemma[graph.head[head]]} {above}"
    for kind in scene.kinds(i):
        yield f"k={kind} {dep[i]}"
        yield f"k={kind} {above}"
    for child in graph.children[i]:
        yield f"d={dep[child]} {pos[i]}"
        yield f"dl={own} {dep[child]}"
        yield f"dc={dep[child]} {lemma[child]}"
        yield f"dlc={own} {lemma[child]}"
        for kind in scene.kinds(child):
            yield f"dk={dep[child]} {kind} {pos[i]}"
            yield f"dlk={own} {dep[child]} {kind}"
    last = len(lemma) - 1
    yield f"w-={lemma[max(0, i - 1)]} {own}"
    yield f"w+={own} {lemma[min(last, i + 1)]}"
    for k in range(max(0, i - NEAR), min(last, i + NEAR) + 1):
        if k != i:
            yield f"b={lemma[k]}"


class Second:
    """The linear model, and how far each of the two opinions counts: log odds of a head are ``mixture`` of the
    network's, the linear model's, and one.

    ``weights`` has a row for each hashed feature, a column for each kind.
    """

    def __init__(self, weights: Floats, constants: Floats, mixture: Sequence[float]) -> None:
        self._weights = weights.astype(np.float32)
        self._constants = constants.astype(np.float32)
        self._mixture = tuple(float(share) for share in mixture)

    def scores(self, scene: Scene, tokens: Sequence[int]) -> Floats:
        """For each of ``tokens`` and each kind the log odds that the token heads a passage of it."""
        out = np.empty((len(tokens), self._weights.shape[1]), dtype=np.float32)
        for row, token in enumerate(tokens):
            out[row] = self._weights[rows(scene, token)].sum(0)
        out += self._constants
        return out

    def mix(self, scene: Scene, tags: Floats) -> None:
        """Put both opinions together in ``tags``, whose last column is the network's probability of a head."""
        tokens = [i for i in heads(scene) if tags[i, :, 2].any()]
        if not tokens:
            return
        first, second, one = self._mixture
        own = np.clip(tags[tokens, :, 2], 1e-6, 1 - 1e-6)
        both = first * np.log(own / (1 - own)) + second * self.scores(scene, tokens) + one
        tags[tokens, :, 2] = 1 / (1 + np.exp(-both))
