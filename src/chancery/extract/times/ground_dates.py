"""Dates and times of day: what they leave unsaid is taken from the reference, tense and distance."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from chancery.extract.times import calendar as cal
from chancery.extract.times.calendar import Value
from chancery.extract.times.forms import Form
from chancery.extract.times.placed import UNKNOWN, Anchors, Placed, day_of, grounds, place
from chancery.model.when import Granularity as G


@grounds("date")
def _date(form: Form, anchors: Anchors) -> Placed:
    fields = form.fields
    if "clock" in fields or "daypart" in fields:
        return time_of_day(form, anchors)
    value, anchor = _calendar(form, anchors)
    if value is None:
        return Placed(form, "DATE", _partial(form))
    if "part" in fields:
        value = cal.part(value, fields["part"])
    return Placed(form, "DATE", value.timex, value, anchor=anchor, parts=_ends(form, value))


def _ends(form: Form, value: Value) -> tuple[Placed, ...]:
    """The two ends of a range that is written as one date: "5-7 May 2021", "April and May 2022"."""
    cut = form.fields.get("cut")
    if cut is None or value.lower is None or value.upper is None or "/" not in value.edtf:
        return ()
    of = (
        cal.day
        if "day2" in form.fields
        else lambda d: cal.month(d.year, d.month) if "month2" in form.fields else cal.year(d.year)
    )
    first, last = of(value.lower), of(value.upper)
    rule = f"{form.rule}.end"
    ends = (replace(form, rule=rule, end=cut[0]), first), (replace(form, rule=rule, start=cut[1]), last)
    return tuple(Placed(replace(end, outer=(end.start, end.end)), "DATE", at.timex, at) for end, at in ends)


def _partial(form: Form) -> str:
    """The TIMEX3 value of a date whose year is not known."""
    fields = form.fields
    if "month" in fields:
        return f"XXXX-{fields['month']:02d}" + (f"-{fields['day']:02d}" if "day" in fields else "")
    if "holiday" in fields:
        return f"XXXX-{fields['holiday']}"
    if "season" in fields:
        return f"XXXX-{cal.SEASONS[fields['season']][2]}"
    return (
        f"XXXX-Q{fields['quarter']}"
        if "quarter" in fields
        else f"XXXX-WXX-{fields['weekday']}"
        if "weekday" in fields
        else UNKNOWN
    )


def _calendar(form: Form, anchors: Anchors) -> tuple[Value | None, date | None]:
    """The value of a date's fields, and the day it was counted from if it was."""
    fields = form.fields
    if "whole" in fields:
        return cal.day(fields["whole"]), None
    year = fields.get("year")
    if "yy" in fields:
        year = _full_year(fields["yy"], anchors)
    if year is not None:
        return in_year(form, year), None
    if "decade" in fields:
        first = fields["decade"]
        return cal.decade(first if first >= 100 else _full_year(first, anchors)), None
    if "century" in fields:
        return cal.century(fields["century"]), None
    base = anchors.speech
    if fields.get("anchor") == "event" or (anchors.narrative and "shift" not in fields):
        base = day_of(anchors.line or anchors.event) or (None if anchors.narrative else base)
    if base is None:
        return None, None
    if "weekday" in fields and "month" not in fields:
        line = anchors.line or anchors.event
        if anchors.narrative and (line is None or line.granularity is not G.DAY):
            return None, None
        return cal.day(_weekday(form, base, anchors)), base
    return _nearest(form, base, anchors), base


def _full_year(two: int, anchors: Anchors) -> int:
    """The year that two digits mean: not more than twenty years ahead of the text."""
    base = (day_of(anchors.event) if anchors.narrative else anchors.speech) or anchors.speech
    reference = base.year if base else 2000
    year = reference - reference % 100 + two
    return year - 100 if year > reference + 20 else year


def in_year(form: Form, year: int) -> Value:
    fields = form.fields
    if "holiday" in fields:
        month, day = (int(piece) for piece in fields["holiday"].split("-"))
        return cal.day(date(year, month, day))
    if "month" in fields:
        if "day2" in fields:
            last = date(year, fields.get("month2", fields["month"]), fields["day2"])
            first = date(year, fields["month"], fields["day"])
            return cal.interval(cal.day(first), cal.day(last)) if first <= last else cal.day(first)
        if "day" in fields:
            return cal.day(date(year, fields["month"], fields["day"]))
        if "month2" in fields:
            first_year = year - 1 if fields["month2"] < fields["month"] else year
            return cal.interval(cal.month(first_year, fields["month"]), cal.month(year, fields["month2"]))
        return cal.month(year, fields["month"])
    if "quarter" in fields:
        return cal.quarter(year, fields["quarter"])
    if "half" in fields:
        return cal.half(year, fields["half"])
    if "season" in fields:
        # a bare "winter of 2019" is mostly the one that began then
        return cal.season(year, fields["season"])
    if "year2" in fields:
        last = fields["year2"]
        if last < 100:
            last += year - year % 100
        return cal.interval(cal.year(year), cal.year(last)) if last >= year else cal.year(year)
    return cal.year(year)


