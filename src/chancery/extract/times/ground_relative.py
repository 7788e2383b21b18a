"""Expressions counted from the reference or from an event, lengths, sets, and the present, past and future at
large."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from chancery.extract.times import calendar as cal
from chancery.extract.times.calendar import Value
from chancery.extract.times.forms import Form
from chancery.extract.times.placed import UNKNOWN, Anchors, Placed, day_of, grounds, place
from chancery.model.when import Granularity as G

CLOCKED = ("hour", "minute", "second")
_PERIOD = {
    "year": "Y",
    "month": "M",
    "week": "W",
    "fortnight": "W",
    "day": "D",
    "hour": "H",
    "minute": "M",
    "second": "S",
    "decade": "DE",
    "century": "CE",
    "millennium": "ML",
    "quarter": "Q",
    "weekend": "WE",
    "half": "M",
    "season": "M",
}
_FINENESS = [G.DAY, G.WEEK, G.MONTH, G.QUARTER, G.SEASON, G.YEAR, G.DECADE, G.CENTURY, G.OPEN]
_UNIT_GRAIN = {
    "day": G.DAY,
    "week": G.WEEK,
    "weekend": G.WEEK,
    "fortnight": G.WEEK,
    "month": G.MONTH,
    "quarter": G.QUARTER,
    "season": G.SEASON,
    "half": G.SEASON,
    "year": G.YEAR,
    "decade": G.DECADE,
    "century": G.CENTURY,
}


@grounds("shift")
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
        return Placed(form, "TIME" if unit in CLOCKED else "DATE", UNKNOWN)
    if unit in CLOCKED:
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
    """ "A few weeks ago": between two and four units away, at the granularity one step coarser."""
    base = anchors.speech if form.fields.get("anchor") not in ("event", "tense") else _event_base(unit, anchors)[0]
    timex = "PAST_REF" if sign < 0 else "FUTURE_REF"
    if base is None:
        return Placed(form, "DATE", timex)
    if unit in CLOCKED:
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
    return day_of(event), fine


@grounds("offset")
def _offset(form: Form, anchors: Anchors) -> Placed:
    """ "Two years after 2010", "the day before the vote of 5 May"."""
    base_form: Form | None = form.fields.get("base")
    if base_form is None:
        return _shift(form, anchors)
    base = place(base_form, anchors)
    length: Form | None = form.fields.get("a")
    if length is not None:
        form = replace(form, fields={**length.fields, **form.fields})
    inner = Anchors(speech=day_of(base.value), event=base.value, narrative=True)
    placed = _shift(replace(form, fields={**form.fields, "anchor": "event"}), inner)
    return replace(placed, form=form)


@grounds("length")
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
    if sign is None or anchors.speech is None or unit in CLOCKED:
        return placed
    base = anchors.speech
    far = cal.shift(base, unit, sign * (3 if n == "X" else n))
    grain = "month" if unit in ("month", "quarter") else "year" if unit in ("year", "decade", "century") else "day"
    if grain == "year":
        a, b = (cal.year(far.year), cal.year(base.year)) if sign < 0 else (cal.day(base), cal.year(far.year))
    elif grain == "month":
        a, b = (
            (cal.month(far.year, far.month), cal.month(base.year, base.month))
            if sign < 0
            else (cal.day(base), cal.month(far.year, far.month))
        )
    else:
        a, b = (cal.day(far), cal.day(base)) if sign < 0 else (cal.day(base), cal.day(far))
    return replace(placed, value=cal.interval(a, b), anchor=base)


def period(n: float | str, unit: str) -> str:
    """The ISO 8601 length of ``n`` units ("X" for some); halves and seasons as months, TIMEX3's DE and CE for
    decades, centuries."""
    factor = {"fortnight": 2, "half": 6, "season": 3}.get(unit, 1)
    if isinstance(n, int | float):
        if unit in ("decade", "century", "millennium"):
            n, unit = n * {"decade": 10, "century": 100, "millennium": 1000}[unit], "year"
        n *= factor
    text = f"{n:g}" if isinstance(n, float) else str(n)
    return f"P{'T' if unit in CLOCKED else ''}{text}{_PERIOD[unit]}"


@grounds("set")
def _set(form: Form, anchors: Anchors) -> Placed:
    fields = form.fields
    if "weekday" in fields:
        return Placed(form, "SET", f"XXXX-WXX-{fields['weekday']}")
    if "month" in fields:
        return Placed(form, "SET", f"XXXX-{fields['month']:02d}")
    length = period(fields.get("n", 1), fields.get("unit", "day"))
    return Placed(form, "SET", fields.get("value", length), duration=length if "X" not in length else None)


@grounds("ref")
def _ref(form: Form, anchors: Anchors) -> Placed:
    """ "Now", "recently", "in the coming period": the present, or an open side of it."""
    which = form.fields["which"]
    value = None
    if anchors.speech is not None and which != "present":
        today = cal.day(anchors.speech)
        value = cal.until(today) if which == "past" else cal.since(today)
    return Placed(form, "DATE", f"{which.upper()}_REF", value, anchor=anchors.speech)


@grounds("anniversary")
def _anniversary(form: Form, anchors: Anchors) -> Placed:
    return Placed(form, "DATE", UNKNOWN, ordinal=form.fields["n"])
