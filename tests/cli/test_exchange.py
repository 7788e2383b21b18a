"""Knowledge in, the ledger's people and offices out, and who held what."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from chancery import knowledge
from chancery.cli import app
from chancery.knowledge import followthemoney, imported

NOTE = """Talks on energy

The Minister of Energy of Kyrgyzstan, Talgat Urmanbekov, met the Ambassador of Kazakhstan on 3 May 2022.
The President of Kyrgyzstan, Sadyr Japarov, spoke with the minister.

The foreign minister of Kyrgyzstan, Anvar Talipbaev, visited Astana.

Kyrgyzstan is a member of the Organization of Turkic States.
"""
LINES = (
    '{"id": "x-1", "schema": "Person", "properties": {"name": ["Talgat Urmanbekov"], "wikidataId": ["Q999999991"]}}',
    '{"id": "x-2", "schema": "Position", "properties": {"name": ["Minister of Energy"], "country": ["kg"]}}',
    '{"id": "x-3", "schema": "Occupancy", "properties": {"holder": ["x-1"], "post": ["x-2"], '
    '"startDate": ["2022-01-10"]}}',
    "{broken",
)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("exchange")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(imported.FOLDER, str(path / "knowledge"))
        (path / "mine.ftm.json").write_text("\n".join(LINES), encoding="utf-8")
        (path / "note.txt").write_text(NOTE, encoding="utf-8")
        done = run("import", path / "mine.ftm.json")
        assert done.exit_code == 1, done.output
        assert "mine.ftm.json:4: is no JSON" in done.output
        assert "1 Occupancy, 1 Person, 1 Position" in done.output
        assert run("add", path / "note.txt", "--published", "2022-05-03", "--ledger", path / "l.db").exit_code == 0
        yield path
    knowledge.load.cache_clear()


def test_imported_people_are_used_by_reading_and_written_out_with_their_wikidata_id(place: Path) -> None:
    done = run("export", "--format", "ftm", "--ledger", place / "l.db", "-o", place / "out.ftm.json")
    assert done.exit_code == 0, done.output
    batch = followthemoney.parse((place / "out.ftm.json").read_text(encoding="utf-8").splitlines())
    assert not batch.problems
    assert not batch.skipped
    people = {r.wikidata: r.first("name") for r in batch.records if r.schema == "Person"}
    assert people["Q999999991"] == "Talgat Urmanbekov"
    assert "Sadyr Japarov" in people.values()
    member = next(r for r in batch.records if r.schema == "Membership")
    assert (member.first("member"), member.first("organization")) == ("state-KG", "org/ots")


def test_what_is_written_out_is_the_same_after_it_came_in_again(place: Path) -> None:
    out = place / "again.ftm.json"
    run("export", "--ledger", place / "l.db", "-o", out)
    spells = {(o.holder, o.title, o.of) for o in knowledge.load().offices("Q999999991")}
    assert run("import", out).exit_code == 0
    known = knowledge.load()
    assert {(o.holder, o.title, o.of) for o in known.offices("Q999999991")} == spells
    assert len({link.entity for link in known.lookup("Sadyr Japarov", "en")}) == 1
    (place / "knowledge" / "again.jsonl").unlink()
    knowledge.load.cache_clear()


def test_who_shows_what_the_tables_and_the_documents_say_and_their_contradictions(place: Path) -> None:
    ledger = place / "l.db"
    done = run("who", "minister of energy", "KG", "--on", "2022-06-01", "--ledger", ledger)
    assert done.exit_code == 0
    assert "source: imported: mine" in done.output
    assert "so also note, 2022-05-03" in done.output
    done = run("who", "foreign minister", "KG", "--on", "2022-05-10", "--ledger", ledger)
    assert "Jeenbek Kulubaev" in done.output
    assert "contradicted by note, 2022-05-03, by which Anvar Talipbaev was it" in done.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("foreign minister", "KG", "--on", "2019-03-01"), "Chingiz Aidarbekov"),
        (("министр иностранных дел", "Кыргызстан", "--on", "2019-03-01"), "Chingiz Aidarbekov"),
        (("secretary general", "OTS", "--on", "2023-01-01"), "Kubanychbek Omuraliev"),
    ],
)
def test_who_answers_in_both_languages_and_of_organisations(arguments: tuple[str, ...], said: str, place: Path) -> None:
    done = run("who", *arguments, "--ledger", place / "none.db")
    assert done.exit_code == 0
    assert said in done.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("forein minister", "KG"), "foreign minister"),
        (("president", "Norland"), "no state or organisation is known"),
        (("president", "KG", "--on", "May"), "is no day"),
    ],
)
def test_who_names_the_remedy(arguments: tuple[str, ...], said: str, place: Path) -> None:
    done = run("who", *arguments, "--ledger", place / "none.db")
    assert done.exit_code == 2
    assert said in done.output
