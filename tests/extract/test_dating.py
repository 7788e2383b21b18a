"""Dating a document that has no date: from offices, names, years told two ways, weekdays and the day of the report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from chancery import knowledge
from chancery.annotate import annotate
from chancery.extract.context import Context
from chancery.extract.dating import date_document
from chancery.extract.times import find_times
from chancery.extract.times.document import reference_days
from chancery.languages.pack import load_pack
from chancery.model.discourse import TitleMention
from chancery.model.document import Block, BlockRole, DateSource, Document, Published, Span

SEED = Path(__file__).resolve().parents[3] / "shared" / "seeds" / "credentials-en.txt"


def context(text: str, language: str = "en", titles: tuple[TitleMention, ...] = ()) -> Context:
    """``text`` as one paragraph, annotated, undated."""
    block = Block(span=Span(start=0, end=len(text)), role=BlockRole.PARAGRAPH)
    document = Document(name="test", text=text, blocks=(block,), language=language)
    return Context(
        document=document,
        doc=annotate(document),
        pack=load_pack(language),
        knowledge=knowledge.load(),
        titles=titles,
    )


def test_a_text_without_clues_is_of_unknown_date() -> None:
    published, clues = date_document(context("The ministers discussed trade and agreed to go on."))
    assert (published, clues) == (Published(), ())


def test_today_with_its_full_date_is_the_day() -> None:
    published, clues = date_document(context("Today, May 7, 2025, the presidents spoke about the road."))
    assert published.edtf == "2025-05-07"
    assert published.source is DateSource.INFERRED
    assert clues[0].reason == "the day of writing by name"


def test_an_open_interval_is_no_date_but_its_clue_is_shown() -> None:
    published, clues = date_document(context("They signed the pact in May 2010."))
    assert published.edtf is None
    assert [(clue.quote, clue.edtf) for clue in clues] == [("May 2010", "2010-05-01/..")]


def test_the_day_of_the_report_takes_the_only_year_that_is_left() -> None:
    text = (
        "The council met in the capital, the agency reported on March 5. They signed the pact in January 2019. "
        "The next session will take place in June 2019."
    )
    published, clues = date_document(context(text))
    assert published.edtf == "2019-03-05"
    assert published.evidence is not None
    assert published.evidence.of(text) == "March 5"
    assert clues[-1].reason == "the day of the report"


def test_a_day_of_report_that_fits_two_years_is_not_guessed() -> None:
    text = (
        "The council met in the capital, the agency reported on March 5. They signed the pact in January 2017. "
        "The next session will take place in June 2019."
    )
    assert date_document(context(text))[0].edtf == "2017-03-05/2019-06-30"  # all that the text allows


def test_next_year_before_a_named_year_lies_before_it() -> None:
    text = "Next year we will mark the jubilee of the pact, and in 2031 we will mark that of our ties."
    _, clues = date_document(context(text))
    assert "../2029-12-31" in [clue.edtf for clue in clues]


def test_a_name_in_force_bounds_the_date() -> None:
    _, clues = date_document(context("The Turkic Council will gather in the autumn."))
    assert any(clue.quote == "Turkic Council" and clue.edtf.startswith("2009-10-03/2021-11") for clue in clues)


def test_an_old_name_beside_the_new_one_is_history() -> None:
    text = "The Organization of Turkic States, once the Turkic Council, will gather in the autumn."
    _, clues = date_document(context(text))
    assert not any("2021-11-15" in clue.edtf for clue in clues)


def test_an_office_bounds_the_date() -> None:
    store = knowledge.load()
    holder = next(
        office for office in store.spells("KG") if office.title == "President" and office.since and office.until
    )
    text = "The President of Kyrgyzstan opened the school."
    title = TitleMention(span=Span(start=4, end=27), title="President", of="KG", holder=holder.holder)
    _, clues = date_document(context(text, titles=(title,)))
    assert any(clue.reason.startswith("in office") for clue in clues)


def test_a_former_office_does_not_bound_the_date() -> None:
    store = knowledge.load()
    holder = next(office for office in store.spells("KG") if office.title == "President" and office.until)
    title = TitleMention(
        span=Span(start=4, end=20), title="President", of="KG", holder=holder.holder, modifier="former"
    )
    assert date_document(context("The former President of Kyrgyzstan spoke.", titles=(title,)))[1] == ()


def title_of(text: str, name: str, code: str = "US") -> TitleMention:
    """A mention of the President of ``code`` called ``name`` in ``text``."""
    store = knowledge.load()
    holder = next(o.holder for o in store.spells(code) if o.title == "President" and _named(o.holder, name))
    at = text.index(name)
    return TitleMention(span=Span(start=at, end=at + len(name)), title="President", of=code, holder=holder)


def _named(holder: str, name: str) -> bool:
    entity = knowledge.load().entity(holder)
    return entity is not None and any(n.text.endswith(name) for n in entity.names)


def test_a_president_who_came_back_allows_two_stretches() -> None:
    text = "Trump signed the order."
    published, clues = date_document(context(text, titles=(title_of(text, "Trump"),)))
    assert published.edtf is None  # the second stretch is open
    assert "[2017-01-20..2021-01-23,2025-01-20..]" in [clue.edtf for clue in clues]


def test_another_clue_chooses_between_them() -> None:
    text = "Trump signed the order. The plant will open in March 2019."
    published, _ = date_document(context(text, titles=(title_of(text, "Trump"),)))
    assert published.edtf == "2017-01-20/2019-03-31"


def test_a_president_of_the_past_does_not_bound_a_text_that_knows_his_successor() -> None:
    text = "Biden spoke. He recalled what Obama had built."
    published, _ = date_document(context(text, titles=(title_of(text, "Biden"), title_of(text, "Obama"))))
    assert published.edtf == "2021-01-20/2025-01-23"


def test_old_days_bound_a_text_from_below_only() -> None:
    assert date_document(context("The bridge was opened on 5 May 2015."))[0].edtf is None
    assert (
        date_document(context("The bridge was opened on 5 May 2015. The road was built in June 2013."))[0].edtf is None
    )


def test_several_times_of_two_years_running_bound_it_from_above() -> None:
    text = "The bridge was opened in May 2015. The school was built in June 2015. The road was repaired in July 2014."
    published, clues = date_document(context(text))
    assert published.edtf == "2015-06-01/2017-12-31"
    assert clues[-1].reason == "several times of 2015 and 2014 told as past, none later"


def test_one_minister_of_the_past_named_in_a_story_does_not_bound_it() -> None:
    text = "In 2010 Obama signed the act."
    _, clues = date_document(context(text, titles=(title_of(text, "Obama"),)))
    assert not any("2018" in clue.edtf or "2017" in clue.edtf for clue in clues)


def test_a_nominee_is_not_in_office() -> None:
    text = "The Secretary nominee Biden spoke."
    at = text.index("Secretary")
    title = replace(title_of(text, "Biden"), span=Span(start=at, end=text.index(" spoke")))
    assert date_document(context(text, titles=(title,)))[1] == ()


def test_two_offices_that_meet_for_some_days_only_contradict() -> None:
    text = "Biden spoke. Trump listened. Trump smiled."
    titles = (title_of(text, "Biden"), title_of(text, "Trump"))
    assert date_document(context(text, titles=titles))[0].edtf != "2025-01-20/2025-01-23"


@pytest.mark.parametrize(
    ("text", "language", "edtf"),
    [
        ("The Biden-Harris Administration opened a school.", "en", "2021-01-20/2025-01-23"),
        ("This year, 2024, the council will gather twice.", "en", "2024"),
        ("В этом году (2024) совет соберётся дважды.", "ru", "2024"),
        ("The leaders spoke of the 17th BRICS summit.", "en", "2024/2026"),
        ("The leaders spoke of the seventeenth BRICS summit.", "en", "2024/2026"),
        ("They met at the seventy-ninth session of the United Nations General Assembly.", "en", "2023/2025"),
        ("Стороны обсудили XVI саммит БРИКС.", "ru", "2023/2025"),
        ("Стороны обсудили шестнадцатый саммит БРИКС.", "ru", "2023/2025"),
        ("Стороны обсудили семьдесят девятую сессию Генеральной Ассамблеи.", "ru", "2023/2025"),
        ("Стороны обсудили 27-й Петербургский международный экономический форум.", "ru", "2023/2025"),
    ],
)
def test_what_knowledge_and_counting_say(text: str, language: str, edtf: str) -> None:
    published, clues = date_document(context(text, language))
    assert published.edtf == edtf, clues


def test_next_year_and_its_number_are_one_year() -> None:
    _, clues = date_document(context("Next year, 2031, we will mark the jubilee of the pact."))
    assert "../2029-12-31" not in [clue.edtf for clue in clues]


def test_a_history_is_of_unknown_date() -> None:
    text = "The war began on 1 September 1939. The city was freed on 9 May 1945."
    assert date_document(context(text))[0].edtf is None


def test_an_anniversary_of_a_known_happening_bounds_the_date() -> None:
    text = "В этом году стороны отметят 80-летие Победы."
    _, clues = date_document(context(text, "ru"))
    assert "2025" in [clue.edtf for clue in clues]


def test_contradicting_weaker_clue_is_left_out() -> None:
    text = "Today, May 7, 2015, the presidents spoke. The road will be opened in June 2012."
    published, clues = date_document(context(text))
    assert published.edtf == "2015-05-07"
    assert all("2012" not in clue.edtf for clue in clues)


def test_an_interval_grounds_only_what_both_its_ends_agree_on() -> None:
    one = context("They met this year and will meet next month.")
    published = Published(edtf="2021-03-01/2021-04-30", source=DateSource.INFERRED)
    one.document = replace(one.document, published=published)
    one.published = date(2021, 3, 31)
    assert reference_days(one) == (date(2021, 3, 1), date(2021, 4, 30))
    find_times(one)
    assert [e.when.edtf if e.when else None for e in one.times] == ["2021", None]


def test_the_trees_decide_tense() -> None:
    one = context("The minister will arrive in March.")
    one.published = date(2021, 10, 28)
    find_times(one)
    assert [e.when.edtf for e in one.times if e.when] == ["2022-03"]


def test_what_is_decided_is_still_to_come() -> None:
    one = context("The council decided to reconvene in June.")
    one.published = date(2021, 10, 28)
    find_times(one)
    assert [e.when.edtf for e in one.times if e.when] == ["2022-06"]


def test_furniture_is_not_read() -> None:
    text = "21 July 2022 Read: 1430\n\nThe ministers met."
    blocks = (
        Block(span=Span(start=0, end=23), role=BlockRole.FURNITURE),
        Block(span=Span(start=25, end=len(text)), role=BlockRole.PARAGRAPH),
    )
    one = context("The ministers met.")
    document = Document(name="test", text=text, blocks=blocks, language="en")
    one.document, one.doc = document, annotate(document)
    find_times(one)
    assert one.times == ()


@pytest.mark.skipif(not SEED.exists(), reason="the shared seeds are not beside this checkout")
def test_the_first_seed_dates_itself() -> None:
    from chancery.process import prepare
    from chancery.read import read_text

    found, clues = prepare(read_text("credentials-en", SEED.read_text(encoding="utf-8")))
    assert found.document.published.edtf == "2021-10-28"
    assert len(clues) >= 3


@pytest.mark.parametrize(
    ("text", "language", "edtf"),
    [
        (
            "In 2022 the pact was ratified. It will enter into force by the end of 2022. Today, October 28, they met.",
            "en",
            "2022-10-28",
        ),
        (
            "Договор подписан в 2020 году. До конца 2020 года он вступит в силу. Сегодня, 28 октября, прошла встреча.",
            "ru",
            "2020-10-28",
        ),
        ("Сегодня, 28 октября 2021 года, прошла встреча.", "ru", "2021-10-28"),
        ("Встреча прошла сегодня, 28 октября 2021 года.", "ru", "2021-10-28"),
    ],
)
def test_today_with_its_day_is_the_day_of_writing(text: str, language: str, edtf: str) -> None:
    published, _ = date_document(context(text, language))
    assert published.edtf == edtf
    assert published.source is DateSource.INFERRED


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("In 2022 the pact was ratified. It will enter into force by the end of 2022. They met on October 28.", "en"),
        ("Сегодня прошла встреча. 28 октября 2021 года был подписан договор.", "ru"),
    ],
)
def test_a_day_that_is_not_called_today_is_not_the_day_of_writing(text: str, language: str) -> None:
    published, _ = date_document(context(text, language))
    assert published.edtf is None or "/" in published.edtf or len(published.edtf) == 4


@pytest.mark.parametrize(
    ("text", "language", "quote"),
    [
        ("The assembly approved the budget for 2030.", "en", "2030"),
        ("The ministers discussed the 2030 census.", "en", "2030"),
        ("Парламент принял бюджет на 2030 год.", "ru", "на 2030 год"),
        ("Министры обсудили программу «Путь-2030».", "ru", "2030"),
    ],
)
def test_what_a_thing_is_for_or_called_dates_nothing(text: str, language: str, quote: str) -> None:
    _, clues = date_document(context(text, language))
    assert quote not in [clue.quote for clue in clues]


@pytest.mark.parametrize(
    ("text", "language", "edtf"),
    [
        ("This year we mark the 75th anniversary of NATO.", "en", "2024"),
        ("Next year Kazakhstan will celebrate the 30th anniversary of its independence.", "en", "2020"),
        ("We meet on the 30th anniversary of Kazakhstan's independence.", "en", "2020/2022"),
        ("It is ten years since the founding of the Shanghai Cooperation Organisation.", "en", "2010/2012"),
        ("Thirty years ago, in 1992, the embassy was opened.", "en", "2021/2023"),
        (
            "The states established diplomatic relations in 1992. They mark 30 years of diplomatic relations.",
            "en",
            "2021/2023",
        ),
        (
            "They established diplomatic relations in 1992. This year is the 30th anniversary of diplomatic relations.",
            "en",
            "2022",
        ),
        ("В этом году мы отмечаем 80-летие ООН.", "ru", "2025"),
        ("Отмечается 20 лет со дня создания ШОС.", "ru", "2020/2022"),
        ("Ещё в 2005 году, 20 лет назад, был создан край.", "ru", "2024/2026"),
        ("Дипотношения установлены в 1992 году. Отмечается 30-летие дипломатических отношений.", "ru", "2021/2023"),
    ],
)
def test_years_since_a_known_beginning_give_the_year(text: str, language: str, edtf: str) -> None:
    published, clues = date_document(context(text, language))
    assert published.edtf == edtf, clues


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("This is the 30th anniversary of Kenya's membership in the United Nations.", "en"),
        ("The 75th anniversary of the NATO office in the capital was marked.", "en"),
        ("Over the past three decades our ties grew.", "en"),
        ("They met with the Shanghai Cooperation Organisation ten years ago.", "en"),
        ("30-летие членства Казахстана в ООН было отмечено.", "ru"),
        ("Решено помогать женщинам, в отношении которых ему исполнилось 14 лет, в 2024 году.", "ru"),
    ],
)
def test_years_of_something_else_give_nothing(text: str, language: str) -> None:
    _, clues = date_document(context(text, language))
    assert not any("years since" in clue.reason for clue in clues), clues


def test_more_than_so_many_years_leave_room_for_more() -> None:
    _, clues = date_document(context("More than 20 years ago, in 2001, the road was built."))
    assert ("2020/2031", "more than 20 years since 2001") in [(clue.edtf, clue.reason) for clue in clues]


def test_an_anniversary_told_of_its_own_year_is_history() -> None:
    _, clues = date_document(context("Монумент открыли в 1975 году к 30-летию Победы.", "ru"))
    assert not any("years since" in clue.reason for clue in clues)


def titled(title: str, text: str) -> Context:
    """A document with a headline."""
    whole = f"{title}\n\n{text}"
    blocks = (
        Block(span=Span(start=0, end=len(title)), role=BlockRole.TITLE),
        Block(span=Span(start=len(title) + 2, end=len(whole)), role=BlockRole.PARAGRAPH),
    )
    document = Document(name="test", text=whole, blocks=blocks, language="en")
    return Context(document=document, doc=annotate(document), pack=load_pack("en"), knowledge=knowledge.load())


@pytest.mark.parametrize(
    ("title", "edtf"),
    [
        ("A Message on Water Day, 2022", "2022"),
        ("Notes of the Council, March 2023", "2023-03-01/2023-03-31"),
        ("Budget for 2030", None),
        ("The 2020 Games", None),
    ],
)
def test_a_headline_that_ends_in_its_time_is_of_that_time(title: str, edtf: str | None) -> None:
    assert date_document(titled(title, "The ministers discussed trade."))[0].edtf == edtf


@pytest.mark.parametrize(
    "text",
    [
        "They will hold a seminar on rivers in 2030.",
        "They will help towns harmed in 2030.",
        "The plan is to make half of all cars sold in 2030 electric.",
        "“We shall build it,” he wrote (Letter, 8/29/2031).",
    ],
)
def test_what_is_to_come_or_only_cited_is_not_told_as_past(text: str) -> None:
    _, clues = date_document(context(text))
    assert not any(clue.reason == "told as past" for clue in clues), clues


@pytest.mark.parametrize(
    "text",
    [
        "The ministry announced today a concert on Monday, June 10. The pact was signed in May 2021. It ends in 2024.",
        "Seven months after the war broke out on March 5, they met. The pact was signed in May 2021. It ends in 2022.",
    ],
)
def test_a_day_of_something_else_is_not_that_of_the_report(text: str) -> None:
    published, clues = date_document(context(text))
    assert published.edtf is None or "/" in published.edtf, clues
    assert not any("March 5" in clue.quote for clue in clues)


def test_a_day_named_with_its_weekday_is_weeks_away() -> None:
    text = "The school was opened in May 2021. It will be closed in 2023. They met on Monday, October 3."
    published, _ = date_document(context(text))  # 3 October is a Monday in 2022 only
    assert published.edtf == "2022-10-03/2022-11-17"


def test_a_president_of_another_age_in_the_opening_is_a_story() -> None:
    text = "President Lincoln wrote a letter."
    published, _ = date_document(context(text, titles=(title_of(text, "Lincoln"),)))
    assert published.edtf is None


def test_fiscal_years_are_spoken_of_before_they_begin() -> None:
    _, clues = date_document(context("The agency shared out its funds of fiscal years 2030 and 2031."))
    assert clues == ()
