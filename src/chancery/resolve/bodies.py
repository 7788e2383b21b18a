"""Which bodies that documents introduce are one, told in two languages: the Interstate Council in both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from chancery.model.entity import Entity, EntityKind
from chancery.resolve.glossary import likeness
from chancery.resolve.identity import Sameness
from chancery.resolve.words import script, stems

_ALL = 0.999  # every word of one name translates one of the other
_LEAST = 2  # words of a name that says enough


def same_bodies(entities: Iterable[Entity]) -> tuple[Sameness, ...]:
    """Pairs of organisations whose names translate each other word by word. Of two rivals for one neither is taken."""
    bodies = sorted((e for e in entities if e.kind is EntityKind.ORGANISATION), key=lambda e: e.id)
    cyrillic = [(e, n.text) for e in bodies for n in e.names if script(n.text) == "cyrillic"]
    ours = {e.id for e, _ in cyrillic}
    latin = [(e, n.text) for e in bodies if e.id not in ours for n in e.names if script(n.text) == "latin"]
    found: dict[tuple[str, str], Sameness] = {}
    for one, name in latin:
        words = stems(name)
        if len(words) < _LEAST:
            continue
        for other, told in cyrillic:
            theirs = stems(told)
            if len(theirs) == len(words) and (likeness(words, theirs) or 0.0) >= _ALL:
                reason = f"“{name}” and “{told}” translate each other"
                found[one.id, other.id] = Sameness(one.id, other.id, 0.9, reason)
    uses = Counter(id for pair in found for id in pair)
    return tuple(s for (a, b), s in sorted(found.items()) if uses[a] == uses[b] == 1)
