"""Expressions of time in English: found with TimeML's extents, placed by reference and tense."""

from __future__ import annotations

from datetime import date

import pytest

from chancery.extract.times import find_in_text
from chancery.extract.times.grammar import grammar
from chancery.extract.times.parse import parse

REFERENCE = date(2021, 10, 28)  # a Thursday

# sentence, expression, EDTF of its place in the calendar
PLACED = [
    ("The treaty is dated 2021-03-05 in the margin.", "2021-03-05", "2021-03-05"),
    ("They signed it on March 5, 2019.", "March 5, 2019", "2019-03-05"),
    ("They signed it on the 5th of March 2019.", "the 5th of March 2019", "2019-03-05"),
    ("The forum ran May 3-5, 2019 in the capital.", "May 3-5, 2019", "2019-05-03/2019-05-05"),
    ("The forum ran from 3 to 5 May 2019.", "3 to 5 May 2019", "2019-05-03/2019-05-05"),
    ("He came in May 2019.", "May 2019", "2019-05"),
    ("He came in Sept. 2019 by train.", "Sept. 2019", "2019-09"),
    ("They talked in April–May 2022.", "April–May 2022", "2022-04/2022-05"),
    ("The envoy arrived in September.", "September", "2021-09"),
    ("The envoy will arrive in December.", "December", "2021-12"),
    ("The envoy arrived in May.", "May", "2021-05"),
    ("The May summit went well.", None, None),
    ("The two met at the March summit.", "March", "2021-03"),
    ("In the month of June they met twice.", "the month of June", "2021-06"),
    ("They met last April in the mountains.", "last April", "2021-04"),
    ("The talks of 1993 failed.", "1993", "1993"),
    ("The charter dates back to the year 1850 or so.", "the year 1850", "1850"),
    ("The fort was built in 1488 by the khan.", "1488", "1488"),
    ("The 2021-22 plan was approved.", "2021-22", "2021/2022"),
    ("She toured the region in the summer of 2019.", "the summer of 2019", "2019-22"),
    ("They met last summer.", "last summer", "2021-22"),
    ("Trade grew in the second quarter of 2020.", "the second quarter of 2020", "2020-34"),
    ("Trade grew in Q3 2020.", "Q3 2020", "2020-35"),
    ("Relations were poor in the 1990s.", "the 1990s", "199X"),
    ("It goes back to the 19th century.", "the 19th century", "18XX"),
    ("They spoke on Christmas 2019.", "Christmas 2019", "2019-12-25"),
    ("They gathered on Christmas Eve 2019.", "Christmas Eve 2019", "2019-12-24"),
    ("He spoke on New Year's Day 2020.", "New Year's Day 2020", "2020-01-01"),
    ("He spoke on New Year's Eve 2020.", "New Year's Eve 2020", "2020-12-31"),
    ("Veterans marched on Victory Day 2020.", "Victory Day 2020", "2020-05-09"),
    ("He called on Valentine's Day 2020.", "Valentine's Day 2020", "2020-02-14"),
    ("The minister left on Monday.", "Monday", "2021-10-25"),
    ("The minister will leave on Monday.", "Monday", "2021-11-01"),
    ("The minister left last Friday.", "last Friday", "2021-10-22"),
    ("He rang on Monday of this week.", "Monday of this week", "2021-10-25"),
    ("The call took place at 6:30 p.m. EST.", "6:30 p.m. EST", "2021-10-28"),
    ("The call took place at 6 p.m. sharp.", "6 p.m.", "2021-10-28"),
    ("The train left at 1800 UTC.", "1800 UTC", "2021-10-28"),
    ("They broke off at noon.", "noon", "2021-10-28"),
    ("They met this morning.", "this morning", "2021-10-28"),
    ("They dined last night.", "last night", "2021-10-27"),
    ("They will dine tonight.", "tonight", "2021-10-28"),
    ("They met yesterday evening.", "yesterday evening", "2021-10-27"),
    ("They met on Friday morning.", "Friday morning", "2021-10-22"),
    ("They met at 10:00 on October 5.", "10:00 on October 5", "2021-10-05"),
    ("The president spoke today.", "today", "2021-10-28"),
    ("She leaves the day after tomorrow.", "the day after tomorrow", "2021-10-30"),
    ("She left the day before yesterday.", "the day before yesterday", "2021-10-26"),
    ("The summit will be held next month.", "next month", "2021-11"),
    ("Ties grew last year.", "last year", "2020"),
    ("Help came last year and this year.", "last year and this year", "2020/2021"),
    ("They will meet next week.", "next week", "2021-11-01/2021-11-07"),
    ("The line opens later this year.", "later this year", "2021-10-28/2021-12-31"),
    ("He resigned two years ago.", "two years ago", "2019"),
    ("He resigned two and a half years ago.", "two and a half years ago", "2019"),
    ("He wrote a few weeks ago.", "a few weeks ago", "2021-09/2021-10"),
    ("The wall fell decades ago.", "decades ago", "1971/2001"),
    ("The bridge opens three months from now.", "three months from now", "2022-01"),
    ("It will be ready in two weeks' time.", "two weeks' time", "2021-11-08/2021-11-14"),
    ("The pact of May 5, 2010 was renewed two years later.", "two years later", "2012"),
    ("The pact of May 5, 2010 was published the following day.", "the following day", "2010-05-06"),
    ("The pact of May 5, 2010 was signed the day before.", "the day before", "2010-05-04"),
    ("In April 2012 he was there and that month he fell ill.", "that month", "2012-04"),
    ("Turnover doubled over the past three years.", "the past three years", "2018/2021"),
    ("Turnover will double over the next two years.", "the next two years", "2021-10-28/2023"),
    ("Aid flowed over the past decade.", "the past decade", "2011/2021"),
    ("Early June 2020 saw talks.", "Early June 2020", "2020-06-01/2020-06-10"),
    ("They met at the end of last year.", "the end of last year", "2020-11/2020-12"),
    ("They met at the beginning of May 2020.", "the beginning of May 2020", "2020-05-01/2020-05-10"),
    ("It fell in the second half of 2020.", "the second half of 2020", "2020-41"),
    ("It fell in the latter part of 2020.", "the latter part of 2020", "2020-10/2020-12"),
    ("It grew in the first two months of 2020.", "the first two months of 2020", "2020-01/2020-02"),
    ("It grew in the last week of March 2020.", "the last week of March 2020", "2020-03-23/2020-03-29"),
    ("They met in April of last year.", "April of last year", "2020-04"),
    ("It rose in the same period last year.", "the same period last year", "2020"),
    ("They met on Friday, March 5, 2021.", "Friday, March 5, 2021", "2021-03-05"),
    ("He was there from March 2010 to May 2012.", "March 2010 to May 2012", "2010-03/2012-05"),
    ("He served between 2010 and 2012.", "2010 and 2012", "2010/2012"),
    ("He served 2010–2012 in Vienna.", "2010–2012", "2010/2012"),
    ("They met three days before May 5, 2020.", "three days before May 5, 2020", "2020-05-02"),
    ("It grew in the third week of May 2020.", "the third week of May 2020", "2020-05-18/2020-05-24"),
    ("They parted after May 2020.", "May 2020", "2020-05/.."),
    ("Much was built over the last century.", "the last century", "1921/2021"),
    ("They have had ties since 1993.", "1993", "1993/.."),
    ("It holds as of May 2020.", "May 2020", "2020-05/.."),
    ("It holds from 2020 onward.", "2020", "2020/.."),
    ("The road will be ready by 2030.", "2030", "../2030"),
    ("The road will be ready by the end of the year.", "the end of the year", "../2021-12-31"),
    ("The road was there before May 5, 2020.", "May 5, 2020", "../2020-05-04"),
    ("We won the Second Karabakh War together.", "Second Karabakh War", "2020"),
    ("We mourn the victims of the September 11 attacks.", "September 11", "2001-09-11"),
]

