"""The block of fields between ``---`` lines that Markdown files may begin with."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from chancery.model.document import BlockRole
from chancery.read.dates import machine_date
from chancery.read.mark import Facts
from chancery.read.segment import Segment

_BLOCK = re.compile(r"\s*---[ \t]*\r?\n(?P<fields>.*?)\r?\n---[ \t]*(?:\r?\n|$)", re.DOTALL)
_FIELD = re.compile(r"^(?P<key>\w+):[ \t]*(?P<value>.*(?:\n[ \t]+.*)*)", re.MULTILINE)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|\r?\n\s*|(.))")
SPACES = frozenset("_ntNLP")  # letters after a backslash that stand for white space


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """Where the fields end in the text, and what they say."""

    start: int
    end: int
    fields: dict[str, str]
    title: tuple[int, int] | None = None  # where the title's own words stand

    def apply(self, found: list[Segment], facts: Facts) -> tuple[list[Segment], Facts]:
        """``found`` with the fields as furniture around the title, ``facts`` with what the fields say."""
        head = [Segment(start=self.start, end=self.end, role=BlockRole.FURNITURE)]
        if self.title is not None and not any(one.role is BlockRole.TITLE for one in found):
            first, last = self.title
            head = [
                Segment(start=self.start, end=first, role=BlockRole.FURNITURE),
                Segment(start=first, end=last, role=BlockRole.TITLE),
                Segment(start=last, end=self.end, role=BlockRole.FURNITURE),
            ]
            head = [one for one in head if one.end > one.start]
        dates = (self.fields.get(key, "") for key in ("published", "published_time", "date"))
        return [*head, *found], replace(
            facts,
            title=facts.title or self.fields.get("title") or None,
            dated=next((day for day in map(machine_date, filter(None, dates)) if day), None),
            publisher=facts.publisher or self.fields.get("publisher") or None,
            author=self.fields.get("author") or None,
            url=facts.url or self.fields.get("source_url") or self.fields.get("url") or None,
        )


def front_matter(text: str) -> Front | None:
    """The fields at the head of ``text``, None if it begins otherwise."""
    match = _BLOCK.match(text)
    if not match:
        return None
    fields = {found["key"].lower(): _value(found["value"]) for found in _FIELD.finditer(match["fields"])}
    block = match.group()
    start = len(block) - len(block.lstrip())
    return Front(start=start, end=len(block.rstrip()), fields=fields, title=_title(match)) if fields else None


def _title(block: re.Match[str]) -> tuple[int, int] | None:
    """Where the words of the field ``title`` stand, without quotation marks."""
    for found in _FIELD.finditer(block["fields"]):
        value = found["value"].strip()
        if found["key"].lower() == "title" and value:
            first = block.start("fields") + found.start("value") + found["value"].index(value)
            inner = 1 if _quote(value) and len(value) > 2 else 0
            return first + inner, first + len(value) - inner
    return None


def _quote(value: str) -> str:
    """The quotation mark that ``value`` stands in, empty if in none."""
    return value[0] if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"" else ""


def _value(raw: str) -> str:
    """A scalar of YAML in the plain, single- and double-quoted forms that such fields take."""
    raw = raw.strip()
    quote = _quote(raw)
    if quote == '"':
        raw = _ESCAPE.sub(_escaped, raw[1:-1])
    elif quote == "'":
        raw = raw[1:-1].replace("''", "'")
    return re.sub(r"\s+", " ", raw).strip()


def _escaped(found: re.Match[str]) -> str:
    """What an escape of a double-quoted scalar stands for."""
    code = found[1] or found[2]
    if code:
        return chr(int(code, 16))
    return " " if found[3] in SPACES else found[3] or ""
