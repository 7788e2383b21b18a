"""Busy pairs: what a brief shows of them is kept beside the ledger until something concerns them."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from chancery.ledger import Ledger, View, essence
from chancery.model.ledger import Verdict
from chancery.model.reading import Reading
from chancery.report import brief, markdown
from readings import composed

ON = date(2026, 1, 1)


def document(n: int, a: str = "AZ", b: str = "KG") -> Reading:
    """A document of one of 60 days on two states: a promise, a visit, an office, a gathering beside them."""
    day = f"20{15 + n % 10}-0{1 + n % 9}-{10 + n % 17}"
    guest = {"KG": "Sadyr Japarov", "AZ": "Ilham Aliyev"}.get(b if n % 2 else a, "Emmanuel Macron")
    own, other = (b, a) if n % 2 else (a, b)
    summit = {"kind": "gathering", "of": "Organization of Turkic States", "what": f"summit {n}"}
    rows: list[dict[str, Any]] = [
        {"kind": "commitment", "by": a, "to": b, "what": f"build bridge {n} over river {n % 7}", "status": "planned"},
        {"kind": "visit", "who": guest, "from": own, "to": other, "when": day, "status": "done"},
        {"kind": "office", "who": guest, "office": "President", "of": own, "action": "holds", "status": "ongoing"},
        {**summit, "when": day, "status": "done"},
    ]  # fmt: skip
    rows = [{**row, "quote": f"{row['kind']} {n} of {a} and {b}"} for row in rows]
    return composed({"name": f"d{n}{a}{b}", "language": "en", "published": day}, rows)


@pytest.fixture
def ledger(tmp_path: Path) -> Any:
    with Ledger(tmp_path / "l.db") as book:
        for n in range(30):
            book.keep(document(n))
        yield book


@pytest.fixture
def resolutions(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str | None, str | None]]:
    """Every pair counts as busy; the pairs that were resolved as a whole, in order."""
    monkeypatch.setattr(essence, "BUSY", 1)
    monkeypatch.setattr(essence, "CUT", 1)
    done: list[tuple[str | None, str | None]] = []
    plain = View._resolve

    def counted(self: View, a: str | None, b: str | None, on: date | None) -> Any:
        done.append((a, b))
        return plain(self, a, b, on)

    monkeypatch.setattr(View, "_resolve", counted)
    return done


def _brief(ledger: Ledger, on: date = ON) -> str:
    return markdown.render(brief.build(ledger, "AZ", "KG", on=on))


def test_a_pair_that_is_kept_uncut_is_the_pair(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(essence, "BUSY", 10**6)
    whole = _brief(ledger)
    monkeypatch.setattr(essence, "BUSY", 1)
    assert _brief(ledger) == _brief(ledger) == whole


def test_a_brief_from_the_shelf_says_what_one_of_the_whole_pair_says(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(essence, "BUSY", 10**6)
    whole = brief.build(ledger, "AZ", "KG", on=ON)
    monkeypatch.setattr(essence, "BUSY", 1)
    monkeypatch.setattr(essence, "CUT", 1)
    for made in (brief.build(ledger, "KG", "AZ", on=ON), brief.build(ledger, "AZ", "KG", on=ON)):
        for section, wanted in zip(made.sections, whole.sections, strict=True):
            assert section.key == wanted.key
            assert section.lines == wanted.lines
            assert section.stories == wanted.stories
            assert section.more == wanted.more or section.key == "threads"  # of those left out, lone steps are not told
        assert made.documents == whole.documents


def test_a_pair_is_resolved_once_and_then_taken_from_the_shelf(ledger: Ledger, resolutions: list[Any]) -> None:
    first = _brief(ledger)
    assert resolutions == [("AZ", "KG")]
    assert _brief(ledger) == first
    with Ledger(ledger.path, readonly=True) as reader:
        assert _brief(reader) == first
    assert len(resolutions) == 1


def test_another_day_judges_anew_without_resolving(ledger: Ledger, resolutions: list[Any]) -> None:
    _brief(ledger)
    later = _brief(ledger, date(2030, 1, 1))
    assert len(resolutions) == 1
    Path(f"{ledger.path}-pairs").unlink()
    assert _brief(ledger, date(2030, 1, 1)) == later


def test_a_document_on_another_pair_leaves_the_shelf_alone(ledger: Ledger, resolutions: list[Any]) -> None:
    _brief(ledger)
    ledger.keep(document(99, "FR", "US"))
    _brief(ledger)
    assert len(resolutions) == 1


@pytest.mark.parametrize("act", ["keep", "reread", "remove", "decide", "office"])
def test_what_concerns_the_pair_makes_it_anew(ledger: Ledger, resolutions: list[Any], act: str) -> None:
    before = _brief(ledger)
    if act == "keep":
        ledger.keep(document(77))
    elif act == "reread":
        ledger.keep(replace(document(29), statements=()))
    elif act == "remove":
        ledger.remove(ledger.find("d29AZKG"), user="an officer", reason="a test")
    elif act == "decide":
        ledger.decide(Verdict.REJECT, [document(29).statements[1].id], user="an officer", reason="a test")
    else:
        row = {"kind": "office", "who": "Sadyr Japarov", "office": "Envoy", "of": "Organization of Turkic States"}
        told = {**row, "action": "holds", "status": "ongoing", "quote": "he is its envoy"}
        ledger.keep(composed({"name": "office", "language": "en", "published": "2025-01-01"}, [told]))
    after = _brief(ledger)
    assert len(resolutions) == 2
    Path(f"{ledger.path}-pairs").unlink()
    assert _brief(ledger) == after
    assert after != before


def test_a_damaged_or_foreign_shelf_is_not_believed(ledger: Ledger, resolutions: list[Any]) -> None:
    first = _brief(ledger)
    db = sqlite3.connect(f"{ledger.path}-pairs")
    with db:
        db.execute("UPDATE pair SET record = replace(record, 'Sadyr', 'Badyr')")
    db.close()
    assert _brief(ledger) == first
    assert len(resolutions) == 2
    Path(f"{ledger.path}-pairs").write_text("no database at all " * 100)
    assert _brief(ledger) == first


def test_a_past_view_never_uses_the_shelf(ledger: Ledger, resolutions: list[Any]) -> None:
    _brief(ledger)
    _brief(ledger, date(2020, 1, 1))
    _brief(ledger, date(2020, 1, 1))
    assert len(resolutions) == 3
