"""What a passage is about: subject terms of the UNBIS thesaurus, from its words, in either language."""

from __future__ import annotations

from chancery.extract.statements_scene import Scene
from chancery.model.document import Span

LONGEST = 4  # words of a term
MOST = 5  # terms of a statement
CONTENT = frozenset({"NOUN", "ADJ", "PROPN"})
SUBJECTS = frozenset(
    {
        "position", "commitment", "cooperation", "request", "aid", "agreement", "figure", "assessment", "mission",
        "gathering", "obstacle", "conflict", "relations", "membership",
    }
)  # fmt: skip


def topics(scene: Scene, kind: str, span: Span) -> tuple[str, ...]:
    """The terms that the passage at ``span`` names, longest names first taken; empty for kinds without a subject."""
    if kind not in SUBJECTS:
        return ()
    graph, language = scene.graph, scene.context.pack.code
    tokens = scene.tokens(span)
    found: dict[str, None] = {}
    at = tokens.start
    while at < tokens.stop:
        step = 1
        if graph.pos[at] in CONTENT:
            for size in range(min(LONGEST, tokens.stop - at), 0, -1):
                if graph.pos[at + size - 1] not in CONTENT or (size == 1 and graph.pos[at] == "ADJ"):
                    continue
                terms = scene.context.knowledge.topic(" ".join(graph.lemma[at : at + size]), language)
                if terms:
                    found |= dict.fromkeys(terms)
                    step = size
                    break
        at += step
    return tuple(found)[:MOST]
