"""English: words, Universal Dependencies and names by one network of our own (``train/english``).

``load()`` gives the annotator that ``chancery.annotate`` asks for (``pipeline.Pipeline``): its method
``annotate_block(texts)`` returns one spaCy Doc per text with ``doc.text == text``. Each text is annotated by
itself, whatever stands beside it; time and memory are linear in its length.

White space that the tokenizer leaves over is a SPACE token hanging on the word before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]  # compiled, without types
from spacy.tokens import Doc
from spacy.vocab import Vocab

from chancery.annotate.english_corrections import correct
from chancery.annotate.english_lemmas import Lemmatizer
from chancery.annotate.english_network import Network, read_json
from chancery.annotate.english_pieces import Read
from chancery.annotate.english_punctuation import attach
from chancery.annotate.english_repairs import repaired
from chancery.annotate.english_sentences import corrected
from chancery.annotate.english_speech import Attributor
from chancery.annotate.english_tokens import Words, make, pieces, words
from chancery.annotate.english_trees import Decoder, Floats, Ints, heads, sentence_bounds
from chancery.annotate.passages import Passage
from chancery.languages.pack import load_pack

BATCH = 4000  # words after which the texts gathered are scored


class English:
    """The annotator of English; ``corrections`` is what repairs the names of a Doc that the network annotated."""

    def __init__(self, tokenizer: Tokenizer, folder: Path, corrections: Callable[[Doc], None] = correct) -> None:
        self._tokenizer = tokenizer
        self._corrections = corrections
        self._network = network = Network(folder)
        self._lemma = Lemmatizer(read_json(folder / "lemmas.json"), network.words)
        self._names = Decoder(network.labels.names)
        self._attribution = Attributor(network.labels.speech)

    def annotate_block(self, texts: Sequence[str]) -> list[Doc]:
        """One annotated Doc per text, in order."""
        cut = [words(self._tokenizer, text) for text in texts]
        parts = [list(pieces(text)) for text in cut]
        done = self._columns([piece for part in parts for piece in part])
        out = []
        for text, part in zip(cut, parts, strict=True):
            doc = _doc(self._tokenizer.vocab, text, list(islice(done, len(part))))
            self._corrections(doc)
            out.append(doc)
        return out

    def _columns(self, texts: Iterable[Words]) -> Iterator[_Columns]:
        """The annotation of each text, several scored together."""
        waiting: list[Words] = []
        size = 0
        for text in texts:
            waiting.append(text)
            size += len(text.forms)
            if size >= BATCH:
                yield from self._annotate(waiting)
                waiting, size = [], 0
        yield from self._annotate(waiting)

    def _annotate(self, texts: Sequence[Words]) -> list[_Columns]:
        """Score ``texts`` together and annotate each."""
        scores = self._network.scores([self._read(text) for text in texts])
        bounds = [self._bounds(text, score) if score else [0] for text, score in zip(texts, scores, strict=True)]
        trees = [self._tree(text, score, cut) for text, score, cut in zip(texts, scores, bounds, strict=True)]
        relations = self._relations(scores, trees)
        return [
            self._written(text, score, cut, tree, kinds) if text.places else _blank(text)
            for text, score, cut, tree, kinds in zip(texts, scores, bounds, trees, relations, strict=True)
        ]

    def _read(self, text: Words) -> Read:
        """The network's view of the words."""
        ends = [-1, *(text.offsets[i] + len(text.forms[i]) for i in text.places)]
        return self._network.read(
            [text.forms[i] for i in text.places],
            [end < text.offsets[i] for end, i in zip(ends, text.places, strict=False)],
        )

    def _bounds(self, text: Words, scores: Mapping[str, Any]) -> list[int]:
        """Where sentences start."""
        forms, offsets = [text.forms[i] for i in text.places], [text.offsets[i] for i in text.places]
        return sentence_bounds(corrected(scores["starts"][:, 0], forms, offsets))

    def _tree(self, text: Words, scores: Mapping[str, Any], bounds: Sequence[int]) -> Ints:
        """The head of every word, sentence by sentence; a root is its own."""
        tree = np.empty(bounds[-1], dtype=np.int64)
        if not len(tree):
            return tree
        mark = self._network.labels.upos.index("PUNCT")
        for start, end in pairwise(bounds):
            part = slice(start, end)
            arcs = scores["arc_query"][part] @ scores["arc_key"][part].T + scores["arc_bias"][part].T
            found = heads(np.concatenate([arcs, scores["arc_root"][part]], axis=1))
            attach(found, (scores["upos"][part] == mark).tolist(), [text.forms[i] for i in text.places[part]])
            tree[part] = found + start
        return tree

    def _relations(self, scores: Sequence[Mapping[str, Any]], trees: Sequence[Ints]) -> list[list[str]]:
        """The relation of every word of every Doc to its head, scored together."""
        read = [(score, tree) for score, tree in zip(scores, trees, strict=True) if score]
        pairs = [(score["rel_dep"], score["rel_head"][tree]) for score, tree in read]
        if not pairs:
            return [[] for _ in scores]
        found = self._network.relations(
            np.concatenate([dep for dep, _ in pairs]), np.concatenate([head for _, head in pairs])
        )
        kinds = self._network.labels.relations
        cut = np.split(found, np.cumsum([len(tree) for tree in trees])[:-1])
        return [
            [
                "ROOT" if parent == at else kinds[kind]
                for at, (parent, kind) in enumerate(zip(tree.tolist(), part.tolist(), strict=True))
            ]
            for tree, part in zip(trees, cut, strict=True)
        ]

    def _written(
        self, text: Words, scores: Mapping[str, Any], bounds: Sequence[int], tree: Ints, relations: list[str]
    ) -> _Columns:
        """What a text's scores, sentences and tree amount to."""
        labels = self._network.labels
        forms = [text.forms[i] for i in text.places]
        tags = [labels.upos[n] for n in scores["upos"].tolist()]
        penn = [labels.xpos[n] for n in scores["xpos"].tolist()]
        morphs = [labels.feats[n] for n in scores["feats"].tolist()]
        columns = _Columns(len(text.forms))
        columns.pos = tags
        columns.tags = penn
        columns.morphs = morphs
        columns.lemmas = [
            self._lemma(form, "PROPN" if fine.startswith("NNP") else tag, morph)
            for form, tag, fine, morph in zip(forms, tags, penn, morphs, strict=True)
        ]
        repaired(tree, relations, forms, tags)
        columns.heads = tree.tolist()
        columns.deps = [
            "punct" if tag == "PUNCT" and relation != "ROOT" else relation
            for tag, relation in zip(tags, relations, strict=True)
        ]
        columns.ents, spans = self._named(scores["names"], bounds)
        if len(forms) != len(text.forms):
            columns.spread(text)
        starts = [text.offsets[i] for i in text.places]
        ends = [start + len(form) for start, form in zip(starts, forms, strict=True)]
        columns.scores = {(starts[a], ends[b - 1]): score for a, b, score in spans}
        columns.speech = [
            Passage(starts[one.start], ends[one.end - 1], one.role, starts[one.to] if one.to >= 0 else -1, one.score)
            for one in self._attribution(scores)
        ]
        return columns

    def _named(self, scores: Floats, bounds: Sequence[int]) -> tuple[list[str], list[tuple[int, int, float]]]:
        """IOB2 tags, and each name's bounds with its score: the probability of its least certain word."""
        rated: Floats = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
        best = self._names(rated, bounds)
        tags = ["O"] * len(best)
        spans = []
        for start, end, kind in self._names.spans(best):
            sure = rated[np.arange(start, end), best[start:end]]
            spans.append((start, end, float(np.exp(sure.min()))))
            tags[start:end] = ["B-" + kind, *["I-" + kind] * (end - start - 1)]
        return tags, spans


