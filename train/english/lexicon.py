"""The lemma lexicon: forms of the treebank that trains, by universal tag, each with its commonest lemma.

Forms whose lemma the rules of ``chancery.annotate.english_lemmas`` find by themselves are left out.

    python train/english/lexicon.py --data ../shared/data --model build/english --output build/english
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path

from corpus import read_ud

from chancery.annotate.english_lemmas import Lemmatizer


def main() -> None:
    """Write ``lemmas.json``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True, help="folder of pieces.txt")
    parser.add_argument("--output", type=Path, required=True)
    arguments = parser.parse_args()
    counts: defaultdict[tuple[str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    for text in read_ud(arguments.data / "english" / "ud-train.spacy"):
        for word, tag, feats, lemma in zip(text.words, text.upos, text.feats, text.lemmas, strict=True):
            if "Typo=Yes" not in feats and "goeswith" not in feats:
                counts[tag, word.lower().replace("’", "'")][lemma, feats] += 1
    pieces = (arguments.model / "pieces.txt").read_text(encoding="utf-8").split("\n")
    words = {piece for piece in pieces if piece.isalpha()}
    whole: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for (tag, form), found in counts.items():
        lemmas: Counter[str] = Counter()
        for (lemma, _), count in found.items():
            lemmas[lemma] += count
        whole[tag][form] = lemmas.most_common(1)[0][0]
    lexicon = {
        tag: {
            form: lemma
            for form, lemma in sorted(forms.items())
            if tag not in {"X", "SYM", "NUM"} and (tag != "PROPN" or lemma.lower() != form)
        }
        for tag, forms in sorted(whole.items())
    }
    rules = Lemmatizer({tag: {lemma: lemma for lemma in forms.values()} for tag, forms in whole.items()}, words)
    for tag in ("NOUN", "VERB", "ADJ", "ADV"):
        for form, lemma in list(lexicon[tag].items()):
            usual = counts[tag, form].most_common(1)[0][0][1]
            if form != lemma and rules(form, tag, usual) == lemma:
                del lexicon[tag][form]
    arguments.output.mkdir(parents=True, exist_ok=True)
    text = json.dumps({tag: forms for tag, forms in lexicon.items() if forms}, ensure_ascii=False, indent=0)
    (arguments.output / "lemmas.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
