"""Datelines that share a paragraph with prose: a wire item's opening, and a page's date glued into its text.

``BAKU, October 28, 2021 (Agency) – The president …`` opens with place, date and agency; pages whose line breaks
were lost run the printed date and hour into the first paragraph. Both are told apart from the prose by their
form alone, so that the sentence after them can be read as a sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from chancery.read.dates import CLOCK, Found, find_dates
from chancery.read.words import bare, fold, words

_HEAD = 160  # characters in which a wire opening must end
_CAPITAL = r"[^\W\d_a-zа-яёіїєґәғқңөұүһəğışçöü][^\W\d_]*(?:[’'.-][^\W\d_]+)*"
_PLACE = rf"{_CAPITAL}(?:\s{_CAPITAL}){{0,3}}(?:\s?,\s?{_CAPITAL}(?:\s{_CAPITAL}){{0,2}})?"
_AGENCY = r"\([^()\n]{2,40}\)|/[^/\n]{2,40}/|\[[^\[\]\n]{2,40}\]"
_NAMED = r"(?:[^\W\d_][\w.]*(?:[ -][A-ZА-ЯЁ][\w.]*){0,2})"
_DASH = r"\s*[–—-]{1,2}\s+"
_AFTER_CLOCK = rf"(?:\s+{_CAPITAL}, {_CAPITAL}(?=\s))?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A dateline inside a paragraph: its range in the paragraph, its date, and the agency it names."""

    start: int
    end: int
    found: Found | None = None
    agency: str | None = None


def wire_opening(paragraph: str, language: str) -> Opening | None:
    """The dateline a wire item opens with, None if ``paragraph`` opens with prose."""
    head = paragraph[:_HEAD]
    place = re.match(rf"(?:{_AGENCY}\s*,?\s*)?(?P<place>{_PLACE})\s*(?P<after>[,.]?)", head)
    if not place:
        return None
    found = next((item for item in find_dates(head, language) if item.start <= place.end() + 2), None)
    at, agency = place.end("place"), None
    if found and not _only_space(head[place.end("place") : found.start]):
        # the place took part of the date ("BAKU, October 28"): then the date begins inside it
        found = found if place.start() < found.start < place.end("place") else None
    if found:
        if found.start < 2 or (not place["after"] and head[: found.start].rstrip()[-1:] not in ",./"):
            return None
        at = found.end - (head[found.end - 1] == ".")
        hour = re.match(rf"\s*,?\s*{CLOCK}", head[at:])
        at += hour.end() if hour else 0
    named = re.match(rf"\s*[,.]?\s*(?P<agency>{_AGENCY})", head[at:])
    if named:
        agency, at = named["agency"].strip("()/[] "), at + named.end()
    elif found:
        listed = re.match(rf"\s*[,.]\s*(?P<agency>{_NAMED})(?=\s*[–—-]\s|\s*[./]\s)", head[at:])
        if listed and _is_agency(listed["agency"]):
            agency, at = listed["agency"], at + listed.end()
    else:
        listed = re.match(rf"\s*[.,]\s*(?P<agency>{_NAMED})(?=\s*[–—-]\s)", head[at:])
        if listed and _is_agency(listed["agency"]):
            agency, at = listed["agency"], at + listed.end()
    known = agency is not None and (_is_agency(agency) or place["place"].isupper())
    if not found and not known:
        return None
    dash = re.match(rf"[.,]?{_DASH}", head[at:])
    if dash:
        at += dash.end()
        after = re.match(rf"(?P<agency>{_NAMED})\s*[.:]\s+", head[at:])
        if not agency and after and _is_agency(after["agency"]):
            agency, at = after["agency"], at + after.end()
    else:
        stop = re.match(r"\s*[./:]\s+(?=[\"«“(]*[^\W\d_a-zа-яё])", head[at:])
        if not stop or not found:
            return None
        at += stop.end()
    if at >= len(paragraph):
        return None
    return Opening(
        start=0,
        end=len(paragraph[:at].rstrip()),
        found=found if found and found.edtf else None,
        agency=agency,
    )


def _only_space(text: str) -> bool:
    return not text.strip(" ,./")


def _is_agency(name: str) -> bool:
    return bare(name) in words().agencies or (name.isupper() and len(name) >= 3)


def glued_date(paragraph: str, language: str) -> Opening | None:
    """A printed date with its hour in the middle of ``paragraph``, between two sentences, or at its start."""
    for found in find_dates(paragraph[:2000], language):
        if not found.edtf:
            continue
        before = paragraph[: found.start].rstrip()
        if before and before[-1] not in '.!?…»”"':
            continue
        clock = re.match(rf",?\s+{CLOCK}{_AFTER_CLOCK}", paragraph[found.end :])
        if not clock:
            continue
        end = found.end + clock.end()
        after = paragraph[end:].lstrip()
        if after and not (after[0].isupper() or after[0] in '«“"–—-'):
            continue
        return Opening(start=found.start, end=end, found=found)
    return None


def glued_related(paragraph: str, language: str) -> Opening | None:
    """A pointer to another article run into ``paragraph``: "See also", its headline, its date."""
    pattern = words().related.pattern.removeprefix(r"^\W*")
    for match in re.finditer(rf"(?<=[.!?…»”\"] ){pattern}", fold(paragraph)):
        if not paragraph[match.start()].isupper():
            continue
        rest = paragraph[match.end() : match.end() + 200]
        found = next((item for item in find_dates(rest, language) if item.edtf), None)
        if found and not re.search(r"[.!?…]\s", rest[: found.start]):
            return Opening(start=match.start(), end=match.end() + found.end)
    return None
