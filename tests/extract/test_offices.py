"""Offices: titles with words of their own before the name, the state that a bare title is of, how offices are told."""

from __future__ import annotations

from datetime import date

import pytest
from tests.extract.test_names import caption, meant, read, titles

from chancery.extract.deixis import resolve_deixis
from chancery.extract.speech import find_speech
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
        (
            "Официальный представитель «Союза граждан» Пабло Риос это отрицает.",
            "Spokesperson",
            "org/soyuz-grazhdan",
            "Pablo Rios",
        ),
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
    assert titles(read("Пётр Лаптев — первый премьер Эфиопии, родившийся после войны.", "ru"))[0][-1] == ""
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


def test_a_bare_office_between_two_states_is_not_told() -> None:
    text = "Спор\n\nПарагвай и Боливия спорят о реке. За перемены выступил премьер-министр Хуан Вальдес."
    assert "Juan Valdes" not in [who for who, *_ in told(text)]


@pytest.mark.parametrize("naming", ["Mayor Rita Dunn", "Rita Dunn, Director", "Senator Dunn", "Rep. Rita Dunn"])
def test_an_office_of_no_state_and_no_body_is_not_told(naming: str) -> None:
    assert told(f"Remarks\n\nThank you all. I want to thank {naming}.", "en") == []


@pytest.mark.parametrize(
    ("naming", "of"),
    [
        ("Rita Dunn, President, Northern Nurses Union", "Northern Nurses Union"),
        ("Mr. Hugo Dunn, Chargé d’Affaires, a.i., U.S. Embassy Oslo", "US"),
    ],
)
def test_what_an_office_is_of_stands_behind_it_in_a_list(naming: str, of: str) -> None:
    assert [row[2] for row in told(f"Members of the Delegation\n\n{naming}", "en")] == [of]


def test_who_is_elected_does_not_hold_the_office_yet() -> None:
    text = "Remarks\n\nThank you all. I called President-elect Hugo Dunn of Ghana."
    assert [row[1:4] for row in told(text, "en")] == [("President", "GH", Status.DONE)]


@pytest.mark.parametrize(
    ("naming", "who"),
    [
        ("President Kennedy", "John F. Kennedy"),
        ("President Truman", "Harry S. Truman"),
        ("Prime Minister Golda Meir", "Golda Meir"),
    ],
)
def test_who_left_an_office_long_ago_held_it_once(naming: str, who: str) -> None:
    found = read(f"A Day to Remember\n\nNobody forgets what {naming} told the crowd.", "en")
    assert [(modifier, holder) for title, _, _, holder, modifier in titles(found) if title != "First Lady"] == [
        ("former", who)
    ]


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


@pytest.mark.parametrize(
    ("text", "title", "of"),
    [
        ("Приехал глава японского МИДа Кэнта Ямада.", "Minister of Foreign Affairs", "JP"),
        ("Выступил глава российского правительства Иван Крылов.", "Prime Minister", "RU"),
    ],
)
def test_a_states_adjective_inside_a_title_leaves_it_whole(text: str, title: str, of: str) -> None:
    assert (title, of) in [(t, o) for t, o, _, holder, _ in titles(read(text, "ru")) if holder]


@pytest.mark.parametrize(
    "text",
    [
        "Парламент избрал на пост премьер-министра Ивана Крылова.",
        "Президент освободил от должности министра обороны Ивана Крылова.",
        "Погиб кандидат в президенты Парагвая Лино Рохас.",
    ],
)
def test_who_is_to_get_or_leave_an_office_is_not_its_holder(text: str) -> None:
    assert "Ivan Krylov" not in [holder for *_, holder, _ in titles(read(text, "ru"))]
    assert "Lino Rojas" not in [holder for *_, holder, _ in titles(read(text, "ru"))]


def test_the_republic_in_a_name_is_no_state_named_before() -> None:
    found = titles(read("Россия ждёт. Прибыл Президент Республики Сербской Милан Вукич.", "ru"))
    assert all(of not in ("RU", "RS") for title, of, *_ in found if title == "President")


def test_the_head_of_a_delegation_is_not_the_head_of_its_state() -> None:
    found = titles(read("Прибыл Пётр Лаптев, руководитель делегации Казахстана в Вене.", "ru"))
    assert ("Head", None, None, "Pyotr Laptev", "") in found


def test_he_at_the_head_of_a_sentence_is_the_subject_of_the_one_before() -> None:
    text = (
        "Выступил министр Пётр Лаптев, которого поддержал Иван Крылов.\nИван Крылов родился в Пскове.\nОн стал послом."
    )
    context = read(text, "ru")
    find_speech(context)
    resolve_deixis(context)
    assert meant(context, "Он") == "Ivan Krylov"


@pytest.mark.parametrize("short", ["И.о.", "Врио", "И. о."])
def test_who_stands_in_for_another_holds_the_office_as_acting(short: str) -> None:
    found = titles(read(f"{short} министра обороны Ганы Кофи Адомако уехал.", "ru"))
    assert [(title, of, holder, modifier) for title, of, _, holder, modifier in found] == [
        ("Minister of Defence", "GH", "Kofi Adomako", "acting")
    ]


def test_a_party_in_quotation_marks_is_what_its_leader_leads() -> None:
    context = read("В Москву приехал лидер партии «Грузинская мечта» Ираклий Кобахидзе.", "ru")
    assert [caption(context, t.of) for t in context.titles] == ["Georgian Dream"]


def test_an_office_that_somebody_gets_stands_for_nobody() -> None:
    context = read("Кофи Адомако занимал пост президента Украины.", "ru")
    assert [m.span.of(context.document.text) for m in context.mentions if m.form == "title"] == []
