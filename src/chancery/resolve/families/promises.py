"""Promises and what became of them; obstacles and who removed them."""

from __future__ import annotations

from chancery.model.statement import Status
from chancery.resolve.families.family import HOPED, Family
from chancery.resolve.undertaking import Fit, Step, after, same_matter, told_later

_DEEDS = {"mission", "aid", "agreement", "cooperation"}


def _commitment_part(s: Step) -> str | None:
    if s.entry.kind == "commitment":
        return {
            Status.PLANNED: "promised",
            Status.WISHED: "wished",
            Status.POSSIBLE: "wished",
            Status.ONGOING: "under way",
            Status.DONE: "done",
            Status.DENIED: "denied",
        }[s.status]
    if s.entry.kind in _DEEDS and s.status in (Status.DONE, Status.ONGOING):
        if s.entry.kind == "cooperation":
            return "advanced"
        if s.entry.kind == "agreement" and s.claim.values.get("action") in (
            None,
            "proposed",
            "negotiated",
            "suspended",
            "ended",
        ):
            return None
        return "done" if s.status is Status.DONE and s.entry.kind in ("mission", "aid") else "advanced"
    return None


_AGAIN = 0.45  # how alike a promise must be to be the same promise again


def _commitment_fit(opener: Step, answer: Step) -> Fit | None:
    if opener.entry.kind != "commitment":
        return None
    mine = opener.claim.parties("by", "to")
    yours = answer.claim.parties("by", "to", "between", "from", "of", "in")
    if not opener.claim.parties("by") & yours or not (mine <= yours or yours <= mine or len(mine & yours) > 1):
        return None
    if not told_later(opener, answer):
        return None
    matter = same_matter(opener.claim, answer.claim)
    near = after(opener, answer, 1500)
    if matter is None or near is None or (answer.status in HOPED and matter.score < _AGAIN):
        return None
    base = 0.3 if answer.entry.kind == "commitment" else 0.2
    if answer.entry.kind != "commitment" and matter.score < 0.45:
        return None
    return Fit(min(1.0, base + matter.score + near.score / 2), f"same actors, {matter.reason}, {near.reason}")


def _obstacle_part(s: Step) -> str | None:
    if s.entry.kind == "obstacle":
        return (
            "removed"
            if s.status in (Status.DENIED, Status.DONE)
            else "stands in the way"
            if s.claim.group == "deed"
            else None
        )
    if s.entry.kind == "commitment":
        return {
            Status.DONE: "removed",
            Status.ONGOING: "worked on",
            Status.PLANNED: "worked on",
            Status.WISHED: "wished away",
        }.get(s.status)
    return "removed" if s.entry.kind in ("agreement", "mission") and s.status is Status.DONE else None


def _obstacle_fit(opener: Step, answer: Step) -> Fit | None:
    if opener.entry.kind != "obstacle":
        return None
    mine, yours = opener.claim.parties("between"), answer.claim.parties("between", "by", "to", "of", "in")
    if mine and yours and len(mine & yours) < min(2, len(mine), len(yours)):
        return None
    matter, near = same_matter(opener.claim, answer.claim), after(opener, answer, 3650)
    if matter is None or near is None or not told_later(opener, answer):
        return None
    return Fit(min(1.0, 0.3 + matter.score + near.score / 2), f"same states, {matter.reason}, {near.reason}")


COMMITMENT = Family(
    "commitment",
    _commitment_part,
    _commitment_fit,
    frozenset({"promised", "wished", "under way"}),
    frozenset({"done"}),
)
OBSTACLE = Family("obstacle", _obstacle_part, _obstacle_fit, frozenset({"stands in the way"}), frozenset({"removed"}))
