"""A day to count from is given only where the document's date leaves little doubt."""

from __future__ import annotations

from datetime import date

import pytest

from chancery.model.when import bounds, reference_day


@pytest.mark.parametrize(
    ("edtf", "day"),
    [
        ("2021-10-28", date(2021, 10, 28)),
        ("2021-10", date(2021, 10, 16)),
        ("2021-12-15/2022-01-15", date(2021, 12, 30)),
        ("2021", None),
        ("2021/2022", None),
        ("../2021", None),
        ("soon", None),
        (None, None),
    ],
)
def test_the_reference_day(edtf: str | None, day: date | None) -> None:
    assert reference_day(edtf) == day


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("2021", date(2021, 1, 1), date(2021, 12, 31)),
        ("2021-02", date(2021, 2, 1), date(2021, 2, 28)),
        ("2021-10-28/2022-01", date(2021, 10, 28), date(2022, 1, 31)),
    ],
)
def test_the_bounds_of_a_closed_value(edtf: str, first: date, last: date) -> None:
    assert bounds(edtf) == (first, last)
