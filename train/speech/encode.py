"""Turn annotated PolNeAR into arrays of numbers for ``network.py``, which then needs neither spaCy nor Chancery.

    python train/speech/encode.py --train train.spacy --train-gold polnear/train \\
        --dev dev.spacy --dev-gold polnear/dev --out DIR

Writes DIR/vocabulary.json (word and column values, 0 for unknown), DIR/train.npz and DIR/dev.npz: ``ids``
(tokens × columns), ``labels`` and ``lengths`` of the sequences, one a paragraph.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

import numpy as np
from data import articles, labels

from chancery.extract.quotes import find_quotations
from chancery.extract.speech_features import COLUMNS, Features, columns
from chancery.extract.speech_prose import attribute
from chancery.extract.speech_words import cue_words
from chancery.languages.pack import load_pack

LABELS = ("O", "B-S", "I-S", "B-Q", "I-Q", "B-C", "I-C")
MINIMUM = {"word": 2, "suffix": 5, "verb": 3, "head": 3}  # values seen less often are unknown
Sequence = tuple[list[tuple[str, ...]], list[str]]


def sequences(store: Path, gold: Path) -> list[Sequence]:
    """Every paragraph as rows of values and labels."""
    pack = load_pack("en")
    out: list[Sequence] = []
    for article in articles(store, gold):
        quotations = find_quotations(article.doc.text, article.blocks, pack)
        ruled = attribute(article.doc, article.blocks, quotations, cue_words(pack))
        features = Features(article.doc, quotations, ruled, cue_words(pack))
        wanted = labels(article)
        for block in article.blocks:
            tokens = features.tokens(block)
            if tokens:
                out.append((columns(features, tokens), [wanted[token.i] for token in tokens]))
    return out


def vocabulary(found: list[Sequence]) -> dict[str, list[str]]:
    """The known values of each column, most frequent first; number 0 is left for the unknown."""
    out = {}
    for at, name in enumerate(("word", *COLUMNS)):
        counts = Counter(row[at] for rows, _ in found for row in rows)
        out[name] = [value for value, number in counts.most_common() if number >= MINIMUM.get(name, 2)]
    return out


def save(path: Path, found: list[Sequence], known: dict[str, list[str]]) -> None:
    index = [{value: number for number, value in enumerate(values, 1)} for values in known.values()]
    ids = [[table.get(value, 0) for table, value in zip(index, row, strict=True)] for rows, _ in found for row in rows]
    numbers = [LABELS.index(label) for _, wanted in found for label in wanted]
    np.savez_compressed(
        path,
        ids=np.asarray(ids, dtype=np.int32),
        labels=np.asarray(numbers, dtype=np.int8),
        lengths=np.asarray([len(wanted) for _, wanted in found], dtype=np.int32),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("train", "train-gold", "dev", "dev-gold", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    found = sequences(arguments.train, arguments.train_gold)
    known = vocabulary(found)
    text = json.dumps({"labels": LABELS, "columns": known}, ensure_ascii=False)
    (arguments.out / "vocabulary.json").write_text(text, encoding="utf-8")
    save(arguments.out / "train.npz", found, known)
    save(arguments.out / "dev.npz", sequences(arguments.dev, arguments.dev_gold), known)


if __name__ == "__main__":
    main()
