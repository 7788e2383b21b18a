"""The shortest passage that proves a match: its words and phrases from first to last, without loose ends."""

from __future__ import annotations

from chancery.extract.statements_roles import captures, extent
from chancery.extract.statements_scene import Scene
from chancery.model.document import Span
from chancery.rules import Bound, Match

LIMIT = 240  # characters; longer passages are cut back to the nearest phrase
EDGE = frozenset({"PUNCT", "SPACE", "CCONJ"})


def evidence(scene: Scene, match: Match, within: range | None = None) -> Span:
    """The passage that proves ``match``, in its anchor's sentence or in the tokens ``within``."""
    graph = scene.graph
    tokens: set[int] = set()
    anchor = match.anchor
    home = scene.context.doc[anchor].sent
    sentence = within if within is not None else range(home.start, home.end)
    if anchor not in sentence:
        anchor = min(b.token for b in match.nodes.values() if b.token in sentence)
    needed: set[int] = {anchor, *_function_words(scene, anchor)}
    verb = graph.support_verb(anchor) if graph.pos[anchor] in ("NOUN", "PROPN") else None
    if verb is not None and any(b.arc is not None and b.arc.shared for b in match.nodes.values()):
        needed |= {verb, *_function_words(scene, verb)}
    for bound in match.nodes.values():
        if _distant_subject(scene, match, bound):
            continue
        needed.add(bound.token)
        mention = scene.mention(bound.token)
        if mention is not None:
            needed |= set(scene.tokens(mention.span))
        title = scene.title(bound.token)
        if title is not None:
            needed |= set(scene.tokens(title.span))
    tokens = {t for t in needed if t in sentence} or {anchor}
    first, last = min(tokens), max(tokens)
    for role, bounds in captures(match).items():
        for bound in bounds:
            if _distant_subject(scene, match, bound) or bound.token not in sentence:
                continue
            a, b = extent(scene, bound.token, anchor, whole=match.rule.each != role)
            first, last = _grow(scene, (first, last), (max(a, sentence.start), min(b, sentence.stop - 1)))
    if graph.pos[anchor] in ("NOUN", "PROPN"):
        a, b = extent(scene, anchor, anchor, whole=False)
        first, last = _grow(scene, (first, last), (max(a, sentence.start), min(b, sentence.stop - 1)))
    while first < last and graph.pos[first] in EDGE:
        first += 1
    while last > first and graph.pos[last] in EDGE:
        last -= 1
    return scene.characters(first, last)


def _distant_subject(scene: Scene, match: Match, bound: Bound) -> bool:
    """Whether ``bound`` is the subject of an earlier verb that the match's own verb is coordinated with."""
    if bound.arc is None or not bound.arc.shared or "agent" not in bound.arc.labels:
        return False
    graph = scene.graph
    predicate = graph.support_verb(match.anchor) or match.anchor
    while graph.dep[predicate] in ("xcomp", "advcl") and graph.head[predicate] != predicate:
        predicate = graph.head[predicate]
    beside = graph.dep[predicate] == "parataxis"  # "отметил важность…, высказался…": no conjunction
    between = graph.head[predicate] if beside else graph.first(predicate)
    return (beside or graph.dep[predicate] == "conj") and bound.token < between < predicate


def _function_words(scene: Scene, i: int) -> list[int]:
    graph = scene.graph
    return [k for k in graph.children[i] if graph.dep[k] in ("aux", "aux:pass", "cop", "compound:prt", "mark", "neg")]


def _grow(scene: Scene, core: tuple[int, int], phrase: tuple[int, int]) -> tuple[int, int]:
    """``core`` widened to ``phrase`` on each side while the passage stays within ``LIMIT`` characters."""
    first, last = core
    for a, b in ((min(first, phrase[0]), last), (first, max(last, phrase[1]))):
        wide = (min(first, a), max(last, b))
        if len(scene.characters(*wide)) <= LIMIT:
            first, last = wide
    if last < phrase[1] and phrase[0] <= last + 1:
        # the phrase is too long: keep as much of it as the limit allows
        while last < phrase[1] and len(scene.characters(first, last + 1)) <= LIMIT:
            last += 1
    return first, last
