"""Where names stand: what knowledge knows by its surface and what the tagger marks, put together.

Knowledge is sure of what it knows but not of a word's sense ("Jordan", "Chad" are also surnames); the tagger
sees the sentence but cuts names wrong. A known name beats a tagged one that it covers or cuts; a tagged
person beats a known state that is only a part of the person's name.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from chancery.extract.context import Context
from chancery.extract.names.lexicon import NameLexicon
from chancery.extract.names.words import Words, plain
from chancery.knowledge.dates import holds_on
from chancery.knowledge.surface import Form
from chancery.model.discourse import Link
from chancery.model.document import READ, BlockRole
from chancery.model.entity import EntityKind

KINDS = {"PER": EntityKind.PERSON, "ORG": EntityKind.ORGANISATION, "LOC": EntityKind.PLACE}
STATES = frozenset({EntityKind.STATE, EntityKind.TERRITORY})
QUOTES = {"«": "»", '"': '"', "“": "”", "„": "“", "'": "'", "‘": "’", "(": ")"}
LEGAL_FORM = re.compile(r"[A-ZА-ЯЁ]{2,5}\s*[«\"“]")  # an abbreviation before the name proper: "МОО «…»"
OUT_OF_USE = 0.7  # what a name counts on a day on which it was not in use
LONGEST = 300  # characters that a tagged name can be long
EDGES = "«»\"“”„'‘’()[].,;:-–— \t\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A passage that may name something.

    ``links`` are the meanings knowledge has for it, best first; empty for what only the tagger saw. ``form``
    is ``name``, ``adjective`` or ``demonym``; ``score`` the confidence that it is a name of this kind.
    """

    start: int
    end: int
    kind: EntityKind
    links: tuple[Link, ...] = ()
    form: str = "name"
    score: float = 0.8
    tagged: bool = False

    @property
    def entity(self) -> str | None:
        """The one entity it can only mean; None for several or none."""
        return self.links[0].entity if self.links else None

    @property
    def is_state(self) -> bool:
        return self.kind in STATES

    def overlaps(self, other: Candidate) -> bool:
        return self.start < other.end and other.start < self.end

    def covers(self, other: Candidate) -> bool:
        return self.start <= other.start and other.end <= self.end


def find_candidates(context: Context, words: Words, lexicon: NameLexicon) -> list[Candidate]:
    """The candidates of a document, in order. Overlaps are only those of a state or body within a longer
    name."""
    known = [*_known(context), *_compounds(words, lexicon)]
    tagged = _tagged(context, words, lexicon)
    for new in _spelled_out(words):
        if all(new.covers(tag) for tag in tagged if new.overlaps(tag)):
            tagged = [tag for tag in tagged if not new.overlaps(tag)] + [new]
    tagged = _as_persons(context.document.text, tagged)
    return _merge(context.document.text, known, tagged)


def _known(context: Context) -> list[Candidate]:
    out = []
    for block in context.document.blocks:
        if block.role not in READ and block.role is not BlockRole.DATELINE:
            continue
        text = block.span.of(context.document.text)
        for found in context.knowledge.scan(text, context.pack.code):
            links = []
            seen: set[tuple[EntityKind, str, bool]] = set()
            for score, form in _by_date(found.forms, context.published):
                entity = context.knowledge.entity(form.entity)
                if entity is not None and (entity.kind, form.entity, form.kind == "capital") not in seen:
                    seen.add((entity.kind, form.entity, form.kind == "capital"))
                    links.append((entity.kind, form, Link(entity=form.entity, method=form.kind, score=score)))
            if not links:
                continue
            kind, best, _ = links[0]
            out.append(
                Candidate(
                    start=block.span.start + found.start,
                    end=block.span.start + found.end,
                    kind=kind,
                    links=tuple(link for _, _, link in links),
                    form=best.kind if best.kind in ("adjective", "demonym") else "name",
                    score=best.score,
                )
            )
    return out


def _by_date(forms: Sequence[Form], on: date | None) -> list[tuple[float, Form]]:
    """The meanings of one form, best first; among several, one that was not in use on the day counts less."""
    scored = [
        (form.score if len(forms) == 1 or holds_on(form.since, form.until, on) else OUT_OF_USE * form.score, form)
        for form in forms
    ]
    return sorted(scored, key=lambda pair: -pair[0])


def _compounds(words: Words, lexicon: NameLexicon) -> list[Candidate]:
    """First halves of compound adjectives: "азербайджано-кыргызские", "Sino-Russian"."""
    out = []
    for at in range(len(words) - 1):
        word, after = words[at], words[at + 1]
        code = lexicon.compounds.get(word.lower) if after.glued and after.start == word.end + 1 else None
        if code:
            out.append(
                Candidate(
                    start=word.start, end=word.end, kind=EntityKind.STATE, form="adjective", score=0.95,
                    links=(Link(entity=code, method="compound", score=0.95),),
                )
            )  # fmt: skip
    return out


def _tagged(context: Context, words: Words, lexicon: NameLexicon) -> list[Candidate]:
    scores = context.doc.user_data.get("scores", {})
    out = []
    for ent in context.doc.ents:
        start, end = _trim(context.document.text, ent.start_char, ent.end_char)
        if ent.label_ == "PER":
            start, end = _without_edges(words, lexicon, start, end)
        text = context.document.text[start:end]
        if start >= end or ent.label_ not in KINDS or plain(text) in lexicon.not_names:
            continue
        if not any(char.isupper() for char in text):
            continue
        score = float(scores.get((ent.start_char, ent.end_char), 0.7))
        out.append(Candidate(start=start, end=end, kind=KINDS[ent.label_], score=score, tagged=True))
    return out


