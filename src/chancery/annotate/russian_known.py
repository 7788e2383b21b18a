"""Names that knowledge has, found in a block of Russian and told by words: sure edges and labels for the tagger's."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from chancery import knowledge
from chancery.annotate.russian_names import KNOWN, Found
from chancery.model.entity import EntityKind

LABELS = {
    EntityKind.PERSON: "PER",
    EntityKind.ORGANISATION: "ORG",
    EntityKind.STATE: "LOC",
    EntityKind.TERRITORY: "LOC",
    EntityKind.PLACE: "LOC",
}
NOMINAL = frozenset({"name", "formal", "abbreviation", "former", "person", "capital"})
UNIONS = frozenset({"EU"})  # has a state's code, but acts as a body


class KnownNames:
    """The known names and adjectives of states in one block; words are told by their place in it."""

    def __init__(self, text: str, words: Sequence[tuple[int, int]]) -> None:
        starts = [start for start, _ in words]
        ends = [end for _, end in words]
        self._names: list[Found] = []
        self._adjectives: list[int] = []
        known = knowledge.load()
        for found in known.scan(text, "ru"):
            first, last = bisect_left(starts, found.start), bisect_left(ends, found.end)
            if first >= len(words) or last >= len(words) or starts[first] != found.start or ends[last] != found.end:
                continue  # a part of a word
            best = found.forms[0]
            if best.kind == "adjective":
                self._adjectives.append(first)
                continue
            entity = known.entity(best.entity)
            if entity is None or best.kind not in NOMINAL or entity.kind not in LABELS:
                continue
            label = "ORG" if entity.id in UNIONS else LABELS[entity.kind]
            self._names.append(Found(start=first, end=last + 1, label=label, score=KNOWN))

    def between(self, first: int, last: int) -> tuple[list[Found], list[int]]:
        """Names and adjectives among words ``first`` to ``last``, counted from ``first``."""
        names = [
            Found(start=name.start - first, end=name.end - first, label=name.label, score=name.score)
            for name in self._names
            if first <= name.start and name.end <= last
        ]
        return names, [at - first for at in self._adjectives if first <= at < last]
