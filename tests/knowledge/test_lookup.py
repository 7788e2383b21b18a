"""Names in text find their entities: inflected, abbreviated, former, and with the right reading first."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.knowledge import Knowledge, load
from chancery.knowledge.linking import link_person, same_person


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load()


@pytest.mark.parametrize(
    ("text", "language", "entity", "method"),
    [
        ("Турции", "ru", "TR", "name"),
        ("турецкого", "ru", "TR", "adjective"),
        ("турки", "ru", "TR", "demonym"),
        ("Кыргызской Республикой", "ru", "KG", "formal"),
        ("КР", "ru", "KG", "abbreviation"),
        ("ФРГ", "ru", "DE", "abbreviation"),
        ("ОАЭ", "ru", "AE", "abbreviation"),
        ("U.S.", "en", "US", "abbreviation"),
        ("the Republic of Azerbaijan", "en", "AZ", "formal"),
        ("Azerbaijan’s", "en", "AZ", "name"),
        ("Kyrgyz", "en", "KG", "adjective"),
        ("Босней и Герцеговиной", "ru", None, ""),
        ("Боснией и Герцеговиной", "ru", "BA", "name"),
        ("Кот-д’Ивуара", "ru", "CI", "name"),
        ("Turkish Council", "en", "org/ots", "former"),
        ("ОТГ", "ru", "org/ots", "abbreviation"),
        ("Госдепа", "ru", "org/state-department", "name"),
        ("Большой семёрки", "ru", "Q170481", "name"),
        ("ТЮРКСОЙ", "ru", "org/turksoy", "name"),
        ("Türkiye", "tr", "TR", "name"),
        ("us", "en", None, ""),
        ("turkey", "en", None, ""),
    ],
)
def test_surface_form_finds_its_entity(
    knowledge: Knowledge, text: str, language: str, entity: str | None, method: str
) -> None:
    links = knowledge.lookup(text, language)
    if entity is None:
        assert links == ()
    else:
        assert (links[0].entity, links[0].method) == (entity, method)


def test_capital_is_a_place_first_and_may_mean_the_government(knowledge: Knowledge) -> None:
    links = knowledge.lookup("Баку", "ru")
    assert [(link.entity, link.method) for link in links[:2]] == [("place/baku", "name"), ("AZ", "capital")]


@pytest.mark.parametrize(
    ("text", "language", "caption"),
    [
        ("Садыра Жапарова", "ru", "Sadyr Japarov"),
        ("А. Айтматов", "ru", "Askar Aitmatov"),
        ("Реджепа Тайипа Эрдогана", "ru", "Recep Tayyip Erdoğan"),
        ("Урсулы фон дер Ляйен", "ru", "Ursula von der Leyen"),
        ("Камалой Харрис", "ru", "Kamala Harris"),
        ("Joseph R. Biden, Jr.", "en", "Joe Biden"),
        ("Xi", "en", "Xi Jinping"),
        ("Lula da Silva", "en", "Luiz Inácio Lula da Silva"),
    ],
)
def test_person_is_found_however_written(knowledge: Knowledge, text: str, language: str, caption: str) -> None:
    assert knowledge.display(knowledge.lookup(text, language)[0].entity) == caption


def test_bare_surname_keeps_its_bearers_apart_by_office_and_day(knowledge: Knowledge) -> None:
    links = knowledge.lookup("Алиев", "ru", date(1998, 1, 1))
    assert knowledge.display(links[0].entity) == "Heydar Aliyev"
    links = knowledge.lookup("Алиев", "ru", date(2021, 10, 28))
    assert knowledge.display(links[0].entity) == "Ilham Aliyev"
    assert len(links) > 1


def test_unknown_spelling_is_linked_by_likeness(knowledge: Knowledge) -> None:
    links = link_person("Sadyr Dschaparow", "en", knowledge)
    assert [(knowledge.display(link.entity), link.method) for link in links] == [("Sadyr Japarov", "spelling")]


def test_known_full_names_of_two_persons_are_apart_and_of_one_together(knowledge: Knowledge) -> None:
    assert not same_person("George Bush", "George H. W. Bush", knowledge).same
    assert same_person("Joseph R. Biden", "Джо Байден", knowledge).same


@pytest.mark.parametrize(
    ("title", "of", "on", "caption"),
    [
        ("President", "KG", date(2022, 3, 1), "Sadyr Japarov"),
        ("Prime Minister", "KG", date(2022, 3, 1), "Akylbek Japarov"),
        ("Minister of Foreign Affairs", "US", date(2023, 5, 1), "Antony Blinken"),
        ("Minister of Foreign Affairs", "KG", date(2004, 1, 1), "Askar Aitmatov"),
        ("Prime Minister", "DE", date(2010, 1, 1), "Angela Merkel"),
        ("President", "KG", date(2020, 12, 1), "Talant Mamytov"),
        ("President of the European Commission", "EU", date(2022, 1, 1), "Ursula von der Leyen"),
        ("Secretary-General", "Q1065", date(2005, 1, 1), "Kofi Annan"),
    ],
)
def test_office_state_and_date_name_the_holder(
    knowledge: Knowledge, title: str, of: str, on: date, caption: str
) -> None:
    assert knowledge.display(knowledge.holders(title, of, on)[0].holder) == caption


def test_on_a_day_of_change_both_are_named_the_new_one_first(knowledge: Knowledge) -> None:
    holders = [knowledge.display(office.holder) for office in knowledge.holders("President", "US", date(2025, 1, 20))]
    assert holders == ["Donald Trump", "Joe Biden"]


def test_father_and_child_are_known_both_ways(knowledge: Knowledge) -> None:
    (ilham,) = {link.entity for link in knowledge.lookup("Ilham Aliyev", "en")}
    (heydar,) = knowledge.kin(ilham, "father")
    assert knowledge.display(heydar) == "Heydar Aliyev"
    assert ilham in knowledge.kin(heydar, "child")


def test_turkic_organisation_has_all_its_members(knowledge: Knowledge) -> None:
    def states(on: date, status: str) -> set[str]:
        return {row.state for row in knowledge.members("org/ots", on, status)}

    assert states(date(2021, 10, 28), "member") == {"AZ", "KZ", "KG", "TR", "UZ"}
    assert states(date(2018, 1, 1), "member") == {"AZ", "KZ", "KG", "TR"}
    assert "org/ots" in knowledge.shared_organisations("AZ", "KG", date(2021, 10, 28))
    assert "org/csto" not in knowledge.shared_organisations("AZ", "KG", date(2021, 10, 28))


@pytest.mark.parametrize(
    ("text", "language", "name", "modifier"),
    [
        ("экс-министра иностранных дел", "ru", "Minister of Foreign Affairs", "former"),
        ("первым заместителем министра обороны", "ru", "First Deputy Minister of Defence", "deputy"),
        ("и.о. президента", "ru", "Acting President", "acting"),
        ("newly appointed Ambassador Extraordinary and Plenipotentiary", "en",
         "Ambassador Extraordinary and Plenipotentiary", "new"),
        ("vice-premier", "en", "Deputy Prime Minister", ""),
        ("главы МИД", "ru", "Minister of Foreign Affairs", ""),
    ],
)  # fmt: skip
def test_title_is_read_with_its_modifier(
    knowledge: Knowledge, text: str, language: str, name: str, modifier: str
) -> None:
    title = knowledge.title(text, language)
    assert title is not None
    assert (title.name, title.modifier) == (name, modifier)


def test_topic_words_lead_to_unbis_terms(knowledge: Knowledge) -> None:
    assert knowledge.topic("прямой рейс", "ru") == ("air transport",)
    assert knowledge.topics.of(["increase", "trade", "turnover", "and", "direct", "flight"], "en") == (
        "trade",
        "air transport",
    )


def test_scan_takes_the_longest_form_and_true_offsets(knowledge: Knowledge) -> None:
    text = "Делегация Республики Казахстан и Организации тюркских государств прибыла в Нью-Йорк."
    found = [(text[f.start : f.end], f.forms[0].entity) for f in knowledge.scan(text, "ru")]
    assert found == [
        ("Республики Казахстан", "KZ"),
        ("Организации тюркских государств", "org/ots"),
        ("Нью-Йорк", "place/new-york"),
    ]


@given(st.text(max_size=80), st.sampled_from(["en", "ru", "xx"]))
def test_scan_never_overlaps_and_never_leaves_the_text(text: str, language: str) -> None:
    at = 0
    for found in load().scan(text, language):
        assert at <= found.start < found.end <= len(text)
        at = found.end


@given(st.text(max_size=30))
def test_lookup_scores_are_ordered_and_in_range(text: str) -> None:
    links = load().lookup(text, "ru", date(2020, 1, 1))
    assert all(0.0 <= link.score <= 1.0 for link in links)
    assert [link.score for link in links] == sorted((link.score for link in links), reverse=True)


def test_offices_of_many_are_not_taken_for_each_other(knowledge: Knowledge) -> None:
    assert knowledge.holders("Chargé d'Affaires", "US", date(2023, 5, 22)) == ()


def test_open_spell_of_an_older_table_is_not_carried_beyond_it(knowledge: Knowledge) -> None:
    open_spells = [o for o in knowledge.spells("RU") if o.source == "Wikidata" and o.until is None and o.to is None]
    assert open_spells
    office = open_spells[0]
    assert office not in knowledge.holders(office.title, "RU", date(2025, 1, 1))


def test_the_longer_name_behind_an_article_is_meant(knowledge: Knowledge) -> None:
    text = "The United Nations Security Council met"
    assert [found.forms[0].entity for found in knowledge.scan(text, "en")] == ["Q37470"]
