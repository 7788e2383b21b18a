"""The tables agree with each other: codes known, dates ordered, no office held by two at once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

import pytest

from chancery.knowledge import Knowledge, load, rows
from chancery.knowledge.dates import first_day, last_day
from chancery.knowledge.names import compare
from chancery.knowledge.offices import read_offices
from chancery.model.entity import EntityKind, Office

SINGLE = frozenset(
    {"President", "Prime Minister", "Chancellor", "Taoiseach", "King", "Queen", "Emir", "Minister of Foreign Affairs"}
)
ALIKE = {("Filip Vujanović", "Filip Ivanović")}  # two men whose names spelling alone would take for one
EDTF = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load()


def _all_tables() -> Iterator[str]:
    for path in sorted(rows.DATA.rglob("*.csv")):
        if path.parent.name != "forms":
            yield path.relative_to(rows.DATA).with_suffix("").as_posix()


@pytest.mark.parametrize("table", _all_tables())
def test_every_row_has_a_source(table: str) -> None:
    assert all(source for (source,) in rows.read(table, ("source",)))


def test_entity_ids_are_unique_and_captions_present(knowledge: Knowledge) -> None:
    seen: dict[str, str] = {}
    for folder in ("entities", "persons"):
        for table in rows.tables(folder):
            for id, caption in rows.read(table, ("id", "caption")):
                assert id not in seen, f"{id} is in {seen.get(id)} and {table}"
                assert caption
                seen[id] = table


def test_states_have_name_adjective_and_capital_in_both_languages(knowledge: Knowledge) -> None:
    kinds: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for entity, language, kind in rows.read("names/states", ("entity", "language", "kind")):
        kinds[entity].add((language, kind))
    for entity in knowledge.entities(EntityKind.STATE):
        assert {("en", "name"), ("ru", "name")} <= kinds[entity.id], entity.id
    assert len(knowledge.entities(EntityKind.STATE)) >= 197


def test_names_belong_to_known_entities_and_have_ordered_dates(knowledge: Knowledge) -> None:
    for table in rows.tables("names"):
        for entity, text, since, until in rows.read(table, ("entity", "text", "since", "until")):
            assert knowledge.entity(entity) is not None, (table, entity)
            assert text == text.strip()
            assert not (since and until) or first_day(since) <= last_day(until), (entity, text)


def test_offices_name_known_holders_titles_and_bodies(knowledge: Knowledge) -> None:
    for office in read_offices():
        holder = knowledge.entity(office.holder)
        assert holder is not None, office
        assert holder.kind is EntityKind.PERSON, office
        assert knowledge.entity(office.of) is not None, office
        assert office.to is None or knowledge.entity(office.to) is not None, office


def test_spells_have_valid_ordered_dates() -> None:
    for office in read_offices():
        for bound in (office.since, office.until):
            assert bound is None or EDTF.fullmatch(bound), office
        if office.since and office.until:
            assert first_day(office.since) <= last_day(office.until), office


def _overlap(a: Office, b: Office) -> bool:
    if not a.since or not b.since:
        return False
    a_end = first_day(a.until) if a.until else None
    b_end = first_day(b.until) if b.until else None
    return (a_end is None or last_day(b.since) < a_end) and (b_end is None or last_day(a.since) < b_end)


def test_no_two_persons_hold_one_single_office_at_once() -> None:
    spells: dict[tuple[str, str], list[Office]] = defaultdict(list)
    for office in read_offices():
        if office.title in SINGLE and not office.source.endswith("contested"):
            spells[office.of, office.title].append(office)
    clashes = [
        f"{of} {title}: {a.holder} {a.since}..{a.until} and {b.holder} {b.since}..{b.until}"
        for (of, title), held in spells.items()
        for a, b in combinations(held, 2)
        if _overlap(a, b)
    ]
    assert not clashes


def test_two_thousand_spells_and_eighty_titles(knowledge: Knowledge) -> None:
    assert len(read_offices()) >= 2000
    assert len(knowledge.titles.titles) >= 80
    assert len(knowledge.entities(EntityKind.ORGANISATION)) >= 200


def test_members_are_known_and_no_state_is_member_twice_at_once(knowledge: Knowledge) -> None:
    spans: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for organisation, status, since, until, states in rows.read(
        "memberships", ("organisation", "status", "since", "until", "states")
    ):
        assert knowledge.entity(organisation) is not None, organisation
        for state in rows.split(states):
            assert knowledge.entity(state) is not None, state
            if status == "member":
                spans[organisation, state].append((since, until))
    for key, held in spans.items():
        for (_, a_end), (b, b_end) in combinations(sorted(held), 2):
            assert a_end, (key, held)
            assert last_day(a_end) <= last_day(b), (key, held, b_end)


def test_kin_are_known_persons(knowledge: Knowledge) -> None:
    for person, other in rows.read("kin", ("person", "other")):
        assert knowledge.entity(person) is not None
        assert knowledge.entity(other) is not None
        assert person != other


def test_no_person_of_a_state_stands_in_the_tables_twice(knowledge: Knowledge) -> None:
    people: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for person in knowledge.entities(EntityKind.PERSON):
        if person.state:
            people[person.state].append((person.caption, person.id))
    kin = {frozenset(pair) for pair in rows.read("kin", ("person", "other"))}
    doubles = [
        (a, b)
        for group in people.values()
        for (a, one), (b, other) in combinations(group, 2)
        if frozenset((one, other)) not in kin and compare(a, b).same
    ]
    assert [pair for pair in doubles if pair not in ALIKE] == []
