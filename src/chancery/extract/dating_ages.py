"""Years counted from a beginning that is known: anniversaries and ages of happenings, organisations, states and ties,
and lengths of time beside the year they are counted from. Origin and number together give the year of writing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from chancery.extract.context import Context
from chancery.extract.dating_bounds import Bound, between, quoted
from chancery.extract.times import tense
from chancery.extract.times.forms import Form
from chancery.extract.times.grammar import Grammar
from chancery.extract.times.ground import Placed
from chancery.model.when import Granularity, days

_NEAR = 80  # characters between a number of years and what they are counted from
_EARLIEST, _LATEST = 1500, 2900
_FULL = frozenset({"name", "formal", "abbreviation", "former"})
_LOOSE = 2  # years by which a round number of years, told without a date, may be off


@dataclass(frozen=True, slots=True)
class Age:
    """A number of years told in ``form``: exactly counted (an anniversary), or at least ``n`` and at most ``most``."""

    form: Form
    n: int
    most: int
    least: int
    exact: bool

    @property
    def shown(self) -> str:
        more = "more than " if self.most > self.n else "nearly " if self.least < self.n else ""
        return f"{more}{self.n} years"


@dataclass(frozen=True, slots=True)
class Origin:
    """What years are counted from: the days it may have been on, and where the text names it."""

    lower: date
    upper: date
    start: int
    end: int
    of: str
    exact: bool = False  # years since then are counted, not rounded


def ages(context: Context, text: str, placed: list[Placed], words: Grammar) -> Iterator[Bound]:
    """Every bound that a number of years with a known origin sets."""
    own = _own_ties(text, placed, words)
    for one in placed:
        age = _age(text, one.form, words)
        if age is None:
            continue
        beside = _year_beside(text, age, placed)
        if beside is not None:
            yield beside
            continue
        first, last = tense.sentence(text, age.form.start, age.form.end, words)
        named = {day.year for other in placed if first <= other.form.start < last for day in _told_on(other)}
        origins = [
            *_events(text, first, last, words),
            *_entities(context, age, first, last, words),
            *_ties(text, first, last, own, words),
        ]
        for origin in origins:
            if _between(age, origin) <= _NEAR:
                bound = _bound(text, age, origin, _counted_year(placed, first, last))
                when = range(origin.lower.year + age.least, origin.upper.year + age.most + 1)
                if bound is not None and named.isdisjoint(when):  # else that year is told as one, which says more
                    yield bound
                break


def _told_on(placed: Placed) -> Iterator[date]:
    """The first day of a date that names its year."""
    if placed.form.full and placed.anchor is None and placed.value is not None and placed.value.lower is not None:
        yield placed.value.lower


def _age(text: str, form: Form, words: Grammar) -> Age | None:
    """The years that ``form`` counts: an anniversary by its ordinal, "thirty years", "two decades ago"."""
    inner: Form = form.fields["a"] if form.kind == "lengthin" else form
    fields = inner.fields
    n = fields.get("n")
    if not isinstance(n, int):
        return None
    if inner.kind == "anniversary":
        return Age(form, n, n, n, exact=True)
    unit = fields.get("unit")
    if inner.kind not in ("length", "shift") or unit not in ("year", "decade") or fields.get("sign") == 1:
        return None
    if fields.get("anchor") or fields.get("plus"):
        return None
    n *= 10 if unit == "decade" else 1
    before = text[max(0, form.outer[0] - 16) : form.end].casefold()
    table = words.dating
    if any(re.search(rf"\b{word}\b", before) for word in table.get("over", ())):
        return Age(form, n, n + (9 if n % 10 == 0 else 1), n, exact=False)
    if any(re.search(rf"\b{word}\b", before) for word in table.get("nearly", ())):
        return Age(form, n, n, n - (5 if n % 10 == 0 else 1), exact=False)
    return Age(form, n, n, n, exact=False)


def _between(age: Age, origin: Origin) -> int:
    return max(origin.start - age.form.end, age.form.start - origin.end, 0)


def _bound(text: str, age: Age, origin: Origin, counted: int | None) -> Bound | None:
    """The days on which so many years since ``origin`` may be spoken of; in a year that the sentence counts from its
    own ("next year we mark") just the year."""
    first, last = origin.lower.year + age.least, origin.upper.year + age.most
    if not _EARLIEST <= first <= last <= _LATEST:
        return None
    quote = quoted(text, min(age.form.start, origin.start), max(age.form.end, origin.end))
    if counted is not None and age.least == age.most:
        reason = f"{age.shown} since {origin.of} ({origin.lower.year}), in a year counted from that of writing"
        return between(date(first - counted, 1, 1), date(last - counted, 12, 31), quote=quote, reason=reason, rank=3)
    slack = 1 if age.exact or origin.exact or age.n % 10 else _LOOSE
    reason = f"{age.shown} since {origin.of} ({origin.lower.year})"
    rank = 3 if age.exact else 6
    return between(date(first - slack, 1, 1), date(last + slack, 12, 31), quote=quote, reason=reason, rank=rank)


def _counted_year(placed: list[Placed], first: int, last: int) -> int | None:
    """How many years from that of writing the sentence between two characters counts: "this year" 0, "next year" 1."""
    found = set()
    for other in placed:
        inner: Form = other.form.fields["a"] if other.form.kind == "same" else other.form
        counts = inner.kind == "shift" and inner.fields.get("unit") == "year" and not inner.fields.get("anchor")
        if counts and first <= inner.start < last and inner.fields.get("steps") in (-1, 0, 1):
            found.add(int(inner.fields["steps"]))
    return found.pop() if len(found) == 1 else None


def _year_beside(text: str, age: Age, placed: list[Placed]) -> Bound | None:
    """ "Thirty years ago, in 1992": the length of time with the year it leads back to."""
    if age.exact or age.form.kind != "shift":
        return None
    for other in placed:
        value = other.value
        before, after = sorted((age.form.outer, other.form.outer))
        beside = before[1] <= after[0] <= before[1] + 4 and not re.search(r"\w", text[before[1] : after[0]])
        if not beside or value is None or value.lower is None or not any(_told_on(other)):
            continue
        if value.granularity not in (Granularity.DAY, Granularity.MONTH, Granularity.YEAR):
            continue
        first, last = value.lower.year + age.least, value.lower.year + age.most + 1
        if not _EARLIEST <= first <= last <= _LATEST:
            continue
        quote = quoted(text, before[0], after[1])
        reason = f"{age.shown} since {value.lower.year}"
        slack = 1 if age.n % 10 == 0 else 0
        return between(date(first - slack, 1, 1), date(last, 12, 31), quote=quote, reason=reason, rank=4)
    return None


# --- what years are counted from ---


def _events(text: str, first: int, last: int, words: Grammar) -> Iterator[Origin]:
    """Happenings that the language's table gives a day or year of origin."""
    for event in words.dating.get("event", ()):
        if "origin" not in event:
            continue
        for match in re.compile(event["words"], re.VERBOSE).finditer(text, first, last):
            lower, upper = _days(event["origin"])
            yield Origin(lower, upper, match.start(), match.end(), quoted(text, *match.span()))


