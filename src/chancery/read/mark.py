"""Segments to a Document: which role each plays, and what the page says of title, date, author and publisher.

Nothing is cut. What is not read is marked: furniture, datelines, bylines. The order of the questions matters
and is this: what the source settles, the title and its copies, datelines, furniture, bylines, then the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from chancery.model.document import Block, BlockRole, DateSource, Document, Published, Span
from chancery.read import lines, wire
from chancery.read.identify import UNDETERMINED, identify
from chancery.read.publisher import find_publisher
from chancery.read.segment import Segment
from chancery.read.words import bare

_HEAD = 9  # segments that are not furniture in which the page's own date is looked for
_UNREAD = frozenset({BlockRole.FURNITURE, BlockRole.BYLINE, BlockRole.DATELINE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a document before its text is looked at, each None if it is not.

    ``given`` is a date from the user or the record, ``dated`` one from the page's machine-readable fields.
    ``language`` is given; ``claimed`` is what the page says of itself and only used if the text does not
    tell.
    """

    title: str | None = None
    given: str | None = None
    dated: str | None = None
    language: str | None = None
    claimed: str | None = None
    publisher: str | None = None
    author: str | None = None
    url: str | None = None


def mark(name: str, text: str, found: Sequence[Segment], facts: Facts, *, media_type: str = "text/plain") -> Document:
    """The document that ``text`` is, every segment with its role."""
    language = facts.language or _language(text, found, facts.claimed)
    page = _Page(text, _split(text, found, language), language)
    title = page.find_title(facts.title, plain=media_type == "text/plain")
    page.assign()
    published = _published(page, facts)
    return Document(
        name=name,
        text=text,
        blocks=tuple(page.blocks()),
        language=language,
        title=title,
        published=published,
        publisher=facts.publisher or page.agency or find_publisher(page.read_lines(), page.other_lines()),
        author=facts.author or page.author,
        url=facts.url,
        media_type=media_type,
    )


def _language(text: str, found: Sequence[Segment], claimed: str | None) -> str:
    body = "\n".join(text[s.start : s.end] for s in found if s.role not in _UNREAD and s.linked < 0.5)
    language = identify(body)
    return claimed if language == UNDETERMINED and claimed else language


def _published(page: _Page, facts: Facts) -> Published:
    if facts.given:
        return Published(edtf=facts.given, source=DateSource.GIVEN)
    if facts.dated:
        return Published(edtf=facts.dated, source=DateSource.METADATA)
    stated = page.stated()
    if stated:
        return Published(edtf=stated[0], source=DateSource.STATED, evidence=stated[1])
    return Published()


def _split(text: str, found: Sequence[Segment], language: str) -> list[Segment]:
    """``found`` with datelines and pointers inside paragraphs made segments of their own."""
    out: list[Segment] = []
    prose = 0
    for segment in found:
        if segment.tag not in ("p", "lead") or segment.role is not None or segment.end - segment.start < 60:
            out.append(segment)
            continue
        prose += 1
        out += _openings(text, segment, language, first=prose <= 3)
    return out


def _openings(text: str, segment: Segment, language: str, *, first: bool) -> Iterator[Segment]:
    passage = text[segment.start : segment.end]
    opening, role = None, BlockRole.DATELINE
    if first and segment.label is None:
        opening = wire.wire_opening(passage, language) or wire.glued_date(passage, language)
    if opening is None:
        opening, role = wire.glued_related(passage, language), BlockRole.FURNITURE
    if opening is None:
        yield segment
        return
    at = segment.start
    if passage[: opening.start].strip():
        yield replace(segment, end=at + len(passage[: opening.start].rstrip()))
    yield Segment(start=at + opening.start, end=at + opening.end, tag="wire", role=role)
    rest = passage[opening.end :]
    if rest.strip():
        start = segment.end - len(rest.lstrip())
        yield from _openings(text, replace(segment, start=start, label=None), language, first=False)


