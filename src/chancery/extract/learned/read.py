"""One document as the learned models see it: which words belong to passages of which kind, and who plays which role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from chancery.extract.learned.candidates import Cast
from chancery.extract.learned.heads import Heads
from chancery.extract.learned.labels import KINDS, ROLES, STATUSES
from chancery.extract.learned.sparse import Second
from chancery.extract.learned.windows import Window
from chancery.extract.statements_scene import Scene
from chancery.model.document import Span
from chancery.model.statement import Filler, Status, kinds

Floats = npt.NDArray[np.float32]

LEAST = 0.1  # a word less likely the head of a passage proposes none
BELONGS = 0.35  # a word this likely in a passage belongs to the one beside it
STARTS = 0.5
SAME = 0.6  # passages of one kind that share this much of the shorter are one
LIMIT = 240  # characters of a passage
CORE = frozenset({"nsubj", "nsubj:pass", "obj", "iobj", "xcomp", "aux", "aux:pass", "cop"})
# words that make no sense without what they hang on, nor it without them
TIED = frozenset({"case", "det", "amod", "nummod", "compound", "flat", "fixed", "aux", "cop"})
EDGE = frozenset({"PUNCT", "SPACE", "CCONJ"})


@dataclass(frozen=True, slots=True)
class Passage:
    """Tokens ``first`` to ``last`` around head ``anchor`` as a passage of a kind; ``head`` and ``inside`` are the
    likeliest head's and the words' mean probability."""

    kind: str
    anchor: int
    first: int
    last: int
    head: float
    inside: float


@dataclass(frozen=True, slots=True)
class Part:
    """An actor's likeliest role in a passage."""

    actor: str
    role: str
    probability: float
    filler: Filler


