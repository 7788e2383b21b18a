"""The times of an annotated document: block by block, speech counted from when it was spoken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from chancery.extract.context import Context
from chancery.extract.times import tense
from chancery.extract.times.find import ground, in_order
from chancery.extract.times.forms import Form
from chancery.extract.times.grammar import Grammar, grammar
from chancery.extract.times.ground import UNKNOWN, Placed
from chancery.extract.times.quoted import spoken_on
from chancery.model.document import READ
from chancery.model.when import days


def find_times(context: Context) -> None:
    """Fill ``context.times`` with every expression of time in the readable text, in order.

    Counts from the document's date. Where that is only an interval, an expression gets a ``when`` if it comes to
    the same
    counted from either end; where there is none, only if the text itself places it.
    """
    words = grammar(context.pack.code)
    text = blanked(context)
    tense_of = tense_reader(context, text, words)
    first, last = reference_days(context)
    placed = _ground(context, text, words, first, tense_of)
    if first != last:
        for index, (one, other) in enumerate(zip(placed, _ground(context, text, words, last, tense_of), strict=True)):
            if one.value != other.value:
                placed[index] = replace(one, value=None, timex=UNKNOWN)
    context.times = in_order(text, placed, words, first)


def _ground(
    context: Context, text: str, words: Grammar, reference: date | None, tense_of: Callable[[Form], str | None]
) -> list[Placed]:
    """The times counted from ``reference``; once more where that shows on which days speech was spoken."""
    placed = ground(text, words, reference, tense_of=tense_of)
    spoken = spoken_on(context, placed, reference)
    return placed if spoken is None else ground(text, words, reference, tense_of=tense_of, spoken=spoken)


def reference_days(context: Context) -> tuple[date | None, date | None]:
    """First and last day on which the document may have been published; both the same where the day is known."""
    first, last = days(context.document.published.edtf)
    if first is None or last is None or first == last:
        return context.published, context.published
    return first, last


def tense_reader(context: Context, text: str, words: Grammar) -> Callable[[Form], str | None]:
    """What tells the tense around a form: the document's trees, else the words."""
    futures = frozenset(words.options.get("future_auxiliaries", "").split())
    plans = frozenset(words.options.get("plans", "").split())
    return lambda form: tense.of_doc(context.doc, form, futures, plans=plans) or tense.of_text(text, form, words)


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
