"""The training corpora as lists of ``Text``: words with whatever labels their source has.

Only the sets that may train are read here; development sets are read by ``read_ud`` for measuring alone.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import spacy
from spacy.tokens import Doc, DocBin

Label = TypeVar("Label", str, bool)
LONGEST_HEADLINE = 16  # words
_ARTICLES = frozenset({"the", "a", "an"})
_SMALL = frozenset({"a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"})


@dataclass(slots=True)
class Text:
    """Consecutive sentences of one document. A label list is empty where the source has none.

    ``heads`` are positions in the text (a root is its own head), ``starts`` the positions of sentence starts,
    ``names`` IOB2 tags; ``weight`` is the trust in the names. ``speech`` are the tags of attribution (IOBES, S for
    source, Q for cue, C for content), ``links`` triples of the kind of link (``network.LINKS``), the first word of
    what is linked and that of what it is linked to, -1 for nothing.
    """

    words: list[str]
    spaces: list[bool]  # whether white space or the beginning precedes each word
    starts: list[int]
    upos: list[str] = field(default_factory=list)
    xpos: list[str] = field(default_factory=list)
    feats: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    relations: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    speech: list[str] = field(default_factory=list)
    links: list[tuple[int, int, int]] = field(default_factory=list)
    weight: float = 1.0

    def __len__(self) -> int:
        return len(self.words)

    def part(self, start: int, end: int) -> Text:
        """Words ``start`` to ``end``, which must be bounds of sentences."""
        return Text(
            words=self.words[start:end],
            spaces=[True, *self.spaces[start + 1 : end]],
            starts=[at - start for at in self.starts if start <= at < end],
            upos=self.upos[start:end],
            xpos=self.xpos[start:end],
            feats=self.feats[start:end],
            lemmas=self.lemmas[start:end],
            heads=[head - start for head in self.heads[start:end]],
            relations=self.relations[start:end],
            names=self.names[start:end],
            speech=self.speech[start:end],
            links=[
                (kind, dep - start, head - start if head >= 0 else -1)
                for kind, dep, head in self.links
                if start <= dep < end and (head < 0 or start <= head < end)
            ],
            weight=self.weight,
        )


def docs(path: Path) -> list[Doc]:
    """The Docs of a ``.spacy`` file."""
    return list(DocBin().from_disk(path).get_docs(spacy.blank("en").vocab))


def read_ud(path: Path) -> list[Text]:
    """Texts of a treebank."""
    texts = []
    for doc in docs(path):
        tokens = [token for token in doc if not token.is_space]
        at = {token.i: number for number, token in enumerate(tokens)}
        texts.append(
            Text(
                words=[token.text for token in tokens],
                spaces=[n == 0 or tokens[n - 1].idx + len(tokens[n - 1]) < t.idx for n, t in enumerate(tokens)],
                starts=[number for number, token in enumerate(tokens) if token.is_sent_start],
                upos=[token.pos_ for token in tokens],
                xpos=[token.tag_ for token in tokens],
                feats=[str(token.morph) for token in tokens],
                lemmas=[token.lemma_ for token in tokens],
                heads=[at[token.head.i] for token in tokens],
                relations=["root" if token.head is token or token.dep_ == "ROOT" else token.dep_ for token in tokens],
            )
        )
    return texts


def read_names(path: Path, weight: float = 1.0) -> list[Text]:
    """Texts with names."""
    texts = []
    for doc in docs(path):
        tokens = [token for token in doc if not token.is_space]
        if not tokens:
            continue
        names = [f"{t.ent_iob_}-{t.ent_type_}" if t.ent_iob_ in {"B", "I"} else "O" for t in tokens]
        spaces = [n == 0 or tokens[n - 1].idx + len(tokens[n - 1]) < t.idx for n, t in enumerate(tokens)]
        texts.append(Text(words=[t.text for t in tokens], spaces=spaces, starts=[], names=names, weight=weight))
    return texts


def read_silver(path: Path, weight: float = 0.5) -> list[Text]:
    """Paragraphs of ``silver.py``; a name's tag is empty where it leaves doubt."""
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        Text(words=row["words"], spaces=row["spaces"], starts=[], names=row["names"], weight=weight) for row in rows
    ]


