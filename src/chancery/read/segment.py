"""Plain text to segments: paragraphs, wrapped lines joined, list items with their marks told apart.

A segment is a run of the text that stands on its own; which role it plays is decided in ``mark``. Nothing is
cut or changed: segments are ranges of the text, in order, and only white space lies between them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from statistics import median

from chancery.model.document import BlockRole
from chancery.read.dates import find_dates

_LINE = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BULLET = re.compile(r"[•●▪■◦‣⁃∙·*]\s+|[-–—]\s+")
_NUMBER = re.compile(r"(?:\(?(?:\d{1,3}|[a-zа-я]|[ivx]{1,5})\)|\d{1,2}(?:\.\d{1,2}){0,2}\.)\s+", re.IGNORECASE)
_HEADING = re.compile(r"#{1,6}\s+")
_TERMINAL = re.compile(r"[.!?…:;][\"”»’')\]*_]*$")
_DASHES = "-–—"
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


def segments(text: str, *, markdown: bool = False) -> list[Segment]:
    """The segments of a plain text; with ``markdown``, headings and rules written with ``#`` and ``---``
    too."""
    groups = _groups(text)
    wrapped = _is_wrapped(groups)
    width = max((len(line.text) for group in groups for line in group), default=0) if wrapped else 0
    found: list[Segment] = []
    for group in groups:
        for run in _paragraphs(group, wrapped=wrapped, width=width, markdown=markdown):
            found += _segment(run, dashes=_is_list(group), markdown=markdown)
    return found


def _groups(text: str) -> list[list[_Line]]:
    """Lines with something on them, grouped by the blank lines between them."""
    groups: list[list[_Line]] = []
    ended = -1
    for match in _LINE.finditer(text):
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


def _is_wrapped(groups: list[list[_Line]]) -> bool:
    """Whether lines end where the page was full, not where a paragraph ends.

    Then most lines inside a group break off in mid-sentence, at a length that hardly varies.
    """
    inner = [line.text for group in groups for line in group[:-1]]
    if len(inner) < 2:
        return False
    open_ended = [line for line in inner if not _TERMINAL.search(line)]
    longest = max(len(line) for line in inner)
    if longest > 130 or len(open_ended) < 0.5 * len(inner):
        return False
    typical = median(len(line) for line in open_ended)
    return typical >= 40 and typical >= 0.7 * longest


def _paragraphs(group: list[_Line], *, wrapped: bool, width: int, markdown: bool) -> list[list[_Line]]:
    """The lines of a group, put together to paragraphs and items."""
    runs: list[list[_Line]] = []
    for line in group:
        begins = (
            not runs
            or not wrapped
            or _marker(line.text, dashes=True)
            or (markdown and _HEADING.match(line.text))
            or _full(runs[-1], line, width)
        )
        if begins:
            runs.append([line])
        else:
            runs[-1].append(line)
    return runs


def _full(run: list[_Line], line: _Line, width: int) -> bool:
    """Whether the paragraph ``run`` ended before ``line``: a short last line, or a first line set in."""
    last = run[-1]
    short = len(last.text) + len(line.text.split(" ", 1)[0]) + 1 < 0.72 * width
    if short and (_TERMINAL.search(last.text) or line.text[:1].isupper()):
        return True
    body = min(other.indent for other in run)
    return line.indent >= body + 2 and bool(_TERMINAL.search(last.text)) and not _marker(run[0].text, dashes=True)


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
