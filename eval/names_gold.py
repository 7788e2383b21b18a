"""Gold names of many formats as texts with character spans: what ``eval/names.py`` scores against."""

from __future__ import annotations

import json
import lzma
import re
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from spacy.tokens import DocBin

LABELS = {
    "PER": "PER", "PERSON": "PER", "Person": "PER",
    "ORG": "ORG", "ORGANIZATION": "ORG", "Org": "ORG",
    "LOC": "LOC", "GPE": "LOC", "COUNTRY": "LOC", "CITY": "LOC", "STATE_OR_PROVINCE": "LOC", "DISTRICT": "LOC",
    "LOCATION": "LOC", "Location": "LOC", "LocOrg": "LOC",
}  # fmt: skip
MARKUP = re.compile(r"\*+|<[^<>\n]*>|\\(?=[^\w\s])")  # emphasis, HTML, escapes
EDGES = "«»\"“”„'‘’ .,\n\t"
Name = tuple[int, int, str]
Gold = tuple[frozenset[tuple[int, int]], str]  # the spans that are right, and the label


@dataclass(frozen=True, slots=True)
class Sample:
    """A text with its gold names."""

    id: str
    text: str
    names: tuple[Gold, ...]


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """``start:end`` without marks at its edges."""
    while start < end and text[start] in EDGES:
        start += 1
    while start < end and text[end - 1] in EDGES:
        end -= 1
    return start, end


def mapped(text: str, names: Iterable[Name]) -> frozenset[Name]:
    """Names of the three classes, trimmed."""
    out = ((*trimmed(text, start, end), LABELS[label]) for start, end, label in names if label in LABELS)
    return frozenset(name for name in out if name[0] < name[1])


def gold(text: str, names: Iterable[Name]) -> tuple[Gold, ...]:
    """Gold names with one right span each."""
    return tuple((frozenset({(start, end)}), label) for start, end, label in sorted(mapped(text, names)))


def load(path: Path, language: str, texts: Path | None = None) -> Iterator[Sample]:
    """The gold samples at ``path``; ``texts`` is the archive that a ``.jsonl`` file's offsets point into."""
    if path.suffix == ".jsonl":
        if texts is None:
            raise SystemExit(f"{path} holds offsets only: name the archive of its texts with --texts")
        yield from _standoff(path, texts)
    elif path.name.endswith(".tar.xz"):
        with TemporaryDirectory() as folder:
            with tarfile.open(path) as archive:
                archive.extractall(folder, filter="data")
            files = sorted({p.parent for p in Path(folder).rglob("*") if p.suffix in (".ann", ".objects")})
            chosen = [p for p in files if p.name.startswith("dev")] or files
            yield from (sample for part in chosen for sample in load(part, language))
    elif path.is_dir():
        yield from (_factrueval(path) if any(path.glob("*.objects")) else _brat(path))
    elif path.suffix == ".spacy":
        import spacy

        for number, doc in enumerate(DocBin().from_disk(path).get_docs(spacy.blank(language).vocab)):
            names = ((ent.start_char, ent.end_char, ent.label_) for ent in doc.ents)
            yield Sample(f"{path.stem}-{number}", doc.text, gold(doc.text, names))
    else:
        yield from _iob(path)


def passages(rows: Iterable[dict[str, Any]], texts: Path, *, even: bool = True) -> Iterator[tuple[dict[str, Any], str]]:
    """Each row with the passage ``start`` to ``end`` of the file with its ``sha256`` in ``texts``, in that order.

    Markdown's marks, and white space if ``even``, come out as blanks, so that offsets stay. SystemExit if a file is
    not there.
    """
    wanted: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        wanted.setdefault(row["sha256"], []).append(row)
    with tarfile.open(texts) as archive:
        for member in archive:
            if not wanted:
                break
            stream = archive.extractfile(member)
            data = stream.read() if stream else b""
            for row in wanted.pop(sha256(data).hexdigest(), ()):
                passage = data.decode("utf-8")[row["start"] : row["end"]]
                passage = MARKUP.sub(lambda match: " " * len(match.group()), passage)
                yield row, re.sub(r"\s", " ", passage) if even else passage
    if wanted:
        raise SystemExit(f"{texts}: no file with the SHA-256 {next(iter(wanted))} is in it")


def _standoff(path: Path, texts: Path) -> Iterator[Sample]:
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    for row, text in passages(rows, texts):
        yield Sample(f"{row['sha256'][:12]}:{row['start']}", text, gold(text, map(tuple, row["names"])))


def _brat(folder: Path) -> Iterator[Sample]:
    for path in sorted(folder.rglob("*.ann")):
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        names = []
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("T"):
                label, *bounds = re.split(r"[ ;]", line.split("\t")[1])
                names.append((int(bounds[0]), int(bounds[-1]), label))
        yield Sample(path.stem, text, gold(text, names))


def _factrueval(folder: Path) -> Iterator[Sample]:
    for path in sorted(folder.glob("*.objects")):
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        spans: dict[str, tuple[str, int, int]] = {}
        for line in path.with_suffix(".spans").read_text(encoding="utf-8").splitlines():
            if line.strip():
                id, kind, start, length, *_ = line.split()
                spans[id] = (kind, int(start), int(start) + int(length))
        names = []
        for line in path.read_text(encoding="utf-8").splitlines():
            head = line.partition("#")[0].split()
            if len(head) > 2 and head[1] in LABELS:
                names.append((_extents(text, [spans[id] for id in head[2:]]), LABELS[head[1]]))
        yield Sample(path.stem, text, tuple(dict.fromkeys(names)))


def _extents(text: str, parts: list[tuple[str, int, int]]) -> frozenset[tuple[int, int]]:
    """A FactRuEval mention with all its parts, without descriptors, and as the name alone."""
    bare = [part for part in parts if not part[0].endswith("_descr")]
    proper = [part for part in bare if part[0] in ("org_name", "name", "surname", "patronymic", "nickname")]
    return frozenset(
        trimmed(text, min(start for _, start, _ in some), max(end for _, _, end in some))
        for some in (parts, bare, proper)
        if some
    )


def _iob(path: Path) -> Iterator[Sample]:
    opener = lzma.open if path.suffix == ".xz" else open
    sentence: list[tuple[str, str]] = []
    number = 0
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in [*lines, "\n"]:
            if line.strip() and not line.startswith(("#", "-DOCSTART-")):
                fields = line.split()
                sentence.append((fields[0], fields[-1]))
            elif sentence:
                yield _joined(f"{path.stem}-{number}", sentence)
                number, sentence = number + 1, []


def _joined(id: str, sentence: list[tuple[str, str]]) -> Sample:
    text, names, open_name = "", [], None
    for word, tag in [*sentence, ("", "O")]:
        if open_name and not (tag.startswith("I-") and tag[2:] == open_name[1]):
            names.append((open_name[0], len(text), open_name[1]))
            open_name = None
        if text and word:
            text += " "
        if tag[:2] in ("B-", "I-") and open_name is None:
            open_name = (len(text), tag[2:])
        text += word
    return Sample(id, text, gold(text, names))
