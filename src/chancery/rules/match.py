"""Run rules over an annotated document: anchors by lemma, then the nodes of the tree over the enhanced graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from chancery.rules.graph import Arc, Graph
from chancery.rules.lexicon import Key, Lexicon
from chancery.rules.pattern import Constraint, Node
from chancery.rules.rule import Rule, RuleSet
from chancery.rules.tree import features

Kinds = Callable[[int], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Bound:
    """A node bound to a token: the arc that led there (None for the anchor and for words above), and the
    lexicon entry that its class gave."""

    token: int
    arc: Arc | None = None
    key: Key | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One place where a rule holds."""

    rule: Rule
    nodes: Mapping[str, Bound]

    @property
    def anchor(self) -> int:
        return self.nodes[self.rule.pattern.anchor.name].token


class Matcher:
    """Finds the rules of one language in documents."""

    def __init__(self, rules: RuleSet) -> None:
        self.rules = rules
        self.lexicon: Lexicon = rules.lexicon

    def matches(self, graph: Graph, kinds: Kinds, tokens: Iterable[int] | None = None) -> Iterator[Match]:
        """Every match in the document, or with its anchor among ``tokens``, in order of anchors; at most one for a
        rule, anchor and ``each`` conjunct."""
        by_lemma = self.rules.by_lemma
        for i in range(len(graph.lemma)) if tokens is None else tokens:
            for rule in by_lemma.get(graph.lemma[i], ()):
                yield from self._at(rule, graph, kinds, i)

    def _at(self, rule: Rule, graph: Graph, kinds: Kinds, i: int) -> Iterator[Match]:
        ok, key = self._test(rule.pattern.anchor.constraints, graph, kinds, i, None)
        if not ok:
            return
        bound = {rule.pattern.anchor.name: Bound(i, None, key)}
        found = self._bind(rule.pattern.nodes, 0, bound, graph, kinds)
        if found is None:
            return
        each = found.get(rule.each) if rule.each else None
        if each is None:
            yield Match(rule=rule, nodes=found)
            return
        for token in graph.conjuncts(graph.first(each.token)):
            if graph.pos[token] == "VERB" and graph.bare(token):
                continue  # "to adopt and maintain a list": one thing said with two verbs
            if token == each.token or graph.pos[token] in (graph.pos[each.token], "NOUN", "PROPN"):
                yield Match(rule=rule, nodes={**found, rule.each: Bound(token, each.arc, each.key)})

    def _bind(
        self, nodes: tuple[Node, ...], at: int, bound: dict[str, Bound], graph: Graph, kinds: Kinds
    ) -> dict[str, Bound] | None:
        """Bind ``nodes[at:]`` by depth-first search; None if the required ones cannot all be bound."""
        if at == len(nodes):
            return bound
        node = nodes[at]
        parent = bound.get(node.parent or "")
        if parent is None:  # hangs on an optional node that is not there
            return self._bind(nodes, at + 1, bound, graph, kinds)
        candidates = self._candidates(node, parent, bound, graph, kinds)
        if node.forbidden:
            if next(candidates, None) is not None:
                return None
            return self._bind(nodes, at + 1, bound, graph, kinds)
        for candidate in candidates:
            result = self._bind(nodes, at + 1, {**bound, node.name: candidate}, graph, kinds)
            if result is not None:
                return result
        return self._bind(nodes, at + 1, bound, graph, kinds) if node.optional else None

    def _candidates(
        self, node: Node, parent: Bound, bound: Mapping[str, Bound], graph: Graph, kinds: Kinds
    ) -> Iterator[Bound]:
        taken = set() if node.forbidden else {other.token for other in bound.values()}
        particle = parent.key.particle if parent.key else ""
        if node.relation == ">":
            for arc in graph.arcs(parent.token):
                if arc.child in taken:
                    continue
                ok, key = self._test(node.constraints, graph, kinds, arc.child, arc, particle)
                if ok:
                    yield Bound(arc.child, arc, key)
            if any(c.key == "dep" and "conj" in c.values and not c.negated for c in node.constraints):
                for child in graph.conjuncts(parent.token)[1:]:
                    arc = Arc(child, frozenset({"conj"}), graph.case(child))
                    ok, key = self._test(node.constraints, graph, kinds, child, arc)
                    if ok and child not in taken:
                        yield Bound(child, arc, key)
        elif node.relation == ">>":
            for child in sorted(graph.descendants(parent.token)):
                if child not in taken:
                    ok, key = self._test(node.constraints, graph, kinds, child, None)
                    if ok:
                        yield Bound(child, None, key)
        else:
            below = graph.first(parent.token)
            while graph.head[below] != below:
                above = graph.head[below]
                dep = graph.dep[below]
                bearer = above if dep in ("cop", "aux", "aux:pass") else below
                arc = Arc(above, frozenset({dep, dep.partition(":")[0]}), graph.case(bearer))
                ok, key = self._test(node.constraints, graph, kinds, above, arc)
                if ok and above not in taken:
                    yield Bound(above, None, key)
                if node.relation == "<":
                    return
                below = graph.first(above)

    def _test(
        self,
        constraints: tuple[Constraint, ...],
        graph: Graph,
        kinds: Kinds,
        i: int,
        arc: Arc | None,
        particle: str = "",
    ) -> tuple[bool, Key | None]:
        entry: Key | None = None
        for constraint in constraints:
            key, values = constraint.key, constraint.values
            if key == "pos":
                holds = graph.pos[i] in values
            elif key == "dep":
                if arc is None:
                    holds = graph.dep[i] in values
                else:
                    holds = not values.isdisjoint(arc.labels)
                    if not holds and particle and "patient" in values:
                        holds = arc.case == particle and not arc.labels.isdisjoint(_COMPLEMENT)
            elif key == "lemma":
                found = self._lemma(values, graph, i)
                holds = found is not None
                if found is not None and not constraint.negated:
                    entry = found
            elif key == "case":
                case = arc.case if arc is not None else graph.case(i)
                holds = case in values or ("none" in values and (not case or case[0].isupper()))
            elif key == "kind":
                own = kinds(i)
                holds = "any" in values or ("entity" in values and bool(own)) or not values.isdisjoint(own)
            elif key == "text":
                holds = graph.text[i] in values
            elif key == "clause":
                holds = graph.clause(i) in values
            else:
                own_features = features(graph.morph[i])
                holds = any(own_features.get(v.partition(":")[0]) == v.partition(":")[2] for v in values)
            if holds == constraint.negated:
                return False, None
        return True, entry

    def _lemma(self, values: frozenset[str], graph: Graph, i: int) -> Key | None:
        lemma = graph.lemma[i]
        for value in values:
            if not value.startswith("@"):
                if value == lemma:
                    return Key(lemma=lemma)
                continue
            for key in self.lexicon.get(value[1:]).get(lemma, ()):
                if key.pos and key.pos != graph.pos[i]:
                    continue
                if key.particle and not self._particle(key.particle, graph, i):
                    continue
                return key
        return None

    @staticmethod
    def _particle(particle: str, graph: Graph, i: int) -> bool:
        """Whether the particle or preposition of a lexicon entry stands at word ``i``."""
        for child in graph.children[i]:
            if graph.dep[child] == "compound:prt" and graph.lemma[child] == particle:
                return True
        if any(arc.case == particle for arc in graph.arcs(i)):
            return True
        return any(graph.dep[c] in ("advmod", "obl") and graph.lemma[c] == particle for c in graph.children[i])


_COMPLEMENT = frozenset({"obl", "nmod", "advcl", "acl", "xcomp", "ccomp"})
