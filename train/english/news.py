"""PolNeAR's news as texts: paragraphs in our own words with the tags and links of attribution, and CoreNLP's names.

The corpus holds a text, a brat file and, in the silver file, one row a word for each article. Attributions hardly
ever nest or cross paragraphs there.
"""

from __future__ import annotations

import lzma
import re
import tarfile
from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path

from corpus import Text

from chancery.annotate.english_tokens import make, words

ROLES = {"source": "S", "cue": "Q", "content": "C"}
SILVER = {
    "PERSON": "PER", "ORGANIZATION": "ORG", "LOCATION": "LOC", "COUNTRY": "LOC", "CITY": "LOC",
    "STATE_OR_PROVINCE": "LOC",
}  # fmt: skip
Passages = dict[str, list[tuple[int, int]]]
SOURCE, CONTENT = 0, 1  # the kinds of link, as in ``network.LINKS``


def read_brat(text: str) -> list[Passages]:
    """The attributions of a brat file: role → passages (start, end) in order."""
    spans: dict[str, list[tuple[int, int]]] = {}
    out = []
    for line in text.splitlines():
        name, _, rest = line.partition("\t")
        if name.startswith("T"):
            offsets = rest.partition("\t")[0].partition(" ")[2]
            pieces = [piece.split() for piece in offsets.split(";")]
            spans[name] = [(int(piece[0]), int(piece[1])) for piece in pieces if len(piece) == 2]
        elif name.startswith("E") and rest.startswith("Attribution"):
            found: Passages = {role: [] for role in ROLES}
            for argument in rest.split()[1:]:
                role, _, span = argument.partition(":")
                role = role.rstrip("0123456789").lower()
                if role in found:
                    found[role] += spans.get(span, [])
            out.append({role: sorted(passages) for role, passages in found.items()})
    return out


def silver_names(path: Path) -> dict[str, dict[int, tuple[int, str]]]:
    """By article, where each word begins: its end and its name's kind ("O" for none)."""
    out: dict[str, dict[int, tuple[int, str]]] = {}
    with lzma.open(path, "rt", encoding="utf-8") as handle:
        for line in handle:
            if line.startswith("# doc = "):
                here = out.setdefault(line.rpartition("/")[2].strip().split(".txt")[0], {})
            elif line.strip():
                _, start, end, _, kind = line.rstrip("\n").split("\t")
                here[int(start)] = (int(end), SILVER.get(kind, "O"))
    return out


def read_news(data: Path, part: str = "train", *, weight: float = 0.15) -> Iterator[tuple[str, list[Text]]]:
    """Each article's name and paragraphs; ``weight`` is the trust in CoreNLP's names."""
    silver = silver_names(data / "english" / "polnear-corenlp-silver.conll.xz")
    tokenizer = make()
    with tarfile.open(data / "polnear-train-dev.tar.xz") as opened:
        stored = {Path(member.name).name: member for member in opened if f"/{part}/" in member.name}
        files = {name: opened.extractfile(member) for name, member in stored.items() if member.isfile()}
        texts = {name: file.read().decode("utf-8") for name, file in files.items() if file is not None}
    for name in sorted(texts):
        if not name.endswith(".ann"):
            continue
        stem = name.removesuffix(".ann")
        text, gold = texts[stem + ".txt"], read_brat(texts[name])
        known = silver.get(stem.split(".txt")[0], {})
        paragraphs = []
        for found in re.finditer(r"\S[^\n]*", text):
            cut = words(tokenizer, found.group())
            forms = [cut.forms[i] for i in cut.places]
            starts = [found.start() + cut.offsets[i] for i in cut.places]
            spaces = [n == 0 or starts[n - 1] + len(forms[n - 1]) < at for n, at in enumerate(starts)]
            paragraph = Text(words=forms, spaces=spaces, starts=[], weight=weight)
            paragraph.names = _names(forms, starts, known)
            paragraph.speech, paragraph.links = _speech(forms, starts, found.span(), gold)
            if forms:
                paragraphs.append(paragraph)
        yield stem, paragraphs


def _names(forms: list[str], starts: list[int], known: dict[int, tuple[int, str]]) -> list[str]:
    """IOB2 tags of the silver names, empty where the words are cut otherwise."""
    out, before = [], "O"
    for form, start in zip(forms, starts, strict=True):
        end, kind = known.get(start, (-1, ""))
        if end != start + len(form):
            out.append("")
            before = ""
            continue
        out.append("O" if kind == "O" else f"{'I' if kind == before else 'B'}-{kind}")
        before = kind
    return out


def _speech(
    forms: list[str], starts: list[int], bounds: tuple[int, int], gold: list[Passages]
) -> tuple[list[str], list[tuple[int, int, int]]]:
    """Tags of one paragraph, passages without the punctuation at their ends, and the links between them."""
    tags = ["O"] * len(forms)
    links = []
    for attribution in gold:
        first: dict[str, list[int]] = {role: [] for role in ROLES}
        for role, letter in ROLES.items():
            for start, end in attribution[role]:
                if not bounds[0] <= start < bounds[1]:
                    continue
                run = range(bisect_left(starts, start), bisect_left(starts, end))
                kept = [n for n in run if forms[n] == ":" or any(char.isalnum() for char in forms[n])]
                if not kept:
                    continue
                low, high = kept[0], kept[-1]
                for n in range(low, high + 1):
                    tags[n] = f"{'S' if low == high else 'B' if n == low else 'E' if n == high else 'I'}-{letter}"
                first[role].append(low)
        if first["cue"]:
            cue = first["cue"][0]
            links.append((SOURCE, cue, first["source"][0] if first["source"] else -1))
            links += [(CONTENT, content, cue) for content in first["content"]]
    return tags, links
