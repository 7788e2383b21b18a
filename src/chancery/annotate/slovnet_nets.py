"""Slovnet's three Russian models (tags, tree, names) run over many sentences at once without padding.

The weights (A. Kukushkin's slovnet news models with navec vectors, MIT licence) travel in the wheel of
``natasha``, which is never imported: its own imports fail beside newer set-ups. Slovnet reads the files; the
forward pass is ours: all sentences stand in one row, one empty column between two, which gives the same
numbers as slovnet's padded batches for less work, looks each word's vector up once for all three models, and
yields scores for names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from navec import Navec
from navec.meta import Meta
from navec.navec import META, PQ_
from navec.pq import PQ
from navec.tar import Tar
from slovnet.const import REL, SHAPE, TAG, WORD
from slovnet.exec.model import NER as NERModel
from slovnet.exec.model import Morph as MorphModel
from slovnet.exec.model import Syntax as SyntaxModel
from slovnet.exec.pack import Pack
from slovnet.shape import word_shape

from chancery.model.errors import PackError

Array = np.ndarray[tuple[int, ...], np.dtype[Any]]
NAVEC = "emb/navec_news_v1_1B_250K_300d_100q.tar"
VITERBI_BATCH = 64
RELATIONS_BATCH = 500  # words whose relations are scored at once: 10 MB


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What the models say of one sentence, per word: UD tag with features as slovnet writes it, index of the
    head (-1: root) with its relation and all candidate heads' scores (column 0: root), name tag and its
    score."""

    tags: list[str]
    heads: list[int]
    relations: list[str]
    arcs: Array
    names: list[str]
    name_scores: list[float]


def data() -> Path:
    """The folder of the models; PackError if natasha is not installed."""
    spec = find_spec("natasha")
    if spec is None or spec.origin is None:
        raise PackError("the Russian models are missing", remedy="install the package natasha, which carries them")
    return Path(spec.origin).parent / "data"


class _Codes(PQ):  # type: ignore[misc]  # navec is not typed
    """Navec's vectors as they are stored: without the norms and products that only likeness of words needs."""

    def precompute(self) -> None:
        self.qdims = np.arange(self.qdim)


def vectors() -> Navec:
    """The word vectors that all three models share, without their words, which each model has by itself."""
    with Tar(data() / NAVEC) as archive:
        meta = Meta.from_file(archive.load(META))
        Meta.check_protocol(meta.protocol)
        return Navec(meta, None, _Codes.from_file(archive.load(PQ_)))


def _read(name: str, kind: Any, navec: Navec, *lists: str) -> list[Any]:
    """A model and, of its word lists, those named; the words and shapes are the same in all three."""
    with Pack(data() / f"model/slovnet_{name}_news_v1.tar") as pack:
        pack.load_meta().check_protocol()
        model = pack.load_model(kind)
        model = model.inject_arrays(dict(pack.load_arrays(model.weights)))
        return [model.inject_navec(navec), *map(pack.load_vocab, lists)]


class Encoder:
    """Word and shape vectors and three convolutions of width 3: the trunk that each model has of its own."""

    def __init__(self, model: Any) -> None:
        self._shapes = model.emb.shape.weight.array
        self._layers = [
            (
                [np.ascontiguousarray(layer.conv.weight.array[:, :, k].T) for k in range(3)],
                layer.conv.bias.array,
                layer.norm.weight.array / layer.norm.std.array,
                layer.norm.bias.array - layer.norm.mean.array * layer.norm.weight.array / layer.norm.std.array,
            )
            for layer in model.encoder.layers
        ]

    def __call__(self, vectors: Array, shapes: Array, gaps: Array) -> Array:
        """States of a row of words; ``gaps`` marks the empty columns, its first and last column among
        them."""
        states = np.concatenate((vectors, self._shapes[shapes]), axis=1)
        states[gaps] = 0  # zeros before each layer: so a sentence sees beyond its edges what it sees alone
        for weights, bias, scale, shift in self._layers:
            row = states @ weights[1]
            row[1:] += states[:-1] @ weights[0]
            row[:-1] += states[1:] @ weights[2]
            row += bias
            np.maximum(row, 0, out=row)
            row *= scale
            row += shift
            row[gaps] = 0
            states = row
        return states


