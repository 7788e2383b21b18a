"""Hang punctuation where the treebanks hang it, given the tree of the words.

The rules are those of Universal Dependencies, as the treebanks' own validation applies them (Udapi's FixPunct): a
mark that sets off a dependent unit hangs on that unit, paired marks on the head of what they enclose, other marks
as high as no arc is crossed.
"""

from __future__ import annotations

from collections.abc import Sequence

from chancery.annotate.english_trees import Ints

_CLOSED_BY = {"(": ")", "[": "]", "{": "}", "“": "”", "«": "»", "‘": "’", '"': '"', "``": "''", "„": "“"}
_FINAL = frozenset([".", "!", "?", "…", "..."])
_FARTHEST = 60  # words between paired marks


def attach(heads: Ints, marks: Sequence[bool], forms: Sequence[str]) -> None:
    """Change ``heads`` of one sentence (the root its own) at the words that are ``marks``."""
    head: list[int] = heads.tolist()
    count = len(head)
    if all(marks) or not any(marks):
        return
    root = next(n for n in range(count) if head[n] == n)
    if marks[root]:
        return
    for n in range(count):  # a mark has no dependents
        for _ in range(count):
            if not marks[head[n]]:
                break
            head[n] = head[head[n]]
    paired: dict[int, str] = {}
    for n in range(count):
        if marks[n] and n not in paired and forms[n] in _CLOSED_BY:
            _pair(n, head, marks, forms, paired)
    for n in range(count):
        if marks[n] and n not in paired:
            _hang(n, head, marks, forms, paired, root)
    heads[:] = head


def _pair(at: int, head: list[int], marks: Sequence[bool], forms: Sequence[str], paired: dict[int, str]) -> None:
    """Hang the opening mark ``at`` and the mark that closes it on the head of what stands between, if there is one."""
    closing, opening, depth = _CLOSED_BY[forms[at]], forms[at], 0
    for end in range(at + 1, min(len(head), at + _FARTHEST)):
        if not marks[end]:
            continue
        if forms[end] == closing and depth == 0:
            break
        depth += (forms[end] == opening) - (forms[end] == closing)
    else:
        return
    tops = [n for n in range(at + 1, end) if not marks[n] and (head[n] == n or not at < head[n] < end)]
    if len(tops) != 1:
        return
    head[at] = head[end] = tops[0]
    paired[at], paired[end] = "opening", "closing"


def _hang(
    at: int, head: list[int], marks: Sequence[bool], forms: Sequence[str], paired: dict[int, str], root: int
) -> None:
    """Hang the single mark ``at``."""
    left: int | None = at - 1
    while left is not None and left >= 0 and marks[left]:
        left = None if paired.get(left) == "opening" else left - 1
    if left is not None and left < 0:
        left = None
    right: int | None = at + 1
    while right is not None and right < len(head) and marks[right]:
        right = None if paired.get(right) == "closing" else right + 1
    if right is not None and right >= len(head):
        right = None
    if forms[at] in _FINAL and left is not None:
        right = None
    if left is not None:
        while head[left] != left and head[left] < at:
            left = head[left]
    if right is not None:
        while head[right] != right and head[right] > at:
            right = head[right]
    if left is not None and (right is None or _under(left, right, head)):
        head[at] = left
    elif right is not None and (left is None or _under(right, left, head)):
        head[at] = right
    else:
        head[at] = root


def _under(word: int, other: int, head: list[int]) -> bool:
    """Whether ``word`` is below ``other``."""
    while head[word] != word:
        word = head[word]
        if word == other:
            return True
    return False
