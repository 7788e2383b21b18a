"""Train the linker of cue to source and content (a maximum-entropy classifier) on PolNeAR.

    python train/speech/linker.py --store train.spacy --gold polnear/train --out linker.crfsuite

A pair is a sequence of one item with the label 1 (belong together) or 0.
"""

from __future__ import annotations

import argparse
from bisect import bisect_left
from pathlib import Path

import pycrfsuite
from data import LETTER, ROLES, Article, articles

from chancery.extract.quotes import find_quotations
from chancery.extract.speech_features import Features
from chancery.extract.speech_links import Part, pair_features
from chancery.extract.speech_words import cue_words
from chancery.languages.pack import load_pack


def gold_parts(article: Article) -> list[tuple[Part, set[int]]]:
    """The gold parts of an article in order, each with the numbers of its attributions: two cues may share a source."""
    starts = [token.idx for token in article.doc]
    out: dict[Part, set[int]] = {}
    for number, found in enumerate(article.gold):
        for role in ROLES:
            for start, end in found[role]:
                tokens = [
                    i
                    for i in range(bisect_left(starts, start), bisect_left(starts, end))
                    if any(char.isalnum() for char in article.doc[i].text) or article.doc[i].text == ":"
                ]
                if tokens:
                    out.setdefault(Part(tokens[0], tokens[-1], LETTER[role]), set()).add(number)
    return sorted(out.items(), key=lambda item: item[0])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    pack = load_pack("en")
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=True)
    for article in articles(arguments.store, arguments.gold):
        quotations = find_quotations(article.doc.text, article.blocks, pack)
        features = Features(article.doc, quotations, (), cue_words(pack))
        numbered = gold_parts(article)
        for block in article.blocks:
            here = [
                (part, numbers)
                for part, numbers in numbered
                if block.span.start <= article.doc[part.first].idx < block.span.end
            ]
            parts = [part for part, _ in here]
            for cue, of_cue in here:
                if cue.role != "Q":
                    continue
                for other, belongs in here:
                    if other.role != "Q":
                        seen = pair_features(article.doc, features.quote, parts, cue, other)
                        trainer.append([seen], ["1" if belongs & of_cue else "0"])
    trainer.set_params({"c1": 0.0, "c2": 1.0, "max_iterations": 80, "feature.minfreq": 3})
    trainer.train(str(arguments.out))


if __name__ == "__main__":
    main()
