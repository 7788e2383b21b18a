"""Who holds the office that a title names: the person named beside it.

Read are the title before the name ("Prime Minister Yoshihide Suga of Japan", "the President of the Kyrgyz
Republic, Sadyr Japarov"), behind it ("Jeenbek Kulubaev, Minister of Foreign Affairs"), in a chain of
appositions, and lists ("the presidents of A and B, X and Y"). Where cases are marked, title and name must
agree.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from spacy.tokens import Token

from chancery.extract.context import Context
from chancery.extract.names.candidates import Candidate
from chancery.extract.names.inside import Inside, Reach
from chancery.extract.names.lexicon import NameLexicon
from chancery.extract.names.titles import REACH, CandidateIndex, TitlePhrase
from chancery.extract.names.words import Word, Words
from chancery.model.entity import EntityKind

DIRECT = re.compile(r"[\s\u00a0]*")
COMMA = re.compile(r",[\s\u00a0]*|[\s\u00a0]*[(–—][\s\u00a0]*")
BEHIND = re.compile(r"\s*(?:,|\(|\s[-–—])\s*(?:(?:the|a|an|its|his|her|their|our|who is)\s+)*", re.IGNORECASE)
LISTED = re.compile(r",[ \u00a0](?:a\.?[ \u00a0]?i\.?,[ \u00a0])?(?:the )?")
CLOSES = re.compile(r"\s*(?:[,.;:!?)»”\"–—]|\s-\s|$)")
CHAIN = 30  # words between a title and the name at the end of a chain of appositions


class HolderFinder:
    """Attaches persons to titles; makes persons of capitalised words that a title announces."""

    def __init__(self, context: Context, words: Words, index: CandidateIndex, lexicon: NameLexicon) -> None:
        self._text = context.document.text
        self._words, self._index, self._lexicon = words, index, lexicon
        self._inside = Inside(words, index, lexicon)
        self.announced: list[Candidate] = []  # persons that only a title before them shows to be persons

    def attach(self, titles: Sequence[TitlePhrase], blocks: Sequence[tuple[int, int]]) -> None:
        """Fill ``holders`` of every title whose holder is named beside it; ``blocks`` are the bounds of
        blocks."""
        for title in titles:
            self._low, self._high = self._bounds(title, blocks)
            title.vacant = self._vacant(title)
            self._ahead(title)
        taken = {(holder.start, holder.end) for title in titles for holder in title.holders}
        for title in titles:
            if not title.holders:
                self._low, self._high = self._bounds(title, blocks)
                self._behind(title, taken)
        for title in titles:
            if not title.holders and not title.plural:
                self._low, self._high = self._bounds(title, blocks)
                self._chain(title, titles)

    def _bounds(self, title: TitlePhrase, blocks: Sequence[tuple[int, int]]) -> tuple[int, int]:
        """Start and end of the block that ``title`` stands in."""
        place = max(0, bisect_right(blocks, (title.start, len(self._text) + 1)) - 1)
        return blocks[place] if blocks else (0, len(self._text))

    # -- the name stands behind the title
    # -----------------------------------------------------------------------

    def _ahead(self, title: TitlePhrase) -> None:
        if title.vacant:
            return
        direct = DIRECT.match(self._text, title.end, self._high)
        start = self._skip_honorifics(direct.end() if direct else title.end)
        found = self._persons(start, announced=not title.plural or not title.of)
        if not found and (comma := COMMA.match(self._text, title.end, self._high)):
            start = self._skip_honorifics(comma.end())
            found = [p for p in self._persons(start, announced=False) if self._apposition(title, p)]
        if not found and (reach := self._inside.reach(title, self._high)):
            found = self._beyond(title, reach)
        if not found:
            return
        if title.plural:
            title.holders = found
        elif self._agree(title, found[0]):
            title.holders = found[:1]
            self._of_behind(title, found[0])
        for holder in title.holders:
            title.end = max(title.end, holder.end)

    def _vacant(self, title: TitlePhrase) -> bool:
        """Whether the word before a title says that somebody gets or leaves it: "на пост министра Петрова"."""
        at = self._words.at(title.start) - 1
        if at < 0 or self._words[at].end < self._low:
            return False
        word = self._words[at]
        cases = self._words.token(word).morph.get("Case", [])
        return word.lemma in self._lexicon.posts and "Loc" not in cases

    def _beyond(self, title: TitlePhrase, reach: Reach) -> list[Candidate]:
        """The persons behind the words that belong to a title, which then is of the body named among these words."""
        found = self._persons(reach.start, announced=False)
        if not found or not self._agree(title, found[0]):
            return []
        apart = not reach.dash or CLOSES.match(self._text, found[0].end, self._high)
        sure = reach.dash or not reach.marked or self._head_cases(title) == {"Nom"}  # no preposition's object
        if not apart or not (sure or self._explains(title, found[0])):
            return []
        title.end, title.own = reach.end, False
        if reach.body is not None and not title.of:
            title.of = (reach.body,)
        return found

    def _skip_honorifics(self, start: int) -> int:
        at = self._inside.skip(self._words.at(start), self._high)
        words = self._words.items
        return words[at].start if at < len(words) and words[at].start < self._high else start

    def _persons(self, start: int, announced: bool) -> list[Candidate]:
        """The persons named from ``start`` on: one, or several joined by "and"."""
        out: list[Candidate] = []
        at = start
        while True:
            person = self._person(at, announced and not out)
            if person is None:
                return out
            out.append(person)
            following = self._words.at(person.end)
            join = self._lexicon.conjunctions.match(self._words.items, following)
            if not join or following + join[0] >= len(self._words):
                return out
            at = self._skip_honorifics(self._words[following + join[0]].start)

    def _person(self, start: int, announced: bool) -> Candidate | None:
        here = self._index.starting(start)
        for candidate in here:
            if candidate.kind is EntityKind.PERSON:
                return candidate
        if not announced or any(c.links or (c.kind is EntityKind.ORGANISATION and c.score > 0.9) for c in here):
            return None
        return self._announce(start)

    def _announce(self, start: int) -> Candidate | None:
        """A person made of the capitalised words at ``start``, which stand right behind a title."""
        words = self._words.items
        at = first = self._words.at(start)
        last = None
        while at < len(words) and words[at].start < self._high and at - first < 5:
            word = words[at]
            if at > first and not (word.glued or word.start <= words[at - 1].end + 1):
                break
            if word.is_word and word.capital and word.text[:1].isalpha() and len(word.text) > 1:
                if at > first and any(
                    c.links and c.kind is not EntityKind.PERSON for c in self._index.starting(word.start)
                ):
                    break
                if self._words.token(word).pos_ != "PROPN" and at == first:
                    return None
                last = at
            elif word.lower not in self._lexicon.particles:
                break
            at += 1
        if last is None or last == first:
            return None
        made = Candidate(start=start, end=words[last].end, kind=EntityKind.PERSON, score=0.75)
        self.announced.append(made)
        return made

    def _apposition(self, title: TitlePhrase, person: Candidate) -> bool:
        """Whether a name behind a comma explains the title: marked off again behind, or so in the tree."""
        if CLOSES.match(self._text, person.end, self._high):
            return self._agree(title, person)
        return self._explains(title, person) and self._agree(title, person)

    def _explains(self, title: TitlePhrase, person: Candidate) -> bool:
        """Whether the tree hangs the name on the title as its apposition."""
        token = self._token(person)
        heads = {word.token for word in self._words.slice(title.start, title.end)}
        return token.head.i in heads and token.dep_ in ("appos", "flat", "flat:name")

    def _of_behind(self, title: TitlePhrase, person: Candidate) -> None:
        """ "Prime Minister Yoshihide Suga of Japan": the state behind the name."""
        if title.of:
            return
        words = self._words.items
        at = self._words.at(person.end)
        while at < len(words) and words[at].lower in self._lexicon.generations | {","}:
            at += 1
        join = self._lexicon.of_joins.match(words, at) if at < len(words) else None
        if not join or words[at].start >= self._high:
            return
        named = [
            c for c in self._index.starting(words[at + join[0]].start)
            if c.is_state or c.kind is EntityKind.ORGANISATION
        ] if at + join[0] < len(words) else []  # fmt: skip
        if named:
            title.of = (named[0],)
            title.end = named[0].end

    # -- the name stands before the title
    # -----------------------------------------------------------------------

    def _behind(self, title: TitlePhrase, taken: set[tuple[int, int]]) -> None:
        """ "Jeenbek Kulubaev, Minister of Foreign Affairs of Kyrgyzstan," """
        for candidate in self._index.starting_between(title.start - REACH, title.start):
            if candidate.kind is not EntityKind.PERSON or candidate.end > title.start:
                continue
            gap = BEHIND.match(self._text, candidate.end, title.start)
            if gap is None or gap.end() != title.start:
                continue
            tail = None if CLOSES.match(self._text, title.end) else self._inside.tail(title, self._high)
            if (tail is None and not CLOSES.match(self._text, title.end)) or not self._agree(title, candidate):
                continue
            if (candidate.start, candidate.end) in taken and "," in gap.group() and not title.of:
                continue
            title.holders = [candidate]
            if (
                title.modifier == "former"
                and self._words[self._words.at(title.start)].lemma in self._lexicon.ahead_only
            ):
                title.modifier = ""  # "Ann Lee, the first president to …"
            title.own = title.own and bool(self._lexicon.attribute_case)  # "Ann Lee, President, Red Cross"
            if tail is None and not title.of:
                self._listed(title)
            if tail is not None:
                title.end, title.own = tail.end, False
                title.of = title.of or ((tail.body,) if tail.body is not None else ())
            return

    def _listed(self, title: TitlePhrase) -> None:
        """What a title is of by the next item of its line: "Ann Lee, President, Red Cross", "…, U.S. Embassy Oslo"."""
        gap = LISTED.match(self._text, title.end, self._high)
        here = self._index.starting(gap.end()) if gap else []
        envoy = title.group in ("envoy", "ambassador")
        body = next((c for c in here if c.kind is EntityKind.ORGANISATION or (envoy and c.is_state)), None)
        if body is not None:
            title.of = (body,)
            title.end = body.end

    def _chain(self, title: TitlePhrase, titles: Sequence[TitlePhrase]) -> None:
        """ "the former foreign minister of A, president of the forum B, son of C, NAME" """
        if not self._lexicon.attribute_case or title.vacant:
            return
        tail = None if COMMA.match(self._text, title.end) else self._inside.tail(title, self._high)
        end = tail.end if tail is not None else title.end
        if not COMMA.match(self._text, end):
            return
        at = self._words.at(end)
        for step in range(CHAIN):
            if at + step >= len(self._words):
                return
            word = self._words[at + step]
            token = self._words.token(word)
            if word.text in ".;!?¶" or (token.pos_ in ("VERB", "AUX") and "Fin" in token.morph.get("VerbForm", [])):
                return
            for person in self._index.starting(word.start):
                if person.kind is not EntityKind.PERSON or not self._links(title, person, titles):
                    continue
                near = self._index.starting_between(person.start - REACH, person.start + 1)
                if any(outer.covers(person) and outer != person for outer in near):
                    continue
                title.holders = [person]
                title.end = max(title.end, person.end)
                if tail is not None:
                    title.own = False
                    title.of = title.of or ((tail.body,) if tail.body is not None else ())
                return

    def _links(self, title: TitlePhrase, person: Candidate, titles: Sequence[TitlePhrase]) -> bool:
        """Whether a name at the end of a chain stands in the case of ``title``, as a title right before it may show."""
        held = next((t for t in titles if t is not title and person in t.holders and t.start > title.start), None)
        return self._same_case(title, person) or (
            held is not None and bool(self._head_cases(title) & self._head_cases(held))
        )

    # -- agreement
    # ----------------------------------------------------------------------------------------------

    def _token(self, person: Candidate) -> Token:
        return self._words.token(self._words[self._words.at(person.start)])

    def _cases(self, words: Sequence[Word]) -> set[str]:
        return {case for word in words for case in self._words.token(word).morph.get("Case", [])}

    def _head_cases(self, title: TitlePhrase) -> set[str]:
        """The case of the title's first noun: of "заместитель министра" that of the deputy."""
        if title.modifier == "acting":  # "исполняющий обязанности президента": the participle's
            first = self._words.token(self._words[self._words.at(title.start)])
            return set(first.morph.get("Case", [])) if first.pos_ in ("VERB", "ADJ") else set()  # "врио" has no case
        if title.modifier == "former":  # "ушедший в отставку премьер": the noun may be the modifier's or the title's
            return self._noun_cases(title, title.start) | self._noun_cases(title, title.core[0])
        return self._noun_cases(title, title.start)

    def _noun_cases(self, title: TitlePhrase, start: int) -> set[str]:
        if title.of and title.of[0].start == title.start:
            start = title.of[0].end
        for word in self._words.slice(start, title.core[1]):
            token = self._words.token(word)
            if token.pos_ in ("NOUN", "PROPN") and (cases := set(token.morph.get("Case", []))):
                return cases
        return set()

    def _agree(self, title: TitlePhrase, person: Candidate) -> bool:
        """Whether case does not forbid that the name belongs to the title."""
        if not self._lexicon.attribute_case:
            return True
        wanted = self._head_cases(title)
        found = self._cases(self._words.slice(person.start, person.end))
        return not wanted or not found or bool(wanted & found)

    def _same_case(self, title: TitlePhrase, person: Candidate) -> bool:
        wanted = self._head_cases(title)
        return bool(wanted & self._cases(self._words.slice(person.start, person.end)[:1]))
