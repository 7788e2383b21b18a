"""The annotations that teach the models of statements keep to the format and hold no text of their sources."""

from __future__ import annotations

import hashlib
import importlib.util
import io
import json
import re
import sys
import tarfile
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from chancery.model.statement import Status, kinds
from chancery.model.when import days

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "train/statements/gold").rglob("*.json"))
HEAD = {"name", "source", "language", "published", "genre", "sha256", "start", "end", "length"}
COMMON = {"kind", "status", "when", "place", "speaker", "start", "end"}
LONGEST = 140  # characters of a role in the annotator's words


@pytest.fixture(scope="module")
def texts() -> ModuleType:
    spec = importlib.util.spec_from_file_location("statement_texts", ROOT / "train/statements/texts.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def strings(row: dict[str, Any]) -> list[str]:
    values = [v for value in row.values() for v in (value if isinstance(value, list) else [value])]
    return [v for v in values if isinstance(v, str)]


def faults(data: dict[str, Any]) -> list[str]:
    """What in an annotation is against the guideline."""
    head, out = data["document"], []
    if set(head) != HEAD or not re.fullmatch(r"[0-9a-f]{64}", head["sha256"]) or not 0 <= head["start"] < head["end"]:
        out.append(f"document: {head}")
    if head["published"] is not None:
        days(head["published"])
    for n, row in enumerate(data["statements"]):
        kind = kinds().get(row["kind"])
        if kind is None or row["status"] not in set(Status):
            out.append(f"{n}: kind or status")
            continue
        if unknown := set(row) - COMMON - set(kind.roles):
            out.append(f"{n}: {unknown}")
        if missing := COMMON - set(row):
            out.append(f"{n}: no {missing}")
            continue
        out += [f"{n}: needs {group}" for group in kind.needs if not any(row.get(role) for role in group)]
        closed = {role: spec.values for role, spec in kind.roles.items() if spec.values}
        out += [f"{n}: {role}" for role, values in closed.items() if row.get(role, values[0]) not in values]
        if not 0 <= row["start"] < row["end"] <= head["length"]:
            out.append(f"{n}: offsets")
        if row["when"] is not None and days(row["when"]) == (None, None):
            out.append(f"{n}: when {row['when']}")
        out += [f"{n}: {s}" for s in strings(row) if len(s) > LONGEST or re.search("[а-яё]", s, re.I) or s != s.strip()]
    return out


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_annotations_keep_to_the_guideline(path: Path) -> None:
    data = json.loads(path.read_text(encoding="utf-8"))
    assert data["document"]["name"] == path.stem
    assert not faults(data)


def test_there_are_annotations_and_each_text_is_annotated_once() -> None:
    sources = [json.loads(path.read_text(encoding="utf-8"))["document"]["source"] for path in FILES]
    assert len(sources) >= 40
    assert len(set(sources)) == len(sources)


ROW = {"kind": "meeting", "between": ["Ann", "Bob"], "status": "done", "when": "2020", "place": None, "speaker": None}
RAW = "{Author, C} Ann und Bob\r\n\n{Author, C} example.ru\r\n\n{Author, A B} Ann met Bob. \n{Author, A B} Good."
CLEAN = "Ann und Bob\n\nAnn met Bob. Good."


def annotation(**change: Any) -> dict[str, Any]:
    head = {
        "name": "made", "source": "RuSentRel-1.1:train/made.txt", "language": "ru", "published": None, "genre": "news",
        "sha256": hashlib.sha256(CLEAN.encode()).hexdigest(), "start": 0, "end": len(RAW),
        "length": len(CLEAN),
    }  # fmt: skip
    return {"document": head, "statements": [ROW | {"start": 13, "end": 24} | change]}


def test_a_good_annotation_has_no_faults() -> None:
    assert not faults(annotation())


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "dinner"}, {"status": "maybe"}, {"quote": "Ann met Bob"}, {"between": []}, {"end": len(CLEAN) + 1},
        {"end": 13}, {"place": "Москва"}, {"format": "word " * 40},
    ],
)  # fmt: skip
def test_faults_are_seen(change: dict[str, Any]) -> None:
    assert faults(annotation(**change))


