"""Placing a form in the calendar: from the time of speaking, the last event told of, and tense."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from chancery.extract.times import calendar as cal
from chancery.extract.times.calendar import Value
from chancery.extract.times.forms import Form
from chancery.model.when import Granularity as G

UNKNOWN = "XXXX-XX-XX"
_PERIOD = {"year": "Y", "month": "M", "week": "W", "day": "D", "decade": "DE", "century": "CE", "quarter": "Q", "millennium": "ML",
           "hour": "H", "minute": "M", "second": "S", "weekend": "WE", "fortnight": "W", "half": "M", "season": "M"}  # fmt: skip
_CLOCKED = ("hour", "minute", "second")
_FINENESS = [G.DAY, G.WEEK, G.MONTH, G.QUARTER, G.SEASON, G.YEAR, G.DECADE, G.CENTURY, G.OPEN]
_UNIT_GRAIN = {"day": G.DAY, "week": G.WEEK, "weekend": G.WEEK, "fortnight": G.WEEK, "month": G.MONTH, "quarter": G.QUARTER,
               "season": G.SEASON, "half": G.SEASON, "year": G.YEAR, "decade": G.DECADE, "century": G.CENTURY}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Placed:
    """A form with what could be found out about it. ``timex`` is the TIMEX3 value, ``type`` the TIMEX3 type."""

    form: Form
    type: str
    timex: str
    value: Value | None = None
    duration: str | None = None
    ordinal: int | None = None
    anchor: date | None = None
    parts: tuple[Placed, ...] = ()


@dataclass(slots=True)
class Anchors:
    """What expressions are counted from, as it changes along the text.

    ``speech`` is when the text is spoken or published; ``event`` the last time told of, ``line`` the last that carries the story on; ``narrative`` whether the text tells
    of times long before it was written; ``tense`` answers "past", "future" or None for the form.
    """

    speech: date | None
    narrative: bool = False
    event: Value | None = None
    line: Value | None = None
    tense: Callable[[Form], str | None] = field(default=lambda form: None)


def place(form: Form, anchors: Anchors) -> Placed:
    """``form`` grounded; without a value where the calendar or the text does not allow it."""
    try:
        return _KINDS[form.kind](form, anchors)
    except (ValueError, OverflowError):  # 30 February, the year 0, a shift out of the calendar
        return Placed(form, "DATE", UNKNOWN)


def _date(form: Form, anchors: Anchors) -> Placed:
    fields = form.fields
    if "clock" in fields or "daypart" in fields:
        return _time(form, anchors)
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
    of = cal.day if "day2" in form.fields else lambda d: cal.month(d.year, d.month) if "month2" in form.fields else cal.year(d.year)
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
    return f"XXXX-Q{fields['quarter']}" if "quarter" in fields else f"XXXX-WXX-{fields['weekday']}" if "weekday" in fields else UNKNOWN


def _calendar(form: Form, anchors: Anchors) -> tuple[Value | None, date | None]:
    """The value of a date's fields, and the day it was counted from if it was."""
    fields = form.fields
    if "whole" in fields:
        return cal.day(fields["whole"]), None
    year = fields.get("year")
    if "yy" in fields:
        year = _full_year(fields["yy"], anchors)
    if year is not None:
        return _in_year(form, year), None
    if "decade" in fields:
        first = fields["decade"]
        return cal.decade(first if first >= 100 else _full_year(first, anchors)), None
    if "century" in fields:
        return cal.century(fields["century"]), None
    base = anchors.speech
    if fields.get("anchor") == "event" or (anchors.narrative and "shift" not in fields):
        base = _day_of(anchors.line or anchors.event) or (None if anchors.narrative else base)
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
    base = (_day_of(anchors.event) if anchors.narrative else anchors.speech) or anchors.speech
    reference = base.year if base else 2000
    year = reference - reference % 100 + two
    return year - 100 if year > reference + 20 else year


def _day_of(value: Value | None) -> date | None:
    return (value.lower or value.upper) if value else None


def _in_year(form: Form, year: int) -> Value:
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
            options.append(_in_year(form, year))
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


def _time(form: Form, anchors: Anchors) -> Placed:
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


