"""What a kind of undertaking is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chancery.model.statement import Status
from chancery.resolve.glossary import keys as meanings
from chancery.resolve.undertaking import Fit, Step

HOPED = (Status.PLANNED, Status.WISHED, Status.POSSIBLE)


def matter_keys(s: Step) -> frozenset[str]:
    """What a description is about: its words, in either language, and subject terms; a mark for one without any."""
    words = frozenset().union(*(meanings(word) for word in s.claim.words()))
    return words | s.claim.topics or frozenset({""})


def actor_keys(s: Step) -> frozenset[str]:
    """Who a step is about: the destination, or the bodies and states."""
    goal = frozenset({s.claim.goal}) if s.claim.goal else frozenset()
    return goal or s.claim.actors.get("of", frozenset())


@dataclass(frozen=True, slots=True)
class Family:
    """A kind of undertaking.

    ``part`` names what an entry does in it (None: nothing); ``fit`` scores whether an answer belongs to an
    opener. ``opens`` are the parts that begin one, ``closes`` those after which nothing more belongs to it,
    ``done`` those that fulfil it. ``repeats``: a second opener on the same matter joins the first instead
    of beginning another.
    ``stage``, where given, orders the parts: a later step must go further than those before it. Steps that share none
    of their ``keys`` are never compared.
    """

    name: str
    part: Callable[[Step], str | None]
    fit: Callable[[Step, Step], Fit | None]
    opens: frozenset[str]
    closes: frozenset[str]
    repeats: bool = True
    stage: Callable[[str], int] | None = None
    keys: Callable[[Step], frozenset[str]] = matter_keys
