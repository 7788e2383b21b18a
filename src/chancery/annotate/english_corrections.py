"""English names corrected: the taggers' names after what is known and how officials and bodies are written.

The taggers glue titles to names, leave rare surnames behind a title out, take plans and honours for bodies and cut long
names at commas and hyphens. The rules here look at words, tags and known names; their words are data
(``[institutions]`` in ``languages/en/names.toml``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span

from chancery.annotate.english_joined import Joined
from chancery.annotate.known_names import RULE, Found, KnownNames, with_known

ACRONYM = re.compile(r"[A-Z][A-Z&]{1,6}s?$")
GENERATIONS = frozenset({"jr.", "jr", "sr.", "sr", "ii", "iii", "iv"})
POSSESSIVES = frozenset({"'s", "’s", "'", "’"})
ADDRESSES = frozenset({"mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr."})  # nothing but a name follows these
FUNCTION = frozenset({"AUX", "PRON", "ADP", "VERB", "DET", "ADV", "CCONJ", "SCONJ", "ADJ", "PART", "INTJ"})
LONGEST_DEGREE = 5  # words between a degree and its field, with these
LONGEST_SURNAME = 3  # words behind a title that are taken for a name


def correct(doc: Doc) -> None:
    """Set the names of ``doc``, the states' names within bodies' (``doc.spans["nested"]``) and their scores."""
    tokens = [token for token in doc if not token.is_space]
    if not any(token.text[0].isupper() for token in tokens):
        return
    place = {token.i: at for at, token in enumerate(tokens)}
    scores = doc.user_data["scores"]
    found = [
        Found(
            start=place[ent.start],
            end=place[ent.end - 1] + 1,
            label=ent.label_,
            score=scores.get((ent.start_char, ent.end_char), RULE),
        )
        for ent in doc.ents
        if ent.start in place and ent.end - 1 in place
    ]
    known = KnownNames(doc.text, [(token.idx, token.idx + len(token)) for token in tokens], "en")
    names, nested = _Text(tokens, known).corrected(found)

    def span(name: Found) -> Span:
        return Span(doc, tokens[name.start].i, tokens[name.end - 1].i + 1, label=name.label)

    spans = [span(name) for name in names]
    if [(name.start, name.end, name.label) for name in names] != [(name.start, name.end, name.label) for name in found]:
        doc.set_ents(spans, default="outside")  # costs a look at every word
    doc.spans["nested"] = [span(name) for name in nested]
    doc.user_data["scores"] = {
        (one.start_char, one.end_char): name.score for one, name in zip(spans, names, strict=True)
    }


class _Text(Joined):
    """The words of one text with the corrections."""

    def corrected(self, found: Sequence[Found]) -> tuple[list[Found], list[Found]]:
        """The names in order, and the states' names within them."""
        adjectives = set(self._known.adjectives)
        out = [part for name in found for part in self._parts(name)]
        out = [name for name in out if not (name.end - name.start == 1 and name.start in adjectives)]
        out = self._hyphened(out)
        out = with_known(out, self._sure(out))
        out = self._capital(self._governments(self._administrations(self._longer(out))))
        out = self._acronyms(self._behind_titles(out))
        nested = []
        for name in out:
            if name.label == "ORG" and name.end - name.start > 1:
                nested.extend(self._states_within(name))
        return out, nested

    def _sure(self, found: Sequence[Found]) -> list[Found]:
        """The known names without articles and titles, but for words that are no names or may be sites here."""
        places = {(name.start, name.end) for name in found if name.label == "LOC"}
        tagged = {(name.start, name.end) for name in found}
        out = []
        for name in self._known.names:
            bare = self._bare(name)
            single = bare.end - bare.start == 1 and (bare.start, bare.end) not in tagged
            if single and self._pos[bare.start] in FUNCTION:
                continue  # "WHO" and "IS" of a text in capitals
            phrase = " ".join(self._lower[bare.start : bare.end])
            if phrase in self._words.never or (phrase in self._words.sites and (bare.start, bare.end) in places):
                continue
            out.append(self._person(bare)[0] if bare.label == "PER" else bare)
        return out

    def _states_within(self, name: Found) -> list[Found]:
        """The names of states that are a part of a body's name."""
        out: list[Found] = []
        for start, end in ((name.start, name.end - 1), (name.start + 1, name.end)):
            words = [(token.idx, token.idx + len(token)) for token in self._tokens[start:end]]
            shift = words[0][0]
            text = self._text[shift : words[-1][1]]
            known = KnownNames(text, [(a - shift, b - shift) for a, b in words], "en")
            for state in known.states:
                moved = replace(state, start=state.start + start, end=state.end + start)
                if not any(moved.meets(other) for other in out):
                    out.append(moved)
        return out

    # -- what a tagged name is made of --------------------------------------------------------------------------

    def _parts(self, name: Found) -> list[Found]:
        """A tagged name without what does not belong to it; two where it glued two; none where it is no name."""
        words = self._lower[name.start : name.end]
        alone = name.label == "PER" and len(words) == 1 and words[0] in self._words.given
        if not alone and all(word in self._words.posts or word in self._words.ranks for word in words):
            return []
        if name.label == "PER":
            state = self._state_before(name)
            return [*state, *self._person(replace(name, start=state[0].end if state else name.start))]
        if name.label == "ORG":
            return self._body(name)
        return [name]

    def _state_before(self, name: Found) -> list[Found]:
        """The state glued to the name of who holds its office: "President of [Peru Dina Boluarte]"."""
        if not name.start or self._lower[name.start - 1] != "of":
            return []
        return [s for s in self._known.states if s.start == name.start and name.end - s.end >= 2][:1]

    def _person(self, name: Found) -> list[Found]:
        start, end = name.start, name.end
        while start + 1 < end and (self._lower[start] in self._words.ranks or self._lower[start] in self._words.posts):
            start += 1
        if end + 1 < len(self._forms) and self._forms[end] == "," and self._lower[end + 1] in GENERATIONS:
            end += 2
        elif end < len(self._forms) and self._lower[end] in GENERATIONS:
            end += 1
        return [replace(name, start=start, end=end)]

    def _body(self, name: Found) -> list[Found]:
        """Cut off posts and persons behind a body's head, and parents before it; drop documents, plans and honours."""
        post = next((at for at in range(name.end - 2, name.start - 1, -1) if self._rank_inside(at, name)), None)
        if post is not None:
            rest = Found(start=post + 1, end=name.end, label="PER", score=name.score)
            return [rest] if self._forms[post + 1][0].isupper() else []
        for at in range(name.start + 1, name.end - 1):
            parted = self._forms[at] in POSSESSIVES or (self._lower[at] == "and" and self._known_body(name.start, at))
            if parted and self._forms[at + 1][0].isupper():
                return self._parts(replace(name, end=at)) + self._parts(replace(name, start=at + 1))
        for at in range(name.start, name.end - 1):
            if self._lower[at] in self._words.bodies and self._lower[at + 1] not in self._words.joins:
                tail = range(at + 1, name.end)
                if all(self._surname(k) for k in tail) and len(tail) in (2, 3) and self._pos[at] == "PROPN":
                    return [replace(name, end=at + 1), Found(start=at + 1, end=name.end, label="PER", score=name.score)]
        end = name.end
        while end - 1 > name.start and self._lower[end - 1] in (self._words.ranks | self._words.posts):
            end -= 1
        name = replace(name, end=end)
        return [] if self._thing(name) or self._portfolio(name) or self._common(name) else [name]

    def _known_body(self, start: int, end: int) -> bool:
        known = [self._bare(name) for name in self._known.names if name.label == "ORG"]
        return any((name.start, name.end) == (start, end) for name in known)

    def _is_known(self, name: Found) -> bool:
        return any(known.covers(name) for known in self._known.names)

    def _portfolio(self, name: Found) -> bool:
        """Whether the name is only what a secretary or minister is for: "Secretary of Labor"."""
        at = name.start
        return (
            at > 1
            and self._lower[at - 1] in ("of", "for")
            and self._lower[at - 2] in ("secretary", "minister", "secretaries", "ministers")
            and not any(self._lower[k] in self._words.bodies for k in range(at, name.end))
            and not self._is_known(name)
        )

    def _rank_inside(self, at: int, name: Found) -> bool:
        """Whether the word is a title before a person's name within what was tagged as a body."""
        return (
            self._lower[at] in self._words.ranks
            and self._forms[at][0].isupper()
            and self._surname(at + 1)
            and not self._is_known(name)
            and name.end - at <= LONGEST_SURNAME + 1
        )

    def _thing(self, name: Found) -> bool:
        """Whether the head of the name is a document, a plan, an honour or an event."""
        head = name.end - 1
        for at in range(name.start + 1, name.end):
            if self._lower[at] in ("of", "for", "on", "to", "with", "against"):
                head = at - 1
                break
        if self._is_known(name):
            return False
        return self._lower[head] in self._words.things and head > name.start

    def _common(self, name: Found) -> bool:
        """Whether the name is what somebody studied ("a B.A. in Arabic Studies"), or a state's common noun ("Turkish
        parliament")."""
        if self._is_known(name):
            return False
        before = self._lower[max(0, name.start - LONGEST_DEGREE) : name.start]
        if before[-1:] == ["in"] and not self._words.degrees.isdisjoint(before):
            return True
        return name.start in self._known.adjectives and self._forms[name.end - 1].islower()

    # -- names that the taggers missed --------------------------------------------------------------------------

    def _behind_titles(self, found: Sequence[Found]) -> list[Found]:
        """Capitalised words behind a title: "President Iohannis", "MS. PSAKI:"."""
        taken = {at for name in found for at in range(name.start, name.end)}
        out = list(found)
        for at in range(1, len(self._forms)):
            addressed = self._lower[at - 1] in ADDRESSES and self._forms[at][0].isupper()
            if at in taken or not self._titled(at) or not self._forms[at - 1][0].isupper():
                continue
            if addressed and self._lower[at] in (self._words.ranks | self._words.posts) - self._words.given:
                continue  # "Mr. President"
            if not addressed and (not self._surname(at) or self._lower[at].startswith("non")):
                continue
            if at - 1 in taken:
                continue
            end = at + 1
            while end < len(self._forms) and end - at < LONGEST_SURNAME and end not in taken and self._surname(end):
                end += 1
            after = self._lower[end] if end < len(self._forms) else ""
            if after in self._words.things or after in self._words.bodies or after in self._words.ranks:
                continue
            out.append(Found(start=at, end=end, label="PER", score=RULE))
            taken.update(range(at, end))
        return sorted(out, key=lambda name: name.start)

    def _acronyms(self, found: Sequence[Found]) -> list[Found]:
        """ "International Task Force (ITF)": the acronym is what the name before it is, here and further on."""
        labels: dict[str, str | None] = {}
        ends = {name.end: name for name in found}
        for at in range(1, len(self._forms) - 2):
            if self._forms[at] != "(" or self._forms[at + 2] != ")" or not ACRONYM.match(self._forms[at + 1]):
                continue
            initials = self._forms[at + 1][0]
            if at in ends and ends[at].end - ends[at].start > 1 and ends[at].label != "PER":
                labels[self._forms[at + 1]] = ends[at].label
            elif self._forms[at - 1][0].isupper() and self._capitals(at, initials):
                labels[self._forms[at + 1]] = None
        sure = {at for name in self._known.names for at in range(name.start, name.end)}
        out = [
            name
            for name in found
            if not (
                name.end - name.start == 1
                and name.start not in sure
                and labels.get(self._forms[name.start], "") is None
            )
        ]
        taken = {at for name in out for at in range(name.start, name.end)}
        for at, form in enumerate(self._forms):
            label = labels.get(form)
            if label and at not in taken:
                out.append(Found(start=at, end=at + 1, label=label, score=RULE))
            elif label and at not in sure:
                out = [replace(n, label=label) if (n.start, n.end) == (at, at + 1) else n for n in out]
        return sorted(out, key=lambda name: name.start)

    def _capitals(self, end: int, initial: str) -> bool:
        """Whether some capitalised word shortly before ``end`` begins with the acronym's first letter."""
        return any(form.startswith(initial) for form in self._forms[max(0, end - 8) : end])
