"""A brief tells what the documents tell, plan apart from deed, and points at the proof."""

from __future__ import annotations

import random
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from chancery.ledger import Ledger
from chancery.model.errors import UsageError
from chancery.report import brief, check, html, language, markdown, threads, write
from chancery.report.model import Brief
from readings import composed

OFFICES: list[dict[str, Any]] = [
    {
        "kind": "office",
        "who": who,
        "office": office,
        "of": of,
        "action": "holds",
        "status": "ongoing",
        "quote": f"{who}, {office}",
    }
    for who, office, of in (
        ("Sadyr Japarov", "President", "KG"),
        ("Ilham Aliyev", "President", "AZ"),
        ("Li Wei", "President", "Lake Forum"),
    )
]
AUTUMN = [
    *OFFICES,
    {
        "kind": "invitation",
        "from": "Ilham Aliyev",
        "to": "Sadyr Japarov",
        "place": "AZ",
        "status": "planned",
        "speaker": "Ilham Aliyev",
        "quote": "we await him in Baku",
    },
    {
        "kind": "invitation",
        "from": "Sadyr Japarov",
        "to": "Ilham Aliyev",
        "visit": "state",
        "place": "KG",
        "status": "planned",
        "quote": "he is invited to Bishkek",
    },
    {
        "kind": "anniversary",
        "of": "diplomatic relations between Azerbaijan and Kyrgyzstan",
        "n": 30,
        "origin": "1993",
        "when": "2023",
        "status": "planned",
        "quote": "thirty years in 2023",
    },
    {
        "kind": "commitment",
        "by": ["AZ", "KG"],
        "what": "set up a development fund",
        "status": "planned",
        "quote": "a fund will be set up",
    },
    {
        "kind": "aid",
        "from": "AZ",
        "to": "KG",
        "what": "medical supplies",
        "when": "2020",
        "status": "done",
        "quote": "medical supplies came in 2020",
    },
    {
        "kind": "visit",
        "who": "Ilham Aliyev",
        "to": "AZ",
        "status": "done",
        "quote": "Aliyev visited Azerbaijan with Kyrgyzstan in mind",
    },
]
SUMMER = [
    {
        "kind": "visit",
        "who": "Sadyr Japarov",
        "place": "Baku",
        "visit": "official",
        "when": "2022-04",
        "status": "done",
        "speaker": "Askar Aitmatov",
        "quote": "в апреле <был> визит",
    },
    {
        "kind": "visit",
        "who": "Ilham Aliyev",
        "place": "KG",
        "visit": "return",
        "status": "planned",
        "quote": "планируется ответный визит",
    },
    {
        "kind": "position",
        "who": "KG",
        "stance": "recognises",
        "about": "Karabakh as part of Azerbaijan",
        "status": "ongoing",
        "quote": "признаём Карабах",
    },
    {
        "kind": "obstacle",
        "between": ["AZ", "KG"],
        "what": "no direct flights",
        "status": "ongoing",
        "quote": "прямых рейсов нет",
    },
    {
        "kind": "position",
        "who": "FR",
        "stance": "opposes",
        "about": "tariffs of the United States",
        "status": "ongoing",
        "quote": "Франция против пошлин",
    },
]


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with Ledger(tmp_path_factory.mktemp("brief") / "l.db") as book:
        book.keep(
            composed(
                {
                    "name": "autumn",
                    "language": "en",
                    "published": "2021-10-28",
                    "publisher": "a ministry",
                    "title": "Credentials *received*",
                },
                AUTUMN,
            )
        )
        book.keep(
            composed(
                {
                    "name": "summer",
                    "language": "ru",
                    "published": "2022-07-21",
                    "publisher": "a paper",
                    "url": "https://example.org/a?b=1&c=2",
                },
                SUMMER,
            )
        )
        yield book


@pytest.fixture(scope="module")
def made(ledger: Ledger) -> Brief:
    return brief.build(ledger, "AZ", "KG", on=date(2022, 8, 1))


def lines(made: Brief, key: str) -> list[str]:
    return [line.text for s in made.sections if s.key == key for line in s.lines]


def fact(made: Brief, label: str) -> str:
    return next(f.text for s in made.sections for f in s.facts if f.label == label)


