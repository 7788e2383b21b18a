"""What placing a form in the calendar starts from and what it yields; each kind of form has one function that does
it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from chancery.extract.times.calendar import Value
from chancery.extract.times.forms import Form

UNKNOWN = "XXXX-XX-XX"


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

    ``speech`` is when the text is spoken or published; ``event`` the last time told of, ``line`` the last that
    carries the story on; ``narrative`` whether the text tells
    of times long before it was written; ``tense`` answers "past", "future" or None for the form.
    """

    speech: date | None
    narrative: bool = False
    event: Value | None = None
    line: Value | None = None
    tense: Callable[[Form], str | None] = field(default=lambda form: None)


Grounder = Callable[[Form, Anchors], Placed]
_KINDS: dict[str, Grounder] = {}


def grounds(*kinds: str) -> Callable[[Grounder], Grounder]:
    """Name the kinds of form that a function places."""

    def register(grounder: Grounder) -> Grounder:
        _KINDS.update(dict.fromkeys(kinds, grounder))
        return grounder

    return register


def place(form: Form, anchors: Anchors) -> Placed:
    """``form`` grounded; without a value where the calendar or the text does not allow it."""
    try:
        return _KINDS[form.kind](form, anchors)
    except (ValueError, OverflowError):  # 30 February, the year 0, a shift out of the calendar
        return Placed(form, "DATE", UNKNOWN)


def day_of(value: Value | None) -> date | None:
    """The first day of a value, the last where it has no first."""
    return (value.lower or value.upper) if value else None
