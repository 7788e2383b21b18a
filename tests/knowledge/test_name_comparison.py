"""Spellings of one person match, kin and namesakes do not, and the comparison keeps its promises."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.knowledge.names import block_keys, compare
from chancery.knowledge.pinyin import from_palladius

CASES: dict[str, list[str]] = json.loads(
    (Path(__file__).parents[2] / "eval" / "gold" / "identity.json").read_text(encoding="utf-8")
)
PERSONS = st.sampled_from([name for names in CASES.values() for name in names])


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Sadyr Nurgozhoyevich Japarov", "Садыр Жапаров"),
        ("Michail Gorbatschow", "Михаил Горбачёв"),
        ("Orbán Viktor", "Виктор Орбан"),
        ("Си Цзиньпин", "Xi Jinping"),
        ("ვლადიმერ პუტინი", "Vladimir Poutine"),
        ("Qasym-Jomart Toqayev", "Касым-Жомарт Кемелевич Токаев"),
        ("Angela Merkelová", "Ангела Меркель"),
        ("Gorbachev, Mikhail", "Μιχαήλ Γκορμπατσόφ"),
    ],
)
def test_spellings_of_one_person_are_the_same(a: str, b: str) -> None:
    assert compare(a, b).same


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Askar Aitmatov", "Чингиз Айтматов"),
        ("Hamad bin Khalifa Al Thani", "Khalifa bin Hamad Al Thani"),
        ("Ferdinand Marcos", "Ferdinand Marcos Jr."),
        ("George W. Bush", "George H. W. Bush"),
        ("Иван Петрович Сидоров", "Иван Павлович Сидоров"),
        ("Марат Каримов", "Murat Karimov"),
        ("Alexander Petrov", "Alexandra Petrova"),
        ("Mohammed V", "Mohammed VI"),
        ("Lee Hsien Loong", "Lee Hsien Yang"),
        ("Aliyev", "Ilham Aliyev"),
        ("A. Aitmatov", "Askar Aitmatov"),
    ],
)
def test_kin_namesakes_and_bare_surnames_are_not(a: str, b: str) -> None:
    comparison = compare(a, b)
    assert not comparison.same
    assert comparison.reasons


def test_there_are_enough_cases() -> None:
    assert sum(len(names) * (len(names) - 1) // 2 for names in CASES.values()) >= 1500


def test_no_spelling_of_one_person_is_merged_with_another_within_a_family() -> None:
    families = [["Ilham Aliyev", "Heydar Aliyev", "Mehriban Aliyeva"], ["Raúl Castro", "Fidel Castro"],
                ["Vitali Klitschko", "Wladimir Klitschko"], ["Lech Kaczyński", "Jarosław Kaczyński"]]  # fmt: skip
    for family in families:
        for one, other in combinations(family, 2):
            assert not any(compare(a, b).same for a in CASES[one] for b in CASES[other])


@given(PERSONS, PERSONS)
def test_comparison_is_symmetric_and_in_range(a: str, b: str) -> None:
    there, back = compare(a, b), compare(b, a)
    assert there.same == back.same
    assert 0.0 <= there.score <= 1.0


@given(PERSONS)
def test_a_full_name_equals_itself(name: str) -> None:
    assert compare(name, name).same


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_can_be_compared(a: str, b: str) -> None:
    assert 0.0 <= compare(a, b).score <= 1.0


def test_matching_spellings_share_a_blocking_key() -> None:
    for names in list(CASES.values())[:60]:
        for a, b in combinations(names, 2):
            if compare(a, b).same:
                assert block_keys(a) & block_keys(b), (a, b)


@pytest.mark.parametrize(
    ("cyrillic", "pinyin"),
    [("Цзиньпин", "jinping"), ("Чжэн", "zheng"), ("Цзябао", "jiabao"), ("Кэцян", "keqiang"), ("Иванов", None)],
)
def test_palladius_is_read_as_pinyin(cyrillic: str, pinyin: str | None) -> None:
    assert from_palladius(cyrillic) == pinyin
