"""HTML to text and segments, by our own rendering: every block of the page stands on its own, in page order.

Inline white space is collapsed as browsers do; scripts, styles and controls are dropped; rows of data tables
keep their cells apart with tabs. What the page's structure marks as not the article (navigation, footers,
share boxes, lists of links) is kept and marked as furniture, so that nothing of the page is silently lost.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from lxml import etree

from chancery.model.document import BlockRole
from chancery.model.errors import ReadError
from chancery.read.segment import Segment

_DROP = frozenset(
    "script style template noscript svg math iframe object embed head select option canvas audio video map "
    "button input textarea datalist progress meter".split()
)
_BLOCK = frozenset(
    "html body div p section article main header footer aside nav ul ol li dl dt dd table thead tbody tfoot tr td th "
    "caption h1 h2 h3 h4 h5 h6 blockquote pre figure figcaption form fieldset legend address hr center details "
    "summary dialog title menu".split()
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BOLD = frozenset({"b", "strong"})
_FURNITURE = frozenset({"nav", "footer", "aside", "form", "dialog", "menu", "figcaption"})
_ROLES = frozenset({"navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog", "menu"})
_WHOLE = frozenset({"html", "body", "article", "main"})
_INVISIBLE = {code: None for code in (0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF)} | {0xA0: " "}
_STOP = re.compile(r"[.!?…:;][\"”»’')\]]*\s*$")
_LABEL_END = re.compile(r"\s*[:.]?\s*$")
_MAIN_SHARE = 0.75  # of the page's prose that the element taken for the article must hold


@dataclass(slots=True, kw_only=True)
class Piece:
    """A block of the page: its text, the element it stands in, and what the structure says of it."""

    text: str
    element: Any
    tag: str
    furniture: bool
    linked: float
    bold: int  # characters set in bold from the start
    joined: bool = False  # follows the block before on the next line, as list items and rows do


@dataclass(slots=True)
class _Run:
    text: str
    linked: bool
    bold: bool


@dataclass(slots=True)
class _State:
    pieces: list[Piece] = field(default_factory=list)
    runs: list[_Run] = field(default_factory=list)
    drop: int = 0
    furniture: int = 0
    links: int = 0
    bold: int = 0
    pre: int = 0
    cells: int = 0
    element: Any = None
    tag: str = "p"


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
    _outside(pieces)
    text, found = [], []
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
    label = _label(piece)
    tag = piece.tag
    if piece.bold >= len(piece.text) and tag in ("p", "div") and len(piece.text) <= 120 and not _STOP.search(piece.text):
        tag = "h4"
    return Segment(
        start=at,
        end=at + len(piece.text),
        tag=tag if tag in _HEADINGS or tag in ("li", "row", "lead") else "p",
        role=BlockRole.FURNITURE if piece.furniture else None,
        linked=piece.linked,
        label=(at, at + label) if label else None,
    )


def _label(piece: Piece) -> int:
    """Length of the speaker's label a paragraph begins with: set in bold and followed by a colon."""
    if not 0 < piece.bold < len(piece.text) or piece.bold > 100:
        return 0
    bold, after = piece.text[: piece.bold], piece.text[piece.bold :].lstrip()
    if not (bold.rstrip().endswith(":") or after.startswith(":")) or "\n" in bold.strip():
        return 0
    end = _LABEL_END.search(bold)
    return end.start() if end else len(bold)


def _pieces(root: Any) -> list[Piece]:
    state = _State(element=root)
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        tag = element.tag.lower()
        if event == "start":
            _open(state, element, tag)
        else:
            _close(state, element, tag)
    _flush(state)
    return state.pieces


def _open(state: _State, element: Any, tag: str) -> None:
    if state.drop or tag in _DROP or _hidden(element):
        state.drop += 1
        return
    if tag in _BLOCK:
        if tag in ("td", "th") and state.cells:
            state.runs.append(_Run("\t", False, False))
        else:
            _flush(state)
        if tag == "tr" and _is_data(element):
            state.cells += 1
        state.element, state.tag = element, _tag(element, tag)
    if tag == "br":
        _line_break(state)
    state.furniture += _is_furniture(element, tag)
    state.links += tag == "a"
    state.bold += tag in _BOLD
    state.pre += tag == "pre"
    _add(state, element.text)


def _close(state: _State, element: Any, tag: str) -> None:
    if state.drop:
        state.drop -= 1
        if not state.drop:
            _add(state, element.tail)
        return
    if tag in _BLOCK and not (tag in ("td", "th") and state.cells):
        _flush(state)
        if tag == "tr" and state.cells:
            state.cells -= 1
    state.furniture -= _is_furniture(element, tag)
    state.links -= tag == "a"
    state.bold -= tag in _BOLD
    state.pre -= tag == "pre"
    if tag in _BLOCK:
        parent = element.getparent()
        if parent is not None and not state.cells:
            state.element, state.tag = parent, _tag(parent, str(parent.tag).lower())
    _add(state, element.tail)


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
    if before.endswith("\n") or _STOP.search(before) or (bold and all(bold)):
        _flush(state)
    elif before.strip():
        state.runs.append(_Run("\n", False, bool(bold) and bold[-1]))


