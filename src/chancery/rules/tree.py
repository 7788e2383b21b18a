"""A Universal Dependencies tree as flat lists: what a token is, what hangs on it, what its phrase covers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from spacy.tokens import Doc


@lru_cache(maxsize=4096)
def features(morph: str) -> Mapping[str, str]:
    """UD features of a morphology string as a table."""
    return dict(pair.split("=", 1) for pair in morph.split("|") if "=" in pair)


class Tree:
    """The tokens of one annotated document by number, each with its children."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text = [token.lower_ for token in doc]
        self.lemma = [token.lemma_.lower() or token.lower_ for token in doc]
        self.pos = [token.pos_ for token in doc]
        self.dep = [token.dep_ for token in doc]
        self.head = [token.head.i for token in doc]
        self.morph = [str(token.morph) for token in doc]
        self.children: list[list[int]] = [[] for _ in self.head]
        for i, head in enumerate(self.head):
            if head != i and self.pos[i] != "SPACE" and not self.text[i].isspace():
                self.children[head].append(i)
        self._span: dict[int, tuple[int, int]] = {}
        self.lent: dict[int, str] = {}  # prepositions of words that hang elsewhere for a while

    def feature(self, i: int, name: str) -> str:
        """The UD feature ``name`` of token ``i``, or the empty string."""
        return features(self.morph[i]).get(name, "")

    def case(self, i: int) -> str:
        """Preposition (or subordinator) of token ``i`` as lemma, joined with its fixed parts; else its Case."""
        if i in self.lent:
            return self.lent[i]
        for child in self.children[i]:
            dep = self.dep[child]
            if dep in ("case", "mark") and child < i:  # the English possessive mark follows its noun
                fixed = [self.text[k] for k in self.children[child] if self.dep[k] == "fixed"]
                return " ".join([self.text[child] if fixed else self.lemma[child], *fixed])
        for child in self.children[i]:
            # "to" taken for the possessor's ("to Peru's plan") or for the title's ("to President X")
            if self.dep[child] in ("nmod:poss", "nmod:desc", "compound") and child < i:
                for below in self.children[child]:
                    if self.dep[below] == "case" and below < child:
                        return self.lemma[below]
        return self.feature(i, "Case")

    def passive(self, i: int) -> bool:
        """Whether verb ``i`` is passive: by an auxiliary, a passive subject, or as a past participle modifier."""
        below = {self.dep[k] for k in self.children[i]}
        if "nsubj:pass" in below:
            return True
        if self.feature(i, "Voice") == "Act":
            return False  # "будет проводить": an analytic future, whatever the parser calls its auxiliary
        if "aux:pass" in below:
            return True
        if self.feature(i, "Variant") == "Short" and self.feature(i, "Voice") == "Pass":
            return True
        if any(self.dep[k] in ("nsubj", "obj") for k in self.children[i]) and self.dep[i] not in ("acl", "amod"):
            return False  # a past tense taken for a participle
        if self.dep[i] == "conj" and self.pos[self.head[i]] == "VERB" and self.feature(i, "Variant") != "Short":
            return self.passive(self.head[i])
        if self.feature(i, "Voice") == "Pass":
            return True
        return (
            self.dep[i] in ("acl", "amod")
            and self.feature(i, "VerbForm") == "Part"
            and self.feature(i, "Tense") == "Past"
            and self.feature(i, "Voice") != "Act"
        )

    def first(self, i: int) -> int:
        """The first conjunct of the coordination that ``i`` belongs to."""
        while self.dep[i] == "conj" and self.head[i] != i:
            i = self.head[i]
        return i

    def conjuncts(self, i: int) -> tuple[int, ...]:
        """``i`` and the conjuncts below it, in order."""
        out = [i]
        for child in self.children[i]:
            if self.dep[child] == "conj":
                out.extend(self.conjuncts(child))
        return tuple(out)

    def span(self, i: int) -> tuple[int, int]:
        """First and last token of the subtree of ``i``."""
        if i not in self._span:
            left = right = i
            for child in self.children[i]:
                a, b = self.span(child)
                left, right = min(left, a), max(right, b)
            self._span[i] = (left, right)
        return self._span[i]

    def descendants(self, i: int) -> list[int]:
        """Every token below ``i``."""
        out = []
        for child in self.children[i]:
            out.append(child)
            out.extend(self.descendants(child))
        return out
