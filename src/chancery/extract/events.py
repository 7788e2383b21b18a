"""The PLOVER root class of a sentence whose source and target are given.

A softmax regression over words near source and target, trained by ``train/plover`` on sentences of our own; its weights
are ``languages/xx/events.npz``. Tree rules say what happened where they hold; this answers where they do not, for every
sentence, and says how sure it is. Features: stems by zone (before, between, after source and target, and which of the
two comes first), pairs of neighbours, the words next to either, and the classes of the rules' lexicon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from chancery.languages.pack import Pack
from chancery.model.document import Span
from chancery.model.errors import ModelError, PackError

QUADS: Mapping[str, int] = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "COOPERATE": 2, "AID": 2, "YIELD": 2, "REQUEST": 3, "ACCUSE": 3,
    "REJECT": 3, "THREATEN": 3, "PROTEST": 4, "SANCTION": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip
SOURCE, TARGET = "‹s›", "‹t›"
LEXICON = (
    "ask", "promise", "meet", "visit_verb", "cooperate", "give", "help_verb", "aid_noun", "call_noun", "meeting_noun",
    "ready", "demand",
)  # fmt: skip
MAPS = ("stance", "stance_noun", "stance_adjective", "hostile", "hostile_noun", "agree_action", "greet")
WORD = re.compile(r"\d+|\w+|[^\w\s]")
NEAR = 3  # words beside source and target that count by their place
ENDINGS = re.compile(r"(?:ingly|ations?|ing|edly|ed|ies|es|s|ly|ment|ion)$")


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


def stem(word: str) -> str:
    """``word`` without its endings, crudely: enough to bring the forms of one verb together."""
    word = word.casefold()
    if not word.isascii():
        return word[:6] if len(word) > 7 else word[:5]
    if len(word) > 4:
        cut = ENDINGS.sub("", word)
        word = cut if len(cut) >= 3 else word
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


class Features:
    """The features of marked sentences with one language's lexicon."""

    def __init__(self, lexicon: Mapping[str, Any]) -> None:
        self._classes: dict[str, set[str]] = {}
        for name in LEXICON:
            for entry in lexicon.get("class", {}).get(name, ()):
                self._classes.setdefault(stem(entry.split()[0].partition("/")[0]), set()).add(name)
        for name in MAPS:
            for entry, value in lexicon.get("map", {}).get(name, {}).items():
                self._classes.setdefault(stem(entry.split()[0]), set()).add(value)

    def of(self, text: str, source: Span, target: Span) -> list[str]:
        """The features of ``text``; ``source`` and ``target`` may overlap."""
        words = self._words(text, source, target)
        s = words.index(SOURCE) if SOURCE in words else 0
        t = words.index(TARGET) if TARGET in words else len(words)
        first, last = min(s, t), max(s, t)
        order = "st" if s <= t else "ts"
        found = {f"o:{order}", *self._beside(words, s, "s"), *self._beside(words, t, "t")}
        for i, word in enumerate(words):
            zone = "b" if i < first else "m" if i <= last else "a"
            if word not in (SOURCE, TARGET):
                found |= {f"w:{word}", f"{order}{zone}:{word}"}
                found |= {f"{order}{zone}={name}" for name in self._classes.get(word, ())}
            if i + 1 < len(words):
                found.add(f"2:{word}_{words[i + 1]}")
        for i in range(max(0, first - 1), min(last + 2, len(words) - 2)):
            found.add(f"3:{words[i]}_{words[i + 1]}_{words[i + 2]}")
        return sorted(found)

    def _words(self, text: str, source: Span, target: Span) -> list[str]:
        """Stems of ``text``, source and target each as one word."""
        out: list[str] = []
        for match in WORD.finditer(text):
            mark = ""
            if target.start <= match.start() < target.end:
                mark = TARGET
            elif source.start <= match.start() < source.end:
                mark = SOURCE
            if not mark:
                out.append("0" if match[0].isdigit() else stem(match[0]))
            elif mark not in out:
                out.append(mark)
        return out

    def _beside(self, words: list[str], at: int, name: str) -> Iterator[str]:
        for step in range(1, NEAR + 1):
            if at + step < len(words):
                yield f"{name}+{step}:{words[at + step]}"
                yield f"{name}+:{words[at + step]}"
                yield from (f"{name}+={c}" for c in self._classes.get(words[at + step], ()))
            if 0 <= at - step < len(words):
                yield f"{name}-{step}:{words[at - step]}"
                yield from (f"{name}-={c}" for c in self._classes.get(words[at - step], ()))


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
            self._weights = stored["weights"].astype(np.float32) * stored["scale"]
            self._bias = stored["bias"]
        self._rows = {name: i for i, name in enumerate(names)}
        self._features = Features(pack.table("lexicon"))

    def scores(self, text: str, source: Span, target: Span) -> dict[str, float]:
        """The probability of each root class, most probable first."""
        rows = [self._rows[f] for f in self._features.of(text, source, target) if f in self._rows]
        logits = self._bias + (self._weights[rows].sum(axis=0) / max(1.0, len(rows) ** 0.5) if rows else 0.0)
        odds = np.exp(logits - logits.max())
        shares = odds / odds.sum()
        return {self._labels[i]: float(shares[i]) for i in np.argsort(-shares)}

    def classify(self, text: str, source: Span, target: Span) -> Event:
        """What ``source`` does to ``target`` in the sentence ``text``."""
        root, probability = next(iter(self.scores(text, source, target).items()))
        return Event(root=root, quad=QUADS[root], probability=probability)


@cache
def event_classifier(pack: Pack) -> EventClassifier:
    """The classifier of a language pack."""
    return EventClassifier(pack)
