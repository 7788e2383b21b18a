"""The time of a statement: the nearest expression its match governs, else what the document's date implies."""

from __future__ import annotations

from chancery.extract.statements_scene import Scene
from chancery.model.statement import Status
from chancery.model.when import When

# clause borders that an expression of time does not cross on its way up to the match
BORDER = frozenset({"acl:relcl", "acl", "advcl", "ccomp", "parataxis"})
UNTIMED = frozenset({"position", "assessment", "request", "obstacle", "cooperation"})
DATED = frozenset({"meeting", "call", "greeting"})
REACH = 12


def when(scene: Scene, anchor: int, kind: str, status: Status) -> When | None:
    """The time of the happening at token ``anchor``; None if the text gives none."""
    found = None if kind in UNTIMED else _governed(scene, anchor)
    if found is not None:
        return found
    if kind in DATED and status is Status.DONE and scene.reported(anchor):
        return scene.published()
    return None


def _governed(scene: Scene, anchor: int) -> When | None:
    """The expression nearest in the tree among those whose way up meets the match's own way up."""
    graph = scene.graph
    above: dict[int, int] = {anchor: 0}
    i = anchor
    for step in range(1, REACH):
        border = graph.dep[i] in BORDER and graph.pos[i] in ("VERB", "AUX")
        purpose = graph.dep[i] == "xcomp" or graph.dep[i] == "conj"
        if graph.head[i] == i or (border and not purpose):
            break
        i = graph.head[i]
        above.setdefault(i, step)
    best: tuple[int, int, When] | None = None
    sentence = scene.context.doc[anchor].sent
    for expression in scene.context.times:
        if expression.when is None or expression.type not in ("DATE", "TIME"):
            continue
        tokens = scene.tokens(expression.span)
        if not tokens or not sentence.start <= tokens[0] < sentence.end:
            continue
        j = next((t for t in tokens if graph.head[t] not in tokens or graph.head[t] == t), tokens[0])
        for step in range(REACH):
            if j in above:
                rank = (above[j] + step, abs(tokens[0] - anchor))
                if best is None or rank < best[:2]:
                    best = (*rank, expression.when)
                break
            if graph.head[j] == j or (graph.dep[j] in BORDER and graph.pos[j] in ("VERB", "AUX")):
                break
            j = graph.head[j]
    return best[2] if best is not None else None
