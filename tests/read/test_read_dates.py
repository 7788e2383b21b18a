"""Printed dates, datelines and what is none."""

import pytest

from chancery.read.dates import find_dates, machine_date
from chancery.read.lines import read_dateline
from chancery.read.wire import glued_date, glued_related, wire_opening


@pytest.mark.parametrize(
    ("text", "language", "edtf"),
    [
        ("21 ИЮЛЬ 2022", "ru", "2022-07-21"),
        ("26 февраля 2025 года", "ru", "2025-02-26"),
        ("4 сент. 2020 г.", "ru", "2020-09-04"),
        ("February 26, 2025", "en", "2025-02-26"),
        ("the 3rd of May 2021", "en", "2021-05-03"),
        ("Sept 5, 2021", "en", "2021-09-05"),
        ("2022-04-20", "en", "2022-04-20"),
        ("20.04.2022", "ru", "2022-04-20"),
        ("09.12.25", "ru", "2025-12-09"),
        ("28/10/2021", "en", "2021-10-28"),
        ("10/28/2021", "en", "2021-10-28"),
        ("5 травня 2022 року", "uk", "2022-05-05"),
        ("21 aprel 2022", "az", "2022-04-21"),
        ("12 Kasım 2021", "tr", "2021-11-12"),
        ("26 février 2025", "fr", "2025-02-26"),
        ("5. Mai 2022", "de", "2022-05-05"),
        ("26 de febrero de 2025", "es", "2025-02-26"),
        ("2022 жылғы 21 сәуір", "kk", "2022-04-21"),
        ("2022年7月21日", "zh", "2022-07-21"),
        ("5 İyun 2024", "az", "2024-06-05"),
        ("1 MAYIS 2019", "tr", "2019-05-01"),
        ("2023-cü il 9 fevral", "az", "2023-02-09"),
        ("1er août 2022", "fr", "2022-08-01"),
        ("1.º de mayo de 2019", "es", "2019-05-01"),
        ("15. Jän. 2020", "de", "2020-01-15"),
    ],
)
def test_a_full_date_is_found_in_many_languages(text, language, edtf):
    assert [found.edtf for found in find_dates(f"({text})", language)] == [edtf]


@pytest.mark.parametrize("text", ["28 октября", "October 28", "5 May"])
def test_a_day_and_month_are_seen_but_date_nothing(text):
    assert [found.edtf for found in find_dates(text, "en")] == [None]


@pytest.mark.parametrize("text", ["03/04/2021", "31 February 2021", "page 12 of 2021", "1.2.3", "version 2.10.2021.4"])
def test_what_is_ambiguous_or_no_date_is_left_alone(text):
    assert not [found for found in find_dates(text, "en") if found.edtf]


@pytest.mark.parametrize(
    ("value", "edtf"),
    [
        ("2022-04-20T18:30:00+04:00", "2022-04-20"),
        ("20220420", "2022-04-20"),
        ("Wed, 20 Apr 2022 10:00:00 GMT", "2022-04-20"),
        ("2022-13-40", None),
        ("0000-00-00", None),
        ("yesterday", None),
    ],
)
def test_machine_readable_dates(value, edtf):
    assert machine_date(value) == edtf


@pytest.mark.parametrize(
    ("line", "edtf"),
    [
        ("21 ИЮЛЬ 2022    Прочитано: 1430", "2022-07-21"),
        ("26 февраля 2025 года 18:30 Москва, Кремль", "2025-02-26"),
        ("Published: Tuesday, 5 May 2022, 10:00 a.m.", "2022-05-05"),
        ("Опубликовано 12.03.2021 в 14:05", "2021-03-12"),
        ("11:02, 9 января 2019, Алматы - Кабар", "2019-01-09"),
        ("Politics | foreign policy | November 6, 2024 / 03:52 PM", "2024-11-06"),
        ("3 May 2023 11:55 (UTC+04:00)", "2023-05-03"),
        ("17:49, 04 October 2023 | GMT +6", "2023-10-04"),
        ("11:30 A.M. JST", None),
        ("28 октября, 15:20", None),
    ],
)
def test_a_line_of_date_place_and_counter_is_a_dateline(line, edtf):
    dateline = read_dateline(line, "ru")
    assert dateline is not None
    assert (dateline.found and dateline.found.edtf) == edtf


