"""Expressions made of others: dates within dates, ranges, open bounds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from chancery.extract.times import calendar as cal
from chancery.extract.times.calendar import Value
from chancery.extract.times.forms import Form
from chancery.extract.times.ground_dates import in_year, time_of_day
from chancery.extract.times.ground_relative import CLOCKED
from chancery.extract.times.placed import UNKNOWN, Anchors, Placed, grounds, place
from chancery.model.when import Granularity as G


@grounds("within")
def _within(form: Form, anchors: Anchors) -> Placed:
    """ "The first quarter of last year": the inner form read inside the outer one."""
    inner: Form = form.fields.get("inner", form)
    last: Form | None = form.fields.get("last")
    if last is not None:  # "the last week of March": what looked like a week counted from now
        if last.fields.get("steps") != -1 or "anchor" in last.fields:
            return replace(place(form.fields["outer"], anchors), form=form)
        inner = replace(form, fields={"unit": last.fields["unit"], "n": -1})
    outer: Form | None = form.fields.get("outer")
    if outer is None and "part" not in form.fields:  # a part of nothing that was named
        return Placed(form, "DATE", UNKNOWN)
    if outer is None:  # "the end of the year": the unit that holds the reference
        outer = replace(
            form, kind="shift", fields={"unit": form.fields["unit"], "steps": 0, "anchor": form.fields.get("anchor")}
        )
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
            if not isinstance(count, int) or unit in CLOCKED:
                return None
            edge = lower if n > 0 else upper
            other = cal.shift(edge, unit, (count - 1) * n)
            first, last = sorted((edge, other))
            return cal.interval(cal.of_unit(unit, first), cal.of_unit(unit, last))
        unit = fields["unit"]
        if unit == "half" and around.granularity is not G.YEAR:
            days = (upper - lower).days + 1
            cut = lower + timedelta(days // 2)
            return (
                cal.interval(cal.day(lower), cal.day(cut - timedelta(1)))
                if n == 1
                else cal.interval(cal.day(cut), cal.day(upper))
            )
        if n == -1:
            # a week belongs to the month that holds its Thursday
            return cal.of_unit(unit, upper - timedelta(7) if unit == "week" and upper.weekday() < 3 else upper)
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
        value = in_year(inner, lower.year)
        return cal.part(value, fields["part"]) if "part" in fields else value
    if around.granularity is G.DAY and "daypart" in fields:
        return around
    return None


@grounds("same", "lengthin")
def _same(form: Form, anchors: Anchors) -> Placed:
    """A date told twice over: "Friday, 5 May"."""
    return replace(place(form.fields["a"], anchors), form=form)


@grounds("timeon")
def _timeon(form: Form, anchors: Anchors) -> Placed:
    """A time of day together with its day: "18:00 UTC on Monday"."""
    time: Form = form.fields["time"]
    return replace(time_of_day(replace(form, fields={**time.fields, "on": form.fields["on"]}), anchors), form=form)


@grounds("range")
def _range(form: Form, anchors: Anchors) -> Placed:
    """From one date to another; what the first leaves unsaid it takes from the second."""
    a: Form = form.fields["a"]
    b: Form = form.fields["b"]
    if b.kind == "date" and "year" in b.fields and a.kind == "date" and not a.full:
        last = place(b, anchors)
        year = b.fields["year"]
        first = place(replace(a, fields={**a.fields, "year": year}), anchors)
        if (
            first.value
            and last.value
            and first.value.lower
            and last.value.lower
            and first.value.lower > last.value.lower
        ):
            first = place(replace(a, fields={**a.fields, "year": year - 1}), anchors)
        first = replace(first, form=a)
    else:
        first = place(a, anchors)
        known = first.value is not None and not b.full and b.kind == "date" and first.value.lower is not None
        last = (
            place(b, Anchors(speech=first.value.lower, tense=lambda form: "future"))
            if known and first.value
            else place(b, anchors)
        )
    value = None
    if first.value and last.value:
        lower, upper = first.value.lower, last.value.upper
        if lower is None or upper is None or lower <= upper:
            value = cal.interval(first.value, last.value)
    return Placed(form, "DATE", f"{first.timex}/{last.timex}", value, parts=(first, last))


@grounds("bound")
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
    elif before and "part" in named.fields and value.upper:
        value = cal.day(value.upper)
    if which in ("since", "after"):
        open_ = cal.since(value)
        if value.edtf.startswith(".."):
            open_ = value
    elif which == "before" and value.lower is not None and value.granularity is G.DAY:
        open_ = cal.until(cal.day(value.lower - timedelta(1)))
    else:
        open_ = cal.until(value)
    return replace(inner, form=form, value=replace(open_, timex=inner.timex))
