"""The small language of a rule's ``tree``: one node a line, the first is the anchor.

    act             lemma=@pay pos=VERB          the anchor: it must say which words it can be
    act > visit     dep=patient lemma=@visit     a child in the enhanced graph (see graph.py)
    visit ?> place  dep=nmod case=to|in          optional
    act !> x        dep=obl case=without         must not be there
    act >> who      kind=person                  anywhere below
    act < head      lemma=plan                   the word above (of the first conjunct); ``<<`` any word above

Constraints (``a|b`` alternatives, ``_`` a space, ``!=`` none of them): ``lemma`` (a lemma or ``@class``), ``text``
(lower-cased form),
``pos``, ``dep`` (a label of the arc; for ``<`` the UD relation to the word above), ``case`` (``_`` for a
space: ``ahead_of``), ``feats`` (``Tense=Past`` written ``feats=Tense:Past``), ``clause`` (main, inf, part, rel: see
``Graph.clause``),
``kind`` (state, person, organisation, place, group, office, time, any).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from chancery.model.errors import PackError

RELATIONS = frozenset({">", ">>", "<", "<<"})
KEYS = frozenset({"lemma", "text", "pos", "dep", "case", "feats", "kind", "clause"})
_LINE = re.compile(r"^(?P<a>\w+)(?:\s+(?P<op>[?!]?(?:>>|>|<<|<))\s*(?P<b>\w+))?(?P<rest>(?:\s+.*)?)$")
_CONSTRAINT = re.compile(r"^(?P<key>\w+)(?P<op>!?=)(?P<value>\S+)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """One demand on a node: a key, its alternatives, and whether none of them may hold."""

    key: str
    values: frozenset[str]
    negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One node of a pattern; the anchor has no ``parent``."""

    name: str
    constraints: tuple[Constraint, ...]
    parent: str | None = None
    relation: str = ">"
    optional: bool = False
    forbidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A compiled tree: required nodes in order, then forbidden, then optional ones."""

    anchor: Node
    nodes: tuple[Node, ...]
    names: tuple[str, ...] = field(default=())


def parse(tree: str, *, where: str = "") -> Pattern:
    """The pattern that ``tree`` writes; PackError names the line that is not well formed."""
    anchor: Node | None = None
    nodes: list[Node] = []
    seen: set[str] = set()
    for line in tree.strip().splitlines():
        line = line.partition("#")[0].strip()
        if not line:
            continue
        found = _LINE.match(line)
        if found is None:
            raise PackError(f"not a node: {line!r}", where=where, remedy="write PARENT > NODE key=value …")
        constraints = tuple(_constraint(part, where) for part in found["rest"].split())
        if found["op"] is None:
            if anchor is not None:
                raise PackError(f"a second anchor: {line!r}", where=where, remedy="tie it to a node with >")
            anchor = Node(name=found["a"], constraints=constraints)
            seen.add(found["a"])
            continue
        if found["a"] not in seen:
            raise PackError(f"{found['a']!r} is used before it is named", where=where)
        if found["b"] in seen:
            raise PackError(f"{found['b']!r} is named twice", where=where)
        op = found["op"]
        nodes.append(
            Node(
                name=found["b"],
                constraints=constraints,
                parent=found["a"],
                relation=op.lstrip("?!"),
                optional=op.startswith("?"),
                forbidden=op.startswith("!"),
            )
        )
        seen.add(found["b"])
    if anchor is None:
        raise PackError("a tree without an anchor", where=where)
    # Required nodes bind first; an optional or forbidden node may hang on an optional one, so order is kept within.
    ordered = sorted(nodes, key=lambda node: node.optional or (node.forbidden and _below_optional(node, nodes)))
    return Pattern(anchor=anchor, nodes=tuple(ordered), names=(anchor.name, *(node.name for node in nodes)))


def _below_optional(node: Node, nodes: list[Node]) -> bool:
    by_name: Mapping[str, Node] = {other.name: other for other in nodes}
    parent = by_name.get(node.parent or "")
    return parent is not None and (parent.optional or _below_optional(parent, nodes))


def _constraint(part: str, where: str) -> Constraint:
    found = _CONSTRAINT.match(part)
    if found is None or found["key"] not in KEYS:
        raise PackError(f"not a constraint: {part!r}", where=where, remedy=f"keys: {', '.join(sorted(KEYS))}")
    value = found["value"].replace("_", " ") if found["key"] == "case" else found["value"]
    return Constraint(key=found["key"], values=frozenset(value.split("|")), negated=found["op"] == "!=")
