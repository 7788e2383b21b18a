"""Turns of a transcript or interview: labelled, handed over by a narrator's sentence, or told by dashes and
questions.

``find_turns`` works on the text alone (blocks and their lines). It returns the turns in order of the text;
the speaker's identity is ``speech``'s business. Unlabelled paragraphs belong to the turn before them until
a new label, a heading, a narrator's paragraph or an end mark.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache

from chancery.extract.turns_accept import accept, surname
from chancery.extract.turns_labels import Candidate, Shape, Words, alone, at_line, clean, inline, shape_of, words
from chancery.languages.pack import Pack
from chancery.model.document import Block, BlockRole, Document, Span

_LINE = re.compile(r"[^\n]+")
_TOKEN = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_RULE = re.compile(r"^[\s*_=–—#-]+$")
_ONLY_ASIDE = re.compile(r"^\s*[(\[*_][^()\[\]]{0,200}[)\]*_]\.?\s*$")
_DASH = re.compile(r"[ \t\u00a0]*[-–—―][ \t\u00a0]+(?=\S)")
_QUOTE_OPEN = '«“"„‘'
_RUN = re.compile(r"[^\W\da-zа-яё_][\w’'.-]*(?: [^\W\da-zа-яё_][\w’'.-]*)*")
NARRATION = 60  # words of the longest paragraph that is taken for the narrator's because it names the speaker


@dataclass(slots=True, kw_only=True)
class Turn:
    """What one speaker says in one go. ``label`` is where the text names the speaker (a label, or the
    sentence of a narrator that hands over), None for a bare dash; ``part`` is "" for a named speaker, else
    question, answer or part; ``opener`` marks a narrator's hand-over, ``inferred`` a turn told by dashes or
    question marks only.
    """

    label: Span | None
    name: str
    part: str = ""
    content: list[Span] = field(default_factory=list)
    opener: bool = False
    inferred: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    start: int
    end: int
    block: Block
    first: bool  # the first line of its block


def _lines(document: Document) -> list[_Line]:
    """Lines of the readable blocks but titles; end marks in furniture are seen by ``_closes`` on the
    block's role.
    """
    out = []
    for block in document.blocks:
        if block.role is BlockRole.TITLE:
            continue
        for number, found in enumerate(_LINE.finditer(document.text, block.span.start, block.span.end)):
            if found[0].strip():
                out.append(_Line(start=found.start(), end=found.end(), block=block, first=number == 0))
    return out


def _aside(text: str, line: _Line) -> bool:
    """Whether a line is the page's, not a speaker's: furniture, byline, dateline but for a time stamp with a label."""
    if line.block.role is BlockRole.DATELINE:
        return not text[line.start : line.end].rstrip().endswith(":")
    return line.block.role in (BlockRole.FURNITURE, BlockRole.BYLINE)


def _candidates(document: Document, lines: list[_Line], vocabulary: Words) -> list[Candidate]:
    out: list[Candidate] = []
    for line in lines:
        if _aside(document.text, line):
            continue
        found = _bold(document, line, vocabulary) if line.first and line.block.label else None
        found = found or at_line(document.text, line.start, line.end, vocabulary)
        found = found or alone(document.text, line.start, line.end, vocabulary)
        within = sorted(inline(document.text, line.start, line.end, vocabulary), key=lambda c: c.start)
        if found and found.shape in (Shape.NAME, Shape.LONG) and _runs_on(document.text, line):
            found = None  # a sentence of a wrapped paragraph: "… to the family,\nincluding Jane Doe: Thank you"
        if found and found.shape in (Shape.NAME, Shape.LONG) and any(c.label.overlaps(found.label) for c in within):
            found = None  # a place glued before a label: "Geneva J.Doe:"
        at = found.end if found else line.start
        out.extend([*([found] if found else []), *_apart([c for c in within if c.start >= at])])
    return out


def _runs_on(text: str, line: _Line) -> bool:
    """Whether a line goes on with the sentence of the line before it in its block."""
    before = text[line.block.span.start : line.start].rstrip()
    return not line.first and (before[-1:].isalpha() or before[-1:] in {",", ";"})


def _apart(candidates: list[Candidate]) -> list[Candidate]:
    """Candidates in order without those that overlap one before."""
    out: list[Candidate] = []
    for candidate in candidates:
        if not out or candidate.start >= out[-1].end:
            out.append(candidate)
    return out


def _bold(document: Document, line: _Line, vocabulary: Words) -> Candidate | None:
    """The label that the page sets in bold; a block that is bold throughout has none (a question, a
    heading).
    """
    mark = line.block.label
    if mark is None or mark.end >= line.block.span.end - 1 or len(mark) > 160:
        return None
    name = clean(mark.of(document.text))
    if not name or name.endswith(("?", "!")):
        return None
    shape = shape_of(name, vocabulary)
    rest = document.text[mark.end : mark.end + 3].lstrip(" \u00a0*")
    if shape is None and not (rest.startswith(":") or mark.of(document.text).rstrip().endswith(":")):
        return None
    kind, part = shape or (Shape.NAME, "")
    end = mark.end
    while end < line.end and document.text[end] in " \u00a0:*_":
        end += 1
    return Candidate(
        start=line.start,
        label=mark,
        end=end,
        name=name,
        shape=Shape.BOLD if kind is Shape.NAME else kind,
        part=part,
    )


@cache
def _openers(pack: Pack) -> re.Pattern[str]:
    verbs = "|".join(
        sorted(map(re.escape, pack.table("speech").get("turns", {}).get("opener", ())), key=len, reverse=True)
    )
    return re.compile(
        rf"(?:^|[.!?…]\s+)(?P<sentence>[^.!?…\n]{{0,400}}\b(?:{verbs or '(?!)'})\b[^.!?…:\n]{{0,120}}):\s*$",
        re.IGNORECASE,
    )


def _opener(text: str, line: _Line, pack: Pack) -> Span | None:
    """The last sentence of a line that hands the word over: "Greeting the guest, Minister X said:"."""
    if not text[line.start : line.end].rstrip().endswith(":"):
        return None
    floor = max(line.start, line.end - 700)
    found = _openers(pack).search(text[floor : line.end])
    return Span(start=floor + found.start("sentence"), end=floor + found.end("sentence")) if found else None


def _narrates(text: str, line: _Line, turn: Turn, persons: frozenset[str], vocabulary: Words) -> bool:
    """Whether a paragraph inside a turn is the narrator's: short, names the speaker, and has no first or
    second person. A wrapped line is no paragraph, and a bare title ("THE PRESIDENT") no name.
    """
    if not turn.name or turn.part or not line.first or turn.name.casefold() in vocabulary.bare:
        return False
    span = line.block.span
    said = [token.casefold() for token in _TOKEN.findall(text[span.start : min(span.end, span.start + 1200)])]
    if not said or len(said) > NARRATION or persons.intersection(said):
        return False
    key = surname(turn.name, vocabulary)
    return len(key) > 2 and key in said[:12]


def find_turns(
    document: Document,
    pack: Pack,
    known: Iterable[str] = (),
    named_in: Callable[[Span], str | None] | None = None,
) -> list[Turn]:
    """The turns of ``document``.

    ``known`` are folded names and surnames of the persons it mentions; ``named_in`` tells who hands over the
    word in a narrator's sentence (None: the last capitalised words of the sentence are taken).
    """
    table = pack.table("speech").get("turns", {})
    vocabulary = words(pack)
    lines = _lines(document)
    text = document.text
    persons = frozenset(table.get("persons", ()))
    line_of = {line.start: at for at, line in enumerate(lines)}
    accepted = accept(
        _candidates(document, lines, vocabulary),
        frozenset(known),
        _heading_names(document),
        vocabulary,
        lambda c: _in_first_person(text, Span(start=c.end, end=c.end + 600), persons),
        lambda c: c.start in line_of and "?" in text[c.end : lines[line_of[c.start]].end],
        lambda c, d: line_of.get(c.start, -9) + 1 == line_of.get(d.start, -1),
    )
    unanswered = bool(accepted) and all(c.part == "question" for c in accepted)
    ends = tuple(table.get("end", ()))
    clock = re.compile(table.get("clock") or r"(?!)")
    turns: list[Turn] = []
    current: Turn | None = None
    pending: Turn | None = None  # a narrator's hand-over that waits for the words
    at = 0
    headed = False
    for line in lines:
        here: list[Candidate] = []
        while at < len(accepted) and accepted[at].start < line.end:
            here.append(accepted[at])
            at += 1
        words_here = text[line.start : line.end].strip()
        if _aside(text, line):
            if words_here in ends:
                current = pending = None
            continue
        if not here and (words_here in ends or clock.match(words_here)):
            current = pending = None
            continue
        if not here and line.block.role is BlockRole.HEADING:
            headed, pending = True, None
            continue
        if not here and (_RULE.match(words_here) or _ONLY_ASIDE.match(words_here)):
            continue
        head_end = here[0].start if here else line.end
        if head_end > line.start and text[line.start : head_end].strip():
            if headed and not _in_first_person(text, line.block.span, persons):
                current = None  # under a heading only "I", "we" and "you" tell that the speaker goes on
            headed = False
            if unanswered and current is not None and current.part == "question" and current.content:
                current = Turn(label=None, name="", part="answer", inferred=True)
                turns.append(current)
            current, pending = _unlabelled(
                document, line, head_end, current, pending, turns, pack, persons, vocabulary, named_in
            )
        for number, candidate in enumerate(here):
            stop = here[number + 1].start if number + 1 < len(here) else line.end
            current = Turn(label=candidate.label, name=candidate.name, part=candidate.part)
            turns.append(current)
            _add(current, text, candidate.end, _before_end(text, candidate.end, stop, ends))
        if here:
            pending, headed = None, False
    return [turn for turn in turns if turn.content]


def _unlabelled(
    document: Document,
    line: _Line,
    end: int,
    current: Turn | None,
    pending: Turn | None,
    turns: list[Turn],
    pack: Pack,
    persons: frozenset[str],
    vocabulary: Words,
    named_in: Callable[[Span], str | None] | None,
) -> tuple[Turn | None, Turn | None]:
    """Give a line without a label to a turn, or to the narrator; returns the turn that runs on and a
    hand-over.
    """
    text = document.text
    handed = _opener(text, line, pack) if end == line.end else None
    if handed is not None and not _in_first_person(text, handed, persons):
        name = named_in(handed) if named_in else _last_name(handed.of(text))
        if name:
            return None, Turn(label=handed, name=name, opener=True)
    dash = _DASH.match(text, line.start, end)
    if pending is not None:
        opens = text[line.start : line.start + 1]
        if not dash and (opens in _QUOTE_OPEN or not _in_first_person(text, Span(start=line.start, end=end), persons)):
            return (
                None,
                None,
            )  # quotation marks tell where this speech ends; a narrator goes on without "I" and "we"
        turns.append(pending)
        _add(pending, text, dash.end() if dash else line.start, end)
        return pending, None
    if (
        current is not None
        and current.opener
        and not dash
        and not _in_first_person(text, Span(start=line.start, end=end), persons)
    ):
        return None, None
    if current is not None and not _narrates(text, line, current, persons, vocabulary):
        _add(current, text, line.start, end, wrapped=not line.first)
        return current, None
    return None, None


def _last_name(sentence: str) -> str | None:
    """The last run of capitalised words in a sentence but for its first word: "… , Ambassador Jane Doe
    said".
    """
    runs = [run[0] for run in _RUN.finditer(sentence) if " " in run[0]]
    return runs[-1] if runs else None


def _in_first_person(text: str, span: Span, persons: frozenset[str]) -> bool:
    return bool(persons.intersection(token.casefold() for token in _TOKEN.findall(span.of(text))))


def _before_end(text: str, start: int, stop: int, ends: tuple[str, ...]) -> int:
    """Where an end mark cuts a line short (a page whose line breaks were lost), else ``stop``."""
    cuts = [text.find(mark, start, stop) for mark in ends if not mark.isalpha() and mark != "###"]
    return min((cut for cut in cuts if cut >= 0), default=stop)


def _add(turn: Turn, text: str, start: int, end: int, *, wrapped: bool = False) -> None:
    """Give ``text[start:end]`` to ``turn``; the next line of a ``wrapped`` paragraph goes on with the one before."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start >= end:
        return
    last = turn.content[-1] if turn.content else None
    if wrapped and last is not None and last.end < start and text[last.end : start].isspace():
        turn.content[-1] = Span(start=last.start, end=end)
    else:
        turn.content.append(Span(start=start, end=end))


def _heading_names(document: Document) -> frozenset[str]:
    """Folded capitalised words of the title and lead: a label that repeats one is likely a person's."""
    out: set[str] = set()
    for block in document.blocks:
        if block.role in (BlockRole.TITLE, BlockRole.LEAD):
            out.update(token.casefold() for token in _TOKEN.findall(block.span.of(document.text)) if token[0].isupper())
    return frozenset(out)
