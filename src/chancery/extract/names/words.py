"""The words of a document as name-finding sees them, and phrases of the language pack matched against them.

Hyphens part words here ("экс-министр", "Secretary-General", "U.S.-Japan" become two words each), so one table
serves whatever a tokeniser does with them. A word knows its characters, its dictionary form and its token.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Doc, Token

PARTS = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+(?:[.'’ʻ][^\W_]+)*\.?|[^\w\s]|_")
HYPHENS = frozenset("-‐‑")


def plain(text: str) -> str:
    """``text`` in lower case, without stress marks and a closing full stop, ё written е: how tables are compared."""
    return text.lower().replace("ё", "е").replace("\u0301", "").rstrip(".")


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """A word or mark: characters ``start:end``, ``token`` its token's index, ``lower`` and ``lemma`` compared
    forms, ``glued`` whether a hyphen ties it to the word before."""

    text: str
    start: int
    end: int
    token: int
    lower: str
    lemma: str
    glued: bool = False

    @property
    def capital(self) -> bool:
        return self.text[:1].isupper()

    @property
    def is_word(self) -> bool:
        return self.text[:1].isalnum()


class Words:
    """All words of a Doc in order. Words of different blocks are never neighbours: a block's end is a
    mark."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.items: list[Word] = []
        for token in doc:
            if not token.is_space:
                self.items.extend(_parts(token, bool(self.items) and _tied(doc, token)))
        self._starts = [word.start for word in self.items]

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, at: int) -> Word:
        return self.items[at]

    def at(self, char: int) -> int:
        """Index of the first word that starts at ``char`` or later."""
        return bisect_left(self._starts, char)

    def slice(self, start: int, end: int) -> list[Word]:
        """The words that lie within characters ``start:end``."""
        return [word for word in self.items[self.at(start) : self.at(end)] if word.end <= end]

    def token(self, word: Word) -> Token:
        return self.doc[word.token]


def _tied(doc: Doc, token: Token) -> bool:
    """Whether a hyphen without white space ties ``token`` to the word before."""
    return (
        token.i >= 2
        and doc[token.i - 1].text in HYPHENS
        and not doc[token.i - 1].whitespace_
        and not doc[token.i - 2].whitespace_
    )


def _parts(token: Token, tied: bool) -> list[Word]:
    text, lemma = token.text, token.lemma_ or token.text
    if text in HYPHENS:
        nearby = token.i > 0 and not token.nbor(-1).whitespace_ and not token.whitespace_
        if nearby:
            return []
    if len(text) > 200:  # a block that is not read
        return [Word(text="¶", start=token.idx, end=token.idx + len(text), token=token.i, lower="¶", lemma="¶")]
    matches = [m for m in PARTS.finditer(text) if m.group() not in HYPHENS]
    lemmas = [part for part in re.split(r"[-‐‑]", lemma) if part]
    out: list[Word] = []
    for index, match in enumerate(matches):
        form = match.group()
        base = lemmas[index] if len(lemmas) == len(matches) else (lemma if len(matches) == 1 else form)
        glued = tied if index == 0 else text[match.start() - 1] in HYPHENS
        start = token.idx + match.start()
        out.append(
            Word(
                text=form, start=start, end=start + len(form), token=token.i,
                lower=plain(form), lemma=plain(base), glued=glued,
            )
        )  # fmt: skip
    return out


class Phrases:
    """A table of phrases, matched longest first; a word of a phrase fits a word's form or dictionary form."""

    def __init__(self, table: Mapping[str, str] | Iterable[str]) -> None:
        rows = table.items() if isinstance(table, Mapping) else ((phrase, phrase) for phrase in table)
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for phrase, value in rows:
            keys = phrase_key(phrase)
            if keys:
                self._by_first.setdefault(keys[0], []).append((keys, value))
        for found in self._by_first.values():
            found.sort(key=lambda row: -len(row[0]))

    @cached_property
    def longest(self) -> int:
        """Number of words of the longest phrase."""
        return max((len(keys) for rows in self._by_first.values() for keys, _ in rows), default=0)

    def match(self, words: Sequence[Word], at: int) -> tuple[int, str] | None:
        """Number of words and value of the longest phrase that starts at word ``at``."""
        if at >= len(words):
            return None
        first = words[at]
        best: tuple[int, str] | None = None
        for form in {first.lower, first.lemma}:
            for keys, value in self._by_first.get(form, ()):
                size = len(keys)
                if best and size <= best[0]:
                    break
                if at + size <= len(words) and all(
                    key in (words[at + k].lower, words[at + k].lemma) for k, key in enumerate(keys)
                ):
                    best = (size, value)
                    break
        return best

    def match_before(self, words: Sequence[Word], end: int) -> tuple[int, str] | None:
        """Number of words and value of the longest phrase that ends just before word ``end``."""
        for size in range(min(self.longest, end), 0, -1):
            found = self.match(words[end - size : end], 0)
            if found and found[0] == size:
                return found
        return None


def phrase_key(phrase: str) -> tuple[str, ...]:
    """The compared words of a table's phrase."""
    return tuple(plain(m.group()) for m in PARTS.finditer(phrase) if m.group() not in HYPHENS)
