"""Two documents on one happening held against each other: said by both, only by one, differing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date

from chancery.ledger import Ledger
from chancery.ledger.resolved import Resolved
from chancery.model.errors import UsageError
from chancery.model.ledger import Entry
from chancery.report.brief import newest
from chancery.report.lines import Lines
from chancery.report.model import Brief, Line, Section
from chancery.report.names import called
from chancery.resolve.claim import Source

_MET = ("meeting", "visit", "call", "gathering")


@dataclass(frozen=True, slots=True)
class Told:
    """A happening that several documents tell: its line, and the names of the documents."""

    line: Line
    documents: tuple[str, ...]


def candidates(ledger: Ledger, a: str, b: str, *, on: date | None = None, language: str = "en") -> list[Told]:
    """Meetings, visits, calls and gatherings of the pair that two or more documents tell, the newest first."""
    lines = Lines.of_pair(ledger, a, b, on, language)
    out = []
    for entry in lines.found.entries:
        sources = _sources(entry, lines.found)
        if entry.kind in _MET and len(sources) > 1 and (line := lines.line(entry)) is not None:
            out.append(Told(line, tuple(s.name for s in sources)))
    return sorted(out, key=lambda t: (t.line.day or date.min, t.line.entry), reverse=True)


def build(
    ledger: Ledger, a: str, b: str, subjects: list[str], *, on: date | None = None, language: str = "en"
) -> Brief:
    """The comparison of two documents (names or digests), or of the two that tell the entry ``subjects[0]``, as a
    brief. UsageError where a subject is neither, or an entry is told by fewer than two documents."""
    lines = Lines.of_pair(ledger, a, b, on, language)
    one, other = _chosen(lines.found, subjects)
    groups: dict[str, list[Line]] = defaultdict(list)
    for entry in lines.found.entries:
        digests = {s.digest for s in _sources(entry, lines.found)}
        if not digests & {one.digest, other.digest} or not lines.direct(entry) or entry.kind == "office":
            continue  # who holds which office is said by the way
        line = lines.line(entry) or lines.bare(entry)
        kept = tuple(p for p in line.proofs if p.digest in (one.digest, other.digest))
        if {one.digest, other.digest} <= digests:
            differ = _differ(entry, lines, one, other)
            line = replace(line, proofs=kept, notes=differ)
            groups["differing" if differ else "both"].append(line)
        else:
            groups["one" if one.digest in digests else "other"].append(replace(line, proofs=kept, notes=()))
    words = lines.language
    names = {"one": _label(one, lines), "two": _label(other, lines)}
    sections = [
        Section(key=key, heading=words.word("heading", f"told_{key}", **names), lines=tuple(newest(groups[key])))
        for key in ("both", "differing", "one", "other")
    ]
    actors = lines.found.actors
    return Brief(
        a=a,
        b=b,
        on=lines.on,
        language=language,
        title=words.word("heading", "title", a=called(actors, a, words), b=called(actors, b, words)),
        subtitle=words.word("heading", "compared", **names),
        sections=tuple(s for s in sections if s.lines),
        documents=2,
        legend=words.word("label", "legend"),
        seal=words.word("label", "seal"),
    )


def _sources(entry: Entry, found: Resolved) -> list[Source]:
    """The documents that tell an entry, each once, the fullest account's first."""
    return list({(s := found.accounts[id].source).digest: s for id in entry.statements}.values())


def _chosen(found: Resolved, subjects: list[str]) -> tuple[Source, Source]:
    """The two documents that are meant."""
    if len(subjects) == 1:
        entry = next((e for e in found.entries if e.id == subjects[0]), None)
        if entry is None:
            raise UsageError("no entry of the pair has this id", where=subjects[0], remedy="leave it out for a list")
        sources = _sources(entry, found)
        if len(sources) < 2:
            raise UsageError("only one document tells this", where=subjects[0])
        # Two sides rather than two reports of one: another publisher or language if there is one.
        apart = next((s for s in sources[1:] if _side(s) != _side(sources[0])), sources[1])
        return sources[0], apart
    every = {acc.source.digest: acc.source for acc in found.accounts.values()}
    chosen = []
    for subject in subjects:
        known = [s for d, s in every.items() if subject == s.name or (len(subject) >= 6 and d.startswith(subject))]
        if len(known) != 1:
            raise UsageError(
                "no document on the pair has this name" if not known else "several documents have this name",
                where=subject,
                remedy="names and digests: chancery documents",
            )
        chosen.append(known[0])
    return chosen[0], chosen[1]


def _side(source: Source) -> tuple[str | None, str]:
    return source.publisher, source.language


def _label(source: Source, lines: Lines) -> str:
    """``Silk Road Wire, 12 October 2022``, or the document's name where it has no publisher."""
    return f"{source.publisher or source.name}, {lines.language.when(source.published.edtf)}"


def _differ(entry: Entry, lines: Lines, one: Source, other: Source) -> tuple[str, ...]:
    """In which fields the two documents disagree, with the value of each."""
    accounts = lines.found.accounts
    notes = []
    for field, values in (entry.disagreements or {}).items():
        said: dict[str, set[str]] = defaultdict(set)
        for value, ids in values.items():
            for id in ids:
                said[accounts[id].source.digest].add(lines.language.when(value) if field == "when" else value)
        mine, yours = said[one.digest], said[other.digest]
        if mine and yours and mine != yours:
            parts = (f"{', '.join(sorted(v))} ({_label(s, lines)})" for v, s in ((mine, one), (yours, other)))
            notes.append(f"{field}: " + "; ".join(parts))
    return tuple(notes)
