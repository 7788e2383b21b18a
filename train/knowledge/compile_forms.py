"""Compile the names of the knowledge tables to one index a language, Russian ones in all their case forms.

    python train/knowledge/compile_forms.py            # rewrite data/forms/*.csv
    python train/knowledge/compile_forms.py --check    # exit 1 if they are not what the tables give

Run after every change of Russian names; a test runs the check. Deterministic, about ten seconds.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from inflect import adjective, forms
from inflect_persons import person_forms

from chancery.knowledge import rows
from chancery.knowledge.persons import read_persons
from chancery.knowledge.store import NAME_COLUMNS
from chancery.knowledge.surface import key
from chancery.knowledge.titles import COLUMNS as TITLE_COLUMNS

INFLECTED = "ru"
LANGUAGES = ("en", "ru", "tr", "az", "ky", "kk", "uz")
EXACT = frozenset({"abbreviation", "code"})
SCORES = {
    "name": 1.0,
    "formal": 1.0,
    "person": 1.0,
    "abbreviation": 0.95,
    "former": 0.9,
    "adjective": 0.9,
    "demonym": 0.85,
    "metonym": 0.7,
    "capital": 0.6,
    "surname": 0.5,
}


def _table(header: list[str], lines: list[list[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(lines)
    return out.getvalue()


def _shape(kind: str, text: str) -> str:
    if kind in EXACT or (kind == "former" and text.isupper()):
        return "exact"
    return "capital" if text[:1].isupper() else "any"


def _names(language: str) -> Iterator[tuple[list[str], list[str]]]:
    """Every name in ``language``: its meaning (entity, kind, score, shape, text, since, until) and its forms."""
    for table in rows.tables("names"):
        for entity, tongue, kind, text, score, since, until in rows.read(table, NAME_COLUMNS):
            if tongue == language:
                shape = _shape(kind, text)
                kept = text if shape == "exact" or text.endswith(".") else ""
                made = forms(text, kind) if language == INFLECTED else [text]
                yield [entity, kind, score or str(SCORES[kind]), shape, kept, since, until], made
    for person in read_persons():
        gender = "f" if person.gender == "female" else "m"
        for text, kind in person.surface(language):
            kept = text if text.endswith(".") else ""
            made = person_forms(text, gender, person.state or "") if language == INFLECTED else [text]
            yield [person.id, kind, str(SCORES[kind]), _shape(kind, text), kept, "", ""], made


def names(language: str) -> tuple[str, str]:
    """The index of one language: its keys with the numbers of their meanings, and the meanings by number."""
    numbers: dict[tuple[str, ...], int] = {}
    keys: dict[str, dict[tuple[str, str, str], int]] = {}
    lines: list[list[str]] = []
    for meaning, made in _names(language):
        number = numbers.setdefault(tuple(meaning), len(numbers))
        if number == len(lines):
            lines.append(meaning)
        for form in made:
            known = keys.setdefault(key(form), {})
            same = (meaning[0], meaning[1], meaning[4])
            if same not in known or float(lines[known[same]][2]) < float(meaning[2]):
                known[same] = number
    table = "".join(f"{known},{' '.join(map(str, sorted(set(n.values()))))}\n" for known, n in sorted(keys.items()))
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(lines)
    return table, out.getvalue()


def titles() -> str:
    """Every form of every title in Russian. A title's head inflects, its complement stays ("министра обороны")."""
    lines: dict[str, list[str]] = {}
    for name, _, _, language, texts, _ in rows.read("titles", TITLE_COLUMNS):
        if language != INFLECTED:
            continue
        for text in rows.split(texts):
            known = lines.setdefault(name, [])
            made = forms(text, "title") if " " in text or not text.endswith("ий") else adjective(text)
            known.extend(form for form in made if form not in known)
    return _table(["title", "forms"], [[name, "|".join(made)] for name, made in lines.items()])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--check", action="store_true", help="compare only")
    check = parser.parse_args().check
    files = {f"titles-{INFLECTED}": titles()}
    for language in LANGUAGES:
        files[f"keys-{language}"], files[f"rows-{language}"] = names(language)
    stale = 0
    for name, text in files.items():
        file: Path = rows.DATA / "forms" / f"{name}.csv"
        if check:
            if not file.exists() or file.read_text(encoding="utf-8") != text:
                print(f"{file.name} is not what the tables give: run train/knowledge/compile_forms.py")
                stale = 1
        else:
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
    return stale


if __name__ == "__main__":
    sys.exit(main())
