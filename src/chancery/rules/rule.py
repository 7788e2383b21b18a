"""Rules: compiled from the TOML of a language pack, checked against the kinds they give, indexed by anchor."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from chancery.languages.pack import Pack
from chancery.model.errors import PackError
from chancery.model.statement import Kind, Status, kinds
from chancery.rules.lexicon import Lexicon
from chancery.rules.pattern import Constraint, Node, Pattern, parse

FIELDS = frozenset(
    {"id", "gives", "tree", "set", "status", "roles", "each", "confidence", "nominal", "match", "reject", "note"}
)
# values that the document gives: who speaks, to whom, the two states, the organisation named last
CONTEXTUAL = frozenset({"@speaker", "@addressee", "@pair", "@organisation"})
_VALUE = re.compile(r"^@(\w+)\((\w+)\)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A sentence a rule must match (``want``: what the statement must hold) or must not (``why``)."""

    text: str
    want: Mapping[str, Any]
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One tree and what it gives.

    ``fixed`` sets roles to a value or to what a map gives for a node's word (``@stance(act)``); ``status``, if set,
    overrules the shared reading of status; ``roles`` names the captures that fill a role (a capture with a
    role's name fills it anyway); ``each`` names a node each of whose conjuncts is a statement of its own; ``nominal``
    says that the words may only name a happening that the document tells elsewhere.
    """

    id: str
    gives: Kind
    pattern: Pattern
    fixed: Mapping[str, str]
    roles: Mapping[str, tuple[str, ...]]
    status: Status | None = None
    each: str = ""
    open: frozenset[str] = frozenset()  # captures that may stay free words (``kind=any``)
    confidence: float = 0.7
    nominal: bool = False
    match: tuple[Example, ...] = ()
    reject: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """The rules of one language with its lexicon; ``by_lemma`` lists the rules each anchor lemma can start.

    ``nominal`` holds the ids of the rules that are flagged so.
    """

    lexicon: Lexicon
    rules: tuple[Rule, ...]
    by_lemma: Mapping[str, tuple[Rule, ...]]
    nominal: frozenset[str]


def _lemmas(node: Node, lexicon: Lexicon) -> frozenset[str]:
    out: set[str] = set()
    for constraint in node.constraints:
        if constraint.key == "lemma" and not constraint.negated:
            for value in constraint.values:
                out |= set(lexicon.get(value[1:])) if value.startswith("@") else {value}
    return frozenset(out)


def _implicit(pattern: Pattern, kind: Kind, roles: Mapping[str, tuple[str, ...]]) -> Pattern:
    """Ask for an entity where a capture fills a role that takes one and the rule says nothing else."""
    fills = {name: role for role, names in roles.items() for name in names}
    fills |= {name: name for name in pattern.names if name in kind.roles}
    nodes = []
    for node in pattern.nodes:
        role = kind.roles.get(fills.get(node.name, ""))
        entity = node.name == "place" or (role is not None and role.takes in ("person", "state", "entity"))
        if entity and not node.forbidden and not any(c.key == "kind" for c in node.constraints):
            extra = Constraint(key="kind", values=frozenset({"entity"}))
            node = Node(
                name=node.name,
                constraints=(*node.constraints, extra),
                parent=node.parent,
                relation=node.relation,
                optional=node.optional,
            )
        nodes.append(node)
    return Pattern(anchor=pattern.anchor, nodes=tuple(nodes), names=pattern.names)


def _flag(row: Mapping[str, Any], key: str) -> bool:
    value = row.get(key, False)
    if not isinstance(value, bool):
        raise PackError(f"{key} = {value!r}", where=str(row["id"]), remedy="true or false")
    return value


def compile_rule(row: Mapping[str, Any], lexicon: Lexicon) -> Rule:
    """The rule that one TOML table writes; PackError says what is wrong with it."""
    where = str(row.get("id", "a rule without id"))
    for key in ("id", "gives", "tree"):
        if key not in row:
            raise PackError(f"lacks {key!r}", where=where)
    unknown = set(row) - FIELDS
    if unknown:
        raise PackError(f"unknown field {sorted(unknown)[0]!r}", where=where, remedy=", ".join(sorted(FIELDS)))
    kind = kinds().get(row["gives"])
    if kind is None:
        raise PackError(f"unknown kind {row['gives']!r}", where=where, remedy="see model/kinds.toml")
    pattern = parse(row["tree"], where=where)
    roles = {role: tuple([names] if isinstance(names, str) else names) for role, names in row.get("roles", {}).items()}
    for node in (pattern.anchor, *pattern.nodes):
        for constraint in node.constraints:
            if constraint.key == "lemma":
                for value in constraint.values:
                    if value.startswith("@"):
                        lexicon.get(value[1:])
    for role, value in row.get("set", {}).items():
        spec = kind.roles.get(role)
        if spec is None:
            raise PackError(f"{kind.name} has no role {role!r}", where=where)
        found = _VALUE.match(value)
        if found:
            lexicon.get(found[1])
            if found[2] not in pattern.names:
                raise PackError(f"no node {found[2]!r}", where=where)
        elif value.startswith("@") and value not in CONTEXTUAL:
            raise PackError(
                f"no such value {value!r}", where=where, remedy=f"@map(node) or {', '.join(sorted(CONTEXTUAL))}"
            )
        elif spec.values and not value.startswith("@") and value not in spec.values:
            raise PackError(f"{kind.name}.{role} cannot be {value!r}", where=where)
    for role, names in roles.items():
        if role not in kind.roles and role != "place":
            raise PackError(f"{kind.name} has no role {role!r}", where=where)
        for name in names:
            if name not in pattern.names:
                raise PackError(f"no node {name!r}", where=where)
    if row.get("each") and row["each"] not in pattern.names:
        raise PackError(f"no node {row['each']!r}", where=where)
    return Rule(
        id=row["id"],
        gives=kind,
        pattern=_implicit(pattern, kind, roles),
        fixed=dict(row.get("set", {})),
        roles=roles,
        open=frozenset(
            node.name
            for node in (pattern.anchor, *pattern.nodes)
            if any(c.key == "kind" and "any" in c.values and not c.negated for c in node.constraints)
        ),
        status=Status(row["status"]) if "status" in row else None,
        each=row.get("each", ""),
        confidence=float(row.get("confidence", 0.7)),
        nominal=_flag(row, "nominal"),
        match=tuple(Example(text=e["text"], want=e.get("want", {})) for e in row.get("match", ())),
        reject=tuple(Example(text=e["text"], want={}, why=e.get("why", "")) for e in row.get("reject", ())),
    )


@cache
def load_rules(pack: Pack) -> RuleSet:
    """Every rule of a language pack, compiled; PackError names the rule that is not well formed."""
    lexicon = Lexicon(pack.table("lexicon"), where=f"{pack.code}/lexicon.toml")
    rules: list[Rule] = []
    for table in pack.rules().values():
        rules.extend(compile_rule(row, lexicon) for row in table.get("rule", ()))
    seen: set[str] = set()
    index: dict[str, list[Rule]] = {}
    for rule in rules:
        if rule.id in seen:
            raise PackError("two rules have this id", where=rule.id)
        seen.add(rule.id)
        lemmas = _lemmas(rule.pattern.anchor, lexicon)
        if not lemmas:
            raise PackError("the anchor names no lemma", where=rule.id, remedy="add lemma=… or lemma=@class")
        for lemma in lemmas:
            index.setdefault(lemma, []).append(rule)
    return RuleSet(
        lexicon=lexicon,
        rules=tuple(rules),
        by_lemma={lemma: tuple(found) for lemma, found in index.items()},
        nominal=frozenset(rule.id for rule in rules if rule.nominal),
    )


def fixed_value(rule: Rule, role: str, lexicon: Lexicon, bound: Mapping[str, tuple[str, str, str]]) -> str:
    """What ``rule`` sets ``role`` to; ``bound`` gives lemma, particle and part of speech of each bound node."""
    value = rule.fixed.get(role, "")
    found = _VALUE.match(value)
    if not found:
        return value
    if found[2] not in bound:
        return ""
    lemma, particle, pos = bound[found[2]]
    return lexicon.value(found[1], lemma, particle, pos)
