"""Scores of attributions against brat gold: exact spans, full attributions, quotations by kind.

The same counts as the reference scorer of the PolNeAR task: words without punctuation; ``exact`` a span
with the words of a gold span; ``full`` one-to-one, content and source share a word (or neither has a
source); ``direct`` gold contents of which nine tenths stand in double quotation marks, found if half of the
words of both are shared.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROLES = ("source", "cue", "content")
TOKEN = re.compile(r"\w+(?:[’'\-]\w+)*|[^\w\s]")
CLOSE = {'"': '"”', "“": '”"', "«": "»"}
Passages = Sequence[tuple[int, int]]
Gold = Mapping[str, Passages]
Words = dict[str, frozenset[int]]


def read_brat(path: Path) -> list[dict[str, list[tuple[int, int]]]]:
    """The attribution events of a brat file: role → passages."""
    spans: dict[str, list[tuple[int, int]]] = {}
    out = []
    lines = path.read_text(encoding="utf-8").split("\n")
    for line in sorted(lines, key=lambda line: line.startswith("E")):  # an event may stand before its passages
        name, _, rest = line.partition("\t")
        if name.startswith("T"):
            offsets = rest.split("\t")[0].partition(" ")[2]
            pieces = [piece.split() for piece in offsets.split(";")]
            if all(len(piece) == 2 for piece in pieces):
                spans[name] = [(int(start), int(end)) for start, end in pieces]
        elif name.startswith("E") and rest.startswith("Attribution"):
            found: dict[str, list[tuple[int, int]]] = {role: [] for role in ROLES}
            for argument in rest.split()[1:]:
                role, _, span = argument.partition(":")
                role = role.rstrip("0123456789").lower()
                if role in found:
                    found[role] += spans.get(span, [])
            if any(found.values()):
                out.append({role: sorted(passages) for role, passages in found.items()})
    return out


def words(text: str) -> list[tuple[int, int]]:
    """Offsets of the words of ``text``; punctuation left out."""
    return [found.span() for found in TOKEN.finditer(text) if re.search(r"\w", found.group())]


def covered(passages: Passages, of: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Numbers of the words that ``passages`` touch."""
    return frozenset(n for n, (a, b) in enumerate(of) if any(a < end and b > start for start, end in passages))


def quoted(text: str) -> list[tuple[int, int]]:
    """Passages in double quotation marks; a mark without partner runs to its paragraph's end."""
    out = []
    for paragraph in re.finditer(r"[^\n]+", text):
        said, at, i = paragraph.group(), paragraph.start(), 0
        while i < len(said):
            if said[i] in CLOSE:
                end = next((k for k in range(i + 1, len(said)) if said[k] in CLOSE[said[i]]), len(said))
                out.append((at + i, at + end))
                i = end
            i += 1
    return out


@dataclass(slots=True)
class Tally:
    """Counts over documents."""

    right: dict[str, int] = field(default_factory=dict)
    found: dict[str, int] = field(default_factory=dict)
    gold: dict[str, int] = field(default_factory=dict)
    errors: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, key: str, right: int, found: int, gold: int) -> None:
        self.right[key] = self.right.get(key, 0) + right
        self.found[key] = self.found.get(key, 0) + found
        self.gold[key] = self.gold.get(key, 0) + gold

    def f1(self, key: str) -> float:
        """F1 in per cent."""
        total = self.found.get(key, 0) + self.gold.get(key, 0)
        return 200.0 * self.right.get(key, 0) / total if total else 0.0

    def share(self, key: str) -> float:
        """Right of gold, in per cent."""
        return 100.0 * self.right.get(key, 0) / self.gold[key] if self.gold.get(key) else 0.0


def tally(into: Tally, name: str, text: str, gold: Sequence[Gold], found: Sequence[Gold]) -> None:
    """Add one document's counts."""
    of = words(text)
    g = [{role: covered(a.get(role) or (), of) for role in ROLES} for a in gold]
    p = [{role: covered(a.get(role) or (), of) for role in ROLES} for a in found]
    for role in ROLES:
        wanted, given = {a[role] for a in g if a[role]}, {a[role] for a in p if a[role]}
        into.add(role, len(wanted & given), len(given), len(wanted))
        all_wanted, all_given = frozenset().union(*wanted), frozenset().union(*given)
        into.add(role + "_words", len(all_wanted & all_given), len(all_given), len(all_wanted))
    g = [a for a in g if a["content"]]
    p = [a for a in p if a["content"]]
    pairs = []
    for i, a in enumerate(g):
        for j, b in enumerate(p):
            if shared := len(a["content"] & b["content"]):
                same = bool(a["source"] & b["source"]) or not (a["source"] or b["source"])
                pairs.append((same, shared / len(a["content"] | b["content"]), i, j))
    full = _one_to_one(sorted(pairs, key=lambda c: (-c[0], -c[1])))
    into.add("full", sum(pair[0] for pair in full), len(p), len(g))
    matched = _one_to_one(sorted(pairs, key=lambda c: -c[1]))
    into.add("source_right", sum(pair[0] for pair in matched), len(matched), len(matched))
    _by_kind(into, text, of, g, pairs)
    _note(into, name, text, of, g, p, full)


def _one_to_one(pairs: Sequence[tuple[bool, float, int, int]]) -> list[tuple[bool, float, int, int]]:
    taken_gold, taken_found, out = set(), set(), []
    for pair in pairs:
        if pair[2] not in taken_gold and pair[3] not in taken_found:
            taken_gold.add(pair[2])
            taken_found.add(pair[3])
            out.append(pair)
    return out


def _by_kind(
    into: Tally,
    text: str,
    of: Sequence[tuple[int, int]],
    gold: Sequence[Words],
    pairs: Sequence[tuple[bool, float, int, int]],
) -> None:
    inside = covered(quoted(text), of)
    best: dict[int, tuple[float, bool]] = {}
    for same, overlap, i, _ in pairs:
        best[i] = max(best.get(i, (0.0, False)), (overlap, same))
    for i, a in enumerate(gold):
        share = len(a["content"] & inside) / len(a["content"])
        kind = "direct" if share >= 0.9 else "mixed" if share > 0 else "indirect"
        overlap, same = best.get(i, (0.0, False))
        into.add(kind + "_recall", overlap >= 0.5, 1, 1)
        if overlap >= 0.5:
            into.add(kind + "_source", same, 1, 1)


def _note(
    into: Tally,
    name: str,
    text: str,
    of: Sequence[tuple[int, int]],
    gold: Sequence[Words],
    found: Sequence[Words],
    full: Sequence[tuple[bool, float, int, int]],
) -> None:
    """Keep what was missed and what was invented, for reading."""
    right_gold = {i for same, _, i, _ in full if same}
    right_found = {j for same, _, _, j in full if same}
    for kind, parts, right in (("missed", gold, right_gold), ("invented", found, right_found)):
        for i, a in enumerate(parts):
            if i not in right:
                shown = " | ".join(_shown(text, of, a[role]) for role in ROLES)
                into.errors.append((kind, name, shown))


def _shown(text: str, of: Sequence[tuple[int, int]], numbers: frozenset[int]) -> str:
    if not numbers:
        return "-"
    return re.sub(r"\s+", " ", text[of[min(numbers)][0] : of[max(numbers)][1]])[:90]