class Learned:
    """The models' view of one document."""

    def __init__(
        self, scene: Scene, windows: Sequence[Window], states: Sequence[Floats], heads: Heads, second: Second
    ) -> None:
        self._scene = scene
        self._heads = heads
        self._cast: Cast | None = None
        self._windows = windows
        self._states = states
        self._at: dict[int, tuple[int, int]] = {}
        self.tags = np.zeros((len(scene.context.doc), len(KINDS), 3), dtype=np.float32)
        for number, (window, state) in enumerate(zip(windows, states, strict=True)):
            self.tags[list(window.tokens)] = heads.tags(state[window.place])
            for token, place in zip(window.tokens, window.place.tolist(), strict=True):
                self._at[token] = (number, place)

        second.mix(scene, self.tags)

    # --- passages ---

    def passages(self) -> list[Passage]:
        """The likeliest passages of every kind, each head once."""
        out: list[Passage] = []
        tokens, numbers = np.nonzero(self.tags[:, :, 2] >= LEAST)
        order = np.argsort(-self.tags[tokens, numbers, 2], kind="stable")
        taken: dict[int, list[tuple[int, int]]] = {}
        for token, number in zip(tokens[order].tolist(), numbers[order].tolist(), strict=True):
            first, last = self.extent(token, number)
            if any(_share((first, last), other) >= SAME for other in taken.get(number, ())):
                continue
            taken.setdefault(number, []).append((first, last))
            inside = float(self.tags[first : last + 1, number, 0].mean())
            out.append(Passage(KINDS[number], token, first, last, float(self.tags[token, number, 2]), inside))
        return out

    def extent(self, token: int, number: int) -> tuple[int, int]:
        """The words around ``token`` that belong to its passage."""
        doc = self._scene.context.doc
        sentence = doc[token].sent
        inside, start = self.tags[:, number, 0], self.tags[:, number, 1]
        first = last = token
        while first > sentence.start and start[first] < STARTS and inside[first - 1] >= BELONGS:
            first -= 1
        while last + 1 < sentence.end and inside[last + 1] >= BELONGS and start[last + 1] < STARTS:
            last += 1
        first, last = self._whole(token, first, last)
        pos = self._scene.graph.pos
        while first < token and pos[first] in EDGE:
            first += 1
        while last > token and pos[last] in EDGE:
            last -= 1
        while last > token and doc[last].idx + len(doc[last]) - doc[first].idx > LIMIT:
            last -= 1
        while first < token and doc[last].idx + len(doc[last]) - doc[first].idx > LIMIT:
            first += 1
        return first, last

    def _whole(self, token: int, first: int, last: int) -> tuple[int, int]:
        """The passage with the core of its clause and without words torn from the one they belong to."""
        graph, doc = self._scene.graph, self._scene.context.doc
        core = [k for k in graph.children[token] if graph.dep[k] in CORE and graph.pos[token] in ("VERB", "AUX", "ADJ")]
        for k in sorted(core, key=lambda k: abs(k - token)):
            a, b = min(first, k), max(last, k)
            if doc[b].idx + len(doc[b]) - doc[a].idx <= LIMIT:
                first, last = a, b
        for _ in range(4):  # "in" needs its noun, the noun its adjective
            torn = [graph.head[k] for k in range(first, last + 1) if graph.dep[k].partition(":")[0] in TIED]
            below = [k for i in range(first, last + 1) for k in graph.children[i]]
            inner = [k for k in below if graph.dep[k].partition(":")[0] in TIED]
            a, b = min([first, *torn, *inner]), max([last, *torn, *inner])
            if (a, b) == (first, last) or doc[b].idx + len(doc[b]) - doc[a].idx > LIMIT:
                break
            first, last = a, b
        return first, last

    def score(self, kind: str, span: Span) -> tuple[float, float, int]:
        """Of the words of ``span``: the best head's probability, the mean of the better half in a passage, the head."""
        number = KINDS.index(kind)
        tokens = self._scene.tokens(span)
        tags = self.tags[tokens.start : tokens.stop, number]
        if not len(tags):
            return 0.0, 0.0, tokens.start
        inside = np.sort(tags[:, 0])[len(tags) // 2 :]
        return float(tags[:, 2].max()), float(inside.mean()), tokens.start + int(tags[:, 2].argmax())

    def ends(self, span: Span) -> tuple[int, int]:
        """First and last token of ``span``."""
        tokens = self._scene.tokens(span)
        return tokens.start, max(tokens.start, tokens.stop - 1)

    def rival(self, kind: str, span: Span) -> float:
        """The best head's probability of any other kind in ``span``."""
        tokens = self._scene.tokens(span)
        tags = self.tags[tokens.start : tokens.stop, :, 2].max(0) if len(tokens) else np.zeros(len(KINDS))
        return float(np.delete(tags, KINDS.index(kind)).max())

    # --- status, values, roles ---

    def told(
        self, kind: str, anchor: int, first: int, last: int
    ) -> tuple[dict[Status, float], dict[str, dict[str, float]]]:
        """Probabilities of each status and of closed values, for a passage; empty outside the windows."""
        at = self._at.get(anchor)
        ends = [self._at.get(first), self._at.get(last)]
        if at is None:
            return {}, {}
        state = self._states[at[0]]
        low = ends[0][1] if ends[0] is not None and ends[0][0] == at[0] else at[1]
        high = ends[1][1] if ends[1] is not None and ends[1][0] == at[0] else at[1]
        mean = state[low : high + 1].mean(0)
        status, values = self._heads.passage(state[at[1]], mean, KINDS.index(kind))
        return {Status(name): float(p) for name, p in zip(STATUSES, status, strict=True)}, values

    def parts(self, kind: str, anchor: int, span: Span) -> list[Part]:
        """Every candidate with its likeliest role, if that is likelier than none."""
        at = self._at.get(anchor)
        if at is None:
            return []
        if self._cast is None:
            self._cast = Cast(self._scene)
        found = self._cast.near(kinds()[kind], anchor, span)
        if not found:
            return []
        window = self._states[at[0]]
        mentions = np.zeros((len(found), window.shape[1]), dtype=np.float32)
        for row, candidate in enumerate(found):
            place = self._at.get(candidate.token) if candidate.token is not None else None
            if place is not None and place[0] == at[0]:
                mentions[row] = window[place[1]]
        features = np.stack([c.features for c in found])
        scores = self._heads.roles(mentions, window[at[1]], KINDS.index(kind), features)
        out = []
        for candidate, row in zip(found, scores, strict=True):
            best = int(row[1:].argmax()) + 1
            span_of = self._scene.characters(candidate.token, candidate.token) if candidate.token is not None else None
            filler = Filler(label=self._scene.caption(candidate.actor), entity=candidate.actor, span=span_of)
            out.append(Part(candidate.actor, ROLES[best - 1], float(row[best]), filler))
        return out


def _share(a: tuple[int, int], b: tuple[int, int]) -> float:
    inner = min(a[1], b[1]) - max(a[0], b[0]) + 1
    return max(0, inner) / (min(a[1] - a[0], b[1] - b[0]) + 1)
