"""Words to the pieces that the encoder knows: the likeliest split by a unigram vocabulary (Kudo 2018)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

MARK = "\u2581"  # stands for the white space before a word
SPECIAL = ("<pad>", "<s>", "</s>", "<unk>")  # the first ids of our own vocabulary, in this order
UNKNOWN = 10.0  # how much less likely than the rarest piece a letter without one is
LONGEST = 64  # characters of a word that are looked at
CACHE = 60_000  # words whose split is remembered


def normal(text: str) -> str:
    """``text`` as the vocabulary spells it."""
    return unicodedata.normalize("NFKC", text)


class Pieces:
    """A unigram vocabulary. ``ids`` gives the id of each piece; a word's pieces are found once and remembered."""

    def __init__(self, pieces: Sequence[str], scores: Sequence[float], ids: Mapping[str, int]) -> None:
        self._scores = {piece: float(score) for piece, score in zip(pieces, scores, strict=True)}
        for piece in SPECIAL:
            self._scores.pop(piece, None)
        self._ids = ids
        self._longest = max(map(len, self._scores))
        self._unknown = min(self._scores.values()) - UNKNOWN
        self.of = lru_cache(maxsize=CACHE)(self._split)

    def _split(self, word: str, mark: bool) -> tuple[int, ...]:
        """The ids of the pieces of ``word``; ``mark`` if white space stands before it."""
        text = (MARK if mark else "") + normal(word)[:LONGEST].replace(" ", MARK)
        best = [0.0] + [float("-inf")] * len(text)
        back = [0] * (len(text) + 1)
        for start in range(len(text)):
            for end in range(start + 1, min(len(text), start + self._longest) + 1):
                score = self._scores.get(text[start:end])
                if score is None:
                    if end > start + 1:
                        continue
                    score = self._unknown
                if best[start] + score > best[end]:
                    best[end], back[end] = best[start] + score, start
        out: list[int] = []
        end = len(text)
        while end > 0:
            piece = text[back[end] : end]
            out.append(self._ids.get(piece, self._ids[SPECIAL[3]]))
            end = back[end]
        return tuple(reversed(out))
