"""What times inside quoted speech count from: the day on which the text says it was spoken; and what a story counts
from: the event told before. Every document here is of 28 October 2021."""

from __future__ import annotations

import pytest

from chancery.model.document import Block, BlockRole, DateSource, Document, Published, Span
from chancery.process import prepare

SPOKEN_EN = [
    ("The minister said on 5 May that the delegations would meet tomorrow.", "tomorrow", "2021-05-06"),
    ('On 5 May 2021, the minister said: "We will open the bridge next week."', "next week", "2021-05-10/2021-05-16"),
    ('In a letter dated 12 March 2019, the president wrote: "Last year our trade doubled."', "Last year", "2018"),
    (
        'In his letter of 12 March 2019 the president wrote: "Next month you will be our guest."',
        "Next month",
        "2019-04",
    ),
    ('"We will send the aid tomorrow," the president said on 5 May.', "tomorrow", "2021-05-06"),
    (
        'Speaking in Tbilisi on 3 June 2020, the envoy said: "Yesterday we signed the contract."',
        "Yesterday",
        "2020-06-02",
    ),
    ('In an interview on 9 July, the ambassador said: "Our exports doubled last month."', "last month", "2021-06"),
    ('The envoy said yesterday: "We will be back tomorrow."', "tomorrow", "2021-10-28"),
    (
        "On 30 April 2018 the chancellor told the deputies that the law would enter into force next year.",
        "next year",
        "2019",
    ),
    (
        'On 5 May, the minister said: "We met yesterday." He added: "We will sign the treaty next month."',
        "next month",
        "2021-06",
    ),
]
NOT_SPOKEN_EN = [
    # reported speech keeps to the reporter's yesterday; what is told within it, and of others, dates nothing
    ("The envoy said yesterday that the talks would go on next week.", "next week", "2021-11-01/2021-11-07"),
    (
        "The minister said that on 5 May 2019 the bridge had opened and the road would follow next year.",
        "next year",
        "2022",
    ),
    ('The minister, who was appointed on 3 May 2020, said: "We will vote tomorrow."', "tomorrow", "2021-10-29"),
    ('The treaty was signed on 5 May 2019. The minister said: "We will vote tomorrow."', "tomorrow", "2021-10-29"),
    ('The minister said: "We will vote tomorrow." The treaty was signed on 5 May 2019.', "tomorrow", "2021-10-29"),
    ("The bridge was opened on 5 May 2019 and will be repaired next year.", "next year", "2022"),
    ('In May 2020, the minister said: "We will vote tomorrow."', "tomorrow", "2021-10-29"),
    ('On 5 May the minister said: "We agree." The parliament will vote tomorrow.', "tomorrow", "2021-10-29"),
]
SPOKEN_RU = [
    ("Министр заявил 5 мая, что завтра делегации встретятся.", "завтра", "2021-05-06"),
    (
        "В письме от 12 марта 2019 года президент писал: «В прошлом году наша торговля удвоилась».",
        "В прошлом году",
        "2018",
    ),
    ("«Завтра мы отправим помощь», — сказал президент 5 мая.", "Завтра", "2021-05-06"),
    ("Выступая 3 июня 2020 года в Тбилиси, посол сказал: «Вчера мы подписали договор».", "Вчера", "2020-06-02"),
    (
        "5 мая 2021 года министр заявил: «На следующей неделе мы откроем мост».",
        "На следующей неделе",
        "2021-05-10/2021-05-16",
    ),
    ("9 июля посол сообщил, что в прошлом месяце вывоз зерна удвоился.", "в прошлом месяце", "2021-06"),
    (
        "«В следующем месяце вы будете нашим гостем», — написал премьер-министр 12 марта 2019 года.",
        "В следующем месяце",
        "2019-04",
    ),
    ("Вчера посол сказал: «Завтра мы вернёмся».", "Завтра", "2021-10-28"),
]
NOT_SPOKEN_RU = [
    (
        "Посол сказал вчера, что переговоры продолжатся на следующей неделе.",
        "на следующей неделе",
        "2021-11-01/2021-11-07",
    ),
    (
        "Министр заявил, что 5 мая 2019 года мост был открыт, а в следующем году будет готова дорога.",
        "в следующем году",
        "2022",
    ),
    ("Министр, назначенный 3 мая 2020 года, сказал: «Завтра мы проголосуем».", "Завтра", "2021-10-29"),
    ("Договор был подписан 5 мая 2019 года. Министр сказал: «Завтра мы проголосуем».", "Завтра", "2021-10-29"),
    ("Мост был открыт 5 мая 2019 года, в следующем году его отремонтируют.", "в следующем году", "2022"),
    ("В мае 2020 года министр сказал: «Завтра мы проголосуем».", "Завтра", "2021-10-29"),
    ("5 мая министр сказал: «Мы согласны». Парламент проголосует завтра.", "завтра", "2021-10-29"),
    ("Министр сказал: «Завтра мы проголосуем». Договор был подписан 5 мая 2019 года.", "Завтра", "2021-10-29"),
]
TOLD = [
    ("en", "The king arrived on 3 March 2020. The next day he met the premier.", "The next day", "2020-03-04"),
    ("en", "They signed the pact on 3 March 2020. Two days later it was ratified.", "Two days later", "2020-03-05"),
    ("en", "The embassy opened on 9 May 1998. The following year it was closed.", "The following year", "1999"),
    (
        "ru",
        "Король прибыл 3 марта 2020 года. На следующий день он встретился с премьером.",
        "На следующий день",
        "2020-03-04",
    ),
    (
        "ru",
        "Договор подписали 3 марта 2020 года. Два дня спустя его одобрил парламент.",
        "Два дня спустя",
        "2020-03-05",
    ),
    ("ru", "Посольство открылось 9 мая 1998 года. Годом позже его закрыли.", "Годом позже", "1999"),
]


