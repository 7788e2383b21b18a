"""Repair of dependency trees that a parser chose word by word: cycles broken, one root a sentence.

Slovnet picks every word's best head by itself, so one sentence in ten holds a cycle and one in eight has
several roots. Both are repaired with the scores the parser gave to the other heads.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

Array = np.ndarray[tuple[int, ...], np.dtype[Any]]


def repair(
    heads: Sequence[int], relations: Sequence[str], arcs: Array, verbal: Sequence[bool]
) -> tuple[list[int], list[str]]:
    """``heads`` (-1: root) and ``relations`` as one tree with one root, whose relation is ``root``.

    ``arcs[i, j]`` is the score of word ``j - 1`` as head of word ``i``, column 0 that of the root; ``verbal``
    says which words are verbs. Of several roots the first verb stays (UD heads a chain of clauses with its
    first), else the first word; the others become its ``parataxis``. A cycle is broken where changing one
    head costs least.
    """
    heads, relations = list(heads), list(relations)
    if not heads:
        return heads, relations
    for at, head in enumerate(heads):
        if head == at or head >= len(heads):
            heads[at] = -1
    while cycle := _cycle(heads):
        _break(cycle, heads, relations, arcs)
    roots = [at for at, head in enumerate(heads) if head == -1]
    chosen = next((at for at in roots if verbal[at]), roots[0])
    for at in roots:
        if at != chosen:
            heads[at] = chosen
            if relations[at] in ("root", "<pad>"):
                relations[at] = "parataxis"
    for at, head in enumerate(heads):
        if head == -1:
            relations[at] = "root"
        elif relations[at] in ("root", "<pad>"):
            relations[at] = "dep"
    return heads, relations


MODIFIERS = frozenset({"amod", "nmod", "det", "case", "nummod", "acl"})


def to_nearest_twin(heads: Sequence[int], relations: Sequence[str], words: Sequence[str]) -> list[int]:
    """``heads`` with every modifier of a word that occurs twice hung on its nearest occurrence.

    The parser mixes up two occurrences of one word ("прошёл визит …, планируется ответный визит …"): a modifier goes to
    the far one although the near one lies between them or right beside it. Nothing is moved below itself.
    """
    heads = list(heads)
    if len({word.casefold() for word in words}) == len(words):
        return heads
    places: dict[str, list[int]] = {}
    for at, word in enumerate(words):
        places.setdefault(word.casefold(), []).append(at)
    for at, head in enumerate(heads):
        if head < 0 or relations[at] not in MODIFIERS:
            continue
        for twin in places[words[head].casefold()]:
            nearer = abs(twin - at) < abs(heads[at] - at)
            if twin not in (at, heads[at]) and nearer and not _below(heads, at, twin):
                heads[at] = twin
    return heads


def genitives_follow(heads: Sequence[int], relations: Sequence[str], tags: Sequence[str]) -> list[int]:
    """``heads`` with every bare genitive that hangs on a noun to its right hung on the nearest noun to its left.

    A genitive without a preposition follows what it belongs to ("визит президента"); what the parser finds further
    right is in the next clause. The search to the left ends at a verb or a comma.
    """
    heads = list(heads)
    marked = {head for at, head in enumerate(heads) if relations[at] == "case"}
    for at, head in enumerate(heads):
        if head <= at or relations[at] != "nmod" or "Case=Gen" not in tags[at] or at in marked:
            continue
        for left in range(at - 1, -1, -1):
            if tags[left].startswith(("VERB", "AUX", "PUNCT")):
                break
            if tags[left].startswith(("NOUN", "PROPN")) and not _below(heads, at, left):
                heads[at] = left
                break
    return heads


def _cycle(heads: Sequence[int]) -> list[int]:
    """The words of one cycle; empty if there is none."""
    state = [0] * len(heads)  # 0 unseen, else the number of the walk that saw the word
    for walk, start in enumerate(range(len(heads)), start=1):
        at = start
        while at != -1 and state[at] == 0:
            state[at] = walk
            at = heads[at]
        if at != -1 and state[at] == walk:
            cycle = [at]
            while heads[cycle[-1]] != at:
                cycle.append(heads[cycle[-1]])
            return cycle
    return []


def _below(heads: Sequence[int], top: int, at: int) -> bool:
    """Whether ``at`` hangs below ``top`` (or is it)."""
    seen = set()
    while at != -1 and at not in seen:
        if at == top:
            return True
        seen.add(at)
        at = heads[at]
    return False


def _break(cycle: Sequence[int], heads: list[int], relations: list[str], arcs: Array) -> None:
    """Give one word of ``cycle`` its best head outside of what hangs below it."""
    best: tuple[float, int, int] | None = None
    for at in cycle:
        now = float(arcs[at, heads[at] + 1])
        for head in range(-1, len(heads)):
            if head == at or (head != -1 and _below(heads, at, head)):
                continue
            cost = now - float(arcs[at, head + 1])
            if best is None or cost < best[0]:
                best = (cost, at, head)
    assert best is not None  # the root is always outside the cycle
    _, at, head = best
    heads[at] = head
    relations[at] = "root" if head == -1 else relations[at]
