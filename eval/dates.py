"""Score the reading of whole dates as pages print them in further languages.

    python eval/dates.py [--gold FILE.json] [--json] [--errors] [--with-dateparser]

The gold is a table of ours: language, the words, the ISO value or null where they are no full date. Printed:
``right``, the share of the dates that were read with their value; ``wrong``, how many came out with another value or
were read where there is none. ``--with-dateparser`` asks dateparser, if it is installed, where our own patterns find
nothing: that is how we know whether it is worth depending on.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections.abc import Callable
from pathlib import Path

from chancery.read.dates import find_dates

GOLD = Path(__file__).parent / "gold" / "dates.json"
Reader = Callable[[str, str], str | None]


def own(text: str, language: str) -> str | None:
    """The first full date that ``read/dates.py`` finds."""
    return next((found.edtf for found in find_dates(text, language) if found.edtf), None)


def with_dateparser() -> Reader:
    """Our own reading, then dateparser in strict mode (day, month and year must all be there)."""
    parse = importlib.import_module("dateparser").parse

    def read(text: str, language: str) -> str | None:
        found = own(text, language)
        if found is not None:
            return found
        settings = {"STRICT_PARSING": True, "DATE_ORDER": "DMY"}
        try:
            value = parse(text, languages=[language], settings=settings)
        except ValueError:  # a language that dateparser does not have
            return None
        return value.date().isoformat() if value else None

    return read


def score(rows: list[list[str | None]], read: Reader) -> tuple[dict[str, float], list[str]]:
    """The figures over the table and a line for each mistake."""
    right = wrong = 0
    errors = []
    for language, text, value in rows:
        found = read(str(text), str(language))
        right += value is not None and found == value
        wrong += found is not None and found != value
        if found != value:
            errors.append(f"{language} {text!r}: {found} instead of {value}")
    dates = sum(value is not None for _, _, value in rows)
    return {"dates": dates, "right": round(100 * right / dates, 1) if dates else 0.0, "wrong": wrong}, errors


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=GOLD, help="the table")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--errors", action="store_true", help="print the mistakes")
    parser.add_argument("--with-dateparser", action="store_true", help="ask dateparser where our own finds nothing")
    options = parser.parse_args()
    if not options.gold.exists():
        print(f"{options.gold}: no such file", file=sys.stderr)
        return 2
    rows = json.loads(options.gold.read_text(encoding="utf-8"))["rows"]
    result, errors = score(rows, with_dateparser() if options.with_dateparser else own)
    print(json.dumps(result) if options.json else " ".join(f"{name} {value}" for name, value in result.items()))
    if options.errors:
        print(*errors, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
