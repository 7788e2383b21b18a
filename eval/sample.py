"""Draw statements at random for a person to judge, and say what share of those judged is right.

    eval/sample.py --gold ARCHIVE --draw 200 [--seed 1] [--pages 2000] [--words 800] [--exclude PATH…] [--jobs 2]
        --tsv OUT
    eval/sample.py --gold OUT.tsv --keep VERDICTS.jsonl     what the table's verdicts are, without the texts
    eval/sample.py --gold VERDICTS.jsonl [--json]           shares right with 95 % intervals, and the causes

ARCHIVE is a ``.tar.xz`` of Markdown pages. ``--pages`` of them are drawn, each read up to ``--words`` words; pages of
which a passage stands in a text file at or below ``--exclude``, or whose SHA-256 a ``.jsonl`` file there names, are
left out: what rules were written on proves nothing. Of all statements read ``--draw`` are drawn. A person fills
``verdict`` (``right`` or ``wrong``; strictly: kind, roles, status, speaker and time as a careful reader has
them) and, where wrong, ``cause``. The HTML page asks the same and saves verdicts by itself. Shares are in per cent,
with Wilson's interval. Offsets count in the page's title, an empty line, and its body as it stands in the file.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import random
import re
import sys
import tarfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Any

CAUSES = {
    "nothing": "says nothing of the relations of states",
    "kind": "another kind",
    "roles": "somebody missing, wrong or in the wrong role; a free-text role that is no phrase",
    "status": "done, ongoing, planned, wished, possible, denied",
    "speaker": "said by another",
    "time": "another time",
    "twice": "the same statement again",
}
COLUMNS = (
    "verdict", "cause", "kind", "status", "roles", "when", "speaker", "confidence", "rule", "passage", "sha256",
    "start", "end",
)  # fmt: skip
KEPT = ("sha256", "start", "end", "kind", "verdict", "cause")
AROUND = 300  # characters shown on each side of a passage
Z = 1.96  # of a two-sided 95 % interval
Row = dict[str, Any]


# --- drawing ---


def beginning(paragraph: str) -> str:
    """What two copies of a paragraph share, however they are wrapped."""
    return " ".join(paragraph.split())[:70]


def known(paths: Iterable[Path]) -> tuple[frozenset[str], frozenset[str]]:
    """The beginnings of the paragraphs of the texts at or below ``paths``, and the SHA-256 sums named there."""
    beginnings: set[str] = set()
    sums: set[str] = set()
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.suffix == ".txt":
                lines = file.read_text(encoding="utf-8").splitlines()
                beginnings |= {beginning(line) for line in lines if len(line.split()) > 8}
            elif file.suffix == ".jsonl":
                rows = (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip())
                sums |= {row["sha256"] for row in rows if "sha256" in row}
    return frozenset(beginnings), frozenset(sums)


def rendered(page: str) -> tuple[str, str | None]:
    """The text of a page as a reader sees it (its title, an empty line, its body as it stands) and its date."""
    head, _, body = page.removeprefix("---\n").partition("\n---\n")
    if not body:
        return page, None
    date = re.search(r"^date: '?(\d{4}-\d\d-\d\d)", head, re.MULTILINE)
    title = re.search(r"^title: (.*(?:\n[ \t]+.*)*)", head, re.MULTILINE)
    name = " ".join(_unquoted(title[1]).split()) if title else ""
    return f"{name}\n\n{body.lstrip()}" if name else body.lstrip(), date[1] if date else None


def _unquoted(value: str) -> str:
    """A YAML scalar without its quotation marks, folds and escapes."""
    if not value.startswith('"'):
        return value.strip("'").replace("''", "'")
    value = re.sub(r"\\\n[ \t]*(?:\\(?= ))?", "", value).strip('"')
    value = re.sub(r"\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2}))", lambda m: chr(int(m[1] or m[2], 16)), value)
    return re.sub(r"\\(.)", lambda m: " " if m[1] in "_ " else m[1], value)


def cut(text: str, words: int) -> str:
    """``text`` up to the end of the paragraph that its ``words``-th word stands in."""
    count = 0
    for at, paragraph in _paragraphs(text):
        count += len(paragraph.split())
        if count >= words:
            return text[: at + len(paragraph)]
    return text


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for paragraph in text.split("\n\n"):
        yield at, paragraph
        at += len(paragraph) + 2


def pages(archive: Path, exclude: Iterable[Path], number: int, seed: int) -> Iterator[tuple[str, str, str]]:
    """Name, SHA-256 and text of ``number`` pages drawn from ``archive``."""
    beginnings, sums = known(exclude)
    with tarfile.open(archive) as tar:
        names = sorted(member.name for member in tar if member.name.endswith(".md"))
    drawn = set(random.Random(seed).sample(names, min(len(names), number)))
    with tarfile.open(archive) as tar:
        for member in tar:
            stream = tar.extractfile(member) if member.name in drawn else None
            if stream is None:
                continue
            data = stream.read()
            text, digest = data.decode("utf-8"), sha256(data).hexdigest()
            if digest in sums or any(beginning(paragraph) in beginnings for _, paragraph in _paragraphs(text)):
                continue
            yield Path(member.name).stem, digest, text


def read(name: str, digest: str, text: str, published: str | None) -> Iterator[Row]:
    """The statements read out of one page, with what a person needs to judge them."""
    from chancery.process import process
    from chancery.read import read_text

    document = read_text(name, text, published=published, language="en", markdown=True)
    for s in process(document).statements:
        start, end = s.evidence.span.start, s.evidence.span.end
        before, quote, after = (
            " ".join(part.split())
            for part in (text[max(0, start - AROUND) : start], s.evidence.quote, text[end : end + AROUND])
        )
        yield {
            "verdict": "",
            "cause": "",
            "kind": s.kind,
            "status": s.status.value,
            "roles": "; ".join(f"{role}: {', '.join(f.label for f in fillers)}" for role, fillers in s.roles.items()),
            "when": s.when.edtf if s.when else "",
            "speaker": s.speaker.label if s.speaker else "",
            "confidence": f"{s.confidence:.2f}",
            "rule": s.rule,
            "passage": f"[{document.published.edtf}, {name[11:71]}] {before} «{quote}» {after}",
            "sha256": digest,
            "start": start,
            "end": end,
        }


def _of_page(page: tuple[str, str, str], words: int) -> tuple[list[Row], str]:
    """The statements of a page drawn, or why it cannot be read."""
    from chancery.model.errors import ChanceryError

    name, digest, text = page
    try:
        text, published = rendered(text)
        return list(read(name, digest, cut(text, words), published)), ""
    except ChanceryError as error:
        return [], f"{name}: {error}"


def draw(options: argparse.Namespace) -> list[Row]:
    """The statements drawn, in order of their kinds."""
    drawn = list(pages(options.gold, options.exclude, options.pages, options.seed))
    count = len(drawn)
    found: list[Row] = []
    with ProcessPoolExecutor(options.jobs) as pool:
        for rows, failure in pool.map(_of_page, drawn, [options.words] * count, chunksize=8):
            found += rows
            if failure:
                print(failure, file=sys.stderr)
    print(f"{len(found)} statements on {count} pages", file=sys.stderr)
    chosen = random.Random(options.seed).sample(found, min(options.draw, len(found)))
    return sorted(chosen, key=lambda row: (row["kind"], row["sha256"], row["start"]))


# --- judging ---


def table(rows: Iterable[Row], path: Path) -> None:
    """Write ``rows`` to be judged."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, delimiter="\t", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def judged(path: Path) -> list[Row]:
    """The rows of a judged table or of kept verdicts; those without a verdict are left out."""
    if path.suffix == ".tsv":
        with path.open(encoding="utf-8", newline="") as file:
            rows: list[Row] = list(csv.DictReader(file, delimiter="\t"))
    else:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    for row in rows:
        row["start"], row["end"] = int(row["start"]), int(row["end"])
        if row["verdict"] not in ("", "right", "wrong"):
            raise SystemExit(f"{path}: the verdict {row['verdict']!r} is neither right nor wrong")
        if row["verdict"] == "wrong" and row["cause"] not in CAUSES:
            raise SystemExit(f"{path}: the cause {row['cause']!r} is none of {', '.join(CAUSES)}")
    return [row for row in rows if row["verdict"]]