class _Page:
    """The segments of one page while their roles are found."""

    def __init__(self, text: str, found: list[Segment], language: str) -> None:
        self.text, self.segments, self.language = text, found, language
        self.roles: list[BlockRole | None] = [segment.role for segment in found]
        self.lines = [text[segment.start : segment.end] for segment in found]
        self.title: int | None = None
        self.author: str | None = None
        self.agency: str | None = None
        self.dates: list[tuple[int, str, Span, bool]] = []

    # -- title ----------------------------------------------------------------------------------------------

    def find_title(self, given: str | None, *, plain: bool) -> str | None:
        """The document's title; marks the segment that prints it, if one does."""
        if given:
            wanted = bare(given)
            for index, line in enumerate(self.lines):
                if len(bare(line)) > 3 and _same(bare(line), wanted):
                    self._mark_title(index)
                    break
            return given.strip() or None
        for index in self._candidates(plain=plain):
            self._mark_title(index)
            return re.sub(r"\s+", " ", self.lines[index])
        return None

    def _candidates(self, *, plain: bool) -> Iterator[int]:
        if not plain or any(segment.tag == "h1" for segment in self.segments):
            yield from (
                i for i, s in enumerate(self.segments) if s.tag == "h1" and self.roles[i] is not BlockRole.FURNITURE
            )
        if plain and sum(lines.is_prose(line) or lines.ends_sentence(line) for line in self.lines):
            for index, line in enumerate(self.lines[:6]):
                if self.roles[index] is not None or self.segments[index].tag == "mark":
                    continue
                if lines.is_furniture(line) or lines.read_dateline(line, self.language) or lines.is_related(line):
                    continue
                if lines.is_headline(line) and self.segments[index].tag in ("p", "h2", "h3"):
                    yield index
                return

    def _mark_title(self, index: int) -> None:
        self.title = index
        self.roles[index] = BlockRole.TITLE

    # -- roles ----------------------------------------------------------------------------------------------

    def assign(self) -> None:
        """Give every segment its role."""
        heading = bare(self.lines[self.title]) if self.title is not None else None
        listing = body = False
        seen = 0
        for index, (segment, line) in enumerate(zip(self.segments, self.lines, strict=True)):
            if index == self.title:
                continue
            if self.roles[index] is None or self.roles[index] is BlockRole.FURNITURE:
                self._try_date(index, head=seen < _HEAD, listing=listing)
            elif segment.tag == "wire" and self.roles[index] is BlockRole.DATELINE:
                self._wire(index)
            if self.roles[index] is not None:
                continue
            seen += 1
            if (
                segment.tag == "mark"
                or (heading and len(heading) > 8 and bare(line) == heading)
                or (listing and not lines.is_prose(line) and not lines.ends_sentence(line))
            ):
                self.roles[index] = BlockRole.FURNITURE
            elif lines.is_furniture(line) or lines.is_related(line):
                self.roles[index] = BlockRole.FURNITURE
                listing = lines.opens_list(line) and (body or not lines.is_section(line))
            elif segment.linked > 0.8 and not lines.ends_sentence(line):
                self.roles[index] = BlockRole.FURNITURE
            else:
                listing = False
                self.roles[index] = self._role(index)
                body = body or self.roles[index] is BlockRole.PARAGRAPH
        self._places()
        self._signature()
        self._lead()

    def _role(self, index: int) -> BlockRole:
        segment, line = self.segments[index], self.lines[index]
        author = lines.read_byline(line, bare_name=False)
        if author:
            self.author = self.author or author
            return BlockRole.BYLINE
        if segment.tag == "li" or segment.tag == "row":
            return BlockRole.ITEM
        if segment.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            return BlockRole.HEADING if len(line) <= lines.SHORT else BlockRole.PARAGRAPH
        if segment.tag == "lead":
            return BlockRole.LEAD
        heading = len(line) <= 120 and lines.is_headline(line) and line[-1] not in "?!" and segment.label is None
        return BlockRole.HEADING if heading and line[:1].isupper() else BlockRole.PARAGRAPH

    def _try_date(self, index: int, *, head: bool, listing: bool) -> None:
        """Mark a dateline in the head of the page or at its end; elsewhere a date is a heading or
        furniture."""
        dateline = lines.read_dateline(self.lines[index], self.language)
        if dateline is None or listing:
            return
        structural = self.roles[index] is BlockRole.FURNITURE
        if structural and not self._under_title(index):
            return
        if not head and not self._at_end(index):
            return
        self.roles[index] = BlockRole.DATELINE
        self.author = self.author or dateline.author
        self.agency = self.agency or dateline.agency
        if dateline.found and dateline.found.edtf:
            at = self.segments[index].start
            span = Span(start=at + dateline.found.start, end=at + dateline.found.end)
            self.dates.append((index, dateline.found.edtf, span, dateline.updated))

    def _under_title(self, index: int) -> bool:
        """Whether only unread lines stand between the title and this one."""
        if self.title is None or index < self.title:
            return False
        return all(self.roles[other] in _UNREAD for other in range(self.title + 1, index))

    def _at_end(self, index: int) -> bool:
        """Whether no prose follows."""
        return not any(
            self.roles[other] is None and lines.ends_sentence(self.lines[other])
            for other in range(index + 1, len(self.lines))
        )

    def _wire(self, index: int) -> None:
        segment = self.segments[index]
        passage = self.text[segment.start : segment.end + 60]
        opening = wire.wire_opening(passage, self.language) or wire.glued_date(passage, self.language)
        if opening is None:
            return
        self.agency = self.agency or opening.agency
        if opening.found and opening.found.edtf:
            span = Span(start=segment.start + opening.found.start, end=segment.start + opening.found.end)
            self.dates.append((index, opening.found.edtf, span, False))

    def _places(self) -> None:
        """Short lines between the title and the hour or date under it say where: they belong to the
        dateline."""
        start = 0 if self.title is None else self.title + 1
        pending: list[int] = []
        standfirst = False
        for index in range(start, len(self.roles)):
            role = self.roles[index]
            if role in (BlockRole.LEAD, BlockRole.PARAGRAPH) and not standfirst:
                standfirst, pending = True, []
                continue
            if role is BlockRole.HEADING and len(self.lines[index]) <= 60:
                pending.append(index)
            elif role is BlockRole.DATELINE and self.segments[index].tag != "wire":
                for place in pending:
                    self.roles[place] = BlockRole.DATELINE
                self._place_after(index + 1)
                return
            elif role not in _UNREAD:
                return

    def _place_after(self, index: int) -> None:
        """A place right under the date: a line or two of a few capitalised words."""
        for other in range(index, min(index + 2, len(self.roles))):
            words_there = re.findall(r"[^\W\d_]+", self.lines[other])
            short = 1 <= len(words_there) <= 4 and all(word[0].isupper() for word in words_there)
            clock = self.roles[other] is BlockRole.DATELINE
            if not clock and not (short and self.roles[other] is BlockRole.HEADING):
                return
            self.roles[other] = BlockRole.DATELINE

    def _signature(self) -> None:
        """A name standing alone under the text, with the office under it if need be, is the author's."""
        read = [index for index, role in enumerate(self.roles) if role is not None and role not in _UNREAD]
        tail: list[int] = []
        while read and len(tail) < 3 and self._is_short_heading(read[-1]):
            tail.insert(0, read.pop())
        if not tail or not read or read[-1] == self.title:
            return
        before = self.lines[read[-1]]
        author = lines.read_byline(self.lines[tail[0]], bare_name=True)
        if author and (lines.ends_sentence(before) or before.endswith(",")):
            self.author = self.author or author
            for index in tail:
                self.roles[index] = BlockRole.BYLINE

    def _is_short_heading(self, index: int) -> bool:
        return self.roles[index] is BlockRole.HEADING and len(self.lines[index]) <= 80

    def _lead(self) -> None:
        """A single paragraph between title and dateline is the standfirst."""
        if self.title is None:
            return
        read = [i for i, role in enumerate(self.roles) if i > (self.title or 0) and role is not BlockRole.FURNITURE]
        if len(read) < 3 or self.roles[read[0]] is not BlockRole.PARAGRAPH:
            return
        if self.roles[read[1]] is BlockRole.DATELINE and self.roles[read[2]] not in _UNREAD:
            self.roles[read[0]] = BlockRole.LEAD

    # -- what was found -------------------------------------------------------------------------------------

    def stated(self) -> tuple[str, Span] | None:
        """The page's own printed date: the first that is not the date of a change."""
        dates = sorted(self.dates, key=lambda entry: (entry[3], entry[0]))
        return (dates[0][1], dates[0][2]) if dates else None

    def read_lines(self) -> list[str]:
        return [line for line, role in zip(self.lines, self.roles, strict=True) if role not in _UNREAD]

    def other_lines(self) -> list[str]:
        return [line for line, role in zip(self.lines, self.roles, strict=True) if role in _UNREAD]

    def blocks(self) -> Iterator[Block]:
        for segment, role in zip(self.segments, self.roles, strict=True):
            label = Span(start=segment.label[0], end=segment.label[1]) if segment.label else None
            yield Block(span=Span(start=segment.start, end=segment.end), role=role or BlockRole.PARAGRAPH, label=label)


def _same(line: str, title: str) -> bool:
    """Whether a line prints the title, give or take a label at either end ("… - EXCLUSIVE")."""
    if line == title:
        return True
    shorter, longer = sorted((line, title), key=len)
    return (
        len(shorter) >= 20
        and len(shorter) >= 0.7 * len(longer)
        and (longer.startswith(shorter) or longer.endswith(shorter))
    )
