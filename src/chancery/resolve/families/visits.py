"""Visits: invited, accepted, planned, paid; and the visit back that a paid visit calls for."""

from __future__ import annotations

from chancery.model.statement import Status
from chancery.resolve.families.family import HOPED, Family, actor_keys
from chancery.resolve.undertaking import Fit, Step, after

_LEVELS = {"state": 3, "official": 3, "working": 2, "return": 0, "private": 1}


def _visit_part(s: Step) -> str | None:
    action = s.claim.values.get("action", "invited")
    if s.entry.kind == "invitation":
        if s.status is Status.DENIED or action == "declined":
            return "declined"
        if action == "accepted":
            return "accepted"
        return "invited" if s.claim.group == "deed" else None
    if s.entry.kind != "visit":
        return None
    if s.status is Status.PLANNED:
        return "planned"
    if s.status is Status.DENIED:
        return "denied"
    return "paid" if s.claim.group == "deed" else None


def _guest(s: Step) -> tuple[frozenset[str], frozenset[str]]:
    role = "to" if s.entry.kind == "invitation" else "who"
    return s.claim.actors.get(role, frozenset()), s.claim.states.get(role, frozenset())


def _visit_fit(opener: Step, answer: Step) -> Fit | None:
    guests, guest_states = _guest(opener)
    people, people_states = _guest(answer)
    if not guests or not people:
        return None
    if opener.claim.goal and answer.claim.goal and opener.claim.goal != answer.claim.goal:
        return None
    if not opener.claim.goal or not answer.claim.goal:
        return None
    if guests & people:
        score, reason = 0.45, "the same guest to the same host"
    elif (guests & people_states) or (people & guest_states):
        score, reason = 0.35, "the guest's state to the same host"
    else:
        return None
    near = after(opener, answer, 900)
    if near is None or _too_soon(opener, answer):
        return None
    if not _in_plan(opener, answer):
        return None
    said, done = opener.claim.values.get("visit"), answer.claim.values.get("visit")
    if said and done and said != done and "return" not in (said, done):
        if abs(_LEVELS[said] - _LEVELS[done]) > 0:
            return None if answer.status is Status.DONE or opener.entry.kind == "visit" else Fit(0.0, "")
        score -= 0.05
        reason += f" ({said} visit told as {done})"
    elif said and said == done:
        score += 0.1
        reason += f", a {said} visit"
    if _matters_differ(opener, answer):
        return None
    return Fit(min(1.0, score + 0.2 + near.score), f"{reason}, {near.reason}")


def _too_soon(opener: Step, answer: Step) -> bool:
    """Whether a visit told without its time, days after the invitation, may well have come before it."""
    if answer.claim.window.stated or answer.claim.group != "deed" or answer.entry.kind != "visit":
        return False
    return answer.day is None or opener.day is None or (answer.day - opener.day).days < _SETTLED


_SETTLED = 10  # days after which a visit told without a time is taken to have followed the invitation


def _in_plan(opener: Step, answer: Step) -> bool:
    """A visit planned for a time is not paid by a visit at quite another; two months' delay is still the
    same plan."""
    plan, deed = opener.claim.window, answer.claim.window
    if not opener.claim.window.stated or opener.status not in HOPED or not deed.stated:
        return True
    return plan.gap(deed) <= 62


def _matters_differ(opener: Step, answer: Step) -> bool:
    """An invitation to a gathering is not answered by a bilateral state visit, nor the other way round."""
    what = opener.claim.texts.get("what", opener.claim.values.get("what", ""))
    return bool(what) and what in ("summit", "forum") and answer.claim.values.get("visit") in ("state", "official")


def _return_part(s: Step) -> str | None:
    if s.entry.kind != "visit" or s.claim.values.get("visit") == "private" or s.rank < 2:
        return None
    if s.claim.group == "deed":
        return "paid"
    return "planned" if s.status is Status.PLANNED else None


def _return_fit(opener: Step, answer: Step) -> Fit | None:
    _, from_states = _guest(opener)
    _, back_states = _guest(answer)
    if opener.rank != answer.rank or opener.claim.goal is None or answer.claim.goal is None:
        return None
    if (
        opener.claim.goal not in back_states
        or answer.claim.goal not in from_states
        or opener.claim.goal == answer.claim.goal
    ):
        return None
    if not opener.claim.window.stated:
        return None  # nobody knows whether the other came before
    near = after(opener, answer, 1500)
    if near is None:
        return None
    called = answer.claim.values.get("visit") == "return"
    return Fit(
        min(1.0, (0.9 if called else 0.6) + near.score),
        ("called a return visit" if called else "the host of one is the guest of the other") + f", {near.reason}",
    )


def _host_keys(s: Step) -> frozenset[str]:
    """Host and guest states: the one of a visit is the other of the visit back."""
    return _guest(s)[1] | actor_keys(s)


VISIT = Family(
    "visit",
    _visit_part,
    _visit_fit,
    frozenset({"invited", "planned", "accepted"}),
    frozenset({"paid"}),
    keys=actor_keys,
)
RETURN_VISIT = Family(
    "return visit", _return_part, _return_fit, frozenset({"paid"}), frozenset({"paid"}), repeats=False, keys=_host_keys
)