def interval(right: int, number: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share, in per cent."""
    if not number:
        return 0.0, 100.0
    share, spread = right / number, Z * Z / number
    middle = (share + spread / 2) / (1 + spread)
    half = Z / (1 + spread) * math.sqrt(share * (1 - share) / number + spread / (4 * number))
    return round(100 * (middle - half), 1), round(100 * (middle + half), 1)


def shares(rows: list[Row]) -> dict[str, dict[str, Any]]:
    """For each kind and for ``all``: how many were judged and are right, the share with its interval, the causes."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["kind"]].append(row)
    out: dict[str, dict[str, Any]] = {}
    for name, group in [*sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])), ("all", rows)]:
        right = sum(row["verdict"] == "right" for row in group)
        lower, upper = interval(right, len(group))
        share = round(100 * right / max(1, len(group)), 1)
        causes = dict(Counter(row["cause"] for row in group if row["verdict"] == "wrong").most_common())
        out[name] = {"judged": len(group), "right": right, "share": share, "from": lower, "to": upper, "causes": causes}
    return out


def main() -> int:
    """Draw, keep or score; 2 if there is nothing to read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True, help="an archive to draw from, or what was judged")
    parser.add_argument("--draw", type=int, help="how many statements to draw")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pages", type=int, default=2000, help="how many pages to read")
    parser.add_argument("--words", type=int, default=800, help="how much of a page to read")
    parser.add_argument("--exclude", type=Path, nargs="*", default=[], help="texts and verdicts that are known")
    parser.add_argument("--jobs", type=int, default=1, help="processes that read at once")
    parser.add_argument("--tsv", type=Path, help="write what is drawn as a table")
    parser.add_argument("--html", type=Path, help="write what is drawn as a page that saves verdicts")
    parser.add_argument("--keep", type=Path, help="write the verdicts without the texts")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not options.gold.exists():
        print(f"{options.gold}: no such file", file=sys.stderr)
        return 2
    if options.draw:
        rows = draw(options)
        if options.tsv:
            table(rows, options.tsv)
        if options.html:
            from sample_html import page

            options.html.write_text(page(rows, CAUSES), encoding="utf-8")
        return 0
    rows = judged(options.gold)
    if options.keep:
        lines = (json.dumps({key: row[key] for key in KEPT}) for row in rows)
        options.keep.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    result = shares(rows)
    if options.json:
        total = result["all"]
        print(json.dumps({key: total[key] for key in ("judged", "share", "from", "to")}))
        return 0
    for name, row in result.items():
        causes = ", ".join(f"{cause} {number}" for cause, number in row["causes"].items())
        bounds = f"{row['from']:.0f}–{row['to']:.0f}"
        print(f"{name:14}{row['right']:>5} of {row['judged']:<5}{row['share']:>6.1f} % ({bounds}) {causes}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
