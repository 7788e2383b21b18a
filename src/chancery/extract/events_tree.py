"""Features of a marked sentence by its tree: the predicates between source and target, and how each is meant.

From the word that the source is an argument of, the predicates down to the target are read in order. The first decides
("refused to release"), the last says what it is about; each comes with its negation, modality, voice, its objects and
obliques by class of meaning (``events.toml``), so that what was seen with one word holds for its class. A verb of
saying above another predicate only says that it is reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from chancery.model.document import Span
from chancery.rules.tree import Tree

VERBS = ("VERB", "AUX")
CONTENT = ("VERB", "AUX", "NOUN", "ADJ")
SUBJECTS = ("nsubj", "nsubj:pass", "csubj", "obl:agent")
ARGUMENTS = frozenset({"obj", "nsubj:pass", "iobj", "obl", "xcomp", "ccomp", "advcl", "advmod", "nmod"})
THINGS = frozenset({"obj", "nsubj:pass"})
ENTITIES = frozenset({"obj", "nsubj:pass", "iobj", "obl"})
LONGEST = 60  # steps up a tree


@dataclass(frozen=True, slots=True)
class Predicate:
    """A predicate: its token, how it is meant ("neg", "fut", …), and its classes of meaning."""

    token: int
    how: frozenset[str]
    classes: tuple[str, ...]

    def mark(self) -> str:
        """How it is meant, as one string."""
        return "".join(f"+{how}" for how in sorted(self.how))


class TreeFeatures:
    """The features of marked sentences with one language's classes of meaning (``events.toml``)."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._classes: dict[str, tuple[str, ...]] = {}
        for name, words in table.get("class", {}).items():
            for word in words.split():
                self._classes[word] = (*self._classes.get(word, ()), name)
        self._how = {word: how for how, words in table.get("how", {}).items() for word in words.split()}
        self._saying = frozenset(table.get("saying", "").split())

    def of(self, tree: Tree, first: int, last: int, source: Span, target: Span) -> set[str]:
        """The features of tokens ``first`` to ``last`` (not included); the spans are of the whole Doc's characters."""
        theirs = _inside(tree, first, last, target)
        ours = [i for i in _inside(tree, first, last, source) if i not in theirs] or _inside(tree, first, last, source)
        if not ours or not theirs:
            return {"x:none"}
        s, t = _head(tree, ours), _head(tree, theirs)
        marked = {*ours, *theirs}
        found: set[str] = set()
        acting, relation = self._acting(tree, s, marked)
        found.add(f"srel:{relation}/{tree.case(s)}")
        found.add(f"trel:{tree.dep[t]}/{tree.case(t)}")
        chain = self._chain(tree, acting, s, t, found)
        predicates = [
            Predicate(i, self._meant(tree, i), self._classes.get(tree.lemma[i], ()))
            for i in chain
            if i not in marked and tree.pos[i] in CONTENT
        ]
        if len(predicates) > 1 and tree.lemma[predicates[0].token] in self._saying:
            found.update(self._said(tree, predicates, set(theirs)))
            predicates = predicates[1:]
        if not predicates and acting not in marked:
            predicates = [Predicate(acting, self._meant(tree, acting), self._classes.get(tree.lemma[acting], ()))]
        for n, predicate in enumerate(predicates):
            for where in ("top" if n == 0 else "mid", "low" if n == len(predicates) - 1 else ""):
                if where:
                    found.update(self._told(tree, predicate, where, set(ours), set(theirs)))
        if len(predicates) > 1:
            found.update(_composed(tree, predicates[0], predicates[-1]))
        found.add(f"len:{min(4, len(predicates))}")
        found.update(f"sw={name}" for i in ours for name in self._classes.get(tree.lemma[i], ()))
        found.update(f"tw={name}" for i in theirs for name in self._classes.get(tree.lemma[i], ()))
        order = "st" if s < t else "ts"
        for i in range(first, last):
            if i not in marked:
                zone = "b" if i < min(s, t) else "m" if i < max(s, t) else "a"
                for name in self._classes.get(tree.lemma[i], ()):
                    found |= {f"c{order}{zone}={name}", f"c={name}"}
        return found

    def _acting(self, tree: Tree, s: int, marked: set[int]) -> tuple[int, str]:
        """What the source takes part in, a verb or a happening's noun, and as what."""
        acting, relation = s, "none"
        at = s
        for _ in range(LONGEST):
            up, dep = tree.head[at], tree.dep[at]
            if up == at:
                break
            at = up
            if at in marked:
                continue
            acting, relation = at, dep
            if tree.pos[at] in VERBS or dep in SUBJECTS or tree.head[at] == at:
                break
            if tree.pos[at] == "NOUN" and self._classes.get(tree.lemma[at]) and dep in ("nmod", "nmod:poss"):
                break
        return acting, relation

    def _chain(self, tree: Tree, acting: int, s: int, t: int, found: set[str]) -> list[int]:
        """The tokens from ``acting`` down to the target; from where both meet, if the target is not below it."""
        ours, theirs = _path(tree, s), _path(tree, t)
        if acting in theirs:
            return theirs[: theirs.index(acting) + 1][::-1]
        above = set(ours)
        meeting = next((n for n, i in enumerate(theirs) if i in above), None)
        if meeting is None:
            found.add("x:apart")
            return theirs[::-1]
        found |= {"x:lca", f"side:{tree.lemma[acting]}"}
        found.update(f"side={name}" for name in self._classes.get(tree.lemma[acting], ()))
        return theirs[: meeting + 1][::-1]

    def _meant(self, tree: Tree, i: int) -> frozenset[str]:
        """Negation, modality, voice and condition of the predicate ``i``."""
        found = set()
        for k in tree.children[i]:
            how = self._how.get(tree.lemma[k])
            if how is not None and tree.dep[k].partition(":")[0] in ("aux", "advmod", "det", "cc", "mark", "discourse"):
                found.add(how)
            if tree.pos[k] == "AUX" and tree.feature(k, "Tense") == "Fut":
                found.add("fut")
        if tree.feature(i, "Tense") == "Fut":
            found.add("fut")
        if tree.pos[i] in VERBS and tree.passive(i):
            found.add("pass")
        return frozenset(found)

    def _said(self, tree: Tree, predicates: list[Predicate], theirs: set[int]) -> Iterator[str]:
        """That the first predicate reports the second, and of whom."""
        yield "said"
        yield from (f"said+{how}" for how in predicates[0].how)
        subjects = [k for k in tree.children[predicates[1].token] if tree.dep[k].startswith("nsubj")]
        whose = "self"
        for k in subjects:
            whose = "target" if k in theirs else "pron" if tree.pos[k] == "PRON" else "other"
        yield f"saidsub:{whose}"

    def _told(self, tree: Tree, predicate: Predicate, where: str, ours: set[int], theirs: set[int]) -> Iterator[str]:
        """A predicate with what hangs on it."""
        i, mark = predicate.token, predicate.mark()
        lemma = tree.lemma[i]
        yield f"{where}:{lemma}"
        yield from (f"{where}={name}" for name in predicate.classes)
        if mark:
            yield f"{where}{mark}"
            yield f"{where}{mark}:{lemma}"
            yield from (f"{where}{mark}={name}" for name in predicate.classes)
        for k in tree.children[i]:
            dep = tree.dep[k]
            if dep == "compound:prt":
                yield f"{where}:{lemma}_{tree.lemma[k]}"
            if dep.startswith("nsubj"):
                yield f"{where}.{dep}@{'t' if k in theirs else 's' if k in ours else 'o'}"
            case = tree.case(k)
            if k in ours or k in theirs:
                if dep in ENTITIES:
                    who = "t" if k in theirs else "s"
                    yield f"{where}.{dep}/{case}@{who}"
                    yield f"{where}:{lemma}.{dep}/{case}@{who}"
                    yield from (f"{where}={name}.{dep}@{who}" for name in predicate.classes)
            elif dep in ARGUMENTS:
                yield f"{where}.{dep}/{case}:{tree.lemma[k]}"
                for name in self._classes.get(tree.lemma[k], ()):
                    yield f"{where}.{dep}/{case}={name}"
                    yield f"{where}.{dep}={name}"
                    yield f"{where}:{lemma}.{dep}={name}"
                    yield from (f"{where}={own}{mark}.{dep}={name}" for own in predicate.classes)
                if dep in THINGS:
                    yield f"{where}:{lemma}.{dep}:{tree.lemma[k]}"


def _composed(tree: Tree, top: Predicate, low: Predicate) -> Iterator[str]:
    """What the first predicate makes of the last ("refuse" of "release")."""
    for a in top.classes or (tree.pos[top.token],):
        for b in low.classes or (tree.pos[low.token],):
            yield f"tb:{a}{'-' if 'neg' in top.how else ''}>{b}{'-' if 'neg' in low.how else ''}"


def _inside(tree: Tree, first: int, last: int, span: Span) -> list[int]:
    doc = tree.doc
    return [i for i in range(first, last) if span.start <= doc[i].idx < span.end and not doc[i].is_space]


def _head(tree: Tree, tokens: list[int]) -> int:
    """The token that the others hang on."""
    inside = set(tokens)
    for i in tokens:
        if (tree.head[i] not in inside or tree.head[i] == i) and tree.pos[i] != "PUNCT":
            return i
    return tokens[0]


def _path(tree: Tree, i: int) -> list[int]:
    out = [i]
    while tree.head[i] != i and len(out) < LONGEST:
        i = tree.head[i]
        out.append(i)
    return out
