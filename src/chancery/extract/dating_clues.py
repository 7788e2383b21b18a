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
from chancery.model.discourse import SpeechMode
from chancery.model.document import BlockRole, Span
from chancery.model.entity import EntityKind, Office
from chancery.model.when import Granularity, days

_PAGES_SINCE = 1995
_RECENT = timedelta(6 * 366)
_REMEMBERED = timedelta(366)  # for so long the late and the former, named in passing, keep their title
_SOFT_END = timedelta(3)  # an office or a name may be spoken of as present for some days after its end


Stretch = tuple[date | None, date | None]  # first and last day; None where open


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A clue: the text was written on a day of one of the ``spans``. A smaller ``rank`` is more certain."""

    quote: str
    reason: str
    rank: int
    spans: tuple[Stretch, ...]


def between(lower: date | None, upper: date | None, *, quote: str, reason: str, rank: int) -> Bound:
    """A clue that allows one stretch of days."""
    return Bound(quote=quote, reason=reason, rank=rank, spans=((lower, upper),))


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurring:
    """A day of the year, with its weekday where the text gives it: the day of the report (``of_report``; by
    name if ``today``) or one told as past or future (``direction``)."""

    quote: str
    span: Span
    month: int
    day: int
    weekday: int | None = None
    of_report: bool = False
    today: bool = False
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
    told: list[Bound] = []
    for one in placed:
        if not _modifies(context, one.form) and not _meant(text, one.form, words):
            told += _told(text, one, tense.of_doc(context.doc, one.form, futures, direct=True))
    found += told
    found += _latest(text, placed, words, found)
    return found


def _latest(text: str, placed: list[Placed], words: Grammar, others: list[Bound]) -> Iterator[Bound]:
    """The latest month or day that a text tells of as past is seldom more than three years old; asked only where
    something else it says is nearly as recent, and not of histories from before there were pages to read."""
    latest: tuple[date, str] | None = None
    for one in placed:
        value = one.value
        fine = value is not None and value.granularity in (Granularity.DAY, Granularity.MONTH) and _explicit(one)
        if value is None or value.lower is None or value.upper is None or not fine:
            continue
        if tense.of_text(text, one.form, words) != tense.FUTURE and (latest is None or value.upper > latest[0]):
            latest = value.upper, _quote(text, *one.form.outer)
    if latest is None or latest[0].year < _PAGES_SINCE:
        return
    day, quote = latest
    support = [a for other in others if other.quote != quote for a, _ in other.spans if a is not None]
    if any(day - _RECENT <= a <= day for a in support):
        newest = max([day, *support])  # an office taken up since shows that the days told of are old ones
        reason = "the latest day told of, seldom three years old"
        yield between(None, date(newest.year + 3, 12, 31), quote=quote, reason=reason, rank=8)


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
    if direction == tense.PAST and which not in ("until", "after") and value.lower is not None:
        yield between(value.lower, None, quote=quote, reason="told as past", rank=4)
    elif direction == tense.FUTURE and which != "since" and value.upper is not None:
        yield between(None, value.upper, quote=quote, reason="told as coming", rank=4)


def _today(text: str, placed: list[Placed]) -> Iterator[Bound]:
    """ "Today, 7 May 2025": a full date beside the word for the day of writing."""
    for near, full, start, end in _beside(text, placed):
        value = full.value
        if near.fields.get("steps") != 0 or value is None or not _explicit(full):
            continue
        if value.granularity is Granularity.DAY:
            quote = _quote(text, start, end)
            yield between(value.lower, value.upper, quote=quote, reason="the day of writing by name", rank=0)


def _beside(text: str, placed: list[Placed]) -> Iterator[tuple[Form, Placed, int, int]]:
    """Words such as "today" with what stands right beside them, and from where to where the two reach."""
    for one in placed:
        near = one.form.fields.get("near")  # read as one expression already
        if isinstance(near, Form) and near.rule == "deictic":
            yield near, one, one.form.start, one.form.end
    for one, other in itertools.pairwise(placed):
        if text[one.form.end : other.form.start].strip(" ,(–—-"):
            continue
        for near, day in ((one.form, other), (other.form, one)):
            if near.rule == "deictic":
                yield near, day, one.form.start, other.form.end


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
                gap = text[form.end : other.form.start]
                if (
                    "bound" not in other.form.fields
                    and tense.of_text(text, other.form, words) == tense.FUTURE
                    and len(gap) < 200
                ):
                    quote = _quote(text, form.start, other.form.end)
                    reason = f"two different years to come, the second {value.lower.year}"
                    yield between(None, date(year, 12, 31), quote=quote, reason=reason, rank=3)
                break


def _offices(context: Context) -> Iterator[Bound]:
    """Persons named with a title. Nobody is called minister before he is one, so the text is not older than the first
    day of the latest to take office; those who take part in what it tells were in office when it was written, others
    who are named with the title most likely."""
    active: dict[tuple[str, str], Bound] = {}
    since: list[tuple[date, Bound]] = []
    lead = _lead(context)
    speakers = {u.speaker for u in context.utterances if u.speaker is not None and u.label}
    for title in context.titles:
        if title.holder is None or title.modifier in ("former", "designate", "deputy", "acting"):
            continue
        spells = [
            office
            for office in context.knowledge.offices(title.holder)
            if office.title == title.title and (title.of is None or office.of == title.of)
        ]
        spans = _spans(spells)
        if not spans:
            continue
        quote = _quote(context.document.text, title.span.start, title.span.end)
        reason = "in office " + " and ".join(f"{a or '..'} to {b or '..'}" for a, b in spans)
        first = min((a for a, _ in spans if a is not None), default=None)
        if first is not None:
            since.append((first, between(first, None, quote=quote, reason=reason, rank=1)))
        rank = 2 if title.span.start < lead or title.holder in speakers else 7
        after = _SOFT_END if rank == 2 else _REMEMBERED
        soft = tuple((a, b + after if b else None) for a, b in spans)
        known = active.get((title.holder, title.title))
        if known is None or known.rank > rank:
            active[title.holder, title.title] = Bound(quote=quote, reason=reason, rank=rank, spans=soft)
    if since:
        yield max(since, key=lambda pair: pair[0])[1]
    yield from sorted(active.values(), key=lambda bound: bound.spans[-1][0] or date.min, reverse=True)


def _lead(context: Context) -> int:
    """Where the headline and the first two paragraphs end: who is named in them takes part."""
    blocks = context.document.readable()
    text = [b for b in blocks if b.role is not BlockRole.TITLE][:2]
    return text[-1].span.end if text else 0


def _spans(spells: Iterable[Office]) -> tuple[Stretch, ...]:
    """The stretches of days that the spells fill, those that touch or overlap joined."""
    out: list[Stretch] = []
    known = [(days(office.since)[0], days(office.until)[1]) for office in spells]
    for lower, upper in sorted(known, key=lambda pair: pair[0] or date.min):
        last = out[-1][1] if out else None
        if out and (last is None or (lower is not None and lower <= last + timedelta(1))):
            out[-1] = (out[-1][0], None if None in (last, upper) else max(last or date.min, upper or date.min))
        else:
            out.append((lower, upper))
    return tuple(out)


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
        quote = _quote(text, one.start, one.end)
        yield between(days(form.since)[0], until + _SOFT_END if until else None, quote=quote, reason=reason, rank=2)


def _known_events(text: str, placed: list[Placed], words: Grammar) -> Iterator[Bound]:
    """Happenings that the language's table dates, and anniversaries of them."""
    for event in words.dating.get("event", ()):
        match = re.search(event["words"], text, re.VERBOSE)
        if match is None:
            continue
        quote = _quote(text, *match.span())
        if "since" in event:
            yield between(date.fromisoformat(event["since"]), None, quote=quote, reason="had happened", rank=2)
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
        reason = f"anniversary of {event['origin']}"
        yield between(date(year - slack, 1, 1), date(year + slack, 12, 31), quote=quote, reason=reason, rank=3)


