"""The labels of a transcript: which openings of a line name who speaks next.

A label is judged by its shape alone here ("В.Путин:", "MR PRICE:", "Q", "[00:12] Jane Doe:"); ``turns``
then decides with the whole document in view. Offsets are characters of the document's text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from chancery.languages.pack import Pack
from chancery.model.document import Span

LONGEST = 160  # characters of the longest label that is considered
_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĽŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽА-ЯЁІЇЄҐӘӨҮҢҒҚҰҺ"
_NAME = rf"[{_UPPER}][\w’'ʼ-]*"
_INITIALS = rf"(?:[{_UPPER}][a-zа-яё]?\.[ \u00a0]?-?){{1,3}}"
_CLOCK = r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?[\])]?"
_LEAD = re.compile(
    rf"[ \t\u00a0]*(?:[*_#>]{{1,4}}[ \t]*)?(?:{_CLOCK}[ \t\u00a0]*)?(?:[-–—―][ \t\u00a0]*)?(?:[*_]{{1,3}})?"
)
_COLON = re.compile(r"[ \t\u00a0]*[*_]{0,3}[ \t\u00a0]*[:：][*_]{0,3}(?=\s|$|[«“\"(\[„*—–-]|(?<=[^\d/][:：])\w)")
_ASIDE = re.compile(r"[ \t\u00a0]*(?:\([^()\n]{0,60}\)|\[[^\[\]\n]{0,60}\])")
_STAMP = re.compile(_CLOCK)
_SPOKEN_DASH = re.compile(r"[ \t\u00a0]*[-–—―][ \t\u00a0]+")  # "Minister: – We …"
_ASIDE_ROUND = re.compile(r"[ \t\u00a0]*\([^()\n]{0,60}\)")
_TRAIL_CLOCK = re.compile(rf"[ \t\u00a0,]+{_CLOCK}$")
_INITIAL_NAME = re.compile(rf"^{_INITIALS}(?P<name>{_NAME}(?:[ -]{_NAME}){{0,4}})(?P<rest>.*)$", re.DOTALL)
_NAME_INITIAL = re.compile(rf"^(?P<name>{_NAME}) (?:[{_UPPER}]\.[ \u00a0]?){{1,2}}$")
_DOUBLE = re.compile(r"[ \t]*\(\(([^()\n]{1,60})\)\)[ \t]*:?")
_BARE_Q = re.compile(r"[ \t\u00a0]*(Q|QUESTION)(?=[ \t\u00a0]{1,8}[A-ZА-ЯЁ(“\"«—–\[]|\.[ \t\u00a0]+\S)\.?")
_INLINE = re.compile(
    rf"(?<=[\w.!?…»”\")>*\]])[ \u00a0]+(?P<label>{_INITIALS}{_NAME}(?:[ -]{_NAME}){{0,4}}"
    r"(?:[ \u00a0]?\([^()\n]{0,60}\)|[^.:!?;\n]{0,100}?))[ \u00a0]?:(?=\s)"
)
_LAST_WORD = re.compile(r"[\w-]+$")
_WORD = re.compile(r"[\w’'ʼ.-]+")


class Shape(StrEnum):
    """How a candidate names its speaker."""

    ROLE = "role"  # a part in the conversation: "Question", "Moderator"
    INITIAL = "initial"  # "В.Путин", "Lavrov S.V."
    TITLE = "title"  # a title and a name: "PRESIDENT BIDEN"
    BARE = "bare"  # a title alone: "THE PRESIDENT"
    NAME = "name"  # one to five capitalised words: "Nick Bos"; needs support
    LONG = "long"  # a name with its post: needs support
    BOLD = "bold"  # set in bold by the page


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A possible label. ``label`` is the text that names the speaker, ``end`` where the speech begins;
    ``name`` the label without asides, marks and time stamps; ``stamped`` whether a time stands beside it.
    """

    start: int
    label: Span
    end: int
    name: str
    shape: Shape
    stamped: bool = False
    part: str = ""  # question, answer or part, for ROLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The pack's words on turns, folded."""

    question: frozenset[str]
    answer: frozenset[str]
    part: frozenset[str]
    askers: frozenset[str]
    title: tuple[tuple[str, ...], ...]
    courtesy: frozenset[str]
    bare: frozenset[str]
    never: frozenset[str]
    particles: frozenset[str]
    abbreviations: frozenset[str]
    opener: frozenset[str]
    interpreted: tuple[str, ...]


@cache
def words(pack: Pack) -> Words:
    """The turn words of ``pack``; a pack without them has empty sets."""
    table: Mapping[str, Any] = pack.table("speech").get("turns", {})
    titles = sorted((tuple(t.casefold().split()) for t in table.get("title", ())), key=len, reverse=True)
    return Words(
        question=frozenset(table.get("question", ())),
        answer=frozenset(table.get("answer", ())),
        part=frozenset(table.get("part", ())),
        askers=frozenset(table.get("asker", ())),
        title=tuple(titles),
        courtesy=frozenset(table.get("courtesy", ())),
        bare=frozenset(table.get("bare", ())),
        never=frozenset(table.get("never", ())),
        particles=frozenset(table.get("particles", ())),
        abbreviations=frozenset(table.get("abbreviations", ())),
        opener=frozenset(table.get("opener", ())),
        interpreted=tuple(table.get("interpreted", ())),
    )


