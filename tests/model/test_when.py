"""A day to count from is given only where the document's date leaves little doubt."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from chancery.model.when import bounds, days, reference_day


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


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("../2021", None, date(2021, 12, 31)),
        ("2021-03/..", date(2021, 3, 1), None),
        ("2021-34", date(2021, 4, 1), date(2021, 6, 30)),
        ("2020-41", date(2020, 7, 1), date(2020, 12, 31)),
        ("2021-24", date(2021, 12, 1), date(2022, 2, 28)),
        ("199X", date(1990, 1, 1), date(1999, 12, 31)),
        ("2021?", date(2021, 1, 1), date(2021, 12, 31)),
        ("2021-02-30", None, None),
        ("2021-13", None, None),
        ("0000", None, None),
        ("soon", None, None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_first_and_last_day(edtf: str | None, first: date | None, last: date | None) -> None:
    assert days(edtf) == (first, last)


def test_plain_dates_need_no_parser() -> None:
    code = "import sys; from chancery.model.when import days; days('2021-10/2022-24'); sys.exit('edtf' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
