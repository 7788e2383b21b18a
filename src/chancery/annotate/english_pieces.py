"""What the English network sees of words: word pieces of a fixed vocabulary, and a mark for what these leave out.

The pieces are those of the encoder that training started from: lowered, without accents, the longest known piece
first. Case, outline, white space and quotation are lost in them, so each word has a mark that says them, the same
in training and at run time.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Int32 = np.ndarray[Any, np.dtype[np.int32]]

UNKNOWN, BEGIN, END = "[UNK]", "[CLS]", "[SEP]"
LONGEST = 5  # pieces of a word: of a longer one the first and the last
LONGEST_FORM = 60  # characters of a word that are looked at
OUTLINES = 8
QUOTES = 3  # outside a quotation, inside, a mark
MARKS = OUTLINES * 2 * QUOTES
CACHE = 200_000

_OPENING = frozenset({"“", "«", "„", "``"})
_CLOSING = frozenset({"”", "»", "''"})
_STRAIGHT = '"'


def outline(form: str) -> int:
    """The class of a word's look: signs, small letters, capitalised, capitals, one capital, mixed, digits, digits
    with letters."""
    digits = any(c.isdigit() for c in form)
    letters = [c for c in form if c.isalpha()]
    if not letters:
        return 6 if digits else 0
    if digits:
        return 7
    if all(c.islower() for c in letters):
        return 1
    if all(not c.islower() for c in letters):
        return 3 if len(letters) > 1 else 4
    return 2 if letters[0].isupper() and all(c.islower() for c in letters[1:]) else 5


def quoted(forms: Sequence[str]) -> list[int]:
    """For each word 0 outside double quotation marks, 1 inside, 2 for a mark; straight marks alternate."""
    out = []
    inside = 0
    for form in forms:
        if form in _OPENING or (form == _STRAIGHT and not inside):
            inside = 1
            out.append(2)
        elif form in _CLOSING or form == _STRAIGHT:
            inside = 0
            out.append(2)
        else:
            out.append(inside)
    return out


@dataclass(frozen=True, slots=True)
class Read:
    """The pieces of a text's words one after another, where each word's begin (and the end), each word's mark."""

    pieces: Int32
    bounds: Int32
    marks: Int32

    def __len__(self) -> int:
        return len(self.marks)


class Pieces:
    """Reads words; ``rows`` gives the number of each piece, pieces within a word beginning with ``##``."""

    def __init__(self, rows: Mapping[str, int]) -> None:
        self._rows = rows
        self._unknown = rows[UNKNOWN]
        self.begin, self.end = rows[BEGIN], rows[END]
        self._known: dict[str, tuple[list[int], int]] = {}

    def __call__(self, forms: Sequence[str], spaces: Iterable[bool]) -> Read:
        """``spaces`` says of each word whether white space (or the text's beginning) precedes it."""
        known = self._known
        found = [known.get(form) or self._look(form) for form in forms]
        counts = np.fromiter((len(pieces) for pieces, _ in found), dtype=np.int32, count=len(found))
        marks = np.fromiter((look for _, look in found), dtype=np.int32, count=len(found))
        apart = np.fromiter(spaces, dtype=np.int32, count=len(found))
        quotation = np.array(quoted(forms), dtype=np.int32)
        return Read(
            pieces=np.array([piece for pieces, _ in found for piece in pieces], dtype=np.int32),
            bounds=np.concatenate([[0], counts.cumsum()]).astype(np.int32),
            marks=((marks * 2 + apart) * QUOTES + quotation).astype(np.int32),
        )

    def _look(self, form: str) -> tuple[list[int], int]:
        """The pieces and outline of a form."""
        short = form[:LONGEST_FORM]
        pieces = [piece for part in _parts(short) for piece in self._cut(part)] or [self._unknown]
        if len(pieces) > LONGEST:
            pieces = [*pieces[: LONGEST - 1], pieces[-1]]
        if len(self._known) >= CACHE:  # a long-running reader must not grow without bound
            self._known.clear()
        self._known[form] = seen = (pieces, outline(short))
        return seen

    def _cut(self, part: str) -> list[int]:
        """The longest known pieces from the left; the unknown piece where none fits."""
        out = []
        start = 0
        while start < len(part):
            prefix = "##" if start else ""
            for end in range(len(part), start, -1):
                row = self._rows.get(prefix + part[start:end])
                if row is not None:
                    break
            else:
                return [self._unknown]
            out.append(row)
            start = end
        return out


def _parts(form: str) -> list[str]:
    """A form lowered, without accents, cut at every sign that is neither letter nor digit."""
    plain = [c for c in unicodedata.normalize("NFD", form.lower()) if unicodedata.category(c) not in {"Mn", "Cc", "Cf"}]
    out: list[str] = []
    joined = False
    for char in plain:
        if unicodedata.category(char)[0] in "PSZ":
            if not char.isspace():
                out.append(char)
            joined = False
        elif joined:
            out[-1] += char
        else:
            out.append(char)
            joined = True
    return out
