"""What a text says about its own date: dates told as past or coming, years named two ways, days without a year, and
what knowledge adds."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from spacy.tokens import Token

from chancery.extract.context import Context
from chancery.extract.dating_ages import ages
from chancery.extract.dating_bounds import PAGES_SINCE, Bound, between, lead, quoted
from chancery.extract.dating_known import governments, known_events, names, numbered, offices
from chancery.extract.times import tense
from chancery.extract.times.document import blanked, tense_reader
from chancery.extract.times.find import ground
from chancery.extract.times.forms import Form
from chancery.extract.times.grammar import Grammar, grammar
from chancery.extract.times.ground import Placed
from chancery.model.discourse import SpeechMode
from chancery.model.document import BlockRole, Span
from chancery.model.when import Granularity

_CALENDAR = (Granularity.DAY, Granularity.MONTH, Granularity.YEAR)
_TITLED = 14  # days by which the day in a headline, often that of the occasion, may miss that of publication


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
    found += offices(context, placed, words)
    found += names(context, text)
    found += known_events(text, words)
    found += ages(context, text, placed, words)
    found += _years_two_ways(text, placed, words)
    found += governments(context, text, words)
    found += numbered(text, words)
    found += _year_by_name(text, placed)
    found += _in_title(context, text, placed)
    told: list[Bound] = []
    for one in placed:
        aside = _modifies(context, one.form) or _meant(text, one.form, words) or _in_brackets(text, one.form)
        if not aside:
            told += _told(text, one, tense.of_doc(context.doc, one.form, futures, direct=True))
    past = Counter(bound.spans[0][0].year for bound in told if bound.spans[0][0] is not None)
    coming = Counter(bound.spans[0][1].year for bound in told if bound.spans[0][1] is not None)
    found += _crowded(told, past)
    found += [
        bound
        for bound in told
        if (last := bound.spans[0][1]) is None or past[last.year] < 2 or coming[last.year] >= past[last.year]
    ]
    return found


def _crowded(told: list[Bound], past: Counter[int]) -> Iterator[Bound]:
    """Where several times of one year and others of the year before are told as past, and no later one, the text tells
    of what was then new: it was written in that year or one of the two after it. A single day, or days of another
    age, say nothing of the kind."""
    if not past:
        return
    latest = max(past)
    if past[latest] > 1 and past[latest - 1] > 0 and latest >= PAGES_SINCE:
        quote = next(b.quote for b in told if b.spans[0][0] is not None and b.spans[0][0].year == latest)
        reason = f"several times of {latest} and {latest - 1} told as past, none later"
        yield between(None, date(latest + 2, 12, 31), quote=quote, reason=reason, rank=8)


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
    quote = quoted(text, *placed.form.outer)
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
            quote = quoted(text, start, end)
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
                    and any(letter.isalpha() for letter in gap)  # "next year, 2022" is one year
                ):
                    quote = quoted(text, form.start, other.form.end)
                    reason = f"two different years to come, the second {value.lower.year}"
                    yield between(None, date(year, 12, 31), quote=quote, reason=reason, rank=3)
                break


def _year_by_name(text: str, placed: list[Placed]) -> Iterator[Bound]:
    """ "This year, 2024": a year counted from the day of writing beside its number."""
    for one, other in itertools.pairwise(placed):
        if text[one.form.end : other.form.start].strip(" ,(–—-"):
            continue
        for near, full in ((one.form, other), (other.form, one)):
            near = near.fields["a"] if near.kind == "same" else near
            value, steps = full.value, near.fields.get("steps")
            counted = near.kind == "shift" and near.fields.get("unit") == "year" and not near.fields.get("anchor")
            if not counted or steps not in (-1, 0, 1) or value is None or not _explicit(full):
                continue
            if value.granularity is Granularity.YEAR and value.lower is not None:
                year = value.lower.year - steps
                quote = quoted(text, one.form.start, other.form.end)
                reason = "a year told by number and counted from the day of writing"
                yield between(date(year, 1, 1), date(year, 12, 31), quote=quote, reason=reason, rank=3)


def _in_title(context: Context, text: str, placed: list[Placed]) -> Iterator[Bound]:
    """A headline that ends in its year, month or day ("Earth Day, 2022") names the time it is published in."""
    titles = [b.span for b in context.document.readable() if b.role is BlockRole.TITLE]
    for one in placed:
        value = one.value
        title = next((s for s in titles if s.start < one.form.start < s.end), None)
        if title is None or value is None or value.lower is None or value.upper is None or not _explicit(one):
            continue
        ends = not re.search(r"\w", text[one.form.end : title.end])
        apart = text[title.start : one.form.outer[0]].rstrip().endswith((",", "-", "–", "—", "|", "("))
        if ends and apart and value.granularity in _CALENDAR:
            near = timedelta(_TITLED if value.granularity is Granularity.DAY else 0)
            quote = quoted(text, *one.form.outer)
            yield between(value.lower - near, value.upper + near, quote=quote, reason="ends the headline", rank=3)


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
    beginning = lead(context)
    for one in placed:
        form, weekday = _bare_day(one.form)
        if form is None or _modifies(context, one.form):
            continue
        first, _ = tense.sentence(text, form.start, form.end, words)
        written_today = form.start in today and not _quoted(context, form)
        told = form.start < beginning and _of_verb(context, one.form, report) and not _spoken(context, form)
        of_report = written_today or told
        direction = tense.of_doc(context.doc, one.form, futures, direct=True)
        if not of_report and weekday is None and (direction is None or _spoken(context, form)):
            continue
        if not of_report and not _in_main_clause(context, one.form):
            continue
        if f"{form.fields['month']:02d}-{form.fields['day']:02d}" in words.dating.get("named_days", ()):
            continue
        found.append(
            Recurring(
                quote=quoted(text, max(first, form.start - 60), form.end),
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
    counted = text[max(0, start - 30) : start].casefold()  # "fiscal years 2022 and 2023" are planned years ahead
    planned = any(word in counted for word in words.dating.get("planned_years", ()))
    return planned or any(word.lower() in words.dating.get("meant", ()) for word in near)


def _modifies(context: Context, form: Form) -> bool:
    """Whether the form only tells which thing is meant: "the 2024 budget", "the January 6 attack" are spoken of before
    and long after."""
    span = context.doc.char_span(form.start, form.end, alignment_mode="expand")
    return span is not None and span.root.head.i >= span.end and span.root.head.pos_ in ("NOUN", "PROPN")


def _verb_of(context: Context, form: Form) -> Token | None:
    """The verb that a form hangs on with no noun between."""
    span = context.doc.char_span(form.start, form.end, alignment_mode="expand")
    token = span.root if span is not None else None
    while span is not None and token is not None and token.head.i != token.i:
        token = token.head
        if token.pos_ in ("VERB", "AUX"):
            return token
        if token.i not in range(span.start, span.end) and token.pos_ in ("NOUN", "PROPN"):
            return None
    return None


def _of_verb(context: Context, form: Form, verbs: re.Pattern[str]) -> bool:
    """Whether a form is the time of a verb that ``verbs`` matches: not "announced a concert on Monday, June 10"."""
    verb = _verb_of(context, form)
    if verb is None or not verbs.match(verb.text):
        return False
    return not any(k.dep_ in ("obj", "dobj") and verb.i < k.i and k.idx < form.start for k in verb.children)


def _in_main_clause(context: Context, form: Form) -> bool:
    """Whether a form is told in a clause of its own: "months after they met on 7 October" is told long after, too."""
    span = context.doc.char_span(form.start, form.end, alignment_mode="expand")
    token = span.root if span is not None else None
    while token is not None and token.head.i != token.i:
        if token.pos_ in ("VERB", "AUX") and token.dep_.split(":")[0] in ("advcl", "acl"):
            return False
        token = token.head
    return token is not None


def _in_brackets(text: str, form: Form) -> bool:
    """Whether a form ends what stands in brackets: the day of what is cited, not of what is told."""
    return text[form.outer[1] : form.outer[1] + 2].lstrip("\\").startswith((")", "]"))


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
