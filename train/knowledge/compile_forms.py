"""Compile the Russian names and titles of the knowledge tables to all their case forms.

    python train/knowledge/compile_forms.py            # rewrite data/forms/*.csv
    python train/knowledge/compile_forms.py --check    # exit 1 if they are not what the tables give

Run after every change of Russian names; a test runs the check. Deterministic, about ten seconds.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from pathlib import Path

from inflect import adjective, forms
from inflect_persons import person_forms, surname_forms

from chancery.knowledge import rows
from chancery.knowledge.persons import read_persons
from chancery.knowledge.store import NAME_COLUMNS
from chancery.knowledge.titles import COLUMNS as TITLE_COLUMNS

LANGUAGE = "ru"


def _table(header: list[str], lines: list[list[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(lines)
    return out.getvalue()


def names() -> str:
    """Every surface form of entities in Russian."""
    lines = []
    for table in rows.tables("names"):
        for entity, language, kind, text, score, since, until in rows.read(table, NAME_COLUMNS):
            if language == LANGUAGE:
                lines.append([entity, kind, score, since, until, "|".join(forms(text, kind))])
    for person in read_persons():
        gender = "f" if person.gender == "female" else "m"
        state = person.state or ""
        for name in person.names.get(LANGUAGE, ()):
            lines.append([person.id, "person", "", "", "", "|".join(person_forms(name, gender, state))])
        for name in person.surnames.get(LANGUAGE, ()):
            lines.append([person.id, "surname", "", "", "", "|".join(surname_forms(name, gender, state))])
    return _table(["entity", "kind", "score", "since", "until", "forms"], lines)


def titles() -> str:
    """Every form of every title in Russian. A title's head inflects, its complement stays ("министра обороны")."""
    lines: dict[str, list[str]] = {}
    for name, _, _, language, texts, _ in rows.read("titles", TITLE_COLUMNS):
        if language != LANGUAGE:
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
    stale = 0
    for path, text in (("names", names()), ("titles", titles())):
        file: Path = rows.DATA / "forms" / f"{path}-{LANGUAGE}.csv"
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
