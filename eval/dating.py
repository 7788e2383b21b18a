"""Hide the dates of dated documents and see what the text itself gives away.

    python eval/dating.py [--data DIR] [--pages N | --pages N,M] [--seed N] [--json] [--errors]

From the White House pages and the kremlin.ru pages in ``--data`` (the sibling ``../shared/data``) ``--pages`` each
(two numbers: of the one and of the other) are drawn by ``--seed``. The clues were tuned on the default.
Metadata are withheld (of the White House's, all but the headline; with ``--untitled`` that, too) and every full mention
of the true day is blotted out of the text. Printed for
each source: ``day``, ``month``, ``year`` and ``dated``, the share of pages that came out as one day, as an interval of
at most 31 days, of at most a year, of at most four years; ``holds``, the share of dated ones whose interval holds the
true day; ``error``, the median distance in days of the interval's middle from it; ``width``, the median width in days.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import re
import statistics
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from chancery.extract.times import find_in_text
from chancery.model.document import Published
from chancery.model.when import days
from chancery.process import prepare
from chancery.read import read_text

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
SEED = 20211028
Page = tuple[str, str, date, str]  # name, language, true date, text


def white_house(data: Path, pages: int, seed: int, titled: bool = True) -> Iterator[Page]:
    """Pages of the White House archive, Markdown with a date in the head; of the head the headline is kept."""
    with tarfile.open(data / "white-house.tar.xz") as archive:
        members = sorted((m for m in archive.getmembers() if m.name.endswith(".md")), key=lambda m: m.name)
        for member in sorted(random.Random(seed).sample(members, pages), key=lambda m: m.offset):
            content = archive.extractfile(member)
            if content is None:
                continue
            _, head, body = content.read().decode("utf-8").split("---\n", 2)
            stated = re.search(r"^date: '?(\d{4}-\d\d-\d\d)", head, re.MULTILINE)
            title = re.search(r"^title: .*(?:\n[ ].*)*\n", head, re.MULTILINE) if titled else None
            if stated:
                text = f"---\n{title[0]}---\n{body}" if title else body
                yield Path(member.name).stem, "en", date.fromisoformat(stated[1]), text


def kremlin(data: Path, pages: int, seed: int) -> Iterator[Page]:
    """Pages of kremlin.ru with the date in their metadata."""
    with lzma.open(data / "kremlin-ru.jsonl.xz", "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    records = [record for record in records if record["date"]]
    for record in random.Random(seed).sample(records, min(pages, len(records))):
        yield record["url"], "ru", date.fromisoformat(record["date"]), record["text"]


def blot(text: str, language: str, day: date) -> str:
    """``text`` with every full mention of ``day`` blotted out."""
    out = text
    for one in find_in_text(text, language):
        if one.value.startswith(day.isoformat()):
            out = out[: one.span.start] + " " * len(one.span) + out[one.span.end :]
    return out


def measure(pages: Iterator[Page]) -> tuple[dict[str, float], list[str]]:
    """The figures over ``pages`` and a line for each page whose interval misses."""
    total = exact = held = dated = 0
    errors: list[float] = []
    widths: list[int] = []
    missed = []
    for name, language, true, text in pages:
        document = read_text(name, blot(text, language, true), language=language, markdown=language == "en")
        context, clues = prepare(replace(document, published=Published()))
        total += 1
        lower, upper = days(context.document.published.edtf)
        if lower is None or upper is None:
            continue
        dated += 1
        exact += lower == upper
        holds = lower <= true <= upper
        held += holds
        errors.append(abs(((lower + (upper - lower) / 2) - true).days))
        widths.append((upper - lower).days + 1)
        if not holds:
            missed.append(
                f"{name} {true}: {lower} to {upper}; "
                + "; ".join(f"{c.quote[:60]!r} {c.edtf} ({c.reason})" for c in clues)
            )
    result = {
        "pages": total,
        "day": _share(exact, total),
        "month": _share(sum(width <= 31 for width in widths), total),
        "year": _share(sum(width <= 366 for width in widths), total),
        "dated": _share(dated, total),
        "holds": _share(held, dated),
        "error": statistics.median(errors) if errors else 0.0,
        "width": statistics.median(widths) if widths else 0.0,
    }
    return result, missed


def _share(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", "--gold", type=Path, default=DATA, help="the folder with the archives")
    parser.add_argument("--pages", default="60", help="how many pages of each source, or of White House,kremlin.ru")
    parser.add_argument("--seed", type=int, default=SEED, help="draws the pages")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--untitled", action="store_true", help="withhold headlines, too")
    parser.add_argument("--errors", action="store_true", help="print the pages whose interval misses the true day")
    options = parser.parse_args()
    if not options.data.is_dir():
        print(f"{options.data}: no such folder", file=sys.stderr)
        return 2
    results = {}
    sizes = [int(size) for size in options.pages.split(",")]
    drawn = {
        "white-house": white_house(options.data, sizes[0], options.seed, not options.untitled),
        "kremlin": kremlin(options.data, sizes[-1], options.seed),
    }
    for source, pages in drawn.items():
        results[source], missed = measure(pages)
        if options.errors:
            print(*missed, sep="\n")
    if options.json:
        flat = {
            f"{source}_{name}".replace("-", "_"): value
            for source, result in results.items()
            for name, value in result.items()
        }
        print(json.dumps(flat))
        return 0
    for source, result in results.items():
        print(source, " ".join(f"{name} {value}" for name, value in result.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