def clean(label: str) -> str:
    """``label`` without asides, time stamps, mark-up and outer punctuation."""
    bare = _ASIDE.sub("", label)
    bare = _TRAIL_CLOCK.sub("", bare.strip(" \t\u00a0*_:"))
    return re.sub(r"\s+", " ", bare).strip(" *_:–—-,")


def title_length(tokens: list[str], titles: tuple[tuple[str, ...], ...]) -> int:
    """How many words of ``tokens`` are titles of office or courtesy, from the first on."""
    at = 0
    folded = [token.casefold().rstrip(".") for token in tokens]
    while at < len(folded):
        for title in titles:
            if tuple(folded[at : at + len(title)]) == tuple(word.rstrip(".") for word in title):
                at += len(title)
                break
        else:
            return at
    return at


def _is_name(tokens: list[str], particles: frozenset[str], longest: int = 5) -> bool:
    """One to ``longest`` capitalised words, particles ("al", "von") between them allowed."""
    if not 1 <= len(tokens) <= longest:
        return False
    capital = [token for token in tokens if token[:1].isupper()]
    return (
        bool(capital)
        and tokens[-1][:1].isupper()
        and all(token[:1].isupper() or token.casefold() in particles for token in tokens)
    )


def _is_asker(name: str, vocabulary: Words) -> bool:
    """Whether a label is a journalist's with the medium or name: "Reporter (Radio One)", «Корреспондент «Зари»»."""
    tokens = _WORD.findall(name)
    if not 2 <= len(tokens) <= 9 or not name[:1].isupper() or tokens[0].casefold() not in vocabulary.askers:
        return False
    return any(token[:1].isupper() for token in tokens[1:]) and not any(mark in name for mark in ".;!?")


def naming_part(name: str, vocabulary: Words) -> str:
    """The part of a label between commas that holds the name: of "Official Spokesperson, Jane Doe" the second."""
    first, comma, rest = name.partition(",")
    tokens = _WORD.findall(first)
    return rest.strip() if comma and tokens and title_length(tokens, vocabulary.title) == len(tokens) else first


def shape_of(name: str, vocabulary: Words) -> tuple[Shape, str] | None:
    """The shape of a cleaned label and, for a role, which part it is; None if it cannot be a label."""
    folded = name.casefold()
    if not name or folded in vocabulary.never:
        return None
    for part, known in (
        ("question", vocabulary.question),
        ("answer", vocabulary.answer),
        ("part", vocabulary.part),
    ):
        if name[:1].isupper() and folded.rstrip(". 0123456789#") in known:
            return Shape.ROLE, part
    if _is_asker(name, vocabulary):
        return Shape.ROLE, "question"
    if folded in vocabulary.bare and name[:1].isupper():
        return Shape.BARE, ""
    if _NAME_INITIAL.match(name):
        return Shape.INITIAL, ""
    found = _INITIAL_NAME.match(name)
    if found and re.sub(r"\s", "", name[: found.start("name")]).casefold().strip(".-") not in vocabulary.abbreviations:
        rest = found["rest"].strip()
        if not rest:
            return Shape.INITIAL, ""
        return (Shape.LONG, "") if len(rest.split()) <= 18 else None
    tokens = _WORD.findall(name)
    if not tokens or any(char in name for char in ';!?«»“”"') or not tokens[0][:1].isupper():
        return None
    head = naming_part(name, vocabulary)
    head_tokens = _WORD.findall(head)
    titles = title_length(head_tokens, vocabulary.title)
    if head and not name.startswith(head) and _is_name(head_tokens[titles:], vocabulary.particles):
        return Shape.TITLE, ""
    rest_tokens = head_tokens[titles:]
    if titles and _is_name(rest_tokens, vocabulary.particles):
        return (Shape.TITLE, "") if head == name else (Shape.LONG, "")
    if titles and rest_tokens and len(tokens) <= 20 and _is_name(rest_tokens[-2:], vocabulary.particles):
        return Shape.LONG, ""
    if _is_name(head_tokens, vocabulary.particles):
        return (Shape.NAME, "") if head == name else ((Shape.LONG, "") if len(tokens) <= 20 else None)
    return None


