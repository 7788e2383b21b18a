"""The command line as a user meets it: results on standard output, one clear line for an error, telling exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from chancery.cli import app

ROOT = Path(__file__).resolve().parents[2]
DOSSIER = ROOT / "examples" / "azerbaijan-kyrgyzstan"
INVITATION = """Ambassador of Norland received

The President of Kenya, William Ruto, received the Ambassador of Portugal on 3 May 2023. The president said that Kenya
and Portugal had signed an agreement on fisheries. He invited President Marcelo Rebelo de Sousa to Nairobi.
"""
RUNNER = CliRunner()


def run(*arguments: object, env: dict[str, str] | None = None) -> Result:
    return RUNNER.invoke(app, [str(a) for a in arguments], env=env)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cli")
    (path / "note.txt").write_text(INVITATION, encoding="utf-8")
    (path / "broken.jsonl").write_text('{"text": "one"}\n{not json\n', encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def ledger(folder: Path) -> Path:
    path = folder / "ledger.db"
    files = sorted(DOSSIER.glob("*-en.txt"))[:2]
    done = run("add", *files, "--ledger", path)
    assert done.exit_code == 0, done.output
    return path


def test_read_gives_one_json_object_a_statement_with_the_fields_of_the_guideline(folder: Path) -> None:
    done = run("read", folder / "note.txt", "--published", "2023-05-03", "--format", "jsonl")
    assert done.exit_code == 0
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert rows
    for row in rows:
        assert row["document"] == "note"
        assert {"kind", "roles", "status", "when", "place", "speaker", "quote", "start", "end"} <= set(row)
        assert INVITATION[row["start"] : row["end"]] == row["quote"]
    assert any(row["kind"] == "office" and row["roles"]["who"] == "William Ruto" for row in rows)


@pytest.mark.parametrize("view", ["statements", "speech", "names", "times"])
@pytest.mark.parametrize("form", ["table", "jsonl"])
def test_every_view_has_both_forms(folder: Path, view: str, form: str) -> None:
    done = run("read", folder / "note.txt", "--show", view, "--format", form)
    assert done.exit_code == 0, done.output


def test_reading_twice_prints_the_same(folder: Path) -> None:
    first, second = (run("read", folder / "note.txt", "--format", "jsonl").stdout for _ in range(2))
    assert first == second


def test_a_file_that_cannot_be_read_is_told_and_the_rest_goes_on(folder: Path) -> None:
    done = run("read", folder / "missing.txt", folder / "broken.jsonl", folder / "note.txt", "--format", "jsonl")
    assert done.exit_code == 1
    assert "missing" in done.stderr
    assert "broken" in done.stderr
    assert any(json.loads(line)["document"] == "note" for line in done.stdout.splitlines())


def test_a_failure_stays_on_record(folder: Path, tmp_path: Path) -> None:
    from chancery.ledger import Ledger

    done = run("add", folder / "broken.jsonl", folder / "note.txt", "--ledger", tmp_path / "l.db")
    assert done.exit_code == 1
    with Ledger(tmp_path / "l.db", readonly=True) as book:
        assert [failure.name for failure in book.failures()]
        assert "note" in {held.name for held in book.documents()}


def test_the_way_from_documents_to_a_verified_brief(ledger: Path, tmp_path: Path) -> None:
    listed = run("documents", "--ledger", ledger, "--format", "jsonl")
    assert len(listed.stdout.splitlines()) == 2
    assert run("verify", "--ledger", ledger).exit_code == 0
    for name in ("brief.md", "brief.html"):
        assert run("brief", "AZ", "Kyrgyzstan", "--ledger", ledger, "-o", tmp_path / name).exit_code == 0
        assert run("verify", tmp_path / name, "--ledger", ledger).exit_code == 0
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert "Azerbaijan" in text
        assert "Kyrgyzstan" in text
    assert run("brief", "AZ", "KG", "--ledger", ledger).exit_code == 0
    assert run("threads", "AZ", "KG", "--ledger", ledger).exit_code == 0


def test_a_changed_brief_does_not_verify(ledger: Path, tmp_path: Path) -> None:
    path = tmp_path / "brief.md"
    run("brief", "AZ", "KG", "--ledger", ledger, "-o", path)
    text = path.read_text(encoding="utf-8")
    at = text.index("“") + 3
    path.write_text(text[:at] + "#" + text[at + 1 :], encoding="utf-8")
    done = run("verify", path, "--ledger", ledger)
    assert done.exit_code == 1
    assert "does not hold" in done.stderr


def test_the_ledger_may_be_named_by_the_environment(ledger: Path) -> None:
    done = run("documents", "--format", "jsonl", env={"CHANCERY_LEDGER": str(ledger)})
    assert len(done.stdout.splitlines()) == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["brief", "AZ", "Atlantis", "--ledger", "{ledger}"],
        ["brief", "AZ", "KG", "--ledger", "{ledger}", "--on", "soon"],
        ["brief", "AZ", "KG", "--ledger", "{ledger}", "-o", "brief.xyz"],
        ["brief", "AZ", "KG", "--ledger", "nowhere.db"],
        ["read", "{note}", "--published", "yesterday"],
        ["read", "{note}", "--language", "qq"],
        ["documents", "--ledger", "{note}"],
    ],
    ids=["no such state", "no such day", "no such format", "no ledger", "no date", "no language", "no ledger file"],
)
def test_a_request_that_cannot_be_carried_out_ends_with_one_clear_line(
    arguments: list[str], ledger: Path, folder: Path
) -> None:
    done = run(*(a.format(ledger=ledger, note=folder / "note.txt") for a in arguments))
    assert done.exit_code == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.output


def test_questions_are_answered_with_what_is_held(ledger: Path) -> None:
    for command in (["last-met", "AZ", "KG"], ["visited", "KG", "AZ"]):
        done = run(*command, "--ledger", ledger)
        assert done.exit_code == 0, done.output
        assert "Held:" in done.stdout
        assert done.stdout.split(":")[0].strip() in {
            "found",
            "none within coverage",
            "unknown",
        } or done.stdout.startswith(("none within coverage", "unknown"))


def test_who_held_an_office_on_a_day() -> None:
    done = run("who", "foreign minister", "KG", "--on", "2022-07-21")
    assert done.exit_code == 0
    assert "Kulubaev" in done.stdout
    assert "Japarov" in run("who", "президент", "Киргизия", "--on", "2022-07-21").stdout
    assert run("who", "grand vizier of cheese", "KG").exit_code == 2


def test_a_decision_is_kept_shown_and_undone(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    run("add", folder / "note.txt", "--ledger", path, "--published", "2023-05-03")
    found = json.loads(run("search", "Kenya", "--jsonl", "--ledger", path).stdout.splitlines()[0])
    made = run("decide", "reject", found["id"], "--reason", "a test", "--user", "tester", "--ledger", path)
    assert made.exit_code == 0, made.output
    listed = run("decisions", "--ledger", path).stdout
    assert "tester" in listed
    undo = made.stdout.rpartition("undo ")[2].strip(" )\n")
    assert run("decide", "undo", undo, "--reason", "still a test", "--ledger", path).exit_code == 0


def test_notes_calendars_biographies_and_backups_are_written(ledger: Path, tmp_path: Path) -> None:
    note = run("handover", "AZ", "KG", "--since", "2021-11-01", "--ledger", ledger, "-o", tmp_path / "note.md")
    assert note.exit_code == 0, note.output
    life = run("biography", "Ilham Aliyev", "--ledger", ledger, "-o", tmp_path / "life.html")
    assert life.exit_code == 0, life.output
    assert run("calendar", "AZ", "KG", "--on", "2021-10-29", "--ledger", ledger).stdout.startswith("BEGIN:VCALENDAR")
    assert run("backup", tmp_path / "copy.db", "--ledger", ledger).exit_code == 0
    assert run("verify", "--ledger", tmp_path / "copy.db").exit_code == 0
    assert run("compact", "--ledger", tmp_path / "copy.db").exit_code == 0


def test_a_subject_asked_for_in_russian_is_found_in_english(tmp_path: Path) -> None:
    note = "Kenya and Portugal\n\nKenya and Portugal agreed to open direct flights between Nairobi and Lisbon.\n"
    (tmp_path / "note.txt").write_text(note, encoding="utf-8")
    ledger = tmp_path / "book.db"
    run("add", tmp_path / "note.txt", "--published", "2024-05-15", "--ledger", ledger)
    found = run("search", "авиасообщение", "--ledger", ledger, "--jsonl")
    assert found.exit_code == 0
    assert "direct flights" in found.stdout
    assert "direct flights" not in run("search", "рыболовство", "--ledger", ledger, "--jsonl").stdout
