"""Lists under an opener: "The sides will:", "The leaders agreed to the following:", "стороны намерены:".

A point says what it says only with its opener. For each point the two are put together to one tree, as if the sentence
had been written out ("the sides will open a school"), and the rules read that tree: whoever acts, whether it is done
and what kind of statement it is all come from the opener's own words, the passage is the point.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from chancery.extract.statements_scene import Scene
from chancery.model.document import Block, BlockRole
from chancery.rules import Hung

MARK = re.compile(r"\s*(?:[-–—•*·▪●◦o]\s|\(?(?:\d{1,2}|[a-zа-я]|[ivx]{1,4})[.)]\s)")
BODY = frozenset({BlockRole.PARAGRAPH, BlockRole.ITEM})
SUBJECT = frozenset({"nsubj", "nsubj:pass"})
NOUNS = frozenset({"NOUN", "PROPN"})
LOOSE = frozenset({"PUNCT", "SPACE", "X"})
MOST = 40  # points of one list
PLAIN = 60  # words of a point that no mark shows to be one


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One point of a list: the tokens of its opener and of its own first sentence, the word that heads it, and how the
    two hang together."""

    opener: range
    tokens: range
    head: int
    hung: Hung


def points(scene: Scene) -> tuple[Point, ...]:
    """Every point of the document's lists whose opener says something of it."""
    return tuple(_points(scene))


def _points(scene: Scene) -> Iterator[Point]:
    blocks = scene.context.document.blocks
    text = scene.context.document.text
    for number, block in enumerate(blocks):
        if block.role not in BODY or not block.span.of(text).rstrip(" *_").endswith(":"):
            continue
        opener = _last_sentence(scene, block)
        if not opener:
            continue
        for tokens in _items(scene, blocks[number + 1 :]):
            head = _head(scene, tokens)
            hung = _join(scene, opener, head) if head is not None else None
            if head is not None and hung is not None:
                yield Point(opener=opener, tokens=tokens, head=head, hung=hung)


def _last_sentence(scene: Scene, block: Block) -> range:
    tokens = scene.tokens(block.span)
    words = [i for i in tokens if scene.graph.pos[i] not in LOOSE]
    if not words:
        return range(0)
    sentence = scene.context.doc[words[-1]].sent
    return range(max(sentence.start, tokens.start), tokens.stop)


# --- the points ---


def _items(scene: Scene, blocks: tuple[Block, ...]) -> Iterator[range]:
    """The first sentence of each block that is a point of the list before it."""
    text = scene.context.document.text
    marked: bool | None = None
    count = 0
    for block in blocks:
        words = block.span.of(text)
        if block.role is BlockRole.FURNITURE and len(words.split()) == 1:
            continue  # the mark itself
        if block.role not in BODY or count == MOST or words.rstrip().endswith(":"):
            return
        own = block.role is BlockRole.ITEM or MARK.match(words) is not None
        marked = own if marked is None else marked
        if own is not marked or (not marked and len(words.split()) > PLAIN):
            return
        tokens = _first_sentence(scene, block)
        head = _head(scene, tokens)
        if not marked and (head is None or scene.graph.pos[head] != "VERB"):
            return
        count += 1
        yield tokens


def _first_sentence(scene: Scene, block: Block) -> range:
    """The tokens of the first sentence that has a word in it."""
    tokens = scene.tokens(block.span)
    first = next((i for i in tokens if scene.graph.pos[i] not in LOOSE), None)
    if first is None:
        return range(0)
    sentence = scene.context.doc[first].sent
    return range(max(sentence.start, tokens.start), min(sentence.end, tokens.stop))


def _head(scene: Scene, tokens: range) -> int | None:
    """The word that heads a point; None if it has a subject of its own, and so needs no opener."""
    graph = scene.graph
    root = next((i for i in tokens if graph.head[i] == i and graph.pos[i] not in LOOSE), None)
    if root is None or any(graph.dep[k] in SUBJECT for k in graph.children[root]):
        return None
    return root if graph.pos[root] in ("VERB", *NOUNS) else None


# --- what the opener leaves open ---


def _join(scene: Scene, opener: range, item: int) -> Hung | None:
    """How the word ``item`` hangs on the opener; None where the opener leaves nothing open that it could be."""
    graph, lexicon = scene.graph, scene.rules.lexicon
    words = [i for i in opener if graph.pos[i] not in LOOSE]
    tail = words[-1]
    verbal = graph.pos[item] == "VERB"
    pointer = _pointer(scene, words)
    if pointer is not None:
        host = graph.head[pointer]
        if host == pointer or graph.lemma[host] in lexicon.words("list_transparent"):
            return None
        place = _clausal(scene, host) if verbal else (graph.dep[pointer], graph.case(pointer))
        return {item: (host, *place), pointer: (pointer, "ROOT", "")}
    if graph.lemma[tail] in lexicon.words("list_infinitive"):
        host = graph.head[tail]
        if graph.dep[tail] in ("case", "mark") and host < tail:
            host = graph.head[host]  # "called on Sudan to:"
        place = _clausal(scene, host) if verbal else ("obl", graph.lemma[tail])
        return {item: (host, *place), tail: (tail, "ROOT", "")} if host != tail else None
    if graph.pos[tail] == "AUX" and graph.lemma[tail] in lexicon.words("list_auxiliary"):
        return _predicated(scene, tail, item) if verbal else None
    root = next((i for i in opener if graph.head[i] == i and graph.pos[i] not in LOOSE), tail)
    if graph.pos[root] in NOUNS:
        alone = graph.span(root)[1] >= tail and scene.stands_for(root) and verbal
        return {root: (item, "nsubj", "")} if alone else None
    if root != tail:
        return None
    place = _clausal(scene, root) if verbal else ("obj", "")
    return {item: (root, *place)}


def _pointer(scene: Scene, words: list[int]) -> int | None:
    """The word of the opener that the list spells out: "the following", "the following steps"."""
    graph, pointing = scene.graph, scene.rules.lexicon.words("list_pointer")
    for i in reversed(words):
        if graph.text[i] in pointing or graph.lemma[i] in pointing:
            noun = graph.head[i]
            return noun if graph.dep[i] in ("amod", "det") and graph.pos[noun] in NOUNS else i
    return None


def _clausal(scene: Scene, host: int) -> tuple[str, str]:
    """The relation and mark of a clause that completes ``host``."""
    infinitive = next(iter(sorted(scene.rules.lexicon.words("list_infinitive"))), "")
    return ("acl" if scene.graph.pos[host] in NOUNS else "xcomp", infinitive)


def _predicated(scene: Scene, auxiliary: int, item: int) -> Hung:
    """``item`` as the predicate of the auxiliary that ends the opener, with what hangs on that."""
    graph = scene.graph
    above = graph.head[auxiliary]
    base = auxiliary if above == auxiliary else above
    hung: dict[int, tuple[int, str, str]] = {auxiliary: (item, "aux", "")}
    if graph.pos[base] in NOUNS:  # "Стороны будут:" taken for a nominal predicate
        return {**hung, base: (item, "nsubj", "")}
    for child in graph.children[base]:
        if child != auxiliary and graph.dep[child] != "punct":
            hung[child] = (item, graph.dep[child], graph.case(child))
    return hung