def _weekday(form: Form, base: date, anchors: Anchors) -> date:
    wanted = form.fields["weekday"] - 1
    shift = form.fields.get("shift")
    ahead = (wanted - base.weekday()) % 7
    behind = (base.weekday() - wanted) % 7
    if shift == -1:
        return base - timedelta(behind or 7)
    if shift == 1:
        return base + timedelta(ahead or 7)
    tense = "future" if anchors.narrative else anchors.tense(form)
    if tense == "future":
        return base + timedelta(ahead)
    return base - timedelta(behind)


def _nearest(form: Form, base: date, anchors: Anchors) -> Value | None:
    """The value of a date without a year: before or after ``base`` as tense and distance say."""
    options = []
    for year in (base.year - 1, base.year, base.year + 1):
        try:
            options.append(in_year(form, year))
        except ValueError:  # 29 February
            continue
    shift = form.fields.get("shift")
    past = [v for v in options if v.lower and v.lower <= base]
    coming = [v for v in options if v.upper and v.upper >= base]
    if not past or not coming:  # 29 February, outside a leap year
        return min(options, key=lambda v: _gap(v, base, ahead=1.0, back=1.0), default=None)
    holds = past[-1].upper is not None and past[-1].upper >= base  # "April" said in April
    if shift == 0:
        return next((v for v in options if v.lower and v.lower.year == base.year), None)
    if shift == -1:
        return past[-2] if holds and len(past) > 1 else past[-1]
    if shift == 1:
        return coming[1] if holds and len(coming) > 1 else coming[0]
    if anchors.narrative:
        if anchors.line is not None and anchors.line.granularity is G.YEAR:
            return next((v for v in options if v.lower and v.lower.year == base.year), None)
        return min(options, key=lambda v: _gap(v, base, ahead=1.0, back=1.6))
    tense = anchors.tense(form)
    if "day" in form.fields or "holiday" in form.fields:
        back, ahead = (1.0, 3.0) if tense == "past" else (3.0, 1.0) if tense == "future" else (1.0, 1.5)
        return min(options, key=lambda v: _gap(v, base, ahead=ahead, back=back))
    if tense is not None:
        return coming[0] if tense == "future" else past[-1]
    return min(options, key=lambda v: _gap(v, base, ahead=1.5, back=1.0))


def _gap(value: Value, base: date, *, ahead: float, back: float) -> float:
    assert value.lower is not None
    assert value.upper is not None
    if value.lower <= base <= value.upper:
        return 0.0
    return (value.lower - base).days * ahead if value.lower > base else (base - value.upper).days * back


def time_of_day(form: Form, anchors: Anchors) -> Placed:
    """A time of day: a clock time or a part of the day, on a day named with it or understood."""
    fields = form.fields
    rest = {k: v for k, v in fields.items() if k not in ("clock", "daypart", "meridiem", "zone", "on", "steps")}
    named: Form | None = fields.get("on")
    value: Value | None
    anchor = None
    parts: tuple[Placed, ...] = ()
    if named is not None:
        day = place(named, anchors)
        value, parts = day.value, (day,)
    elif "steps" in fields and anchors.speech:
        anchor = anchors.speech
        value = cal.day(cal.shift(anchors.speech, "day", fields["steps"]))
    elif "shift" in rest and anchors.event is not None and anchors.event.granularity is G.DAY:
        start = day_of(anchors.event)
        value = cal.day(cal.shift(start, "day", rest["shift"])) if start else None
    elif any(name in rest for name in ("whole", "day", "weekday", "month", "holiday")):
        value, anchor = _calendar(replace(form, fields=rest), anchors)
    else:
        base = anchors.event if anchors.event is not None and anchors.event.granularity is G.DAY else None
        value = base or (cal.day(anchors.speech) if anchors.speech and not anchors.narrative else None)
        value = replace(value, timex=value.timex.split("T")[0]) if value else None
    clock = f"T{_clock(fields)}" if "clock" in fields else f"T{fields['daypart']}"
    if value is None or value.granularity is not G.DAY:
        return Placed(form, "TIME", UNKNOWN + clock, parts=parts)
    timex = value.timex.split("T")[0] + clock
    return Placed(form, "TIME", timex, replace(value, timex=timex), anchor=anchor, parts=parts)


def _clock(fields: object) -> str:
    assert isinstance(fields, dict)
    clock = str(fields["clock"])
    pieces = [int(piece) for piece in clock.split(":")] if ":" in clock else [int(clock)]
    if len(pieces) == 1 and len(clock) == 4:
        pieces = [int(clock[:2]), int(clock[2:])]
    if fields.get("meridiem") == "pm" and pieces[0] < 12:
        pieces[0] += 12
    if fields.get("meridiem") == "am" and pieces[0] == 12:
        pieces[0] = 0
    if fields.get("minutes") is not None:
        pieces = [pieces[0], fields["minutes"]]
    text = f"{pieces[0]:02d}:{pieces[1] if len(pieces) > 1 else 0:02d}"
    return text + ("Z" if fields.get("zone") in ("utc", "gmt", "z") else "")