def _flush(state: _State) -> None:
    runs, state.runs = state.runs, []
    text, linked, bold = _join(runs, pre=state.pre > 0)
    if not text:
        return
    tag = "row" if state.cells else state.tag
    joined = bool(state.pieces) and tag in ("li", "row") and state.pieces[-1].tag == tag
    state.pieces.append(
        Piece(
            text=text, element=state.element, tag=tag, furniture=state.furniture > 0,
            linked=linked, bold=bold, joined=joined,
        )
    )  # fmt: skip


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
    while out and out[0][0].isspace():
        out.pop(0)
    letters = [(linked, bold) for char, linked, bold in out if not char.isspace()]
    if not letters:
        return "", 0.0, 0
    prefix = next((at for at, (char, _, bold) in enumerate(out) if not bold and not char.isspace()), len(out))
    text = "".join(char for char, _, _ in out)
    return text, sum(linked for linked, _ in letters) / len(letters), len(text[:prefix].rstrip())


def _hidden(element: Any) -> bool:
    style = re.sub(r"\s", "", element.get("style") or "").lower()
    return element.get("hidden") is not None or "display:none" in style or "visibility:hidden" in style


def _tag(element: Any, tag: str) -> str:
    names = _names(element)
    if names & {"lead", "lede", "standfirst", "entry-summary", "article-lead", "read__lead", "announce"} and tag in ("p", "div"):
        return "lead"
    if tag in _HEADINGS or tag == "li":
        return tag
    for parent in element.iterancestors():
        if parent.tag == "li":
            return "li"
        if parent.tag in ("ul", "ol", "article", "body", "td"):
            break
    return "p"


def _names(element: Any) -> frozenset[str]:
    return frozenset(f"{element.get('class') or ''} {element.get('id') or ''}".lower().split())


@cache
def _class_words() -> re.Pattern[str]:
    table = tomllib.loads(resources.files("chancery.read").joinpath("classes.toml").read_text(encoding="utf-8"))
    return re.compile("|".join(rf"(?<![a-z]){re.escape(word)}(?![a-z])" for word in table["furniture"]))


def _is_furniture(element: Any, tag: str) -> bool:
    """Whether the structure of the page says that ``element`` is not part of the article."""
    if tag in _WHOLE:
        return False
    if tag in _FURNITURE or (element.get("role") or "").lower() in _ROLES:
        return True
    if tag == "header":
        return element.find(".//h1") is None and not any(parent.tag == "article" for parent in element.iterancestors())
    if tag in _HEADINGS or tag in ("p", "a", "b", "strong", "em", "i", "span", "br"):
        return tag in ("p", "span") and bool(_names(element)) and bool(_class_words().search(" ".join(_names(element))))
    names = " ".join(_names(element))
    return bool(names) and bool(_class_words().search(names)) and _prose(element) < _page_prose(element) * 0.5


def _prose(element: Any) -> int:
    return sum(len(text) for text in element.itertext("p") if len(text) > 80)


def _page_prose(element: Any) -> int:
    return max(1, _prose(element.getroottree().getroot()))


def _is_data(row: Any) -> bool:
    """Whether a table row holds data: several cells, each a short run of text, no blocks inside."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    return len(cells) > 1 and all(
        len("".join(cell.itertext())) < 200 and not any(child.tag in _BLOCK for child in cell.iterdescendants())
        for cell in cells
    )


def _outside(pieces: list[Piece]) -> None:
    """Mark what lies outside the element that holds nearly all of the page's prose."""
    weights: dict[Any, int] = {}
    total = 0
    for piece in pieces:
        if piece.furniture or piece.linked > 0.3 or len(piece.text) < 80 or not _STOP.search(piece.text):
            continue
        total += len(piece.text)
        for element in _ancestors(piece.element):
            weights[element] = weights.get(element, 0) + len(piece.text)
    if not total:
        return
    holders = [element for element, weight in weights.items() if weight >= _MAIN_SHARE * total]
    main = max(holders, key=lambda element: sum(1 for _ in element.iterancestors()), default=None)
    if main is None or main.tag in ("p", "html", "body"):
        return
    inside = [index for index, piece in enumerate(pieces) if main in set(_ancestors(piece.element))]
    first, last = inside[0], inside[-1]
    for index, piece in enumerate(pieces):
        if first <= index <= last or piece.tag == "h1" or weights.get(piece.element, 0):
            continue
        near = index < first and first - index <= 6
        if not near or piece.linked > 0.5:
            piece.furniture = True


def _ancestors(element: Any) -> Iterator[Any]:
    yield element
    yield from element.iterancestors()
