"""Score the time layer against TIMEX3 gold, counting as TempEval-3 does.

    python eval/times.py --gold FILE.jsonl [--language xx] [--json] [--errors [N]]

Each line of the gold (``.jsonl`` or ``.jsonl.xz``) is ``{"id", "dct", "text", "timex": [{"start", "end", "type",
"value"}]}``. Scores are
F1 in per cent: ``strict`` same extent, ``relaxed`` overlapping extents, ``value`` overlapping with the same TIMEX3
value.

A gold of our own, ``eval/gold/times-ru.json``, holds only offsets, types and values; its texts stay in the
archives of ``--data`` (the
sibling ``../shared/data``), where each is found by archive and member and checked by its digest. It marks every
expression once, the widest,
and leaves out the lines a page prints about itself, so ``accuracy`` counts there: the share of gold expressions
with the right value. Half
of it (``--part test``) was annotated before the rules were finished and is only ever counted, never looked into.

Some corpora annotate only the beginning of every text (MEANTIME: headline, date and first sentences, six lines).
Where no text has gold after
line k though most are much longer, only the first k lines are scored, and the output says so (``lines``);
``--lines 0`` scores all.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import lzma
import re
import sys
import tarfile
import time
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from chancery.extract.times import find_in_text
from chancery.extract.times.grammar import grammar
from chancery.model.when import TimeExpression

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
Timex = tuple[int, int, str, str | None]


def load_own(path: Path, data: Path, part: str | None) -> Iterator[dict[str, Any]]:
    """The records of a gold without texts; SystemExit where a text is not found or not the one annotated."""
    gold = json.loads(path.read_text(encoding="utf-8"))
    pages: dict[str, dict[str, str]] = {}
    for document in gold["documents"]:
        if part is not None and document["part"] != part:
            continue
        archive = document["archive"]
        if archive not in pages:
            pages[archive] = dict(members(data / archive))
        text = pages[archive].get(document["member"], "")
        if hashlib.sha256(text.encode()).hexdigest()[:16] != document["sha256"]:
            raise SystemExit(f"{data / archive}: {document['member']} is not the text that was annotated")
        timex = [{"start": a, "end": b, "type": kind, "value": value} for a, b, kind, value in document["timex"]]
        yield {
            "id": document["member"],
            "dct": document["dct"],
            "language": gold["language"],
            "text": text,
            "timex": timex,
            "widest": True,
        }


def members(archive: Path) -> Iterator[tuple[str, str]]:
    """Name and text of everything in an archive of pages: JSON Lines by address, tar by file name."""
    if archive.name.endswith(".jsonl.xz"):
        for page in load(archive):
            yield page["url"], page["text"]
        return
    with tarfile.open(archive) as files:
        for member in files:
            content = files.extractfile(member) if member.name.endswith(".txt") else None
            if content is not None:
                yield member.name, content.read().decode("utf-8")


def load(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a gold file."""
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def creation_date(record: dict[str, Any]) -> date | None:
    """The document creation time of a record; None where it has none or it is no ISO date."""
    try:
        return date.fromisoformat((record.get("dct") or "")[:10])
    except ValueError:
        return None


def timexes(
    expressions: Iterable[TimeExpression], text: str, reference: date | None, *, nested: bool | None
) -> Iterator[Timex]:
    """``expressions`` as the gold writes them: ranges by their ends (where expressions nest, also as a whole; only
    as a whole if ``nested`` is None), no anniversaries, not the line
    that only dates the document."""
    for one in expressions:
        if one.ordinal is not None or (one.when is not None and one.when.method == "named"):
            continue
        compact = any(part.when is not None and part.when.method.endswith(".end") for part in one.parts)
        if one.parts and nested is not None and (not compact if nested else one.type == "DATE"):
            yield from timexes(one.parts, text, reference, nested=nested)
            if not nested:
                continue
        line = text[text.rfind("\n", 0, one.span.start) + 1 : (text.find("\n", one.span.end) + 1 or len(text) + 1) - 1]
        if reference is not None and one.value == reference.isoformat() and line.strip() == one.span.of(text):
            continue
        yield one.span.start, one.span.end, one.type, one.value


