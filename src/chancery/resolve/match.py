"""Whether two statements tell of one happening: a score with its reasons, or why they cannot."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from chancery.model.errors import KnowledgeError
from chancery.model.statement import Status, kinds
from chancery.resolve.across import across
from chancery.resolve.claim import Claim
from chancery.resolve.words import alike, formless, numbers, script, stems

TIMED = frozenset({"gathering"})  # body and time tell it apart even where no word can be compared
LENIENT = 0.8  # a translation shares fewer words with its original than one wording with another
LEAST = 0.6  # score from which two accounts are one; measured with eval/entries.py


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What makes two statements of a kind one; see entries.toml."""

    share: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    equal: tuple[str, ...] = ()
    differ: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    alike: float = 0.5
    gap: int = 0
    near: int = 0
    recall: int = 0
    lasting: bool = False
    voice: bool = False


@cache
def likenesses() -> Mapping[str, Likeness]:
    """The table of entries.toml by kind; KnowledgeError if a kind is missing or unknown."""
    rows = tomllib.loads(resources.files("chancery.resolve").joinpath("entries.toml").read_text(encoding="utf-8"))
    if set(rows) != set(kinds()):
        raise KnowledgeError(
            f"kinds differ from model/kinds.toml: {sorted(set(rows) ^ set(kinds()))}",
            where="resolve/entries.toml",
        )
    return {kind: _likeness(row) for kind, row in rows.items()}


def _likeness(row: Mapping[str, Any]) -> Likeness:
    fields: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    return Likeness(**fields)


@dataclass(slots=True)
class Match:
    """The score (0..1) that two accounts are one, its reasons, and the fields on which they differ."""

    score: float = 0.0
    reasons: list[str] = field(default_factory=list)
    differs: list[str] = field(default_factory=list)
    loose: bool = False  # the actors agree only by the states they act for
    unproven: bool = False  # nothing excludes that they are one, and nothing shows it

    def add(self, score: float, reason: str) -> None:
        self.score += score
        self.reasons.append(reason)


def match(a: Claim, b: Claim) -> Match | None:
    """How surely ``a`` and ``b`` are one happening; None where they cannot be."""
    if a.kind != b.kind or a.group != b.group:
        return None
    rule, found = likenesses()[a.kind], Match()
    if not rule.lasting and a.window.gap(b.window) > rule.gap and not _both_ongoing(a, b) and not _once(a, b, rule):
        return None  # the cheapest test first: most pairs fail it
    if rule.voice and a.voice and b.voice and a.voice != b.voice:
        return None
    if not (
        _actors(a, b, rule, found)
        and _values(a, b, rule, found)
        and _texts(a, b, rule, found)
        and _times(a, b, rule, found)
    ):
        return None
    if a.place and b.place:
        if a.place == b.place:
            found.add(0.1, "same place")
        elif a.kind in ("meeting", "gathering", "conflict"):
            if max(a.window.width, b.window.width) > 7:
                return None
            found.score -= 0.1
            found.differs.append("place")
    found.score = 0.0 if found.unproven else round(min(1.0, found.score), 3)
    return found


def _actors(a: Claim, b: Claim, rule: Likeness, found: Match) -> bool:
    weight = 0.5 / max(1, len(rule.share) + bool(rule.same))
    for role in rule.share:
        mine, yours = a.actors.get(role, frozenset()), b.actors.get(role, frozenset())
        if rule.lasting and min(len(mine), len(yours)) > 1 and not (mine <= yours or yours <= mine):
            return False  # held jointly with one partner, and with another
        if mine & yours:
            found.add(weight, f"same {role}")
        elif _by_state(a, b, role):
            found.add(weight * 0.8, f"same state in {role}")
        else:
            return False
    agreed = named = 0
    for role in rule.same:
        verdict = _goal(a, b) if role == "goal" else _place(a, b) if role == "place" else _sets(a, b, role)
        if verdict is False:
            return False
        found.loose = found.loose or bool(verdict and not rule.text and _loosely(a, b, role))
        named += role == "goal" or role in a.actors or role in b.actors
        if verdict:
            agreed += 1
            found.reasons.append("same destination" if role == "goal" else f"same {role}")
    if rule.same:
        found.score += weight * (agreed / named if named else 0.0)
        if not agreed and not rule.share and any(r in a.actors or r in b.actors for r in rule.same):
            return False
    return True


def _loosely(a: Claim, b: Claim, role: str) -> bool:
    """Whether the actors in ``role`` agree without being the same; what is described in words needs no more."""
    return role in a.actors and a.actors[role] != b.actors[role]


def _by_state(a: Claim, b: Claim, role: str) -> bool:
    """One account names the person, the other the state he acts for."""
    mine, yours = a.actors.get(role, frozenset()), b.actors.get(role, frozenset())
    return bool((a.states.get(role, frozenset()) & yours) | (b.states.get(role, frozenset()) & mine))


def _sets(a: Claim, b: Claim, role: str) -> bool | None:
    """True: the actors agree; False: they cannot; None: an account is silent."""
    mine, yours = a.actors.get(role), b.actors.get(role)
    if not mine or not yours:
        return None
    if mine == yours:
        return True
    short, long = (mine, yours) if len(mine) <= len(yours) else (yours, mine)
    if short <= long:  # one account names more of them; two of many is too little
        return len(short) * 2 >= len(long) or None
    my_states, your_states = a.states.get(role, frozenset()), b.states.get(role, frozenset())
    if my_states != your_states:
        return False
    # One account names the people, the other only their states; the same states by other people are another
    # meeting.
    return bool(mine & yours) or mine == my_states or yours == your_states


def _goal(a: Claim, b: Claim) -> bool | None:
    if a.goal is None or b.goal is None:
        return None
    return a.goal == b.goal


