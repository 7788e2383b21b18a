"""Calendar bounds of EDTF values, and the days on which a statement's happening can have been."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.resolve.dates import Window, bounds, when, window
from readings import composed


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("2021-10-28", date(2021, 10, 28), date(2021, 10, 28)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("1997", date(1997, 1, 1), date(1997, 12, 31)),
        ("199X", date(1990, 1, 1), date(1999, 12, 31)),
        ("2022-23", date(2022, 9, 1), date(2022, 11, 30)),
        ("2022-24", date(2022, 12, 1), date(2023, 2, 28)),
        ("2022-34", date(2022, 4, 1), date(2022, 6, 30)),
        ("2022-04/2022-05", date(2022, 4, 1), date(2022, 5, 31)),
        ("../2021-12-31", None, date(2021, 12, 31)),
        ("2022-07-21/..", date(2022, 7, 21), None),
        ("2021~", date(2021, 1, 1), date(2021, 12, 31)),
        ("soon", None, None),
        ("2021-02-30", None, None),
    ],
)
def test_bounds_of_every_form_that_is_written(edtf: str, first: date | None, last: date | None) -> None:
    assert bounds(edtf) == (first, last)


@given(st.dates(), st.dates())
def test_an_interval_has_the_bounds_of_its_ends(a: date, b: date) -> None:
    first, last = sorted((a, b))
    assert bounds(f"{first}/{last}") == (first, last)


def test_a_when_knows_its_granularity() -> None:
    assert when("2022-04").granularity.value == "month"
    assert when("2022/..").granularity.value == "open"


def _window(status: str, time: str | None, published: str | None) -> Window:
    row = {"kind": "visit", "who": "Ilham Aliyev", "to": "KG", "status": status, "when": time}
    made = composed({"name": "x", "language": "en", "published": published}, [row])
    return window(made.statements[0], published)


def test_what_is_done_without_a_time_was_before_the_document() -> None:
    assert _window("done", None, "2022-07-21") == Window(None, date(2022, 7, 21), stated=False)


def test_what_is_planned_without_a_time_comes_after_the_document() -> None:
    assert _window("planned", None, "2022-07-21") == Window(date(2022, 7, 21), None, stated=False)


def test_some_time_after_the_document_is_no_stated_time() -> None:
    assert not _window("planned", "2022-07-21/..", "2022-07-21").stated
    assert _window("planned", "2022-10", "2022-07-21").stated


def test_an_undated_document_bounds_nothing() -> None:
    assert _window("done", None, None) == Window(None, None, stated=False)


@given(st.dates(min_value=date(1900, 1, 1)), st.dates(min_value=date(1900, 1, 1)))
def test_a_gap_is_symmetric_and_zero_where_windows_meet(a: date, b: date) -> None:
    x, y = Window(a, a, True), Window(b, b, True)
    assert x.gap(y) == y.gap(x) == abs((a - b).days)