def _shift(form: Form, anchors: Anchors) -> Placed:
    fields = form.fields
    unit = fields.get("unit", "day")
    steps = float(fields.get("steps", 0))
    if "n" in fields:
        if fields["n"] == "X":
            return _vague_shift(form, unit, fields["sign"], anchors)
        steps = (fields["n"] + fields.get("plus", 0)) * fields["sign"]
    base, fine = anchors.speech, True
    anchor = fields.get("anchor")
    if anchor == "event" or (anchor == "tense" and (anchors.narrative or anchors.tense(form) == "past")):
        base, fine = _event_base(unit, anchors)
        if not fine and not steps and not anchors.narrative:
            base, fine = anchors.speech, True
    if base is None or not fine:
        return Placed(form, "TIME" if unit in _CLOCKED else "DATE", UNKNOWN)
    if unit in _CLOCKED:
        return Placed(form, "TIME", base.isoformat(), cal.day(base), anchor=base)
    value = cal.of_unit(unit, cal.shift(base, unit, steps))
    if "weekday" in fields:
        assert value.lower is not None
        value = cal.day(value.lower + timedelta(fields["weekday"] - 1))
    if "part" in fields:
        value = cal.part(value, fields["part"])
    if fields.get("rest") and value.lower and value.upper and value.lower <= base <= value.upper:
        value = _remainder(value, base, fields["rest"])
    return Placed(form, "DATE", value.timex, value, anchor=base)


def _remainder(value: Value, base: date, which: str) -> Value:
    """The part of ``value`` before ("earlier this year") or after ("later this year") the reference day."""
    assert value.lower is not None
    assert value.upper is not None
    lower, upper = (base, value.upper) if which == "after" else (value.lower, base)
    return replace(cal.interval(cal.day(lower), cal.day(upper)), timex=value.timex, granularity=value.granularity)


def _vague_shift(form: Form, unit: str, sign: int, anchors: Anchors) -> Placed:
    """"A few weeks ago": between two and four units away, at the granularity one step coarser."""
    base = anchors.speech if form.fields.get("anchor") not in ("event", "tense") else _event_base(unit, anchors)[0]
    timex = "PAST_REF" if sign < 0 else "FUTURE_REF"
    if base is None:
        return Placed(form, "DATE", timex)
    if unit in _CLOCKED:
        return Placed(form, "TIME", timex, cal.day(base), anchor=base)
    near, far = cal.shift(base, unit, sign * 2), cal.shift(base, unit, sign * 5)
    lower, upper = min(near, far), max(near, far)
    coarse = {"day": "day", "week": "month", "weekend": "month", "month": "month"}.get(unit, "year")
    value = cal.interval(cal.of_unit(coarse, lower), cal.of_unit(coarse, upper))
    return Placed(form, "DATE", timex, replace(value, timex=timex), anchor=base)


def _event_base(unit: str, anchors: Anchors) -> tuple[date | None, bool]:
    """The day of the last event, and whether it is known finely enough to count ``unit`` from."""
    event = anchors.event
    if event is None:
        return (None, False) if anchors.narrative else (anchors.speech, True)
    fine = _FINENESS.index(event.granularity) <= _FINENESS.index(_UNIT_GRAIN.get(unit, G.DAY))
    if not fine and not anchors.narrative and unit in ("day", "week") and anchors.speech:
        return None, False
    return _day_of(event), fine


def _within(form: Form, anchors: Anchors) -> Placed:
    """"The first quarter of last year": the inner form read inside the outer one."""
    inner: Form = form.fields.get("inner", form)
    outer: Form | None = form.fields.get("outer")
    if outer is None:  # "the end of the year": the unit that holds the reference
        outer = replace(form, kind="shift", fields={"unit": form.fields["unit"], "steps": 0, "anchor": form.fields.get("anchor")})
        inner = replace(form, fields={"part": form.fields["part"]})
    around = place(outer, anchors)
    if around.value is None or around.value.lower is None or around.value.upper is None:
        return Placed(form, "DATE", UNKNOWN)
    value = _inside(inner, around.value)
    if value is None:
        return Placed(form, "DATE", around.timex, around.value, anchor=around.anchor)
    if "part" in form.fields and inner is form.fields.get("inner"):
        value = cal.part(value, form.fields["part"])
    clock = inner.fields.get("daypart")
    if clock:
        return Placed(form, "TIME", f"{value.timex}T{clock}", value, anchor=around.anchor)
    return Placed(form, "DATE", value.timex, value, anchor=around.anchor)


