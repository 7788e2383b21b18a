"""From the network's scores to sentences, trees and names: plain dynamic programming, no learning.

Sentences are bounded in length so that time and memory stay linear; every tree has one root and no cycle; names
follow the IOBES scheme.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float32]]
Ints = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

LONGEST_SENTENCE = 160  # words; a longer run is cut at its likeliest starts


def sentence_bounds(starts: Floats) -> list[int]:
    """Positions of sentence starts, and the end, from each word's log-odds of starting a sentence."""
    count = len(starts)
    if not count:
        return [0]
    bounds = [0, *(int(i) for i in np.flatnonzero(starts > 0) if i > 0), count]
    out = [0]
    for end in bounds[1:]:
        while end - out[-1] > LONGEST_SENTENCE:
            low = out[-1] + LONGEST_SENTENCE // 2
            out.append(low + int(np.argmax(starts[low : out[-1] + LONGEST_SENTENCE])))
        out.append(end)
    return out


def heads(scores: Floats) -> Ints:
    """The best tree of one sentence.

    ``scores[d, h]`` rates word ``h`` as head of word ``d``; the last column rates ``d`` as root. The answer gives
    each word's head, the root its own.
    """
    count = len(scores)
    own = np.arange(count)
    if count == 1:
        return own
    scores = scores.copy()
    scores[own, own] = -np.inf
    best: Ints = scores.argmax(axis=1)
    roots = np.flatnonzero(best == count)
    if len(roots) != 1:
        # one root: the word that gives up least by being it while every other takes its best other head
        other = scores[:, :count].max(axis=1)
        root = int(np.argmax(scores[:, count] - other))
        best = scores[:, :count].argmax(axis=1)
    else:
        root = int(roots[0])
    best[root] = root
    if not _has_cycle(best, root):
        return best
    weights = scores[:, :count].astype(np.float64)
    return _spanning_tree(weights, root)


def _has_cycle(head: Ints, root: int) -> bool:
    """Whether some word never reaches the root."""
    jump = head.copy()
    for _ in range(len(head).bit_length()):
        jump = jump[jump]
    return bool((jump != root).any())


def _spanning_tree(weights: np.ndarray[Any, np.dtype[np.float64]], root: int) -> Ints:
    """Chu-Liu and Edmonds: the heaviest tree from ``root``, contracting one cycle at a time."""
    count = len(weights)
    own = np.arange(count)
    weights[own, own] = -np.inf
    head: Ints = weights.argmax(axis=1)
    head[root] = root
    cycle = _cycle(head, root)
    if cycle is None:
        return head
    inside = np.zeros(count, dtype=bool)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)
    members = np.flatnonzero(inside)
    size = len(outside)
    small = np.full((size + 1, size + 1), -np.inf)
    small[:size, :size] = weights[np.ix_(outside, outside)]
    # into the cycle: replace one member's head within it
    gain = weights[np.ix_(members, outside)] - weights[members, head[members]][:, None]
    entry = members[gain.argmax(axis=0)]
    small[size, :size] = gain.max(axis=0)
    # out of the cycle: the best member as head
    outgoing = weights[np.ix_(outside, members)]
    exit_ = members[outgoing.argmax(axis=1)]
    small[:size, size] = outgoing.max(axis=1)
    solved = _spanning_tree(small, int(np.flatnonzero(outside == root)[0]))
    result = head.copy()
    for index, word in enumerate(outside):
        result[word] = exit_[index] if solved[index] == size else outside[solved[index]]
    result[root] = root
    source = int(solved[size])
    result[entry[source]] = outside[source]
    return result


def _cycle(head: Ints, root: int) -> Ints | None:
    """The words of one cycle, if there is one."""
    state = np.zeros(len(head), dtype=np.int8)
    state[root] = 2
    for start in range(len(head)):
        path = []
        at = start
        while state[at] == 0:
            state[at] = 1
            path.append(at)
            at = int(head[at])
        if state[at] == 1:
            return np.array(path[path.index(at) :])
        state[path] = 2
    return None


def allowed(labels: Sequence[str]) -> Floats:
    """Penalties of label following label in IOBES; the extra last row is the beginning of a sentence."""
    table = np.full((len(labels) + 1, len(labels)), -1e4, dtype=np.float32)
    for i, first in enumerate(("O", *labels)):
        row = i - 1 if i else len(labels)
        for j, second in enumerate(labels):
            inside = first[0] in "BI"
            good = second[0] in "IE" and second[2:] == first[2:] if inside else second[0] in "OBS"
            if good:
                table[row, j] = 0.0
    return table


def best_labels(scores: Floats, table: Floats, final: Floats) -> Ints:
    """The likeliest allowed sequence (Viterbi) for log-probabilities ``scores``."""
    count = len(scores)
    back = np.zeros((count, scores.shape[1]), dtype=np.int64)
    best = table[-1] + scores[0]
    for at in range(1, count):
        step = best[:, None] + table[:-1]
        back[at] = step.argmax(axis=0)
        best = step.max(axis=0) + scores[at]
    path = np.empty(count, dtype=np.int64)
    path[-1] = int((best + final).argmax())
    for at in range(count - 1, 0, -1):
        path[at - 1] = back[at, path[at]]
    return path


class Decoder:
    """The likeliest allowed tags (IOBES) of a text cut into stretches, no span crossing from one to the next."""

    def __init__(self, labels: Sequence[str]) -> None:
        self._labels = tuple(labels)
        self._table = allowed(self._labels)
        self._final = np.array([0.0 if label[0] in "OES" else -1e4 for label in self._labels], dtype=np.float32)

    def __call__(self, rated: Floats, bounds: Sequence[int] | Ints) -> Ints:
        """``rated`` are log-probabilities, ``bounds`` the starts of the stretches and the end. Only a stretch whose
        likeliest tags one by one do not follow one another is searched."""
        best: Ints = rated.argmax(axis=1)
        edges = np.asarray(bounds)
        if len(best) == 0:
            return best
        before = np.concatenate([[len(self._labels)], best[:-1]])
        before[edges[:-1]] = len(self._labels)
        bad = self._table[before, best] < 0
        bad[edges[1:] - 1] |= self._final[best[edges[1:] - 1]] < 0
        for n in np.flatnonzero(np.add.reduceat(bad, edges[:-1])):
            stretch = slice(int(edges[n]), int(edges[n + 1]))
            best[stretch] = best_labels(rated[stretch], self._table, self._final)
        return best

    def spans(self, best: Ints) -> list[tuple[int, int, str]]:
        """Start, end and kind of each span."""
        out = []
        start = 0
        inside = np.flatnonzero(best != self._labels.index("O"))
        for at, tag in zip(inside.tolist(), (self._labels[n] for n in best[inside].tolist()), strict=True):
            if tag[0] in "BS":
                start = at
            if tag[0] in "ES":
                out.append((start, at + 1, tag[2:]))
        return out
