"""PolNeAR as labelled sequences: one a paragraph, one label a token (O, or B/I of source, cue, content)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from chancery.model.document import Block

ROLES = ("source", "cue", "content")
LETTER = {"source": "S", "cue": "Q", "content": "C"}
Attribution = dict[str, list[tuple[int, int]]]


def read_ann(path: Path) -> list[Attribution]:
    """The attributions of a brat file: role → passages (start, end)."""
    spans: dict[str, list[tuple[int, int]]] = {}
    out: list[Attribution] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if len(fields) < 2:
            continue
        if fields[0].startswith("T"):
            _, _, offsets = fields[1].partition(" ")
            pieces = [piece.split() for piece in offsets.split(";")]
            if all(len(piece) == 2 for piece in pieces):
                spans[fields[0]] = [(int(a), int(b)) for a, b in pieces]
        elif fields[0].startswith("E") and fields[1].startswith("Attribution"):
            found: Attribution = {role: [] for role in ROLES}
            for argument in fields[1].split()[1:]:
                role, _, name = argument.partition(":")
                role = re.sub(r"\d+$", "", role).lower()
                if role in found:
                    found[role] += spans.get(name, [])
            if any(found.values()):
                out.append({role: sorted(passages) for role, passages in found.items()})
    return out


@dataclass(frozen=True, slots=True)
class Article:
    """An annotated article with its gold attributions."""

    name: str
    doc: Doc
    blocks: tuple[Block, ...]
    gold: list[Attribution]


def articles(store: Path, gold: Path) -> Iterator[Article]:
    """The articles of a DocBin made by ``prepare.py`` with the gold files beside them."""
    from prepare import as_document

    for doc in DocBin().from_disk(store).get_docs(Vocab()):
        name = doc.user_data["name"]
        document = as_document(name, doc.text)
        yield Article(name, doc, document.readable(), read_ann(gold / f"{name}.ann"))


def labels(article: Article) -> list[str]:
    """One label a token of the whole document."""
    starts = [token.idx for token in article.doc]
    out = ["O"] * len(starts)
    for role in ("content", "source", "cue"):
        for found in article.gold:
            for start, end in found[role]:
                first = True
                for i in range(bisect_left(starts, start), bisect_left(starts, end)):
                    if article.doc[i].is_space:
                        continue
                    out[i] = ("B-" if first else "I-") + LETTER[role]
                    first = False
    return out