class _Columns:
    """A text's annotation being put together, at first that of white space alone."""

    def __init__(self, count: int) -> None:
        self.pos = ["SPACE"] * count
        self.tags = ["_SP"] * count
        self.morphs = [""] * count
        self.lemmas = [""] * count
        self.deps = ["dep"] * count
        self.heads = [-1] * count
        self.ents = ["O"] * count
        self.scores: dict[tuple[int, int], float] = {}
        self.speech: list[Passage] = []

    def extend(self, other: _Columns) -> None:
        """Add the annotation of the piece that follows."""
        base = len(self.pos)
        self.heads += [head + base for head in other.heads]
        for mine, more in (
            (self.pos, other.pos), (self.tags, other.tags), (self.morphs, other.morphs), (self.lemmas, other.lemmas),
            (self.deps, other.deps), (self.ents, other.ents),
        ):  # fmt: skip
            mine.extend(more)
        self.scores |= other.scores
        self.speech += other.speech

    def spread(self, text: Words) -> None:
        """Make room for the pieces of white space: each hangs on the word before it, at the beginning on the first."""
        whole = _Columns(len(text.forms))
        for n, place in enumerate(text.places):
            whole.pos[place], whole.tags[place], whole.morphs[place] = self.pos[n], self.tags[n], self.morphs[n]
            whole.lemmas[place], whole.deps[place], whole.ents[place] = self.lemmas[n], self.deps[n], self.ents[n]
            whole.heads[place] = text.places[self.heads[n]]
        before = text.places[0]
        for i, head in enumerate(whole.heads):
            if head >= 0:
                before = i
            else:
                whole.heads[i] = before
                whole.lemmas[i] = text.forms[i]
        for i in range(len(whole.ents) - 2, 0, -1):  # a line break within a name does not cut it
            if text.forms[i].isspace() and whole.ents[i + 1].startswith("I-"):
                whole.ents[i] = whole.ents[i + 1]
        self.pos, self.tags, self.morphs, self.lemmas = whole.pos, whole.tags, whole.morphs, whole.lemmas
        self.heads, self.deps, self.ents = whole.heads, whole.deps, whole.ents


def _blank(text: Words) -> _Columns:
    """A text without words: white space alone, or nothing."""
    columns = _Columns(len(text.forms))
    columns.heads = [0] * len(text.forms)
    columns.deps = ["ROOT" if i == 0 else "dep" for i in range(len(text.forms))]
    columns.lemmas = list(text.forms)
    return columns


def _doc(vocab: Vocab, text: Words, parts: Sequence[_Columns]) -> Doc:
    """The Doc of a text from the annotation of its pieces."""
    whole = parts[0]
    for part in parts[1:]:
        whole.extend(part)
    doc = Doc(
        vocab, words=text.forms, spaces=text.spaces, pos=whole.pos, tags=whole.tags, morphs=whole.morphs,
        lemmas=whole.lemmas, heads=whole.heads, deps=whole.deps, ents=whole.ents,
    )  # fmt: skip
    doc.user_data["scores"] = whole.scores
    doc.user_data["speech"] = whole.speech
    return doc


def load() -> English:
    """The annotator with the language pack's model; PackError where the model is not there."""
    return English(make(), load_pack("en").path / "model")
