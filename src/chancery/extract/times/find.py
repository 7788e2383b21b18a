"""Finding and grounding every expression of time of a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date

from chancery.extract.times import calendar as cal
from chancery.extract.times import tense
from chancery.extract.times.calendar import Value
from chancery.extract.times.forms import Form
from chancery.extract.times.grammar import Grammar, grammar
from chancery.extract.times.ground import Anchors, Placed, place
from chancery.extract.times.parse import parse
from chancery.model.document import Span
from chancery.model.when import Granularity, TimeExpression, When, days

Tense = Callable[[Form], str | None]
_SIGNS = ("$", "€", "£", "#", "№", "+")
_ASIDE = 5  # years between the story and a year named in passing
_FAR = 2  # years between a text and what it tells of that make it a history


def find_in_text(text: str, language: str, reference: date | None = None) -> tuple[TimeExpression, ...]:
    """Every expression of time in ``text``, counted from ``reference`` (the day it was written, if known).

    Needs no annotation: tense is read off the words. PackError if the language has no grammar of time.
    """
    words = grammar(language)
    placed = ground(text, words, reference)
    return in_order(text, placed, words, reference)


def in_order(text: str, placed: Iterable[Placed], words: Grammar, reference: date | None) -> tuple[TimeExpression, ...]:
    """What was placed as expressions, with the happenings that stand for their time, in the order of the text."""
    found = [expression(one, 0) for one in placed]
    return tuple(sorted([*found, *_named(text, words, reference)], key=lambda one: (one.span.start, one.span.end)))


def _named(text: str, words: Grammar, reference: date | None) -> Iterator[TimeExpression]:
    low = text.lower()
    for pattern, row in words.named:
        if not any(held in low for held in row["holds"]):
            continue
        first, last = days(row.get("from"))[0], days(row.get("until"))[1]
        if (first or last) and (reference is None or not (first or reference) <= reference <= (last or reference)):
            continue
        lower, upper = days(row["edtf"])
        fine = (Granularity.YEAR, Granularity.MONTH, Granularity.DAY)[row["edtf"].partition("/")[0].count("-")]
        for match in pattern.finditer(text):
            span = Span(start=match.start(), end=match.end())
            when = When(edtf=row["edtf"], lower=lower, upper=upper, granularity=fine, method="named", span=span)
            yield TimeExpression(span=span, type="DATE", when=when, value=row["edtf"])


def ground(
    text: str,
    words: Grammar,
    reference: date | None,
    *,
    tense_of: Tense | None = None,
    spoken: Callable[[Form], date | None] | None = None,
) -> list[Placed]:
    """The forms of ``text`` placed one after the other, each in the light of those before.

    ``spoken`` gives the day from which a form inside somebody's speech counts instead of ``reference``.
    """
    forms = [form for form in parse(text, words) if not spurious(text, form, words)]
    if reference is None:
        reference = dateline(text, forms)
    anchors = Anchors(speech=reference, narrative=is_narrative(forms, reference))
    anchors.tense = tense_of or (lambda form: tense.of_text(text, form, words))
    out: list[Placed] = []
    for form in forms:
        day = spoken(form) if spoken is not None else None
        placed = place(form, replace(anchors, speech=day, narrative=False) if day is not None else anchors)
        if placed.parts and placed.value is None and all(part.value for part in placed.parts):
            found = list(placed.parts)  # "854 in 2016 - 1809": two dates with a dash between, no range
        elif words.that_day and _is_today(form) and not words.that_day.search(*tense.clause(text, form)):
            found = [replace(placed, timex="PRESENT_REF")]
        else:
            found = [placed]
        for one in found:
            remember(one, anchors)
        out += found
    return link_anniversaries(text, out, words, lambda form: (spoken and spoken(form)) or reference)


def _is_today(form: Form) -> bool:
    inner: Form = form.fields.get("a", form)
    return inner.rule.startswith("deictic") and inner.fields.get("steps") == 0


def dateline(text: str, forms: Iterable[Form]) -> date | None:
    """The day that stands alone on one of the first lines, as a page prints its own date."""
    for form in forms:
        if text.count("\n", 0, form.start) > 5:
            return None
        first = text.rfind("\n", 0, form.start) + 1
        last = text.find("\n", form.end)
        line = text[first : last if last >= 0 else len(text)]
        if line.strip() == text[form.start : form.end] and form.full and form.grain == "day":
            value = place(form, Anchors(speech=None)).value
            return value.lower if value else None
    return None


def remember(placed: Placed, anchors: Anchors) -> None:
    """Let later expressions count from this one, if it tells when something happened."""
    for one in placed.parts if placed.form.kind == "range" else (placed,):
        value = one.value
        if value is None or one.type not in ("DATE", "TIME") or one.timex.endswith("_REF"):
            continue
        if value.lower is None and value.upper is None:
            continue
        if (
            anchors.narrative
            and anchors.speech
            and (one.anchor == anchors.speech or (value.lower and value.lower > anchors.speech))
        ):
            continue
        anchors.event = value
        fine = value.granularity in (
            Granularity.DAY,
            Granularity.WEEK,
            Granularity.MONTH,
            Granularity.QUARTER,
            Granularity.SEASON,
        )
        if fine or (value.granularity is Granularity.YEAR and value.lower and near(anchors.line, value.lower.year)):
            anchors.line = value


def near(line: Value | None, year: int) -> bool:
    """Whether a bare year may carry the story on, and is no aside about another age."""
    if line is None or line.lower is None:
        return True
    return 0 < abs(line.lower.year - year) <= _ASIDE or line.granularity is Granularity.YEAR


def is_narrative(forms: Iterable[Form], reference: date | None) -> bool:
    """Whether a text tells a history: its dates lie years before it was written, and nothing in it is "today" or
    "last week"."""
    years = []
    for form in forms:
        if form.rule.startswith("deictic") or (
            form.kind == "shift" and form.fields.get("anchor") != "event" and reference
        ):
            years.append(reference.year if reference else 0)
        years += years_of(form)
    if reference is None:
        return bool(years)
    far = sum(reference.year - year >= _FAR for year in years)
    return len(years) >= 10 and far > 0.7 * len(years)


def years_of(form: Form) -> Iterator[int]:
    """The years that a form writes out."""
    for name, value in form.fields.items():
        if isinstance(value, Form):
            yield from years_of(value)
        elif name == "year":
            yield value
        elif name == "whole":
            yield value.year


def spurious(text: str, form: Form, words: Grammar) -> bool:
    """Whether a numeral that looks like a year counts something else: money, a number, the things named right
    after."""
    inner: Form = form.fields.get("a", form)
    if inner.rule != "date.year":
        return False
    before = text[max(0, inner.start - 12) : inner.start]
    if before.rstrip()[-1:] in _SIGNS or text[inner.end : inner.end + 1] in ("%", "°"):
        return True
    return bool(words.counts.match(text, inner.end)) and not words.vouches.search(before)


def link_anniversaries(
    text: str, placed: list[Placed], words: Grammar, reference_of: Callable[[Form], date | None]
) -> list[Placed]:
    """Give every anniversary the year it falls in: a year named in its sentence, else the present one."""
    out = list(placed)
    for index, one in enumerate(placed):
        if one.form.kind != "anniversary":
            continue
        reference = reference_of(one.form)
        first, last = tense.sentence(text, one.form.start, one.form.end, words)
        near = [
            other
            for other in placed
            if first <= other.form.start < last
            and other.value is not None
            and other.value.granularity in (Granularity.YEAR, Granularity.DAY, Granularity.MONTH)
            and other.value.lower is not None
        ]
        before = [o for o in near if o.form.end <= one.form.start]
        chosen = (
            max(before, key=lambda o: o.form.end) if before else min(near, key=lambda o: o.form.start, default=None)
        )
        if chosen is not None and chosen.value is not None and chosen.value.lower is not None:
            year = chosen.value.lower.year
        elif reference is not None:
            year = reference.year
        else:
            continue
        value = cal.year(year)
        out[index] = replace(one, value=value, timex=value.timex, anchor=reference)
    return out


def expression(placed: Placed, shift: int) -> TimeExpression:
    """``placed`` as the model's type, its offsets moved by ``shift``."""
    form, value = placed.form, placed.value
    when = None
    if value is not None:
        when = When(
            edtf=value.edtf,
            lower=value.lower,
            upper=value.upper,
            granularity=value.granularity,
            anchor=placed.anchor,
            method=form.rule,
            span=Span(start=form.outer[0] + shift, end=form.outer[1] + shift),
        )
    return TimeExpression(
        span=Span(start=form.start + shift, end=form.end + shift),
        type=placed.type,
        when=when,
        duration=placed.duration,
        ordinal=placed.ordinal,
        value=placed.timex,
        parts=tuple(expression(part, shift) for part in placed.parts),
    )
