"""Annotate PolNeAR with the English pipeline, once, as a spaCy DocBin beside the gold attributions.

    python train/speech/prepare.py --data DIR_OF_POLNEAR/train --out train.spacy

DIR holds NAME.txt and NAME.ann (brat). Documents keep their name in ``user_data["name"]``.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from spacy.tokens import DocBin

from chancery.annotate import annotate
from chancery.model.document import Block, BlockRole, Document, Span

ATTRS = ["POS", "TAG", "MORPH", "LEMMA", "DEP", "HEAD", "ENT_TYPE", "ENT_IOB", "SENT_START"]


def as_document(name: str, text: str) -> Document:
    """A news article as a document: the first paragraph is its title."""
    blocks = [
        Block(
            span=Span(start=found.start(), end=found.end()),
            role=BlockRole.PARAGRAPH if found.start() else BlockRole.TITLE,
        )
        for found in re.finditer(r"\S[^\n]*", text)
    ]
    return Document(name=name, text=text, blocks=tuple(blocks), language="en")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    store = DocBin(attrs=ATTRS, store_user_data=True)
    for path in sorted(arguments.data.glob("*.txt")):
        text = path.read_bytes().decode("utf-8")
        doc = annotate(as_document(path.stem, text))
        doc.user_data.clear()
        doc.user_data["name"] = path.stem
        store.add(doc)
    store.to_disk(arguments.out)


if __name__ == "__main__":
    main()
