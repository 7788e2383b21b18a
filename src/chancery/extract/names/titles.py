"""Titles of office in a text: which office, of which state or body, to which, and how it is modified.

"newly appointed Ambassador Extraordinary and Plenipotentiary of Peru to Japan", "экс-министр иностранных дел", "the
presidents of Kazakhstan and Uzbekistan". Who holds the office is found in ``holders``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cache

from chancery import knowledge
from chancery.extract.context import Context
from chancery.extract.names.candidates import QUOTES, Candidate
from chancery.extract.names.lexicon import NameLexicon
from chancery.extract.names.words import Word, Words
from chancery.knowledge.surface import key
from chancery.model.entity import EntityKind

BODIES = frozenset({EntityKind.STATE, EntityKind.TERRITORY, EntityKind.ORGANISATION})
CLOSING = frozenset('»”"')
REACH = 200  # characters that a name can be long
# groups of titles that a body of any kind has: neither its holder's state nor a state named on the way tells whose
OF_ANYTHING = frozenset({"regional", "political", "party", "agency", "economy", "religious"})
PLURAL_REACH = 5  # words of a title in the plural, from its noun on
PORTFOLIO = 7  # words a portfolio may have between "minister of" and the state


@dataclass(slots=True, kw_only=True)
class TitlePhrase:
    """A title in the text: ``start:end`` covers modifiers, title, and what it is of and to; ``core`` the
    title itself. ``of`` and ``to`` are candidates ("presidents of A and B" has two); ``holder`` is filled
    later: the candidate that names the office-holder. ``own``: no further words tell what it is of; ``vacant``:
    somebody gets or leaves the office, which stands for nobody then."""

    start: int
    end: int
    core: tuple[int, int]
    title: str
    group: str = ""
    modifier: str = ""
    of: tuple[Candidate, ...] = ()
    to: tuple[Candidate, ...] = ()
    plural: bool = False
    own: bool = True
    vacant: bool = False
    holders: list[Candidate] = field(default_factory=list)


@cache
def _title_words(language: str) -> frozenset[str]:
    """Every word that titles of ``language`` are made of."""
    return frozenset(word for title in knowledge.load().office_titles(language) for word in title.split())


class CandidateIndex:
    """Candidates found by where they start and end."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self.items = sorted(candidates, key=lambda c: (c.start, -c.end))
        self._starts = [c.start for c in self.items]
        self._by_end: dict[int, list[Candidate]] = {}
        for candidate in self.items:
            self._by_end.setdefault(candidate.end, []).append(candidate)

    def starting(self, char: int) -> list[Candidate]:
        """Candidates that start at ``char``, longest first."""
        at = bisect_left(self._starts, char)
        out = []
        while at < len(self.items) and self.items[at].start == char:
            out.append(self.items[at])
            at += 1
        return out

    def starting_between(self, low: int, high: int) -> list[Candidate]:
        """Candidates that start at ``low`` or later and before ``high``."""
        return self.items[bisect_left(self._starts, low) : bisect_left(self._starts, high)]

    def last_state(self, char: int) -> Candidate | None:
        """The state named last, by name or adjective, before ``char``."""
        states = (c for c in reversed(self.items[: bisect_left(self._starts, char)]) if c.is_state and c.links)
        return next(states, None)

    def ending(self, char: int) -> list[Candidate]:
        """Candidates that end at ``char``."""
        return self._by_end.get(char, [])


def find_titles(context: Context, words: Words, index: CandidateIndex, lexicon: NameLexicon) -> list[TitlePhrase]:
    """Every title of the document with its modifiers and what it is of and to, in order."""
    finder = _Finder(context, words, index, lexicon)
    out: list[TitlePhrase] = []
    for block in context.document.readable():
        text = block.span.of(context.document.text)
        known = [
            (block.span.start + found.start, block.span.start + found.end, found.forms[0].entity, "")
            for found in context.knowledge.titles.scan(text, context.pack.code)
        ]
        low, high = block.span.start, block.span.end
        more = (*finder.plurals(low, high), *finder.fused(low, high), *finder.divided(low, high))
        for start, end, title, modifier in sorted((*known, *more), key=lambda t: (t[0], -t[1], t[2])):
            phrase = finder.phrase(start, end, title, low, high, modifier)
            if phrase is not None and (not out or phrase.core[0] >= out[-1].core[1]):
                out.append(phrase)
    return out


