"""How likely a statement is right: what the models think of its passage, roles and status, as one probability."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from chancery.extract.learned.labels import KINDS
from chancery.extract.learned.read import Learned, Part
from chancery.model.statement import Statement, Status

Floats = npt.NDArray[np.float32]

NUMBERS = (
    "head", "inside", "rival", "least", "mean", "absent", "filled", "status", "prior", "russian", "length",
)  # fmt: skip
FEATURES = (*NUMBERS, *KINDS)
PROPOSED = "learned."  # what the rule of a proposal starts with


@dataclass(frozen=True, slots=True)
class View:
    """What the models see in a statement's passage: its likeliest head, statuses, actors, closed values."""

    head: float
    inside: float
    rival: float
    statuses: Mapping[Status, float]
    values: Mapping[str, Mapping[str, float]]
    parts: tuple[Part, ...]


def view(learned: Learned, statement: Statement) -> View:
    """What the models see in the passage of ``statement`` for its kind."""
    span = statement.evidence.span
    head, inside, anchor = learned.score(statement.kind, span)
    statuses, values = learned.told(statement.kind, anchor, *learned.ends(span))
    parts = tuple(learned.parts(statement.kind, anchor, span))
    return View(head, inside, learned.rival(statement.kind, span), statuses, values, parts)


def logit(p: float) -> float:
    """Log odds, kept within what a model can know."""
    p = min(0.995, max(0.005, p))
    return float(np.log(p / (1 - p)))


def features(seen: View, statement: Statement, language: str) -> Floats:
    """What the judgement of ``statement`` rests on."""
    parts = {(p.actor, p.role): p.probability for p in seen.parts}
    held = {(f.entity, role) for role, fillers in statement.roles.items() for f in fillers if f.entity is not None}
    agreed = [parts.get(pair, 0.05) for pair in held]
    absent = max((p for pair, p in parts.items() if pair not in held), default=0.0)
    out = np.zeros(len(FEATURES), dtype=np.float32)
    out[: len(NUMBERS)] = (
        logit(seen.head), logit(seen.inside), logit(seen.rival), min(agreed, default=0.5),
        float(np.mean(agreed)) if agreed else 0.5, absent, min(len(held), 4),
        logit(seen.statuses.get(statement.status, 0.5)), logit(statement.confidence), language == "ru",
        np.log(len(statement.evidence.span)) - 4,
    )  # fmt: skip
    out[len(NUMBERS) + KINDS.index(statement.kind)] = 1
    return out


class Judge:
    """Two logistic regressions, for what rules say and for proposals, and the least probability that stands."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        self._weights = {name: np.array(told[name], dtype=np.float32) for name in ("rules", "proposals")}
        self._least: Mapping[str, Mapping[str, float]] = told["least"]
        self._measured: Mapping[str, float] = told["measured"]

    def prior(self, statement: Statement, language: str) -> Statement:
        """``statement`` as sure as its rule was found to be on annotated documents; as written if none of them had
        it."""
        return replace(statement, confidence=self._measured.get(f"{language} {statement.rule}", statement.confidence))

    def probability(self, found: Floats, *, proposed: bool) -> float:
        """How likely a statement with these features is right."""
        weights = self._weights["proposals" if proposed else "rules"]
        return float(1 / (1 + np.exp(-(found @ weights[:-1] + weights[-1]))))

    def knows(self, kind: str) -> bool:
        """Whether statements of this kind were among those that the judgement of rules was fitted on: a kind that
        it never saw has no weight of its own, and what it says of it is a guess."""
        return bool(self._weights["rules"][len(NUMBERS) + KINDS.index(kind)])

    def stands(self, kind: str, probability: float, *, proposed: bool) -> bool:
        """Whether that is likely enough for its kind."""
        least = self._least["proposals" if proposed else "rules"]
        return probability >= least.get(kind, least["all"])
