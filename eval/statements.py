"""Score the statements the reader finds against gold files.

``eval/statements.py --gold DIR`` processes every ``NAME.txt`` of DIR with the date that ``NAME.json`` gives and
compares. A statement counts as found if one of the same kind has a passage that shares at least half of the shorter one
and is at most three times as long as gold's (or 240 characters). Printed: detection (precision, recall, F1), and of the
matched ones the shares with right status, time and speaker, F1 of role fillers, and ``full``, F1 of statements with
status, speaker and every entity role right.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from edtf import parse_edtf

sys.path.insert(0, str(Path(__file__).resolve().parent))

FIELDS = {
    "kind", "status", "when", "place", "speaker", "quote", "start", "end", "document", "roles", "rule",
    "confidence",
    "topics", "plover", "id", "note", "optional", "more_quotes",
}  # fmt: skip
# roles in free words, read by a person and not compared
FREE = {
    "what", "instrument", "due", "amount", "value", "unit", "change", "area", "direction", "n", "origin", "visit",
    "format", "action", "as", "level", "ordinal", "stance", "topic", "occasion", "founder", "about", "of_what",
    "office",
}  # fmt: skip
ALIAS = {"uk": "gb", "usa": "us", "united states": "us", "russia": "ru", "azerbaijan": "az", "kyrgyzstan": "kg"}

Row = dict[str, Any]


def fold(name: object) -> str:
    """A name without case, accents and punctuation."""
    text = unicodedata.normalize("NFKD", str(name)).casefold()
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = re.sub(r"[^\w]+", " ", text).strip()
    return ALIAS.get(text, text)


def roles(statement: Row) -> set[tuple[str, str]]:
    """The entity fillers of a statement as pairs of role and folded name."""
    own = {**(statement.get("roles") or {}), **{k: v for k, v in statement.items() if k not in FIELDS}}
    out = set()
    for role, value in own.items():
        if role not in FREE:
            values = value if isinstance(value, list) else [value]
            out |= {(role, fold(v)) for v in values if v not in (None, "")}
    return out


def interval(when: object, published: object) -> tuple[Any, ...] | None:
    """Lower and upper calendar day of an EDTF value; "some time before" or "after" the document is no time."""
    if not when or when in (f"../{published}", f"{published}/.."):
        return None
    try:
        parsed = parse_edtf(str(when))
        return tuple(
            tuple(bound[:3]) if hasattr(bound, "__getitem__") else str(bound)
            for bound in (parsed.lower_strict(), parsed.upper_strict())
        )
    except (ValueError, AttributeError, TypeError):  # not EDTF: compare as written
        return (str(when),)


def same_person(a: object, b: object) -> bool:
    """Whether two speakers are one: same name, or same initial and last name."""
    if a in (None, "") or b in (None, ""):
        return a in (None, "") and b in (None, "")
    x, y = fold(a), fold(b)
    return x == y or (" " in x and " " in y and x.split()[-1] == y.split()[-1] and x[0] == y[0])


def overlap(gold: Row, found: Row) -> float:
    """The share of the shorter passage that both cover; 0 if the found one is far too long."""
    inner = min(gold["end"], found["end"]) - max(gold["start"], found["start"])
    lengths = gold["end"] - gold["start"], found["end"] - found["start"]
    if inner <= 0 or lengths[1] > max(3 * lengths[0], 240):
        return 0.0
    return float(inner / max(1, min(lengths)))


def role_counts(gold: Row, found: Row) -> tuple[int, int, int]:
    """Fillers in common, found, in gold."""
    want, got = roles(gold), roles(found)
    if {role for role, _ in want} == {"actors"}:  # gold that names actors without their roles
        got = {("actors", name) for _, name in got}
    return len(want & got), len(got), len(want)


def pairs(gold: list[Row], found: list[Row]) -> Iterator[tuple[Row, Row]]:
    """Matched statements, best pair first, each used once."""
    scored = []
    for i, g in enumerate(gold):
        for j, p in enumerate(found):
            share = overlap(g, p) if g["kind"] == p["kind"] else 0.0
            if share >= 0.5:
                hit, n, m = role_counts(g, p)
                agree = (g.get("status") == p.get("status")) + same_person(g.get("speaker"), p.get("speaker"))
                scored.append((share + 2 * hit / max(1, n + m) + agree, i, j))
    used: set[tuple[str, int]] = set()
    for _, i, j in sorted(scored, reverse=True):
        if not {("g", i), ("p", j)} & used:
            used |= {("g", i), ("p", j)}
            yield gold[i], found[j]


class Tally:
    """Counts over documents."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = defaultdict(int)

    def add(self, gold: list[Row], found: list[Row], published: object) -> list[tuple[str, Row | None, Row | None]]:
        """Count one document; its errors as (missed | extra | partly, gold, found)."""
        c = self.counts
        c["gold"] += len(gold)
        c["pred"] += len(found)
        errors: list[tuple[str, Row | None, Row | None]] = []
        seen: set[int] = set()
        for g, p in pairs(gold, found):
            seen |= {id(g), id(p)}
            c["match"] += 1
            status = g.get("status") == p.get("status")
            speaker = same_person(g.get("speaker"), p.get("speaker"))
            c["status"] += status
            c["speaker"] += speaker
            times = [interval(x.get("when"), published) for x in (g, p)]
            if any(times):
                c["timed"] += 1
                c["when"] += times[0] == times[1]
            hit, n, m = role_counts(g, p)
            c["rhit"] += hit
            c["rpred"] += n
            c["rgold"] += m
            c["full"] += status and speaker and hit == m
            if not (status and speaker and hit == m):
                errors.append(("partly", g, p))
        errors += [("missed", g, None) for g in gold if id(g) not in seen]
        errors += [("extra", None, p) for p in found if id(p) not in seen]
        return errors

    def row(self) -> dict[str, float]:
        """The measures."""
        c = self.counts

        def f1(hit: int, found: int, gold: int) -> float:
            return 2 * hit / (found + gold) if found + gold else 1.0

        matched = max(1, c["match"])
        return {
            "gold": c["gold"],
            "pred": c["pred"],
            "precision": c["match"] / max(1, c["pred"]),
            "recall": c["match"] / max(1, c["gold"]),
            "detection": f1(c["match"], c["pred"], c["gold"]),
            "status": c["status"] / matched,
            "when": c["when"] / max(1, c["timed"]),
            "speaker": c["speaker"] / matched,
            "roles": f1(c["rhit"], c["rpred"], c["rgold"]),
            "full": f1(c["full"], c["pred"], c["gold"]),
        }


