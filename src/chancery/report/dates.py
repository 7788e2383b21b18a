"""Coming dates: what is planned for a stated time, anniversaries that documents name, and round ones that follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from chancery.model.ledger import Entry
from chancery.model.statement import Status
from chancery.report.lines import Lines
from chancery.report.model import Line
from chancery.resolve.dates import later
from chancery.resolve.words import fold

_ROUND = 5  # years between anniversaries worth a note
_AHEAD = 730  # days ahead that are looked at


def coming(lines: Lines, made: Mapping[str, Line], entries: Mapping[str, Entry], on: date) -> list[Line]:
    """What is planned for a time not yet over and round anniversaries, in order; then the anniversaries that passed."""
    ahead: list[Line] = []
    past: list[Line] = []
    named: set[int] = set()
    for id, line in made.items():
        entry, window = entries[id], lines.step(entries[id]).claim.window
        if entry.kind == "anniversary":
            (ahead if window.upper and window.upper >= on else past).append(line)
            named.update(_year(text) for text in (f.label for f in entry.roles.get("origin", ())) if _year(text))
        elif (
            entry.status is Status.PLANNED
            and window.stated
            and window.upper
            and window.upper >= on
            and lines.direct(entry)
        ):
            ahead.append(line)
    ahead += filter(None, (_round(lines, entries[id], line, on, named) for id, line in made.items()))
    ahead.sort(key=lambda line: (line.day or date.max, line.entry, line.text))
    past.sort(key=lambda line: (line.day or date.min, line.entry), reverse=True)
    return ahead + past


def _round(lines: Lines, entry: Entry, line: Line, on: date, named: set[int]) -> Line | None:
    """The next round anniversary of a treaty, a declaration or the beginning of relations, if it is near."""
    window = lines.step(entry).claim.window
    if not (window.stated and window.lower and window.upper and window.width <= 366) or not lines.direct(entry):
        return None
    if not _lasting(lines, entry) or window.lower.year in named:
        return None
    age = max(_ROUND, -(-(on.year - window.lower.year) // _ROUND) * _ROUND)
    try:
        first, last = (
            window.lower.replace(year=window.lower.year + age),
            window.upper.replace(year=window.upper.year + age),
        )
    except ValueError:  # 29 February
        return None
    if last < on or first > later(on, _AHEAD):
        return None
    words = lines.language
    when = words.day(first) if first == last else str(first.year)
    text = words.word(
        "label",
        "round",
        n=words.ordinal(str(age)),
        line=line.text,
        origin=words.when(entry.when.edtf if entry.when else None),
    )
    return replace(line, when=when, day=first, text=text, status=words.word("label", "reckoned"), open=True, notes=())


def _lasting(lines: Lines, entry: Entry) -> bool:
    """Whether an entry is of the kind whose round years are kept."""
    action = lines.step(entry).claim.values.get("action")
    if entry.kind == "relations":
        return action in ("established", "upgraded", "restored") and entry.status is Status.DONE
    if entry.kind == "agreement" and action == "signed" and entry.status is Status.DONE:
        text = fold(" ".join(f.label for f in entry.roles.get("instrument", ())))
        return any(word in text for word in lines.language.table["kept"])
    return False


def _year(text: str) -> int:
    return int(text[:4]) if text[:4].isdigit() else 0
