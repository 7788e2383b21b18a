"""The number that a figure states: its value and unit in one form, whatever words, digits or signs wrote it.

Tree rules find what is counted and where its number stands; here the number is read. The words are in
``languages/xx/figures.toml``: ``[number]`` and ``[scale]`` give values, ``[unit]`` units, ``[approximate]`` what stands
before a number that is not exact. Values are written in English for every language ("more than 1.5 billion"), units as
ISO 4217 codes, "percent", "times" or the noun counted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from chancery.extract.statements_scene import Scene
from chancery.languages.pack import Pack
from chancery.model.statement import Filler
from chancery.rules import Match

Roles = dict[str, tuple[Filler, ...]]

DIGITS = re.compile(r"^(\D{0,3}?)(\d+(?:[.,\s]\d+)*)(\D{0,2})$")
GROUPED = re.compile(r"^\d{1,3}(?:[.,\s]\d{3})+$")
ORDINAL = re.compile(r"^(\d+)(?:st|nd|rd|th)$")
LONGEST = 8  # tokens of a number with its scale words
BEFORE = 4  # tokens of "not less than"
STEPS = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A number as read: tokens ``first`` to ``last`` hold it with its unit;
    ``about`` is "more than", "nearly" or ""."""

    first: int
    last: int
    number: float
    unit: str
    end: int  # last token of the number itself
    about: str = ""

    @property
    def value(self) -> str:
        """The number as text: "more than 1.5 billion", "35,000"."""
        for step, name in STEPS:
            if abs(self.number) >= step:
                text = f"{self.number / step:.6g} {name}"
                break
        else:
            text = f"{self.number:,.6g}" if self.number % 1 else f"{int(self.number):,}"
        return f"{self.about} {text}" if self.about else text