class Nets:
    """The loaded models; ``parse`` runs them over a batch of tokenised sentences."""

    def __init__(self) -> None:
        navec = vectors()
        self._morph, self._words, self._shapes, tags = _read("morph", MorphModel, navec, WORD, SHAPE, TAG)
        self._syntax, relations = _read("syntax", SyntaxModel, navec, REL)
        self._ner, names = _read("ner", NERModel, navec, TAG)
        self._word_vectors = self._morph.emb.word
        self._encoders = [Encoder(model) for model in (self._morph, self._syntax, self._ner)]
        self._tags, self._relations, self._names = tags.items, relations.items, names.items
        # B- and I- of one label are one answer to "what is it?": a name's score is the sum of both.
        self._kin = [[at for at, other in enumerate(self._names) if other[1:] == tag[1:]] for tag in self._names]

    def _number(self, word: str) -> int:
        """The word's row in the vectors; they know many words only with е for ё."""
        low = word.lower()
        known = self._words.encode(low)
        if known == self._words.unk_id and "ё" in low:
            return int(self._words.encode(low.replace("ё", "е")))
        return int(known)

    def parse(self, sentences: Sequence[Sequence[str]]) -> Iterator[Parsed]:
        """The models' reading of each sentence, in order; sentences must not be empty."""
        if not sentences:
            return
        words: list[int] = [self._words.pad_id]
        shapes: list[int] = [self._shapes.pad_id]
        bounds: list[tuple[int, int]] = []
        for sentence in sentences:
            start = len(words)
            words.extend(map(self._number, sentence))
            shapes.extend(self._shapes.encode(word_shape(word)) for word in sentence)
            bounds.append((start, len(words)))
            words.append(self._words.pad_id)
            shapes.append(self._shapes.pad_id)
        ids, shape_ids = np.array(words), np.array(shapes)
        gaps = np.ones(len(ids), dtype=bool)
        for start, end in bounds:
            gaps[start:end] = False
        unique, inverse = np.unique(ids, return_inverse=True)
        vectors = self._word_vectors(unique)[inverse.reshape(-1)]
        morph, syntax, ner = (encode(vectors, shape_ids, gaps) for encode in self._encoders)
        tags = self._morph.head.proj(morph[None])[0].argmax(-1)
        emissions = self._ner.head(ner[None])[0]
        names = self._viterbi(emissions, bounds)
        chances = np.exp(emissions - emissions.max(-1, keepdims=True))
        chances /= chances.sum(-1, keepdims=True)
        trees = self._trees(syntax, bounds)
        for (start, end), path, (heads, relations, arcs) in zip(bounds, names, trees, strict=True):
            yield Parsed(
                tags=[self._tags[tag] for tag in tags[start:end].tolist()],
                heads=heads,
                relations=relations,
                arcs=arcs,
                names=[self._names[tag] for tag in path],
                name_scores=[float(chances[at, self._kin[tag]].sum()) for at, tag in enumerate(path, start)],
            )

    def _trees(self, states: Array, bounds: Sequence[tuple[int, int]]) -> list[tuple[list[int], list[str], Array]]:
        """Heads, relations and head scores of each sentence; what needs no sentence is done for all at once."""
        head, rel = self._syntax.head, self._syntax.rel
        seek = head.head(states) @ head.kernel.array
        offer, root = head.tail(states), head.tail(head.root.array.reshape(1, -1))
        arcs = [seek[start:end] @ np.concatenate((root, offer[start:end])).T for start, end in bounds]
        chosen = [scores.argmax(-1) - 1 for scores in arcs]
        places = np.concatenate([np.arange(start, end) for start, end in bounds])
        # index of each word's head in the row of states; behind its end stands the root
        heads = np.concatenate(
            [np.where(one < 0, len(states), one + start) for one, (start, _) in zip(chosen, bounds, strict=True)]
        )
        above = np.concatenate((rel.head(states), rel.head(rel.root.array.reshape(1, -1))))
        below = rel.tail(states)
        kinds = np.empty(len(places), dtype=int)
        width = below.shape[-1]
        for at in range(0, len(places), RELATIONS_BATCH):
            part = slice(at, at + RELATIONS_BATCH)
            mixed = (above[heads[part]] @ rel.kernel.array).reshape(-1, rel.kernel.array.shape[1] // width, width)
            kinds[part] = (mixed @ below[places[part]][:, :, None])[:, :, 0].argmax(-1)
        names = [self._relations[kind] for kind in kinds.tolist()]
        ends = np.cumsum([len(one) for one in chosen]).tolist()
        return [
            (one.tolist(), names[end - len(one) : end], scores)
            for one, end, scores in zip(chosen, ends, arcs, strict=True)
        ]

    def _viterbi(self, emissions: Array, bounds: Sequence[tuple[int, int]]) -> list[Array]:
        """The best name tags of each sentence, sentences of like length decoded together."""
        out: list[Array] = [np.empty(0, dtype=int)] * len(bounds)
        order = sorted(range(len(bounds)), key=lambda at: bounds[at][1] - bounds[at][0])
        for first in range(0, len(order), VITERBI_BATCH):
            batch = order[first : first + VITERBI_BATCH]
            lengths = [bounds[at][1] - bounds[at][0] for at in batch]
            block = np.zeros((len(batch), max(lengths), emissions.shape[-1]), dtype=emissions.dtype)
            mask = np.zeros(block.shape[:2], dtype=bool)
            for row, (at, length) in enumerate(zip(batch, lengths, strict=True)):
                block[row, :length] = emissions[slice(*bounds[at])]
                mask[row, :length] = True
            for at, path in zip(batch, self._ner.head.crf.decode(block, mask), strict=True):
                out[at] = path
        return out
