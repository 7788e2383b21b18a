"""Quotation marks: which passages of a text stand between them, nested and over paragraphs, in linear time.

Text in print is not balanced: a mark may be missing, straight marks tell no direction, and a quotation that
runs over paragraphs opens again at each (English) or closes only at the end (Russian). Nothing here fails;
a mark that finds no partner ends with its block.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chancery.languages.pack import Pack
from chancery.model.document import Block, Span

LONGEST_RUN = 40  # paragraphs a quotation may run over before its mark is taken for a slip
_DOUBLE = {"«": "»", "“": "”", "„": "“”", "‟": "”", "〝": "〞"}
_CLOSERS = frozenset("»”“")
_STRAIGHT = '"'
DEEPEST = 6  # quotations within one another; more are slips


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """One quotation. ``content`` are the passages between its marks, one per paragraph; ``outer`` covers
    the marks of the first and last; ``depth`` counts the quotations around it; ``closed`` is False where
    the mark found no partner.
    """

    content: tuple[Span, ...]
    outer: Span
    depth: int = 0
    closed: bool = True


@dataclass(slots=True)
class _Open:
    mark: str
    at: int
    start: int  # where the content of the present paragraph begins
    pieces: list[Span]
    blocks: int = 0


def find_quotations(text: str, blocks: Sequence[Block], pack: Pack) -> list[Quotation]:
    """Every quotation in ``blocks``, in order of their opening mark.

    Marks come from the pack's ``quotes.pairs``; single marks are left alone, they are apostrophes as often.
    """
    pairs = {
        pair[0]: pair[1:] for pair in pack.table("speech").get("quotes", {}).get("pairs", ()) if pair[0] not in "‘'"
    }
    pairs = {mark: _DOUBLE.get(mark, "") + close for mark, close in pairs.items()}
    out: list[Quotation] = []
    stack: list[_Open] = []
    for block in blocks:
        start, end = block.span.start, block.span.end
        stack = _carried(stack, text, start, end, pairs, out)
        for at in range(start, end):
            char = text[at]
            if char == _STRAIGHT:
                if stack and stack[-1].mark == _STRAIGHT and not _opens(text, at, start, end):
                    _close(stack, at, at + 1, out)
                elif _STRAIGHT in pairs and _opens(text, at, start, end) and len(stack) < DEEPEST:
                    stack.append(_Open(_STRAIGHT, at, at + 1, []))
            elif stack and char in _CLOSERS and char in pairs.get(stack[-1].mark, ""):
                _close(stack, at, at + 1, out)
            elif char in pairs:
                if stack and at < stack[-1].start:
                    continue  # the mark that a quotation over several paragraphs repeats
                stack.append(_Open(char, at, at + 1, []))
            elif char in _CLOSERS:
                depth = next((n for n in range(len(stack) - 1, -1, -1) if char in pairs.get(stack[n].mark, "")), None)
                if depth is not None:
                    del stack[depth + 1 :]
                    _close(stack, at, at + 1, out)
        stack = _end_of_block(stack, text, end, out)
    while stack:
        opened = stack.pop()
        if opened.pieces:
            out.append(_made(opened, opened.pieces[-1].end, len(stack), closed=False))
    return sorted(out, key=lambda quotation: (quotation.outer.start, -quotation.outer.end))


def _opens(text: str, at: int, start: int, end: int) -> bool:
    """Whether a straight mark opens: a space, a bracket or nothing before it, and no space after it."""
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    return (before.isspace() or before in "([{-–—«“„") and not after.isspace()


def _close(stack: list[_Open], at: int, after: int, out: list[Quotation]) -> None:
    opened = stack.pop()
    if at > opened.start:
        opened.pieces.append(Span(start=opened.start, end=at))
    if opened.pieces:
        out.append(_made(opened, after, len(stack), closed=True))


def _made(opened: _Open, end: int, depth: int, *, closed: bool) -> Quotation:
    return Quotation(content=tuple(opened.pieces), outer=Span(start=opened.at, end=end), depth=depth, closed=closed)


def _end_of_block(stack: list[_Open], text: str, end: int, out: list[Quotation]) -> list[_Open]:
    """Keep the outermost open mark for the next paragraph; what is open inside it ends here."""
    if not stack:
        return stack
    first = stack[0]
    for depth, opened in enumerate(stack[1:], 1):
        if end > opened.start:
            opened.pieces.append(Span(start=opened.start, end=end))
            out.append(_made(opened, end, depth, closed=False))
    if end > first.start:
        first.pieces.append(Span(start=first.start, end=end))
    first.blocks += 1
    return [first]


def _carried(
    stack: list[_Open], text: str, start: int, end: int, pairs: dict[str, str], out: list[Quotation]
) -> list[_Open]:
    """Decide whether the mark left open goes on in this paragraph: it does if the paragraph opens with the
    same mark, or closes it before opening another; a straight mark or one that ran too long does not.
    """
    if not stack:
        return stack
    opened = stack[0]
    head = start
    while head < end and text[head].isspace():
        head += 1
    if opened.blocks < LONGEST_RUN and opened.pieces:
        if text[head : head + 1] == opened.mark and opened.mark != _STRAIGHT:
            opened.start = head + 1
            return stack
        if opened.mark != _STRAIGHT and _closes_first(text, start, end, opened.mark, pairs):
            opened.start = start
            return stack
    if opened.pieces:
        out.append(_made(opened, opened.pieces[-1].end, 0, closed=False))
    return []


def _closes_first(text: str, start: int, end: int, mark: str, pairs: dict[str, str]) -> bool:
    depth = 0
    for at in range(start, end):
        char = text[at]
        if char == mark:
            depth += 1
        elif char in pairs.get(mark, ""):
            if depth == 0:
                return True
            depth -= 1
    return False
