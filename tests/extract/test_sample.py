"""Drawing statements to be judged by hand: what is left out, and the shares that verdicts give."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[2] / "eval"))

from sample import COLUMNS, KEPT, beginning, cut, interval, judged, known, rendered, shares, table
from sample_html import page

ROWS = [
    {"kind": "visit", "verdict": "right", "cause": "", "sha256": "a", "start": 1, "end": 5},
    {"kind": "visit", "verdict": "wrong", "cause": "roles", "sha256": "a", "start": 7, "end": 9},
    {"kind": "call", "verdict": "right", "cause": "", "sha256": "b", "start": 1, "end": 2},
]


def test_shares_are_told_by_kind_and_together() -> None:
    found = shares(ROWS)
    assert (found["visit"]["right"], found["visit"]["judged"], found["visit"]["causes"]) == (1, 2, {"roles": 1})
    assert found["all"]["share"] == 66.7


@given(st.integers(0, 300), st.integers(1, 300))
def test_an_interval_holds_its_share(right: int, number: int) -> None:
    right = min(right, number)
    lower, upper = interval(right, number)
    assert 0 <= lower <= round(100 * right / number, 1) <= upper <= 100


def test_an_interval_known_by_hand() -> None:
    assert interval(5, 10) == (23.7, 76.3)


def test_a_table_comes_back_as_it_was_judged(tmp_path: Path) -> None:
    path = tmp_path / "judged.tsv"
    table([{**dict.fromkeys(COLUMNS, ""), **row} for row in [*ROWS, {**ROWS[0], "verdict": ""}]], path)
    assert [{key: row[key] for key in KEPT} for row in judged(path)] == ROWS


def test_a_verdict_nobody_knows_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "judged.jsonl"
    path.write_text(json.dumps({**ROWS[0], "verdict": "maybe"}) + "\n", encoding="utf-8")
    with pytest.raises(SystemExit, match="maybe"):
        judged(path)


def test_what_others_learned_from_is_known_by_its_beginnings_and_sums(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The envoys of both states spoke of wheat and of rails today.\n", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text('{"sha256": "abc"}\n', encoding="utf-8")
    beginnings, sums = known([tmp_path])
    assert beginning("The envoys of both\nstates spoke of wheat and of rails today.") in beginnings
    assert sums == {"abc"}


def test_a_page_is_read_with_its_title_as_people_see_it() -> None:
    page = "---\ndate: '2024-05-15'\ntitle: \"Talks of\\_Kenya\\u2019s\\\n  \\ envoys\"\ntags: x\n---\n\nThey met.\n"
    assert rendered(page) == ("Talks of Kenya’s envoys\n\nThey met.\n", "2024-05-15")
    assert rendered("They met.\n") == ("They met.\n", None)


def test_a_long_page_is_cut_behind_a_paragraph() -> None:
    assert cut("one two\n\nthree four five\n\nsix", 3) == "one two\n\nthree four five"


def test_the_page_keeps_no_text_in_its_verdicts() -> None:
    row = {**dict.fromkeys(COLUMNS, ""), **ROWS[0], "passage": "before «the passage» after"}
    text = page([row], {"roles": "somebody missing"})
    assert "<mark>the passage</mark>" in text
    assert "passage" not in text.split("<script>")[1]
