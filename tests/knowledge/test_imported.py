"""What users import as FollowTheMoney is known afterwards; what cannot be used is told by line."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from chancery.knowledge import Knowledge, followthemoney, imported, load
from chancery.model.entity import EntityKind


def line(id: str, schema: str, **properties: str | list[str]) -> str:
    values = {name: value if isinstance(value, list) else [value] for name, value in properties.items()}
    return json.dumps({"id": id, "schema": schema, "properties": values}, ensure_ascii=False)


PERSON = line(
    "x-1", "Person", name=["Talgat Urmanbekov", "Талгат Урманбеков"], country="kg", wikidataId="Q999999991",
    weakAlias="Talga",
)  # fmt: skip
KNOWN = line("x-2", "Person", name="Sadyr Japarov", alias="Sadyr Dzaparov", country="kg")
BODY = line("x-3", "PublicBody", name="Agency for Mountain Roads", country="kg")
POST = line("x-4", "Position", name="Minister of Energy of Kyrgyzstan", country="kg")
SPELL = line("x-5", "Occupancy", holder="x-1", post="x-4", startDate="2009-05-01", endDate="2010")
MEMBER = line("x-6", "Membership", member="x-1", organization="x-3", role="Director", startDate="2011")


@pytest.fixture
def known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Knowledge:
    monkeypatch.setenv(imported.FOLDER, str(tmp_path))
    batch = followthemoney.parse([PERSON, KNOWN, BODY, POST, SPELL, MEMBER])
    assert not batch.problems
    imported.keep("mine", batch)
    return Knowledge()


def test_a_new_person_is_found_by_every_name_and_keeps_the_wikidata_id(known: Knowledge) -> None:
    for name, language in (("Talgat Urmanbekov", "en"), ("Талгат Урманбеков", "ru")):
        links = known.lookup(name, language)
        assert [link.entity for link in links] == ["Q999999991"]
    entity = known.entity("Q999999991")
    assert entity is not None
    assert (entity.kind, entity.caption, entity.state) == (EntityKind.PERSON, "Talgat Urmanbekov", "KG")
    assert known.lookup("Talga", "en")[0].method == "surname"


def test_a_known_person_gets_the_names_instead_of_a_double(known: Knowledge) -> None:
    (one,) = {link.entity for link in known.lookup("Sadyr Japarov", "en")}
    assert known.lookup("Sadyr Dzaparov", "en")[0].entity == one
    assert load().entity(one) is not None


def test_occupancies_become_spells_of_the_canonical_office(known: Knowledge) -> None:
    (spell,) = known.offices("Q999999991")[:1]
    assert (spell.title, spell.of, spell.since, spell.until) == ("Minister of Energy", "KG", "2009-05-01", "2010")
    assert spell.source == "imported: mine"
    assert "Q999999991" in {o.holder for o in known.holders("Minister of Energy", "KG", date(2009, 7, 1))}
    assert [(o.title, o.of) for o in known.offices("Q999999991")[1:]] == [("Director", "x-3")]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{no", "no JSON"),
        ("[1]", "no JSON object"),
        ('{"schema": "Person"}', "no id"),
        ('{"id": "a", "schema": "person of note"}', "no schema"),
        (line("a", "Person", alias="X"), "Person without name"),
        (line("a", "Occupancy", holder="x-1"), "Occupancy without post"),
        (line("a", "Occupancy", holder="x-1", post="x-4", startDate="May"), "no year, month or day"),
        (line("a", "Occupancy", holder="x-1", post="x-4", startDate="2020", endDate="2019"), "lies before"),
        (line("a", "Occupancy", holder="zz", post="x-4"), "'zz' is not in the file"),
        (line("a", "Occupancy", holder="x-3", post="x-4"), "is a PublicBody"),
        (PERSON, "stands in the file already"),
    ],
)
def test_a_line_that_cannot_be_used_is_told_and_the_rest_goes_on(text: str, what: str) -> None:
    batch = followthemoney.parse([PERSON, "", BODY, POST, text, SPELL])
    assert [(p.line, what in p.what) for p in batch.problems] == [(5, True)]
    assert {r.id for r in batch.records} == {"x-1", "x-3", "x-4", "x-5"}


def test_other_schemata_are_counted() -> None:
    assert followthemoney.parse([line("v", "Vessel", name="Boat")]).skipped == {"Vessel": 1}


def test_without_a_folder_nothing_is_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(imported.FOLDER, raising=False)
    assert imported.files() == ()
