"""What the roles of travel and talks imply: where a visitor comes from, whose guest he is, where talks take place."""

from __future__ import annotations

from chancery.extract.statements_scene import Scene
from chancery.model.entity import EntityKind
from chancery.model.statement import Filler

Roles = dict[str, tuple[Filler, ...]]


def complete(scene: Scene, kind: str, roles: Roles, place: Filler | None) -> tuple[Roles, Filler | None]:
    """Roles and place with what follows from those found; as they are for other kinds than visits."""
    if kind != "visit" or "who" not in roles:
        return roles, place
    place = place or next(iter(roles.pop("place", ())), None)
    origins = {state for f in roles["who"] if f.entity and (state := scene.state_of(f.entity))}
    if "from" not in roles and origins:
        roles["from"] = tuple(Filler(label=scene.caption(s), entity=s) for s in sorted(origins))
    if "to" in roles:
        hosts = [state for f in roles["to"] if f.entity and (state := scene.state_of(f.entity))]
        roles["to"] = (
            tuple(Filler(label=scene.caption(s), entity=s) for s in dict.fromkeys(hosts)) or roles["to"]
        )
    elif place is not None and place.entity:
        state = located_in(scene, place.entity)
        if state is not None and state not in origins:
            roles["to"] = (Filler(label=scene.caption(state), entity=state, span=place.span),)
    return roles, place


def located_in(scene: Scene, id: str) -> str | None:
    """The state that a place is or lies in."""
    entity = scene.entity(id)
    if entity is None:
        return None
    return id if entity.kind is EntityKind.STATE else entity.state
