"""Score the pipelines' names (doc.ents) against gold: exact span and label, F1 in per cent.

    python eval/names.py --gold PATH [--texts ARCHIVE] [--language xx] [--json] [--errors [N]] [--plain]

PATH is a ``.spacy`` file (its entities), an IOB2 file (word first, tag last on a line, blank line between sentences,
``.xz`` too), or a folder: brat (``.ann`` beside ``.txt``, as NEREL) or FactRuEval (``.objects`` and ``.spans``); or a
``.tar.xz`` of such folders (of which those called dev… are taken if there are any); or a ``.jsonl`` file of offsets
into the texts of an archive (``eval/gold/names-en``), given with ``--texts``.

Counting. Labels are mapped to PER, ORG and LOC (``LABELS``; states, cities, regions and other places are LOC;
people's nationalities, jobs, works and buildings do not count). Names within names count like any other, in gold and
in what is predicted (``doc.ents`` and ``doc.spans["nested"]``): of a foreign ministry with its state's name the whole
is an ORG and the state a LOC. Where a whole gold has no name within another (EWT), it does not mark them, and only
``doc.ents`` count. Spans must be the same but for quotation marks and full stops at their edges; names
that are not one run of characters in gold are taken from their first to their last. FactRuEval marks descriptors
("the party") and owners apart from the name proper: with or without them a span is right. ``f1`` is micro-averaged
over the three classes.

``--plain`` scores slovnet's own tagger without any correction, for comparison (Russian).
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from chancery.annotate import annotate_many
from chancery.model.document import Block, BlockRole, Document
from chancery.model.document import Span as Range
from names_gold import Gold, Name, Sample, load, mapped


def predicted(samples: list[Sample], language: str) -> Iterator[frozenset[Name]]:
    """The pipeline's names; a text's paragraphs are its blocks."""
    inner = any(_holds_nested(sample) for sample in samples)
    for sample, doc in zip(samples, annotate_many(_document(s, language) for s in samples), strict=True):
        spans = [*doc.ents, *(doc.spans.get("nested", []) if inner else [])]
        yield mapped(sample.text, ((ent.start_char, ent.end_char, ent.label_) for ent in spans))


def _holds_nested(sample: Sample) -> bool:
    """Whether gold marks a name within a name."""
    bounds = sorted({max(spans, key=lambda span: span[1] - span[0]) for spans, _ in sample.names})
    return any(second[0] < first[1] for first, second in pairwise(bounds))


def _document(sample: Sample, language: str) -> Document:
    blocks = [
        Block(span=Range(start=match.start(), end=match.end()), role=BlockRole.PARAGRAPH)
        for match in re.finditer(r"\S(?:[^\n]*\S)?", sample.text)
    ]
    return Document(name=sample.id, text=sample.text, blocks=tuple(blocks), language=language)


def plain(samples: list[Sample]) -> Iterator[frozenset[Name]]:
    """What slovnet's tagger says by itself, sentence by sentence, as natasha uses it."""
    from razdel import sentenize, tokenize

    from chancery.annotate.russian_names import tagged
    from chancery.annotate.slovnet_nets import Nets

    nets = Nets()
    for sample in samples:
        sentences = [
            [(part.start + t.start, part.start + t.stop, t.text) for t in tokenize(part.text)]
            for part in sentenize(sample.text)
        ]
        sentences = [words for words in sentences if words]
        names = [
            (words[name.start][0], words[name.end - 1][1], name.label)
            for words, parsed in zip(sentences, nets.parse([[w for _, _, w in s] for s in sentences]), strict=True)
            for name in tagged(parsed)
        ]
        yield mapped(sample.text, names)


def matched(sample: Sample, guess: frozenset[Name]) -> tuple[list[Gold], set[Name]]:
    """The gold names that ``guess`` misses, and what of it is wrong."""
    left = set(guess)
    missed = []
    for spans, label in sample.names:
        hit = next((name for name in sorted(left) if name[:2] in spans and name[2] == label), None)
        if hit is None:
            missed.append((spans, label))
        else:
            left.remove(hit)
    return missed, left


