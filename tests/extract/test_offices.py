"""Offices: titles with words of their own before the name, the state that a bare title is of, how offices are told."""

from __future__ import annotations

from datetime import date

import pytest
from tests.extract.test_names import caption, read, titles

from chancery.model.statement import Status
from chancery.process import process
from chancery.read import read_text


@pytest.mark.parametrize(
    ("text", "title", "of", "holder"),
    [
        (
            "В Казахстане прошли выборы. Об этом сообщил президент страны Нурлан Абдиев.",
            "President",
            "KZ",
            "Nurlan Abdiyev",
        ),
        ("На заседании выступил председатель финансовой комиссии Пётр Лаптев.", "Chairman", None, "Pyotr Laptev"),
        ("За него проголосовал лидер либеральных консерваторов Ян Ковач.", "Leader", None, "Yan Kovach"),
        (
            "Учения открыл командующий сухопутными войсками генерал-полковник Олег Дятлов.",
            "Commander",
            None,
            "Oleg Dyatlov",
        ),
        ("В Праге выступил экс-премьер 71-летний Марек Новотный.", "Prime Minister", None, "Marek Novotny"),
        ("В зал вошёл глава палестинской делегации на переговорах Саид Хамдан.", "Head", None, "Said Khamdan"),
        (
            "Об этом заявил замминистра энергетики Узбекистана Шерзод Каримов.",
            "Minister of Energy",
            "UZ",
            "Sherzod Karimov",
        ),
        ("Официальный представитель «Союза граждан» Пабло Риос это отрицает.", "Spokesperson", None, "Pablo Rios"),
    ],
)
def test_what_stands_between_a_title_and_a_name_belongs_to_the_title(
    text: str, title: str, of: str | None, holder: str
) -> None:
    assert (title, of, holder) in [(t, o, h) for t, o, _, h, _ in titles(read(text, "ru"))]


@pytest.mark.parametrize(
    "text",
    [
        "Президент по приглашению Ивана Крылова посетил завод.",
        "Министр обороны встретил Ивана Крылова.",
        "Депутат привёз письмо президента Ивану Крылову.",
        "Лидер партии, как пишет Иван Крылов, подал в отставку.",
    ],
)
def test_a_name_in_another_case_or_clause_does_not_hold_the_office(text: str) -> None:
    assert all(holder is None for _, _, _, holder, _ in titles(read(text, "ru")))


def test_a_governor_is_of_a_place() -> None:
    context = read("Гостей принял губернатор Воронежской области Иван Крылов.", "ru")
    assert [caption(context, of) for title, of, *_ in titles(context) if title == "Governor"] == [
        "Voronezhskaya oblast"
    ]


def test_a_fused_deputy_is_a_deputy() -> None:
    found = titles(read("Об этом заявил первый замминистра энергетики Узбекистана Шерзод Каримов.", "ru"))
    assert [(title, modifier) for title, *_, modifier in found] == [("Minister of Energy", "deputy")]


def test_the_first_to_hold_an_office_may_hold_it_still() -> None:
    assert titles(read("Он первый премьер Эфиопии, родившийся после войны.", "ru"))[0][-1] == ""
    assert titles(read("Первый президент Эстонии Яан Вельд умер.", "ru"))[0][-1] == "former"


def told(text: str, language: str = "ru") -> list[tuple[str, str, str, Status, str]]:
    """Who, office, of and status of each statement of an office, and its quotation."""
    document = read_text("text", text, published=date(2013, 5, 6).isoformat(), language=language)
    return [
        (*(", ".join(s.labels(role)) for role in ("who", "office", "of")), s.status, s.evidence.quote)  # type: ignore[misc]
        for s in process(document).statements
        if s.kind == "office"
    ]


def test_both_titles_of_a_chain_are_told_with_the_name_at_its_end() -> None:
    text = "В Москве\n\nПрошли переговоры с вице-президентом, министром обороны Ганы Кофи Адомако."
    assert [row[:3] for row in told(text)] == [
        ("Kofi Adomako", "Vice President", "GH"),
        ("Kofi Adomako", "Minister of Defence", "GH"),
    ]


def test_a_bare_office_of_state_is_of_the_state_that_the_document_is_about() -> None:
    text = "Выборы в Парагвае\n\nВ Парагвае подсчитали голоса. За перемены выступил премьер-министр Хуан Вальдес."
    assert ("Juan Valdes", "Prime Minister", "PY", Status.ONGOING) in [row[:4] for row in told(text)]


def test_a_bare_office_between_two_states_stays_open() -> None:
    text = "Спор\n\nПарагвай и Боливия спорят о реке. За перемены выступил премьер-министр Хуан Вальдес."
    assert [of for who, _, of, *_ in told(text) if who == "Juan Valdes"] == [""]


def test_a_title_alone_tells_whose_office_it_is_where_the_document_names_him() -> None:
    text = "Разговор\n\nВладимир Путин позвонил гостю. Президент России пожелал ему удачи."
    assert ("Vladimir Putin", "President", "RU", Status.ONGOING, "Президент России") in told(text)


def test_what_is_reported_of_others_names_offices_in_the_voice_of_the_document() -> None:
    text = "Спор\n\nАгентство Рейтер сообщает, что президент Ганы Кофи Адомако уехал в Того."
    document = read_text("text", text, published="2013-05-06", language="ru")
    assert [s.speaker for s in process(document).statements if s.rule == "office.title"] == [None]


def test_an_office_once_held_is_that_of_a_former_holder() -> None:
    text = "Спор\n\nВ Гану приехал гость. Кофи Адомако занимал пост министра обороны Ганы."
    document = read_text("text", text, published="2013-05-06", language="ru")
    assert [s.labels("action") for s in process(document).statements if s.kind == "office"] == [("former",)]