class AmountReader:
    """Reads amounts with one language's words."""

    def __init__(self, pack: Pack) -> None:
        table = pack.table("figures")
        self._number: Mapping[str, float] = table.get("number", {})
        self._scale: Mapping[str, float] = table.get("scale", {})
        self._unit: Mapping[str, str] = table.get("unit", {})
        self._about: Mapping[str, str] = table.get("approximate", {})
        self._add: Mapping[str, float] = table.get("add", {})  # "and a half"
        self._after: Mapping[str, str] = table.get("after", {})
        self._rank: Mapping[str, int] = table.get("rank", {})
        self._skip = frozenset(table.get("skip", ()))  # "half a million"
        self._point: str = table.get("point", ".")

    def around(self, scene: Scene, first: int, last: int) -> Amount | None:
        """The first amount within tokens ``first`` to ``last`` or reaching into them; None if they hold no number."""
        joining = {word for phrase in self._add for word in phrase.split()}
        while first and (self._part(scene, first - 1) is not None or scene.graph.text[first - 1] in joining):
            first -= 1  # a number that the tree hangs elsewhere
        dated = [t for e in scene.context.times if e.type == "DATE" for t in scene.tokens(e.span)]
        for i in range(first, last + 1):
            if i in dated:
                continue
            found = self._at(scene, i)
            if found is not None:
                return found
        return None

    def rank(self, scene: Scene, first: int, last: int) -> int:
        """The rank that tokens ``first`` to ``last`` give: 3 for "the third-largest partner", 1 for "the largest"."""
        for i in range(first, last + 1):
            word = scene.graph.text[i].partition("-")[0]
            digits = ORDINAL.match(word)
            if digits or word in self._rank:
                return int(digits[1]) if digits else self._rank[word]
        return 1

    def _part(self, scene: Scene, i: int) -> float | None:
        """The number that token ``i`` writes in digits or words."""
        text = scene.graph.text[i]
        digits = DIGITS.match(text)
        if digits and (not digits[1] or digits[1] in self._unit):
            return self._digits(digits[2])
        for form in (text, scene.graph.lemma[i]):
            if form in self._number:
                return float(self._number[form])
        return None

    def _digits(self, text: str) -> float:
        other = "," if self._point == "." else "."
        if GROUPED.match(text) and self._point not in text:
            return float(re.sub(r"\D", "", text))
        return float(re.sub(r"\s", "", text).replace(other, "" if GROUPED.match(text) else ".").replace(",", "."))

    def _size(self, scene: Scene, i: int) -> float | None:
        for form in (scene.graph.text[i], scene.graph.lemma[i]):
            if form in self._scale:
                return float(self._scale[form])
        return None

    def _at(self, scene: Scene, start: int) -> Amount | None:
        graph = scene.graph
        end = scene.context.doc[start].sent.end
        total, group, size, i = 0.0, None, 1.0, start
        lessened = ""
        while i < min(end, start + LONGEST):
            part, scale, added = self._part(scene, i), self._size(scene, i), self._added(scene, i)
            if part is not None and group is None:
                group = part
            elif part is not None and self._thousands(graph.text[i - 1], graph.text[i]) and group is not None:
                group = group * 1000 + part  # "1 500 000"
            elif part is not None and group is not None and part < group and graph.text[i].isalpha():
                group += part  # "thirty five"
            elif scale == 100 and group is not None:
                group *= scale
            elif scale is not None:
                total, group, size = total + (1.0 if group is None else group) * scale, None, scale
            elif added is not None and (group is not None or total):
                words, share = added
                if group is None:
                    total += share * size  # "two million and a half"
                else:
                    group += share  # "four and a half million"
                i += words - 1
            elif self._over(scene, i) and i > start:
                lessened = self._after[self._over(scene, i)]
                i += len(self._over(scene, i).split())
                continue
            elif not self._links(scene, start, i, end):
                break
            i += 1
        if i == start:
            return None
        unit, first, last = self._with_unit(scene, start, i - 1, end)
        about, first = self._with_about(scene, first)
        number = total + (group or 0.0)
        return Amount(first=first, last=last, end=i - 1, number=number, unit=unit, about=about or lessened)

    def _links(self, scene: Scene, start: int, i: int, end: int) -> bool:
        """Whether token ``i`` only joins the parts of a number: "thirty-five", "half a million"."""
        if not start < i < end - 1:
            return False
        hyphen = scene.graph.text[i] == "-" and self._part(scene, i + 1) is not None
        return hyphen or (scene.graph.text[i] in self._skip and self._size(scene, i + 1) is not None)

    @staticmethod
    def _thousands(before: str, text: str) -> bool:
        return before.isdigit() and text.isdigit() and len(text) == 3

    def _added(self, scene: Scene, i: int) -> tuple[int, float] | None:
        """How many words from token ``i`` add a share ("and a half"), and the share."""
        for phrase, share in self._add.items():
            words = phrase.split()
            if scene.graph.text[i : i + len(words)] == words:
                return len(words), float(share)
        return None

    def _over(self, scene: Scene, i: int) -> str:
        """What stands after a number and says it is more ("25 с лишним процентов")."""
        return next((p for p in self._after if scene.graph.text[i : i + len(p.split())] == p.split()), "")

    def _with_unit(self, scene: Scene, first: int, last: int, end: int) -> tuple[str, int, int]:
        """The unit before ("$") or after the number, and the tokens with it."""
        graph = scene.graph
        glued = DIGITS.match(graph.text[first])
        if glued and glued[1] in self._unit:
            return self._unit[glued[1]], first, last
        if first and graph.text[first - 1] in self._unit and graph.pos[first - 1] == "SYM":
            return self._unit[graph.text[first - 1]], first - 1, last
        for i in range(last + 1, min(end, last + 4)):
            if i + 1 < end and (words := f"{graph.text[i]} {graph.text[i + 1]}") in self._unit:
                return self._unit[words], first, i + 1  # "per cent"
            for form in (graph.text[i], graph.lemma[i]):
                if form in self._unit:
                    return self._unit[form], first, i
            if graph.pos[i] not in ("ADJ", "PROPN", "NOUN") or graph.pos[i] == "NOUN":
                break
        following = next(
            (i for i in range(last + 1, min(end, last + 5)) if graph.pos[i] == "NOUN"),
            None,
        )
        if following is None or any(graph.pos[i] not in ("ADJ", "PROPN") for i in range(last + 1, following)):
            return "", first, last
        return scene.context.doc[following].lemma_.casefold(), first, following

    def _with_about(self, scene: Scene, first: int) -> tuple[str, int]:
        """What says that the number is not exact, and the first token with it."""
        for size in range(BEFORE, 0, -1):
            if first - size >= 0:
                words = " ".join(scene.graph.text[first - size : first])
                if words in self._about:
                    return self._about[words], first - size
        return "", first


@cache
def amount_reader(pack: Pack) -> AmountReader:
    """The reader of amounts of a language pack."""
    return AmountReader(pack)


def quantify(scene: Scene, match: Match, roles: Roles) -> Roles | None:
    """``roles`` of a figure with value and unit as the number at node ``value`` (or the rank at ``rank``) says; None
    where no number stands."""
    ranked = match.nodes.get("rank")
    if ranked is not None:
        first, last = scene.graph.span(ranked.token)
        rank = amount_reader(scene.context.pack).rank(scene, first, last)
        span = scene.characters(ranked.token, ranked.token)
        return {**roles, "value": (Filler(label=str(rank), span=span),)}
    bound = match.nodes.get("value")
    if bound is None:
        return None
    first, last = scene.graph.span(bound.token)
    reader = amount_reader(scene.context.pack)
    amount = reader.around(scene, min(first, bound.token), max(bound.token, min(last, bound.token + LONGEST)))
    if amount is None:
        return None
    span = scene.characters(amount.first, amount.last)
    written = scene.characters(amount.first, amount.end).of(scene.context.document.text)
    counted = {
        role: tuple(replace(f, label=f.label.replace(written, "").strip() or f.label) for f in fillers)
        for role, fillers in roles.items()
        if role not in ("value", "unit")
    }
    counted["value"] = (Filler(label=amount.value, span=span),)
    if amount.unit:
        counted["unit"] = (Filler(label=amount.unit, span=span),)
    return counted
