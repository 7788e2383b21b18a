"""Files: formats, encodings, failures on record; the packaged dossier."""

import json
from pathlib import Path

import pytest

from chancery.model.document import DateSource, Document
from chancery.model.reading import Failure
from chancery.read import read

DOSSIER = Path(__file__).parents[2] / "examples" / "azerbaijan-kyrgyzstan"
TEXT = "Министр встретился с послом соседнего государства. Стороны обсудили торговлю и подготовку визита."


def only(path, **hints):
    (result,) = read(path, **hints)
    return result


def test_a_plain_file_keeps_every_character_and_its_line_ends(tmp_path):
    path = tmp_path / "note.txt"
    path.write_bytes(f"\ufeff{TEXT}\r\n\r\n{TEXT}\r\n".encode())
    document = only(path)
    assert document.text == path.read_bytes().decode("utf-8-sig")
    assert document.name == "note"
    assert len(document.blocks) == 2


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "utf-16"])
@pytest.mark.parametrize("claimed", ["windows-1251", "utf-8", None])
def test_pages_are_readable_whatever_encoding_they_claim(tmp_path, encoding, claimed):
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={claimed}">' if claimed else ""
    path = tmp_path / "page.html"
    path.write_bytes(f"<html><head>{meta}</head><body><p>{TEXT}</p></body></html>".encode(encoding))
    assert only(path).text == TEXT


def test_a_page_with_an_xml_declaration_is_read(tmp_path):
    path = tmp_path / "page.xhtml"
    path.write_text(f'<?xml version="1.0" encoding="utf-8"?><html><body><p>{TEXT}</p></body></html>', encoding="utf-8")
    assert only(path).text == TEXT


def test_a_file_of_unknown_kind_is_read_by_what_it_holds(tmp_path):
    (tmp_path / "a.page").write_text(f"<!DOCTYPE html><p>{TEXT}</p>", encoding="utf-8")
    (tmp_path / "b.note").write_text(TEXT, encoding="utf-8")
    assert only(tmp_path / "a.page").media_type == "text/html"
    assert only(tmp_path / "b.note").media_type == "text/plain"


def test_hints_hold_for_a_file(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    document = only(path, published="2022-05", language="RU-kg")
    assert (document.published.edtf, document.published.source) == ("2022-05", DateSource.GIVEN)
    assert document.language == "ru"


def test_lines_are_documents_and_bad_lines_are_failures(tmp_path):
    path = tmp_path / "feed.jsonl"
    lines = [
        json.dumps(
            {
                "name": "one",
                "text": TEXT,
                "published": "2022-05-05",
                "publisher": "Курьер",
                "url": "https://x.example/1",
            }
        ),
        "{broken",
        "",
        json.dumps({"html": f"<p>{TEXT}</p>", "title": "Встреча"}),
        json.dumps({"title": "no text"}),
        json.dumps(["a", "list"]),
        json.dumps({"text": 12}),
        '{"text": "\\ud800"}',
        json.dumps({"text": TEXT, "published": "soon"}),
        json.dumps({"text": TEXT, "language": None, "more": 1}),
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    results = list(read(path))
    assert [type(result) for result in results] == [
        Document,
        Failure,
        Document,
        Failure,
        Failure,
        Failure,
        Failure,
        Failure,
        Document,
    ]
    assert [result.name for result in results if isinstance(result, Document)] == ["one", "feed-4", "feed-10"]
    assert (results[0].publisher, results[0].url) == ("Курьер", "https://x.example/1")
    assert results[2].title == "Встреча"
    for failure in results:
        if isinstance(failure, Failure):
            assert failure.stage == "read"
            assert "line" in failure.what
            assert failure.remedy


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", b""),
        ("a.txt", b" \n "),
        ("a.txt", b"%PDF-1.4"),
        ("a.html", b"<html></html>"),
        ("a.jsonl", b"\n"),
        ("a.bin", bytes(64)),
    ],
)
def test_what_cannot_be_read_is_one_failure_with_a_remedy(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    failure = only(path)
    assert isinstance(failure, Failure)
    assert name in failure.what
    assert failure.remedy


def test_a_missing_file_and_a_folder_are_failures(tmp_path):
    assert isinstance(only(tmp_path / "none.txt"), Failure)
    assert isinstance(only(tmp_path), Failure)


def dossier():
    return [document for path in sorted(DOSSIER.iterdir()) for document in read(path)]


def test_the_dossier_is_read_without_a_failure_in_both_languages():
    documents = dossier()
    assert len(documents) >= 20
    assert all(isinstance(document, Document) for document in documents)
    assert {document.language for document in documents} == {"en", "ru"}
    assert len({document.name for document in documents}) == len(documents)


def test_the_dossier_s_dates_are_found_and_fit_the_file_names():
    undated = [document.name for document in dossier() if document.published.edtf is None]
    assert undated == ["2022-ambassador-briefing-en"]
    for path in sorted(DOSSIER.glob("20*")):
        (document,) = read(path)
        assert path.name.startswith(document.published.edtf)


def test_the_dossier_s_furniture_is_not_read():
    for document in dossier():
        for block in document.readable():
            line = block.span.of(document.text)
            for word in (
                "Читайте также",
                "Подписывайтесь",
                "©",
                "Views:",
                "Просмотров",
                "cookies",
                "Read also",
                "Фото:",
            ):
                assert word not in line
