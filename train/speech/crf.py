"""Train the tagger of attribution (a linear-chain CRF) on PolNeAR.

python train/speech/crf.py --store train.spacy --gold polnear/train --out speech.crfsuite [--iterations 120]
"""

from __future__ import annotations

import argparse
from pathlib import Path

import pycrfsuite
from data import articles, labels

from chancery.extract.quotes import find_quotations
from chancery.extract.speech_features import Features
from chancery.extract.speech_prose import attribute
from chancery.extract.speech_words import cue_words
from chancery.languages.pack import load_pack


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--algorithm", default="ap", choices=("ap", "pa", "lbfgs"))
    parser.add_argument("--iterations", type=int, default=15)
    parser.add_argument("--minimum", type=int, default=2, help="features seen less often are dropped")
    parser.add_argument("--c1", type=float, default=0.05)
    parser.add_argument("--c2", type=float, default=0.5)
    parser.add_argument("--limit", type=int, default=0, help="articles to train on, 0 for all")
    arguments = parser.parse_args()
    pack = load_pack("en")
    cues = cue_words(pack)
    trainer = pycrfsuite.Trainer(algorithm=arguments.algorithm, verbose=True)
    for number, article in enumerate(articles(arguments.store, arguments.gold)):
        if arguments.limit and number >= arguments.limit:
            break
        quotations = find_quotations(article.doc.text, article.blocks, pack)
        ruled = attribute(article.doc, article.blocks, quotations, cues)
        features = Features(article.doc, quotations, ruled, cues)
        gold = labels(article)
        for block in article.blocks:
            tokens = features.tokens(block)
            if tokens:
                trainer.append(features.of_block(tokens), [gold[token.i] for token in tokens])
    settings = {"max_iterations": arguments.iterations, "feature.minfreq": arguments.minimum}
    if arguments.algorithm == "lbfgs":
        settings |= {"c1": arguments.c1, "c2": arguments.c2}
    trainer.set_params(settings | {"feature.possible_transitions": True})
    trainer.train(str(arguments.out))


if __name__ == "__main__":
    main()
