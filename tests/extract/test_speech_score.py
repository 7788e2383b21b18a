"""The scorer of attributions: reading brat, matching, shares."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "eval"))

import speech_score


def test_a_passage_may_stand_behind_the_event_that_names_it(tmp_path: Path) -> None:
    path = tmp_path / "x.ann"
    path.write_text(
        "T1\tSource 0 3\tAnn\nT2\tCue 4 8\tsaid\nT3\tContent 9 11\tit\n"
        "E1\tAttribution:T2 Source:T1 Cue:T2 Content:T3 Content2:T4\nT4\tContent 12 16\tsnow\n",
        encoding="utf-8",
    )
    assert speech_score.read_brat(path) == [{"source": [(0, 3)], "cue": [(4, 8)], "content": [(9, 11), (12, 16)]}]


def test_half_a_content_with_another_source_is_found_but_not_full() -> None:
    text = "Ann said it snows a lot. Bob slept."
    gold = [{"source": [(0, 3)], "cue": [(4, 8)], "content": [(9, 23)]}]
    found = [{"source": [(25, 28)], "cue": [(4, 8)], "content": [(9, 23)]}]
    counts = speech_score.Tally()
    speech_score.tally(counts, "x", text, gold, found)
    assert (counts.f1("full"), counts.f1("cue"), counts.f1("content"), counts.f1("source")) == (0, 100, 100, 0)
    assert counts.share("indirect_recall") == 100
    assert counts.share("source_right") == 0
