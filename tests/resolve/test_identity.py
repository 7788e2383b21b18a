"""One person, however written; and never two people as one."""

from __future__ import annotations

import pytest

from chancery.model.entity import Entity, EntityKind, Name
from chancery.resolve.identity import compare, groups, same_persons, sound


def person(id: str, caption: str, *names: str, state: str | None = None, gender: str | None = None) -> Entity:
    return Entity(
        id=id,
        kind=EntityKind.PERSON,
        caption=caption,
        names=tuple(Name(text=n) for n in names),
        state=state,
        gender=gender,
    )


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Sadyr Japarov", "Садыр Жапаров"),
        ("Sadyr Zhaparov", "Sadyr Japarov"),
        ("Kayrat Osmonaliyev", "Кайрат Осмоналиев"),
        ("Sooronbay Jeenbekov", "Сооронбай Жээнбеков"),
        ("А. Айтматов", "Аскар Айтматов"),
        ("Sadyr Nurgozhoyevich Japarov", "Садыр Жапаров"),
        ("Zheenbek Kulubaev", "Jeenbek Kulubayev"),
        ("Aitmatov Askar", "Askar Aitmatov"),
    ],
)
def test_spellings_of_one_name_agree(a: str, b: str) -> None:
    assert compare(a, b) >= 0.7


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Askar Aitmatov", "Chingiz Aitmatov"),
        ("Ilham Aliyev", "Heydar Aliyev"),
        ("Sadyr Japarov", "Akylbek Japarov"),
        ("Mirziyoyev", "Shavkat Mirziyoyev"),
        ("Serdar Berdimuhamedow", "Gurbanguly Berdimuhamedow"),
        ("Kassym-Jomart Tokayev", "Kassym-Jomart Nazarbayev"),
    ],
)
def test_names_of_two_people_do_not(a: str, b: str) -> None:
    assert compare(a, b) < 0.7


def test_comparison_is_symmetric() -> None:
    assert compare("A. Aitmatov", "Askar Aitmatov") == compare("Askar Aitmatov", "A. Aitmatov")


def test_an_initial_that_fits_two_people_fits_neither() -> None:
    found = same_persons([person("1", "A. Aitmatov"), person("2", "Askar Aitmatov"), person("3", "Azamat Aitmatov")])
    assert not found


def test_people_of_two_states_are_not_one() -> None:
    assert not same_persons([person("1", "Ivan Petrov", state="RU"), person("2", "Иван Петров", state="BG")])


def test_a_merge_tells_its_reason() -> None:
    (found,) = same_persons([person("person/a", "Kairat Osmonaliev"), person("person/b", "Кайрат Осмоналиев")])
    assert found.score > 0.9
    assert "Осмоналиев" in found.reason


def test_a_known_id_stands_for_its_group() -> None:
    assert groups([("person/x", "Q1"), ("person/x", "person/y")], prefer={"Q1"}) == {
        "person/x": "Q1",
        "person/y": "Q1",
    }


def test_the_sound_of_a_name_is_plain_letters() -> None:
    assert sound("Жээнбеков").isascii()
