"""What a clue to a document's date is, and what every finder of clues asks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from chancery.extract.context import Context
from chancery.model.document import BlockRole

PAGES_SINCE = 1995  # before it texts were not published as pages: what is older is history, not news
Stretch = tuple[date | None, date | None]  # first and last day; None where open


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A clue: the text was written on a day of one of the ``spans``. A smaller ``rank`` is more certain."""

    quote: str
    reason: str
    rank: int
    spans: tuple[Stretch, ...]


def between(lower: date | None, upper: date | None, *, quote: str, reason: str, rank: int) -> Bound:
    """A clue that allows one stretch of days."""
    return Bound(quote=quote, reason=reason, rank=rank, spans=((lower, upper),))


def quoted(text: str, start: int, end: int) -> str:
    """The passage as a clue shows it: on one line."""
    return re.sub(r"\s+", " ", text[start:end]).strip()


def lead(context: Context) -> int:
    """Where the headline and the first two paragraphs end: who is named in them takes part."""
    blocks = context.document.readable()
    text = [b for b in blocks if b.role is not BlockRole.TITLE][:2]
    return text[-1].span.end if text else 0
