"""Plain text to segments: paragraphs, wrapped lines joined, list items with their marks told apart.

A segment is a run of the text that stands on its own; which role it plays is decided in ``mark``. Nothing is
cut or changed: segments are ranges of the text, in order, and only white space lies between them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from chancery.model.document import BlockRole
from chancery.read.dates import find_dates

_LINE = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BULLET = re.compile(r"[•●▪■◦‣⁃∙·*]\s+|[-–—]\s+")
_NUMBER = re.compile(r"(?:\(?(?:\d{1,3}|[a-zа-я]|[ivx]{1,5})\)|\d{1,2}(?:\.\d{1,2}){0,2}\.)\s+", re.IGNORECASE)
_HEADING = re.compile(r"#{1,6}\s+")
_TERMINAL = re.compile(r"[.!?…:;][\"”»’')\]*_]*$")
_DASHES = "-–—"
_NARROWEST, _WIDEST = 40, 120  # characters between which pages are wrapped
_DATE = 40  # characters in which a line shows that it begins with a date ("24. April 2024"), not a number


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A run of text before its role is known.

    ``tag`` says what the source shows of it: ``p``, ``h1`` … ``h6``, ``li``, ``mark`` (the bullet or number
    of
    an item), ``lead``, ``row``. ``role`` is set where the source settles it. ``linked`` is the share of its
    characters that are links, ``label`` the range set in bold at its start as a speaker's label.
    """

    start: int
    end: int
    tag: str = "p"
    role: BlockRole | None = None
    linked: float = 0.0
    label: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    start: int
    end: int
    indent: int
    text: str


def segments(text: str, *, markdown: bool = False, begin: int = 0) -> list[Segment]:
    """The segments of a plain text from ``begin`` on; with ``markdown``, headings written with ``#`` too."""
    groups = _groups(text, begin)
    width = _wrap_width(groups)
    found: list[Segment] = []
    for group in groups:
        for run in _paragraphs(group, width=width, markdown=markdown):
            found += _segment(run, dashes=_is_list(group), markdown=markdown)
    return found


def _groups(text: str, begin: int) -> list[list[_Line]]:
    """Lines with something on them, grouped by the blank lines between them."""
    groups: list[list[_Line]] = []
    ended = -1
    for match in _LINE.finditer(text, begin):
        line = match.group()
        body = line.strip()
        if not body:
            continue
        indent = len(line) - len(line.lstrip())
        start = match.start() + indent
        gap = text[ended:start] if groups else ""
        if not groups or len(_BREAK.findall(gap)) > 1:
            groups.append([])
        groups[-1].append(_Line(start=start, end=start + len(body), indent=indent, text=body))
        ended = start + len(body)
    return groups


def _wrap_width(groups: list[list[_Line]]) -> int:
    """The width at which the lines of the page were wrapped, 0 if they end where paragraphs do.

    Where lines were wrapped, the first word of the next line would not have fitted: that is checked for every
    break inside a group, at the width of the longest lines but for a few odd ones.
    """
    breaks = [pair for group in groups for pair in pairwise(group)]
    lengths = sorted(line.indent + len(line.text) for line, _ in breaks if " " in line.text and "://" not in line.text)
    if len(lengths) < 2 or lengths[int(0.95 * (len(lengths) - 1))] > _WIDEST:
        return 0
    usual = [length for length in lengths if length <= _WIDEST]
    width = usual[int(0.97 * (len(usual) - 1))]
    full = [line for line, after in breaks if _is_full(line, after, width)]
    open_ended = sum(1 for line in full if not _TERMINAL.search(line.text))
    wrapped = width >= _NARROWEST and len(full) >= 0.5 * len(breaks) and open_ended >= max(2, 0.5 * len(full))
    return width if wrapped else 0


def _is_full(line: _Line, after: _Line, width: int) -> bool:
    """Whether the next line's first word would not have fitted on ``line``; a little slack for odd widths."""
    return line.indent + len(line.text) + 1 + len(after.text.split(None, 1)[0]) > width - max(2, width // 20)


def _paragraphs(group: list[_Line], *, width: int, markdown: bool) -> list[list[_Line]]:
    """The lines of a group, put together to paragraphs and items."""
    runs: list[list[_Line]] = []
    for line in group:
        if runs and width and not _begins(runs[-1], line, width, markdown=markdown):
            runs[-1].append(line)
        else:
            runs.append([line])
    return runs


def _begins(run: list[_Line], line: _Line, width: int, *, markdown: bool) -> bool:
    """Whether ``line`` begins a paragraph of its own after ``run``: the line before was not full, or it is set
    in, or it begins like an item after the end of a sentence."""
    last = run[-1]
    if not _is_full(last, line, width) or (markdown and _HEADING.match(line.text)):
        return True
    ended = bool(_TERMINAL.search(last.text))
    bullet = _BULLET.match(line.text) and line.text[0] not in _DASHES
    if bullet or (ended and _marker(line.text, dashes=True)):
        return True
    body = min(other.indent for other in run)
    return ended and line.indent >= body + 2 and not _marker(run[0].text, dashes=True)


def _is_list(group: list[_Line]) -> bool:
    """Whether dashes at the start of lines mark items: several in one group, and not a dialogue."""
    dashed = [line for line in group if line.text[:1] in _DASHES and _BULLET.match(line.text)]
    return len(dashed) >= 2 and not any("?" in line.text for line in dashed)


def _marker(line: str, *, dashes: bool) -> re.Match[str] | None:
    """The bullet or number a line begins with."""
    match = _BULLET.match(line)
    if match and (dashes or line[:1] not in _DASHES):
        return match
    number = _NUMBER.match(line)
    dated = number and any(found.start == 0 for found in find_dates(line[:_DATE], "de"))
    return None if dated else number


def _segment(run: list[_Line], *, dashes: bool, markdown: bool) -> list[Segment]:
    first = run[0]
    start, end = first.start, run[-1].end
    heading = _HEADING.match(first.text) if markdown else None
    if heading and heading.end() < len(first.text):
        level = heading.group().strip().count("#")
        return [
            Segment(start=start, end=start + level, tag="mark"),
            Segment(start=start + heading.end(), end=end, tag=f"h{level}"),
        ]
    marker = _marker(first.text, dashes=dashes)
    if marker and marker.end() < len(first.text):
        mark_end = start + len(marker.group().rstrip())
        return [
            Segment(start=start, end=mark_end, tag="mark"),
            Segment(start=start + marker.end(), end=end, tag="li"),
        ]
    return [Segment(start=start, end=end)]
