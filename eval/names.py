"""Score the pipelines' names (doc.ents) against gold: exact span and label, F1 in per cent.

    python eval/names.py --gold PATH [--language xx] [--json] [--errors [N]] [--plain]

PATH is a ``.spacy`` file (its entities), an IOB2 file (word first, tag last on a line, blank line between sentences,
``.xz`` too), or a folder: brat (``.ann`` beside ``.txt``, as NEREL) or FactRuEval (``.objects`` and ``.spans``); or a
``.tar.xz`` of such folders (of which those called dev… are taken if there are any).

Counting. Labels are mapped to PER, ORG and LOC (``LABELS``; states, cities, regions and other places are LOC;
people's nationalities, jobs, works and buildings do not count). Names within names count like any other, in gold and
in what is predicted (``doc.ents`` and ``doc.spans["nested"]``): of a foreign ministry with its state's name the whole
is an ORG and the state a LOC. Spans must be the same but for quotation marks and full stops at their edges; names
that are not one run of characters in gold are taken from their first to their last. FactRuEval marks descriptors
("the party") and owners apart from the name proper: with or without them a span is right. ``f1`` is micro-averaged
over the three classes.

``--plain`` scores slovnet's own tagger without any correction, for comparison (Russian).
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
import sys
import tarfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from spacy.tokens import DocBin

from chancery.annotate import annotate_many
from chancery.model.document import Block, BlockRole, Document
from chancery.model.document import Span as Range

LABELS = {
    "PER": "PER", "PERSON": "PER", "Person": "PER",
    "ORG": "ORG", "ORGANIZATION": "ORG", "Org": "ORG",
    "LOC": "LOC", "GPE": "LOC", "COUNTRY": "LOC", "CITY": "LOC", "STATE_OR_PROVINCE": "LOC", "DISTRICT": "LOC",
    "LOCATION": "LOC", "Location": "LOC", "LocOrg": "LOC",
}  # fmt: skip
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


def load(path: Path, language: str) -> Iterator[Sample]:
    """The gold samples at ``path``."""
    if path.name.endswith(".tar.xz"):
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


def predicted(samples: list[Sample], language: str) -> Iterator[frozenset[Name]]:
    """The pipeline's names; a text's paragraphs are its blocks."""
    for sample, doc in zip(samples, annotate_many(_document(s, language) for s in samples), strict=True):
        spans = [*doc.ents, *doc.spans.get("nested", [])]
        yield mapped(sample.text, ((ent.start_char, ent.end_char, ent.label_) for ent in spans))


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
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--errors", type=int, nargs="?", const=100, default=0, metavar="N")
    parser.add_argument("--plain", action="store_true", help="slovnet's own tagger, uncorrected")
    options = parser.parse_args()
    samples = list(load(options.gold, options.language or "en"))
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
