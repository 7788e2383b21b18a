"""Write data/names/cldr.csv: names of states and territories in Turkic languages, from CLDR by babel.

python train/knowledge/cldr_names.py
"""

from __future__ import annotations

import csv

from babel import Locale

from chancery.knowledge import rows

LANGUAGES = ("tr", "az", "ky", "kk", "uz")
HEADER = ("entity", "language", "kind", "text", "score", "since", "until", "source")


def main() -> None:
    ids = [id for table in ("entities/states", "entities/territories") for (id,) in rows.read(table, ("id",))]
    path = rows.DATA / "names" / "cldr.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        for language in LANGUAGES:
            territories = Locale(language).territories
            for id in ids:
                if (text := territories.get(id)) and text != id:
                    writer.writerow([id, language, "name", text, "", "", "", "CLDR"])


if __name__ == "__main__":
    main()