def count(gold: list[Timex], found: list[Timex]) -> tuple[dict[str, int], list[tuple[Timex | None, Timex | None]]]:
    """Hits on either side and the mistakes: (gold, found), either None."""
    hits = dict.fromkeys(("gold", "found", "relaxed_r", "relaxed_p", "strict_r", "strict_p", "type", "value"), 0)
    hits["gold"], hits["found"] = len(gold), len(found)
    wrong: list[tuple[Timex | None, Timex | None]] = []
    for a in gold:
        over = [b for b in found if b[0] < a[1] and a[0] < b[1]]
        if not over:
            wrong.append((a, None))
            continue
        hits["relaxed_r"] += 1
        b = max(over, key=lambda b: (b[:2] == a[:2], min(a[1], b[1]) - max(a[0], b[0])))
        hits["strict_r"] += b[:2] == a[:2]
        hits["type"] += b[2] == a[2]
        hits["value"] += b[3] == a[3]
        if b[3] != a[3] or (a[3] is None and b[:2] != a[:2]):
            wrong.append((a, b))
    for b in found:
        if any(b[0] < a[1] and a[0] < b[1] for a in gold):
            hits["relaxed_p"] += 1
        else:
            wrong.append((None, b))
        hits["strict_p"] += any(b[:2] == a[:2] for a in gold)
    return hits, wrong


def f1(hit_p: int, found: int, hit_r: int, gold: int) -> float:
    """F1 in per cent."""
    p, r = hit_p / found if found else 0.0, hit_r / gold if gold else 0.0
    return round(200 * p * r / (p + r), 2) if p + r else 0.0


def annotated_lines(records: list[dict[str, Any]]) -> int:
    """How many lines of each text were annotated; 0 for all (see the module's text)."""
    last = max((r["text"].count("\n", 0, t["start"]) for r in records for t in r["timex"]), default=0)
    longer = sum(r["text"].rstrip().count("\n") > last + 1 for r in records)
    return last + 1 if len(records) >= 20 and longer > len(records) / 2 else 0


def score(records: Iterable[dict[str, Any]], language: str, lines: int = 0) -> tuple[dict[str, float], list[str]]:
    """Scores over ``records`` and one line per mistake."""
    total: dict[str, int] = {}
    errors = []
    seconds, words = 0.0, 0
    for record in records:
        text, reference = record["text"], creation_date(record)
        nested = bool(grammar(record.get("language") or language).options.get("nested"))
        began = time.process_time()
        expressions = find_in_text(text, record.get("language") or language, reference)
        seconds += time.process_time() - began
        words += len(text.split())
        found = sorted(set(timexes(expressions, text, reference, nested=None if record.get("widest") else nested)))
        gold = sorted(
            {(t["start"], t["end"], t.get("type"), t.get("value")) for t in record["timex"] if not t.get("dct")},
            key=lambda t: t[:2],
        )
        if lines:
            found = [one for one in found if text.count("\n", 0, one[0]) < lines]
        hits, wrong = count(gold, found)
        for name, hit in hits.items():
            total[name] = total.get(name, 0) + hit
        for a, b in wrong:
            shown = [f"{text[x[0] : x[1]]!r} {x[2]} {x[3]}" if x else "-" for x in (a, b)]
            at = (a or b or (0, 0))[0]
            around = re.sub(r"\s+", " ", text[max(0, at - 60) : at + 60])
            errors.append(f"{record['id']} {record.get('dct')} | gold {shown[0]} | found {shown[1]} | {around}")
    n, m = total.get("found", 0), total.get("gold", 0)
    result = {
        "strict": f1(total["strict_p"], n, total["strict_r"], m),
        "relaxed": f1(total["relaxed_p"], n, total["relaxed_r"], m),
        "type": f1(total["type"], n, total["type"], m),
        "value": f1(total["value"], n, total["value"], m),
        "accuracy": round(100 * total["value"] / m, 2) if m else 0.0,
        "gold": m,
        "found": n,
        "lines": lines,
        "words_per_second": round(words / seconds) if seconds else 0,
    }
    return result, errors


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True, help="a .jsonl or .jsonl.xz file")
    parser.add_argument("--language", default="en", help="ISO 639-1 code, where the lines do not name it")
    parser.add_argument("--data", type=Path, default=DATA, help="where the archives are that our own gold points to")
    parser.add_argument("--part", choices=("dev", "test"), help="one half of our own gold")
    parser.add_argument("--lines", type=int, help="score only so many lines of each text (default: found out)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--errors", type=int, nargs="?", const=200, default=0, help="print so many mistakes")
    options = parser.parse_args()
    if not options.gold.exists():
        print(f"{options.gold}: no such file", file=sys.stderr)
        return 2
    own = options.gold.suffix == ".json"
    records = list(load_own(options.gold, options.data, options.part) if own else load(options.gold))
    result, errors = score(
        records, options.language, annotated_lines(records) if options.lines is None else options.lines
    )
    if options.json:
        print(json.dumps(result))
    else:
        for name, value in result.items():
            print(f"{name:16} {value}")
    for line in errors[: options.errors]:
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