# sentence, expression, TIMEX3 type and value
VALUED = [
    ("Talks took two days.", "two days", "DURATION", "P2D"),
    ("Talks took more than two days.", "more than two days", "DURATION", "P2D"),
    ("Talks took two and a half years.", "two and a half years", "DURATION", "P2.5Y"),
    ("Talks took half an hour.", "half an hour", "DURATION", "PT0.5H"),
    ("It is a five-year plan.", "a five-year", "DURATION", "P5Y"),
    ("It is a year-long plan.", "a year-long", "DURATION", "P1Y"),
    ("It is a decades-long feud.", "a decades-long", "DURATION", "PXDE"),
    ("It was the worst single-day fall.", "single-day", "DURATION", "P1D"),
    ("The bridge is sixty years old.", "sixty years old", "DURATION", "P60Y"),
    ("They have known it for years.", "years", "DURATION", "PXY"),
    ("They argued the whole week.", "the whole week", "DURATION", "P1W"),
    ("It takes two or three weeks.", "two or three weeks", "DURATION", "P3W"),
    ("More is planned for the coming weeks.", "the coming weeks", "DURATION", "PXW"),
    ("More will come in the years ahead.", "the years ahead", "DURATION", "PXY"),
    ("They meet every two years.", "every two years", "SET", "P2Y"),
    ("They meet every other week.", "every other week", "SET", "P2W"),
    ("They meet every Friday.", "every Friday", "SET", "XXXX-WXX-5"),
    ("They meet on Fridays.", "Fridays", "SET", "XXXX-WXX-5"),
    ("They meet every March.", "every March", "SET", "XXXX-03"),
    ("They hold annual talks.", "annual", "SET", "P1Y"),
    ("They meet twice per year.", "per year", "SET", "P1Y"),
    ("They meet twice a year.", "a year", "SET", "P1Y"),
    ("The plant makes steel per year, not per order.", "per year", "SET", "P1Y"),
    ("They meet three times a year.", "a year", "SET", "P1Y"),
    ("They build 15 per month.", "per month", "SET", "P1M"),
    ("Ties are currently good.", "currently", "DATE", "PRESENT_REF"),
    ("There is no plan for the time being.", "the time being", "DATE", "PRESENT_REF"),
    ("There is no plan at present.", "present", "DATE", "PRESENT_REF"),
    ("They met more recently.", "more recently", "DATE", "PAST_REF"),
    ("A September session failed.", "September", "DATE", "2021-09"),
    ("Harsh winter set in.", "winter", "DATE", "2020-WI"),
    ("They met in May 2010, as in the previous winter.", "the previous winter", "DATE", "2009-WI"),
    ("The pact of May 5, 2010 was read the day after.", "the day after", "DATE", "2010-05-06"),
    ("The pact of May 5, 2010 was read the day following that.", "the day following", "DATE", "2010-05-06"),
    ("They had recent talks.", "recent", "DATE", "PAST_REF"),
    ("It was so in the past.", "the past", "DATE", "PAST_REF"),
    ("They will meet very soon.", "very soon", "DATE", "FUTURE_REF"),
    ("It may be so in the near future.", "the near future", "DATE", "FUTURE_REF"),
    ("It may be so in future.", "future", "DATE", "FUTURE_REF"),
    ("Risks remain in the long term.", "the long term", "DATE", "FUTURE_REF"),
    ("They met on Mon. at the gate.", "Mon.", "DATE", "2021-10-25"),
    ("They left at 7 o'clock.", "7 o'clock", "TIME", "2021-10-28T07:00"),
    ("They left at 7.30 p.m. in haste.", "7.30 p.m.", "TIME", "2021-10-28T19:30"),
    ("They left in the evening.", "the evening", "TIME", "2021-10-28TEV"),
    ("Crowds came on May 5, 2010 and left the next morning.", "the next morning", "TIME", "2010-05-06TMO"),
    ("The plan is for fiscal year 2023 only.", "fiscal year 2023", "DATE", "2023"),
    ("He won in '99 and again.", "'99", "DATE", "1999"),
    ("He won in June '99 and again.", "June '99", "DATE", "1999-06"),
    ("They met in the previous May.", "the previous May", "DATE", "2021-05"),
    ("Frost came in winter.", "winter", "DATE", "2020-WI"),
    ("Frost came in the spring.", "the spring", "DATE", "2021-SP"),
    ("They met in May 2010 and parted that autumn.", "that autumn", "DATE", "2010-FA"),
    ("Trade grew in the third quarter.", "the third quarter", "DATE", "2021-Q3"),
    ("They dine on the day.", "the day", "DATE", "2021-10-28"),
    ("They had dined by the close of the week.", "the close of the week", "DATE", "2021-W43"),
    ("It happened this very week.", "this very week", "DATE", "2021-W43"),
    ("They wept over the past year.", "the past year", "DURATION", "P1Y"),
    ("Weeks later they agreed.", "Weeks later", "DATE", "FUTURE_REF"),
    ("It went on over the past three and a half years.", "the past three and a half years", "DURATION", "P3.5Y"),
    ("The day, the current month and the season passed.", "the current month", "DATE", "2021-10"),
    ("They met on March 5, 2021 (Friday).", "March 5, 2021 (Friday)", "DATE", "2021-03-05"),
    ("They met on Friday at 10:00.", "Friday at 10:00", "TIME", "2021-10-22T10:00"),
    ("They met at the onset of the week.", "the onset of the week", "DATE", "2021-W43"),
]

