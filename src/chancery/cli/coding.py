"""Coding sentences by the PLOVER ontology, where source and target are given."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chancery.cli.common import app, clear_errors

if TYPE_CHECKING:
    from chancery.extract.events import EventClassifier, Marked


@app.command()
def events(
    sentences: Annotated[
        Path,
        typer.Argument(help="One sentence a line, source in <s></s>, target in <t></t>; - for standard input."),
    ],
    language: Annotated[str, typer.Option("--language", metavar="XX", help="ISO 639-1 code of the sentences.")] = "en",
) -> None:
    """Give each marked sentence its PLOVER root class and quad as JSON Lines.

    Example:

        echo "<s>Norway</s> expelled two envoys of <t>Peru</t>." | chancery events -
    """
    from chancery.extract.events import BATCH, event_classifier, unmark
    from chancery.languages.pack import load_pack
    from chancery.model.errors import ModelError

    with clear_errors():
        classifier = event_classifier(load_pack(language))
        waiting: list[Marked] = []
        for number, line in enumerate(_lines(sentences), 1):
            try:
                waiting.append(unmark(line, where=f"{sentences}, line {number}"))
            except ModelError:
                _write(classifier, waiting)  # what came before it
                raise
            if len(waiting) == BATCH:
                _write(classifier, waiting)
                waiting = []
        _write(classifier, waiting)


def _write(classifier: EventClassifier, sentences: Sequence[Marked]) -> None:
    for (text, _, _), event in zip(sentences, classifier.classify_all(sentences), strict=True):
        found = {"text": text, "root": event.root, "quad": event.quad, "probability": round(event.probability, 3)}
        print(json.dumps(found, ensure_ascii=False))


def _lines(path: Path) -> Iterator[str]:
    if str(path) == "-":
        yield from (line.rstrip("\n") for line in sys.stdin if line.strip())
        return
    if not path.is_file():
        from chancery.model.errors import ReadError

        raise ReadError("no such file", where=str(path), remedy="give a text file with one marked sentence a line")
    yield from (line for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
