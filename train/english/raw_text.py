"""Plain, tokenised text for the word vectors: one paragraph a line, words separated by spaces.

Sources, all under the data folder: the White House archive (public domain), the silver-tagged news (words only)
and the words of the treebanks that may train. Case is kept; the vectors lower it.

    python train/english/raw_text.py --data ../shared/data --output raw.txt
"""

from __future__ import annotations

import argparse
import lzma
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path

import spacy
from spacy.tokens import DocBin

_FRONT = re.compile(r"\A---\n.*?\n---\n", re.S)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_MARK = re.compile(r"^[#>*\s-]+|[*_\\`|]+", re.M)
_SPACE = re.compile(r"\s+")


def white_house_paragraphs(archive: Path) -> Iterator[str]:
    """Yield each paragraph of the archive with Markdown signs, links and hard line breaks taken out."""
    with tarfile.open(archive) as tar:
        for member in tar:
            handle = tar.extractfile(member) if member.isfile() else None
            if handle is None:
                continue
            text = _FRONT.sub("", handle.read().decode("utf-8", "replace"))
            for block in re.split(r"\n\s*\n", text):
                line = _SPACE.sub(" ", _MARK.sub("", _LINK.sub(r"\1", block))).strip()
                if line:
                    yield line


def silver_sentences(path: Path) -> Iterator[list[str]]:
    """Yield the words of each sentence of the silver-tagged news."""
    words: list[str] = []
    with lzma.open(path, "rt", encoding="utf-8") as handle:
        for line in handle:
            if line.startswith("# doc ="):
                continue
            if line.strip():
                words.append(line.split("\t", 1)[0])
            elif words:
                yield words
                words = []
    if words:
        yield words


def main() -> None:
    """Write the text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    arguments = parser.parse_args()
    nlp = spacy.blank("en")
    english = arguments.data / "english"
    with arguments.output.open("w", encoding="utf-8") as out:
        for doc in DocBin().from_disk(english / "ud-train.spacy").get_docs(nlp.vocab):
            for sent in doc.sents:
                out.write(" ".join(token.text for token in sent) + "\n")
        for words in silver_sentences(english / "polnear-corenlp-silver.conll.xz"):
            out.write(" ".join(words) + "\n")
        for doc in nlp.tokenizer.pipe(white_house_paragraphs(arguments.data / "white-house.tar.xz")):
            out.write(" ".join(token.text for token in doc if not token.is_space) + "\n")


if __name__ == "__main__":
    main()