def at_line(text: str, start: int, end: int, vocabulary: Words) -> Candidate | None:
    """The candidate that opens the line ``text[start:end]``."""
    if found := _DOUBLE.match(text, start, end):
        label = Span(start=found.start(1), end=found.end(1))
        name = clean(found[1])
        shape = shape_of(name, vocabulary) or (Shape.NAME, "")
        return Candidate(
            start=start,
            label=label,
            end=found.end(),
            name=name,
            shape=Shape.BOLD if shape[0] is Shape.NAME else shape[0],
            part=shape[1],
        )
    if found := _BARE_Q.match(text, start, end):
        label = Span(start=found.start(1), end=found.end(1))
        return Candidate(start=start, label=label, end=found.end(), name=found[1], shape=Shape.ROLE, part="question")
    lead = _LEAD.match(text, start, end)
    begin = lead.end() if lead else start
    limit = min(end, begin + LONGEST)
    if begin >= limit or not (text[begin].isupper() or text[begin] in "(["):
        return None
    colon = _COLON.search(text, begin, limit)
    if colon is None or colon.start() <= begin:
        return None
    name = clean(text[begin : colon.start()])
    form = shape_of(name, vocabulary)
    if form is None:
        return None
    after = _ASIDE_ROUND.match(text, colon.end(), end) or _SPOKEN_DASH.match(text, colon.end(), end)
    return Candidate(
        start=start,
        label=Span(start=begin, end=colon.start()),
        end=after.end() if after else colon.end(),
        name=name,
        shape=form[0],
        stamped=bool(_STAMP.search(text, start, colon.start())),
        part=form[1],
    )


def alone(text: str, start: int, end: int, vocabulary: Words) -> Candidate | None:
    """The candidate that is a whole line without a colon, with a time stamp: "Jane Doe 00:12:31"."""
    line = text[start:end]
    if len(line) > 90 or not re.search(rf"{_CLOCK}\s*$|^\s*{_CLOCK}\s", line) or not re.search(r"[^\W\d]{2}", line):
        return None
    name = clean(re.sub(rf"^\s*{_CLOCK}\s*", "", line))
    shape = shape_of(name, vocabulary)
    if shape is None or shape[0] is Shape.LONG:
        return None
    return Candidate(start=start, label=Span(start=start, end=end), end=end, name=name, shape=shape[0], part=shape[1])


def inline(text: str, start: int, end: int, vocabulary: Words) -> Iterator[Candidate]:
    """Labels inside a paragraph whose line breaks were lost: initials and a surname after a sentence's
    end.
    """
    for found in _INLINE.finditer(text, start, end):
        before = _LAST_WORD.search(text, max(start, found.start() - 40), found.start())
        if before and before[0].casefold() in vocabulary.opener:
            continue  # "сказал В.Путин: …" reports; a sentence's end or glued furniture goes before a label
        label = Span(start=found.start("label"), end=found.end("label"))
        name = clean(found["label"])
        shape = shape_of(name, vocabulary)
        if shape and (shape[0] is Shape.INITIAL or (shape[0] is Shape.LONG and _repeats(name))):
            yield Candidate(start=label.start, label=label, end=found.end(), name=name, shape=Shape.INITIAL, part="")
    for found in _interpreted(vocabulary.interpreted).finditer(text, start, end):
        label = Span(start=found.start("label"), end=found.end("label"))
        yield Candidate(start=label.start, label=label, end=found.end(), name=clean(found["label"]), shape=Shape.BOLD)
    roles = sorted(vocabulary.question | vocabulary.answer | vocabulary.part, key=len, reverse=True)
    for found in _inline_roles(tuple(roles)).finditer(text, start, end):
        label = Span(start=found.start("label"), end=found.end("label"))
        name = clean(found["label"])
        shape = shape_of(name, vocabulary)
        if shape and shape[0] is Shape.ROLE and len(name) > 1:
            yield Candidate(start=label.start, label=label, end=found.end(), name=name, shape=Shape.ROLE, part=shape[1])


@cache
def _interpreted(asides: tuple[str, ...]) -> re.Pattern[str]:
    """A full name and post before "(as interpreted):", after a sentence's end."""
    several = "|".join(map(re.escape, asides)) or r"(?!)"
    name = rf"[{_UPPER}][\w-]+ [{_UPPER}][^.:!?;()\n]{{1,120}}?"
    return re.compile(rf"(?<=[.!?…»”\")>*\]])[ \u00a0]+(?P<label>{name}[ \u00a0]?\((?:{several})\))[ \u00a0]?:(?=\s)")


def _repeats(name: str) -> bool:
    """Whether a label goes on with its own surname: a page's pop-up with the full name and post, glued in."""
    tokens = re.findall(r"[^\W\d_][\w-]+", name)
    return len(tokens) > 1 and tokens[0] in tokens[1:4]


@cache
def _inline_roles(roles: tuple[str, ...]) -> re.Pattern[str]:
    several = "|".join(re.escape(role[0].upper() + role[1:]) for role in roles if len(role) > 1) or r"(?!)"
    return re.compile(
        rf"(?<=[.!?…»”\")>*\]])[ \u00a0]+(?P<label>(?:{several})(?: ?\([^()\n]{{1,60}}\))?)[ \u00a0]?:(?=\s)"
    )
