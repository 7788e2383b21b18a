"""Agreements: proposed, negotiated, signed, ratified, in force."""

from __future__ import annotations

from chancery.model.statement import Status
from chancery.resolve.families.family import HOPED, Family
from chancery.resolve.glossary import keys as meanings
from chancery.resolve.undertaking import Fit, Step, after, same_matter, told_later
from chancery.resolve.words import formless, script


def _agreement_part(s: Step) -> str | None:
    if s.entry.kind != "agreement":
        return None
    action = s.claim.values.get("action", "agreed")
    if s.status is Status.DENIED:
        return "denied"
    if s.status in HOPED and action not in ("proposed", "negotiated"):
        return f"{action} (planned)" if s.status is Status.PLANNED else "proposed"
    return action


_STAGES = {
    name: n
    for n, name in enumerate(
        (
            "proposed",
            "negotiated",
            "agreed",
            "initialled",
            "signed",
            "adopted",
            "ratified",
            "in force",
            "extended",
            "suspended",
            "ended",
        )
    )
}


def stage(part: str) -> int:
    """How far an agreement has come: 0 proposed to 10 ended; a planned stage counts as the one before it."""
    return _STAGES.get(part.removesuffix(" (planned)"), 0) - part.endswith("(planned)")


def _agreement_fit(opener: Step, answer: Step) -> Fit | None:
    mine, yours = opener.claim.parties("between", "by"), answer.claim.parties("between", "by")
    if mine and yours and not (mine <= yours or yours <= mine):
        return None
    first, then = _agreement_part(opener), _agreement_part(answer)
    if first is None or then is None:
        return None
    if opener.claim.window.stated and answer.claim.window.stated and first == then:
        return None  # signed on two days: two agreements
    matter = _instruments(opener, answer)
    near = after(opener, answer, 3650)
    if matter is None or near is None:
        return None
    return Fit(min(1.0, 0.25 + matter.score + near.score / 2), f"same parties, {matter.reason}, {near.reason}")


def _instruments(a: Step, b: Step) -> Fit | None:
    one, two = a.claim.texts.get("instrument", ""), b.claim.texts.get("instrument", "")
    if not one or not two:
        return None
    mine, yours = formless(one), formless(two)
    if script(one) == script(two) and not (mine and yours):  # "the joint statement" may be any
        near = a.day and b.day and abs((a.day - b.day).days) <= _SOON
        alone = not mine and not yours and told_later(a, b)
        return Fit(0.4, "told within days of each other") if near and alone else None
    if one.casefold() == two.casefold():
        return Fit(0.5, "the same instrument")
    return same_matter(a.claim, b.claim)


_SOON = 20  # days within which an instrument without a matter of its own can be the same


def _keys(s: Step) -> frozenset[str]:
    """What an instrument is about; instruments that are about nothing in particular share a mark."""
    words = frozenset().union(*(meanings(word) for word in formless(s.claim.texts.get("instrument", ""))))
    return words | s.claim.topics or frozenset({""})


AGREEMENT = Family(
    "agreement",
    _agreement_part,
    _agreement_fit,
    frozenset(
        {
            "proposed",
            "negotiated",
            "agreed",
            "initialled",
            "signed",
            "adopted",
            "agreed (planned)",
            "signed (planned)",
        }
    ),
    frozenset({"ended"}),
    stage=stage,
    keys=_keys,
)
