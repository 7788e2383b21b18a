"""What a headline tells: in a transcript's, "Remarks by A and B before their meeting" is a meeting of A and B; what the
text below tells with its names, a headline only announces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from chancery.extract.statements_scene import Scene
from chancery.model.document import BlockRole, Span
from chancery.model.entity import EntityKind
from chancery.model.statement import Filler, Statement, Status

# happenings that a headline names by their states and the text by their persons
RETOLD = frozenset({"visit", "meeting", "call", "credentials", "agreement", "greeting", "invitation"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """A meeting that a headline announces."""

    between: tuple[Filler, ...]
    status: Status
    span: Span


def occasion(scene: Scene) -> Occasion | None:
    """The meeting in a transcript's headline: two persons or more, a word of time and a noun of meeting after it."""
    lexicon = scene.rules.lexicon
    times, nouns = lexicon.words("occasion"), lexicon.words("occasion_noun")
    block = next((b for b in scene.context.document.blocks if b.role is BlockRole.TITLE), None)
    if block is None or not scene.transcript or not times:
        return None
    tokens = list(scene.tokens(block.span))
    words = [scene.graph.text[i] for i in tokens]
    at = next((k for k, word in enumerate(words) if word in times), None)
    if at is None:
        return None
    noun = next((k for k in range(at + 1, len(words)) if words[k] in nouns), None)
    if noun is None:
        return None
    persons: dict[str, Filler] = {}
    limit = scene.context.doc[tokens[at]].idx
    for mention in sorted(scene.context.mentions, key=lambda m: m.span.start):
        if mention.kind is EntityKind.PERSON and block.span.covers(mention.span) and mention.span.start < limit:
            for id in mention.entities:
                persons.setdefault(id, Filler(label=scene.caption(id), entity=id, span=mention.span))
    if len(persons) < 2:
        return None
    span = scene.characters(tokens[0], tokens[-1])
    return Occasion(between=tuple(persons.values()), status=Status(lexicon.value("occasion", words[at])), span=span)


def told_below(scene: Scene, statements: Iterable[Statement]) -> Iterator[Statement]:
    """``statements`` without those of the title that the text tells again of the same states."""
    found = list(statements)
    title = scene.title_span()
    below = [s for s in found if title is None or not title.overlaps(s.evidence.span)]
    for statement in found:
        if title is None or statement.kind not in RETOLD or not title.covers(statement.evidence.span):
            yield statement
            continue
        states = _states(scene, statement)
        again = (s for s in below if s.kind == statement.kind and s.status is statement.status)
        if not states or not any(states <= _states(scene, s) for s in again):
            yield statement


def _states(scene: Scene, statement: Statement) -> set[str]:
    """The states of those who act in ``statement``."""
    ids = [f.entity for fillers in statement.roles.values() for f in fillers if f.entity]
    return {state for id in ids if (state := scene.state_of(id)) is not None}
