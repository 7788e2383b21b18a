"""Descriptions in two languages, compared by translated words, sounds, forms of instruments and subject terms."""

from __future__ import annotations

from typing import Any

import pytest
from resolving import resolve

from chancery.model.entity import Entity, EntityKind, Name
from chancery.resolve.bodies import same_bodies
from chancery.resolve.glossary import keys, likeness
from chancery.resolve.words import numbers, ordinal, same_form, stems


@pytest.mark.parametrize(
    ("english", "russian"),
    [
        ("plant quarantine", "карантин растений"),
        ("customs cooperation", "сотрудничество в таможенных делах"),
        ("air pollution in Almaty", "загрязнение воздуха в Алматы"),
        ("embassy", "посольства"),
    ],
)
def test_a_translation_is_known_by_its_words(english: str, russian: str) -> None:
    share = likeness(stems(english), stems(russian))
    assert share is not None
    assert share >= 0.7
    assert share == likeness(stems(russian), stems(english))


@pytest.mark.parametrize(
    ("english", "russian"),
    [
        ("plant quarantine", "карантин животных и птиц"),
        ("embassy", "консульство"),
        ("fishing in the sea", "дороги и мосты"),
    ],
)
def test_another_matter_shares_too_little(english: str, russian: str) -> None:
    assert (likeness(stems(english), stems(russian)) or 0.0) < 0.5


def test_words_that_the_table_lacks_tell_nothing() -> None:
    assert likeness(frozenset({"zzqqx"}), frozenset({"щщъъ"})) is None


def test_a_stem_is_found_by_what_it_means() -> None:
    assert keys(next(iter(stems("посольства")))) & keys(next(iter(stems("embassies"))))


def test_an_instrument_may_be_called_otherwise_but_not_anything() -> None:
    assert same_form("a Treaty of Friendship", "Договор о дружбе") is True
    assert same_form("Договор о дружбе", "an agreement") is True
    assert same_form("a protocol", "Декларация") is False
    assert same_form("a paper", "Декларация") is None


def test_numbers_in_words_are_numbers() -> None:
    assert numbers("forty students") == numbers("сорока студентам") == frozenset({"40"})


def _signed(language: str, instrument: str) -> tuple[str, str, list[dict[str, Any]]]:
    row = {"kind": "agreement", "between": ["MN", "PT"], "instrument": instrument, "action": "signed", "status": "done"}
    return ("2014-10-02", language, [{**row, "when": "2014-10-01"}])


def test_one_instrument_signed_is_one_entry_in_two_languages() -> None:
    found = resolve(_signed("en", "agreement on plant quarantine"), _signed("ru", "соглашение о карантине растений"))
    (entry,) = found.entries
    assert any("in two languages" in reason for reason in entry.reasons)


def test_two_instruments_signed_on_one_day_are_two_entries() -> None:
    found = resolve(_signed("en", "agreement on plant quarantine"), _signed("ru", "соглашение о морском судоходстве"))
    assert len(found.entries) == 2


STATE_VISIT: dict[str, Any] = {"kind": "visit", "who": "Sadyr Japarov", "to": "AZ", "visit": "state", "status": "done"}


def test_a_state_visit_spoken_of_beforehand_is_the_one_that_is_then_paid() -> None:
    found = resolve(
        ("2024-04-11", "en", [{**STATE_VISIT, "quote": "the state visit of the president"}]),
        ("2024-04-24", "en", [{**STATE_VISIT, "status": "ongoing", "quote": "is on a state visit"}]),
        ("2024-04-25", "ru", [{**STATE_VISIT, "quote": "государственный визит"}]),
    )
    (entry,) = found.entries
    assert len(entry.statements) == 3


@pytest.mark.parametrize("change", [{"visit": "working"}, {"who": "Akylbek Japarov"}, {"to": "KZ"}])
def test_another_visit_soon_after_stays_another(change: dict[str, Any]) -> None:
    found = resolve(
        ("2024-04-11", "en", [{**STATE_VISIT, "quote": "spoken of"}]),
        ("2024-04-24", "en", [{**STATE_VISIT, **change, "when": "2024-04-24", "quote": "paid"}]),
    )
    assert len(found.entries) == 2


def test_a_state_visit_spoken_of_in_another_season_stays_another() -> None:
    found = resolve(
        ("2023-11-11", "en", [{**STATE_VISIT, "quote": "spoken of"}]),
        ("2024-04-24", "en", [{**STATE_VISIT, "when": "2024-04-24", "quote": "paid"}]),
    )
    assert len(found.entries) == 2


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("the third session", "3"),
        ("третьего заседания", "3"),
        ("двенадцатый форум", "12"),
        ("пять стран", None),
        ("the session", None),
        ("the first and the second session", None),
    ],
)
def test_the_number_of_a_sitting_is_read_from_its_words(text: str, number: str | None) -> None:
    assert ordinal(text) == number


def _body(id: str, *names: str) -> Entity:
    return Entity(id=id, kind=EntityKind.ORGANISATION, caption=names[0], names=tuple(Name(text=n) for n in names))


def test_a_body_is_one_in_two_languages_if_its_name_is_translated_word_by_word() -> None:
    one, two = _body("a", "Border Commission"), _body("b", "Pogranichnaya komissiya", "Пограничная комиссия")
    (same,) = same_bodies([one, two])
    assert (same.one, same.other) == ("a", "b")
    assert same_bodies([one, _body("c", "x", "Торговая комиссия")]) == ()
    assert same_bodies([one, two, _body("d", "y", "Пограничной комиссии")]) == ()  # two rivals: neither


def test_a_sitting_is_one_entry_however_its_body_and_number_are_told() -> None:
    held = {"kind": "gathering", "status": "done", "when": "2018-05-12"}
    found = resolve(
        ("2018-05-13", "en", [{**held, "of": "Economic Cooperation Organization", "what": "third session"}]),
        ("2018-05-13", "ru", [{**held, "of": "Economic Cooperation Organization", "what": "третье заседание"}]),
        ("2018-05-14", "ru", [{**held, "of": "Economic Cooperation Organization", "what": "четвёртое заседание"}]),
    )
    assert sorted(len(e.statements) for e in found.entries) == [1, 2]
