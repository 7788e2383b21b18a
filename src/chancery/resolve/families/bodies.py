"""Gatherings planned and held, aid announced and delivered, candidates and members, missions to open and
opened."""

from __future__ import annotations

from chancery.model.statement import Status
from chancery.resolve.families.family import HOPED, Family, actor_keys
from chancery.resolve.undertaking import Fit, Step, after, same_matter


def _gathering_part(s: Step) -> str | None:
    if s.entry.kind != "gathering":
        return None
    if s.status is Status.PLANNED:
        return "planned"
    if s.status is Status.DENIED:
        return "denied"
    return "held" if s.claim.group == "deed" else None


def _gathering_fit(opener: Step, answer: Step) -> Fit | None:
    a, b = opener.claim, answer.claim
    if not a.actors.get("of", frozenset()) & b.actors.get("of", frozenset()):
        return None
    if a.values.get("ordinal") and b.values.get("ordinal") and a.values["ordinal"] != b.values["ordinal"]:
        return None
    matter = same_matter(a, b)
    same_ordinal = bool(a.values.get("ordinal")) and a.values.get("ordinal") == b.values.get("ordinal")
    if a.words("what") and b.words("what") and matter is None and not same_ordinal:
        planned = a.window.stated and b.window.stated and a.window.gap(b.window) == 0 and a.window.width <= 62
        if a.script() == b.script() or not planned:  # in two scripts no word is common: then the time must tell
            return None
    if a.place and b.place and a.place != b.place and not same_ordinal:
        return None
    near = after(opener, answer, 500)
    if near is None:
        return None
    if a.window.stated and b.window.stated:
        apart = a.window.gap(b.window)
        if apart > (400 if same_ordinal else 45):
            return None
        score, reason = (0.35, "in the time planned") if apart == 0 else (0.2, f"{apart} days from the time planned")
    elif same_ordinal or not a.window.stated:
        score, reason = 0.15, "no time planned"
    else:
        return None
    return Fit(min(1.0, 0.4 + score + near.score / 2 + 0.2 * same_ordinal), f"same body, {reason}, {near.reason}")


def _aid_part(s: Step) -> str | None:
    if s.entry.kind != "aid":
        return None
    return {
        Status.PLANNED: "announced",
        Status.ONGOING: "under way",
        Status.DONE: "delivered",
        Status.DENIED: "denied",
    }.get(s.status)


def _one_way_fit(opener: Step, answer: Step) -> Fit | None:
    a, b = opener.claim, answer.claim
    for role in ("from", "to"):
        mine, yours = a.parties(role), b.parties(role)
        if not mine & yours:
            return None
    matter, near = same_matter(a, b), after(opener, answer, 1100)
    if matter is None or near is None:
        return None
    return Fit(
        min(1.0, 0.3 + matter.score + near.score / 2),
        f"same giver and receiver, {matter.reason}, {near.reason}",
    )


def _membership_part(s: Step) -> str | None:
    if s.entry.kind != "membership":
        return None
    action = s.claim.values.get("action", "is")
    if s.status is Status.DENIED:
        return "denied"
    if action == "applies" or s.status in HOPED:
        return "applied"
    return "joined" if action in ("joins", "is") else None


def _membership_fit(opener: Step, answer: Step) -> Fit | None:
    a, b = opener.claim, answer.claim
    if not a.parties("who") & b.parties("who") or not a.actors.get("of", frozenset()) & b.actors.get("of", frozenset()):
        return None
    if a.values.get("as") and b.values.get("as") and a.values["as"] != b.values["as"]:
        return None
    near = after(opener, answer, 4000)
    return near and Fit(0.7 + near.score, f"same state and organisation, {near.reason}")


def _mission_part(s: Step) -> str | None:
    if s.entry.kind != "mission":
        return None
    if s.status is Status.DENIED:
        return "denied"
    if s.status in HOPED or s.claim.values.get("action") == "to open":
        return "planned"
    return "opened" if s.claim.values.get("action") == "opened" and s.claim.group == "deed" else None


def _mission_fit(opener: Step, answer: Step) -> Fit | None:
    a, b = opener.claim, answer.claim
    for role in ("of", "in"):
        mine, yours = a.parties(role), b.parties(role)
        if mine and yours and not (mine <= yours or yours <= mine):
            return None
    if not (a.parties("of") & b.parties("of") or a.parties("in") & b.parties("in")):
        return None
    matter, near = same_matter(a, b), after(opener, answer, 1500)
    if matter is None or near is None:
        return None
    return Fit(min(1.0, 0.3 + matter.score + near.score / 2), f"same states, {matter.reason}, {near.reason}")


GATHERING = Family(
    "gathering", _gathering_part, _gathering_fit, frozenset({"planned"}), frozenset({"held"}), keys=actor_keys
)
AID = Family("aid", _aid_part, _one_way_fit, frozenset({"announced"}), frozenset({"delivered"}))
MEMBERSHIP = Family(
    "membership", _membership_part, _membership_fit, frozenset({"applied"}), frozenset({"joined"}), keys=actor_keys
)
MISSION = Family("mission", _mission_part, _mission_fit, frozenset({"planned"}), frozenset({"opened"}))
