"""The words of a report in one language: headings, sentences, dates and lists, from ``phrases/xx.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from chancery.model.errors import UsageError
from chancery.resolve.dates import bounds


@dataclass(frozen=True, slots=True)
class Language:
    """One phrase file. ``table`` is its content as parsed."""

    code: str
    table: Mapping[str, Any]

    def word(self, group: str, key: str, **slots: object) -> str:
        """A phrase of a group with its slots filled; the key itself where the file has none."""
        text = str(self.table.get(group, {}).get(key, key))
        return text.format(**slots) if slots else text

    def joined(self, names: Sequence[str], most: int = 6) -> str:
        """``a, b and c``; a longer list is cut with the number of others."""
        names = list(dict.fromkeys(names))
        if len(names) > most:
            return str(self.table["others"]).format(
                x=self.table["comma"].join(names[: most - 1]), n=len(names) - most + 1
            )
        if len(names) < 2:
            return "".join(names)
        return str(self.table["comma"].join(names[:-1]) + self.table["and"] + names[-1])

    def reason(self, text: str) -> str:
        """Why two entries were linked: the phrases of ``text``, which commas part, in this language. A phrase that
        the file lacks stays in English."""
        told = []
        for phrase in text.split(", "):
            numbers = re.findall(r"\d+", phrase)
            pattern = re.sub(r"\d+", "{n}", phrase)
            found = str(self.table.get("reason", {}).get(pattern, pattern))
            for number in numbers:
                found = found.replace("{n}", number, 1)
            told.append(found)
        return ", ".join(told)

    def named(self, name: str) -> str:
        """A proper name inside a sentence, with its article where it takes one."""
        return f"the {name}" if self.table.get("article") and re.match(self.table["article"], name) else name

    def ordinal(self, n: str) -> str:
        """``25`` as ``25th``."""
        endings = self.table["ordinal"]
        if not n.isdigit():
            return n
        return n + str(endings["default"] if n[-2:] in ("11", "12", "13") else endings.get(n[-1], endings["default"]))

    def when(self, edtf: str | None) -> str:
        """An EDTF value for the eye: ``28 October 2021``, ``April 2022``, ``before 21 July 2022``."""
        if not edtf:
            return str(self.table["undated"])
        if "/" in edtf:
            left, _, right = edtf.partition("/")
            if left in ("..", ""):
                return str(self.table["before"]).format(x=self.when(right))
            if right in ("..", ""):
                return str(self.table["after"]).format(x=self.when(left))
            return str(self.table["between"]).format(x=self.when(left), y=self.when(right))
        parts = edtf.strip("~?%").split("-")
        lower, upper = bounds(edtf)
        if lower is None or upper is None:
            return edtf
        if len(parts) == 3:
            return self.day(lower)
        if len(parts) == 2 and int(parts[1]) <= 12:
            months = self.table.get("months_alone", self.table["months"])
            return str(self.table["month"]).format(month=months[lower.month - 1], y=lower.year)
        if len(parts) == 2:
            return str(self.table["between"]).format(x=self.when(f"{lower:%Y-%m}"), y=self.when(f"{upper:%Y-%m}"))
        return str(self.table["decade"]).format(y=lower.year) if "x" in edtf.casefold() else edtf

    def day(self, day: date) -> str:
        return str(self.table["day"]).format(d=day.day, month=self.table["months"][day.month - 1], y=day.year)


@cache
def load(code: str = "en") -> Language:
    """The phrases of a language; UsageError names those there are."""
    folder = resources.files("chancery.report").joinpath("phrases")
    path = folder.joinpath(f"{code}.toml")
    if not path.is_file():
        have = sorted(p.name.removesuffix(".toml") for p in folder.iterdir() if p.name.endswith(".toml"))
        raise UsageError(f"no report phrases in {code!r}", remedy=f"there are: {', '.join(have)}")
    return Language(code, tomllib.loads(path.read_text(encoding="utf-8")))