def add_names(treebank: Sequence[Text], named: Sequence[Text]) -> list[Text]:
    """Give sentences of ``treebank`` the names of equal sentences in ``named``; returns the texts not found."""
    places: dict[tuple[str, ...], list[tuple[Text, int]]] = {}
    for text in treebank:
        for start, end in pairwise([*text.starts, len(text)]):
            places.setdefault(tuple(text.words[start:end]), []).append((text, start))
    by_beginning: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for sentence in places:
        by_beginning.setdefault(sentence[:2], set()).add(sentence)
    left = []
    for text in named:
        words, at, missed = tuple(text.words), 0, 0
        while at < len(words):
            options = [*by_beginning.get(words[at : at + 2], ()), *by_beginning.get(words[at : at + 1], ())]
            found = max((s for s in options if words[at : at + len(s)] == s), key=len, default=())
            for target, start in places.get(found, ()):
                if not target.names:
                    target.names, target.weight = [""] * len(target), text.weight
                target.names[start : start + len(found)] = text.names[at : at + len(found)]
            missed += not found
            at += len(found) or 1
        if missed > len(words) / 2:
            left.append(text)
    return left


def chunks(texts: Sequence[Text], random_: random.Random, longest: int = 110) -> Iterator[Text]:
    """Cut texts at sentence starts into pieces of one or several sentences, as paragraphs come."""
    for text in texts:
        if not text.starts:
            for at in range(0, len(text), longest):
                yield text.part(at, min(len(text), at + longest))
            continue
        bounds = [*text.starts, len(text)]
        at = 0
        while at < len(bounds) - 1:
            wish = random_.choice((1, 30, 60, 90))
            end = at + 1
            while end < len(bounds) - 1 and bounds[end + 1] - bounds[at] <= wish:
                end += 1
            yield text.part(bounds[at], bounds[end])
            at = end


def augmented(text: Text, random_: random.Random) -> Text:
    """Now and then the text in capitals, without capitals, as a headline, or with straight/curly quotes."""
    if len(text.starts) == 1 and 4 <= len(text) <= LONGEST_HEADLINE and text.heads and random_.random() < 0.12:
        text = _headline(text)
        if random_.random() < 0.3:
            return text
        return replace(text, words=[word if word in _SMALL else word[:1].upper() + word[1:] for word in text.words])
    chance = random_.random()
    words = text.words
    if chance < 0.03:
        words = [word.upper() for word in words]
    elif chance < 0.05:
        words = [word.lower() for word in words]
    elif chance < 0.08:
        words = [word[:1].upper() + word[1:] if len(word) > 3 else word for word in words]
    elif chance < 0.30:
        words = [word.replace("'", "’") for word in words]
    if words is text.words:
        return text
    return replace(text, words=list(words))


def _headline(text: Text) -> Text:
    """A sentence of the treebank without articles and the full stop at its end, as headlines have it."""
    parents = {head for at, head in enumerate(text.heads) if head != at}
    last = len(text) - 1
    kept = [
        at
        for at, word in enumerate(text.words)
        if at in parents
        or text.heads[at] == at
        or not (word.lower() in _ARTICLES or (at == last and word == "."))
        or (text.names and text.names[at][:1] in {"B", "I"})
    ]
    place = {at: n for n, at in enumerate(kept)}

    def only(column: list[Label]) -> list[Label]:
        return [column[at] for at in kept] if column else []

    return Text(
        words=only(text.words), spaces=[True, *only(text.spaces)[1:]], starts=[0], upos=only(text.upos),
        xpos=only(text.xpos), feats=only(text.feats), lemmas=only(text.lemmas),
        heads=[place[text.heads[at]] for at in kept], relations=only(text.relations), names=only(text.names),
        weight=text.weight,
    )  # fmt: skip
