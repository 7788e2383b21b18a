"""Which source and which content go with which cue: what the learned linker sees of a pair of spans.

Spans are runs of tokens of one block, given as (role, first, last) with indices into the document, last
inclusive.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

_BUCKETS = (0, 1, 2, 3, 5, 8, 13, 21, 40, 80)


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """A run of tokens that the tagger took for a source (S), cue (Q) or content (C)."""

    first: int
    last: int
    role: str


def bucket(number: int) -> str:
    """``number`` rounded down to a step of a rough scale."""
    return str(_BUCKETS[max(0, bisect_left(_BUCKETS, number + 1) - 1)])


def head_of(doc: Doc, part: Part) -> int:
    """The token of a part whose head lies outside it."""
    for i in range(part.first, part.last + 1):
        head = doc[i].head.i
        if (head < part.first or head > part.last or head == i) and not doc[i].is_punct:
            return i
    return part.first


def pair_features(doc: Doc, quote: Sequence[str], parts: Sequence[Part], cue: Part, other: Part) -> list[str]:
    """What is seen of the pair of a cue and a source or content; ``parts`` are all of the block, in order."""
    left, right = (cue, other) if cue.first < other.first else (other, cue)
    between = [p for p in parts if left.last < p.first and p.last < right.first]
    order = "<" if cue is left else ">"
    gap = max(0, right.first - left.last - 1)
    sentences = sum(bool(doc[i].is_sent_start) for i in range(left.last + 1, right.first + 1))
    cue_head, other_head = head_of(doc, cue), head_of(doc, other)
    relation = _relation(doc, cue_head, other_head, cue)
    kinds = "".join(p.role for p in between)
    marks = "".join(sorted({doc[i].text for i in range(left.last + 1, right.first) if doc[i].is_punct}))[:4]
    r = other.role
    rank = sum(p.role == r and min(cue.first, other.first) < p.first < max(cue.first, other.first) for p in parts)
    cues_between = kinds.count("Q")
    rivals = sum(p.role == "Q" for p in parts) - 1
    only = sum(p.role == r for p in parts) == 1
    pos = doc[cue_head].pos_
    return [
        r,
        f"{r}o{order}",
        f"{r}g{order}{bucket(gap)}",
        f"{r}s{order}{min(sentences, 3)}",
        f"{r}k{order}{kinds[:4]}",
        f"{r}m{order}{marks}",
        f"{r}d{relation}",
        f"{r}do{relation}{order}",
        f"{r}n{min(rank, 3)}{order}",
        f"{r}c{min(cues_between, 2)}",
        f"{r}rv{min(rivals, 2)}{'1' if only else '0'}",
        f"{r}q{quote[other_head]}{order}{min(sentences, 2)}",
        f"{r}p{pos}{order}",
        f"{r}l{doc[cue_head].lemma_.lower()}{order}",
        f"{r}sg{order}{min(sentences, 2)}{kinds[:3]}{bucket(gap)}",
    ]


def _relation(doc: Doc, cue: int, other: int, span: Part) -> str:
    """How the other part hangs on the cue: directly, above it, beside it, or the length of the way."""
    if span.first <= doc[other].head.i <= span.last and doc[other].head.i != other:
        return "below:" + doc[other].dep_
    if doc[cue].head.i == other and cue != other:
        return "above:" + doc[cue].dep_
    if doc[cue].head.i == doc[other].head.i:
        return "beside:" + doc[other].dep_ + ":" + doc[cue].dep_
    node = doc[other]
    for step in range(1, 6):
        node = node.head
        if span.first <= node.i <= span.last:
            return f"under{step}"
        if node.head.i == node.i:
            break
    node = doc[cue]
    for step in range(1, 6):
        node = node.head
        if node.i == other:
            return f"over{step}"
        if node.head.i == node.i:
            break
    return "far"
