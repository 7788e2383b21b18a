"""Coming dates as an iCalendar file (RFC 5545): planned happenings, anniversaries, and promises with a due date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from chancery.ledger.resolved import Resolved
from chancery.model.ledger import Entry
from chancery.model.statement import Status
from chancery.report.language import load
from chancery.report.lines import Lines

_LIMIT = 75  # octets of a line, RFC 5545 section 3.1


def render(found: Resolved, *, on: date, language: str = "en", stamp: datetime | None = None) -> str:
    """The dates on and after ``on`` that the entries of ``found`` plan, as one calendar. ``stamp`` is the time noted
    as the time of writing (UTC)."""
    lines = Lines(found, load(language), on)
    made = (stamp or datetime.now(UTC)).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    out = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Chancery//Chancery//EN", "CALSCALE:GREGORIAN"]
    for entry in coming(found.entries, lines, on):
        line = lines.line(entry)
        window = lines.step(entry).claim.window
        if line is None or window.upper is None:
            continue
        first = window.lower or window.upper
        quotes = "\n".join(f"“{' '.join(p.quote.split())}” {p.document}, {p.published}" for p in line.proofs[:3])
        out += [
            "BEGIN:VEVENT",
            f"UID:{entry.id}@chancery",
            f"DTSTAMP:{made}",
            f"DTSTART;VALUE=DATE:{first:%Y%m%d}",
            f"DTEND;VALUE=DATE:{window.upper + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{escape(line.text)}",
            f"DESCRIPTION:{escape(line.when + ' — ' + line.status + chr(10) + quotes)}",
            f"CATEGORIES:{entry.kind.upper()}",
            "STATUS:TENTATIVE",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    out.append("END:VCALENDAR")
    return "".join(fold(line) + "\r\n" for line in out)


def coming(entries: Iterable[Entry], lines: Lines, on: date) -> list[Entry]:
    """Entries planned for a stated time that is not over on the day ``on``, in order of time."""
    chosen = []
    for entry in entries:
        window = lines.step(entry).claim.window
        if entry.status is Status.PLANNED and window.stated and window.upper and window.upper >= on:
            chosen.append((window.lower or window.upper, entry.id, entry))
    return [entry for _, _, entry in sorted(chosen, key=lambda row: row[:2])]


def escape(text: str) -> str:
    """``text`` as an iCalendar TEXT value."""
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def fold(line: str) -> str:
    """``line`` broken after at most 75 octets, never inside a character."""
    parts: list[str] = []
    current, size = "", 0
    for char in line:
        octets = len(char.encode())
        if size + octets > _LIMIT - bool(parts):
            parts.append(current)
            current, size = "", 0
        current += char
        size += octets
    return "\r\n ".join([*parts, current])