def _entities(context: Context, age: Age, first: int, last: int, words: Grammar) -> Iterator[Origin]:
    """Organisations and states whose beginning is known, where nothing but words of founding or independence stands
    between them and the years (not "the 30th anniversary of its membership in the UN"), or that are the only one in a
    sentence that says so of the years ("Kazakhstan marks 30 years of its independence")."""
    text, table = context.document.text, words.dating
    beginning = {what: re.compile(table[what], re.VERBOSE) for what in ("founding", "independence") if what in table}
    linking = frozenset(table.get("linking", ()))
    named = [
        (first + found.start, first + found.end, found.forms[0])
        for found in context.knowledge.scan(text[first:last], context.pack.code)
        if len({form.entity for form in found.forms}) == 1
    ]
    states = {form.entity for _, _, form in named if context.knowledge.beginnings(form.entity)}
    for start, end, form in named:
        known = context.knowledge.beginnings(form.entity)
        before, after = sorted((age.form.outer, (start, end)))
        gap, on = text[before[1] : after[0]], _noun_on(context, start, end)
        for what, pattern in beginning.items():
            dates = [_days(one.date) for one in known if one.what == what]
            rest = _words(pattern.sub(" ", f"{gap} {on}"))
            said = pattern.search(gap) or pattern.search(on)
            beside = len(gap) <= _NEAR and set(rest) <= linking
            named_alone = what == "founding" and age.exact and form.kind in _FULL
            follows = pattern.search(text, age.form.end, min(last, age.form.end + _NEAR // 2))
            own = len(states) == 1 and follows and set(_words(text[age.form.end : follows.start()])) <= linking
            if dates and ((beside and (said or named_alone)) or own):
                of = f"the {what} of {context.knowledge.display(form.entity)}"
                yield Origin(dates[0][0], dates[-1][1], start, end, of, exact=True)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _noun_on(context: Context, start: int, end: int) -> str:
    """The noun that a name only belongs to ("NATO summit", "Kenya's independence"); empty if it stands alone."""
    span = context.doc.char_span(start, end, alignment_mode="expand")
    if span is None or span.root.head.i == span.root.i or span.root.head.pos_ not in ("NOUN", "PROPN"):
        return ""
    head = span.root.head
    inside = head.i >= span.end and span.root.dep_ in ("compound", "nmod:poss", "amod", "nmod")
    return str(head.text) if inside else ""


def _own_ties(text: str, placed: list[Placed], words: Grammar) -> list[int]:
    """The years in which the text says that relations were established, each once."""
    table = words.dating
    if "ties" not in table:
        return []
    ties, founding = re.compile(table["ties"], re.VERBOSE), re.compile(table["founding"], re.VERBOSE)
    years = set()
    for one in placed:
        value = one.value
        if value is None or value.lower is None or not any(_told_on(one)):
            continue
        first, last = tense.sentence(text, one.form.start, one.form.end, words)
        match = ties.search(text, first, last)
        near = match is not None and max(match.start() - one.form.end, one.form.start - match.end()) <= _NEAR
        if near and founding.search(text, first, last) and value.granularity is not Granularity.DECADE:
            years.add(value.lower.year)
    return sorted(years)


def _ties(text: str, first: int, last: int, own: list[int], words: Grammar) -> Iterator[Origin]:
    """Relations whose year the text itself gives somewhere."""
    if len(own) != 1:
        return
    for match in re.compile(words.dating["ties"], re.VERBOSE).finditer(text, first, last):
        day = date(own[0], 1, 1)
        yield Origin(day, date(own[0], 12, 31), match.start(), match.end(), quoted(text, *match.span()), exact=True)


def _days(stated: Any) -> tuple[date, date]:
    lower, upper = days(str(stated))
    assert lower is not None
    assert upper is not None
    return lower, upper
