"""What a rule makes of items: an expression that is understood but not yet placed in the calendar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

GRAINS = ("time", "day", "weekday", "week", "month", "period", "year", "era")
_BY_UNIT = {
    **dict.fromkeys(("second", "minute", "hour"), "time"),
    "day": "day",
    **dict.fromkeys(("weekend", "week", "fortnight"), "week"),
    "month": "month",
    **dict.fromkeys(("quarter", "half", "season"), "period"),
    **dict.fromkeys(("year", "academic"), "year"),
    **dict.fromkeys(("decade", "century", "millennium"), "era"),
}
CALENDAR = frozenset(
    ("date", "shift", "within", "offset", "same", "timeon")
)  # kinds that name a stretch of the calendar


@dataclass(frozen=True, slots=True)
class Form:
    """An expression over ``text[start:end]``.

    ``kind`` says how to ground it (see ``ground.py``), ``fields`` with what: numbers, words, or other forms.
    ``outer`` covers the words that bound it besides ("since", "by the end of").
    """

    kind: str
    fields: Mapping[str, Any]
    rule: str
    start: int
    end: int
    outer: tuple[int, int]

    @property
    def grain(self) -> str:
        """The finest part of the calendar that the expression names."""
        fields = self.fields
        if self.kind == "date":
            for names, grain in _FIELD_GRAINS:
                if any(name in fields for name in names):
                    return grain
        if self.kind == "timeon":
            return "time"
        if self.kind in ("within", "same"):
            inner: Form | None = fields.get("inner") or fields.get("a")
            if inner is not None and inner.kind == "length":
                return "month"
            return inner.grain if inner else _BY_UNIT.get(fields.get("unit", "day"), "day")
        if self.kind == "offset":
            return _BY_UNIT.get(fields.get("unit", "day"), "day")
        return _BY_UNIT.get(fields.get("unit", ""), "day")

    @property
    def full(self) -> bool:
        """Whether it says which year it lies in."""
        if self.kind == "within":
            outer: Form | None = self.fields.get("outer")
            return outer is not None and outer.full
        if self.kind in ("same", "timeon"):
            named: Form = self.fields["a" if self.kind == "same" else "on"]
            return named.full
        return self.kind == "date" and any(name in self.fields for name in ("year", "whole", "decade", "century"))

    def classes(self) -> dict[str, Any]:
        """The classes under which rules of later stages see it."""
        return dict.fromkeys(_classes(self.kind, self.grain, self.full), self)


_FIELD_GRAINS = (
    (("clock", "daypart"), "time"),
    (("day", "whole", "holiday"), "day"),
    (("weekday",), "weekday"),
    (("week",), "week"),
    (("month",), "month"),
    (("quarter", "season", "half"), "period"),
    (("year",), "year"),
    (("decade", "century"), "era"),
)


@cache
def _classes(kind: str, grain: str, full: bool) -> frozenset[str]:
    classes = {kind.capitalize()}
    if kind in CALENDAR:
        classes |= {"Any", grain.capitalize() + "Date"}
        classes.add("Dated" if full else "Undated")
        if kind != "shift":
            classes |= {"Absolute", "Absolute" + grain.capitalize()}
    elif kind == "range":
        classes.add("Any")
    return frozenset(classes)


def form_alphabet() -> Iterator[frozenset[str]]:
    """Every combination of classes that a form can have."""
    kinds = (*CALENDAR, "range", "length", "set", "ref", "bound", "lengthin", "anniversary", "nothing")
    yield from {_classes(kind, grain, full) for kind, grain, full in product(kinds, GRAINS, (False, True))}