def archive(folder: Path, raw: bytes) -> None:
    folder.mkdir(exist_ok=True)
    with tarfile.open(folder / "rusentrel-1.1.tar.xz", "w:xz") as out:
        entry = tarfile.TarInfo("rusentrel/train/made.txt")
        entry.size = len(raw)
        out.addfile(entry, io.BytesIO(raw))


def test_a_text_comes_back_with_its_quotes(texts: ModuleType, tmp_path: Path) -> None:
    archive(tmp_path, RAW.encode())
    text, quoted = texts.restore(annotation(), texts.members(tmp_path, "RuSentRel-1.1"))
    assert text == CLEAN
    assert [row["quote"] for row in quoted["statements"]] == ["Ann met Bob"]


def test_lines_of_nerel_are_paragraphs(texts: ModuleType) -> None:
    assert texts.nerel("Title \n\nOne\xa0line.\nAnother.\n") == "Title\n\nOne line.\n\nAnother."


PAGE = """---
date: '2030-01-02'
title: "Readout of a Call with\\
  \\ Prime\\_Minister B"
---
 
**A** spoke  
with *B*
today.  They [agreed](https://x.example/a) on:

-   trade
    and <span class="c">ports</span>
-   \\$5 aid

## Next

* * *

\\###
"""


def test_a_page_of_the_white_house_is_title_and_paragraphs(texts: ModuleType) -> None:
    title = "Readout of a Call with Prime Minister B"
    body = ["A spoke", "with B today.  They agreed on:", "-  trade and ports", "-  $5 aid", "Next"]
    assert texts.white_house(PAGE) == "\n\n".join([title, *body])


def test_a_page_is_called_by_its_day_and_a_digest_and_found_by_them(texts: ModuleType, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "white-house.tar.xz", "w:xz") as out:
        entry = tarfile.TarInfo("white-house/statements-releases/2030-01/2030-01-02-readout.md")
        entry.size = len(PAGE.encode())
        out.addfile(entry, io.BytesIO(PAGE.encode()))
    digest = hashlib.sha256(b"statements-releases/2030-01/2030-01-02-readout.md").hexdigest()[:12]
    assert texts.members(tmp_path, "wh-briefings") == {f"2030-01-02/{digest}": PAGE.encode()}


def test_a_page_without_front_matter_is_refused(texts: ModuleType) -> None:
    with pytest.raises(texts.TextError, match="front matter"):
        texts.white_house("A page\n")


@pytest.mark.parametrize("raw", [RAW.replace("Good", "Bad").encode(), b"\xff"])
def test_another_text_is_refused(texts: ModuleType, tmp_path: Path, raw: bytes) -> None:
    archive(tmp_path, raw)
    with pytest.raises(texts.TextError, match="another edition"):
        texts.restore(annotation(), texts.members(tmp_path, "RuSentRel-1.1"))
    with pytest.raises(texts.TextError, match="not in the archive"):
        texts.restore(annotation(), {})


def test_an_absent_or_broken_archive_is_named(texts: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(texts.TextError, match=r"nerel-train-dev\.tar\.xz is not there"):
        texts.members(tmp_path, "NEREL-v1.1")
    (tmp_path / "nerel-train-dev.tar.xz").write_bytes(b"no archive")
    with pytest.raises(texts.TextError, match="cannot be read"):
        texts.members(tmp_path, "NEREL-v1.1")


def test_what_fails_is_reported_and_the_rest_is_written(
    texts: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    archive(tmp_path, RAW.encode())
    good, bad = annotation(), annotation()
    bad["document"] = bad["document"] | {"name": "other", "sha256": "0" * 64}
    rows = [(Path("ru/made.json"), good), (Path("ru/other.json"), bad)]
    monkeypatch.setattr(texts, "annotations", lambda: iter(rows))
    monkeypatch.setattr(sys, "argv", ["texts.py", "--data", str(tmp_path), "--work", str(tmp_path / "work")])
    assert texts.main() == 1
    assert "error: other: train/made.txt is not the text" in capsys.readouterr().err
    assert sorted(p.name for p in (tmp_path / "work/ru").iterdir()) == ["made.json", "made.txt"]
