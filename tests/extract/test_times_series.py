"""Counted sittings: whatever way their number is written."""

from __future__ import annotations

import pytest

from chancery.extract.times.grammar import grammar
from chancery.extract.times.series import number, sittings


@pytest.mark.parametrize(
    ("written", "language", "n"),
    [
        ("17th", "en", 17),
        ("XLIX", "en", 49),
        ("the eighth", "en", 8),
        ("twenty-first", "en", 21),
        ("seventy ninth", "en", 79),
        ("next", "en", None),
        ("", "en", None),
        ("27-й", "ru", 27),
        ("пятом", "ru", 5),
        ("двадцать первого", "ru", 21),
        ("на восьмом", "ru", 8),
        ("очередной", "ru", None),
    ],
)
def test_a_number_in_any_writing(written: str, language: str, n: int | None) -> None:
    assert number(written, grammar(language)) == n


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("After the Ninth Summit of the Americas they met.", "en", ["Ninth Summit of the Americas"]),
        ("After the next Summit of the Americas they met.", "en", []),
        ("Они приняли участие в четырнадцатом саммите БРИКС.", "ru", ["четырнадцатом саммите БРИКС"]),
        ("Десятый Восточный экономический форум откроется осенью.", "ru", ["Десятый Восточный экономический форум"]),
    ],
)
def test_a_sitting_stands_from_its_number_on(text: str, language: str, found: list[str]) -> None:
    assert [sitting.span.of(text) for sitting in sittings(text, grammar(language))] == found
