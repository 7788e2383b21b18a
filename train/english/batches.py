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

from chancery.annotate.english_pieces import Pieces

IGNORE = -100
NAMES = ("O", *(f"{place}-{kind}" for kind in ("PER", "ORG", "LOC") for place in "BIES"))
SPEECH = ("O", *(f"{place}-{role}" for role in "SQC" for place in "BIES"))


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
    speech: list[str]

    @classmethod
    def of(cls, treebank: Sequence[Text]) -> Labels:
        """Every label seen often enough to learn."""

        def often(column: str, least: int) -> list[str]:
            counts = Counter(label for text in treebank for label in getattr(text, column))
            return sorted(label for label, count in counts.items() if count >= least)

        return cls(
            upos=often("upos", 1), xpos=often("xpos", 1), feats=often("feats", 3),
            relations=[label for label in often("relations", 1) if label != "root"], names=list(NAMES),
            speech=list(SPEECH),
        )  # fmt: skip

    def write(self, path: Path) -> None:
        """Save as JSON."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=0), encoding="utf-8")


class Encoder:
    """Makes batches of texts."""

    def __init__(self, labels: Labels, pieces: Pieces, marks: int) -> None:
        self.pieces = pieces
        self.around = marks  # the mark of the pieces around a text
        self.maps = {name: {label: n for n, label in enumerate(values)} for name, values in asdict(labels).items()}

    def __call__(self, texts: Sequence[Text]) -> dict[str, Tensor]:
        """Padded pieces and words, and the labels there are (``IGNORE`` elsewhere)."""
        width = max(map(len, texts))
        size = (len(texts), width)
        out = {name: np.full(size, IGNORE, dtype=np.int64) for name in (*self.maps, "heads", "sentence", "starts")}
        weight = np.zeros(size, dtype=np.float32)
        links: list[tuple[int, int, int, int]] = []
        for row, text in enumerate(texts):
            columns = {"upos": text.upos, "xpos": text.xpos, "feats": text.feats,
                       "relations": text.relations, "names": iobes(text.names), "speech": text.speech}  # fmt: skip
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
            links += [(row, kind, dep, head if head >= 0 else width) for kind, dep, head in text.links]
        batch = {name: torch.from_numpy(values) for name, values in out.items()}
        batch["weight"] = torch.from_numpy(weight)
        batch["links"] = torch.tensor(links, dtype=torch.int64).reshape(-1, 4)
        return batch | self.inputs(texts)

    def inputs(self, texts: Sequence[Text]) -> dict[str, Tensor]:
        """What the network sees of ``texts``."""
        read = [self.pieces(text.words, text.spaces) for text in texts]
        longest = max(len(one.pieces) for one in read) + 2
        pieces = np.zeros((len(texts), longest), dtype=np.int64)
        marks = np.full((len(texts), longest), self.around, dtype=np.int64)
        first = np.zeros((len(texts), max(map(len, texts))), dtype=np.int64)
        for row, one in enumerate(read):
            count = len(one.pieces)
            pieces[row, 0], pieces[row, 1 : count + 1], pieces[row, count + 1] = (
                self.pieces.begin, one.pieces, self.pieces.end
            )  # fmt: skip
            marks[row, 1 : count + 1] = np.repeat(one.marks, np.diff(one.bounds))
            first[row, : len(one)] = one.bounds[:-1] + 1
        count = [len(one.pieces) + 2 for one in read]
        return {
            "pieces": torch.from_numpy(pieces), "marks": torch.from_numpy(marks), "count": torch.tensor(count),
            "first": torch.from_numpy(first),
        }  # fmt: skip


def mixture(
    whole: Sequence[Text], parts: Sequence[tuple[Sequence[Text], float]], *, words: int, seed: int
) -> Iterator[list[Text]]:
    """Batches of about ``words`` words for ever: each round all of ``whole`` in fresh pieces and, of each of the
    ``parts``, the next share."""
    random_ = random.Random(seed)
    orders = [(list(texts), int(len(texts) * share)) for texts, share in parts]
    for order, _ in orders:
        random_.shuffle(order)
    at = [0] * len(orders)
    while True:
        texts = list(chunks(whole, random_))
        for n, (order, step) in enumerate(orders):
            texts += list(chunks((order + order)[at[n] : at[n] + step], random_))
            at[n] = (at[n] + step) % max(1, len(order))
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
