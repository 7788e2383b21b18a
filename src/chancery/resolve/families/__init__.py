"""The kinds of undertaking: which entries open them, which answer, and how an answer is known to be one.

Everything that a fit relies on is told in its reason.
"""

from __future__ import annotations

from chancery.resolve.families.agreements import AGREEMENT, stage
from chancery.resolve.families.bodies import AID, GATHERING, MEMBERSHIP, MISSION
from chancery.resolve.families.family import Family
from chancery.resolve.families.promises import COMMITMENT, OBSTACLE
from chancery.resolve.families.visits import RETURN_VISIT, VISIT

FAMILIES: tuple[Family, ...] = (
    VISIT,
    RETURN_VISIT,
    AGREEMENT,
    COMMITMENT,
    GATHERING,
    AID,
    MEMBERSHIP,
    MISSION,
    OBSTACLE,
)

__all__ = ["FAMILIES", "Family", "stage"]
