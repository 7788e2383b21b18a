"""The times of an annotated document: block by block, speech counted from when it was spoken."""

from __future__ import annotations

from datetime import date

from chancery.extract.context import Context
from chancery.extract.times import tense
from chancery.extract.times.find import expression, ground
from chancery.extract.times.forms import Form
from chancery.extract.times.grammar import grammar
from chancery.model.document import READ


def find_times(context: Context) -> None:
    """Fill ``context.times`` with every expression of time in the readable text, in order.

    Counts from ``context.published``; where that is None, only expressions that the text itself places get a ``when``.
    """
    words = grammar(context.pack.code)
    text = blanked(context)
    futures = frozenset(words.options.get("future_auxiliaries", "").split())

    def tense_of(form: Form) -> str | None:
        return tense.of_doc(context.doc, form, 0, futures) or tense.of_text(text, form, words)

    reference: date | None = context.published
    context.times = tuple(expression(one, 0) for one in ground(text, words, reference, tense_of=tense_of))


def blanked(context: Context) -> str:
    """The document's text with everything that is not read blotted out, offsets unchanged."""
    text = context.document.text
    out: list[str] = []
    at = 0
    for block in context.document.blocks:
        out.append(_blank(text[at : block.span.start]))
        piece = block.span.of(text)
        out.append(piece if block.role in READ else _blank(piece))
        at = block.span.end
    out.append(_blank(text[at:]))
    return "".join(out)


def _blank(text: str) -> str:
    """As many characters, none of them read: a paragraph break where there is room for one."""
    return "\n" * len(text)


