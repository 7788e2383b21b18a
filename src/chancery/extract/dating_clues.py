"""What a text says about its own date: dates told as past or coming, years named two ways, offices, names, known
happenings."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from chancery.extract.context import Context
from chancery.extract.times import tense
from chancery.extract.times.document import blanked, tense_reader
from chancery.extract.times.find import ground
from chancery.extract.times.forms import Form
from chancery.extract.times.grammar import Grammar, grammar
from chancery.extract.times.ground import Placed
from chancery.knowledge import Found
from chancery.model.document import Span
from chancery.model.entity import EntityKind, Office
from chancery.model.when import Granularity, days

_SOFT_END = timedelta(3)  # an office or a name may be spoken of as present for some days after its end


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A clue: the text was written between ``lower`` and ``upper`` (None: open). A smaller ``rank`` is more
    certain."""

    quote: str
    reason: str
    rank: int
    lower: date | None = None
    upper: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurring:
    """A day of the year, with its weekday where the text gives it: the day of the report (``of_report``) or one
    told as past or future (``direction``)."""

    quote: str
    span: Span
    month: int
    day: int
    weekday: int | None = None
    of_report: bool = False
    direction: str | None = None


def bounds(context: Context) -> list[Bound]:
    """Every bound that the text sets to its own date."""
    words = grammar(context.pack.code)
    text = blanked(context)
    tense_of = tense_reader(context, text, words)
    placed = ground(text, words, None, tense_of=tense_of)
    futures = frozenset(words.options.get("future_auxiliaries", "").split())
    found: list[Bound] = []
    found += _today(text, placed)
    found += _offices(context)
    found += _names(context, text)
    found += _known_events(text, placed, words)
    found += _years_two_ways(text, placed, words)
    for one in placed:
        found += _told(text, one, tense.of_doc(context.doc, one.form, futures, direct=True))
    return found


def _quote(text: str, start: int, end: int) -> str:
    return re.sub(r"\s+", " ", text[start:end]).strip()


def _explicit(placed: Placed) -> bool:
    """Whether a value follows from the words alone, with no reference."""
    return placed.value is not None and placed.anchor is None and _written(placed.form)


def _written(form: Form) -> bool:
    if form.kind in ("date", "within"):
        return form.full
    inner = [form.fields[name] for name in ("a", "on") if isinstance(form.fields.get(name), Form)]
    return bool(inner) and all(_written(one) for one in inner)


def _told(text: str, placed: Placed, direction: str | None) -> Iterator[Bound]:
    """A date told in the past tense is not after the text, one told in the future not before it."""
    value = placed.value
    if value is None or not _explicit(placed) or direction is None or placed.type not in ("DATE", "TIME"):
        return
    quote = _quote(text, *placed.form.outer)
    which = placed.form.fields.get("bound")
    if direction == tense.PAST and which != "until" and value.lower is not None:
        yield Bound(quote=quote, reason="told as past", rank=4, lower=value.lower)
    elif direction == tense.FUTURE and which != "since" and value.upper is not None:
        yield Bound(quote=quote, reason="told as coming", rank=4, upper=value.upper)


def _today(text: str, placed: list[Placed]) -> Iterator[Bound]:
    """ "Today, 7 May 2025": a full date beside the word for the day of writing."""
    for one, other in itertools.pairwise(placed):
        for near, full in ((one, other), (other, one)):
            gap = text[one.form.end : other.form.start]
            if near.form.rule == "deictic" and near.form.fields.get("steps") == 0 and len(gap.strip(" ,(–—-")) == 0:
                value = full.value
                if value is not None and _explicit(full) and value.granularity is Granularity.DAY:
                    quote = _quote(text, one.form.start, other.form.end)
                    yield Bound(
                        quote=quote, reason="the day of writing by name", rank=0, lower=value.lower, upper=value.upper
                    )


def _years_two_ways(text: str, placed: list[Placed], words: Grammar) -> Iterator[Bound]:
    """ "Next year … and in 2023": two years to come told one after the other, in one sentence, are different years
    in order."""
    for index, one in enumerate(placed):
        form: Form = one.form.fields["a"] if one.form.kind == "same" else one.form
        steps = form.fields.get("steps")
        if form.kind != "shift" or form.fields.get("unit") != "year" or form.fields.get("anchor") or steps != 1:
            continue
        _, last = tense.sentence(text, form.start, form.end, words)
        for other in placed[index + 1 :]:
            value = other.value
            if other.form.start >= last:
                break
            if (
                value is not None
                and _explicit(other)
                and value.granularity is Granularity.YEAR
                and value.lower is not None
            ):
                year = value.lower.year - 1 - steps
                between = text[form.end : other.form.start]
                if (
                    "bound" not in other.form.fields
                    and tense.of_text(text, other.form, words) == tense.FUTURE
                    and len(between) < 200
                ):
                    quote = _quote(text, form.start, other.form.end)
                    yield Bound(
                        quote=quote,
                        reason=f"two different years to come, the second {value.lower.year}",
                        rank=3,
                        upper=date(year, 12, 31),
                    )
                break