def _place(a: Claim, b: Claim) -> bool | None:
    mine, yours = a.goal or a.place, b.goal or b.place
    if mine is None or yours is None:
        return None
    return mine == yours


def _values(a: Claim, b: Claim, rule: Likeness, found: Match) -> bool:
    for role in rule.equal:
        mine, yours = a.values.get(role), b.values.get(role)
        if mine and yours:
            if mine != yours:
                return False
            found.add(0.1, f"same {role}")
    for role in rule.differ:
        mine, yours = a.values.get(role) or a.texts.get(role), b.values.get(role) or b.texts.get(role)
        if mine and yours and "return" not in (mine, yours):  # a return visit may be of any level
            if mine == yours or (numbers(mine) and numbers(mine) == numbers(yours)):
                found.add(0.05, f"same {role}")
            else:
                found.differs.append(role)
                found.score -= 0.05
    return True


def _texts(a: Claim, b: Claim, rule: Likeness, found: Match) -> bool:
    for role in rule.text:
        mine, yours = a.texts.get(role, ""), b.texts.get(role, "")
        if not mine or not yours:
            if a.actors.get(role) and a.actors.get(role) == b.actors.get(role):
                found.add(0.35, f"same {role}")
            continue
        if mine == yours or (a.kind == "gathering" and a.values.get("ordinal") and b.values.get("ordinal")):
            found.add(0.35, f"same {role}")
            continue
        if a.kind in TIMED and not (stems(mine) - a.names - b.names and stems(yours) - a.names - b.names):
            continue  # told by the name of the body alone
        if script(mine) != script(yours):
            meant = across(a, b, mine, yours)
            if meant is None and a.kind in TIMED:
                continue
            if meant is None or meant.share < rule.alike * LENIENT:
                return False
            found.add(0.35 * meant.share, meant.reason)
            continue
        share = _alike(a, b, mine, yours)
        if share < rule.alike or (numbers(mine) and numbers(yours) and numbers(mine) != numbers(yours)):
            return False
        found.add(0.35 * share, f"{role} alike ({share:.2f})")
    return True


def _times(a: Claim, b: Claim, rule: Likeness, found: Match) -> bool:
    x, y = a.window, b.window
    if rule.lasting or _both_ongoing(a, b):
        found.add(0.25, "holds over time")
        return True
    if found.loose and not (x.stated and y.stated):
        found.unproven = True
    apart = x.gap(y)
    if apart > rule.gap:
        if not _once(a, b, rule):
            return False
        found.add(0.3, "such a visit is not paid twice in so short a time: one tells of it beforehand")
        return True
    if x.stated and y.stated:
        if apart:
            found.add(0.25, f"times {apart} days apart")
            found.differs.append("when")
        elif max(x.width, y.width) <= 1:
            found.add(0.4, "same day")
        elif max(x.width, y.width) <= 31:
            found.add(0.35, "times meet within a month")
        elif max(x.width, y.width) <= 366:
            found.add(0.25, "times meet within a year")
        elif a.values.get("ordinal") or a.kind in _UNIQUE:
            found.add(0.1, "times do not exclude each other")
        else:
            found.unproven = True  # such things recur
        return True
    told = [w.anchor if w.stated else c.said for w, c in ((x, a), (y, b))]
    if told[0] and told[1]:
        days = abs((told[0] - told[1]).days)
        if a.document == b.document:
            found.add(0.3, "told in one document")
        elif days <= rule.near:
            found.add(0.3 - 0.15 * days / max(1, rule.near), f"told {days} days apart")
        elif _recalled(a, b, rule.recall):
            found.add(0.12, f"recalled {days} days later without a time")
        else:
            found.unproven = True  # without a time, tellings far apart may mean any occasion
    elif a.document == b.document:
        found.add(0.3, "told in one document")
    else:
        found.unproven = True
    return True


def _both_ongoing(a: Claim, b: Claim) -> bool:
    """A conflict that goes on is one conflict, on whatever day it is told."""
    return a.kind == "conflict" and a.status is b.status is Status.ONGOING


_RARE = frozenset({"state", "official"})


def _once(a: Claim, b: Claim, rule: Likeness) -> bool:
    """Whether one account tells without a time, up to ``near`` days before, of a visit that the other dates: the same
    guest, host and level. Heralds speak of a visit as of a fact; and nobody pays two state visits in a season."""
    dated, vague = (a, b) if a.window.stated else (b, a)
    if a.kind != "visit" or vague.window.stated or not dated.window.stated or vague.said is None:
        return False
    level, first = dated.values.get("visit"), dated.window.lower
    if level not in _RARE or vague.values.get("visit") != level or first is None or dated.window.width > 31:
        return False
    guests = a.actors.get("who", frozenset()) & b.actors.get("who", frozenset())
    return bool(guests) and a.goal == b.goal and 0 <= (first - vague.said).days <= rule.near


_UNIQUE = frozenset({"agreement", "relations", "mission", "credentials", "anniversary"})  # happen once


def _recalled(a: Claim, b: Claim, days: int) -> bool:
    """Whether one account looks back without a time on what the other dates: at most ``days`` before it was told."""
    dated, vague = (a, b) if a.window.stated else (b, a)
    if vague.window.stated or not dated.window.stated or vague.said is None or dated.window.lower is None:
        return False
    return vague.status is Status.DONE and 0 <= (vague.said - dated.window.lower).days <= days


def _alike(a: Claim, b: Claim, mine: str, yours: str) -> float:
    """How alike two descriptions are once the actors' own names and the forms of instruments are left out."""
    own = a.names | b.names
    words = formless if a.kind == "agreement" else stems
    one, two = words(mine) - own, words(yours) - own
    if not one and not two:
        return alike(stems(mine), stems(yours))
    return alike(one, two)
