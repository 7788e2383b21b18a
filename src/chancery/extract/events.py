"""The PLOVER root class of a sentence whose source and target are given.

Tree rules say what happened where they hold; this answers where they do not, for every sentence, and says how sure it
is. A network of one hidden layer over features of words (``events_words``) and of the tree (``events_tree``), taught by
``train/plover`` on sentences of our own; its weights are ``languages/xx/events.npz``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from chancery.annotate.pipeline import pipeline_for
from chancery.extract.events_tree import TreeFeatures
from chancery.extract.events_words import WordFeatures
from chancery.languages.pack import Pack
from chancery.model.document import Span
from chancery.model.errors import ModelError, PackError
from chancery.rules.tree import Tree

QUADS: Mapping[str, int] = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "COOPERATE": 2, "AID": 2, "YIELD": 2, "REQUEST": 3, "ACCUSE": 3,
    "REJECT": 3, "THREATEN": 3, "PROTEST": 4, "SANCTION": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip
BATCH = 200  # sentences annotated together
SPREAD = 3.0  # times the root of their number: what a sentence's features are scaled by

Marked = tuple[str, Span, Span]  # text, source, target


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A PLOVER root class with its quad (1 verbal, 2 material cooperation, 3 verbal, 4 material conflict)."""

    root: str
    quad: int
    probability: float


_MARK = re.compile(r"<(/?)([st])>")


def unmark(marked: str, *, where: str = "") -> tuple[str, Span, Span]:
    """Text, first source and first target of a sentence marked <s>so</s> and <t>so</t>; ModelError if one lacks."""
    text, at, length = [], 0, 0
    starts: dict[str, int] = {}
    spans: dict[str, Span] = {}
    for match in _MARK.finditer(marked):
        text.append(marked[at : match.start()])
        length += match.start() - at
        at = match.end()
        name = match[2]
        if not match[1]:
            starts.setdefault(name, length)
        elif name in starts and name not in spans and length > starts[name]:
            spans[name] = Span(start=starts[name], end=length)
    text.append(marked[at:])
    for name, what in (("s", "source"), ("t", "target")):
        if name not in spans:
            raise ModelError(f"no {what}", where=where, remedy=f"mark it as <{name}>…</{name}>")
    return "".join(text), spans["s"], spans["t"]


class EventFeatures:
    """The features of marked sentences of one language."""

    def __init__(self, pack: Pack) -> None:
        self._words = WordFeatures(pack.table("lexicon"))
        self._tree = TreeFeatures(pack.table("events"))

    def of(self, tree: Tree, first: int, last: int, source: Span, target: Span) -> set[str]:
        """The features of tokens ``first`` to ``last`` (not included); the spans are of the whole Doc's characters."""
        doc = tree.doc
        start = doc[first].idx if first < last else 0
        text = doc[first:last].text
        ours, theirs = (Span(start=max(0, s.start - start), end=max(1, s.end - start)) for s in (source, target))
        return self._words.of(text, ours, theirs) | self._tree.of(tree, first, last, source, target)


def trees(code: str, texts: Sequence[str]) -> Iterator[Tree]:
    """The tree of every text, in order."""
    pipeline, _ = pipeline_for(code)
    for at in range(0, len(texts), BATCH):
        yield from map(Tree, pipeline.annotate_block(texts[at : at + BATCH]))


class EventClassifier:
    """Classifies sentences of one language; PackError if it has no weights."""

    def __init__(self, pack: Pack) -> None:
        path = pack.path / "events.npz"
        if not path.exists():
            where = f"{pack.code}/events.npz"
            raise PackError("has no weights for events", where=where, remedy="run train/plover/train.py")
        with np.load(path) as stored:
            names = bytes(stored["features"]).decode("utf-8").split("\n")
            self._labels = bytes(stored["labels"]).decode("utf-8").split("\n")
            self._first = stored["first"]  # 8-bit integers: feature by hidden unit
            self._scale = stored["scale"]
            self._inner, self._second, self._bias = stored["inner"], stored["second"], stored["bias"]
            self._warmth = float(stored["warmth"])
        self._code = pack.code
        self._rows = {name: i for i, name in enumerate(names)}
        self._features = EventFeatures(pack)

    def scores(self, text: str, source: Span, target: Span) -> dict[str, float]:
        """The probability of each root class, most probable first."""
        return next(self.scores_of([(text, source, target)]))

    def scores_of(self, sentences: Sequence[Marked]) -> Iterator[dict[str, float]]:
        """The same of many sentences, in order."""
        for (_, source, target), tree in zip(
            sentences, trees(self._code, [text for text, *_ in sentences]), strict=True
        ):
            yield self.scores_in(tree, 0, len(tree.doc), source, target)

    def scores_in(self, tree: Tree, first: int, last: int, source: Span, target: Span) -> dict[str, float]:
        """The same of tokens ``first`` to ``last`` (not included) of a document that is annotated already."""
        rows = [self._rows[f] for f in self._features.of(tree, first, last, source, target) if f in self._rows]
        hidden = self._inner
        if rows:
            hidden = hidden + self._first[rows].sum(axis=0, dtype=np.int32) * self._scale * (SPREAD / len(rows) ** 0.5)
        logits = (np.maximum(hidden, 0) @ self._second + self._bias) / self._warmth
        odds = np.exp(logits - logits.max())
        shares = odds / odds.sum()
        return {self._labels[i]: float(shares[i]) for i in np.argsort(-shares)}

    def classify(self, text: str, source: Span, target: Span) -> Event:
        """What ``source`` does to ``target`` in the sentence ``text``."""
        return _likeliest(self.scores(text, source, target))

    def classify_all(self, sentences: Sequence[Marked]) -> Iterator[Event]:
        """The same of many sentences, in order."""
        yield from map(_likeliest, self.scores_of(sentences))

    def classify_in(self, tree: Tree, first: int, last: int, source: Span, target: Span) -> Event:
        """The same of tokens ``first`` to ``last`` (not included) of a document that is annotated already."""
        return _likeliest(self.scores_in(tree, first, last, source, target))


def _likeliest(scores: Mapping[str, float]) -> Event:
    root, probability = next(iter(scores.items()))
    return Event(root=root, quad=QUADS[root], probability=probability)


@cache
def event_classifier(pack: Pack) -> EventClassifier:
    """The classifier of a language pack."""
    return EventClassifier(pack)
