"""Full-text search over quotations and what statements are about, in any inflection.

Words are searched by their beginnings: an index of stems would need the languages' lemmas, which the ledger does not
have. ``авиарейсы`` finds ``авиарейсов``, ``agreements`` finds ``agreement``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from chancery.ledger.view import View
from chancery.model.errors import UsageError
from chancery.resolve.claim import Account

_KEPT = 5  # letters of a longer word that must agree


@dataclass(frozen=True, slots=True)
class Hit:
    """A statement found, with its rank (smaller is better)."""

    account: Account
    rank: float


def search(view: View, query: str, *, limit: int = 50) -> list[Hit]:
    """Statements in which every word of ``query`` occurs, best first; a phrase in quotation marks must occur as it is.

    UsageError if the query holds no word.
    """
    wanted = expression(query)
    if not wanted:
        raise UsageError(f"there is no word to search for in {query!r}")
    return [Hit(account, rank) for account, rank in view.matching(wanted, limit)]


def expression(query: str) -> str:
    """``query`` in the language of SQLite's FTS5."""
    parts = []
    for phrase, word in re.findall(r'"([^"]+)"|([^\s"]+)', query):
        if phrase:
            words = re.findall(r"\w+", phrase)
            parts.append('"' + " ".join(words) + '"' if words else "")
        else:
            for piece in re.findall(r"\w+", word):
                parts.append(f'"{piece[: max(_KEPT, len(piece) - 2)]}"*' if len(piece) > _KEPT else f'"{piece}"')
    return " AND ".join(filter(None, parts))
