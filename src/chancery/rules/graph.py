"""An enhanced graph over Universal Dependencies: who does what to whom, whatever the construction.

A rule asks for ``agent`` and ``patient`` and gets them from active and passive clauses, relative and participial
clauses, controlled and raised infinitives, coordinated verbs, nominals with possessives, "of" or a genitive, and
nominals
under a light verb ("paid a visit"). Labels of an arc: its UD relation and the part before the colon, and

agent      nsubj of an active verb; by-phrase or instrumental of a passive one; possessor, by-phrase or instrumental of
           a nominal; the subject of the light or affirming verb that governs a nominal; state adjective ("attr")
patient    obj; subject of a passive; the "of" or genitive of a nominal that has another agent
of         "of" or bare genitive of a nominal
attr       amod, compound, flat modifier of a nominal ("the Turkish minister")
poss       possessor
to         iobj, dative, or obl/nmod with the recipient's preposition (class ``recipient``)

``case`` of an arc is the lemma of its preposition (or of the subordinator of a clause), else the morphological case.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc

from chancery.rules.lexicon import Lexicon
from chancery.rules.tree import Tree

NOMINAL = frozenset({"NOUN", "PROPN"})
CLAUSE = frozenset({"xcomp", "ccomp", "advcl", "acl", "acl:relcl", "conj", "parataxis"})
INHERITED = frozenset({"obl", "iobj", "obl:arg", "obl:tmod", "advmod", "advcl"})
Hung = Mapping[int, tuple[int, str, str]]  # word → the word it hangs on (itself: on none), relation, preposition


@dataclass(frozen=True, slots=True)
class Arc:
    """One enhanced arc from a head to ``child``; ``shared`` if the tree itself does not draw it."""

    child: int
    labels: frozenset[str]
    case: str
    shared: bool = False
    conj: bool = False


@lru_cache(maxsize=512)
def _base(dep: str) -> frozenset[str]:
    return frozenset({dep, dep.partition(":")[0]})


class Graph(Tree):
    """The enhanced graph of one annotated document, computed arc by arc as rules ask for it."""

    def __init__(self, doc: Doc, lexicon: Lexicon) -> None:
        super().__init__(doc)
        copula = not lexicon.words("zero_copula")  # a language where a nominal predicate needs one
        for i in range(len(self.pos)):
            # a noun with a subject and no copula is a verb taken for a noun ("the two states commit to …")
            if copula and self.pos[i] == "NOUN" and self.dep[i] in ("ROOT", "conj", "ccomp"):
                below = {self.dep[k] for k in self.children[i]}
                if "nsubj" in below and "cop" not in below:
                    self.pos[i] = "VERB"
        self._settle_objects()
        self._light = lexicon.words("light") | lexicon.words("affirm")
        self._object_control = lexicon.words("object_control")
        self._vehicle = lexicon.words("vehicle")
        self._relative = lexicon.words("relative_pronoun")
        self._recipient = lexicon.phrases("recipient")
        self._agentive = lexicon.phrases("agentive")  # prepositions of the agent: "by"
        self._possessive = lexicon.words("possessive")  # where the tagger does not mark them
        # nouns that name the agent after a preposition: "с российской стороны"
        self._side = {
            (key.lemma, key.particle)
            for keys in (lexicon.get("agentive_phrase") if "agentive_phrase" in lexicon.names() else {}).values()
            for key in keys
        }
        self._genitive = lexicon.phrases("genitive")  # prepositions of the genitive: "of"
        self._cache: dict[int, tuple[Arc, ...]] = {}
        self._busy: set[int] = set()

    def _settle_objects(self) -> None:
        """Take a bare accusative beside a verb for its object, whatever the parser says where cases decide."""
        for i, dep in enumerate(self.dep):
            if dep not in ("iobj", "nsubj", "parataxis") or self.feature(i, "Case") != "Acc" or self.case(i) != "Acc":
                continue
            beside = [k for k in self.children[self.head[i]] if k != i]
            if any(self.dep[k] == "obj" for k in beside):
                continue
            if dep == "parataxis" and self.pos[i] == "NOUN" and self.pos[self.head[i]] == "VERB":
                self.dep[i] = "obj"
            if dep == "iobj" or any(self.dep[k] == "nsubj" and self.feature(k, "Case") == "Nom" for k in beside):
                self.dep[i] = "obj"

    @contextmanager
    def hung(self, words: Hung) -> Iterator[None]:
        """The graph as long as ``words`` hang elsewhere, across sentences too."""
        before = (self.head[:], self.dep[:], {i: self.children[i][:] for w in words for i in self._around(w, words)})
        for word, (head, dep, case) in words.items():
            if word in self.children[self.head[word]]:
                self.children[self.head[word]].remove(word)
            self.head[word], self.dep[word] = head, dep
            if head != word:
                self.children[head] = sorted([*self.children[head], word])
            if case:
                self.lent[word] = case
        self._forget()
        try:
            yield
        finally:
            self.head, self.dep = before[0], before[1]
            for i, children in before[2].items():
                self.children[i] = children
            self.lent.clear()
            self._forget()

    def _around(self, word: int, words: Hung) -> tuple[int, int, int]:
        return word, self.head[word], words[word][0]

    def _forget(self) -> None:
        self._cache.clear()
        self._span.clear()

    # --- clauses ---

    def clause(self, i: int) -> str:
        """What kind of clause ``i`` heads: ``rel`` (relative), ``inf`` or ``part`` (non-finite) or ``main`` (finite).

        An infinitive under a word of class ``vehicle`` ("wants to", "continues to", "am glad to") counts as what it
        hangs on.
        """
        for _ in range(6):
            first = i
            while self.dep[first] == "conj" and not self._finite(first) and self.head[first] != first:
                first = self.head[first]
            i = first
            dep = self.dep[i]
            if dep == "acl:relcl":
                return "rel"
            if self._finite(i) or dep == "ROOT":
                return "main"
            head = self.head[i]
            if dep in ("xcomp", "advcl", "csubj", "ccomp", "acl") and self.lemma[head] in self._vehicle:
                i = head
                continue
            infinitive = self.feature(i, "VerbForm") == "Inf" or self.case(i) == "to"
            return "inf" if infinitive else "part"
        return "part"

    def _finite(self, i: int) -> bool:
        """Whether ``i`` is a finite predicate, by its own form or by an auxiliary or copula."""
        if self.dep[i] == "acl" and self._garden_path(i):
            return True
        forms = [i, *(k for k in self.children[i] if self.dep[k] in ("aux", "aux:pass", "cop"))]
        if any(self.feature(k, "VerbForm") == "Fin" or self.feature(k, "Variant") == "Short" for k in forms):
            return True
        # a past tense taken for a participle, or a nominal or adjective as predicate
        return any(self.dep[k] == "nsubj" for k in self.children[i])

    # --- arcs ---

    def arcs(self, i: int) -> tuple[Arc, ...]:
        """The enhanced arcs of head ``i``: its own children with normalised labels, then what it shares."""
        known = self._cache.get(i)
        if known is not None:
            return known
        if i in self._busy:  # a cycle of control: the tree's own arcs are all there is
            return tuple(self._own(i))
        self._busy.add(i)
        arcs = self._own(i)
        if self.pos[i] in NOMINAL and not any(self.dep[k] == "cop" for k in self.children[i]):
            arcs += self._nominal_shared(i, arcs)
        else:
            arcs += self._clause_shared(i, arcs)
        arcs += [
            Arc(other, arc.labels, self.case(other) or arc.case, arc.shared, True)
            for arc in arcs
            for other in self.conjuncts(arc.child)[1:]
            if not arc.labels & CLAUSE or not arc.shared
        ]
        self._busy.discard(i)
        self._cache[i] = tuple(arcs)
        return self._cache[i]

    def agents(self, i: int) -> list[int]:
        """Who does ``i``."""
        return [arc.child for arc in self.arcs(i) if "agent" in arc.labels and not arc.conj]

    def _own(self, i: int) -> list[Arc]:
        nominal = self.pos[i] in NOMINAL
        passive = not nominal and self.passive(i)
        out = []
        for child in self.children[i]:
            dep = self.dep[child]
            if dep in ("punct", "cc", "conj", "case", "mark", "fixed"):
                continue
            case = self.case(child)
            labels = set(_base(dep))
            base = dep.partition(":")[0]
            if dep == "nsubj" or dep == "nsubj:outer":
                labels.add("patient" if passive else "agent")
            elif dep == "nsubj:pass":
                labels = {"nsubj:pass", "patient"}
            elif dep == "obj":
                labels.add("patient")
            elif dep == "iobj" and passive and case == "Ins":
                labels = {"obl", "obl:agent", "agent"}  # "переданы Данией"
            elif dep == "iobj":
                labels.add("to")
                case = "Dat" if case in ("Gen", "Loc") else case  # forms that a tagger cannot tell apart
            elif base == "obl" and not nominal:
                by = case in self._agentive or case == "Ins"
                if dep == "obl:agent" or (passive and by) or (self.lemma[child], case) in self._side:
                    labels |= {"obl:agent", "agent"}
                elif case in self._recipient or case == "Dat":
                    labels.add("to")
            elif base in ("nmod", "obl") and nominal:
                labels.add("nmod")
                if dep == "nmod:poss" and case not in self._genitive:
                    labels |= {"poss", "agent"}
                elif case in self._agentive or case == "Ins":
                    labels.add("agent")
                elif case in self._genitive or case == "Gen":
                    labels.add("of")
                elif case in self._recipient or case == "Dat":
                    labels.add("to")
            elif nominal and base == "det" and (self.feature(child, "Poss") or self.lemma[child] in self._possessive):
                labels |= {"poss", "agent"}
            elif nominal and base in ("amod", "compound", "flat", "nummod"):
                labels |= {"attr", "agent"}
            out.append(Arc(child, frozenset(labels), case))
        if nominal and any("agent" in arc.labels and "attr" not in arc.labels for arc in out):
            out = [Arc(a.child, a.labels | {"patient"}, a.case) if "of" in a.labels else a for a in out]
        return out

    def _subject(self, i: int, own: list[Arc]) -> bool:
        return any(arc.labels & {"nsubj", "nsubj:pass", "csubj"} for arc in own)

    def _clause_shared(self, i: int, own: list[Arc]) -> list[Arc]:
        """What a clause takes from the clause or noun above it."""
        dep, head = self.dep[i], self.head[i]
        label = frozenset({"patient", "nsubj:pass"} if self.passive(i) else {"agent", "nsubj"})
        out: list[Arc] = []
        if dep == "acl:relcl":
            return self._relative_shared(i, own)
        if dep == "acl" or (dep == "amod" and self.pos[i] == "VERB"):
            if self.feature(i, "VerbForm") == "Inf" or self.case(i) == "to":
                return [Arc(k, label, "", True) for k in self.agents(head)]
            if self._garden_path(i):
                label = frozenset({"agent", "nsubj"})
            return [Arc(self._antecedent(i, i), label, "", True)]
        if not self._subject(i, own) and head != i:
            sources = self._controllers(i, dep, head)
            out += [Arc(k, label, "", True) for k in sources]
        if dep == "conj" and not any("patient" in arc.labels for arc in own):
            pass
        elif not any("patient" in arc.labels for arc in own) and self.pos[i] == "VERB":
            out += self._right_node(i, own)
        return out

    def _garden_path(self, i: int) -> bool:
        """Whether a participle after a sentence's first name is its verb: "Norway called on Sudan to …"."""
        head = self.head[i]
        return (
            self.pos[head] == "PROPN"
            and self.dep[head] == "ROOT"
            and head < i
            and any(self.dep[k] in ("obj", "xcomp", "ccomp", "advcl") for k in self.children[i])
            and not any(self.dep[k] in ("obl:agent", "aux:pass") for k in self.children[i])
        )

    def _controllers(self, i: int, dep: str, head: int) -> list[int]:
        """Whose action a clause without a subject of its own is."""
        if dep == "conj":
            return self._subjects(head)
        if dep == "xcomp" and self.lemma[head] in self._object_control:
            found = [a.child for a in self.arcs(head) if a.labels & {"obj", "iobj", "nsubj:pass"} and not a.conj]
            if not found:
                found = [a.child for a in self.arcs(head) if "to" in a.labels and not a.conj and a.child != i]
            if found:
                return found[:1]
        if dep in ("xcomp", "advcl", "ccomp", "obl", "csubj", "parataxis"):
            if dep == "ccomp" and self.feature(i, "VerbForm") == "Fin":
                return [s for s in self._subjects(head) if self._dropped(i, s)]
            if self.pos[head] in NOMINAL:
                return self.agents(head)
            return self._subjects(head)
        return []

    def _dropped(self, i: int, subject: int) -> bool:
        """Whether finite verb ``i`` without a subject can have that of the verb above it: "заявил, что приедет"."""
        number = self.feature(subject, "Number")
        person = self.feature(i, "Person") or ("3" if self.feature(i, "Gender") or number == "Plur" else "")
        return person == "3" and self.feature(i, "Number") == number and self.feature(subject, "Case") == "Nom"

    def _subjects(self, i: int) -> list[int]:
        """The subject of clause ``i`` whatever its voice (the agent of a nominal predicate without one)."""
        arcs = self.arcs(i)
        subjects = [a.child for a in arcs if a.labels & {"nsubj", "nsubj:pass"} and not a.conj]
        return subjects or ([a.child for a in arcs if "agent" in a.labels and not a.conj] if not subjects else [])

    def _antecedent(self, i: int, word: int) -> int:
        """The noun that clause ``i`` modifies. Where ``word``, its participle or relative pronoun, is inflected and
        does
        not agree with the noun the tree gives, it is the nearest one before the clause that does agree.
        """
        wanted = [(name, value) for name in ("Case", "Number", "Gender") if (value := self.feature(word, name))]
        if word != i:
            wanted = [pair for pair in wanted if pair[0] != "Case"]  # a pronoun has its own clause's case

        def agrees(noun: int) -> bool:
            return all(self.feature(noun, name) in ("", value) for name, value in wanted)

        head = self.head[i]
        if not wanted or self.dep[i] == "amod" or agrees(head):
            return head
        start = self.doc[i].sent.start
        for noun in range(min(self.span(i)[0], word) - 1, start - 1, -1):
            if self.pos[noun] in NOMINAL and agrees(noun) and self.feature(noun, "Number"):
                return noun
        return head

    def _relative_shared(self, i: int, own: list[Arc]) -> list[Arc]:
        pronouns = [arc.child for arc in own if self.lemma[arc.child] in self._relative]
        antecedent = self._antecedent(i, pronouns[0]) if pronouns else self.head[i]
        out = []
        for arc in own:
            if self.lemma[arc.child] in self._relative or self.feature(arc.child, "PronType") == "Rel":
                out.append(Arc(antecedent, arc.labels, arc.case, True))
        if not out and self._subject(i, own) and not any("obj" in arc.labels for arc in own):
            out.append(Arc(antecedent, frozenset({"obj", "patient"}), "", True))
        return out

    def _right_node(self, i: int, own: list[Arc]) -> list[Arc]:
        """ "welcome and support the plan": the object stands at the last of coordinated verbs."""
        if any(arc.labels & {"ccomp", "xcomp", "obl"} for arc in own):
            return []
        for other in self.conjuncts(i)[1:]:
            if other - i > 4:
                break
            found = [a for a in self._own(other) if "obj" in a.labels]
            if found and not self._subject(other, self._own(other)):
                return [Arc(a.child, a.labels, a.case, True) for a in found]
        return []

    def bare(self, i: int) -> bool:
        """Whether verb ``i`` of a coordination has nothing of its own, so that the next verb says what both do."""
        own = {self.dep[k] for k in self.children[i]} - {"punct", "cc", "mark", "case", "conj", "advmod", "aux"}
        return not own and len(self.conjuncts(self.first(i))) > 1

    def support_verb(self, i: int) -> int | None:
        """The light or affirming verb whose object (or passive subject) nominal ``i`` is: "expressed support"."""
        i = self.first(i)
        head = self.head[i]
        if (
            head != i
            and self.pos[head] in ("VERB", "AUX")
            and self.dep[i] in ("obj", "nsubj:pass", "obl", "nsubj")
            and self.lemma[head] in self._light
            and (self.dep[i] in ("obj", "nsubj:pass") or (self.dep[i] == "nsubj" and self.passive(head)))
        ):
            return head
        return None

    def _nominal_shared(self, i: int, own: list[Arc]) -> list[Arc]:
        """What a nominal takes from the light verb that governs it, or from the noun it is coordinated with."""
        out: list[Arc] = []
        verb = self.support_verb(i)
        if verb is not None:
            first = self.first(i)
            for arc in self.arcs(verb):
                if arc.conj or first == arc.child:
                    continue
                if "agent" in arc.labels:
                    # an instrumental may be what the nominal is about: "выражена обеспокоенность событиями"
                    kept = arc.labels & {"obl"}
                    out.append(Arc(arc.child, frozenset({"agent", "nsubj"}) | kept, arc.case, True))
                elif arc.labels & INHERITED:
                    out.append(Arc(arc.child, arc.labels, arc.case, True))
        if self.dep[i] == "conj":
            has = any("agent" in arc.labels and "attr" not in arc.labels for arc in own)
            if not has:
                out += [
                    Arc(arc.child, frozenset({"agent", "poss"}), arc.case, True)
                    for arc in self._own(self.first(i))
                    if "agent" in arc.labels and arc.child != i and "attr" not in arc.labels
                ]
        return out
