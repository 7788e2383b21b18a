"""Subject terms of the UNBIS thesaurus (United Nations Bibliographic Information System)."""

from __future__ import annotations

from collections import defaultdict

from chancery.knowledge import rows
from chancery.knowledge.surface import key

COLUMNS = ("term", "language", "words", "source")


class TopicTable:
    """Words of each language → English UNBIS terms."""

    def __init__(self) -> None:
        self._terms: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._longest = 1
        for term, language, words, _ in rows.read("topics", COLUMNS):
            for phrase in rows.split(words):
                folded = key(phrase)
                self._longest = max(self._longest, folded.count(" ") + 1)
                if term not in self._terms[language][folded]:
                    self._terms[language][folded].append(term)

    def get(self, lemmas: str, language: str) -> tuple[str, ...]:
        """The terms that a word or phrase, given in lemmas, stands for; empty if it is no subject."""
        return tuple(self._terms[language].get(key(lemmas), ()))

    def of(self, lemmas: list[str], language: str) -> tuple[str, ...]:
        """The terms of a passage, given as its lemmas: longest phrases first, each term once, in text order."""
        table = self._terms[language]
        folded = [key(lemma) for lemma in lemmas]
        out: list[str] = []
        at = 0
        while at < len(folded):
            for length in range(min(self._longest, len(folded) - at), 0, -1):
                if terms := table.get(" ".join(folded[at : at + length])):
                    out.extend(term for term in terms if term not in out)
                    at += length
                    break
            else:
                at += 1
        return tuple(out)
