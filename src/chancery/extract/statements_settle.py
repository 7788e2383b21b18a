"""What one statement leaves open and the rest of its document, or its own passage, settles.

Whom a war is waged against is told once and then taken as known; an office found by its holder's name is named beside
it; "our shared commitment" is that of both sides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from chancery.extract.statements_scene import Scene
from chancery.model.statement import Filler, Statement

JOINT = {"commitment": "by", "position": "who"}
LONGEST = 60  # characters of an office named beside its holder


def settle(scene: Scene, statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """``statements`` with what follows for them from their passages and from each other."""
    found = list(statements)
    victims = _victims(found)
    settled = (_joint(scene, _office(scene, _against(statement, victims))) for statement in found)
    told = (statement for statement in settled if statement.kind != "office" or _tells_office(statement))
    return tuple(statement for statement in told if not _left_office(scene, statement))


def _tells_office(statement: Statement) -> bool:
    """Whether a statement of office says which ("N. N. was appointed" is enough), and whose: "Mayor Lee" is told of no
    state and no body of states."""
    named = "office" in statement.roles or statement.labels("action") != ("holds",)
    return named and not statement.roles.keys().isdisjoint(("of", "to"))


def _ids(statement: Statement, role: str) -> tuple[str, ...]:
    return tuple(filler.entity for filler in statement.roles.get(role, ()) if filler.entity)


def _victims(statements: list[Statement]) -> dict[tuple[str, str], Filler]:
    """For each attacker and deed whom most statements of the document say it is done to."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    fillers: dict[str, Filler] = {}
    for statement in statements:
        against = statement.roles.get("against", ())
        if statement.kind == "conflict" and len(against) == 1 and against[0].entity:
            fillers[against[0].entity] = against[0]
            for by in _ids(statement, "by"):
                for deed in statement.labels("what"):
                    counts.setdefault((by, deed), Counter())[against[0].entity] += 1
    return {key: fillers[counter.most_common(1)[0][0]] for key, counter in counts.items()}


def _against(statement: Statement, victims: dict[tuple[str, str], Filler]) -> Statement:
    by, what = _ids(statement, "by"), statement.labels("what")
    if statement.kind != "conflict" or "against" in statement.roles or len(by) != 1 or len(what) != 1:
        return statement
    victim = victims.get((by[0], what[0]))
    if victim is None or victim.entity == by[0]:
        return statement
    return replace(statement, roles={**statement.roles, "against": (replace(victim, span=None),)})


def _office(scene: Scene, statement: Statement) -> Statement:
    """An office whose title nothing has named yet: as the passage names it."""
    if statement.kind != "office" or "office" in statement.roles:
        return statement
    span = statement.evidence.span
    title = next((t for t in scene.context.titles if t.title and span.covers(t.span)), None)
    label = title.title if title is not None else ""
    if not label:
        parts = [part.strip() for part in statement.evidence.quote.split(",")]
        named = len(parts) > 1 and len(parts[1]) <= LONGEST and len(parts[1].split()) > 1 and parts[1][0].isupper()
        label = parts[1] if named else ""  # not "of California", "vice N. N."
    return replace(statement, roles={**statement.roles, "office": (Filler(label=label),)}) if label else statement


def _left_office(scene: Scene, statement: Statement) -> bool:
    """Whether the tables know that who is told to hold an office had left it long before the document's day."""
    on, known = scene.context.published, scene.context.knowledge
    holders, of = _ids(statement, "who"), _ids(statement, "of")
    if statement.labels("action") != ("holds",) or on is None or len(holders) != 1 or len(of) != 1:
        return False
    return any(known.left(holders[0], label, of[0], on) for label in statement.labels("office"))


def _joint(scene: Scene, statement: Statement) -> Statement:
    """What one of two sides calls "our shared" is held by both."""
    role = JOINT.get(statement.kind, "")
    held = _ids(statement, role)
    if len(held) != 1:
        return statement
    words = [scene.graph.lemma[i] for i in scene.tokens(statement.evidence.span)]
    both, ours = scene.rules.lexicon.words("joint"), scene.rules.lexicon.words("first_person")
    if not any(word in both for word in words[:6]) or not any(word in ours for word in words[:6]):
        return statement
    pair = scene.pair(statement.evidence.span)
    if held[0] not in pair:
        return statement
    fillers = tuple(Filler(label=scene.caption(id), entity=id) for id in pair)
    return replace(statement, roles={**statement.roles, role: fillers})
