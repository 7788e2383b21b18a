"""Full-text search over quotations and what statements are about, in any inflection.

The index holds the lemmas that reading found. The lemmas of the question are found by the caller, as the ledger knows
nothing of language. Readings that were kept before lemmas were are searched by the beginnings of words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from chancery.ledger.index import UNKNOWN
from chancery.ledger.view import View
from chancery.model.errors import UsageError
from chancery.resolve.claim import Account

_KEPT = 5  # letters of a longer word that must agree


@dataclass(frozen=True, slots=True)
class Hit:
    """A statement found, with its rank (smaller is better)."""

    account: Account
    rank: float


def search(
    view: View,
    query: str,
    *,
    limit: int = 50,
    skip: int = 0,
    lemmas: Callable[[str], Iterable[str]] | None = None,
) -> list[Hit]:
    """Statements in which every word of ``query`` occurs, best first, leaving out the first ``skip``; a phrase in
    quotation marks must occur as it is. ``lemmas`` gives the dictionary forms of a word, by which all its inflections
    are found.

    UsageError if the query holds no word.
    """
    wanted = expression(query, lemmas)
    if not wanted:
        raise UsageError(f"there is no word to search for in {query!r}")
    return [Hit(account, rank) for account, rank in view.matching(wanted, limit, skip)]


def expression(query: str, lemmas: Callable[[str], Iterable[str]] | None = None) -> str:
    """``query`` in the language of SQLite's FTS5."""
    parts = []
    for phrase, word in re.findall(r'"([^"]+)"|([^\s"]+)', query):
        if phrase:
            words = re.findall(r"\w+", phrase)
            parts.append('"' + " ".join(words) + '"' if words else "")
            continue
        for piece in re.findall(r"\w+", word):
            forms = {piece.casefold(), *(lemmas(piece) if lemmas else ())}
            known = " OR ".join(f'"{form}"' for form in sorted(forms))
            parts.append(f"({known} OR ({{lemmas}} : {UNKNOWN} AND {_beginning(piece)}))")
    return " AND ".join(filter(None, parts))


def _beginning(word: str) -> str:
    """A word by its beginning, as far as inflection leaves it alone."""
    return f'"{word[: max(_KEPT, len(word) - 2)]}"*' if len(word) > _KEPT else f'"{word}"'