@pytest.mark.parametrize(
    "line",
    [
        "The treaty of 23 April 1997 remains in force.",
        "Договор подписан 5 мая 2022 года",
        "© 2012–2026, founded 12 May 2020",
        "Copyright 1 January 2024",
        "Resolution 1325 (2000)",
        "1,430 people signed",
    ],
)
def test_a_line_that_says_more_is_no_dateline(line):
    assert read_dateline(line, "en") is None


def test_a_dateline_that_names_the_author_gives_the_author():
    dateline = read_dateline("By Mira Tolen April 28, 2024", "en")
    assert dateline is not None
    assert dateline.author == "Mira Tolen"


def test_a_date_of_change_is_told_from_a_date_of_publication():
    dateline = read_dateline("Last updated: May 14, 2024 20:46", "en")
    assert dateline is not None
    assert dateline.updated


@pytest.mark.parametrize(
    ("text", "opening", "edtf", "agency"),
    [
        (
            "BAKU, October 28, 2021 (Agency) – The envoy came.",
            "BAKU, October 28, 2021 (Agency) –",
            "2021-10-28",
            "Agency",
        ),
        ("OSH, Kyrgyzstan, October 10. The panel met.", "OSH, Kyrgyzstan, October 10.", None, None),
        ("Бишкек, 09.12.25. /Кабар/. В столице прошла встреча.", "Бишкек, 09.12.25. /Кабар/.", "2025-12-09", "Кабар"),
        ("ТАШКЕНТ, 1 авг — РИА Новости. Министр прибыл.", "ТАШКЕНТ, 1 авг — РИА Новости.", None, "РИА Новости"),
        ("Бишкек. 11 октября. ИНТЕРФАКС - Посол уехал.", "Бишкек. 11 октября. ИНТЕРФАКС -", None, "ИНТЕРФАКС"),
        ("VIENNA (AP) — Talks resumed.", "VIENNA (AP) —", None, "AP"),
        ("БАКУ/Trend/ - Делегация прибыла.", "БАКУ/Trend/ -", None, "Trend"),
        ("New York, 3 May 2023 – The envoys met.", "New York, 3 May 2023 –", "2023-05-03", None),
        (
            "Лима, 3 мая, 2019, 10:25 — ИА Регнум. Министры встретились.",
            "Лима, 3 мая, 2019, 10:25 — ИА Регнум.",
            "2019-05-03",
            "ИА Регнум",
        ),
    ],
)
def test_a_wire_item_opens_with_place_date_and_agency(text, opening, edtf, agency):
    found = wire_opening(text, "ru")
    assert found is not None
    assert text[: found.end] == opening
    assert (found.found and found.found.edtf) == edtf
    assert found.agency == agency


@pytest.mark.parametrize(
    "text",
    [
        "On October 10, 2022, the ministers met.",
        "President Tolen (Ruritania) – a veteran of talks – left.",
        "В Баку (столица страны) — праздник.",
        "London – the capital – was quiet.",
        "Mira Tolen, 12 May 2022, said that she would come.",
        "On 3 May 2023 - a Wednesday - they met.",
    ],
)
def test_prose_does_not_open_like_a_wire_item(text):
    assert wire_opening(text, "en") is None


def test_a_date_with_its_hour_is_found_where_line_breaks_were_lost():
    text = "Министр принял посла. 12 мая 2023 года 16:20 Астана, Акорда Стороны обсудили торговлю."
    found = glued_date(text, "ru")
    assert found is not None
    assert text[found.start : found.end] == "12 мая 2023 года 16:20 Астана, Акорда"
    assert glued_date("Министр принял посла 12 мая 2023 года 16:20 в Астане.", "ru") is None
    assert glued_date("Договор был подписан. 12 мая 2023 года он вступил в силу.", "ru") is None


def test_a_pointer_run_into_a_paragraph_is_found():
    text = "Мы рады гостям. Смотрите также Переговоры с соседями 3 марта 2023 года Торговля растёт."
    found = glued_related(text, "ru")
    assert found is not None
    assert text[found.start : found.end] == "Смотрите также Переговоры с соседями 3 марта 2023 года"
    assert glued_related("Доклад готов. Смотрите также приложение к докладу.", "ru") is None
