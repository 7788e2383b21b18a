"""The table of cases on whom words stand for: its form, and a sample of it scored."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "eval"))

import deixis

GOLD = Path(__file__).resolve().parents[2] / "eval" / "gold" / "deixis.toml"


def test_each_language_has_sixty_cases_whose_passage_stands_in_the_sentence() -> None:
    table = tomllib.loads(GOLD.read_text(encoding="utf-8"))
    for language, cases in table["cases"].items():
        assert len(cases) >= 60
        assert len(set(cases)) == len(cases)
        for case in cases:
            frame, sentence, passage, _ = (part.strip() for part in case.split("|"))
            assert frame in table["frames"][language]
            assert passage in sentence


def test_most_of_a_sample_is_right(tmp_path: Path) -> None:
    text = GOLD.read_text(encoding="utf-8")
    table = tomllib.loads(text)
    for language, cases in table["cases"].items():
        for case in set(cases) - set(cases[::6]):
            text = text.replace(f'  "{case}",\n', "")
        assert language in text
    sample = tmp_path / "deixis.toml"
    sample.write_text(text, encoding="utf-8")
    shares, errors = deixis.score(sample)
    assert shares["en_cases"] < 15
    assert min(shares["en"], shares["ru"]) >= 90, errors
