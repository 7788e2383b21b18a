"""Who may take part in a statement: the actors named near its passage, with what the tree and the document say of each.

For kinds whose roles take persons these are whom words stand for; for roles that take states, the states and
organisations they act for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from chancery.extract.statements_scene import Scene
from chancery.model.document import Span
from chancery.model.entity import EntityKind
from chancery.model.statement import Kind

Floats = npt.NDArray[np.float32]

BACK = 2  # sentences before the passage in which an actor may be named
RELATIONS = (
    "nsubj", "nsubj:pass", "obj", "iobj", "obl", "nmod", "nmod:poss", "appos", "conj", "flat", "compound", "amod",
    "obl:agent", "parataxis", "vocative", "root",
)  # fmt: skip
ARCS = ("agent", "patient", "to", "of", "attr", "poss", "obl", "nmod")
FLAGS = (
    "inside", "before", "after", "earlier", "only_meant", "speaker", "addressee", "participant", "as_named", "person",
    "state", "organisation", "known", "several", "pronoun", "title", "same_head", "passive",
)  # fmt: skip
BESIDE = frozenset({"flat", "flat:name", "appos", "compound", "conj"})  # relations within an enumeration or a name
REACH = 12  # words
WIDTH = len(FLAGS) + len(RELATIONS) + 3 * len(ARCS) + 8


@dataclass(frozen=True, slots=True)
class Candidate:
    """An actor with the token that names it nearest to the passage (None: nobody says so near it)."""

    actor: str
    token: int | None
    features: Floats


@dataclass(frozen=True, slots=True)
class Named:
    """A token, whom it stands for, and the number of its sentence."""

    token: int
    ids: tuple[str, ...]
    sentence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """A passage: its head, its tokens, the number of its sentence; who speaks, is spoken to, takes part; what hangs on
    its head, on the verb that carries it, on what it hangs on itself, by token; how many candidates there are."""

    anchor: int
    tokens: range
    sentence: int
    meant: tuple[set[str], ...]
    arcs: list[dict[int, frozenset[str]]]
    many: int


class Cast:
    """Everybody a document names, in order of the text."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        doc = scene.context.doc
        self._sentence = np.zeros(len(doc), dtype=np.int32)
        for number, sentence in enumerate(doc.sents):
            self._sentence[sentence.start : sentence.end] = number
        self._named: dict[int, list[Named]] = {}
        for i in range(len(doc)):
            ids = scene.stands_for(i)
            if ids:
                number = int(self._sentence[i])
                self._named.setdefault(number, []).append(Named(i, ids, number))

    def near(self, kind: Kind, anchor: int, span: Span) -> list[Candidate]:
        """The candidates for the roles of a statement of ``kind`` whose passage is ``span`` around ``anchor``."""
        scene = self._scene
        takes = {role.takes for name, role in kind.roles.items() if name != "place"}
        as_person, as_state = "person" in takes, bool(takes & {"state", "entity"})
        tokens = scene.tokens(span)
        here = int(self._sentence[anchor])
        best: dict[str, tuple[tuple[int, int, int], Named | None, bool]] = {}
        for number in range(here, max(-1, here - BACK - 1), -1):
            for named in self._named.get(number, ()):
                inside = named.token in tokens
                rank = (here - number, 0 if inside else 1, abs(named.token - anchor))
                for id in named.ids:
                    for actor, own in self._views(id, as_person, as_state):
                        if actor not in best or rank < best[actor][0]:
                            best[actor] = (rank, named, own)
        speaker = scene.speaker(span)
        said = (speaker.entity,) if speaker is not None and speaker.entity else ()
        heard = scene.addressees(span)
        for id in (*said, *heard, *scene.participants):
            for actor, own in self._views(id, as_person, as_state):
                best.setdefault(actor, ((9, 9, 9), None, own))
        around = Around(
            anchor=anchor,
            tokens=tokens,
            sentence=here,
            meant=tuple(self._either(ids, as_person, as_state) for ids in (said, heard, scene.participants)),
            arcs=self._arcs(anchor),
            many=len(best),
        )
        return [
            Candidate(actor, named.token if named else None, self._features(actor, named, own, around))
            for actor, (_, named, own) in best.items()
        ]

    def _views(self, id: str, as_person: bool, as_state: bool) -> Iterable[tuple[str, bool]]:
        if as_person:
            yield id, True
        if as_state:
            state = self._scene.state_of(id)
            if state is not None and not (as_person and state == id):
                yield state, False

    def _either(self, ids: Iterable[str], as_person: bool, as_state: bool) -> set[str]:
        return {actor for id in ids for actor, _ in self._views(id, as_person, as_state)}

    def _arcs(self, anchor: int) -> list[dict[int, frozenset[str]]]:
        """By token, how it hangs on the anchor, on the verb that carries it, on what it hangs on itself."""
        graph = self._scene.graph
        out: list[dict[int, frozenset[str]]] = []
        for head in (anchor, graph.support_verb(anchor), graph.head[anchor]):
            found: dict[int, frozenset[str]] = {}
            if head is not None:
                for arc in graph.arcs(head):
                    found[arc.child] = found.get(arc.child, frozenset()) | arc.labels
            out.append(found)
        return out

    def _features(self, actor: str, named: Named | None, own: bool, around: Around) -> Floats:
        scene = self._scene
        out = np.zeros(WIDTH, dtype=np.float32)
        entity = scene.entity(actor)
        on = {
            "only_meant": named is None,
            "speaker": actor in around.meant[0],
            "addressee": actor in around.meant[1],
            "participant": actor in around.meant[2],
            "as_named": own,
            "known": scene.context.knowledge.entity(actor) is not None,
        }
        if entity is not None:
            on["person"] = entity.kind is EntityKind.PERSON
            on["state"] = entity.kind in (EntityKind.STATE, EntityKind.TERRITORY)
            on["organisation"] = entity.kind is EntityKind.ORGANISATION
        if named is not None:
            on |= self._named_features(named, around, out)
        out[-1] = min(4.0, np.log1p(around.many))
        for number, name in enumerate(FLAGS):
            out[number] = float(on.get(name, False))
        return out

    def _named_features(self, named: Named, around: Around, out: Floats) -> dict[str, bool]:
        """Flags of a token that names an actor; its relations and distances are written into ``out``."""
        graph, i = self._scene.graph, named.token
        top = self._top(i)
        dep = graph.dep[i] if graph.dep[i] in RELATIONS else graph.dep[i].partition(":")[0]
        if graph.head[i] == i:
            dep = "root"
        if dep in RELATIONS:
            out[len(FLAGS) + RELATIONS.index(dep)] = 1
        at = len(FLAGS) + len(RELATIONS)
        for number, found in enumerate(around.arcs):
            for label in found.get(top, frozenset()) | found.get(i, frozenset()):
                if label in ARCS:
                    out[at + number * len(ARCS) + ARCS.index(label)] = 1
        at += len(around.arcs) * len(ARCS)
        out[at : at + 5] = (
            min(4.0, np.log1p(abs(i - around.anchor))), i < around.anchor, around.sentence - named.sentence, 1,
            graph.head[top] == graph.head[around.anchor],
        )  # fmt: skip
        here = named.sentence == around.sentence
        return {
            "inside": i in around.tokens,
            "before": here and i < around.tokens.start,
            "after": here and i >= around.tokens.stop,
            "earlier": not here,
            "several": len(named.ids) > 1,
            "pronoun": graph.pos[i] in ("PRON", "DET"),
            "title": self._scene.title(i) is not None,
            "same_head": graph.head[top] == around.anchor,
            "passive": graph.dep[top] == "nsubj:pass",
        }

    def _top(self, i: int) -> int:
        """The word by which the name at token ``i`` hangs in the sentence: "Minister" of "Minister X"."""
        graph = self._scene.graph
        mention = self._scene.mention(i)
        if mention is not None:
            inner = self._scene.tokens(mention.span)
            while graph.head[i] in inner and graph.head[i] != i:
                i = graph.head[i]
        while graph.dep[i] in BESIDE and graph.head[i] != i and abs(graph.head[i] - i) < REACH:
            i = graph.head[i]
        return i
