"""Texts as padded tensors, and an endless, seeded mixture of the corpora."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from corpus import Text, augmented, chunks
from torch import Tensor

from chancery.annotate.english_features import COLUMNS, Features

IGNORE = -100
NAMES = ("O", *(f"{place}-{kind}" for kind in ("PER", "ORG", "LOC") for place in "BIES"))


def iobes(tags: Sequence[str]) -> list[str]:
    """IOB2 tags as IOBES; the empty string (unknown) stays."""
    out = []
    for at, tag in enumerate(tags):
        goes_on = at + 1 < len(tags) and tags[at + 1].startswith("I-")
        if tag[:1] == "B":
            tag = tag if goes_on else "S" + tag[1:]
        elif tag[:1] == "I":
            tag = tag if goes_on else "E" + tag[1:]
        out.append(tag)
    return out


@dataclass(slots=True, kw_only=True)
class Labels:
    """The inventory of each tagging head and of the relations, in order."""

    upos: list[str]
    xpos: list[str]
    feats: list[str]
    relations: list[str]
    names: list[str]

    @classmethod
    def of(cls, treebank: Sequence[Text]) -> Labels:
        """Every label seen often enough to learn."""

        def often(column: str, least: int) -> list[str]:
            counts = Counter(label for text in treebank for label in getattr(text, column))
            return sorted(label for label, count in counts.items() if count >= least)

        return cls(
            upos=often("upos", 1), xpos=often("xpos", 1), feats=often("feats", 3),
            relations=[label for label in often("relations", 1) if label != "root"], names=list(NAMES),
        )  # fmt: skip

    def write(self, path: Path) -> None:
        """Save as JSON."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=0), encoding="utf-8")


class Encoder:
    """Makes batches of texts."""

    def __init__(self, labels: Labels, features: Features) -> None:
        self.features = features
        self.maps = {name: {label: n for n, label in enumerate(values)} for name, values in asdict(labels).items()}

    def __call__(self, texts: Sequence[Text]) -> dict[str, Tensor]:
        """Padded ids, lengths, and the labels there are (``IGNORE`` elsewhere)."""
        width = max(map(len, texts))
        size = (len(texts), width)
        ids = np.zeros((*size, len(COLUMNS)), dtype=np.int64)
        out = {name: np.full(size, IGNORE, dtype=np.int64) for name in (*self.maps, "heads", "sentence", "starts")}
        weight = np.zeros(size, dtype=np.float32)
        for row, text in enumerate(texts):
            ids[row, : len(text)] = self.features(text.words, text.spaces)
            columns = {"upos": text.upos, "xpos": text.xpos, "feats": text.feats,
                       "relations": text.relations, "names": iobes(text.names)}  # fmt: skip
            for name, values in columns.items():
                known = self.maps[name]
                if values:
                    out[name][row, : len(text)] = [known.get(value, IGNORE) for value in values]
            weight[row, : len(text)] = text.weight
            if text.starts:
                flags = np.zeros(len(text), dtype=np.int64)
                flags[text.starts] = 1
                out["starts"][row, : len(text)] = flags
                out["sentence"][row, : len(text)] = flags.cumsum()
            if text.heads:
                own = np.arange(len(text))
                out["heads"][row, : len(text)] = np.where(np.array(text.heads) == own, width, text.heads)
        batch = {name: torch.from_numpy(values) for name, values in out.items()}
        batch["ids"], batch["weight"] = torch.from_numpy(ids), torch.from_numpy(weight)
        batch["lengths"] = torch.tensor([len(text) for text in texts])
        return batch


def mixture(
    treebank: Sequence[Text], named: Sequence[Text], silver: Sequence[Text], *, words: int, share: float, seed: int
) -> Iterator[list[Text]]:
    """Batches of about ``words`` words for ever: each round all of ``treebank`` and ``named`` in fresh pieces
    and the next ``share`` of ``silver``."""
    random_ = random.Random(seed)
    at = 0
    step = int(len(silver) * share)
    order = list(silver)
    random_.shuffle(order)
    while True:
        texts = list(chunks(treebank, random_)) + list(chunks(named, random_))
        texts += list(chunks((order + order)[at : at + step], random_))
        at = (at + step) % max(1, len(order))
        random_.shuffle(texts)
        batches: list[list[Text]] = []
        for pool in range(0, len(texts), 3000):
            batch: list[Text] = []
            for text in sorted(texts[pool : pool + 3000], key=len):
                if batch and (len(batch) + 1) * len(text) > words:
                    batches.append(batch)
                    batch = []
                batch.append(text)
            batches.append(batch)
        random_.shuffle(batches)
        for batch in batches:
            yield [augmented(text, random_) for text in batch]
