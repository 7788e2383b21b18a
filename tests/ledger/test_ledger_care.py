"""Care of the file: older schemas, a full disk, a second writer, removal, search in any inflection, paging."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from chancery.annotate.query import lemmas
from chancery.ledger import Kept, Ledger
from chancery.model.errors import LedgerError
from chancery.model.ledger import Verdict
from chancery.model.reading import Reading
from readings import composed

VISIT: dict[str, Any] = {"kind": "visit", "who": "Sadyr Japarov", "to": "AZ", "status": "done"}


def document(name: str, quote: str, *, language: str = "en", published: str = "2022-04-20", **fields: Any) -> Reading:
    row = {**VISIT, "when": published, "quote": quote, **fields}
    return composed({"name": name, "language": language, "published": published}, [row])


def read(made: Reading, words: str) -> Reading:
    """``made`` as if ``words`` were the lemmas of its only statement."""
    return replace(made, lemmas={made.statements[0].id: words})


@pytest.fixture
def older(tmp_path: Path) -> Path:
    path = tmp_path / "old.db"
    db = sqlite3.connect(path)
    db.executescript(Path(__file__).with_name("schema-1.sql").read_text(encoding="utf-8"))
    db.close()
    return path


def test_a_ledger_of_the_schema_before_is_brought_up_to_date_whole(older: Path) -> None:
    with pytest.raises(LedgerError, match="older schema 1"):
        Ledger(older, readonly=True)
    with Ledger(older) as ledger:
        assert ledger.verify() == []
        assert [h.name for h in ledger.documents()] == ["d0", "d1"]
        assert len(ledger.decisions()) == len(ledger.failures()) == 1
        assert len(ledger.entries("AZ", "KG")) == 1
        # Kept before lemmas were: found by the beginnings of words.
        assert [h.account.source.name for h in ledger.search("президента", lemmas=lemmas)] == ["d1"]
        assert [h.account.source.name for h in ledger.search("presidents", lemmas=lemmas)] == ["d0"]
        assert ledger.keep(document("d2", "he came")) is Kept.NEW
    with Ledger(older, readonly=True) as ledger:
        assert len(ledger.documents()) == 3


def test_a_migration_that_fails_leaves_the_ledger_as_it_was(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from chancery.ledger import index

    def fail(db: sqlite3.Connection) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(index, "rebuild", fail)
        with pytest.raises(RuntimeError):
            Ledger(older)
    with Ledger(older) as ledger:
        assert ledger.verify() == []


def test_a_full_disk_is_told_and_what_was_kept_is_kept(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.db") as ledger:
        ledger.keep(document("first", "he came"))
        pages = ledger._db.execute("PRAGMA page_count").fetchone()[0]
        ledger._db.execute(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(LedgerError, match="free some disk space"):
            ledger.keep(document("large", "he came " * 10_000))
        ledger._db.execute("PRAGMA max_page_count = 100000")
        assert ledger.documents()[0].name == "first"
        assert ledger.verify() == []
        assert ledger.keep(document("after", "there is room again")) is Kept.NEW


def test_a_second_writer_waits_for_the_first_and_then_says_who_is_in_the_way(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.db") as ledger, Ledger(tmp_path / "l.db", timeout=0.05) as second:
        ledger._db.execute("BEGIN IMMEDIATE")
        for write in (
            lambda: second.keep(document("a", "he came")),
            lambda: second.remove("0" * 64, user="u", reason="r"),
        ):
            with pytest.raises(LedgerError, match="another process is writing"):
                write()
        ledger._db.execute("ROLLBACK")
        assert second.keep(document("a", "he came")) is Kept.NEW


def test_a_removed_document_is_out_of_every_view_but_not_of_the_past(tmp_path: Path) -> None:
    start = datetime(2024, 1, 1, tzinfo=UTC)
    with Ledger(tmp_path / "l.db") as ledger:
        made = document("a", "he came")
        ledger.keep(made, at=start)
        ledger.keep(document("b", "he came again", published="2023-04-20"), at=start)
        ledger.remove(ledger.find("a"), user="an officer", reason="a forgery", at=start + timedelta(days=1))
        assert [h.name for h in ledger.documents()] == ["b"]
        assert len(ledger.entries("AZ", "KG")) == 1
        assert [h.account.source.name for h in ledger.search("came")] == ["b"]
        assert len(ledger.view(recorded=start).accounts) == 2
        assert ledger.verify() == []
        with pytest.raises(LedgerError, match="no document"):
            ledger.remove(made.document.digest, user="an officer", reason="twice")
        assert ledger.keep(made, at=start + timedelta(days=2)) is Kept.NEW
        assert len(ledger.documents()) == 2
        assert ledger.verify() == []


def test_a_removal_needs_a_reason_and_one_document(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.db") as ledger:
        for quote in ("he came", "he went"):
            ledger.keep(document("same", quote))
        with pytest.raises(LedgerError, match="2 documents"):
            ledger.find("same")
        with pytest.raises(LedgerError, match="no document of this name"):
            ledger.find("other")
        digest = ledger.documents()[0].digest
        assert ledger.find(digest[:10]) == digest
        with pytest.raises(LedgerError, match="reason"):
            ledger.remove(digest, user="an officer", reason=" ")


def test_a_hidden_removal_is_found(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.db") as ledger:
        ledger.keep(document("a", "he came"))
        ledger._db.execute("UPDATE reading SET retired = '2024', retiree = 'removed'")
        assert any("removal" in f.what for f in ledger.verify())


@pytest.mark.parametrize("question", ["авиарейс", "авиарейсами", "Авиарейсов", "прямого рейса", '"прямые авиарейсы"'])
def test_a_word_is_found_in_any_inflection(tmp_path: Path, question: str) -> None:
    with Ledger(tmp_path / "l.db") as ledger:
        made = document("ru", "прямые авиарейсы и рейсы поездов", language="ru")
        ledger.keep(read(made, "прямой авиарейс и рейс поезд"))
        ledger.keep(read(document("other", "авиация и прямота", language="ru"), "авиация и прямота"))
        assert [h.account.source.name for h in ledger.search(question, lemmas=lemmas)] == ["ru"]


@pytest.mark.parametrize("question", ["agreement", "Agreements", "sign", "signing", "signed agreements"])
def test_an_english_word_is_found_in_any_inflection(tmp_path: Path, question: str) -> None:
    with Ledger(tmp_path / "l.db") as ledger:
        ledger.keep(read(document("en", "they signed two agreements"), "they sign two agreement"))
        ledger.keep(read(document("other", "an agreeable signal"), "a agreeable signal"))
        assert [h.account.source.name for h in ledger.search(question, lemmas=lemmas)] == ["en"]


def test_pages_of_a_search_follow_each_other_without_gap_or_repetition(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.db") as ledger:
        for n in range(25):
            ledger.keep(document(f"d{n}", "he came " + "and came " * n))
        whole = [h.account.id for h in ledger.search("came", limit=25)]
        paged = [h.account.id for skip in range(0, 25, 10) for h in ledger.search("came", limit=10, skip=skip)]
        assert paged == whole
        ledger.decide(Verdict.REJECT, whole[:3], user="an officer", reason="misread")
        assert [h.account.id for h in ledger.search("came", limit=5)] == whole[3:8]
