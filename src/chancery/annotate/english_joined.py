"""What English names are corrected by: the words of a text with their tags and known names, and names put together.

Taggers cut long names at hyphens, commas and prepositions; here the parts find each other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from spacy.tokens import Token

from chancery.annotate.known_names import RULE, Found, KnownNames
from chancery.languages.pack import load_pack

CAPITAL = re.compile(r"D\.?C\.?$")
HYPHENS = frozenset({"-", "‑", "–"})
LINKS = frozenset({"of", "for", "on"})


@dataclass(frozen=True, slots=True)
class CorrectionWords:
    """Words that names are corrected by, in lower case."""

    ranks: frozenset[str]
    posts: frozenset[str]
    things: frozenset[str]
    bodies: frozenset[str]
    joins: frozenset[str]
    sites: frozenset[str]
    never: frozenset[str]
    given: frozenset[str]
    degrees: frozenset[str]


@cache
def correction_words() -> CorrectionWords:
    table = load_pack("en").table("names").get("institutions", {})
    parts = ("ranks", "posts", "things", "bodies", "joins", "sites", "never", "given", "degrees")
    return CorrectionWords(*(frozenset(table.get(part, ())) for part in parts))


class View:
    """The words of one text with what the corrections look at."""

    def __init__(self, tokens: Sequence[Token], known: KnownNames) -> None:
        self._tokens = tokens
        self._text = tokens[0].doc.text
        self._forms = [token.text for token in tokens]
        self._lower = [token.text.lower() for token in tokens]
        self._pos = [token.pos_ for token in tokens]
        self._glued = [False, *(b.idx == a.idx + len(a) for a, b in pairwise(tokens))]
        self._known = known
        self._words = correction_words()

    def _surname(self, at: int) -> bool:
        """Whether the word can be of a person's name."""
        form, low, words = self._forms[at], self._lower[at], self._words
        if low in words.ranks or low in words.posts or low in words.bodies or low in words.things:
            return False
        return form[0].isupper() and form[0].isalpha() and self._pos[at] == "PROPN" and at not in self._known.adjectives

    def _bare(self, name: Found) -> Found:
        """A known name without its article."""
        article = self._forms[name.start] == "the" or (self._forms[name.start] == "The" and name.label == "ORG")
        if article and name.end - name.start > 1:
            return replace(name, start=name.start + 1)
        return name

    def _titled(self, at: int) -> bool:
        return at > 0 and self._lower[at - 1] in self._words.ranks


class Joined(View):
    """The rules that put parts of names together."""

    def _longer(self, found: Sequence[Found]) -> list[Found]:
        """ "National Council" with "on the Arts", "U.S." with "Peace Corps": bodies that the tagger cut short."""
        out: list[Found] = []
        for name in found:
            if out and name.start < out[-1].end:
                continue  # the name before took it in
            last = out[-1] if out else None
            if name.label == "ORG" and last is not None and last.end == name.start and last.label in ("LOC", "ORG"):
                state = any((s.start, s.end) == (last.start, last.end) for s in self._known.states)
                if state and any(self._lower[at] in self._words.bodies for at in range(name.start, name.end)):
                    name = replace(name, start=last.start)
                    out.pop()
            if name.label == "ORG" and self._lower[name.end - 1] in self._words.bodies:
                name = self._with_portfolio(name)
            out.append(name)
        return out

    def _with_portfolio(self, name: Found) -> Found:
        at = name.end
        if at + 1 >= len(self._forms) or self._lower[at] not in LINKS:
            return name
        at += 1 + (self._lower[at + 1] == "the")
        end = at
        while end < len(self._forms) and self._forms[end][0].isupper() and self._pos[end] in ("PROPN", "NOUN", "ADJ"):
            end += 1
        return replace(name, end=end) if end > at else name

    def _hyphened(self, found: Sequence[Found]) -> list[Found]:
        """ "Bria Brown-King", "MS. JEAN-PIERRE": one person, where one part has more names or a title before it."""
        out: list[Found] = []
        for name in found:
            last = out[-1] if out else None
            if (
                last is not None
                and last.label == name.label == "PER"
                and name.start == last.end + 1
                and self._forms[last.end] in HYPHENS
                and self._glued[last.end]
                and self._glued[name.start]
                and (max(last.end - last.start, name.end - name.start) > 1 or self._titled(last.start))
                and (name.end >= len(self._forms) or self._forms[name.end] != "Administration")
            ):
                out[-1] = replace(last, end=name.end, score=min(last.score, name.score))
            else:
                out.append(name)
        return [self._double(name) for name in out]

    def _double(self, name: Found) -> Found:
        """A person's name with the second half of a double surname that the tagger left out."""
        end = name.end
        if (
            name.label == "PER"
            and name.end - name.start > 1
            and end + 1 < len(self._forms)
            and self._forms[end] in HYPHENS
            and self._glued[end]
            and self._glued[end + 1]
            and self._forms[end + 1][0].isupper()
        ):
            return replace(name, end=end + 2)
        return name

    def _administrations(self, found: Sequence[Found]) -> list[Found]:
        """ "Biden-Harris Administration" as one body."""
        out = list(found)
        for at, form in enumerate(self._forms):
            if form != "Administration" or at == 0:
                continue
            persons = {k for name in out if name.label == "PER" for k in range(name.start, name.end)}
            start = at
            while start > 0 and (start - 1 in persons or self._linked(start - 1)):
                start -= 1
            whole = Found(start=start, end=at + 1, label="ORG", score=RULE)
            inside = [name for name in out if name.meets(whole)]
            if start < at and all(whole.covers(name) for name in inside):
                out = [name for name in out if name not in inside]
                out.append(whole)
        return sorted(out, key=lambda name: name.start)

    def _linked(self, at: int) -> bool:
        """Whether the word is a hyphen between names, or a name beside one: "Marsh-Hill"."""
        if self._forms[at] in HYPHENS:
            return self._glued[at] and self._forms[at - 1][0].isupper()
        before = at > 0 and self._forms[at - 1] in HYPHENS and self._glued[at]
        behind = at + 1 < len(self._forms) and self._forms[at + 1] in HYPHENS and self._glued[at + 1]
        return self._forms[at][0].isupper() and self._pos[at] == "PROPN" and (before or behind)

    def _governments(self, found: Sequence[Found]) -> list[Found]:
        """ "Government of the Kyrgyz Republic" as one body."""
        out = []
        for name in found:
            at = name.start - 1
            if name.label == "LOC" and at > 0 and self._lower[at] == "the":
                at -= 1
            if name.label == "LOC" and at > 0 and self._lower[at] == "of" and self._forms[at - 1] == "Government":
                name = replace(name, start=at - 1, label="ORG", score=RULE)
            elif name.label == "LOC" and name.end < len(self._forms) and self._forms[name.end] == "Government":
                name = replace(name, end=name.end + 1, label="ORG", score=RULE)
            out.append(name)
        return out

    def _capital(self, found: Sequence[Found]) -> list[Found]:
        """ "Washington, D.C." as one place."""
        out: list[Found] = []
        for name in found:
            last = out[-1] if out else None
            between = self._forms[last.end : name.start] if last is not None else []
            if (
                last is not None
                and self._forms[last.end - 1] == "Washington"
                and between in ([], [","])
                and CAPITAL.match(self._forms[name.start])
                and name.end - name.start == 1
            ):
                out[-1] = replace(last, end=name.end, label="LOC")
            else:
                out.append(name)
        return out
