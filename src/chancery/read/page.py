"""What an HTML page says of itself for machines: title, date, publisher, author, language, address.

Sources, most trusted first: JSON-LD of schema.org, meta elements (Open Graph, Dublin Core, the habits of
content systems), microdata, ``time`` elements. Dates of change are no dates of publication.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from typing import Any

from chancery.read.dates import machine_date
from chancery.read.mark import Facts

_PUBLISHED = "@pubdate or contains(@class, 'publish') or contains(@class, 'entry-date')"
_SEPARATOR = re.compile(r"\s+[|—–•·»::-]{1,2}\s+")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,30})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{2,30})", re.IGNORECASE)


def declared_charset(data: bytes) -> str | None:
    """The encoding that the head of an HTML page claims."""
    head = data[:8192]
    match = _XML.search(head) or _CHARSET.search(head)
    return match[1].decode("ascii", "replace") if match else None


def page_facts(root: Any) -> Facts:
    """The machine-readable facts of a page."""
    meta = _meta(root)
    things = list(_json_ld(root))
    publisher = _first(_name(thing.get("publisher")) for thing in things) or _pick(meta, "publishers")
    author = _first(_name(thing.get("author")) for thing in things) or _pick(meta, "authors")
    return Facts(
        title=_title(root, meta, things, publisher),
        dated=_date(root, meta, things),
        claimed=_language(root, meta),
        publisher=publisher,
        author=author if author and not author.startswith("http") and author != publisher else None,
        url=_address(root, meta),
    )


def _meta(root: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        key = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
        value = " ".join((element.get("content") or "").split())
        if key and value:
            found.setdefault(key, value)
    return found


def _json_ld(root: Any) -> Iterator[dict[str, Any]]:
    """The articles described in the page's JSON-LD."""
    for element in root.iter("script"):
        if (element.get("type") or "").lower().strip() != "application/ld+json":
            continue
        try:
            data = json.loads(element.text or "", strict=False)
        except (ValueError, RecursionError):
            continue  # other sources remain; a page's broken JSON-LD is not our failure
        for thing in _things(data, 0):
            kind = str(thing.get("@type", ""))
            if "Article" in kind or "Posting" in kind or "Report" in kind or "WebPage" in kind:
                yield thing


def _things(data: object, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 4:
        return
    if isinstance(data, list):
        for item in data:
            yield from _things(item, depth + 1)
    elif isinstance(data, dict):
        yield data
        yield from _things(data.get("@graph"), depth + 1)


def _name(value: object) -> str | None:
    if isinstance(value, list):
        return _first(_name(item) for item in value)
    if isinstance(value, dict):
        value = value.get("name")
    return value.strip() or None if isinstance(value, str) else None


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)


@cache
def _keys() -> dict[str, list[str]]:
    source = resources.files("chancery.read").joinpath("metadata.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _pick(meta: dict[str, str], fact: str) -> str | None:
    return _first(meta.get(key) for key in _keys()[fact])


def _date(root: Any, meta: dict[str, str], things: list[dict[str, Any]]) -> str | None:
    values = [str(thing.get("datePublished") or "") for thing in things]
    values += [meta.get(key, "") for key in _keys()["dates"]]
    values += [
        str(element.get("content") or element.get("datetime") or "".join(element.itertext()))
        for element in root.xpath("//*[@itemprop='datePublished']")
    ]
    values += [str(element.get("datetime")) for element in root.xpath(f"//time[@datetime][{_PUBLISHED}]")]
    times = {str(element.get("datetime"))[:10] for element in root.xpath("//article//time[@datetime]")}
    if not times:
        times = {str(element.get("datetime"))[:10] for element in root.xpath("//time[@datetime]")}
    if len(times) == 1:
        values += times
    return _first(machine_date(value) if value else None for value in values)


def _title(root: Any, meta: dict[str, str], things: list[dict[str, Any]], publisher: str | None) -> str | None:
    """The article's title: the heading that the page's head repeats, else what the head says."""
    head = " ".join("".join(root.findtext(".//title") or "").split())
    said = _first(str(thing.get("headline") or "").strip() or None for thing in things) or _pick(meta, "titles")
    headings = [" ".join("".join(element.itertext()).split()) for element in root.iter("h1")]
    headings = [heading for heading in headings if heading and heading != publisher]
    for heading in headings:
        if any(heading.lower() in (said_title or "").lower() for said_title in (said, head)):
            return heading
    if len(headings) == 1 and len(headings[0]) > 15:
        return headings[0]
    if said:
        return _without_site(said, publisher)
    return _without_site(head, publisher) or (headings[0] if headings else None)


def _without_site(title: str, publisher: str | None) -> str | None:
    """``title`` without the site's name at its end."""
    parts = _SEPARATOR.split(title)
    if len(parts) > 1 and (
        len(parts[-1]) < 0.5 * len(title) and (not publisher or parts[-1].lower() in publisher.lower() or "|" in title)
    ):
        title = title[: title.rindex(parts[-1])].rstrip(" |—–•·»:-")
    return title.strip() or None


def _language(root: Any, meta: dict[str, str]) -> str | None:
    for value in (
        root.get("lang"),
        root.get("{http://www.w3.org/XML/1998/namespace}lang"),
        meta.get("content-language"),
    ):
        code = (value or "").strip().lower().replace("_", "-").split("-")[0]
        if re.fullmatch(r"[a-z]{2}", code):
            return code
    return None


def _address(root: Any, meta: dict[str, str]) -> str | None:
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split() and (link.get("href") or "").startswith("http"):
            return str(link.get("href"))
    address = meta.get("og:url")
    return address if address and address.startswith("http") else None