def times(text: str, language: str, published: str | None = "2021-10-28") -> dict[str, str]:
    """The expressions of one dated paragraph with their EDTF."""
    document = Document(
        name="test",
        text=text,
        language=language,
        blocks=(Block(span=Span(start=0, end=len(text)), role=BlockRole.PARAGRAPH),),
        published=Published(edtf=published, source=DateSource.METADATA) if published else Published(),
    )
    context, _ = prepare(document)
    return {one.span.of(text): one.when.edtf for one in context.times if one.when is not None}


@pytest.mark.parametrize(("text", "expression", "edtf"), SPOKEN_EN)
def test_speech_counts_from_the_day_it_was_spoken(text: str, expression: str, edtf: str) -> None:
    assert times(text, "en")[expression] == edtf


@pytest.mark.parametrize(("text", "expression", "edtf"), NOT_SPOKEN_EN)
def test_other_days_do_not_move_what_times_count_from(text: str, expression: str, edtf: str) -> None:
    assert times(text, "en")[expression] == edtf


@pytest.mark.parametrize(("text", "expression", "edtf"), SPOKEN_RU)
def test_russian_speech_counts_from_the_day_it_was_spoken(text: str, expression: str, edtf: str) -> None:
    assert times(text, "ru")[expression] == edtf


@pytest.mark.parametrize(("text", "expression", "edtf"), NOT_SPOKEN_RU)
def test_other_days_do_not_move_what_russian_times_count_from(text: str, expression: str, edtf: str) -> None:
    assert times(text, "ru")[expression] == edtf


@pytest.mark.parametrize(("language", "text", "expression", "edtf"), TOLD)
def test_a_story_counts_from_the_event_before(language: str, text: str, expression: str, edtf: str) -> None:
    assert times(text, language)[expression] == edtf


def test_an_undated_document_counts_speech_from_its_own_day() -> None:
    found = times('On 5 May 2021, the minister said: "We will open the bridge next week."', "en", None)
    assert found["next week"] == "2021-05-10/2021-05-16"
