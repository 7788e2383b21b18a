"""Statements that no rule finds: passages the models are sure of, with the roles their kind needs, or nothing."""

from __future__ import annotations

from collections.abc import Iterator

from chancery.extract.learned.read import Learned, Part, Passage
from chancery.extract.learned.worded import worded
from chancery.extract.plover import plover
from chancery.extract.statements_implied import DOMESTIC, PAIRED, receiver
from chancery.extract.statements_roles import OPPOSED, extent
from chancery.extract.statements_scene import Scene
from chancery.extract.statements_topics import topics
from chancery.extract.statements_when import when
from chancery.model.statement import Filler, Kind, Statement, Status, kinds
from chancery.model.when import When

PLAYS = 0.5  # a role less likely than this stays empty
STANDS = 0.4  # … and a needed closed value, of up to twelve
LONG = 160  # characters of a role in free words
# what a clause says is in the complement of its head, the first of these that it has
COMPLEMENT = ("ccomp", "xcomp", "obj", "csubj", "nsubj:pass", "obl")
THING = ("obj", "nsubj:pass", "nsubj")  # … and what takes place is held or takes place
TAKES_PLACE = frozenset({"gathering", "anniversary"})
PAIRS = {**PAIRED, "agreement": "between"}  # roles that need two parties

Roles = dict[str, tuple[Filler, ...]]


def proposals(scene: Scene, learned: Learned) -> Iterator[Statement]:
    """A statement for every likely passage that has what its kind needs, in order of likelihood."""
    for passage in learned.passages():
        statement = propose(scene, learned, passage)
        if statement is not None:
            yield statement


def propose(scene: Scene, learned: Learned, passage: Passage) -> Statement | None:
    """The statement that ``passage`` makes, or None where a needed role stays empty."""
    kind = kinds()[passage.kind]
    if kind.name not in DOMESTIC and not scene.foreign:
        return None
    span = scene.characters(passage.first, passage.last)
    shares, values = learned.told(kind.name, passage.anchor, passage.first, passage.last)
    if not shares:
        return None
    roles = _agreeing(scene, kind, cast(learned.parts(kind.name, passage.anchor, span)))
    if roles is None:
        return None
    needed = {role for group in kind.needs for role in group}
    for role, found in values.items():
        best = max(found, key=lambda value: found[value])
        if role in needed or (found[best] >= PLAYS and role in ("action", "direction")):
            roles[role] = (Filler(label=best),)
    roles = worded(scene, passage, roles)
    if roles is None:
        return None
    for group in kind.needs:
        if not any(role in roles for role in group):
            _words(scene, kind, group, passage, roles)
    if any(not any(role in roles for role in group) for group in kind.needs):
        return None
    if kind.name in PAIRS and len(roles.get(PAIRS[kind.name], ())) < 2:
        return None
    roles = receiver(scene, kind.name, roles, span)
    status = max(shares, key=lambda s: shares[s])
    return Statement(
        kind=kind.name,
        roles=roles,
        status=status,
        evidence=scene.context.document.evidence(span),
        when=_held(scene, kind.name, status)
        or when(scene, passage.anchor, kind.name, status, frozenset(range(passage.first, passage.last + 1))),
        place=next(iter(roles.get("to", ())), None) if kind.name == "visit" else None,
        speaker=scene.speaker(span),
        topics=topics(scene, kind.name, span),
        plover=plover(kind.name, roles, status),
        rule=f"learned.{kind.name}",
        confidence=passage.head,
    )


def cast(parts: list[Part]) -> Roles:
    """Who plays which role, by probability; nobody acts on himself."""
    found: dict[str, dict[str, Filler]] = {}
    for part in sorted(parts, key=lambda p: -p.probability):
        if part.probability >= PLAYS:
            found.setdefault(part.role, {}).setdefault(part.actor, part.filler)
    for receiving, acting in OPPOSED.items():
        actors = {actor for name in acting.split("|") for actor in found.get(name, ())}
        found[receiving] = {a: f for a, f in found.get(receiving, {}).items() if a not in actors}
    return {role: tuple(fillers.values()) for role, fillers in found.items() if fillers}


def _words(scene: Scene, kind: Kind, group: tuple[str, ...], passage: Passage, roles: Roles) -> None:
    """Fill the first role of ``group`` that takes free words with what the passage says."""
    for role in group:
        spec = kind.roles[role]
        if spec.takes == "number":
            graph = scene.graph
            number = next((i for i in range(passage.first, passage.last + 1) if graph.pos[i] == "NUM"), None)
            if number is not None:
                span = scene.characters(number, number)
                roles[role] = (Filler(label=span.of(scene.context.document.text), span=span),)
                return
        elif spec.takes == "text" and not spec.values:
            first, last = _complement(scene, passage)
            span = scene.characters(first, last)
            text = " ".join(span.of(scene.context.document.text).split())
            if len(text) > LONG:
                text = text[:LONG].rsplit(" ", 1)[0]
            text = text.strip(" ,;:—–-")
            if text:
                roles[role] = (Filler(label=text, span=span),)
                return


def _complement(scene: Scene, passage: Passage) -> tuple[int, int]:
    """The phrase that completes the head of a passage, to its end; the whole passage if there is none."""
    graph = scene.graph
    first, last = passage.first, passage.last
    if graph.pos[passage.anchor] in ("VERB", "AUX", "ADJ"):
        for dep in THING if passage.kind in TAKES_PLACE else COMPLEMENT:
            for child in graph.children[passage.anchor]:
                if graph.dep[child] == dep and first <= child <= last:
                    return extent(scene, child)
    elif passage.kind in TAKES_PLACE:
        return extent(scene, passage.anchor, whole=False)
    return first, last


def _agreeing(scene: Scene, kind: Kind, roles: Roles) -> Roles | None:
    """``roles`` without what contradicts itself; None where nothing is left that could be meant.

    A state does not stand beside its own representative; a traveller comes from his own state and goes to another; one
    person holds one office, of the state or body he acts for.
    """
    for role, fillers in list(roles.items()):
        if kind.roles[role].takes == "person":
            states = {scene.state_of(f.entity) for f in fillers if f.entity and scene.state_of(f.entity) != f.entity}
            roles[role] = tuple(f for f in fillers if f.entity not in states)
    if kind.name == "visit":
        own = {state for f in roles.get("who", ()) if f.entity and (state := scene.state_of(f.entity))}
        if own:
            roles["from"] = tuple(Filler(label=scene.caption(s), entity=s) for s in sorted(own))
        roles["to"] = tuple(f for f in roles.get("to", ()) if f.entity not in own)
    if kind.name == "office":
        who = roles.get("who", ())
        if len(who) != 1 or len(roles.get("of", ())) > 1:
            return None
        office = {scene.state_of(who[0].entity or "")}
        if any(f.entity not in office for f in roles.get("of", ())):
            return None
    return {role: fillers for role, fillers in roles.items() if fillers}


def _held(scene: Scene, kind: str, status: Status) -> When | None:
    """The document's date for an office that is held."""
    return scene.published() if kind == "office" and status is Status.ONGOING else None
