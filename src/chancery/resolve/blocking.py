"""Which pairs of accounts are worth comparing at all: far fewer than all pairs, and none left out that could be one.

Two accounts of one happening share an actor. Beyond that, what is told apart by its time must have times that can meet;
what is told apart by a description must share two of its words, in either language, or a subject.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from chancery.resolve.claim import Claim
from chancery.resolve.glossary import keys as meanings
from chancery.resolve.match import TIMED, Likeness, likenesses
from chancery.resolve.words import formless, stems

_EVER = (-(10**9), 10**9)
_ENOUGH = 2  # weight of common keys from which two descriptions can be alike


def candidates(claims: Sequence[Claim]) -> Iterator[tuple[str, str]]:
    """Pairs of ids of ``claims``, each once, the earlier first; the order follows from that of ``claims``."""
    timed: dict[tuple[str, ...], list[int]] = defaultdict(list)
    described: dict[tuple[str, str], list[int]] = defaultdict(list)
    for n, claim in enumerate(claims):
        rule = likenesses()[claim.kind]
        if rule.text and claim.kind not in TIMED:
            described[claim.kind, claim.group].append(n)
        else:
            for actor in _actors(claim, rule):
                timed[claim.kind, claim.group, actor].append(n)
    pairs: set[tuple[int, int]] = set()
    for (kind, *_), members in timed.items():
        pairs.update(_meeting(claims, members, likenesses()[kind]))
    for (kind, _), members in described.items():
        pairs.update(_alike(claims, members, likenesses()[kind]))
    for x, y in sorted(pairs):
        yield claims[x].id, claims[y].id


def _actors(claim: Claim, rule: Likeness) -> set[str]:
    keys: set[str] = set()
    for role in (*rule.share, *rule.same):
        keys |= claim.actors.get(role, frozenset()) | claim.states.get(role, frozenset())
    return keys


def _meeting(claims: Sequence[Claim], members: Sequence[int], rule: Likeness) -> Iterator[tuple[int, int]]:
    """Pairs whose times can meet, found by a sweep over the beginnings."""
    spans = sorted((*(_EVER if rule.lasting else _span(claims[n], rule)), n) for n in members)
    open_: list[tuple[int, int]] = []  # ends and numbers of the spans begun
    for first, last, n in spans:
        open_ = [(end, other) for end, other in open_ if end >= first]
        for _, other in open_:
            yield min(n, other), max(n, other)
        open_.append((last, n))


def _span(claim: Claim, rule: Likeness) -> tuple[int, int]:
    """The days on which another account of the happening can lie, as ordinals; see ``match`` for the rules."""
    window, said = claim.window, claim.said
    reach = max(rule.near, rule.recall)
    if not window.stated:
        return _EVER if said is None else (said.toordinal() - reach, said.toordinal() + rule.near)
    first = window.lower.toordinal() - rule.gap if window.lower else _EVER[0]
    return first, window.upper.toordinal() + rule.gap if window.upper else _EVER[1]


def _alike(claims: Sequence[Claim], members: Sequence[int], rule: Likeness) -> Iterator[tuple[int, int]]:
    """Pairs with an actor and enough of their descriptions in common."""
    weights: dict[tuple[int, int], int] = defaultdict(int)
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    alone: set[int] = set()  # descriptions of a single word: that one in common is enough
    actors = {n: _actors(claims[n], rule) or {""} for n in members}
    for n in members:
        words, subjects = _words(claims[n], rule)
        if len(words) <= 1 or not any(claims[n].texts.get(role) for role in rule.text):
            alone.add(n)
        found = frozenset().union(*(meanings(word) for word in words)) or ({""} if not subjects else frozenset())
        for word in found:
            blocks["word", word].append(n)
        for subject in subjects:
            blocks["subject", subject].append(n)
    for (sort, _), block in blocks.items():
        weight = 1 if sort == "word" else _ENOUGH
        for at, x in enumerate(block):
            for y in block[at + 1 :]:
                weights[x, y] += weight
    for (x, y), weight in weights.items():
        if (weight >= _ENOUGH or x in alone or y in alone) and actors[x] & actors[y]:
            yield x, y


def _words(claim: Claim, rule: Likeness) -> tuple[frozenset[str], frozenset[str]]:
    """The words of a description, and what it is about without words: subject terms, and actors that it consists of."""
    cut = formless if claim.kind == "agreement" else stems
    texts = [claim.texts.get(role, "") for role in rule.text]
    words = frozenset().union(*(cut(text) or stems(text) for text in texts))
    return words, claim.topics.union(*(claim.actors.get(role, frozenset()) for role in rule.text))