REJECTED = [
    "You may come if you march with us.",
    "The second delegation came after the third.",
    "He read it in the New York Times.",
    "The aid came to $2000 in all.",
    "They sent 1950 vaccines and 2000 doses.",
    "Flight 2004% is no year.",
    "They mourned the fall of the city.",
    "The A320s and two 737s were sold.",
    "He has 25 aides and 17 drivers.",
]


@pytest.mark.parametrize(("text", "wanted", "edtf"), PLACED, ids=[row[0] for row in PLACED])
def test_places_in_the_calendar(text: str, wanted: str | None, edtf: str | None) -> None:
    found = {e.span.of(text): e.when.edtf for e in find_in_text(text, "en", REFERENCE) if e.when}
    if wanted is not None:
        assert found.get(wanted) == edtf, found


@pytest.mark.parametrize(("text", "wanted", "kind", "value"), VALUED, ids=[row[0] for row in VALUED])
def test_values_as_timex3(text: str, wanted: str, kind: str, value: str) -> None:
    found = {e.span.of(text): (e.type, e.value) for e in find_in_text(text, "en", REFERENCE)}
    assert found.get(wanted) == (kind, value), found


@pytest.mark.parametrize("text", REJECTED)
def test_leaves_alone(text: str) -> None:
    assert find_in_text(text, "en", REFERENCE) == ()


