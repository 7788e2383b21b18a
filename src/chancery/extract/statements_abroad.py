"""Whether a statement is of relations of states at all, or of what one state does at home.

A document of two states' talks is taken at its word. In any other (a press briefing, a speech, a fact sheet) who acts
must have to do with somebody abroad: in the roles, or by name or by a word like "allies" in the paragraph, or in the
one before it, which may be the question that is answered.
"""

from __future__ import annotations

from bisect import bisect_right

from chancery.extract.statements_scene import Scene
from chancery.model.document import Block, BlockRole, Span
from chancery.model.entity import EntityKind
from chancery.model.statement import Statement

# kinds of what a state may also do at home
AT_HOME = frozenset(
    {"commitment", "position", "cooperation", "aid", "request", "meeting", "call", "gathering", "agreement", "greeting",
     "visit", "invitation", "conflict"}
)  # fmt: skip
ACTED = frozenset({"commitment", "position", "request", "aid"})  # … and firms and agencies, too
ASKING = frozenset({"request", "position"})
STATES = (EntityKind.STATE, EntityKind.TERRITORY)


class Abroad:
    """What each paragraph of one document says of the world abroad."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._between = len(scene.sides) > 1
        self._blocks: tuple[Block, ...] = tuple(
            block for block in scene.context.document.readable() if block.role is not BlockRole.TITLE
        )
        self._starts = [block.span.start for block in self._blocks]
        self._words = scene.rules.lexicon.words("abroad")

    def concerns(self, statement: Statement) -> bool:
        """Whether ``statement`` has to do with others than who acts in it."""
        if statement.kind not in AT_HOME:
            return True
        if statement.kind in ACTED and not self._of_states(statement):
            return False
        if self._between and not self._to_parliament(statement):
            return True
        scene = self._scene
        actors = {
            actor
            for fillers in statement.roles.values()
            for filler in fillers
            if filler.entity and (actor := scene.state_of(filler.entity)) is not None
        }
        acting = {actor for actor in actors if self._foreign(actor)}
        if len(acting) > 1 or any(self._joint(actor) for actor in acting):
            return True
        if self._to_parliament(statement):
            return self._names(statement.evidence.span, actors)
        return any(self._names(block.span, actors) for block in self._near(statement.evidence.span))

    def _of_states(self, statement: Statement) -> bool:
        """Whether anybody in ``statement`` is known to be of a state or of several: a firm or an agency that nobody
        knows does business at home."""
        named = [filler.entity for fillers in statement.roles.values() for filler in fillers if filler.entity]
        return not named or any(self._scene.state_of(id) is not None for id in named if not self._unknown_body(id))

    def _unknown_body(self, id: str) -> bool:
        entity = self._scene.entity(id)
        known = self._scene.context.knowledge.entity(id) is not None
        return entity is not None and entity.kind is EntityKind.ORGANISATION and not known and not entity.state

    def _to_parliament(self, statement: Statement) -> bool:
        """Whether ``statement`` is a request or stance on a parliament, mostly one's own: "Congress must act"."""
        if statement.kind not in ASKING:
            return False
        words, graph = self._scene.rules.lexicon.words("parliament"), self._scene.graph
        return any(graph.lemma[i].casefold() in words for i in self._scene.tokens(statement.evidence.span))

    def _near(self, span: Span) -> tuple[Block, ...]:
        at = bisect_right(self._starts, span.start)
        return self._blocks[max(0, at - 2) : at]

    def _joint(self, id: str) -> bool:
        """Whether ``id`` is a body of several states, whose doings are never one state's own."""
        entity = self._scene.entity(id)
        return entity is not None and entity.kind is EntityKind.ORGANISATION

    def _foreign(self, id: str) -> bool:
        """Whether ``id`` is a state, or a body of several."""
        entity = self._scene.entity(id)
        if entity is None or entity.kind in STATES:
            return entity is not None
        known = self._scene.context.knowledge.entity(id) is not None
        return entity.kind is EntityKind.ORGANISATION and known and not entity.state

    def _names(self, span: Span, actors: set[str]) -> bool:
        """Whether the text at ``span`` names somebody abroad, or speaks of abroad."""
        scene = self._scene
        if any(scene.graph.lemma[i] in self._words for i in scene.tokens(span)):
            return True
        for mention in scene.context.mentions:
            if mention.form == "pronoun" or not span.covers(mention.span):
                continue
            for id in mention.entities:
                entity = scene.entity(id)
                place = entity.state if entity is not None and entity.kind is EntityKind.PLACE else None
                actor = place or scene.state_of(id)
                if actor is not None and actor not in actors and self._foreign(actor):
                    return True
        return False
