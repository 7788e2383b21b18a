"""What knowledge says about a text's date: offices, governments and names in force, counted sittings and known
happenings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from chancery.extract.context import Context
from chancery.extract.dating_bounds import PAGES_SINCE, Bound, Stretch, between, lead, quoted
from chancery.extract.times.forms import Form
from chancery.extract.times.grammar import Grammar
from chancery.extract.times.ground import Placed
from chancery.extract.times.series import sittings
from chancery.knowledge import Found
from chancery.model.document import Span
from chancery.model.entity import EntityKind, Office
from chancery.model.when import days

_REMEMBERED = timedelta(366)  # for so long the late and the former, named in passing, keep their title
_SOFT_END = timedelta(3)  # an office or a name may be spoken of as present for some days after its end


def offices(context: Context, placed: list[Placed], words: Grammar) -> Iterator[Bound]:
    """Persons named with a title. Nobody is called minister before he is one, so the text is not older than the first
    day of the latest to take office; those who take part in what it tells were in office when it was written, others
    who are named with the title most likely."""
    active: dict[tuple[str, str], Bound] = {}
    since: list[tuple[date, Bound]] = []
    beginning = lead(context)
    old = [one.form for one in placed if one.form.full or (one.form.kind == "offset")]
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
        quote = quoted(context.document.text, title.span.start, title.span.end)
        awaited = set(re.findall(r"\w+", quote.casefold())) & set(words.dating.get("awaited", ()))
        if not spans or awaited:
            continue
        reason = "in office " + " and ".join(f"{a or '..'} to {b or '..'}" for a, b in spans)
        first = min((a for a, _ in spans if a is not None), default=None)
        if first is not None:
            since.append((first, between(first, None, quote=quote, reason=reason, rank=1)))
        takes_part = title.span.start < beginning and not _of_history(context, title.span, old)
        last = max((b or date.max for _, b in spans), default=date.max)
        recent = last.year >= PAGES_SINCE  # a president of another age opens speeches of every age
        rank = 2 if recent and (takes_part or title.holder in speakers) else 7
        after = _SOFT_END if rank == 2 else _REMEMBERED
        soft = tuple((a, b + after if b else None) for a, b in spans)
        known = active.get((title.holder, title.title))
        if known is None or known.rank > rank:
            active[title.holder, title.title] = Bound(quote=quote, reason=reason, rank=rank, spans=soft)
    if since:
        yield max(since, key=lambda pair: pair[0])[1]
    # one person named in passing may be of the past and keep the title; of several some are in office
    passing = {holder for (holder, _), bound in active.items() if bound.rank == 7 and bound.spans[-1][1] is not None}
    kept = [bound for bound in active.values() if bound.rank == 2 or len(passing) > 1]
    yield from sorted(kept, key=lambda bound: bound.spans[-1][0] or date.min, reverse=True)


def _of_history(context: Context, span: Span, old: list[Form]) -> bool:
    """Whether the sentence at ``span`` tells of another time: it names a year or counts back."""
    doc = context.doc.char_span(span.start, span.end, alignment_mode="expand")
    if doc is None:
        return False
    sentence = doc.sent
    return any(sentence.start_char <= form.start < sentence.end_char for form in old)


def governments(context: Context, text: str, words: Grammar) -> Iterator[Bound]:
    """A government named after its head was in office when a text names it, and no other, more than once."""
    table = words.dating.get("government")
    if table is None:
        return
    named: dict[str, list[re.Match[str]]] = {}
    for match in re.finditer(table["words"], text, re.VERBOSE):
        named.setdefault(match["name"], []).append(match)
    spells: dict[str, list[Office]] = {}
    for office in context.knowledge.spells(table["of"]):
        holder = context.knowledge.entity(office.holder) if office.title == table["title"] else None
        for name in named:
            if holder is not None and any(known.text.split()[-1] == name for known in holder.names if known.text):
                spells.setdefault(name, []).append(office)
    for name, held in spells.items():
        spans = _spans(held)
        if not spans or len({office.holder for office in held}) != 1:
            continue
        quote = quoted(text, *named[name][0].span())
        reason = "this government was in office " + " and ".join(f"{a or '..'} to {b or '..'}" for a, b in spans)
        if spans[0][0] is not None:
            yield between(spans[0][0], None, quote=quote, reason=reason, rank=1)
        joint = any(
            not letter.isalnum() for letter in named[name][0][0].split()[0]
        )  # "the Biden-Harris Administration"
        if len(spells) == 1 and (joint or len(named[name]) > 1):
            soft = tuple((a, b + _SOFT_END if b else None) for a, b in spans)
            yield Bound(quote=quote, reason=reason, rank=5, spans=soft)


def numbered(text: str, words: Grammar) -> Iterator[Bound]:
    """Sittings with their number ("the 17th BRICS summit") are spoken of in the years around them."""
    for sitting in sittings(text, words):
        lower, upper = date(sitting.first - 1, 1, 1), date(sitting.last + 1, 12, 31)
        quote = sitting.span.of(text)
        yield between(lower, upper, quote=quote, reason=f"was or is to be held in {sitting.first}", rank=6)


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


def names(context: Context, text: str) -> Iterator[Bound]:
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
        quote = quoted(text, one.start, one.end)
        yield between(days(form.since)[0], until + _SOFT_END if until else None, quote=quote, reason=reason, rank=2)


def known_events(text: str, words: Grammar) -> Iterator[Bound]:
    """Happenings that the language's table dates."""
    for event in words.dating.get("event", ()):
        match = re.search(event["words"], text, re.VERBOSE) if "since" in event else None
        if match is not None:
            quote = quoted(text, *match.span())
            yield between(date.fromisoformat(event["since"]), None, quote=quote, reason="had happened", rank=2)
