"""A conditional random field for English names, the network's second opinion.

It sees forms, outlines, endings and clusters of the word vectors in a window of five words; the network sees whole
sentences. The two go wrong in different places, so the mean of their opinions is taken (``english``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pycrfsuite

from chancery.annotate.english_features import CACHE, normal, shape
from chancery.annotate.english_network import unreadable
from chancery.annotate.english_trees import Floats

FLOOR = 1e-4  # least probability of a label: neither opinion forbids what the other is sure of


class NameFeatures:
    """Features of words in context; ``rows`` and ``clusters`` are the word table's."""

    def __init__(self, rows: Mapping[str, int], clusters: np.ndarray[tuple[int, int], np.dtype[np.int16]]) -> None:
        self._rows = rows
        self._clusters = clusters.tolist()
        self._known: dict[str, tuple[list[str], str, str, str, str]] = {}

    def _word(self, form: str) -> tuple[list[str], str, str, str, str]:
        """What a form contributes by itself: its features, its normal form, outline and clusters."""
        word, outline = normal(form), shape(form)
        fine, coarse = self._clusters[self._rows.get(word, 0)]
        own = [
            "b", f"w={word}", f"W={form}", f"s={outline}", f"p={word[:3]}", f"2={word[-2:]}", f"3={word[-3:]}",
            f"4={word[-4:]}", f"c={fine}", f"d={coarse}", f"cs={coarse}{outline}",
        ]  # fmt: skip
        known = (own, word, outline, str(fine), str(coarse))
        if len(self._known) >= CACHE:
            self._known.clear()
        self._known[form] = known
        return known

    def __call__(self, forms: Sequence[str]) -> list[list[str]]:
        """One list of features per word."""
        edge: tuple[list[str], str, str, str, str] = ([], "|", "|", "|", "|")
        read = [edge, edge, *((self._known.get(form) or self._word(form)) for form in forms), edge, edge]
        out = []
        for n in range(2, len(read) - 2):
            far, left, here, right, beyond = read[n - 2 : n + 3]
            out.append(
                [
                    *here[0],
                    "-w=" + left[1], "-s=" + left[2], "-c=" + left[3], "+w=" + right[1], "+s=" + right[2],
                    "+c=" + right[3], "=w=" + far[1], "=c=" + far[4], "=s=" + far[2], "#w=" + beyond[1],
                    "#c=" + beyond[4], "#s=" + beyond[2], "-ws=" + left[1] + here[2], "+ws=" + here[2] + right[1],
                    "-ss=" + left[2] + " " + here[2], "+ss=" + here[2] + " " + right[2],
                    "-cc=" + left[4] + " " + here[4], "+cc=" + here[4] + " " + right[4],
                ]
            )  # fmt: skip
        return out


class NameModel:
    """The trained field; ``labels`` are the network's."""

    def __init__(self, folder: Path, rows: Mapping[str, int], labels: Sequence[str]) -> None:
        try:
            clusters = np.load(folder / "clusters.npy")
            self._tagger = pycrfsuite.Tagger()
            self._tagger.open(str(folder / "names.crfsuite"))
        except OSError as error:
            raise unreadable(folder, error) from error
        self._features = NameFeatures(rows, clusters)
        self._labels = labels

    def probabilities(self, forms: Sequence[str]) -> Floats:
        """The probability of each label for each word of a sentence."""
        out = np.empty((len(forms), len(self._labels)), dtype=np.float32)
        self._tagger.set(self._features(forms))
        for at in range(len(forms)):
            for column, label in enumerate(self._labels):
                out[at, column] = self._tagger.marginal(label, at)
        return np.maximum(out, FLOOR)
