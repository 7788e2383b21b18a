"""The time of a statement: what dates a happening, what only stands beside it, what the document's day implies."""

from __future__ import annotations

from functools import cache

import pytest

from chancery.extract.statements import find_ruled
from chancery.model.statement import Statement
from chancery.process import prepare, process
from chancery.read import read_text

DAY = "2024-05-15"  # a Wednesday
EN = "Readout of the Talks of President Macron of France\n\n"
RU = "Переговоры с Президентом Казахстана\n\n"


@cache
def read(text: str, language: str) -> tuple[Statement, ...]:
    return find_ruled(prepare(read_text("document", text, published=DAY, language=language))[0])


def times(kind: str, text: str, language: str) -> list[str | None]:
    return [s.when.edtf if s.when else None for s in read(text, language) if s.kind == kind]


@pytest.mark.parametrize(
    ("kind", "text", "wanted"),
    [
        # a date within a noun of its own is that noun's
        ("call", "President Biden spoke with President Macron about preparations for the June 3 summit.", DAY),
        ("meeting", "President Biden met with President Macron of France on May 3.", "2024-05-03"),
        # a plan in a relative clause shares the time of the plan above it
        (
            "meeting",
            "On Friday President Biden will travel to Paris, where he will meet with President Macron.",
            "2024-05-17",
        ),
        # and so does one told in the sentence after it
        (
            "meeting",
            "On May 20 President Biden will travel to Paris. He will meet with President Macron of France.",
            "2024-05-20",
        ),
        # an earlier verb takes no date from a later one
        ("call", "President Biden spoke with President Macron and visited a school in Ohio on May 3.", DAY),
        # a start from which one counts back dates nothing that takes place once
        ("visit", "President Macron arrived in Washington for the first visit of a French leader since 2018.", DAY),
        # what stands right behind a noun is the noun's
        ("visit", "They praised the visit of President Macron to Vietnam in March 2023.", "2023-03"),
        # what is planned without a day is still to come, what was done without one is over
        ("visit", "They spoke at length. President Macron will visit Vietnam.", f"{DAY}/.."),
        ("visit", "They spoke at length.\n\nThey went on.\n\nPresident Macron has visited Vietnam twice.", f"../{DAY}"),
        # the anniversary in a second conjunct has the year of that conjunct
        (
            "anniversary",
            "Next year we will mark the 20th anniversary of the treaty, and in 2027 the 40th anniversary of the club.",
            "2027",
        ),
        # the years that are counted since
        ("relations", "It has been 26 years since France established diplomatic relations with Vietnam.", "1998"),
        # a chair passed on in the sentence after the summit is passed on at it
        (
            "chairmanship",
            "President Ilham Aliyev: The next summit of the Organization of Turkic States will be held next month. We "
            "will transfer the chairmanship to Kazakhstan.",
            "2024-06",
        ),
        # a sitting known by its number
        ("gathering", "President Macron spoke about the 49th G7 Summit.", "2023"),
        # a day within a name is no day
        ("anniversary", "Both premiers celebrated the 25th anniversary of the Good Friday Agreement.", "2024"),
        # a stance of long ago was taken then
        ("position", "In 1962 the Soviet Union recognised the independence of Algeria.", "1962"),
        # an infinitive of purpose is done when what it is the purpose of is done
        ("meeting", "President Biden went to Paris on May 7 to meet with President Macron of France.", "2024-05-07"),
    ],
)
def test_english(kind: str, text: str, wanted: str) -> None:
    assert wanted in times(kind, EN + text, "en")


@pytest.mark.parametrize(
    ("kind", "text", "wanted"),
    [
        (
            "visit",
            "В прошлом месяце прошёл рабочий визит в Астану министра иностранных дел Киргизии Жээнбека Кулубаева, "
            "готовится ответный визит в Бишкек министра иностранных дел Казахстана Мурата Нуртлеу.",
            f"{DAY}/..",
        ),
        ("visit", "Стороны вспомнили визит Президента Казахстана в Китай в октябре 2023 года.", "2023-10"),
        (
            "relations",
            "В прошлом году мы отметили 30-летие установления дипломатических отношений между Россией и Казахстаном.",
            "1993",
        ),
        (
            "agreement",
            "В этом году исполняется 30 лет подписания договора о дружбе между Россией и Казахстаном.",
            "1994",
        ),
        ("position", "В 1948 году Советский Союз признал независимость Израиля.", "1948"),
        (
            "anniversary",
            "Президенты встретятся на торжествах, посвящённых 80-летию Победы в Великой Отечественной войне.",
            "2024",
        ),
        (
            "visit",
            "20 мая состоятся переговоры с Президентом Казахстана Касым-Жомартом Токаевым, который посетит Россию "
            "с официальным визитом.",
            "2024-05-20",
        ),
        (
            "visit",
            "Владимир Путин принял Президента Казахстана Касым-Жомарта Токаева, который находится в России с визитом.",
            DAY,
        ),
        ("agreement", "По итогам переговоров Россия и Казахстан подписали меморандум.", DAY),
    ],
)
def test_russian(kind: str, text: str, wanted: str) -> None:
    assert wanted in times(kind, RU + text, "ru")


