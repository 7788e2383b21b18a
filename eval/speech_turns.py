"""Score turns: of GUM interviews, written out in the label styles of official sites, and of pages whose
labels can be counted.

A turn is right if one turn is found that begins where it begins, ends where it ends, and is labelled with
its speaker. For pages (JSON Lines with "title" and "text", line breaks lost) a label is a sentence's end,
initials, a surname and a colon; it is right if a turn begins there.
"""

from __future__ import annotations

import json
import lzma
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from chancery.extract.turns import find_turns
from chancery.languages.pack import load_pack
from chancery.model.document import Block, BlockRole, Document, Span

LABEL = re.compile(r"(?<!\w)([А-ЯЁ]\.\s?[А-ЯЁ][\w-]+)(?:[^.:!?(]|\([^)]*\)){0,100}? ?:\s")
Errors = list[tuple[str, str, str]]


def score_turns(path: Path) -> tuple[dict[str, float], Errors]:
    """Shares of turns that are right, in per cent, and what went wrong."""
    return _interviews(path) if path.is_dir() else _pages(path)


def _interviews(folder: Path) -> tuple[dict[str, float], Errors]:
    right: dict[str, int] = defaultdict(int)
    total: dict[str, int] = defaultdict(int)
    errors: Errors = []
    for path in sorted(folder.glob("*.xml")):
        title, intro, turns = read_interview(path.read_text(encoding="utf-8"))
        for style, label in STYLES.items():
            text, spans = written_out(title, intro, turns, label)
            found = find_turns(_document(path.stem, text, "en"), load_pack("en"))
            edges = {(t.content[0].start, t.content[-1].end): t.name for t in found}
            for (start, end), (speaker, _) in zip(spans, turns, strict=True):
                name = edges.get((start, end))
                good = name is not None and name.split()[-1].casefold() == speaker.split()[-1].casefold()
                total[style] += 1
                right[style] += good
                if not good:
                    errors.append((style, path.stem, f"{speaker}: {text[start : start + 60]!r} got {name}"))
    shares = {style: 100.0 * right[style] / total[style] for style in total}
    return {**shares, "turns": min(shares.values()), "gold": float(total["full"])}, errors


def read_interview(xml: str) -> tuple[str, str, list[tuple[str, list[str]]]]:
    """Title, text before the first turn, and the turns (speaker, paragraphs) of a GUM interview."""
    title = re.search(r' title="([^"]*)"', xml)
    turns: list[tuple[str, list[str]]] = []
    intro: list[str] = []
    depth: list[int] = []
    for line in xml.splitlines():
        if found := re.match(r'<sp who="#?([^"]*)"', line):
            name = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", found[1])
            turns.append((name, [""]))
            depth.append(len(turns) - 1)
        elif line.startswith("</sp>"):
            if depth:
                depth.pop()
        elif line.startswith("<p") and depth and turns[depth[-1]][1][-1].strip():
            turns[depth[-1]][1].append("")
        elif "\t" in line:
            word = line.split("\t")[0]
            if depth:
                turns[depth[-1]][1][-1] += word + " "
            elif not turns:
                intro.append(word)
    spoken = [(speaker, [p.strip() for p in said if p.strip()]) for speaker, said in turns]
    return (title[1] if title else "Interview"), " ".join(intro), [turn for turn in spoken if turn[1]]


def _surname_later(speaker: str, seen: set[str]) -> str:
    return speaker.split()[-1] if speaker in seen else speaker


STYLES: dict[str, Callable[[str, set[str]], str]] = {
    "full": lambda speaker, seen: f"{speaker}: ",
    "surname": lambda speaker, seen: f"{_surname_later(speaker, seen)}: ",
    "capitals": lambda speaker, seen: f"{'MR' if ' ' in speaker else ''} {speaker.split()[-1].upper()}: ".lstrip(),
    "stamped": lambda speaker, seen: f"[00:{len(seen):02}:10] {speaker}: ",
    "brackets": lambda speaker, seen: f"(({speaker})) ",
    "bold": lambda speaker, seen: f"**{speaker}:** ",
}


def written_out(
    title: str, intro: str, turns: list[tuple[str, list[str]]], label: Callable[[str, set[str]], str]
) -> tuple[str, list[tuple[int, int]]]:
    """The interview as text with labels, and where each turn's words begin and end."""
    text = f"{title}\n\n{intro}\n\n" if intro else f"{title}\n\n"
    spans = []
    seen: set[str] = set()
    for speaker, paragraphs in turns:
        text += label(speaker, seen)
        seen.add(speaker)
        start = len(text)
        text += "\n\n".join(paragraphs)
        spans.append((start, len(text)))
        text += "\n\n"
    return text, spans


def _document(name: str, text: str, language: str) -> Document:
    blocks = tuple(
        Block(
            span=Span(start=found.start(), end=found.end()),
            role=BlockRole.PARAGRAPH if found.start() else BlockRole.TITLE,
        )
        for found in re.finditer(r"\S[^\n]*", text)
    )
    return Document(name=name, text=text, blocks=blocks, language=language)


def _records(path: Path) -> Iterator[dict[str, str]]:
    data = path.read_bytes()
    for line in (lzma.decompress(data) if path.suffix == ".xz" else data).decode("utf-8").splitlines():
        yield json.loads(line)


def _pages(path: Path) -> tuple[dict[str, float], Errors]:
    right = total = 0
    errors: Errors = []
    for record in _records(path):
        text = f"{record['title']}\n\n{record['text']}"
        turns = find_turns(_document(record["url"], text, "ru"), load_pack("ru"))
        begun = {turn.label.start for turn in turns if turn.label}
        for found in LABEL.finditer(text):
            total += 1
            right += found.start(1) in begun
            if found.start(1) not in begun:
                errors.append(("page", record["url"], text[max(0, found.start() - 40) : found.end() + 20]))
    return {"turns": 100.0 * right / total if total else 0.0, "gold": float(total)}, errors
