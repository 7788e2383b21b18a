"""Quotation marks: pairs, nesting, several paragraphs, missing partners."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chancery.extract.quotes import find_quotations
from chancery.languages.pack import load_pack
from chancery.model.document import Block, BlockRole, Span


def blocks(text: str) -> tuple[Block, ...]:
    return tuple(
        Block(span=Span(start=m.start(), end=m.end()), role=BlockRole.PARAGRAPH)
        for m in re.finditer(r"\S(?:[^\n]*\S)?", text)
    )


def quoted(text: str, language: str = "en") -> list[tuple[int, bool, list[str]]]:
    found = find_quotations(text, blocks(text), load_pack(language))
    return [(q.depth, q.closed, [span.of(text) for span in q.content]) for q in found]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("He said “so it is” again.", "en", [(0, True, ["so it is"])]),
        ('He said "so it is" again.', "en", [(0, True, ["so it is"])]),
        ("Он сказал: «так и есть».", "ru", [(0, True, ["так и есть"])]),
        ("Он сказал: «газета „Заря“ права».", "ru", [(0, True, ["газета „Заря“ права"]), (1, True, ["Заря"])]),
        ("Он: «дом «Весна» стоит».", "ru", [(0, True, ["дом «Весна» стоит"]), (1, True, ["Весна"])]),
        ('"The "New Dawn" is late," he said.', "en", [(0, True, ['The "New Dawn" is late,']), (1, True, ["New Dawn"])]),
    ],
)
def test_marks_pair_and_nest(text: str, language: str, expected: list[tuple[int, bool, list[str]]]) -> None:
    assert quoted(text, language) == expected


def test_a_russian_quotation_that_closes_in_a_later_paragraph_is_one() -> None:
    assert quoted("«Мы начали.\n\nМы идём», – сказал он.", "ru") == [(0, True, ["Мы начали.", "Мы идём"])]


def test_an_english_quotation_that_opens_again_in_each_paragraph_is_one() -> None:
    assert quoted("“We began.\n\n“We go on,” she said.") == [(0, True, ["We began.", "We go on,"])]


def test_a_mark_without_partner_ends_with_its_paragraph() -> None:
    assert quoted("“We began.\n\nNobody came.\n\nNothing more.") == [(0, False, ["We began."])]


def test_a_closing_mark_alone_is_ignored() -> None:
    assert quoted("So it is» and more.", "ru") == []


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet='ab «»“”„"\n.', max_size=200))
def test_any_marks_give_passages_inside_the_text(text: str) -> None:
    for language in ("en", "ru"):
        for q in find_quotations(text, blocks(text), load_pack(language)):
            assert all(q.outer.start <= span.start <= span.end <= q.outer.end <= len(text) for span in q.content)
