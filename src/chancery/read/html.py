"""HTML to text and segments, by our own rendering: every block of the page stands on its own, in page order.

Inline white space is collapsed as browsers do; scripts, styles and controls are dropped; rows of data tables
keep their cells apart with tabs. What the page's structure marks as not the article (navigation, footers,
share boxes, lists of links; see ``layout``) is kept and marked as furniture, so that nothing is silently
lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from chancery.model.document import BlockRole
from chancery.model.errors import ReadError
from chancery.read.layout import BLOCKS, DROPPED, Layout, Piece, mark_outside
from chancery.read.segment import Segment

_BOLD = frozenset({"b", "strong"})
_INVISIBLE: dict[int, str | None] = {
    **dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF)),
    0xA0: " ",
}
_STOP = re.compile(r"[.!?…:;][\"”»’')\]]*\s*$")
_LABEL_END = re.compile(r"\s*[:.]?\s*$")
_LABEL = 100  # characters that a speaker's label may have
_HEADING = 120  # characters that a paragraph all in bold may have to be a heading


@dataclass(slots=True)
class _Run:
    text: str
    linked: bool
    bold: bool


@dataclass(slots=True)
class _State:
    layout: Layout
    element: Any
    tag: str = "p"
    pieces: list[Piece] = field(default_factory=list)
    runs: list[_Run] = field(default_factory=list)
    drop: int = 0
    furniture: int = 0
    links: int = 0
    bold: int = 0
    pre: int = 0
    row: int = 0


def parse(page: str) -> Any:
    """The element tree of a page; ReadError if there is nothing on it."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = etree.fromstring(page.replace("\x00", "").encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(f"not HTML: {error}", remedy="save the page again from the browser") from error
    if root is None:
        raise ReadError("there is nothing on this page", remedy="save the page again from the browser")
    return root


def render(root: Any) -> tuple[str, list[Segment]]:
    """The text of a page and its segments."""
    pieces = _pieces(root)
    mark_outside(pieces)
    text: list[str] = []
    found: list[Segment] = []
    at = 0
    for piece in pieces:
        if text:
            gap = "\n" if piece.joined else "\n\n"
            text.append(gap)
            at += len(gap)
        found.append(_segment(piece, at))
        text.append(piece.text)
        at += len(piece.text)
    return "".join(text), found


def _segment(piece: Piece, at: int) -> Segment:
    label, tag = _label(piece), piece.tag
    all_bold = piece.bold >= len(piece.text) and len(piece.text) <= _HEADING
    if all_bold and tag == "p" and not _STOP.search(piece.text):
        tag = "h4"
    return Segment(
        start=at,
        end=at + len(piece.text),
        tag=tag,
        role=BlockRole.FURNITURE if piece.furniture else None,
        linked=piece.linked,
        label=(at, at + label) if label else None,
    )


def _label(piece: Piece) -> int:
    """Length of the speaker's label a paragraph begins with: set in bold and followed by a colon."""
    if not 0 < piece.bold < len(piece.text) or piece.bold > _LABEL:
        return 0
    bold, after = piece.text[: piece.bold], piece.text[piece.bold :].lstrip()
    if not (bold.rstrip().endswith(":") or after.startswith(":")) or "\n" in bold.strip():
        return 0
    end = _LABEL_END.search(bold)
    return end.start() if end else len(bold)


def _pieces(root: Any) -> list[Piece]:
    state = _State(layout=Layout(root), element=root)
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        if event == "start":
            _open(state, element, element.tag.lower())
        else:
            _close(state, element, element.tag.lower())
    _flush(state)
    return state.pieces


def _open(state: _State, element: Any, tag: str) -> None:
    if state.drop or tag in DROPPED or state.layout.is_hidden(element):
        state.drop += 1
        return
    if tag == "span" and state.layout.is_furniture(element):
        _flush(state)
    if tag in BLOCKS:
        if tag in ("td", "th") and state.row:
            state.runs.append(_Run("\t", False, False))
        else:
            _flush(state)
        state.row += tag == "tr" and state.layout.is_data_row(element)
        state.element, state.tag = element, state.layout.tag(element)
    if tag == "br":
        _line_break(state)
    _count(state, element, tag, 1)
    _add(state, element.text)


def _close(state: _State, element: Any, tag: str) -> None:
    if state.drop:
        state.drop -= 1
        if not state.drop:
            _add(state, element.tail)
        return
    if tag in BLOCKS and not (tag in ("td", "th") and state.row):
        _flush(state)
        state.row = 0 if tag == "tr" else state.row
    if tag == "span" and state.layout.is_furniture(element):
        _flush(state)
    _count(state, element, tag, -1)
    parent = element.getparent()
    if tag in BLOCKS and parent is not None and not state.row:
        state.element, state.tag = parent, state.layout.tag(parent)
    _add(state, element.tail)


def _count(state: _State, element: Any, tag: str, step: int) -> None:
    state.furniture += step * state.layout.is_furniture(element)
    state.links += step * (tag == "a")
    state.bold += step * (tag in _BOLD)
    state.pre += step * (tag == "pre")


def _add(state: _State, text: str | None) -> None:
    if not text or state.drop:
        return
    text = text.translate(_INVISIBLE)
    if not state.pre:
        text = re.sub(r"[ \t\r\n\f\v]+", " ", text)
    state.runs.append(_Run(text, state.links > 0, state.bold > 0))


def _line_break(state: _State) -> None:
    """A ``br``: two in a row, or one after the end of a sentence or of a bold line, end the block."""
    before = "".join(run.text for run in state.runs)
    bold = [run.bold for run in state.runs if run.text.strip()]
    if before.rstrip(" ").endswith("\n") or _STOP.search(before) or (bold and all(bold)):
        _flush(state)
    elif before.strip():
        state.runs.append(_Run("\n", False, bool(bold) and bold[-1]))


def _flush(state: _State) -> None:
    runs, state.runs = state.runs, []
    text, linked, bold = _join(runs, pre=state.pre > 0)
    if not text:
        return
    tag = "row" if state.row else state.tag
    joined = bool(state.pieces) and tag in ("li", "row") and state.pieces[-1].tag == tag
    state.pieces.append(
        Piece(
            text=text,
            element=state.element,
            tag=tag,
            furniture=state.furniture > 0,
            linked=linked,
            bold=bold,
            joined=joined,
        )
    )


def _join(runs: list[_Run], *, pre: bool) -> tuple[str, float, int]:
    """The text of ``runs`` with white space collapsed across them; the share of links; the bold prefix."""
    out: list[tuple[str, bool, bool]] = []
    for run in runs:
        for char in run.text:
            if char < " " and char not in "\n\t":
                continue
            if not pre and char in " \n\t" and (not out or out[-1][0] in " \n\t"):
                if out and char != " " and out[-1][0] == " ":
                    out[-1] = (char, False, out[-1][2])
                continue
            out.append((char, run.linked, run.bold))
    while out and out[-1][0].isspace():
        out.pop()
    first = next((at for at, (char, _, _) in enumerate(out) if not char.isspace()), 0)
    out = out[first:]
    letters = [linked for char, linked, _ in out if not char.isspace()]
    if not letters:
        return "", 0.0, 0
    prefix = next((at for at, (char, _, bold) in enumerate(out) if not bold and not char.isspace()), len(out))
    text = "".join(char for char, _, _ in out)
    return text, sum(letters) / len(letters), len(text[:prefix].rstrip())
