"""The kinds of statement hold every role and closed value that the specification of statements names."""

from __future__ import annotations

import pytest

from chancery.model.statement import Status, kinds

ROLES = {
    "visit": "who from place to visit",
    "meeting": "between format",
    "call": "between",
    "greeting": "from to what",
    "credentials": "who sends receives to office",
    "office": "who office of to action",
    "invitation": "from to what visit place action",
    "agreement": "between instrument action by",
    "commitment": "by to what due",
    "position": "who stance about",
    "request": "by to what",
    "membership": "who of action as",
    "chairmanship": "who from to of",
    "gathering": "of what chair ordinal",
    "relations": "between action level",
    "mission": "of in what action",
    "cooperation": "between area within",
    "aid": "from to what amount",
    "anniversary": "of n origin",
    "figure": "of between value unit change",
    "assessment": "about direction",
    "obstacle": "between what",
    "conflict": "by against what",
}
CLOSED = {
    ("visit", "visit"): "state, official, working, private, return",
    ("invitation", "visit"): "state, official, working, private, return",
    ("invitation", "action"): "invited, accepted, declined",
    ("greeting", "what"): "greeting, congratulation, condolence, thanks",
    ("office", "action"): "holds, nominated, appointed, elected, dismissed, resigned, former",
    ("agreement", "action"): "proposed, negotiated, agreed, initialled, signed, adopted, ratified, in force, extended, "
    "suspended, ended",
    ("position", "stance"): "supports, opposes, recognises, does not recognise, condemns, criticises, refuses, "
    "welcomes, regrets, is concerned, calls for, is grateful",
    ("membership", "action"): "is, joins, applies, leaves, suspended",
    ("membership", "as"): "member, observer, partner",
    ("relations", "action"): "is, established, upgraded, downgraded, severed, restored",
    ("mission", "action"): "opened, to open, closed",
    ("assessment", "direction"): "improving, strong, below potential, stagnating, worsening",
}
# roles whose list in the specification is left open: any words may fill them
OPEN = {("conflict", "what"), ("meeting", "format"), ("relations", "level"), ("mission", "what"), ("gathering", "what")}


def test_there_are_the_kinds_of_the_specification_and_no_others() -> None:
    assert set(kinds()) == set(ROLES)


@pytest.mark.parametrize("name", sorted(ROLES))
def test_a_kind_has_its_roles(name: str) -> None:
    assert set(kinds()[name].roles) == set(ROLES[name].split())


@pytest.mark.parametrize("name", sorted(ROLES))
def test_a_role_is_closed_to_just_its_values(name: str) -> None:
    closed = {role.name: ", ".join(role.values) for role in kinds()[name].roles.values() if role.values}
    assert closed == {role: values for (kind, role), values in CLOSED.items() if kind == name}
    assert not set(closed) & {role for kind, role in OPEN if kind == name}


def test_the_statuses_are_those_of_the_specification() -> None:
    assert {s.value for s in Status} == {"done", "ongoing", "planned", "wished", "possible", "denied"}
