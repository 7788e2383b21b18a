"""Sittings that are counted: "the 17th BRICS summit" names its year, because the language's table knows the count.

The table ``[[dating.series]]`` of ``times.toml`` gives for each series the ``words`` with a group ``n`` for the number,
and either ``base``, the year before the first of a yearly series, ``every`` years (1 unless said), or ``years``, the
year of each sitting by its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from chancery.extract.times.grammar import Grammar
from chancery.model.document import Span

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


@dataclass(frozen=True, slots=True)
class Sitting:
    """The numbered sitting at ``span`` and the years it was or is held in, first and last."""

    span: Span
    first: int
    last: int


def sittings(text: str, words: Grammar) -> Iterator[Sitting]:
    """Every sitting in ``text`` whose year follows from its number."""
    names: dict[str, int] = words.dating.get("ordinals", {})
    for series in words.dating.get("series", ()):
        for match in re.finditer(series["words"], text, re.VERBOSE):
            n = _number(match["n"], names)
            if n is None:
                continue
            every = int(series.get("every", 1))
            year = series["years"].get(str(n)) if "years" in series else int(series["base"]) + n * every
            if year is not None and n >= int(series.get("from", 1)):
                yield Sitting(Span(start=match.start(), end=match.end()), int(year), int(year) + every - 1)


def _number(written: str, names: dict[str, int]) -> int | None:
    """``17th``, ``XVI``, ``второй`` as a number."""
    digits = re.match(r"\d+", written)
    if digits:
        return int(digits[0])
    if written.casefold() in names:
        return names[written.casefold()]
    if not written or not set(written) <= _ROMAN.keys():
        return None
    values = [_ROMAN[letter] for letter in written]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
