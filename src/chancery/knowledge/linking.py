"""Which known person a name may mean, however it is spelt: exact forms first, then likeness of spelling."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from functools import cache

from chancery.knowledge.names import THRESHOLD, Comparison, block_keys, compare
from chancery.knowledge.store import Knowledge
from chancery.knowledge.surface import key
from chancery.model.discourse import Link
from chancery.model.entity import EntityKind

MARGIN = 0.1


@cache
def _blocks(knowledge: Knowledge) -> dict[str, list[tuple[str, str]]]:
    """Blocking key → (name, person) of every known full name."""
    out: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for person in knowledge.entities(EntityKind.PERSON):
        for name in person.names:
            if name.kind == "name":
                for block in block_keys(name.text):
                    out[block].append((name.text, person.id))
    return out


@cache
def _full_names(knowledge: Knowledge) -> dict[str, set[str]]:
    """Folded full name, as the tables write it → the persons called so."""
    out: dict[str, set[str]] = defaultdict(set)
    for person in knowledge.entities(EntityKind.PERSON):
        for name in person.names:
            if name.kind == "name" and " " in name.text:
                out[key(name.text)].add(person.id)
    return out


def _full_name(name: str, knowledge: Knowledge) -> str | None:
    """The one person whose full name is written exactly so, in any language of the tables; None for none or two."""
    found = _full_names(knowledge).get(key(name), set())
    return next(iter(found)) if len(found) == 1 else None


def same_person(a: str, b: str, knowledge: Knowledge) -> Comparison:
    """Whether two spellings name one person: by known full names where both are known, else by spelling.

    Where at most one is known, spelling decides.
    """
    if any(len(_full_names(knowledge).get(key(name), ())) > 1 for name in (a, b)):
        return Comparison(score=0.5, reasons=("several known persons bear one of the names",))
    one, other = _full_name(a, knowledge), _full_name(b, knowledge)
    if one is not None and other is not None:
        same = one == other
        return Comparison(score=1.0 if same else 0.0, reasons=("known names of one person" if same else "known apart",))
    return compare(a, b)


def link_person(
    name: str, language: str, knowledge: Knowledge, *, on: date | None = None, state: str | None = None
) -> tuple[Link, ...]:
    """The persons that ``name`` may mean, best first, empty if none is likely enough.

    ``method`` is that of Knowledge.lookup or ``spelling``. ``on`` and ``state`` raise those in office then, and
    those of that state. The caller takes the first only if it leads by ``MARGIN``; a tie is an abstention.
    """
    links = {
        link.entity: link
        for link in knowledge.lookup(name, language, on)
        if link.method in ("person", "surname", "initials")
    }
    if not any(link.method == "person" for link in links.values()):
        shared: Counter[tuple[str, str]] = Counter()
        blocks = _blocks(knowledge)
        for block in block_keys(name):
            shared.update(set(blocks.get(block, ())))
        for (known, person), count in shared.items():
            if count >= 2:
                score = compare(name, known).score
                if score >= THRESHOLD and score > links.get(person, Link(entity=person, method="", score=0)).score:
                    links[person] = Link(entity=person, method="spelling", score=round(score, 3))
    if state is not None:
        links = {id: _favoured(link, state, knowledge) for id, link in links.items()}
    return tuple(sorted(links.values(), key=lambda link: -link.score))


def _favoured(link: Link, state: str, knowledge: Knowledge) -> Link:
    entity = knowledge.entity(link.entity)
    if entity is None or link.method in ("person", "spelling"):
        return link
    change = 0.15 if entity.state == state else -0.15
    return Link(entity=link.entity, method=link.method, score=max(0.0, min(1.0, link.score + change)))
