"""Sittings that are counted: "the 17th BRICS summit" names its year, because the language's table knows the count.

The table ``[[dating.series]]`` of ``times.toml`` gives for each series the ``words`` that follow its number, which may
be in digits, Roman or in words ("17th", "XVI", "двадцать первый"; where it stands elsewhere, a group ``n`` holds it),
and either ``base``, the year before the first of a yearly series, ``every`` years (1 unless said), or ``years``, the
year of each sitting by its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from chancery.extract.times import numbers
from chancery.extract.times.grammar import Grammar
from chancery.model.document import Span

_WRITTEN = r"(?P<n>(?:\b[^\W\d]+[ -])?\b[\w-]+)\ "  # the number before the words of a series, in one word or two
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


@dataclass(frozen=True, slots=True)
class Sitting:
    """The numbered sitting at ``span`` and the years it was or is held in, first and last."""

    span: Span
    first: int
    last: int


def sittings(text: str, words: Grammar) -> Iterator[Sitting]:
    """Every sitting in ``text`` whose year follows from its number."""
    for series in words.dating.get("series", ()):
        pattern = series["words"] if "(?P<n>" in series["words"] else f"{_WRITTEN}(?:{series['words']})"
        for match in re.finditer(pattern, text, re.VERBOSE):
            n = number(match["n"], words)
            if n is None:
                continue
            every = int(series.get("every", 1))
            year = series["years"].get(str(n)) if "years" in series else int(series["base"]) + n * every
            if year is not None and n >= int(series.get("from", 1)):
                first, _, last = match["n"].rpartition(" ")
                idle = len(first) + 1 if first and number(last, words) == n else 0  # "the eighth", "twenty first"
                yield Sitting(Span(start=match.start() + idle, end=match.end()), int(year), int(year) + every - 1)


def number(written: str, words: Grammar) -> int | None:
    """The number that ``17th``, ``XVI``, ``twenty-first`` or ``второй`` ends with; None if it is none."""
    digits = re.search(r"\d+", written)
    if digits:
        return int(digits[0])
    *before, last = re.findall(r"\w+", written) or [""]
    if last and set(last) <= _ROMAN.keys():
        values = [_ROMAN[letter] for letter in last]
        return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
    ordinal = words.words.get(last.casefold(), {}).get("Ordinal")
    tens = words.words.get(before[-1].casefold(), {}).get("Card") if before else None
    together = numbers.value([tens, ordinal]) if isinstance(tens, int) and isinstance(ordinal, int) else None
    return together or (ordinal if isinstance(ordinal, int) else None)
