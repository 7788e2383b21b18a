"""The words between a title and the name of its holder that belong to the title.

"председатель комиссии по бюджету Иван Петров", "командующий сухопутными войсками генерал-полковник Олег Сомов": a
portfolio, a body or an area that the tables of titles do not hold. Only languages whose cases mark what belongs to a
title have it (``attribute_case`` of the language pack).
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from chancery.extract.names.candidates import QUOTES, Candidate
from chancery.extract.names.lexicon import NameLexicon
from chancery.extract.names.titles import BODIES, OF_ANYTHING, CandidateIndex, TitlePhrase
from chancery.extract.names.words import Words
from chancery.model.entity import EntityKind

MOST = 16  # words between a title and its holder's name
NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "DET", "NUM", "X"})
DASHES = frozenset("-–—")
MARKS = frozenset({*DASHES, ".", ",", ";", ":", "!", "?", ")", "»", "”"})
QUOTED = 10  # words that a name in quotation marks or a remark in brackets can have


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far a title goes: ``end`` of its last word, the ``body`` named in it, ``start`` of the person's name behind
    it; ``marked`` whether a preposition stands in it, so that the name may be its object; ``dash`` whether a
    dash parts them."""

    end: int
    start: int
    body: Candidate | None = None
    marked: bool = False
    dash: bool = False


class Inside:
    """Reads on from a title to the name behind it."""

    def __init__(self, words: Words, index: CandidateIndex, lexicon: NameLexicon) -> None:
        self._words, self._index, self._lexicon = words, index, lexicon

    def reach(self, title: TitlePhrase, high: int) -> Reach | None:
        """What stands between ``title`` and the person named behind it, also behind a dash; None if it does not all
        belong to the title. ``high`` is where the title's block ends."""
        words = self._words.items
        first = self._words.at(title.end)
        at, body, marked = self._walk(title, high)
        dash = at > first and at < len(words) and words[at].text in DASHES
        beyond = self.skip(at + 1 if dash else at, high)
        if at == first or beyond >= len(words) or words[beyond].start >= high or not self._person(words[beyond].start):
            return None
        return Reach(end=words[at - 1].end, start=words[beyond].start, body=body, marked=marked, dash=dash)

    def tail(self, title: TitlePhrase, high: int) -> Reach | None:
        """What belongs to ``title`` behind its own words, up to a mark or the end of its block; None if it goes on."""
        words = self._words.items
        first = self._words.at(title.end)
        at, body, marked = self._walk(title, high)
        ends = at >= len(words) or words[at].start >= high or words[at].text in MARKS
        if at == first or not ends or (at < len(words) and self._person(words[at - 1].start)):
            return None
        return Reach(end=words[at - 1].end, start=words[at - 1].end, body=body, marked=marked)

    def _walk(self, title: TitlePhrase, high: int) -> tuple[int, Candidate | None, bool]:
        """The first word behind ``title`` that does not go with it, the body named before, whether a preposition is."""
        if not self._lexicon.attribute_case:
            return self._words.at(title.end), None, False
        words = self._words.items
        first = at = self._words.at(title.end)
        cases = {self._lexicon.attribute_case, *self._governed(title)}
        body: Candidate | None = None
        marked = False
        while at < len(words) and words[at].start < high and at - first < MOST:
            beyond = self.skip(at, high)
            if beyond < len(words) and words[beyond].start < high and self._person(words[beyond].start):
                break
            named = self._body(words[at].start)
            if named is not None:
                fits = not (named.is_state and title.group in OF_ANYTHING)  # the head of a state's delegation
                body = body or (named if named.form == "name" and fits and not marked else None)
                at = self._words.at(named.end)
                while at < len(words) and words[at].text in QUOTES.values():
                    at += 1
                continue
            step = self._step(at, cases, marked=marked)
            if step is None:
                break
            quoted = self._body(words[at + 1].start) if words[at].text in QUOTES and at + 1 < len(words) else None
            if quoted is not None and body is None and not marked and quoted.kind is EntityKind.ORGANISATION:
                body = quoted  # "лидер партии «Новый путь»"
            marked = marked or step[1]
            at += step[0]
        return at, body, marked

    def skip(self, at: int, high: int) -> int:
        """Index of the first word from ``at`` on that is no honorific, rank or age of the person named behind it."""
        words = self._words.items
        while at < len(words) and words[at].start < high:
            found = self._lexicon.honorifics.match(words, at)
            if found:
                at += found[0]
                if at < len(words) and words[at].text == ".":
                    at += 1
            elif words[at].text.isdigit() and (age := self._age(at)):
                at += age
            else:
                break
        return at

    def _age(self, at: int) -> int:
        """How many words from the number at ``at`` on tell an age: "57-летний", "72-х летний"."""
        near = enumerate(self._words.items[at + 1 : at + 3], 2)
        return next(
            (size for size, word in near if word.lemma in self._lexicon.ages or word.lower in self._lexicon.ages), 0
        )

    def _person(self, start: int) -> bool:
        return any(c.kind is EntityKind.PERSON for c in self._index.starting(start))

    def _body(self, start: int) -> Candidate | None:
        """The longest body or place that is named from ``start`` on."""
        return next((c for c in self._index.starting(start) if c.kind in BODIES or c.kind is EntityKind.PLACE), None)

    def _step(self, at: int, cases: Set[str], *, marked: bool) -> tuple[int, bool] | None:
        """How many words from ``at`` on go with a title that governs ``cases``, and whether they are a preposition;
        None if they do not go with it. Behind a preposition (``marked``) any case does."""
        words = self._words.items
        word = words[at]
        if word.text in QUOTES:
            inside = range(at + 1, min(at + QUOTED, len(words)))
            close = next((k for k in inside if words[k].text == QUOTES[word.text]), None)
            return (close - at + 1, False) if close is not None else None
        token = self._words.token(word)
        if token.pos_ in ("ADP", "CCONJ"):
            return 1, token.pos_ == "ADP"
        own = token.morph.get("Case", [])
        fits = marked or not own or bool(cases & set(own))
        return (1, False) if fits and word.is_word and token.pos_ in NOMINAL else None

    def _governed(self, title: TitlePhrase) -> set[str]:
        """The case that the title's own noun asks for instead of that of attributes ("командующий войсками")."""
        inside = self._words.slice(title.core[0], title.core[1])
        return {case for word in inside if (case := self._lexicon.governing.get(word.lemma))}
