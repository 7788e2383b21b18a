"""Attribution as the English network rates it: passages that are sources, cues and contents, and what goes together.

The tags of a text are decoded as a whole, for contents run over sentences; then each cue takes the source rated best
for it, if any is likelier than none, and each content its cue. Only passages near each other are put together, so
time is linear in the text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from chancery.annotate.english_trees import Decoder, Floats
from chancery.annotate.passages import Passage

REACH = 150  # words between passages that may belong together
BOLD = 0.5  # taken off the log-probability of standing outside attribution: single tags are shyer than passages
CERTAIN = -0.03  # log-probability from which a word is taken for outside attribution whatever stands beside it
SOURCE, CONTENT = 0, 1  # the kinds of link, in the network's order
ROLES = ("S", "Q", "C")


class Attributor:
    """Reads attribution off the network's scores; ``labels`` are its tags of attribution."""

    def __init__(self, labels: Sequence[str]) -> None:
        self._decoder = Decoder(labels)
        self._outside = labels.index("O")

    def __call__(self, scores: Mapping[str, Any]) -> list[Passage]:
        """The passages of a text, in order; their bounds count words."""
        rated: Floats = scores["speech"]
        rated = rated - np.logaddexp.reduce(rated, axis=1, keepdims=True)
        sure = rated[:, self._outside] > CERTAIN
        if sure.all():
            return []
        rated[:, self._outside] -= BOLD
        bounds = np.unique(np.concatenate([[0], np.flatnonzero(sure), [len(rated)]]))
        best = self._decoder(rated, bounds)
        likely = np.exp(rated[np.arange(len(best)), best])
        found = self._decoder.spans(best)
        begins = {role: [start for start, _, kind in found if kind == role] for role in ROLES}
        to = self._linked(scores, SOURCE, begins["Q"], begins["S"], required=False)
        to |= self._linked(scores, CONTENT, begins["C"], begins["Q"], required=True)
        return [
            Passage(start, end, role, to.get(start, -1), float(likely[start:end].mean())) for start, end, role in found
        ]

    @staticmethod
    def _linked(
        scores: Mapping[str, Any], kind: int, which: Sequence[int], options: Sequence[int], *, required: bool
    ) -> dict[int, int]:
        """For each word of ``which`` that of ``options`` it goes with."""
        if not which or not options:
            return {}
        rows, columns = np.array(which), np.array(options)
        size = scores["link_query"].shape[1] // 2
        part = slice(kind * size, (kind + 1) * size)
        rated = scores["link_query"][rows, part] @ scores["link_key"][columns, part].T
        rated[np.abs(rows[:, None] - columns[None, :]) > REACH] = -np.inf
        best = rated.argmax(axis=1)
        top = rated[np.arange(len(rows)), best]
        good = np.isfinite(top) if required else top > scores["link_none"][rows, kind]
        return {int(row): int(columns[n]) for row, n, fits in zip(rows, best, good, strict=True) if fits}
