"""Time and memory of reading: tokens a second of each stage on one core, seconds and memory of loading.

    python eval/speed.py --gold PATH [--language xx] [--tokens N] [--json]

PATH holds the texts to read: a folder of ``.txt`` files, a ``.txt``, or ``.jsonl`` (``.xz`` too) with a ``text``; they
are read one after the other until N tokens (50,000) are reached. Processor time is measured, so that other work on the
machine weighs little, after one pass over a few texts that fills no more than the caches a reader fills anyway.

Stages. ``annotate``: tokens, tree, names. ``whole``: document to statements (``chancery.process``). For comparison in
the same run: ``bare``, a spaCy pass that builds the Docs and splits sentences with a blank pipeline and the rule-based
sentencizer, no network, the least that anything on spaCy costs; ``network``, the same texts through the annotator's
network without corrections of names (English); ``natasha``, razdel with slovnet's taggers as they ship (Russian).
``load`` is the processor time in seconds that loading the annotator takes in a fresh process, ``resident`` the memory
in MB of that process afterwards, ``both`` with both languages' annotators loaded.
"""

from __future__ import annotations

import argparse
import json
import lzma
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from chancery.annotate import annotate_many
from chancery.annotate.pipeline import pipeline_for
from chancery.model.document import Document
from chancery.read import read_text

LOADING = """
import resource, time
start = time.process_time()
from chancery.annotate.pipeline import pipeline_for
for language in {languages!r}:
    pipeline_for(language)
pages = int(open("/proc/self/statm").read().split()[1]) * resource.getpagesize()
print(time.process_time() - start, pages / 2**20)
"""


def texts(path: Path) -> Iterator[str]:
    """The texts at ``path``."""
    if path.is_dir():
        for file in sorted(path.rglob("*.txt")):
            yield file.read_text(encoding="utf-8")
    elif ".jsonl" in path.suffixes:
        opener = lzma.open if path.suffix == ".xz" else open
        with opener(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)["text"]
    else:
        yield path.read_text(encoding="utf-8")


def loaded(languages: Sequence[str]) -> tuple[float, float]:
    """Seconds of processor time and MB that a fresh process takes to load the annotators of ``languages``."""
    command = [sys.executable, "-c", LOADING.format(languages=list(languages))]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, megabytes = done.stdout.split()
    return float(seconds), float(megabytes)


def rate(run: Callable[[], Any], tokens: int) -> float:
    """Tokens a second of processor time."""
    start = time.process_time()
    run()
    return round(tokens / max(time.process_time() - start, 1e-9))


def natasha(documents: Sequence[Document]) -> None:
    """razdel, then slovnet's morphology, syntax and names as the package ships them."""
    from navec import Navec
    from razdel import sentenize, tokenize
    from slovnet import NER, Morph, Syntax

    from chancery.annotate.slovnet_nets import NAVEC, data

    navec = Navec.load(data() / NAVEC)
    kinds = ((Morph, "morph"), (Syntax, "syntax"), (NER, "ner"))
    morph, syntax, ner = (kind.load(data() / f"model/slovnet_{name}_news_v1.tar").navec(navec) for kind, name in kinds)
    for document in documents:
        sentences = [part.text for part in sentenize(document.text)]
        words = [[token.text for token in tokenize(sentence)] for sentence in sentences]
        for tagger in (morph, syntax):
            for _ in tagger.map([one for one in words if one]):
                pass
        ner(document.text)


def stages(documents: Sequence[Document], language: str) -> dict[str, float]:
    """The tokens a second of each stage."""
    import spacy

    from chancery.process import process

    list(annotate_many(documents[:2]))
    tokens = sum(not token.is_space for doc in annotate_many(documents) for token in doc)
    out: dict[str, float] = {"tokens": tokens}
    bare = spacy.blank(language)
    bare.add_pipe("sentencizer")
    out["bare"] = rate(lambda: list(bare.pipe([document.text for document in documents])), tokens)
    out["annotate"] = rate(lambda: list(annotate_many(documents)), tokens)
    if language == "ru":
        out["natasha"] = rate(lambda: natasha(documents), tokens)
    if language == "en":
        from chancery.annotate.english import English
        from chancery.annotate.english_tokens import make
        from chancery.languages.pack import load_pack

        network = English(make(), load_pack("en").path / "model", lambda doc: None)
        blocks = [block.span.of(document.text) for document in documents for block in document.readable()]
        out["network"] = rate(lambda: network.annotate_block(blocks), tokens)
    out["whole"] = rate(lambda: [process(document) for document in documents], tokens)
    return out


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True, help="the texts to read")
    parser.add_argument("--language", default="en")
    parser.add_argument("--tokens", type=int, default=50_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not options.gold.exists():
        print(f"{options.gold}: no such file", file=sys.stderr)
        return 2
    documents, size = [], 0
    for number, text in enumerate(texts(options.gold)):
        documents.append(read_text(f"text {number}", text, language=options.language))
        size += len(text) // 6  # characters of a word with its blank
        if size >= options.tokens:
            break
    pipeline_for(options.language)
    result = stages(documents, options.language)
    result["load"], result["resident"] = (round(value, 2) for value in loaded([options.language]))
    result["both"] = round(loaded(["en", "ru"])[1], 1)
    if options.json:
        print(json.dumps(result))
    else:
        for name, value in result.items():
            print(f"{name:10}{value:12,.2f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
