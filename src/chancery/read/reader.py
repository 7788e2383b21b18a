"""Files to documents: one reader per format; what cannot be read is a Failure, and the rest goes on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from chancery.model.document import Document
from chancery.model.errors import ReadError
from chancery.model.reading import Failure
from chancery.read.decode import decode
from chancery.read.front import front_matter
from chancery.read.html import parse, render
from chancery.read.mark import Facts, mark
from chancery.read.page import declared_charset, page_facts
from chancery.read.segment import segments

PLAIN = frozenset({".txt", ".text", ".md", ".markdown", ""})
HTML = frozenset({".html", ".htm", ".xhtml"})
LINES = frozenset({".jsonl", ".ndjson"})
_FIELDS = ("text", "html", "name", "title", "published", "language", "publisher", "url")
_ENCODE = "save the file as UTF-8"


def read(path: Path, *, published: str | None = None, language: str | None = None) -> Iterator[Document | Failure]:
    """The documents in the file at ``path``: one, or one per line of a JSON Lines file.

    ``published`` (an ISO date, month or year) and ``language`` (ISO 639-1) hold for all of them and stand
    above
    what the file says. Whatever cannot be read comes out as a Failure with the reason and the remedy.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        yield Failure(name=str(path), stage="read", what=error.strerror or "cannot be opened", remedy="check the path")
        return
    try:
        if path.suffix.lower() in LINES:
            yield from _read_lines(path, data, published, language)
        else:
            yield _read_one(path, data, published, language)
    except ReadError as error:
        yield Failure(name=path.stem or str(path), stage="read", what=f"{path}: {error.what}", remedy=error.remedy)


def read_text(
    name: str,
    text: str,
    *,
    title: str | None = None,
    published: str | None = None,
    language: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
    markdown: bool = False,
) -> Document:
    """The document that a plain ``text`` is; its ``text`` is the one given, unchanged.

    ReadError if there is nothing in it, if it is not text, or if ``published`` or ``language`` is no such
    thing.
    """
    _check(text)
    facts = _facts(title, published, language, publisher, url)
    front = front_matter(text) if markdown else None
    found = segments(text, markdown=markdown, begin=front.end if front else 0)
    if front:
        found, facts = front.apply(found, facts)
    return mark(name, text, found, facts)


def read_html(
    name: str,
    page: str,
    *,
    title: str | None = None,
    published: str | None = None,
    language: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
) -> Document:
    """The document that an HTML ``page`` is; its ``text`` is our rendering of the page. Errors as
    `read_text`."""
    _check(page)
    given = _facts(title, published, language, publisher, url)
    root = parse(page)
    text, found = render(root)
    if not text.strip():
        raise ReadError("there is no text on this page", remedy="save the page again once it is fully loaded")
    said = page_facts(root)
    facts = replace(
        said,
        title=given.title or said.title,
        given=given.given,
        language=given.language,
        publisher=given.publisher or said.publisher,
        url=given.url or said.url,
    )
    return mark(name, text, found, facts, media_type="text/html")


def _read_one(path: Path, data: bytes, published: str | None, language: str | None) -> Document:
    if not data.strip():
        raise ReadError("the file is empty", remedy="leave it out")
    suffix = path.suffix.lower()
    if suffix in HTML or (suffix not in PLAIN and _looks_html(data)):
        page, _ = decode(data, declared=declared_charset(data))
        return read_html(path.stem, page, published=published, language=language)
    text, _ = decode(data)
    return read_text(path.stem, text, published=published, language=language, markdown=suffix in (".md", ".markdown"))


def _looks_html(data: bytes) -> bool:
    return bool(re.match(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body)\b", data[:400], re.IGNORECASE))


def _read_lines(path: Path, data: bytes, published: str | None, language: str | None) -> Iterator[Document | Failure]:
    text, _ = decode(data)
    count = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        count += 1
        where = f"{path}, line {number}"
        try:
            yield _read_record(f"{path.stem}-{number}", line, published, language)
        except ReadError as error:
            yield Failure(
                name=f"{path.stem}-{number}", stage="read", what=f"{where}: {error.what}", remedy=error.remedy
            )
    if not count:
        raise ReadError("the file is empty", remedy="leave it out")


def _read_record(fallback: str, line: str, published: str | None, language: str | None) -> Document:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ReadError(f"not a line of JSON: {error}", remedy="one JSON object per line") from error
    if not isinstance(record, dict):
        raise ReadError("not a JSON object", remedy="one JSON object per line")
    fields: dict[str, str | None] = {}
    for field in _FIELDS:
        value = record.get(field)
        if value is not None and not isinstance(value, str):
            raise ReadError(f"the field {field!r} is not a text", remedy=f"put {field!r} in quotation marks")
        fields[field] = value
    text, html = fields.pop("text"), fields.pop("html")
    name = fields.pop("name") or fallback
    fields["published"] = published or fields["published"]
    fields["language"] = language or fields["language"]
    if text is not None:
        return read_text(name, text, **fields)  # type: ignore[arg-type]
    if html is not None:
        return read_html(name, html, **fields)
    raise ReadError('there is neither "text" nor "html"', remedy='give the document in a field "text" or "html"')


def _facts(
    title: str | None, published: str | None, language: str | None, publisher: str | None, url: str | None
) -> Facts:
    return Facts(
        title=(title or "").strip() or None,
        given=_given(published) if published else None,
        language=_code(language) if language else None,
        publisher=(publisher or "").strip() or None,
        url=(url or "").strip() or None,
    )


def _given(value: str) -> str:
    """A date given by the user as EDTF: a day, a month, a year, or an interval of such."""
    parts = value.strip().split("/")
    if 1 <= len(parts) <= 2:
        days = [re.sub(r"[T ]\d.*$", "", part.strip()) for part in parts]
        if all(_is_date(day) for day in days):
            return "/".join(days)
    raise ReadError(f"{value!r} is not a date", remedy="write it as 2022-04-20, 2022-04 or 2022")


def _is_date(value: str) -> bool:
    match = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", value, re.ASCII)
    if not match:
        return False
    try:
        date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return False
    return True


def _code(value: str) -> str:
    code = value.strip().lower().replace("_", "-").split("-")[0]
    if not re.fullmatch(r"[a-z]{2,3}", code):
        raise ReadError(f"{value!r} is not a language code", remedy="write it as en or ru")
    return code


def _check(text: str) -> None:
    if not text.strip():
        raise ReadError("there is no text in it", remedy="leave it out")
    if "\x00" in text:
        raise ReadError("this is binary data, not text", remedy="convert it to plain text or HTML first")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ReadError(f"half a character stands at {error.start}", remedy=_ENCODE) from error
