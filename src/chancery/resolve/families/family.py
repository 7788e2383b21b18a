"""What a kind of undertaking is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chancery.model.statement import Status
from chancery.resolve.undertaking import Fit, Step

HOPED = (Status.PLANNED, Status.WISHED, Status.POSSIBLE)


@dataclass(frozen=True, slots=True)
class Family:
    """A kind of undertaking.

    ``part`` names what an entry does in it (None: nothing); ``fit`` scores whether an answer belongs to an
    opener. ``opens`` are the parts that begin one, ``closes`` those after which nothing more belongs to it,
    ``done`` those that fulfil it. ``repeats``: a second opener on the same matter joins the first instead
    of beginning another.
    """

    name: str
    part: Callable[[Step], str | None]
    fit: Callable[[Step, Step], Fit | None]
    opens: frozenset[str]
    closes: frozenset[str]
    repeats: bool = True
