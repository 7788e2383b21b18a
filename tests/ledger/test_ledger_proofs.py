"""Short forms of the long measurements: killed writers, replay of the past, changes that must be noticed."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

import crash
import replay
import verify
from chancery.model.reading import Reading
from readings import composed

PEOPLE = ("Sadyr Japarov", "Ilham Aliyev", "Kassym-Jomart Tokayev")


def dossier(n: int = 12) -> list[Reading]:
    """Documents of different days on a few visits, offices and promises."""
    made = []
    for number in range(n):
        rng = random.Random(number)
        guest, host = rng.choice([("Sadyr Japarov", "AZ"), ("Ilham Aliyev", "KG"), ("Kassym-Jomart Tokayev", "AZ")])
        day = f"20{20 + number % 4}-0{1 + number % 9}-1{number % 10}"
        rows: list[dict[str, Any]] = [
            {"kind": "visit", "who": guest, "to": host, "when": day, "status": rng.choice(["done", "planned"])},
            {"kind": "commitment", "by": "AZ", "to": "KG", "what": f"open school {number % 3}", "status": "planned"},
            {"kind": "office", "who": guest, "office": "President", "of": "KG" if host == "AZ" else "AZ",
             "action": "holds", "status": "ongoing"},
        ]  # fmt: skip
        rows = [{**row, "quote": f"{row['kind']} {number}: {guest} of KG and AZ"} for row in rows]
        made.append(composed({"name": f"d{number}", "language": "en", "published": day}, rows))
    return made


def test_writers_killed_at_random_lose_nothing_and_write_nothing_twice(tmp_path: Path) -> None:
    figures = crash.run(5, 3, tmp_path)
    assert (figures["lost"], figures["twice"], figures["findings"]) == (0, 0, 0)


def test_an_act_that_is_not_held_is_counted_as_lost(tmp_path: Path) -> None:
    acts = crash.kill_once(tmp_path / "l.db", 0, random.Random(1))
    assert crash.check(tmp_path / "l.db", [*acts, "keep d999", "remove d998", "decide d0"])[0] == 3


@pytest.mark.parametrize("seed", [1, 2])
def test_a_past_day_is_what_a_ledger_knows_that_never_saw_more(tmp_path: Path, seed: int) -> None:
    assert replay.by_publication(dossier(), 4, random.Random(seed), tmp_path) == 0


@pytest.mark.parametrize("seed", [1, 2])
def test_a_past_moment_is_what_the_ledger_held_then(tmp_path: Path, seed: int) -> None:
    assert replay.by_recording(dossier(), 4, random.Random(seed), tmp_path) == 0


def test_changes_of_one_character_are_noticed_in_every_table_and_in_briefs(tmp_path: Path) -> None:
    figures, missed = verify.run(dossier(), 60, 5, tmp_path)
    assert missed == []
    assert figures["ledger"] > 20
    assert figures["brief"] > 5