def _offices(context: Context) -> Iterator[Bound]:
    """An office-holder named with a present title: between the first and the last day in that office."""
    for title in context.titles:
        if title.holder is None or title.modifier in ("former", "designate", "deputy", "acting"):
            continue
        spells = [
            office
            for office in context.knowledge.offices(title.holder)
            if office.title == title.title and (title.of is None or office.of == title.of)
        ]
        if not spells:
            continue
        lower, upper = _span(spells)
        quote = _quote(context.document.text, title.span.start, title.span.end)
        reason = f"in office {lower or '..'} to {upper or '..'}"
        yield Bound(quote=quote, reason=reason, rank=1, lower=lower, upper=upper + _SOFT_END if upper else None)


def _span(spells: Iterable[Office]) -> tuple[date | None, date | None]:
    """First and last day over all spells."""
    since = [days(office.since)[0] for office in spells]
    until = [days(office.until)[1] for office in spells]
    lower = None if None in since else min((d for d in since if d is not None), default=None)
    upper = None if None in until else max((d for d in until if d is not None), default=None)
    return lower, upper


def _names(context: Context, text: str) -> Iterator[Bound]:
    """A name in force for a time only. The end of a name bounds a text that knows no later name of an organisation
    that goes on; names of what is gone (the Soviet Union) are used for ever after."""
    found: dict[tuple[str, str], Found] = {}
    for one in context.knowledge.scan(text, context.pack.code):
        if len({form.entity for form in one.forms}) == 1:
            found.setdefault((one.forms[0].entity, one.forms[0].text), one)
    for (entity, name), one in found.items():
        form = one.forms[0]
        if not (form.since or form.until) or any(f.since is None and f.until is None for f in one.forms):
            continue
        later = [other for other, known in found if other == entity and known != name]
        known = context.knowledge.entity(entity)
        goes_on = (
            known is not None and known.kind is EntityKind.ORGANISATION and any(n.until is None for n in known.names)
        )
        until = days(form.until)[1] if goes_on and not later else None
        reason = f"this name was in force {form.since or '..'} to {form.until or '..'}"
        yield Bound(quote=_quote(text, one.start, one.end), reason=reason, rank=2, lower=days(form.since)[0],
                    upper=until + _SOFT_END if until else None)  # fmt: skip


def _known_events(text: str, placed: list[Placed], words: Grammar) -> Iterator[Bound]:
    """Happenings that the language's table dates, and anniversaries of them."""
    for event in words.dating.get("event", ()):
        match = re.search(event["words"], text, re.VERBOSE)
        if match is None:
            continue
        quote = _quote(text, *match.span())
        if "since" in event:
            yield Bound(quote=quote, reason="had happened", rank=2, lower=date.fromisoformat(event["since"]))
        if "origin" in event:
            yield from _anniversary_of(text, match.start(), event, placed, words)


def _anniversary_of(text: str, at: int, event: dict[str, Any], placed: list[Placed], words: Grammar) -> Iterator[Bound]:
    first, last = tense.sentence(text, at, at + 1, words)
    for one in placed:
        form = one.form
        if form.kind != "anniversary" or not first <= form.start < last or abs(form.start - at) > 80:
            continue
        year = event["origin"] + int(form.fields["n"])
        if not 1500 <= year <= 2900:
            continue
        slack = 1
        for other in placed:
            inner: Form = other.form.fields.get("a", other.form)
            if (
                first <= inner.start < last
                and inner.kind == "shift"
                and inner.fields.get("unit") == "year"
                and inner.fields.get("steps") in (-1, 0, 1)
            ):
                year, slack = year - int(inner.fields["steps"]), 0
        quote = _quote(text, min(form.start, at), max(form.end, at + 10))
        yield Bound(
            quote=quote,
            reason=f"anniversary of {event['origin']}",
            rank=3,
            lower=date(year - slack, 1, 1),
            upper=date(year + slack, 12, 31),
        )


def recurring(context: Context) -> list[Recurring]:
    """Days without a year: those of the report itself, beside a verb of reporting, and those told with their
    weekday."""
    words = grammar(context.pack.code)
    text = blanked(context)
    report = re.compile(words.dating.get("report", r"(?!)"), re.VERBOSE)
    futures = frozenset(words.options.get("future_auxiliaries", "").split())
    found = []
    for one in ground(text, words, None):
        form, weekday = _bare_day(one.form)
        if form is None:
            continue
        first, last = tense.sentence(text, form.start, form.end, words)
        of_report = bool(report.search(text, first, last)) and not _spoken(context, form)
        if not of_report and weekday is None:
            continue
        direction = tense.of_doc(context.doc, one.form, futures, direct=True)
        found.append(
            Recurring(
                quote=_quote(text, max(first, form.start - 60), form.end),
                span=Span(start=form.start, end=form.end),
                month=form.fields["month"],
                day=form.fields["day"],
                weekday=weekday,
                of_report=of_report and direction != tense.FUTURE,
                direction=direction,
            )
        )
    return found


def _spoken(context: Context, form: Form) -> bool:
    """Whether the form stands in somebody's speech: then it dates what is told, not the report."""
    return any(span.start <= form.start < span.end for utterance in context.utterances for span in utterance.content)


def _bare_day(form: Form) -> tuple[Form | None, int | None]:
    """The day and month of a form that lacks a year, and its weekday."""
    weekday = None
    while form.kind == "same":
        named = form.fields.get("weekday")
        weekday = named.fields.get("weekday") if isinstance(named, Form) else weekday
        form = form.fields["a"]
    fields = form.fields
    if (
        form.kind == "date"
        and {"month", "day"} <= fields.keys()
        and not {"year", "day2", "shift", "yy"} & fields.keys()
    ):
        return form, weekday
    return None, None
