"""The words of page furniture: from every language pack's ``read.toml`` and from the table beside this
module.

Pages mix languages (a Russian article under English buttons), so all tables hold for every page. A phrase may
hold ``*`` for a few words in between. Matching folds case and treats ``ё`` as ``е``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from chancery.languages.pack import languages, load_pack
from chancery.model.errors import PackError

_LISTS = (
    "exact", "starts", "contains", "counters", "sections", "related", "credits", "bylines",
    "dated", "updated", "sources", "agencies", "channels", "reporting",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Compiled tables. ``exact`` and ``sections`` are whole lines, folded; the rest are patterns over a line.

    ``exact`` lines are furniture; after a ``sections`` line the rest of the page is; ``related`` announces
    other
    articles; ``credits`` and ``bylines`` name who made a picture or the text; ``dated`` and ``updated`` stand
    before dates; ``sources`` before the publisher a text was taken from; ``agencies`` are names of publishers
    (``agency_names`` as written), ``reporting`` the verbs with which a text names its own; ``channels`` the
    words
    for a publisher's channel.
    """

    exact: frozenset[str]
    sections: frozenset[str]
    starts: re.Pattern[str]
    contains: re.Pattern[str]
    counters: re.Pattern[str]
    related: re.Pattern[str]
    credits: re.Pattern[str]
    bylines: re.Pattern[str]
    dated: re.Pattern[str]
    updated: re.Pattern[str]
    sources: re.Pattern[str]
    channels: re.Pattern[str]
    agencies: frozenset[str]
    agency_names: frozenset[str]
    reporting: frozenset[str]
    months: Mapping[str, Mapping[str, int]]


def fold(text: str) -> str:
    """``text`` in the form lines are compared in: lower case, ``ё`` as ``е``, plain spaces and apostrophes.

    As long as the text, so that offsets hold.
    """
    folded = text.translate(_FOLDS)
    lower = folded.lower()
    return lower if len(lower) == len(folded) else folded


_FOLDS = {ord("ё"): "е", ord("Ё"): "Е", 0xA0: " ", ord("’"): "'", ord("‑"): "-"}


def bare(text: str) -> str:
    """``text`` folded, without the punctuation and white space around it and with single spaces."""
    return re.sub(r"\s+", " ", fold(text).strip(' \t\r\n:.,;!?…|/•·-–—»«"“”>→[]()*#_')).strip()


def _any(phrases: Iterable[str], *, before: str = r"(?<!\w)", after: str = r"(?!\w)") -> re.Pattern[str]:
    parts = []
    for phrase in sorted(phrases, key=len, reverse=True):
        part = re.escape(fold(phrase)).replace(r"\ ", r"\s+").replace(r"\*", r"[^.\n]{0,60}")
        parts.append(part)
    return re.compile(f"{before}(?:{'|'.join(parts)}){after}" if parts else r"(?!)")


@cache
def words() -> Words:
    """The tables of all language packs and the neutral one, put together."""
    neutral = tomllib.loads(resources.files("chancery.read").joinpath("furniture.toml").read_text(encoding="utf-8"))
    tables: list[tuple[str, Mapping[str, Any]]] = [("read/furniture.toml", neutral)]
    tables += [(code, load_pack(code).table("read")) for code in languages()]
    lists: dict[str, set[str]] = {name: set() for name in _LISTS}
    months: dict[str, dict[str, int]] = {}
    for where, table in tables:
        for name, phrases in table.get("furniture", {}).items():
            if name not in lists or not isinstance(phrases, list):
                raise PackError(
                    f"read.toml has no list {name!r}", where=where, remedy=f"there are: {', '.join(_LISTS)}"
                )
            lists[name].update(phrases)
        for language, names in table.get("months", {}).items():
            months.setdefault(language, {}).update(names)
    return Words(
        exact=frozenset(map(bare, lists["exact"])),
        sections=frozenset(map(bare, lists["sections"])),
        starts=_any(lists["starts"], before=r"^\W*"),
        contains=_any(lists["contains"]),
        counters=_any(lists["counters"]),
        related=_any(lists["related"], before=r"^\W*"),
        credits=_any(lists["credits"], before=r"^\W*", after=r"(?:\s+[^\W\d_]{2,20})?\s*(?:[:©/|]|\s[–—-]\s)"),
        bylines=_any(lists["bylines"], before=r"^\W*", after=r"\s*[:\s]\s*"),
        dated=_any(lists["dated"]),
        updated=_any(lists["updated"]),
        sources=_any(lists["sources"], before=r"^\W*", after=r"\s*[:–—]\s*"),
        channels=_any(lists["channels"]),
        agencies=frozenset(map(bare, lists["agencies"])),
        agency_names=frozenset(lists["agencies"]),
        reporting=frozenset(lists["reporting"]),
        months=months,
    )
