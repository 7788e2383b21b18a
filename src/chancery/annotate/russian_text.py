"""Sentences and words of a block of Russian: razdel with repairs, and the white space between the words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from unicodedata import combining

from razdel import sentenize, tokenize

from chancery.annotate.russian_lemmas import parses

# "… в 2021 г. Об этом": razdel never ends a sentence after "г."; a capitalised function word begins one.
YEAR_END = re.compile(r"\d\s?(?:г|гг|в|вв|тыс|млн|млрд|руб|долл|ч)\.\s+(?=[А-ЯЁ])")
FUNCTION_WORDS = frozenset({"PREP", "CONJ", "PRCL", "NPRO", "ADVB"})
WORD = re.compile(r"[А-ЯЁа-яё]+")
CHUNK = re.compile(r"\S+")
BREAK = re.compile(r"\n[^\S\n]*\n|[\u2028\u2029]")
Bounds = tuple[int, int]


def sentences(text: str) -> Iterator[Bounds]:
    """Character bounds of the sentences of ``text``, white space around them left out."""
    at = 0
    for gap in [*BREAK.finditer(text), None]:
        end = gap.start() if gap else len(text)
        for part in sentenize(text[at:end]):
            yield from _after_years(text, at + part.start, at + part.stop)
        at = gap.end() if gap else end


def _after_years(text: str, start: int, end: int) -> Iterator[Bounds]:
    for match in YEAR_END.finditer(text, start, end):
        word = WORD.match(text, match.end(), end)
        if word and parses(word.group())[0].tag.POS in FUNCTION_WORDS:
            yield start, match.start() + len(match.group().rstrip())
            start = match.end()
    if start < end:
        yield start, end


def words(text: str, bounds: Bounds) -> list[Bounds]:
    """Character bounds of the words and marks of the sentence at ``bounds``."""
    out: list[Bounds] = []
    for chunk in CHUNK.finditer(text, *bounds):
        at = chunk.start()
        for first, last in _cut(chunk.group()):
            near = combining(text[at + first]) or (first and combining(text[at + first - 1]))
            if near and out and out[-1][1] == at + first:  # "Энри́ке": a stress mark is no word of its own
                out[-1] = (out[-1][0], at + last)
            else:
                out.append((at + first, at + last))
    return out


@lru_cache(maxsize=100_000)
def _cut(chunk: str) -> tuple[Bounds, ...]:
    """The words and marks of text without white space: razdel looks no further than that."""
    if chunk.isalpha():
        return ((0, len(chunk)),)
    return tuple((token.start, token.stop) for token in tokenize(chunk))


def unstressed(word: str) -> str:
    """``word`` without stress marks, as models and dictionaries know it."""
    return word.replace("\u0301", "").replace("\u0300", "") or word


def spaced(text: str, tokens: Sequence[Bounds]) -> tuple[list[str], list[bool], list[int | None]]:
    """``tokens`` as spaCy wants them: the words with white space that is not one blank as words of its own,
    whether a blank follows each, and the index in ``tokens`` (None for white space)."""
    forms: list[str] = []
    spaces: list[bool] = []
    origin: list[int | None] = []
    at = 0

    def gap(blank: str) -> None:
        if blank.startswith(" ") and forms and not spaces[-1]:
            spaces[-1] = True
            blank = blank[1:]
        if blank:
            forms.append(blank)
            spaces.append(False)
            origin.append(None)

    for index, (start, end) in enumerate(tokens):
        gap(text[at:start])
        forms.append(text[start:end])
        spaces.append(False)
        origin.append(index)
        at = end
    gap(text[at:])
    return forms, spaces, origin
