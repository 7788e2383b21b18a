"""What the English network sees of a word: a row of small integers, the same in training and at run time.

Columns: row of the word table; hashed prefix, suffixes and shape; whether white space precedes. Everything but
the last depends on the form alone, so rows are kept by form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from zlib import crc32

import numpy as np

Ids = np.ndarray[tuple[int, int], np.dtype[np.int32]]

BUCKETS = {"prefix3": 4096, "suffix2": 2048, "suffix3": 6144, "suffix4": 8192, "shape": 512, "space": 2}
COLUMNS = ("word", *BUCKETS)
CACHE = 200_000

_DIGIT = re.compile(r"\d")
_RUN = re.compile(r"(.)\1{3,}")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "…": "."})


def normal(form: str) -> str:
    """The form lowered, digits made 0, typographic quotes and dashes plain, long runs shortened."""
    return _RUN.sub(r"\1\1\1", _DIGIT.sub("0", form.translate(_QUOTES).lower()))


def shape(form: str) -> str:
    """The form's outline: X, x, d for letters and digits, other signs kept, runs of four at most three long."""
    signs = ["X" if c.isupper() else "x" if c.isalpha() else "d" if c.isdigit() else c for c in form[:40]]
    return _RUN.sub(r"\1\1\1", "".join(signs))


def _bucket(kind: str, value: str) -> int:
    return crc32(f"{kind} {value}".encode("utf-8", "surrogatepass")) % BUCKETS[kind]


class Features:
    """Rows of ids for words, given the word table's ``rows`` (normal form → row; 0 is unknown)."""

    def __init__(self, rows: Mapping[str, int]) -> None:
        self._rows = rows
        self._known: dict[str, tuple[int, ...]] = {}

    def _row(self, form: str) -> tuple[int, ...]:
        word = normal(form)
        row = (
            self._rows.get(word, 0),
            _bucket("prefix3", word[:3]),
            _bucket("suffix2", word[-2:]),
            _bucket("suffix3", word[-3:]),
            _bucket("suffix4", word[-4:]),
            _bucket("shape", shape(form)),
        )
        if len(self._known) >= CACHE:  # a long-running reader must not grow without bound
            self._known.clear()
        self._known[form] = row
        return row

    def __call__(self, forms: Iterable[str], spaces: Iterable[bool]) -> Ids:
        """One row per form; ``spaces`` says of each whether white space (or the block's start) precedes it."""
        known = self._known
        rows = [(known.get(form) or self._row(form)) for form in forms]
        ids = np.empty((len(rows), len(COLUMNS)), dtype=np.int32)
        if rows:
            ids[:, :-1] = rows
            ids[:, -1] = np.fromiter(spaces, dtype=bool, count=len(rows))
        return ids