class _Finder:
    def __init__(self, context: Context, words: Words, index: CandidateIndex, lexicon: NameLexicon) -> None:
        self._context, self._words, self._index, self._lexicon = context, words, index, lexicon

    def plurals(self, low: int, high: int) -> list[tuple[int, int, str, str]]:
        """Titles in the plural, which the tables do not hold: the same words with dictionary forms up to the noun."""
        heads = _title_words(self._context.pack.code)
        out: list[tuple[int, int, str, str]] = []
        words = self._words.slice(low, high)
        for at, word in enumerate(words):
            one = self._singular(word, heads)
            if one is None:
                continue
            words = [*words[:at], replace(word, lemma=one), *words[at + 1 :]] if one != word.lemma else words
            for first in range(max(0, at - 2), at + 1):
                found = self._plural(words, first, at)
                if found is not None:
                    out.append((*found, ""))
                    break
        return out

    def fused(self, low: int, high: int) -> list[tuple[int, int, str, str]]:
        """Titles of deputies in one word with the title they are deputies of ("замминистра обороны")."""
        out: list[tuple[int, int, str, str]] = []
        words = self._words.slice(low, high)
        for at, word in enumerate(words):
            noun = self._lexicon.fused.get(word.lower) or self._lexicon.fused.get(word.lemma)
            if noun is not None:
                found = self._plural([*words[:at], replace(word, lemma=noun), *words[at + 1 :]], at, at)
                out += [(*found, "deputy")] if found is not None else []
        return out

    def _singular(self, word: Word, heads: frozenset[str]) -> str | None:
        """The singular of a noun that titles are made of; None if ``word`` is no such plural."""
        if word.lemma != word.lower:
            number = self._words.token(word).morph.get("Number", [])
            return word.lemma if word.lemma in heads and "Plur" in number else None
        for ending, instead in self._lexicon.plural_endings:  # the tagger took a capitalised plural for a name
            one = word.lower.removesuffix(ending) + instead
            if word.lower.endswith(ending) and word.lower not in heads and one in heads:
                return one
        return None

    def divided(self, low: int, high: int) -> list[tuple[int, int, str, str]]:
        """Titles with a state's adjective in them: "глава российского правительства", "главы японского МИДа"."""
        heads = _title_words(self._context.pack.code) if self._lexicon.attribute_case else frozenset()
        out: list[tuple[int, int, str, str]] = []
        words = self._words.slice(low, high)
        for at in range(len(words) - 2):
            between = words[at + 1]
            of = (c.form for c in self._index.starting(between.start) if c.is_state and c.links)
            if words[at].lemma not in heads or "adjective" not in of:
                continue
            found = self._plural([words[at], *words[at + 2 : at + 2 + PLURAL_REACH]], 0, 0)
            if found is not None and found[1] > words[at].end:
                out.append((*found, ""))
        return out

    def _plural(self, words: Sequence[Word], first: int, noun: int) -> tuple[int, int, str] | None:
        """The title that words ``first`` to ``noun`` and some behind them make in the singular."""
        language = self._context.pack.code
        for last in range(min(len(words), noun + PLURAL_REACH), noun, -1):
            parts = [word.lemma for word in words[first : noun + 1]] + [word.lower for word in words[noun + 1 : last]]
            title = self._context.knowledge.office_titles(language).get(key(" ".join(parts)))
            if title is not None:
                return words[first].start, words[last - 1].end, title
        return None

    def phrase(self, start: int, end: int, title: str, low: int, high: int, modifier: str = "") -> TitlePhrase | None:
        """The title at ``start:end`` with its surroundings inside the block ``low:high``; ``modifier`` as a fused title
        has it."""
        inside = self._words.slice(start, end)
        if not inside or not self._nominal(inside) or self._part_of_name(start, end):
            return None
        known = self._context.knowledge.titles.titles.get(title)
        first, last = self._words.at(start), self._words.at(start) + len(inside)
        plural = self._is_plural(inside)
        if plural and first and self._words[first - 1].lower in self._lexicon.candidacy:
            return None  # "кандидат в президенты"
        out = TitlePhrase(
            start=start, end=end, core=(start, end), title=title, group=known.group if known else "",
            plural=plural, modifier=modifier,
        )  # fmt: skip
        self._modify(out, first)
        before = self._before(self._words.at(out.start), low)
        if before is not None:
            out.of = (before,)
            out.start = min(out.start, before.start)
            self._modify(out, self._words.at(out.start))
        elif inner := self._between(inside):
            out.of = (inner,)
        elif known and known.of and len(known.of) == 1:
            pass  # a title that only one state has; holders.py reads it off the table
        self._after(out, last, high)
        out.own = self._alone(out, last, high)
        text = self._context.document.text
        while out.of and out.end < high and text[out.end] in CLOSING:
            out.end += 1
        return out

    def _alone(self, phrase: TitlePhrase, last: int, high: int) -> bool:
        """Whether nothing right behind a title, which ends before word ``last``, can tell what it is of."""
        words = self._words.items
        if last >= len(words) or words[last].start >= high:
            return True
        if self._lexicon.of_joins.match(words, last) or words[last].text in QUOTES:
            return False
        if any(c.kind is EntityKind.PERSON for c in self._index.starting(words[last].start)):
            return True
        cases = self._words.token(words[last]).morph.get("Case", [])
        return not self._lexicon.attribute_case or self._lexicon.attribute_case not in cases

    def _nominal(self, inside: Sequence[Word]) -> bool:
        """Whether the tagger, too, sees a noun ("после" is a case of "посол", but mostly a preposition)."""
        return any(self._words.token(word).pos_ in ("NOUN", "PROPN", "ADJ", "X") for word in inside)

    def _part_of_name(self, start: int, end: int) -> bool:
        """Whether the words are part of a longer name that is no person ("Prime Minister's Office")."""
        return any(
            candidate.start < start
            and end <= candidate.end
            and candidate.kind is EntityKind.ORGANISATION
            and candidate.links
            for candidate in self._index.starting_between(start - REACH, start)
        )

    def _is_plural(self, inside: Sequence[Word]) -> bool:
        return any(
            "Plur" in token.morph.get("Number", []) and token.pos_ in ("NOUN", "PROPN")
            for token in (self._words.token(word) for word in inside[:2])
            if token.head.i < inside[0].token or token.head.i > inside[-1].token or token.i == inside[0].token
        )

    def _modify(self, phrase: TitlePhrase, first: int) -> None:
        """Take the modifiers in that stand right before word ``first``."""
        words = self._words.items
        while first > 0:
            found = self._lexicon.modifiers.match_before(words, first)
            if not found:
                return
            first -= found[0]
            ranked = phrase.modifier == "deputy" and words[first].lemma in self._lexicon.ahead_only  # "first deputy"
            phrase.modifier = phrase.modifier or found[1]
            if found[1] in ("former", "acting") and not ranked:
                phrase.modifier = found[1]
            phrase.start = words[first].start

    def _before(self, first: int, low: int) -> Candidate | None:
        """The state or body whose name or adjective stands right before word ``first``."""
        words = self._words.items
        at = first
        if at > 0 and words[at - 1].text in self._lexicon.possessive:
            at -= 1
        if at == 0 or words[at - 1].end < low:
            return None
        end = words[at - 1].end
        possessive = at < first
        for mark in self._lexicon.possessive:
            if words[at - 1].text.endswith(mark) and len(words[at - 1].text) > len(mark):
                end -= len(mark)
                possessive = True
        best: Candidate | None = None
        for candidate in self._index.ending(end):
            if candidate.kind in BODIES and (possessive or self._modifies(candidate)):
                best = candidate if best is None or len_of(candidate) > len_of(best) else best
        return best

    def _between(self, inside: Sequence[Word]) -> Candidate | None:
        """The state whose adjective stands within a title's words."""
        states = (c for word in inside[1:-1] for c in self._index.starting(word.start) if c.is_state)
        return next((c for c in states if c.form == "adjective" and c.links), None)

    def _modifies(self, candidate: Candidate) -> bool:
        """Whether a candidate right before a title can be its modifier: an adjective; or a name as compound
        noun."""
        return candidate.form == "adjective" or self._lexicon.compound_names

    def _after(self, phrase: TitlePhrase, last: int, high: int) -> None:
        """Read what stands behind the title: "of the Republic of Peru to Japan"."""
        words = self._words.items
        at = last
        end, found = self._of(phrase, last, high)
        if found:
            phrase.of = tuple(found) if not phrase.of else phrase.of
            phrase.end = end
            at = self._words.at(phrase.end)
        if phrase.group in ("envoy", "ambassador") or "mbassador" in phrase.title or "Representative" in phrase.title:
            join = self._lexicon.to_joins.match(words, at) if at < len(words) else None
            if join:
                targets = self._list(at + join[0], high)
                if targets and targets != list(phrase.of):
                    phrase.to = tuple(targets)
                    phrase.end = targets[-1].end

    def _of(self, phrase: TitlePhrase, at: int, high: int) -> tuple[int, list[Candidate]]:
        """What a title whose own words end before word ``at`` is of, and the character where that is said."""
        words = self._words.items
        kinds = BODIES | {EntityKind.PLACE} if phrase.group == "regional" else BODIES
        limit = PORTFOLIO if phrase.group == "minister" else 0
        for skip in range(limit + 1):
            here = at + skip
            if here >= len(words) or words[here].start >= high:
                break
            if skip and not self._portfolio(here - 1):
                break
            join = self._lexicon.of_joins.match(words, here)
            if join and (targets := self._list(here + join[0], high, kinds)):
                return targets[-1].end, targets
            targets = self._list(here, high, kinds)
            if targets and self._attribute(targets[0]):
                return targets[-1].end, targets
            if targets:
                break
            if (owner := self._owner(here)) is not None:
                return words[here].end, [owner]
        return phrase.end, []

    def _owner(self, at: int) -> Candidate | None:
        """The state named last before word ``at`` where that word stands for it ("президент страны")."""
        word = self._words[at]
        cases = self._words.token(word).morph.get("Case", [])
        if word.lemma not in self._lexicon.owners or self._lexicon.attribute_case not in cases:
            return None
        after = self._words[at + 1] if word.capital and at + 1 < len(self._words) else None
        if after is not None and after.capital and not self._index.starting(after.start):
            return None  # "Республики Сербской" is a name
        if after is not None and any(c.form == "adjective" for c in self._index.starting(after.start)):
            return None
        return self._index.last_state(word.start)

    def _portfolio(self, at: int) -> bool:
        """Whether word ``at`` can belong to the name of a ministry."""
        word = self._words[at]
        cases = self._words.token(word).morph.get("Case", [])
        return (
            (word.is_word and word.capital and not self._index.starting(word.start))
            or (bool(self._lexicon.attribute_case) and self._lexicon.attribute_case in cases)
            or self._lexicon.conjunctions.match(self._words.items, at) is not None
        )

    def _attribute(self, candidate: Candidate) -> bool:
        """Whether a name right behind a title can be its attribute: it stands in the case of attributes, or
        in none because it does not inflect."""
        if candidate.form != "name" or not self._lexicon.attribute_case:
            return False
        words = self._words.slice(candidate.start, candidate.end)
        cases = [case for word in words for case in self._words.token(word).morph.get("Case", [])]
        return self._lexicon.attribute_case in cases or not cases or bool(candidate.links)

    def _named(self, at: int, kinds: Set[EntityKind] = BODIES) -> list[Candidate]:
        """Bodies (entities of ``kinds``) whose name starts at word ``at``."""
        return [c for c in self._index.starting(self._words[at].start) if c.kind in kinds and c.form == "name"]

    def _list(self, at: int, high: int, kinds: Set[EntityKind] = BODIES) -> list[Candidate]:
        """The states or bodies named from word ``at`` on: one, or several joined by "and"."""
        words = self._words.items
        out: list[Candidate] = []
        while at < len(words) and words[at].start < high:
            if words[at].lower in ("the", "a"):
                at += 1
                continue
            if words[at].text.isupper() and at + 2 < len(words) and words[at + 1].text in QUOTES:
                at += 2 if not self._named(at) else 0  # a legal form before the name proper: "МОО «…»"
            named = self._named(at, kinds)
            if not named:
                break
            out.append(named[0])
            at = self._words.at(named[0].end)
            join = self._lexicon.conjunctions.match(words, at) if at < len(words) else None
            if not join:
                break
            at += join[0]
        return out


def len_of(candidate: Candidate) -> int:
    """Length in characters."""
    return candidate.end - candidate.start
