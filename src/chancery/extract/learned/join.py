"""How what rules find and what the learned models think of it become one reading.

Every statement of a rule gets the probability that it is right as its confidence and is dropped if that is too low for
its kind; where the models are sure of a passage that no statement of its kind stands for, they propose one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from chancery.extract.learned.judge import PROPOSED, Judge, features, view
from chancery.extract.learned.model import load_model
from chancery.extract.learned.propose import proposals
from chancery.extract.learned.read import Learned
from chancery.extract.learned.windows import marks, windows
from chancery.extract.statements_scene import Scene
from chancery.model.statement import Statement

ALONE = 0.8  # least probability of a proposal in a document that is not of two states' dealings: there most are wrong
TOGETHER = 0.8  # least sum of the probabilities of a rule's statement and of another kind's proposal for its passage
HALF = 0.5  # … which are one passage if they share this much of the shorter
SAME = 0.3  # passages of one kind that share this much of the shorter tell one thing


def weigh(scene: Scene, ruled: Iterable[Statement]) -> list[Statement]:
    """The statements of a document that stand, of those its rules found and those its models propose.

    Raises PackError if the models are missing or broken.
    """
    model = load_model()
    found = list(windows(scene, model.pieces, marks(scene)))
    learned = Learned(scene, found, model.states(found), model.heads, model.second)
    language = scene.context.document.language
    weighed = [
        (
            statement,
            model.judge.probability(
                features(view(learned, statement), statement, language), proposed=_proposed(statement)
            ),
        )
        for statement in (*(model.judge.prior(s, language) for s in ruled), *proposals(scene, learned))
    ]
    return standing(trusted(weighed, between=len(scene.sides) > 1), model.judge)


def trusted(weighed: Iterable[tuple[Statement, float]], *, between: bool) -> Iterable[tuple[Statement, float]]:
    """Of statements with their probabilities all that rules found, and the proposals that a document's being of the
    dealings ``between`` states, or not, lets one trust."""
    return ((s, p) for s, p in weighed if between or p >= ALONE or not _proposed(s))


def _proposed(statement: Statement) -> bool:
    return statement.rule.startswith(PROPOSED)


def standing(weighed: Iterable[tuple[Statement, float]], judge: Judge) -> list[Statement]:
    """Of statements with their probabilities those likely enough, a proposal only where nothing else of its kind is."""
    kept: list[Statement] = []
    weighed = list(weighed)
    for statement, p in sorted(
        weighed, key=lambda pair: (_proposed(pair[0]), -pair[1], pair[0].evidence.span, pair[0].id)
    ):
        proposed = _proposed(statement)
        if not proposed and not judge.knows(statement.kind):
            kept.append(statement)  # the rule's own confidence is the better guess
            continue
        if not judge.stands(statement.kind, p, proposed=proposed) and not _contested(statement, p, weighed):
            continue
        if proposed and any(
            other.kind == statement.kind and other.evidence.span.shared(statement.evidence.span) >= SAME
            for other in kept
        ):
            continue
        kept.append(replace(statement, confidence=round(p, 3)))
    return kept


def _contested(ruled: Statement, p: float, weighed: Iterable[tuple[Statement, float]]) -> bool:
    """Whether the models only doubt of which kind a passage is that a rule found ("agreed to open flights": a promise,
    or cooperation). The rule then decides, where both together are likely enough."""
    return not _proposed(ruled) and any(
        _proposed(other)
        and other.kind != ruled.kind
        and p + q >= TOGETHER
        and other.evidence.span.shared(ruled.evidence.span) >= HALF
        for other, q in weighed
    )
