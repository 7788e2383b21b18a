"""DOCX and PDF: real headings and notes, a length that is kept, every change noticed; both languages complete."""

from __future__ import annotations

import io
import random
import tomllib
import zipfile
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import docx as python_docx
import pytest
from pypdf import PdfReader

from chancery.ledger import Ledger
from chancery.model.errors import UsageError
from chancery.report import brief, check, docx, pdf, write
from chancery.report.forms import Form, shortened
from chancery.report.language import load
from chancery.report.model import Brief
from readings import composed

ON = date(2022, 10, 1)


def rows(n: int) -> list[dict[str, Any]]:
    """A visit each way and a promise, quoted with marks that the formats have to survive."""
    return [
        {
            "kind": "visit", "who": "Sadyr Japarov", "place": "Baku", "when": f"2022-0{n}-19", "status": "done",
            "quote": f"the <visit> & talks № {n} “in Baku” took place", "visit": "official",
        },
        {
            "kind": "commitment", "by": "AZ", "to": "KG", "what": f"build school number {n} in Bishkek",
            "status": "planned", "quote": f"we will build school number {n} in Bishkek",
        },
    ]  # fmt: skip


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with Ledger(tmp_path_factory.mktemp("files") / "l.db") as ledger:
        for n in range(1, 8):
            head = {"name": f"d{n}", "language": "ru" if n % 2 else "en", "published": f"2022-0{n}-20",
                    "publisher": "A Paper", "url": f"https://example.org/{n}"}  # fmt: skip
            ledger.keep(composed(head, rows(n)))
        yield ledger


@pytest.fixture(scope="module")
def made(book: Ledger) -> Brief:
    return brief.build(book, "AZ", "KG", on=ON)


def test_a_docx_has_headings_and_a_footnote_for_every_proof(made: Brief) -> None:
    data = docx.render(made)
    document = python_docx.Document(io.BytesIO(data))
    headings = [p.text for p in document.paragraphs if p.style is not None and p.style.name == "Heading 1"]
    assert headings == [s.heading for s in made.sections]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        notes = archive.read("word/footnotes.xml").decode()
        body = archive.read("word/document.xml").decode()
    assert notes.count("<w:footnoteRef/>") == len(made.proofs) == body.count("<w:footnoteReference")
    assert "the &lt;visit&gt; &amp; talks № 1 “in Baku” took place" in notes


@pytest.mark.parametrize("ending", ["docx", "pdf"])
def test_a_finished_file_holds_against_its_ledger(book: Ledger, made: Brief, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"brief.{ending}"
    write.to_file(made, path)
    assert check.brief_file(book, path) == []


def test_a_changed_word_in_a_docx_is_noticed(book: Ledger, made: Brief, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(docx.render(made))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    rng = random.Random(4)
    for name in docx.PARTS:
        text = parts[name].decode()
        for _ in range(12):
            at = rng.choice(
                [i for i, c in enumerate(text) if c.isalpha() and text.rfind("<", 0, i) < text.rfind(">", 0, i)]
            )
            changed = text[:at] + ("x" if text[at] != "x" else "y") + text[at + 1 :]
            path = tmp_path / "changed.docx"
            with zipfile.ZipFile(path, "w") as archive:
                for other, data in parts.items():
                    archive.writestr(other, changed if other == name else data)
            assert check.brief_file(book, path)


def test_any_changed_byte_of_a_pdf_is_noticed(book: Ledger, made: Brief, tmp_path: Path) -> None:
    data = pdf.render(made)
    rng = random.Random(5)
    for at in (0, len(data) - 1, *rng.sample(range(len(data)), 20)):
        path = tmp_path / "changed.pdf"
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        assert check.brief_file(book, path), at


def test_a_passage_that_the_ledger_lacks_is_named(made: Brief, tmp_path: Path) -> None:
    for ending in ("docx", "pdf"):
        path = tmp_path / f"brief.{ending}"
        write.to_file(made, path)
        with Ledger(tmp_path / f"{ending}.db") as empty:
            found = check.brief_file(empty, path)
        assert len(found) == len(made.proofs)
        assert all("not in the ledger" in str(f) for f in found)


def test_a_file_that_is_no_brief_is_said_to_be_none(book: Ledger, tmp_path: Path) -> None:
    for ending, content in (("docx", b"no zip"), ("pdf", b"%PDF-1.7 nothing"), ("md", b"a letter")):
        path = tmp_path / f"x.{ending}"
        path.write_bytes(content)
        if ending == "md":
            with pytest.raises(UsageError, match="no brief"):
                check.brief_file(book, path)
        else:
            assert check.brief_file(book, path)


def test_a_pdf_keeps_to_the_pages_of_its_form(made: Brief) -> None:
    for form, pages in ((Form.ONE, 1), (Form.FIVE, 5)):
        reader = PdfReader(io.BytesIO(pdf.render(shortened(made, form))))
        assert len(reader.pages) <= pages
    assert "Azerbaijan and Kyrgyzstan" in reader.pages[0].extract_text()


def test_what_a_short_form_leaves_out_is_counted(made: Brief) -> None:
    full = {s.key: len(s.lines) + s.more for s in made.sections}
    for section in shortened(made, Form.FIVE).sections:
        if not section.stories:
            assert len(section.lines) + section.more == full[section.key]


def test_without_the_typesetter_the_remedy_is_named(made: Brief, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "typst", None)
    with pytest.raises(UsageError, match="chancery\\[pdf\\]"):
        pdf.render(made)


def _keys(table: Any, path: str = "") -> set[str]:
    if isinstance(table, dict):
        return set().union(*(_keys(value, f"{path}.{key}") for key, value in table.items()), {path})
    return {path}


def test_both_phrase_files_say_the_same_things() -> None:
    folder = resources.files("chancery.report").joinpath("phrases")
    tables = {p.name: tomllib.loads(p.read_text(encoding="utf-8")) for p in folder.iterdir()}
    keys = {name: _keys({k: v for k, v in table.items() if k != "ordinal"}) for name, table in tables.items()}
    only_russian = {".months_alone", ".part", ".reason", ".word.action_name"}  # English says these without a table
    extra = {k for k in keys["ru.toml"] - keys["en.toml"] if not k.startswith(tuple(only_russian))}
    assert extra | (keys["en.toml"] - keys["ru.toml"]) <= {".article"}


def test_a_russian_brief_speaks_russian_and_quotes_as_it_stands(book: Ledger) -> None:
    told = brief.build(book, "AZ", "KG", on=ON, language="ru")
    assert told.title == "Азербайджан и Кыргызстан"
    lines = [line.text for s in told.sections for line in s.lines]
    assert "Садыр Жапаров: официальный визит → Баку, Азербайджан" in lines
    assert {p.quote for p in told.proofs} == {p.quote for p in brief.build(book, "AZ", "KG", on=ON).proofs}


def test_a_reason_is_told_in_the_language_of_the_report() -> None:
    words = load("ru")
    assert words.reason("the same guest to the same host, 6 months later") == (
        "тот же гость у того же хозяина, через 6 мес."
    )
    assert load("en").reason("same parties, 3 days later") == "same parties, 3 days later"
