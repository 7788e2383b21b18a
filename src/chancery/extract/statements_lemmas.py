"""The lemmas of statements: what a full-text search in any inflection finds them by."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping

from spacy.tokens import Doc

from chancery.model.document import Span
from chancery.model.statement import Statement


def lemmas(doc: Doc, statements: Iterable[Statement]) -> Mapping[str, str]:
    """For each statement's id the lemmas, in lower case, of its passage and of the descriptions that fill its roles."""
    starts = [token.idx for token in doc]
    out: dict[str, str] = {}
    for statement in statements:
        spans = [statement.evidence.span]
        spans += [
            f.span for fillers in statement.roles.values() for f in fillers if f.span and not spans[0].covers(f.span)
        ]
        out[statement.id] = " ".join(word for span in spans for word in _words(doc, starts, span))
    return out


def _words(doc: Doc, starts: list[int], span: Span) -> Iterable[str]:
    for token in doc[bisect_left(starts, span.start) : bisect_left(starts, span.end)]:
        if not token.is_space and not token.is_punct:
            yield token.lemma_.casefold()
