"""What bodies and addressees a match leaves unsaid: whose embassy it is, which commission sat, who is asked.

Where a text deals with two states, what one of them opens it opens in the other, and asks of it.
"""

from __future__ import annotations

from chancery.extract.statements_roles import captures, states_of
from chancery.extract.statements_scene import Scene
from chancery.model.statement import Filler
from chancery.rules import Match

Roles = dict[str, tuple[Filler, ...]]


def complete_mission(scene: Scene, match: Match, roles: Roles, place: Filler | None) -> tuple[Roles, Filler | None]:
    """A representation in a state, and its town as the place; in or of the other of the two states a text deals with,
    where one of them is named alone."""
    towns = [f for f in roles.get("in", ()) if f.entity and scene.located_in(f.entity) not in (f.entity, None)]
    states = states_of(scene, tuple(f for f in roles.get("in", ()) if f not in towns))
    for town in towns:
        state = scene.located_in(town.entity or "")
        if state is not None and all(f.entity != state for f in states):
            states = (*states, Filler(label=scene.caption(state), entity=state, span=town.span))
    roles = {**roles, "in": states} if states else roles
    for given, left in (("of", "in"), ("in", "of")):
        if roles.get(given) and not roles.get(left):
            other = _other(scene, match, {f.entity for f in roles[given] if f.entity})
            if other is not None:
                roles = {**roles, left: (Filler(label=scene.caption(other), entity=other),)}
    return roles, place or next(iter(towns), None)


def complete_aid(scene: Scene, match: Match, roles: Roles) -> Roles:
    """Help with who gives it: the other of the two states a text deals with, where only who receives it is told."""
    if "from" in roles or not roles.get("to"):
        return roles
    other = _other(scene, match, {f.entity for f in roles["to"] if f.entity})
    return {**roles, "from": (Filler(label=scene.caption(other), entity=other),)} if other is not None else roles


def complete_gathering(scene: Scene, match: Match, roles: Roles) -> Roles:
    """A sitting of bodies of several states, a commission of two under their names; empty for one of a state's own
    parliament or commission."""
    of = roles.get("of", ())
    kept = tuple(f for f in of if not f.entity or scene.state_of(f.entity) == f.entity)
    if len(kept) < len(of):
        return {**roles, "of": kept} if kept else {}
    return roles if kept else {**roles, **_commission(scene, match)}


def _commission(scene: Scene, match: Match) -> Roles:
    """The joint commission that a match binds, under its states' names: "Belarus–Zimbabwe Joint Commission"."""
    bound = next((b.token for b in captures(match).get("of", ())), None)
    if bound is None:
        return {}
    lexicon, graph = scene.rules.lexicon, scene.graph
    if "joint_body" not in lexicon.names():
        return {}
    words = [graph.lemma[bound], *(graph.lemma[k] for k in graph.children[bound] if graph.dep[k] == "amod")]
    name = next((value for word in reversed(words) if (value := lexicon.value("joint_body", word))), "")
    pair = scene.pair(scene.characters(match.anchor, match.anchor))
    if not name or len(pair) != 2:
        return {}
    states = "–".join(scene.context.knowledge.display(id) for id in pair)
    return {"of": (Filler(label=f"{states} {name}", span=scene.characters(bound, bound)),)}


def complete_request(scene: Scene, match: Match, roles: Roles) -> Roles:
    """A request with whom it is addressed to: the other of the two states a text deals with, where nobody is named;
    empty where that is not plain either, and for what is asked of one's own."""
    asking = {f.entity for f in roles.get("by", ())}
    for bound in captures(match).get("to", ()):
        asked = set(scene.states(scene.stands_for(bound.token)))
        if len(asked) > 1 and asked & asking:
            return {}  # "the two sides should work closely together"
    if roles.get("to") or "by" not in roles:
        return roles
    if "to" in captures(match):  # addressed to somebody we know no entity for: "to the banks"
        asked = {id for b in captures(match)["to"] for id in scene.stands_for(b.token)}
        own = {f.entity for f in roles["by"]}
        return {} if asked & own or not (len(scene.sides) > 1 or own - {scene.home}) else roles
    other = _other(scene, match, {f.entity for f in roles["by"] if f.entity})
    return {**roles, "to": (Filler(label=scene.caption(other), entity=other),)} if other is not None else {}


def _other(scene: Scene, match: Match, own: set[str]) -> str | None:
    """The one of a text's two states that is not among ``own``."""
    pair = scene.pair(scene.characters(match.anchor, match.anchor)) or tuple(scene.sides)
    others = [id for id in pair if id not in own]
    return others[0] if len(pair) == 2 and len(others) == 1 and scene.territory(others[0]) else None
