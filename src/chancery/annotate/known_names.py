"""Names that knowledge has, found in a block and told by words: sure edges and labels for a tagger's names."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from chancery import knowledge
from chancery.model.entity import EntityKind

KNOWN, RULE = 0.95, 0.8  # scores of names that knowledge or a rule gives
LABELS = {
    EntityKind.PERSON: "PER",
    EntityKind.ORGANISATION: "ORG",
    EntityKind.STATE: "LOC",
    EntityKind.TERRITORY: "LOC",
    EntityKind.PLACE: "LOC",
}
NOMINAL = frozenset({"name", "formal", "abbreviation", "former", "person", "capital"})
UNIONS = frozenset({"EU"})  # has a state's code, but acts as a body


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A name: half-open range of words, label PER, ORG or LOC, score in 0..1."""

    start: int
    end: int
    label: str
    score: float

    def covers(self, other: Found) -> bool:
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: Found) -> bool:
        return self.start < other.end and other.start < self.end


class KnownNames:
    """The known names and adjectives of states in one block; words are told by their place in it.

    ``states`` are those of the names that are states' own ("Uzbekistan", not "Tashkent").
    """

    def __init__(self, text: str, words: Sequence[tuple[int, int]], language: str) -> None:
        starts = [start for start, _ in words]
        ends = [end for _, end in words]
        self.names: list[Found] = []
        self.adjectives: list[int] = []
        self.states: list[Found] = []
        known = knowledge.load()
        for found in known.scan(text, language):
            first, last = bisect_left(starts, found.start), bisect_left(ends, found.end)
            if first >= len(words) or last >= len(words) or starts[first] != found.start or ends[last] != found.end:
                continue  # a part of a word
            best = found.forms[0]
            if best.kind in ("adjective", "demonym"):
                self.adjectives.append(first)
                continue
            entity = known.entity(best.entity)
            if entity is None or best.kind not in NOMINAL or entity.kind not in LABELS:
                continue
            label = "ORG" if entity.id in UNIONS else LABELS[entity.kind]
            name = Found(start=first, end=last + 1, label=label, score=KNOWN)
            self.names.append(name)
            if entity.kind is EntityKind.STATE and label == "LOC" and best.kind != "capital":
                self.states.append(name)

    def between(self, first: int, last: int) -> tuple[list[Found], list[int]]:
        """Names and adjectives among words ``first`` to ``last``, counted from ``first``."""
        names = [
            Found(start=name.start - first, end=name.end - first, label=name.label, score=name.score)
            for name in self.names
            if first <= name.start and name.end <= last
        ]
        return names, [at - first for at in self.adjectives if first <= at < last]


def with_known(found: Sequence[Found], known: Sequence[Found]) -> list[Found]:
    """Known names in place of tagged ones that they cover or cut; inside longer ones they change nothing."""
    out = list(found)
    for name in known:
        meeting = [other for other in out if other.meets(name)]
        if any(other.covers(name) and (other.end - other.start) > (name.end - name.start) for other in meeting):
            continue
        same = next((other for other in meeting if (other.start, other.end) == (name.start, name.end)), None)
        if same is not None and same.label == "PER" and name.label == "LOC" and same.score > 0.9:
            continue
        out = [other for other in out if other not in meeting]
        out.append(name)
    return sorted(out, key=lambda name: name.start)
