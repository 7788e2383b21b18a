"""Score tokens, tags, lemmas, trees and sentences against a treebank, from raw text through ``chancery.annotate``.

    python eval/syntax.py --gold ../shared/data/english/ud-dev.spacy [--language en] [--json] [--errors]

Words are aligned by character offsets and every score is an F1 in per cent, as in the CoNLL 2018 shared task:
a word that is cut differently counts against all scores; ``las`` compares universal relations (subtypes cut off)
and counts punctuation; ``las_subtypes`` compares relations whole. ``sents`` counts sentences with both bounds right.
A ``.conllu`` file is read paragraph by paragraph (``# newdoc``, ``# newpar``), a ``.spacy`` file Doc by Doc.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin

from chancery.annotate import pipeline_for

BATCH = 400  # texts annotated together


@dataclass(slots=True)
class Word:
    """A word: bounds in its text, tag, features, lemma, universal relation with subtype; ``head`` is an index."""

    start: int
    end: int
    form: str
    upos: str
    feats: str
    lemma: str
    head: int
    relation: str


@dataclass(slots=True)
class Text:
    """A paragraph or document with its words and the indices of sentence starts."""

    text: str
    words: list[Word] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)

    def sentences(self) -> set[tuple[int, int]]:
        """Character bounds of the sentences."""
        bounds = [*self.starts, len(self.words)]
        return {(self.words[a].start, self.words[b - 1].end) for a, b in pairwise(bounds) if a < b}


def of_doc(doc: Doc) -> Text:
    """A spaCy Doc without its white-space tokens."""
    tokens = [token for token in doc if not token.is_space]
    index = {token.i: n for n, token in enumerate(tokens)}
    out = Text(doc.text)
    sentence = None
    for n, token in enumerate(tokens):
        head = index.get(token.head.i, n)
        relation = "root" if head == n else token.dep_
        out.words.append(
            Word(
                start=token.idx,
                end=token.idx + len(token),
                form=token.text,
                upos=token.pos_,
                feats=str(token.morph),
                lemma=token.lemma_,
                head=head,
                relation=relation,
            )
        )
        if token.sent.start != sentence:
            sentence = token.sent.start
            out.starts.append(n)
    return out


def read_conllu(path: Path) -> Iterator[Text]:
    """Paragraphs of a CoNLL-U file; words of a contraction share its characters out in order."""
    current = Text("")
    sentence: list[list[str]] = []

    def close() -> None:
        """Add the sentence read to the paragraph."""
        base = len(current.words)
        if not sentence:
            return
        current.starts.append(base)
        until, left, at = 0, "", len(current.text)
        spaced = True
        for row in sentence:
            if "-" in row[0]:
                until, left = int(row[0].split("-")[1]), row[1]
                spaced = "SpaceAfter=No" not in row[9]
                continue
            inside = int(row[0]) <= until
            if inside:
                surface = left if int(row[0]) == until else left[: len(row[1])]
                left = left[len(surface) :]
            else:
                surface, spaced = row[1], "SpaceAfter=No" not in row[9]
            current.text += surface
            relation = row[7]
            number = base + int(row[0]) - 1
            head = number if row[6] == "0" else base + int(row[6]) - 1
            feats = "" if row[5] == "_" else row[5]
            current.words.append(
                Word(at, len(current.text), row[1], row[3], feats, row[2], head, "root" if row[6] == "0" else relation)
            )
            if (not inside or int(row[0]) == until) and spaced:
                current.text += " "
            at = len(current.text)
        sentence.clear()

    with path.open(encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith(("# newdoc", "# newpar")) and current.words:
                close()
                yield current
                current = Text("")
            elif not line:
                close()
            elif not line.startswith("#"):
                row = line.split("\t")
                if "." not in row[0]:
                    sentence.append(row)
    close()
    if current.words:
        yield current


def read_gold(path: Path, language: str) -> list[Text]:
    """The texts of a ``.conllu`` or ``.spacy`` file."""
    if path.suffix == ".conllu":
        return list(read_conllu(path))
    return [of_doc(doc) for doc in DocBin().from_disk(path).get_docs(spacy.blank(language).vocab)]


def score(gold: Sequence[Text], found: Sequence[Text]) -> tuple[dict[str, float], Counter[str]]:
    """All scores, and the errors counted by kind."""
    right: Counter[str] = Counter()
    errors: Counter[str] = Counter()
    for one, two in zip(gold, found, strict=True):
        right["sents"] += len(one.sentences() & two.sentences())
        right["gold sents"] += len(one.sentences())
        right["found sents"] += len(two.sentences())
        right["gold"] += len(one.words)
        right["found"] += len(two.words)
        at = {(word.start, word.end): word for word in two.words}
        for word in one.words:
            other = at.get((word.start, word.end))
            if other is None:
                errors[f"words: {word.form!r} cut otherwise"] += 1
                continue
            head, other_head = one.words[word.head], two.words[other.head]
            same = (head.start, head.end) == (other_head.start, other_head.end)
            plain, other_plain = word.relation.split(":")[0], other.relation.split(":")[0]
            right["words"] += 1
            right["upos"] += word.upos == other.upos
            right["feats"] += word.feats == other.feats
            right["lemma"] += word.lemma == other.lemma
            right["uas"] += same
            right["las"] += same and plain == other_plain
            right["las_subtypes"] += same and word.relation == other.relation
            if word.upos != other.upos:
                errors[f"upos: {word.upos} read as {other.upos}"] += 1
            if word.lemma != other.lemma:
                errors[f"lemma: {word.form} → {other.lemma}, not {word.lemma}"] += 1
            if not same:
                errors[f"head: of {word.relation}"] += 1
            elif plain != other_plain:
                errors[f"relation: {plain} read as {other_plain}"] += 1
    both = max(1, right["gold"] + right["found"])
    names = ("words", "upos", "feats", "lemma", "uas", "las", "las_subtypes")
    result = {name: 200 * right[name] / both for name in names}
    result["sents"] = 200 * right["sents"] / max(1, right["gold sents"] + right["found sents"])
    return {name: round(value, 2) for name, value in result.items()}, errors


def main() -> int:
    """Score and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--language", default="en")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--errors", action="store_true", help="list the errors by kind, commonest first")
    arguments = parser.parse_args()
    if not arguments.gold.exists():
        print(f"{arguments.gold}: no such file", file=sys.stderr)
        return 2
    gold = read_gold(arguments.gold, arguments.language)
    pipeline, _ = pipeline_for(arguments.language)
    found: list[Text] = []
    for at in range(0, len(gold), BATCH):
        found.extend(of_doc(doc) for doc in pipeline.annotate_block([text.text for text in gold[at : at + BATCH]]))
    result, errors = score(gold, found)
    if arguments.json:
        print(json.dumps(result))
    else:
        for name, value in result.items():
            print(f"{name:14}{value:7.2f}")
    if arguments.errors:
        for kind, count in errors.most_common(60):
            print(f"{count:6}  {kind}", file=sys.stderr if arguments.json else sys.stdout)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
