"""Findings as JSON Lines: one object a line, offsets in characters of the document's text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from chancery.export.cameo import cameo, contexts
from chancery.ledger import Holding
from chancery.model.document import Span
from chancery.model.reading import Failure, Reading
from chancery.model.statement import Filler, Statement


def statement_record(statement: Statement, document: str) -> dict[str, Any]:
    """A statement as the guideline's fields; a role with one filler is a string, with several a list."""
    return {
        "document": document,
        "id": statement.id,
        "kind": statement.kind,
        "roles": {role: _labels(fillers) for role, fillers in statement.roles.items()},
        "status": statement.status.value,
        "when": statement.when.edtf if statement.when else None,
        "place": statement.place.label if statement.place else None,
        "speaker": statement.speaker.label if statement.speaker else None,
        "quote": statement.evidence.quote,
        "start": statement.evidence.span.start,
        "end": statement.evidence.span.end,
        "topics": list(statement.topics),
        "plover": statement.plover,
        "cameo": cameo(statement.plover),
        "contexts": contexts(statement.topics) if statement.plover else [],
        "rule": statement.rule,
        "confidence": round(statement.confidence, 3),
    }


def statement_line(statement: Statement, document: str) -> str:
    """A statement as one JSON line."""
    return json.dumps(statement_record(statement, document), ensure_ascii=False)


def _labels(fillers: tuple[Filler, ...]) -> str | list[str]:
    labels = [filler.label for filler in fillers]
    return labels[0] if len(labels) == 1 else labels


def _statements(reading: Reading) -> Iterator[dict[str, Any]]:
    for statement in reading.statements:
        yield statement_record(statement, reading.document.name)


def _speech(reading: Reading) -> Iterator[dict[str, Any]]:
    text = reading.document.text
    for utterance in reading.utterances:
        yield {
            "document": reading.document.name,
            "mode": utterance.mode.value,
            "speaker": utterance.speaker,
            "label": utterance.label,
            "addressees": list(utterance.addressees),
            "source": _passage(utterance.source, text),
            "cue": _passage(utterance.cue, text),
            "content": [_passage(span, text) for span in utterance.content],
            "inferred": utterance.inferred,
            "parent": utterance.parent,
        }


def _names(reading: Reading) -> Iterator[dict[str, Any]]:
    text = reading.document.text
    for mention in reading.mentions:
        yield {
            "document": reading.document.name,
            **_required(mention.span, text),
            "kind": mention.kind.value,
            "form": mention.form,
            "entities": list(mention.entities),
            "method": mention.method,
            "score": round(mention.score, 3),
            "candidates": [[link.entity, link.method, round(link.score, 3)] for link in mention.candidates],
        }
    for title in reading.titles:
        yield {
            "document": reading.document.name,
            **_required(title.span, text),
            "kind": "office",
            "title": title.title,
            "of": title.of,
            "to": title.to,
            "holder": title.holder,
            "modifier": title.modifier,
        }


def _times(reading: Reading) -> Iterator[dict[str, Any]]:
    text = reading.document.text
    for expression in reading.times:
        when = expression.when
        yield {
            "document": reading.document.name,
            **_required(expression.span, text),
            "type": expression.type,
            "edtf": when.edtf if when else None,
            "lower": when.lower.isoformat() if when and when.lower else None,
            "upper": when.upper.isoformat() if when and when.upper else None,
            "granularity": when.granularity.value if when else None,
            "duration": expression.duration,
            "ordinal": expression.ordinal,
            "method": when.method if when else None,
        }


def _passage(span: Span | None, text: str) -> dict[str, Any] | None:
    return None if span is None else _required(span, text)


def _required(span: Span, text: str) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "quote": span.of(text)}


VIEWS: dict[str, Callable[[Reading], Iterator[dict[str, Any]]]] = {
    "statements": _statements,
    "speech": _speech,
    "names": _names,
    "times": _times,
}


def lines(reading: Reading, view: str = "statements") -> Iterator[str]:
    """One JSON line for each finding of ``reading``; ``view`` is one of ``VIEWS``."""
    for record in VIEWS[view](reading):
        yield json.dumps(record, ensure_ascii=False)


def failure_line(failure: Failure) -> str:
    """A failure as one JSON line, so that a stream of findings says what is missing from it."""
    return json.dumps(
        {"failure": failure.what, "document": failure.name, "stage": failure.stage, "remedy": failure.remedy},
        ensure_ascii=False,
    )


def document_line(held: Holding) -> str:
    """What identifies a document of the ledger, as one JSON line: name, digest, date and how it was found."""
    return json.dumps(
        {
            "name": held.name,
            "digest": held.digest,
            "title": held.title,
            "published": held.published.edtf,
            "published_by": held.published.source.value,
            "publisher": held.publisher,
            "author": held.author,
            "language": held.language,
            "url": held.url,
            "statements": held.statements,
            "recorded": held.recorded,
        },
        ensure_ascii=False,
    )