def test_congratulations_are_given_when_they_are_told() -> None:
    text = (
        "Remarks by President Biden and President Macron of France\n\n"
        "PRESIDENT BIDEN: I congratulate you, Mr. President.\n\nPRESIDENT MACRON: Thank you.\n"
    )
    assert times("greeting", text, "en") == [DAY]


def test_a_war_named_in_a_sentence_about_today_is_not_of_today() -> None:
    text = EN + "Today President Macron condemned Russia's brutal war against Ukraine."
    assert times("conflict", text, "en") in ([], [None])


def test_a_promise_made_today_is_not_fulfilled_today() -> None:
    text = EN + "Today France promised to send Ukraine ten more tanks."
    assert DAY not in times("commitment", text, "en") + times("aid", text, "en")


def test_the_year_of_what_is_commemorated() -> None:
    text = RU + "В прошлом году мы отметили 30-летие установления дипломатических отношений между нашими странами."
    assert times("relations", text, "ru") in ([], ["1993"])
    assert any(t.ordinal == 30 for t in process(read_text("d", text, published=DAY, language="ru")).times)


def test_a_document_dated_only_by_an_interval_dates_no_office() -> None:
    text = "President Joe Biden spoke with President Emmanuel Macron of France. They signed the pact in March 2023."
    found = process(read_text("document", text, language="en"))
    assert [s.when for s in found.statements if s.kind == "office" and s.when] == []


def offices(text: str, language: str) -> list[tuple[str, str, str | None]]:
    """Every office read: its holder, the action and the time."""
    found = [s for s in read(text, language) if s.kind == "office"]
    return [(s.roles["who"][0].label, s.roles["action"][0].label, s.when.edtf if s.when else None) for s in found]


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        (
            "The President received the newly appointed Ambassador of Kenya Tom Reed. Ambassador Tom Reed spoke.",
            "en",
            ("Tom Reed", "appointed", "2024-05"),
        ),
        ("The newly elected President of Kenya Tom Reed spoke.", "en", ("Tom Reed", "elected", f"../{DAY}")),
        ("The former President of Kenya Tom Reed spoke.", "en", ("Tom Reed", "former", f"../{DAY}")),
        ("The former President of Kenya Tom Reed (1993-2003) spoke.", "en", ("Tom Reed", "former", "1993/2003")),
        ("In 2005 the then President of Kenya Tom Reed met farmers.", "en", ("Tom Reed", "former", "2005")),
        ("The President of Kenya Tom Reed spoke.", "en", ("Tom Reed", "holds", DAY)),
        (
            "Министр принял верительные грамоты новоназначенного посла Кыргызстана Кайрата Осмоналиева.",
            "ru",
            ("Kairat Osmonaliev", "appointed", "2024-05"),
        ),
    ],
)
def test_an_office_has_the_time_that_its_title_implies(
    text: str, language: str, wanted: tuple[str, str, str | None]
) -> None:
    found = [one for one in offices(text, language) if one[0] == wanted[0]]
    assert found == [wanted]


@pytest.mark.parametrize(
    ("kind", "text", "language", "wanted"),
    [
        ("visit", "They praised the recent visit of President Macron to Vietnam.", "en", f"../{DAY}"),
        ("visit", "Они обсудили итоги недавнего визита Президента Макрона во Вьетнам.", "ru", f"../{DAY}"),
        (
            "agreement",
            "They spoke at length.\n\nThey went on.\n\nFrance and Kenya signed a treaty of friendship.",
            "en",
            DAY,
        ),
    ],
)
def test_what_a_report_tells_without_a_time_has_the_one_it_implies(
    kind: str, text: str, language: str, wanted: str
) -> None:
    assert times(kind, text, language) == [wanted]