def _inside(inner: Form, around: Value) -> Value | None:
    fields = inner.fields
    lower, upper = around.lower, around.upper
    assert lower is not None
    assert upper is not None
    if inner.kind == "within" and "inner" not in fields:
        if "part" in fields and "unit" not in fields:
            return cal.part(around, fields["part"])
        length: Form | None = fields.get("a")
        n = fields["n"]
        if length is not None:  # "the first two months of"
            unit, count = length.fields["unit"], length.fields.get("n", "X")
            if not isinstance(count, int) or unit in _CLOCKED:
                return None
            edge = lower if n > 0 else upper
            other = cal.shift(edge, unit, (count - 1) * n)
            first, last = sorted((edge, other))
            return cal.interval(cal.of_unit(unit, first), cal.of_unit(unit, last))
        unit = fields["unit"]
        if unit == "half" and around.granularity is not G.YEAR:
            days = (upper - lower).days + 1
            cut = lower + timedelta(days // 2)
            return cal.interval(cal.day(lower), cal.day(cut - timedelta(1))) if n == 1 else cal.interval(cal.day(cut), cal.day(upper))
        if n == -1:
            return cal.of_unit(unit, upper)
        start = cal.of_unit(unit, lower)
        if unit == "week" and start.lower and start.lower < lower:
            start = cal.week(lower + timedelta(7)) if lower.weekday() > 3 else start
        assert start.lower is not None
        return cal.of_unit(unit, cal.shift(start.lower, unit, n - 1))
    if around.granularity is G.MONTH and "day" in fields:
        return cal.day(date(lower.year, lower.month, fields["day"]))
    if around.granularity is G.WEEK and "weekday" in fields:
        return cal.day(lower + timedelta(fields["weekday"] - 1))
    if around.granularity in (G.YEAR, G.MONTH, G.SEASON) and inner.kind == "date":
        value = _in_year(inner, lower.year)
        return cal.part(value, fields["part"]) if "part" in fields else value
    if around.granularity is G.DAY and "daypart" in fields:
        return around
    return None


def _same(form: Form, anchors: Anchors) -> Placed:
    """A date told twice over: "Friday, 5 May"."""
    return replace(place(form.fields["a"], anchors), form=form)


def _timeon(form: Form, anchors: Anchors) -> Placed:
    """A time of day together with its day: "18:00 UTC on Monday"."""
    time: Form = form.fields["time"]
    return replace(_time(replace(form, fields={**time.fields, "on": form.fields["on"]}), anchors), form=form)


def _offset(form: Form, anchors: Anchors) -> Placed:
    """"Two years after 2010", "the day before the vote of 5 May"."""
    base_form: Form | None = form.fields.get("base")
    if base_form is None:
        return _shift(form, anchors)
    base = place(base_form, anchors)
    inner = Anchors(speech=_day_of(base.value), event=base.value, narrative=True)
    placed = _shift(replace(form, fields={**form.fields, "anchor": "event"}), inner)
    return replace(placed, form=form)


def _length(form: Form, anchors: Anchors) -> Placed:
    """A stretch of time by its length; in the calendar too where it reaches to or from the reference."""
    fields = form.fields
    unit = fields["unit"]
    n = fields.get("n", "X")
    if n != "X":
        n += fields.get("plus", 0)
    length = period(n, unit)
    if "rest2" in fields:  # "a year and six months"
        length += period(fields["rest2"], fields["unit2"])[1:]
    placed = Placed(form, "DURATION", length, duration=length if "X" not in length else None)
    sign = fields.get("sign")
    if sign is None or anchors.speech is None or unit in _CLOCKED:
        return placed
    base = anchors.speech
    far = cal.shift(base, unit, sign * (3 if n == "X" else n))
    grain = "month" if unit in ("month", "quarter") else "year" if unit in ("year", "decade", "century") else "day"
    if grain == "year":
        a, b = (cal.year(far.year), cal.year(base.year)) if sign < 0 else (cal.day(base), cal.year(far.year))
    elif grain == "month":
        a, b = (cal.month(far.year, far.month), cal.month(base.year, base.month)) if sign < 0 else (cal.day(base), cal.month(far.year, far.month))
    else:
        a, b = (cal.day(far), cal.day(base)) if sign < 0 else (cal.day(base), cal.day(far))
    return replace(placed, value=cal.interval(a, b), anchor=base)


def period(n: float | str, unit: str) -> str:
    """The ISO 8601 length of ``n`` units ("X" for some); halves and seasons as months, TIMEX3's DE and CE for decades, centuries."""
    factor = {"fortnight": 2, "half": 6, "season": 3}.get(unit, 1)
    if isinstance(n, int | float):
        if unit in ("decade", "century", "millennium"):
            n, unit = n * {"decade": 10, "century": 100, "millennium": 1000}[unit], "year"
        n *= factor
    text = f"{n:g}" if isinstance(n, float) else str(n)
    return f"P{'T' if unit in _CLOCKED else ''}{text}{_PERIOD[unit]}"


def _set(form: Form, anchors: Anchors) -> Placed:
    fields = form.fields
    if "weekday" in fields:
        return Placed(form, "SET", f"XXXX-WXX-{fields['weekday']}")
    if "month" in fields:
        return Placed(form, "SET", f"XXXX-{fields['month']:02d}")
    length = period(fields.get("n", 1), fields.get("unit", "day"))
    return Placed(form, "SET", fields.get("value", length), duration=length if "X" not in length else None)


def _ref(form: Form, anchors: Anchors) -> Placed:
    """"Now", "recently", "in the coming period": the present, or an open side of it."""
    which = form.fields["which"]
    value = None
    if anchors.speech is not None and which != "present":
        today = cal.day(anchors.speech)
        value = cal.until(today) if which == "past" else cal.since(today)
    return Placed(form, "DATE", f"{which.upper()}_REF", value, anchor=anchors.speech)


def _range(form: Form, anchors: Anchors) -> Placed:
    """From one date to another; what the first leaves unsaid it takes from the second."""
    a: Form = form.fields["a"]
    b: Form = form.fields["b"]
    if b.kind == "date" and "year" in b.fields and a.kind == "date" and not a.full:
        last = place(b, anchors)
        year = b.fields["year"]
        first = place(replace(a, fields={**a.fields, "year": year}), anchors)
        if first.value and last.value and first.value.lower and last.value.lower and first.value.lower > last.value.lower:
            first = place(replace(a, fields={**a.fields, "year": year - 1}), anchors)
        first = replace(first, form=a)
    else:
        first = place(a, anchors)
        known = first.value is not None and not b.full and b.kind == "date" and first.value.lower is not None
        last = place(b, Anchors(speech=first.value.lower, tense=lambda form: "future")) if known and first.value else place(b, anchors)
    value = None
    if first.value and last.value:
        lower, upper = first.value.lower, last.value.upper
        if lower is None or upper is None or lower <= upper:
            value = cal.interval(first.value, last.value)
    return Placed(form, "DATE", f"{first.timex}/{last.timex}", value, parts=(first, last))


def _bound(form: Form, anchors: Anchors) -> Placed:
    named: Form = form.fields["a"]
    which = form.fields["bound"]
    before = which in ("until", "before")
    inner = place(named, replace(anchors, tense=lambda form: anchors.tense(form) or "future") if before else anchors)
    if inner.value is None:
        return replace(inner, form=form)
    value = inner.value
    if before and named.fields.get("part") == "mid" and value.lower and value.upper and value.granularity is G.DAY:
        value = cal.day(value.lower + (value.upper - value.lower) / 2)  # "by the middle of April" is by the 15th
    if which == "since":
        open_ = cal.since(value)
        if value.edtf.startswith(".."):
            open_ = value
    elif which == "before" and value.lower is not None and value.granularity is G.DAY:
        open_ = cal.until(cal.day(value.lower - timedelta(1)))
    else:
        open_ = cal.until(value)
    return replace(inner, form=form, value=replace(open_, timex=inner.timex))


def _anniversary(form: Form, anchors: Anchors) -> Placed:
    return Placed(form, "DATE", UNKNOWN, ordinal=form.fields["n"])


_KINDS: dict[str, Callable[[Form, Anchors], Placed]] = {
    "date": _date,
    "shift": _shift,
    "within": _within,
    "same": _same,
    "lengthin": _same,
    "timeon": _timeon,
    "offset": _offset,
    "length": _length,
    "set": _set,
    "ref": _ref,
    "range": _range,
    "bound": _bound,
    "anniversary": _anniversary,
}
