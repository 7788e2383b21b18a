"""What the structure of an HTML page says of its parts: which are blocks, which hold data, which are
furniture.

Three signs tell furniture: the element (``nav``, ``footer``), the words in its class and id
(``classes.toml``),
and where it stands: outside the element that holds nearly all of the page's prose. An element that holds most
of the page's text is never furniture, whatever it is called.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

_PROSE = 80  # characters from which a block that ends as a sentence does counts as prose
_MAIN_SHARE = 0.75  # of the page's prose that the element taken for the article must hold
_MOST = 0.5  # of the page's text above which an element cannot be furniture
_CELL = 200  # characters that a cell of a data table may have
_NEAR = 6  # blocks before the article that are spared, for its title and date often stand outside it
_STOP = re.compile(r"[.!?…:;][\"”»’')\]]*\s*$")


@cache
def _table() -> dict[str, frozenset[str]]:
    source = resources.files("chancery.read").joinpath("classes.toml")
    return {name: frozenset(words) for name, words in tomllib.loads(source.read_text(encoding="utf-8")).items()}


DROPPED = _table()["dropped"]
BLOCKS = _table()["blocks"]
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(slots=True, kw_only=True)
class Piece:
    """A block of the page: its text, the element it stands in, and what the structure says of it.

    ``linked`` is the share of its characters that are links, ``bold`` the number of its characters set in
    bold
    from the start; ``joined`` that it follows on the next line, as list items and rows do.
    """

    text: str
    element: Any
    tag: str
    furniture: bool
    linked: float
    bold: int
    joined: bool = False


class Layout:
    """Answers about the elements of one page."""

    def __init__(self, root: Any) -> None:
        self._sizes: dict[Any, int] = {}
        self._furniture: dict[Any, bool] = {}
        for element in reversed(list(root.iter())):
            if not isinstance(element.tag, str) or element.tag in DROPPED:
                continue
            size = len((element.text or "").strip())
            for child in element:
                size += self._sizes.get(child, 0) + len((child.tail or "").strip())
            self._sizes[element] = size
        self._total = max(1, self._sizes.get(root, 0))

    def tag(self, element: Any) -> str:
        """What a block in ``element`` is: a heading's level, ``li``, ``lead`` or ``p``."""
        tag = str(element.tag).lower()
        if tag in HEADINGS or tag == "li":
            return tag
        if tag in ("p", "div") and _names(element) & _table()["lead"]:
            return "lead"
        for parent in element.iterancestors():
            if parent.tag == "li":
                return "li"
            if parent.tag in ("ul", "ol", "article", "body", "td"):
                break
        return "p"

    def is_hidden(self, element: Any) -> bool:
        """Whether browsers do not show ``element``."""
        style = re.sub(r"\s", "", element.get("style") or "").lower()
        return element.get("hidden") is not None or "display:none" in style or "visibility:hidden" in style

    def is_data_row(self, row: Any) -> bool:
        """Whether a table row holds data: several cells, each a short run of text, no blocks inside."""
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        return len(cells) > 1 and all(
            self._sizes.get(cell, 0) < _CELL
            and not any(child.tag in BLOCKS or child.tag == "br" for child in cell.iterdescendants())
            for cell in cells
        )

    def is_furniture(self, element: Any) -> bool:
        """Whether element or class say that ``element`` is not part of the article."""
        if element not in self._furniture:
            self._furniture[element] = self._judge(element, str(element.tag).lower())
        return self._furniture[element]

    def _judge(self, element: Any, tag: str) -> bool:
        table = _table()
        if tag in table["whole"] or self._sizes.get(element, 0) > _MOST * self._total:
            return False
        if tag in table["elements"] or (element.get("role") or "").lower() in table["roles"]:
            return True
        if tag == "header":
            inside = any(parent.tag == "article" for parent in element.iterancestors())
            return not inside and element.find(".//h1") is None
        if tag in HEADINGS or tag not in BLOCKS | {"span"}:
            return False
        names = _names(element)
        parts = {part for name in names for part in re.split(r"[-_]+", name)}
        return bool(names & table["exact"] or (names | parts) & table["furniture"])


def _names(element: Any) -> frozenset[str]:
    return frozenset(f"{element.get('class') or ''} {element.get('id') or ''}".lower().split())


def mark_outside(pieces: Sequence[Piece]) -> None:
    """Mark as furniture what lies outside the element that holds nearly all of the page's prose."""
    weights: dict[Any, int] = {}
    total = 0
    for piece in pieces:
        if piece.furniture or piece.linked > 0.3 or len(piece.text) < _PROSE or not _STOP.search(piece.text):
            continue
        total += len(piece.text)
        for element in _line(piece.element):
            weights[element] = weights.get(element, 0) + len(piece.text)
    holders = [element for element, weight in weights.items() if weight >= _MAIN_SHARE * total]
    main = max(holders, key=lambda element: sum(1 for _ in element.iterancestors()), default=None)
    if main is None or main.tag in ("p", "html", "body"):
        return
    inside = [index for index, piece in enumerate(pieces) if main in set(_line(piece.element))]
    first, last = inside[0], inside[-1]
    for index, piece in enumerate(pieces):
        if first <= index <= last or piece.tag == "h1" or piece.element in weights:
            continue
        if piece.linked > 0.5 or not first - _NEAR <= index < first:
            piece.furniture = True


def _line(element: Any) -> Iterator[Any]:
    """``element`` and those it stands in."""
    yield element
    yield from element.iterancestors()
