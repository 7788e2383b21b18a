"""Whether a thing happened: one reading of tense, aspect, modality, negation and governing words for every rule.

The words are in ``languages/xx/status.toml``: ``[map.modal]``, ``[map.governor]``, ``[map.adverb]``,
``[map.adjective]``,
``[map.preposition]`` give statuses; ``[class]`` lists ``negation``, ``condition``, ``transparent`` (continue,
begin), ``occur``
(take place); ``[policy]`` says, kind by kind, what a status read from the grammar means there (a stance told in the
past tense holds
now) and ``[nominal]`` what a bare nominal of that kind is.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from chancery.languages.pack import Pack
from chancery.model.statement import Status
from chancery.rules import Graph, Lexicon

PREDICATE = frozenset({"VERB", "AUX", "ADJ"})
GOVERNED = frozenset({"obj", "nsubj:pass", "obl", "xcomp", "nmod", "obl:arg"})
NEGATABLE = frozenset({"advmod", "det", "aux", "neg", "cc:preconj"})


class StatusReader:
    """Reads status with one language's words."""

    def __init__(self, pack: Pack) -> None:
        table = pack.table("status")
        self._words = Lexicon(table, where=f"{pack.code}/status.toml")
        self._negation = self._words.words("negation")
        self._condition = self._words.words("condition")
        self._transparent = self._words.words("transparent")
        self._occur = self._words.words("occur")
        self._infinitive = self._words.words("infinitive")  # "is to visit"
        self._report = self._words.words("report")  # "said that it would"
        self._subjunctive = self._words.words("subjunctive")  # "важно, чтобы посетил"
        self._setting = self._words.phrases("setting")  # "at the summit X said": it takes place when X says so
        self._light = Lexicon(pack.table("lexicon")).words("light")
        self._deliver = self._words.words("deliver")  # greetings are passed on by these
        self._entrust = self._words.words("entrust")  # at somebody's asking
        self._please = self._words.words("please")
        self._policy: Mapping[str, Mapping[str, str]] = table.get("policy", {})
        # kinds whose nominals hold whatever the verb above them does ("they discussed the invasion")
        self._standing = frozenset(table.get("standing", ()))
        self._nominal: Mapping[str, str] = table.get("nominal", {})

    def read(self, graph: Graph, anchor: int, kind: str, value: str = "") -> Status:
        """The status of the predicate or nominal at token ``anchor`` for a statement of ``kind``.

        ``value`` is the closed value that may narrow the kind's policy ("position.calls for").
        """
        if self._is_nominal(graph, anchor) and kind in self._standing:
            own = self._adjective(graph, anchor)
            verb = graph.support_verb(anchor)
            if own is None and verb is not None and graph.lemma[verb] in self._light:
                own = self.clause(graph, verb)
            return own if own is not None else Status(self._nominal.get(kind, "ongoing"))
        found = self._nominal_status(graph, anchor) if self._is_nominal(graph, anchor) else None
        if found is None and not self._is_nominal(graph, anchor):
            found = self.clause(graph, anchor)
        if kind == "greeting" and self._entrusted(graph, anchor):
            return Status.PLANNED
        if found is None:
            return Status(self._nominal.get(kind, "ongoing"))
        policy = self._policy.get(f"{kind}.{value}") or self._policy.get(kind, {})
        return Status(policy.get(found.value, found.value))

    def _entrusted(self, graph: Graph, anchor: int) -> bool:
        """Whether the addressee is to pass it on: "please convey our greetings", "I ask you to give him my regards"."""
        verb = graph.support_verb(anchor)
        if verb is None or graph.lemma[verb] not in self._deliver:
            return False
        below = {graph.lemma[k] for k in graph.children[verb]}
        if graph.feature(verb, "Mood") == "Imp" or below & self._please:
            return True
        head = graph.head[verb]
        return (
            head != verb
            and graph.dep[verb] in ("xcomp", "ccomp", "csubj", "obj")
            and (graph.lemma[head] in self._entrust)
        )

    @staticmethod
    def _is_nominal(graph: Graph, i: int) -> bool:
        return graph.pos[i] in ("NOUN", "PROPN") and not any(graph.dep[k] == "cop" for k in graph.children[i])

    def negated(self, graph: Graph, i: int) -> bool:
        """Whether a negating word stands at token ``i``."""
        return any(
            (graph.lemma[k] in self._negation or graph.text[k] in self._negation)
            and (graph.dep[k] in NEGATABLE or graph.dep[k].startswith("advmod"))
            for k in graph.children[i]
        )

    # --- clauses ---

    def clause(self, graph: Graph, i: int) -> Status | None:
        """The status of the clause whose predicate is token ``i``; None if the grammar says nothing."""
        denied = False
        for _ in range(12):  # a clause deeper than this is a broken tree
            denied ^= self.negated(graph, i)
            found = self._own(graph, i)
            if found is not None:
                found = self._finite_context(graph, i, found)
                return _deny(found) if denied else found
            head = graph.head[i]
            if head == i:
                return Status.DENIED if denied else None
            told = graph.dep[i] == "acl" and graph.passive(i)  # "an agreement signed": no agreement to sign
            governed = None if told else self._governor(graph, i, head)
            if governed is not None:
                if self.negated(graph, head) and governed is not Status.DENIED:
                    return Status.DENIED
                return _deny(governed) if denied else governed
            if graph.dep[i] in ("advcl", "acl", "obl", "nmod") and graph.lemma[head] not in self._transparent:
                if graph.pos[head] in ("NOUN", "PROPN"):
                    return Status.DENIED if denied else self._modifier(graph, i)
                if self._purpose(graph, i):
                    return Status.DENIED if denied else Status.PLANNED
            i = head
        return None

    def _own(self, graph: Graph, i: int) -> Status | None:
        """What the verb form itself says: adverbs and modals, then tense and aspect; None for a bare non-finite
        form."""
        children = graph.children[i]
        adverb = next(
            (
                value
                for k in children
                if graph.dep[k] in ("advmod", "aux", "parataxis", "discourse")
                and (value := self._words.value("adverb", graph.lemma[k]))
            ),
            "",
        )
        modal = next(
            (
                value
                for k in children
                if graph.dep[k].startswith("aux")
                and (value := self._words.value("modal", graph.lemma[k]) or self._words.value("modal", graph.text[k]))
            ),
            "",
        )
        if modal and (not adverb or modal != Status.PLANNED):
            return Status(modal)  # "should soon" is a wish; "will perhaps" a possibility
        if adverb:
            return Status(adverb)
        if graph.feature(i, "Mood") == "Cnd":
            return Status.POSSIBLE
        below = {graph.dep[k] for k in children}
        be = "cop" in below or any(graph.dep[k].startswith("aux") and graph.feature(k, "Tense") for k in children)
        if graph.pos[i] == "VERB" and be and self._marked(graph, i, self._infinitive):
            return Status.PLANNED
        forms = [i, *(k for k in children if graph.dep[k] in ("aux", "cop", "aux:pass"))]
        finite = [k for k in forms if graph.feature(k, "VerbForm") in ("Fin", "") and graph.feature(k, "Tense")]
        short = [k for k in forms if graph.feature(k, "Variant") == "Short"]
        if not finite and not short:
            bare = len(forms) == 1 and graph.feature(i, "Tense") == "Past"
            if bare and any(graph.dep[k] == "nsubj" for k in children):
                return Status.DONE  # a past tense taken for a participle
            return None
        tense = {graph.feature(k, "Tense") for k in (finite or short)}
        if "Fut" in tense:
            return Status.PLANNED
        if "Pres" in tense and any(self._perfective(graph, k) for k in finite):
            return Status.PLANNED  # the perfective present of Slavic languages is a future
        if "Past" in tense:
            return Status.DONE
        perfect = any(graph.feature(k, "VerbForm") == "Part" and graph.feature(k, "Tense") == "Past" for k in forms)
        auxiliaries = {graph.lemma[k] for k in forms if k != i}
        if perfect and (auxiliaries & self._words.words("perfect")):
            return Status.DONE
        return Status.ONGOING

    def _perfective(self, graph: Graph, i: int) -> bool:
        """Whether verb ``i`` is perfective, by its features or, where a tagger errs, by the words of the language."""
        return graph.feature(i, "Aspect") == "Perf" or graph.lemma[i] in self._words.words("perfective")

    def _finite_context(self, graph: Graph, i: int, found: Status) -> Status:
        """A finite clause below "hope", "deny", "if" takes its status from there."""
        if self._marked(graph, i, self._condition):
            return Status.POSSIBLE
        head = graph.head[i]
        if found is Status.DONE and self._marked(graph, i, self._subjunctive):
            return self._governor(graph, i, head) or Status.WISHED
        future_in_past = found is Status.POSSIBLE and graph.dep[i] == "ccomp" and graph.lemma[head] in self._report
        if future_in_past and graph.feature(head, "Tense") == "Past" and graph.feature(i, "Mood") != "Cnd":
            return Status.PLANNED if self._would(graph, i) else found
        if graph.dep[i] in ("ccomp", "xcomp") and graph.head[i] != i:
            governed = self._governor(graph, i, graph.head[i])
            if governed is not None and found is not Status.DONE:
                return governed
        return found

    @staticmethod
    def _marked(graph: Graph, i: int, words: frozenset[str] | set[str]) -> bool:
        """Whether a subordinator among ``words`` opens the clause of ``i``."""
        return any(graph.dep[k] == "mark" and graph.lemma[k] in words for k in graph.children[i])

    def _would(self, graph: Graph, i: int) -> bool:
        """Whether the clause of ``i`` has the past form of the future."""
        would = self._words.words("future_in_past")
        return any(graph.dep[k].startswith("aux") and graph.text[k] in would for k in graph.children[i])

    def _governor(self, graph: Graph, i: int, head: int) -> Status | None:
        """What the governing word ``head`` makes of the clause or nominal ``i``; nothing of a sum or number: "have to
        pay" is no fact yet, "have $5 million in trade" is."""
        if graph.pos[i] in ("SYM", "NUM"):
            return None
        passive = any(graph.dep[k] in ("aux:pass", "cop") for k in graph.children[head])
        for particle in self._particles(graph, i, head):
            if passive:  # "is prepared to" is not "prepares to"
                value = self._words.value("governor", graph.text[head], particle, graph.pos[head])
                if value:
                    return Status(value)
            value = self._words.value("governor", graph.lemma[head], particle, graph.pos[head])
            if value:
                return Status(value)
        return None

    @staticmethod
    def _particles(graph: Graph, i: int, head: int) -> list[str]:
        near = [graph.lemma[k] for k in graph.children[head] if graph.dep[k] in ("compound:prt", "advmod")]
        return [graph.case(i), *near, ""]

    def _purpose(self, graph: Graph, i: int) -> bool:
        return graph.dep[i] == "advcl" and (
            graph.feature(i, "VerbForm") == "Inf" or graph.case(i) in self._words.phrases("purpose")
        )

    def _modifier(self, graph: Graph, i: int) -> Status | None:
        """A participle or infinitive that modifies a noun: "held", "signed", "to be signed"."""
        if graph.feature(i, "VerbForm") == "Inf":
            return Status.PLANNED
        if graph.feature(i, "VerbForm") in ("Part", "Ger", ""):
            if graph.feature(i, "Tense") == "Past":
                return Status.DONE
            return Status.ONGOING
        return None

    # --- nominals ---

    def _adjective(self, graph: Graph, i: int) -> Status | None:
        """What a modifier says of a nominal: "upcoming", "recent", "possible"; denied under "no"."""
        for k in graph.children[i]:
            if graph.dep[k] in ("amod", "acl", "compound", "det", "advmod"):
                value = self._words.value("adjective", graph.lemma[k])
                value = value or self._words.value("adjective", graph.text[k])
                if value:
                    return Status.DENIED if self.negated(graph, i) else Status(value)
        return Status.DENIED if self.negated(graph, i) else None

    def _nominal_status(self, graph: Graph, i: int) -> Status | None:
        """A nominal's status from its modifiers, its preposition, the light verb or the word that governs it."""
        denied = self.negated(graph, i)
        own = self._adjective(graph, i)
        if own is not None:
            return own
        first = graph.first(i)
        head = graph.head[first]
        verb = graph.support_verb(i)
        if verb is not None and graph.lemma[verb] in self._light:
            found = self._governor(graph, first, verb) or self.clause(graph, verb)  # "a visit is scheduled"
            return _deny(found) if denied and found is not None else found
        if head != first and graph.pos[head] in ("VERB", "AUX") and self._sets(graph, first):
            return self.clause(graph, head)
        if head != first and graph.pos[head] == "NOUN" and graph.lemma[head] in self._transparent:
            return self._nominal_status(graph, head)  # "the opening ceremony of the embassy"
        if head != first:
            value = self._governor(graph, first, head)
            # the subject of a reflexive is what it is done to: "ожидается визит"
            reflexive = graph.dep[first] == "nsubj" and graph.feature(head, "Voice") in ("Mid", "Pass")
            if value is not None and (reflexive or graph.dep[first] in GOVERNED):
                return Status.DENIED if self.negated(graph, head) else value
            if graph.dep[first] in ("nsubj", "nsubj:pass", "obj") and graph.lemma[head] in self._occur:
                return self.clause(graph, head)
        if denied:
            return Status.DENIED
        case = graph.case(first)
        value_text = self._words.of_phrase("preposition", case)
        if value_text:
            return Status(value_text)
        return None

    def _sets(self, graph: Graph, i: int) -> bool:
        """Whether nominal ``i`` only says on which occasion its verb takes place: "at the summit", "на саммите"."""
        if graph.dep[i].partition(":")[0] != "obl":
            return False
        case = graph.case(i)
        return case in self._setting or f"{case} {graph.feature(i, 'Case')}" in self._setting


def _deny(status: Status) -> Status:
    """ "did not" and "will not" are both denied; what is denied of a denial ("did not refuse") is left as done."""
    return Status.DONE if status is Status.DENIED else Status.DENIED


@cache
def status_reader(pack: Pack) -> StatusReader:
    """The status reader of a language pack."""
    return StatusReader(pack)
