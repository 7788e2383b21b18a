"""Pictures as SVG: the relation on a line of time, and who dealt with whom. No script, no font of our own."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from chancery.ledger import Ledger
from chancery.model.ledger import Entry
from chancery.report.language import Language
from chancery.report.lines import Lines
from chancery.report.model import Line
from chancery.report.names import called
from chancery.resolve.claim import CLASSES

_LANES = (
    ("visits", ("visit",)),
    ("meetings", ("meeting", "call", "greeting", "credentials", "gathering")),
    ("agreements", ("agreement", "relations", "mission", "membership")),
    ("commitments", ("commitment", "invitation", "aid")),
    ("conflicts", ("conflict", "obstacle")),
    ("dates", ("anniversary",)),
)
_WIDTH, _LEFT, _LANE, _HEAD = 1100, 250, 62, 64
_INK, _GREY, _PALE, _OPEN = "#1c3a5e", "#5c6066", "#e6eaf0", "#b06f00"
_DEALINGS = ("meeting", "call", "visit", "greeting", "invitation", "agreement")
_MOST = 14  # people of a side who are drawn


@dataclass(frozen=True, slots=True)
class _Mark:
    lower: date
    upper: date
    open: bool
    text: str


def timeline(ledger: Ledger, a: str, b: str, *, on: date | None = None, language: str = "en") -> str:
    """What happened and what is planned between two states, a lane a sort. A full mark is a deed, an open one a plan;
    a bar is a time known only within bounds: where in it the thing falls is not said."""
    lines = Lines.of_pair(ledger, a, b, on, language)
    lanes = {key: list(_marks(lines, kinds)) for key, kinds in _LANES}
    lanes = {key: marks for key, marks in lanes.items() if marks}
    words = lines.language
    title = words.word("heading", "title", **_names(lines, a, b))
    if not lanes:
        return _svg(_HEAD + 40, title, words, [_text(_LEFT, _HEAD, words.word("label", "none"), _GREY)])
    axis = _Axis.of(m for marks in lanes.values() for m in marks)
    height = _HEAD + len(lanes) * _LANE + 34
    body = list(axis.drawn(height))
    if lines.on.year in axis.years:
        at = axis(lines.on)
        body.append(_upright(at, height, _OPEN, "3 3"))
    for n, (key, marks) in enumerate(lanes.items()):
        y = _HEAD + n * _LANE + _LANE / 2
        body.append(_text(_LEFT - 14, y + 4, words.word("heading", key), _INK, 12.5, "end"))
        body.append(f'<line x1="{_LEFT}" x2="{_WIDTH - 30}" y1="{y:.1f}" y2="{y:.1f}" stroke="{_PALE}"/>')
        body += _stacked(marks, axis, y)
    return _svg(height, title, words, body)


@dataclass(frozen=True, slots=True)
class _Axis:
    """The years of which anything is told, each as wide as the others; years without anything are left out, and the
    break is drawn."""

    years: tuple[int, ...]

    @classmethod
    def of(cls, marks: Iterable[_Mark]) -> _Axis:
        """The axis for ``marks``; a bar of many years brings in its ends only."""
        every = {year for m in marks for year in (m.lower.year, m.upper.year)}
        bridged = {year for year in range(min(every), max(every)) if {year - 1, year + 1} <= every}
        return cls(tuple(sorted(every | bridged)))

    @property
    def _width(self) -> float:
        return (_WIDTH - _LEFT - 30) / len(self.years)

    def __call__(self, day: date) -> float:
        share = (day.timetuple().tm_yday - 1) / 366
        return _LEFT + (self.years.index(day.year) + share) * self._width

    def drawn(self, height: float) -> Iterable[str]:
        """Its lines and years."""
        step = max(1, -(-len(self.years) // 16))
        for n, year in enumerate(self.years):
            at = _LEFT + n * self._width
            broken = n > 0 and self.years[n - 1] != year - 1
            yield _upright(at, height, _GREY if broken else _PALE, "1 5" if broken else "")
            if n % step == 0 or broken:
                yield _text(at + self._width / 2, height - 12, str(year), _GREY, 12, "middle")


def _upright(x: float, height: float, colour: str, dashes: str = "") -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{_HEAD - 8}" y2="{height - 30}" stroke="{colour}"{dashed}/>'


def _stacked(marks: list[_Mark], x: _Axis, y: float) -> Iterable[str]:
    """The marks of one lane; those of one place stand above and below each other."""
    taken: Counter[int] = Counter()
    for mark in sorted(marks, key=lambda m: (m.lower, m.upper, m.text)):
        left, right = x(mark.lower), x(mark.upper)
        slot = int(left // 9)
        level = taken[slot]
        taken[slot] += 1
        at = y + (0, -9, 9, -18, 18)[min(level, 4)]
        fill, stroke = ("white", _OPEN) if mark.open else (_INK, _INK)
        tip = f"<title>{escape(mark.text)}</title>"
        if right - left > 9:
            yield (f'<g>{tip}<rect x="{left:.1f}" y="{at - 3:.1f}" width="{right - left:.1f}" height="6" rx="3" '
                   f'fill="{fill}" fill-opacity="0.45" stroke="{stroke}"/></g>')  # fmt: skip
        else:
            middle = (left + right) / 2
            yield f'<g>{tip}<circle cx="{middle:.1f}" cy="{at:.1f}" r="4" fill="{fill}" stroke="{stroke}"/></g>'


def _marks(lines: Lines, kinds: tuple[str, ...]) -> Iterable[_Mark]:
    for entry in lines.found.entries:
        line = lines.line(entry) if entry.kind in kinds and lines.direct(entry) else None
        if line is None or CLASSES[entry.status] in ("wish", "denial"):
            continue
        window = lines.step(entry).claim.window
        lower, upper = (window.lower, window.upper) if window.stated else (line.day, line.day)
        lower, upper = lower or upper, upper or lower
        if lower is not None and upper is not None:
            yield _Mark(lower, upper, line.open, f"{line.when}: {line.text}")


def network(ledger: Ledger, a: str, b: str, *, on: date | None = None, language: str = "en") -> str:
    """Who of one state dealt with whom of the other: people left and right, a line the thicker the oftener they
    met, spoke, visited or signed."""
    lines = Lines.of_pair(ledger, a, b, on, language)
    ties = _ties(lines, a, b)
    words = lines.language
    names = _names(lines, a, b)
    title = words.word("heading", "title", **names)
    sides: list[list[str]] = []
    for side in (0, 1):
        weight: Counter[str] = Counter()
        for pair, told in ties.items():
            weight[pair[side]] += len(told)
        sides.append([key for key, _ in sorted(weight.items(), key=lambda kv: (-kv[1], kv[0]))[:_MOST]])
    if not all(sides):
        return _svg(_HEAD + 40, title, words, [_text(40, _HEAD, words.word("label", "none"), _GREY)])
    height = _HEAD + 60 + 34 * max(len(side) for side in sides)
    spots: dict[tuple[int, str], tuple[int, float]] = {}
    for side, x in ((0, 380), (1, 720)):
        gap = (height - _HEAD - 60) / len(sides[side])
        spots |= {(side, key): (x, _HEAD + 40 + gap * (n + 0.5)) for n, key in enumerate(sides[side])}
    body = [_text(380, _HEAD + 14, names["a"], _INK, 14, "end"), _text(720, _HEAD + 14, names["b"], _INK, 14)]
    for (one, other), told in sorted(ties.items()):
        if (0, one) in spots and (1, other) in spots:
            (x1, y1), (x2, y2) = spots[0, one], spots[1, other]
            tip = escape("\n".join(f"{line.when}: {line.text}" for line in told))
            body.append(f'<g><title>{tip}</title><path d="M{x1},{y1:.1f} C520,{y1:.1f} 580,{y2:.1f} {x2},{y2:.1f}" '
                        f'fill="none" stroke="{_INK}" stroke-opacity="0.4" '
                        f'stroke-width="{min(9, 1 + 1.4 * len(told)):.1f}"/></g>')  # fmt: skip
    for (side, key), (x, y) in spots.items():
        body.append(f'<circle cx="{x}" cy="{y:.1f}" r="5" fill="{_INK}"/>')
        where = (x - 12, "end") if side == 0 else (x + 12, "start")
        body.append(_text(where[0], y + 4, called(lines.found.actors, key, words), "#222", 13, where[1]))
    return _svg(height, title, words, body, "network_legend")


def _ties(lines: Lines, a: str, b: str) -> dict[tuple[str, str], list[Line]]:
    """What people (or, where none is named, the state) of each side did with those of the other."""
    ties: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for entry in lines.found.entries:
        if entry.kind not in _DEALINGS or CLASSES[entry.status] != "deed" or not lines.direct(entry):
            continue
        line = lines.line(entry)
        mine, yours = (_people(entry, lines, state) for state in (a, b))
        if line is not None:
            for one in mine:
                for other in yours:
                    ties[one, other].append(line)
    return ties


def _people(entry: Entry, lines: Lines, state: str) -> list[str]:
    claim, actors = lines.step(entry).claim, lines.found.actors
    keys = {key for role, held in claim.actors.items() if role != "place" for key in held}
    people = sorted(k for k in keys if actors.is_person(k) and actors.state(k, lines.step(entry).day) == state)
    return people or ([state] if state in keys else [])


def _names(lines: Lines, a: str, b: str) -> dict[str, str]:
    actors, words = lines.found.actors, lines.language
    return {"a": called(actors, a, words), "b": called(actors, b, words)}


def _text(x: float, y: float, text: str, colour: str, size: float = 12, anchor: str = "start") -> str:
    return (f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" '
            f'fill="{colour}">{escape(text)}</text>')  # fmt: skip


def _svg(height: float, title: str, words: Language, body: list[str], legend: str = "legend") -> str:
    head = (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height:.0f}" role="img" '
            f'aria-label={quoteattr(title)} lang="{words.code}" '
            'font-family="Georgia, \'Liberation Serif\', \'DejaVu Serif\', serif">')  # fmt: skip
    ground = f'<rect width="{_WIDTH}" height="{height:.0f}" fill="white"/>'
    told = _text(_WIDTH - 30, 34, words.word("label", legend), _GREY, 11, "end")
    return "\n".join([head, ground, _text(30, 36, title, _INK, 20), told, *body, "</svg>"]) + "\n"