def _without_edges(words: Words, lexicon: NameLexicon, start: int, end: int) -> tuple[int, int]:
    """A person's name without words at its edges that are in no name ("Biden Announces", "Harris Administration")."""
    inside = words.slice(start, end)
    while inside and (inside[-1].lower in lexicon.not_persons or words.token(inside[-1]).pos_ in ("VERB", "AUX")):
        inside = inside[:-1]
    while inside and inside[0].lower in lexicon.not_persons:
        inside = inside[1:]
    return (inside[0].start, inside[-1].end) if inside else (start, start)


def _spelled_out(words: Words) -> Iterator[Candidate]:
    """Bodies whose abbreviation stands behind them in brackets and is made of their initials."""
    for at in range(2, len(words) - 1):
        short = words[at].text
        if words[at - 1].text != "(" or words[at + 1].text != ")" or not short.isupper() or len(short) < 3:
            continue
        first = _initials_begin(words, at - 1, short)
        if first is not None:
            end = words[at - 2].end
            yield Candidate(start=words[first].start, end=end, kind=EntityKind.ORGANISATION, score=0.85, tagged=True)


def _initials_begin(words: Words, end: int, short: str) -> int | None:
    """Index of the first of the words before word ``end`` whose initials spell ``short``; small words may be left
    out of it."""
    at, letters = end, list(short.lower())
    while letters and at > 0 and end - at < 2 * len(short):
        at -= 1
        word = words[at]
        if not word.is_word:
            return None
        if word.lower[0] == letters[-1]:
            letters.pop()
        elif len(word.text) > 4 or word.capital:
            return None
    return at if not letters and words[at].capital else None


def _as_persons(text: str, tagged: Sequence[Candidate]) -> list[Candidate]:
    """A lone word that ends a person's full name elsewhere in the document is that name, whatever the tagger says."""
    surnames = {
        words[-1] for c in tagged if c.kind is EntityKind.PERSON and len(words := text[c.start : c.end].split()) > 1
    }
    return [
        replace(c, kind=EntityKind.PERSON) if text[c.start : c.end] in surnames and c.kind is EntityKind.PLACE else c
        for c in tagged
    ]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Bounds without quotation marks, brackets and possessive endings that are not closed inside."""
    for suffix in ("'s", "’s"):
        if text[start:end].endswith(suffix):
            end -= 2
    while start < end and text[start] in EDGES:
        closing = QUOTES.get(text[start])
        if closing and closing in text[start + 1 : end - 1]:
            break
        start += 1
    while start < end and text[end - 1] in EDGES:
        last = text[end - 1]
        if last in '»”")' and any(o in text[start : end - 1] for o, c in QUOTES.items() if c == last):
            break
        if last == "." and end - start >= 2 and (text[end - 2].isupper() or text[end - 4 : end] in (" Jr.", " Sr.")):
            break
        end -= 1
    return start, end


def _merge(text: str, known: Sequence[Candidate], tagged: Sequence[Candidate]) -> list[Candidate]:
    tagged = sorted(tagged, key=lambda c: c.start)
    starts = [tag.start for tag in tagged]
    out: list[Candidate] = []
    taken: set[int] = set()  # indices of ``tagged`` that a known name replaces
    for name in known:
        keep, seen = True, False
        for index in range(bisect_left(starts, name.start - LONGEST), bisect_left(starts, name.end)):
            tag = tagged[index]
            if not tag.overlaps(name):
                continue
            verdict = _verdict(text, name, tag)
            if verdict == "extend":
                name, verdict = replace(name, start=tag.start), "drop tag"
            if verdict == "drop known":
                keep = False
            elif verdict == "drop tag":
                taken.add(index)
                seen = seen or tag.kind is name.kind
        if keep:
            out.append(replace(name, tagged=seen))
    states = [name for name in out if name.is_state]
    places = [name.start for name in states]
    for index, tag in enumerate(tagged):
        inside = states[bisect_left(places, tag.start) : bisect_left(places, tag.end)]
        if index not in taken and not _made_up_of(text, tag, inside):
            out.append(tag)
    return sorted(out, key=lambda c: (c.start, -c.end))


def _made_up_of(text: str, tag: Candidate, known: Sequence[Candidate]) -> bool:
    """Whether a tagged name is just several known ones in a row ("U.S.-Russia")."""
    inside = [name for name in known if tag.covers(name)]
    if len(inside) < 2:
        return False
    rest = list(text[tag.start : tag.end])
    for name in inside:
        rest[name.start - tag.start : name.end - tag.start] = " " * (name.end - name.start)
    return not any(char.isupper() for char in rest)


def _verdict(text: str, name: Candidate, tag: Candidate) -> str:
    """What becomes of a known name and an overlapping tagged one: keep both, or drop one."""
    bare_surname = name.kind is EntityKind.PERSON and name.links[0].method in ("surname", "initials")
    if bare_surname and tag.kind is not EntityKind.PERSON:
        return "drop known"
    if name.covers(tag):
        return "drop tag"
    if tag.covers(name):
        if tag.kind is EntityKind.PERSON:
            return "drop tag" if name.kind is EntityKind.PERSON and not bare_surname else "drop known"
        if name.kind is tag.kind is EntityKind.ORGANISATION and LEGAL_FORM.fullmatch(text, tag.start, name.start):
            return "extend"
        rest = (text[tag.start : name.start] + " " + text[name.end : tag.end]).replace("-", " ").split()
        return "both" if any(word[:1].isupper() for word in rest) else "drop tag"
    # They cut each other: the known one has sure edges, unless it is a single word of a person's name.
    several = len(text[name.start : name.end].split()) > 1
    return "drop tag" if several or tag.kind is not EntityKind.PERSON else "drop known"