def test_the_glance_says_when_they_met_who_owes_a_visit_and_what_comes(made: Brief) -> None:
    assert fact(made, "Last met") == "Sadyr Japarov paid an official visit to Baku, Azerbaijan (April 2022)."
    assert fact(made, "Return visit").startswith("Azerbaijan owes a visit")
    assert "planned" in fact(made, "Return visit")
    assert "30th anniversary" in fact(made, "Next date")
    assert "Sadyr Japarov invited Ilham Aliyev" in fact(made, "Open invitations")


def test_a_plan_reads_and_looks_like_a_plan(made: Brief) -> None:
    (planned,) = [line for s in made.sections if s.key == "visits" for line in s.lines if line.open]
    assert planned.text == "Ilham Aliyev is to pay a return visit to Kyrgyzstan"
    assert planned.status == "planned"


def test_what_a_plan_was_to_bring_is_past_tense_once_its_time_is_over(ledger: Ledger) -> None:
    late = brief.build(ledger, "AZ", "KG", on=date(2026, 8, 1))
    assert not any("is to be" in text for text in lines(late, "dates"))


def test_sections_hold_what_a_fact_sheet_holds(made: Brief) -> None:
    assert lines(made, "positions") == ["Kyrgyzstan recognises Karabakh as part of Azerbaijan"]
    assert lines(made, "aid") == ["Azerbaijan helped Kyrgyzstan: medical supplies"]
    assert lines(made, "obstacles") == ["In the way between Azerbaijan and Kyrgyzstan: no direct flights"]
    assert lines(made, "offices") == [
        "Ilham Aliyev is President of Azerbaijan",
        "Sadyr Japarov is President of Kyrgyzstan",
    ]
    assert lines(made, "dates") == ["30th anniversary of diplomatic relations between Azerbaijan and Kyrgyzstan (1993)"]


def test_third_parties_and_contradictions_stay_out_of_the_front(made: Brief) -> None:
    told = " ".join(line.text for s in made.sections for line in s.lines if s.key != "also")
    assert "France" not in told
    assert "Ilham Aliyev paid" not in told
    assert any("visited Azerbaijan" in text for text in lines(made, "also"))


def test_every_line_has_a_proof_that_its_document_says(made: Brief, ledger: Ledger) -> None:
    for section in made.sections:
        for line in [*section.lines, *(step.line for story in section.stories for step in story.steps)]:
            assert line.proofs
            for p in line.proofs:
                assert ledger.text(p.digest)[p.start : p.end] == p.quote


def test_the_threads_are_told_with_their_state_and_reason(made: Brief) -> None:
    stories = next(s.stories for s in made.sections if s.key == "threads")
    visit = next(s for s in stories if s.key == "done")
    assert [step.part for step in visit.steps] == ["invited", "paid"]
    assert visit.steps[1].reason


def test_a_speaker_stands_with_his_capacity(made: Brief) -> None:
    invited = next(
        step.line
        for s in made.sections
        for story in s.stories
        for step in story.steps
        if "invited Sadyr" in step.line.text
    )
    assert invited.speaker == "Ilham Aliyev, President of Azerbaijan"


def test_coverage_names_languages_period_and_gaps(made: Brief) -> None:
    assert fact(made, "Languages") == "English 1, Russian 1"
    assert fact(made, "Period") == "28 October 2021 – 21 July 2022"
    assert "28 October 2021" in fact(made, "Gaps")


def test_nothing_published_after_the_day_of_the_brief_is_used(ledger: Ledger) -> None:
    early = brief.build(ledger, "AZ", "KG", on=date(2022, 1, 1))
    assert not any(p.document == "summer" for p in early.proofs)


def test_a_pair_without_documents_says_so(ledger: Ledger) -> None:
    empty = brief.build(ledger, "FR", "KG", on=date(2022, 8, 1))
    assert fact(empty, "Last met").startswith("No meeting")
    assert empty.documents == 0


def test_long_sections_count_what_they_leave_out(ledger: Ledger) -> None:
    short = brief.build(ledger, "AZ", "KG", on=date(2022, 8, 1), limit=1)
    assert next(s for s in short.sections if s.key == "threads").more > 0


def test_html_is_one_file_without_scripts_or_addresses_to_load(made: Brief) -> None:
    page = html.render(made)
    assert "<script" not in page
    assert not re.search(r'(src|@import|url\()\s*=?\s*["\']?http', page)
    assert "&lt;был&gt;" in page
    assert page.count("<details>") > 5
    assert 'lang="ru"' in page