def recurring(context: Context) -> list[Recurring]:
    """Days without a year: those of the report itself, beside a verb of reporting, those told with their weekday, and
    those told as past or coming in the document's own voice."""
    words = grammar(context.pack.code)
    text = blanked(context)
    report = re.compile(words.dating.get("report", r"(?!)"), re.VERBOSE)
    futures = frozenset(words.options.get("future_auxiliaries", "").split())
    found = []
    placed = ground(text, words, None)
    today = _beside_today(text, placed)
    for one in placed:
        form, weekday = _bare_day(one.form)
        if form is None or _modifies(context, one.form):
            continue
        first, last = tense.sentence(text, form.start, form.end, words)
        written_today = form.start in today and not _quoted(context, form)
        of_report = written_today or (bool(report.search(text, first, last)) and not _spoken(context, form))
        direction = tense.of_doc(context.doc, one.form, futures, direct=True)
        if not of_report and weekday is None and (direction is None or _spoken(context, form)):
            continue
        found.append(
            Recurring(
                quote=_quote(text, max(first, form.start - 60), form.end),
                span=Span(start=form.start, end=form.end),
                month=form.fields["month"],
                day=form.fields["day"],
                weekday=weekday,
                today=written_today,
                of_report=written_today or (of_report and direction != tense.FUTURE),
                direction=direction,
            )
        )
    return found


def _beside_today(text: str, placed: list[Placed]) -> set[int]:
    """Where the days without a year stand that the text names as its own: "today, 28 October"."""
    days = (_bare_day(day.form)[0] for near, day, _, _ in _beside(text, placed) if near.fields.get("steps") == 0)
    return {form.start for form in days if form is not None}


def _meant(text: str, form: Form, words: Grammar) -> bool:
    """Whether a date is what something is meant for ("the budget for 2025 was passed") or part of a name:
    that it is told in the past says nothing."""
    start = form.outer[0]
    if start and not text[start - 1].isspace() and text[start - 1] not in "(,":
        return True
    near = (
        re.findall(r"\w+", text[max(0, start - 12) : start])[-1:] + re.findall(r"\w+", text[start : form.outer[1]])[:1]
    )
    return any(word.lower() in words.dating.get("meant", ()) for word in near)


def _modifies(context: Context, form: Form) -> bool:
    """Whether the form only tells which thing is meant: "the 2024 budget", "the January 6 attack" are spoken of before
    and long after."""
    span = context.doc.char_span(form.start, form.end, alignment_mode="expand")
    return span is not None and span.root.head.i >= span.end and span.root.head.pos_ in ("NOUN", "PROPN")


def _quoted(context: Context, form: Form) -> bool:
    """Whether the form stands in somebody's words that the document only reports."""
    return any(
        span.start <= form.start < span.end
        for utterance in context.utterances
        if utterance.mode is not SpeechMode.TURN
        for span in utterance.content
    )


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