def test_anniversary_takes_the_year_named_with_it() -> None:
    text = (
        "Next year the sides celebrate the 25th anniversary of the pact, and in 2023 the 30th anniversary of our ties."
    )
    found = [(e.ordinal, e.when.edtf) for e in find_in_text(text, "en", REFERENCE) if e.ordinal and e.when]
    assert found == [(25, "2022"), (30, "2023")]


def test_year_anniversary_by_number_is_found() -> None:
    (found,) = (e for e in find_in_text("This year is the 30 years anniversary.", "en", REFERENCE) if e.ordinal)
    assert found.ordinal == 30


def test_range_keeps_its_ends() -> None:
    (found,) = find_in_text("from March 2010 to May 2012", "en", REFERENCE)
    assert [part.value for part in found.parts] == ["2010-03", "2012-05"]


def test_compact_range_keeps_its_ends() -> None:
    (found,) = find_in_text("on May 3-5, 2019", "en", REFERENCE)
    assert [part.value for part in found.parts] == ["2019-05-03", "2019-05-05"]


def test_span_of_a_bound_is_bare_and_its_when_covers_the_preposition() -> None:
    text = "They have been friends since 1993."
    (found,) = find_in_text(text, "en", REFERENCE)
    assert found.when is not None
    assert found.when.span is not None
    assert (found.span.of(text), found.when.span.of(text)) == ("1993", "since 1993")


def test_without_reference_only_what_the_text_places_has_a_when() -> None:
    text = "On May 5 and yesterday they met; the pact is of June 1990."
    assert [e.when.edtf for e in find_in_text(text, "en") if e.when] == ["1990-06"] or all(
        e.when is None or e.when.lower.year <= 1991 for e in find_in_text(text, "en") if e.when and e.when.lower
    )


def test_a_date_alone_on_a_line_dates_the_text() -> None:
    text = "Talks end\n\nMarch 5, 2019\n\nThe ministers met yesterday."
    assert [e.when.edtf for e in find_in_text(text, "en") if e.when][-1] == "2019-03-04"


def test_a_history_is_told_from_its_own_dates() -> None:
    told = "".join(f"In {year} they met. On May 5 they parted. " for year in range(1900, 1912))
    found = [e.when.edtf for e in find_in_text(told, "en", REFERENCE) if e.when and "May 5" in e.span.of(told)]
    assert found == [f"{year}-05-05" for year in range(1900, 1912)]


def test_every_rule_of_the_grammar_has_its_sentence() -> None:
    english = grammar("en")
    fired = set()
    for text in [row[0] for row in (*PLACED, *VALUED)] + REJECTED + ANNIVERSARIES:
        for form in parse(text, english):
            fired |= set(_rules(form))
    missing = {rule.id for stage in english.stages for rules in stage.values() for rule in rules} - fired
    assert missing <= UNSEEN, missing - UNSEEN


ANNIVERSARIES = ["the 25th anniversary", "the 30 years anniversary"]
UNSEEN = {"block.times", "block.fall-of"}  # they make nothing; REJECTED shows what they keep out


def _rules(form: object) -> list[str]:
    fields = getattr(form, "fields", None)
    if fields is None:
        return []
    return [form.rule, *(rule for value in fields.values() for rule in _rules(value))]
