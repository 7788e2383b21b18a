"""Texts issued in one person's name: "Statement by President X", «Заявление Президента X», a letter with
its close.

The whole body but the title is that person's. Joint texts and texts about somebody ("Readout of …'s call")
are nobody's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from chancery.extract.speech_people import People
from chancery.languages.pack import Pack
from chancery.model.document import Block, BlockRole, Document, Span
from chancery.model.entity import EntityKind

_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_JOINT = re.compile(r"^\s*(?:,|and\b|&|и\b)\s*", re.IGNORECASE)
CLOSE_REACH = 3  # blocks at the end in which a letter's close stands


@cache
def _table(pack: Pack) -> Mapping[str, Any]:
    table: Mapping[str, Any] = pack.table("speech").get("issued", {})
    return table


def issued_by(document: Document, people: People, pack: Pack) -> tuple[str, Span] | None:
    """The entity in whose name the document is issued, and where the text names it."""
    table = _table(pack)
    title = next((block for block in document.blocks if block.role is BlockRole.TITLE), None)
    if title is not None:
        words = {word.casefold() for word in _WORD.findall(title.span.of(document.text))}
        if words & set(table.get("joint", ())):
            return None
        found = _by_title(document, title, people, table)
        if found is not None:
            return found
    return _by_close(document, people, table)


def _by_title(document: Document, title: Block, people: People, table: Mapping[str, Any]) -> tuple[str, Span] | None:
    text = title.span.of(document.text)
    kinds = sorted(table.get("text", ()), key=len, reverse=True)
    addressed = "|".join(map(re.escape, table.get("addressed", ()))) or r"(?!)"  # "Letter to the Speaker of …"
    for kind in kinds:
        leads = table.get("by_for", {}).get(kind.split()[-1], table.get("by", ()))
        for lead in leads:
            gap = rf"(?:\s+(?!(?:{addressed})\b)[\w’'-]+){{0,3}}?\s+{re.escape(lead)}\s+" if lead else r"\s+"
            found = re.match(rf"\W*(?:[\w.’'-]+\s+){{0,3}}?{re.escape(kind)}{gap}", text, re.IGNORECASE)
            if found is None:
                continue
            named = _named_at(document, people, title.span.start + found.end(), title.span.end)
            if named is not None:
                return named
    return _possessive(document, title, people, kinds)


def _named_at(document: Document, people: People, start: int, end: int) -> tuple[str, Span] | None:
    """The person whose title or name begins at ``start``; None for two in one breath."""
    for mention in people.within(Span(start=start, end=end)) if start < end else ():
        if mention.kind is not EntityKind.PERSON:
            continue
        between = document.text[start : mention.span.start]
        if not _title_like(document, people, start, mention.span.start) or len(between) > 140:
            return None
        return None if _and_another(document, people, mention.span.end, end) else _one(mention.entities, mention.span)
    for title in people.context.titles:
        if start <= title.span.start <= start + 5 and title.holder:
            return title.holder, title.span
    return None


def _one(entities: tuple[str, ...], span: Span) -> tuple[str, Span] | None:
    return (entities[0], span) if len(entities) == 1 else None


def _title_like(document: Document, people: People, start: int, end: int) -> bool:
    """Whether only a title of office stands between a preposition and a name: nouns, adjectives, names,
    "of", "for".
    """
    doc = people.context.doc
    tokens = doc.char_span(start, end, alignment_mode="contract") if end > start else None
    if tokens is None:
        return True
    allowed = {"NOUN", "PROPN", "ADJ", "DET", "CCONJ", "PUNCT", "X", "SPACE"}
    return all(
        t.pos_ in allowed
        or (t.pos_ in ("ADP", "SCONJ") and t.lower_ in ("of", "for", "to", "по", "на"))
        or t.text[:1].isupper()
        for t in tokens
    )


def _and_another(document: Document, people: People, start: int, end: int) -> bool:
    """Whether a second person is joined to the one that ends at ``start``."""
    joined = _JOINT.match(document.text[start:end])
    if joined is None or not joined[0].strip():
        return False
    after = start + joined.end()
    for mention in people.within(Span(start=after, end=max(after + 1, min(end, after + 80)))):
        if mention.kind is EntityKind.PERSON and _title_like(document, people, after, mention.span.start):
            return True
    return False


def _possessive(document: Document, title: Block, people: People, kinds: list[str]) -> tuple[str, Span] | None:
    """ "President X's statement on …" at the head of a title."""
    text = document.text
    for mention in people.within(title.span):
        if mention.kind is not EntityKind.PERSON or mention.span.start - title.span.start > 60:
            continue
        rest = text[mention.span.end - 2 : min(title.span.end, mention.span.end + 60)]
        if found := re.match(r"[^’']{0,2}[’']s?\s+((?:[\w-]+\s+){0,2}?)([\w-]+)", rest):
            following = rest[found.end() - len(found[2]) :].casefold()
            if any(following.startswith(kind) for kind in kinds if kind != "readout"):
                return _one(mention.entities, mention.span)
        return None
    return None


def _by_close(document: Document, people: People, table: Mapping[str, Any]) -> tuple[str, Span] | None:
    """A letter's close ("Sincerely,") and the name under it."""
    closes = tuple(table.get("close", ()))
    blocks = document.readable()[-CLOSE_REACH:]
    for block in blocks:
        text = block.span.of(document.text)
        lines = text.casefold().lstrip(" \t*_")
        if not closes or not lines.startswith(closes) or len(text) > 200:
            continue
        after = Span(start=block.span.start, end=blocks[-1].span.end)
        persons = [m for m in people.within(after) if m.kind is EntityKind.PERSON and len(m.entities) == 1]
        if len({m.entities[0] for m in persons}) == 1:
            return persons[0].entities[0], persons[0].span
    return None