def test_markdown_has_a_footnote_for_every_mark(made: Brief) -> None:
    page = markdown.render(made)
    cited = set(re.findall(r"\[\^(\d+)\](?!:)", page))
    told = set(re.findall(r"^\[\^(\d+)\]:", page, re.M))
    assert cited == told != set()
    assert "Credentials \\*received\\*" in page


def test_the_terminal_shows_sentence_and_quotation(made: Brief, ledger: Ledger) -> None:
    console = Console(width=120, record=True, file=open("/dev/null", "w", encoding="utf-8"))  # noqa: SIM115
    console.print(write.terminal(made))
    console.print(threads.terminal(ledger, "AZ", "KG", on=date(2022, 8, 1)))
    shown = console.export_text()
    assert "Sadyr Japarov paid an official visit" in shown
    assert "прямых рейсов нет" in shown


@pytest.mark.parametrize("name", ["brief.md", "brief.html"])
def test_a_finished_brief_is_checked_against_the_ledger(made: Brief, ledger: Ledger, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    write.to_file(made, path)
    assert check.brief_file(ledger, path) == []
    text, rng = path.read_text(encoding="utf-8"), random.Random(7)
    for _ in range(150):
        at = rng.randrange(len(text))
        new = rng.choice([c for c in "abcxyz0189 <>\nж" if c != text[at]])
        path.write_text(text[:at] + new + text[at + 1 :], encoding="utf-8")
        assert check.brief_file(ledger, path), f"{at}: {text[at]!r} → {new!r}"


def test_a_quotation_that_is_not_the_documents_is_named(made: Brief, ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "brief.md"
    path.write_text(markdown.render(made).replace("прямых рейсов нет", "прямых рейсов много"), encoding="utf-8")
    assert any("does not say" in f.what for f in check.brief_file(ledger, path))


def test_a_file_that_is_no_brief_is_refused(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "x.md").write_text("hello")
    with pytest.raises(UsageError, match="no brief"):
        check.brief_file(ledger, tmp_path / "x.md")


def test_an_unknown_format_names_those_there_are(made: Brief, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.html"):
        write.to_file(made, tmp_path / "brief.rtf")


def test_two_runs_write_the_same_brief(made: Brief, ledger: Ledger) -> None:
    assert html.render(made) == html.render(brief.build(ledger, "AZ", "KG", on=date(2022, 8, 1)))


@pytest.mark.parametrize(
    ("edtf", "told"),
    [
        ("2021-10-28", "28 October 2021"),
        ("2022-04", "April 2022"),
        ("1997", "1997"),
        ("../2022-07-21", "before 21 July 2022"),
        ("2022-07-21/..", "after 21 July 2022"),
        ("2020/2021", "2020 – 2021"),
        ("199X", "the 1990s"),
        ("2022-34", "April 2022 – June 2022"),
        (None, "undated"),
    ],
)
def test_dates_are_written_for_the_eye(edtf: str | None, told: str) -> None:
    assert language.load("en").when(edtf) == told


def test_an_unknown_language_names_those_there_are() -> None:
    with pytest.raises(UsageError, match="en"):
        language.load("xx")


def test_round_years_of_treaties_are_reckoned_and_marked_as_reckoned(tmp_path: Path) -> None:
    treaty = {
        "kind": "agreement",
        "between": ["AZ", "KG"],
        "instrument": "Treaty of Friendship",
        "action": "signed",
        "when": "1997-04-23",
        "status": "done",
        "quote": "the treaty of 1997",
    }
    memorandum = {**treaty, "instrument": "Memorandum on Tourism", "quote": "the memorandum of 1997"}
    with Ledger(tmp_path / "l.db") as book:
        book.keep(composed({"name": "a", "language": "en", "published": "2021-10-28"}, [treaty, memorandum]))
        near, far = (brief.build(book, "AZ", "KG", on=day) for day in (date(2021, 11, 1), date(2023, 1, 1)))
    (line,) = [line for s in near.sections if s.key == "dates" for line in s.lines]
    assert line.text.startswith("25th anniversary (23 April 1997): Azerbaijan and Kyrgyzstan signed")
    assert (line.when, line.status, line.open) == ("23 April 2022", "reckoned", True)
    assert lines(far, "dates") == []