def score(samples: Iterable[Sample], found: Iterable[frozenset[Name]]) -> dict[str, float]:
    """F1, precision and recall over all, F1 for each label."""
    hits: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    given: Counter[str] = Counter()
    for sample, guess in zip(samples, found, strict=True):
        missed, _ = matched(sample, guess)
        for labels, counter, sign in (
            ([label for _, label in sample.names], wanted, 1),
            ([label for _, label in sample.names], hits, 1),
            ([label for _, label in missed], hits, -1),
            ([label for *_, label in guess], given, 1),
        ):
            for label in labels:
                counter[label.lower()] += sign
                counter["f1"] += sign
    out = {
        key: round(200 * hits[key] / (wanted[key] + given[key]), 1) if wanted[key] + given[key] else 0.0
        for key in ("f1", "per", "loc", "org")
    }
    out["precision"] = round(100 * hits["f1"] / given["f1"], 1) if given["f1"] else 0.0
    out["recall"] = round(100 * hits["f1"] / wanted["f1"], 1) if wanted["f1"] else 0.0
    return out


def errors(samples: Iterable[Sample], found: Iterable[frozenset[Name]]) -> Iterator[str]:
    """One line for each wrong or missed name: its class of error, the label, the passage."""
    for sample, guess in zip(samples, found, strict=True):
        missed, wrong = matched(sample, guess)
        for spans, label in missed:
            start, end = max(spans, key=lambda span: span[1] - span[0])
            near = [name for name in wrong if name[0] < end and start < name[1]]
            what = sample.text[start:end]
            if any(name[:2] in spans for name in near):
                yield f"label\t{label}\t{what}\tread as {near[0][2]}"
            elif near:
                cuts = " | ".join(sample.text[a:b] for a, b, _ in near)
                yield f"extent\t{label}\t{what}\tread as {near[0][2]} {cuts}"
            else:
                yield f"missed\t{label}\t{what}\t{sample.text[max(0, start - 30) : end + 20]!r}"
        for start, end, label in sorted(wrong):
            if not any(a < end and start < b for spans, _ in missed for a, b in spans):
                yield f"false\t{label}\t{sample.text[start:end]}\t{sample.text[max(0, start - 30) : end + 20]!r}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--language", help="ISO code; guessed from the script of the text if left out")
    parser.add_argument("--texts", type=Path, help="the archive of the texts that a .jsonl file's offsets point into")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--errors", type=int, nargs="?", const=100, default=0, metavar="N")
    parser.add_argument("--plain", action="store_true", help="slovnet's own tagger, uncorrected")
    options = parser.parse_args()
    if options.errors and options.gold.stem == "unseen":
        print(f"{options.gold} is held out: it is scored, its errors are not listed", file=sys.stderr)
        return 1
    samples = list(load(options.gold, options.language or "en", options.texts))
    if not samples:
        print(f"{options.gold}: no gold names", file=sys.stderr)
        return 1
    letters = Counter("ru" if "а" <= c <= "я" else "en" for s in samples[:50] for c in s.text.lower() if c.isalpha())
    language = options.language or letters.most_common(1)[0][0]
    began = time.perf_counter()
    found = list(plain(samples) if options.plain else predicted(samples, language))
    took = time.perf_counter() - began
    result = score(samples, found)
    if options.json:
        print(json.dumps(result))
        return 0
    print("  ".join(f"{key} {value}" for key, value in result.items()), f" {took:.1f} s")
    if options.errors:
        lines = sorted(errors(samples, found))
        classes = Counter("\t".join(line.split("\t")[:2]) for line in lines)
        for kind, count in classes.most_common():
            print(f"{count:5} {kind}")
        for line in lines[:: max(1, len(lines) // options.errors)]:
            print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