def load_gold(folder: Path, names: Iterable[str] = ()) -> dict[str, Row]:
    """Gold documents of ``folder`` by name."""
    wanted = set(names)
    out = {}
    for path in sorted(folder.glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        if "document" in data and (not wanted or path.stem in wanted):
            out[path.stem] = data
    return out


def rows_of(statements: Iterable[Any]) -> list[Row]:
    """Statements in the scorer's fields."""
    return [
        {
            "kind": s.kind,
            "roles": {role: [f.label for f in fillers] for role, fillers in s.roles.items()},
            "status": s.status.value,
            "when": s.when.edtf if s.when else None,
            "place": s.place.label if s.place else None,
            "speaker": s.speaker.label if s.speaker else None,
            "quote": s.evidence.quote,
            "start": s.evidence.span.start,
            "end": s.evidence.span.end,
            "rule": s.rule,
            "confidence": s.confidence,
        }
        for s in statements
    ]


def read_document(folder: Path, name: str, head: Row, *, alone: bool = False) -> list[Row]:
    """What the reader finds in one gold document; its rules alone if ``alone``."""
    from chancery.extract.statements import find_ruled
    from chancery.process import prepare, process
    from chancery.read import read_text

    text = (folder / f"{name}.txt").read_bytes().decode("utf-8")
    document = read_text(name, text, published=head.get("published"), language=head.get("language"))
    return rows_of(find_ruled(prepare(document)[0]) if alone else process(document).statements)


def main(argv: list[str] | None = None) -> int:
    """Measure; 0 unless the gold cannot be read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--names", nargs="*", default=[], help="only these documents")
    parser.add_argument("--by", choices=["kind", "genre", "language", "rule"])
    parser.add_argument("--errors", action="store_true", help="print what was missed, invented or partly wrong")
    parser.add_argument("--alone", action="store_true", help="rules alone, without what is learned")
    parser.add_argument("--kind", help="errors of this kind only")
    parser.add_argument("--html", type=Path, help="write an error browser to this file")
    parser.add_argument("--predictions", type=Path, help="also write what was found, one statement a line")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(argv)
    gold = load_gold(options.gold, options.names)
    if not gold:
        print(f"no gold documents in {options.gold}", file=sys.stderr)
        return 2
    found = {
        name: read_document(options.gold, name, data["document"], alone=options.alone) for name, data in gold.items()
    }
    if options.predictions:
        options.predictions.write_text(
            "".join(
                json.dumps({"document": name, **row}, ensure_ascii=False) + "\n"
                for name, rows in found.items()
                for row in rows
            ),
            encoding="utf-8",
        )
    report(gold, found, options)
    return 0


def report(gold: dict[str, Row], found: dict[str, list[Row]], options: argparse.Namespace) -> None:
    """Print the measures, and the errors if asked."""
    total = Tally()
    groups: dict[str, Tally] = defaultdict(Tally)
    errors: list[tuple[str, str, Row | None, Row | None]] = []
    for name, data in gold.items():
        published, want, got = data["document"].get("published"), data["statements"], found[name]
        errors += [(name, *error) for error in total.add(want, got, published)]
        if options.by in ("genre", "language"):
            groups[str(data["document"].get(options.by))].add(want, got, published)
        elif options.by == "kind":
            for kind in {s["kind"] for s in [*want, *got]}:
                groups[kind].add(
                    [s for s in want if s["kind"] == kind], [s for s in got if s["kind"] == kind], published
                )
        elif options.by == "rule":
            matched = {id(p) for _, p in pairs(want, got)}
            for row in got:
                counts = groups[row["rule"]].counts
                counts["pred"] += 1
                counts["match"] += id(row) in matched
    if options.html:
        from statements_html import page

        texts = {name: (options.gold / f"{name}.txt").read_text(encoding="utf-8") for name in gold}
        options.html.write_text(page(gold, found, texts, errors), encoding="utf-8")
    if options.json:
        print(json.dumps({k: round(v, 4) for k, v in total.row().items()}))
        return
    columns = list(total.row())
    print(f"{'':28}" + "".join(f"{c:>10}" for c in columns))
    for label, tally in [*sorted(groups.items()), ("all", total)]:
        values = tally.row().values()
        print(f"{label:28}" + "".join(f"{v:>10.3f}" if isinstance(v, float) else f"{v:>10}" for v in values))
    if options.errors:
        order = {"extra": 0, "partly": 1, "missed": 2}
        for name, what, want_row, got_row in sorted(errors, key=lambda e: (order[e[1]], _kind(e))):
            if not options.kind or options.kind == _kind((name, what, want_row, got_row)):
                print(f"\n{what} {name}")
                for row in (want_row, got_row):
                    if row is not None:
                        print("  " + json.dumps(row, ensure_ascii=False))


def _kind(error: tuple[str, str, Row | None, Row | None]) -> str:
    row = error[2] or error[3] or {}
    return str(row.get("kind"))


if __name__ == "__main__":
    sys.exit(main())
