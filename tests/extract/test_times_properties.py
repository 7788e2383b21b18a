"""What holds of every date and every text: written dates come back, bounds agree with EDTF, nothing raises."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from chancery.extract.times import calendar as cal
from chancery.extract.times import find_in_text
from chancery.extract.times.grammar import expand, grammar
from chancery.extract.times.numbers import value
from chancery.languages.pack import languages
from chancery.model import codec
from chancery.model.errors import PackError
from chancery.model.when import TimeExpression, days

DAYS = st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31))
MONTHS = {
    "en": list(calendar.month_name)[1:],
    "ru": [
        *("января", "февраля", "марта", "апреля", "мая", "июня"),
        *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
    ],
}
FORMS = {
    "en": [
        "{m} {d}, {y}",
        "{m} {d} {y}",
        "{d} {m} {y}",
        "{d} {m}, {y}",
        "the {th} of {m} {y}",
        "{m} {th}, {y}",
        "{y}-{mm}-{dd}",
        "{y}/{mm}/{dd}",
        "{mm}/{dd}/{y}",
        "{a} {d}, {y}",
        "{d} {a} {y}",
    ],
    "ru": [
        "{d} {m} {y} года",
        "{d} {m} {y} г.",
        "{d}-го {m} {y} года",
        "{d} {m} {y}",
        "{dd}.{mm}.{y}",
        "{y}-{mm}-{dd}",
        "{dd}/{mm}/{y}",
    ],
}
SHORT = ("Jan.", "Feb.", "Mar.", "Apr.", "May", "Jun.", "Jul.", "Aug.", "Sep.", "Oct.", "Nov.", "Dec.")


def ordinal(n: int) -> str:
    return f"{n}" + ("th" if 10 < n % 100 < 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th"))


@pytest.mark.parametrize(
    ("language", "form"), [(language, form) for language, forms in FORMS.items() for form in forms]
)
@settings(max_examples=60, deadline=None)
@given(day=DAYS)
def test_any_date_in_any_form_comes_back(language: str, form: str, day: date) -> None:
    written = form.format(
        y=f"{day.year:04d}",
        d=day.day,
        m=MONTHS[language][day.month - 1],
        th=ordinal(day.day),
        a=SHORT[day.month - 1],
        mm=f"{day.month:02d}",
        dd=f"{day.day:02d}",
    )
    found = [e.when.edtf for e in find_in_text(f"({written})", language) if e.when]
    assert found == [day.isoformat()], written


COARSE = {  # what is written, and what comes back
    "en": [
        ("in {m} {y}", "{y}-{mm}"),
        ("in {m} of {y}", "{y}-{mm}"),
        ("in {y}", "{y}"),
        ("in the {qth} quarter of {y}", "{y}-{q}"),
        ("by the end of {y}", "../{y}-12-31"),
        ("since {y}", "{y}/.."),
        ("by {m} {y}", "../{y}-{mm}"),
        ("in the summer of {y}", "{y}-22"),
    ],
    "ru": [
        ("в {y} году", "{y}"),
        ("летом {y} года", "{y}-22"),
        ("с {y} года", "{y}/.."),
        ("{d} {m} {y} года", "{y}-{mm}-{dd}"),
    ],
}


@pytest.mark.parametrize(
    ("language", "form", "wanted"), [(language, *pair) for language, pairs in COARSE.items() for pair in pairs]
)
@settings(max_examples=60, deadline=None)
@given(day=DAYS)
def test_any_month_quarter_season_or_year_comes_back(language: str, form: str, wanted: str, day: date) -> None:
    quarter = (day.month + 2) // 3
    fields = {
        "y": f"{day.year:04d}",
        "d": day.day,
        "m": MONTHS[language][day.month - 1],
        "mm": f"{day.month:02d}",
        "dd": f"{day.day:02d}",
        "q": 32 + quarter,
        "qth": ("first", "second", "third", "fourth")[quarter - 1],
    }
    written = form.format(**fields)
    found = [e.when.edtf for e in find_in_text(f"It was ({written}).", language) if e.when]
    assert found == [wanted.format(**fields)], written


@pytest.mark.parametrize("language", languages())
@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=200), reference=st.none() | st.dates())
def test_no_text_makes_it_raise(language: str, text: str, reference: date | None) -> None:
    for found in find_in_text(text, language, reference):
        assert found.span.of(text).strip()


@pytest.mark.parametrize("language", languages())
@settings(max_examples=150, deadline=None)
@given(data=st.data(), reference=st.none() | st.dates())
def test_no_heap_of_its_own_words_makes_it_raise(language: str, data: st.DataObject, reference: date | None) -> None:
    words = (
        st.sampled_from(sorted(grammar(language).words))
        | st.integers(0, 3000).map(str)
        | st.sampled_from([",", ".", "-", "\n\n"])
    )
    text = " ".join(data.draw(st.lists(words, max_size=25)))
    for found in find_in_text(text, language, reference):
        when = found.when
        assert codec.loads(TimeExpression, codec.dumps(found)) == found
        if when is not None:
            parse_edtf(when.edtf)
            assert not (when.lower and when.upper) or when.lower <= when.upper


@given(
    day=st.dates(min_value=date(1, 2, 1), max_value=date(9998, 12, 31)),
    unit=st.sampled_from(["day", "month", "year", "week"]),
)
def test_bounds_are_those_of_the_edtf(day: date, unit: str) -> None:
    held = cal.of_unit(unit, day)
    assert held.lower is not None
    assert held.upper is not None
    assert held.lower <= day <= held.upper
    parsed = parse_edtf(held.edtf)
    assert tuple(parsed.lower_strict()[:3]) == held.lower.timetuple()[:3]
    assert tuple(parsed.upper_strict()[:3]) == held.upper.timetuple()[:3]
    assert days(held.edtf) == (held.lower, held.upper)


@given(day=st.dates(min_value=date(100, 1, 1), max_value=date(9000, 1, 1)), steps=st.integers(-500, 500))
def test_shifting_by_days_and_weeks_is_counting(day: date, steps: int) -> None:
    assert cal.shift(day, "day", steps) - day == timedelta(steps)
    assert cal.shift(day, "week", steps) - day == timedelta(7 * steps)


@given(day=st.dates(min_value=date(100, 1, 1), max_value=date(9000, 1, 1)), steps=st.integers(-50, 50))
def test_shifting_by_years_keeps_the_month(day: date, steps: int) -> None:
    assert (cal.shift(day, "year", steps).year, cal.shift(day, "year", steps).month) == (day.year + steps, day.month)


@pytest.mark.parametrize(("edtf", "first", "last"), [("2020-33", 1, 3), ("2020-36", 10, 12)])
def test_quarters_are_33_to_36(edtf: str, first: int, last: int) -> None:
    held = cal.quarter(2020, int(edtf[-2:]) - 32)
    assert held.edtf == edtf
    assert (held.lower, held.upper) == (date(2020, first, 1), cal.month(2020, last).upper)


@pytest.mark.parametrize(
    ("parts", "wanted"),
    [
        ([2, 1000, 20, 1], 2021),
        ([200, 50], 250),
        ([1000, 900, 90], 1990),
        ([20, 5], 25),
        ([5, 20], None),
        ([3, 4], None),
    ],
)
def test_number_words_add_up_or_are_no_number(parts: list[int], wanted: int | None) -> None:
    assert value(parts) == wanted


def test_inflection_shorthand_writes_every_form() -> None:
    assert expand("год(|а|у) прошл{adj}", {"adj": "ый ом"}) == ["год", "года", "году", "прошлый", "прошлом"]


def test_unknown_language_is_an_error_that_says_so() -> None:
    with pytest.raises(PackError):
        find_in_text("some words", "xx")


def test_reading_twice_equals_reading_once() -> None:
    text = "They met last year, in May and on Friday; two years later they parted."
    assert find_in_text(text, "en", date(2021, 10, 28)) == find_in_text(text, "en", date(2021, 10, 28))
