"""The brief on two states, in the order of a fact sheet: every line an entry, every entry with its proofs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from chancery import knowledge
from chancery.ledger import Ledger
from chancery.model.ledger import Entry
from chancery.report import coverage, dates, glance
from chancery.report.language import load
from chancery.report.lines import Lines
from chancery.report.model import Brief, Line, Section
from chancery.report.names import called
from chancery.report.stories import told
from chancery.resolve.actors import rank

# Section by kind. Within a section the newest stands first, except coming dates.
SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("visits", ("visit",)),
    ("meetings", ("meeting", "call", "credentials", "greeting")),
    ("agreements", ("agreement", "relations")),
    ("threads", ()),
    ("commitments", ("commitment", "request", "invitation")),
    ("positions", ("position",)),
    ("organisations", ("membership", "chairmanship", "gathering")),
    ("cooperation", ("cooperation", "mission")),
    ("aid", ("aid",)),
    ("figures", ("figure",)),
    ("obstacles", ("obstacle",)),
    ("conflicts", ("conflict",)),
    ("assessments", ("assessment",)),
)
LIMIT = 12  # lines of a section that are shown; the rest is counted
ALSO = 15


def build(ledger: Ledger, a: str, b: str, *, on: date | None = None, language: str = "en", limit: int = LIMIT) -> Brief:
    """The brief on ``a`` and ``b`` (ISO 3166 codes) as of the day ``on``: documents published later are not
    used."""
    phrases, known = load(language), knowledge.load()
    day = on or date.today()
    view = ledger.as_of(day)
    found = view.newest(a, b, on=day)
    beyond = found.whole.entries if found.whole else {}
    lines = Lines(found, phrases, day)
    stories = told(found.threads, {e.id: e for e in found.entries}, lines)
    in_stories = {step.line.entry for story in stories for step in story.steps}
    made: dict[str, Line] = {}
    also: list[Line] = []
    for entry in found.entries:
        line = lines.line(entry)
        if line is not None and (lines.direct(entry) or _context(entry, lines, known, a, b)):
            made[entry.id] = line
        elif line is None and lines.direct(entry):
            also.append(lines.bare(entry))
    by_id = {e.id: e for e in found.entries}
    sections = [
        Section(
            key="glance",
            heading=phrases.word("heading", "glance"),
            facts=glance.facts(lines, made, found, a, b, day),
        )
    ]
    sections.append(_offices(lines, made, by_id, a, b, limit))
    for key, kinds in SECTIONS:
        if key == "threads":
            shown = tuple(stories[:limit])
            sections.append(
                Section(
                    key=key,
                    heading=phrases.word("heading", key),
                    stories=shown,
                    more=len(stories) - len(shown) + (sum(found.whole.threads.values()) if found.whole else 0),
                )
            )
            continue
        chosen = [
            line
            for id, line in made.items()
            if by_id[id].kind in kinds and not (key == "commitments" and id in in_stories)
        ]
        notes: tuple[str, ...] = ()
        if key == "organisations":
            notes = (coverage.shared(known, found.actors, phrases, a, b, day),)
        made_section = _section(key, phrases.word("heading", key), newest(chosen), limit, tuple(filter(None, notes)))
        left = sum(beyond.get(kind, 0) for kind in kinds)
        sections.append(replace(made_section, more=made_section.more + left) if left else made_section)
    sections.append(
        Section(
            key="dates",
            heading=phrases.word("heading", "dates"),
            lines=tuple(dates.coming(lines, made, by_id, day)[:limit]),
        )
    )
    sections.append(_section("also", phrases.word("heading", "also"), newest(also), ALSO))
    facts, notes = coverage.facts(view, found, phrases)
    sections.append(Section(key="coverage", heading=phrases.word("heading", "coverage"), facts=facts, notes=notes))
    names = {"a": called(found.actors, a, phrases), "b": called(found.actors, b, phrases)}
    return Brief(
        a=a,
        b=b,
        on=day,
        language=language,
        title=phrases.word("heading", "title", **names),
        subtitle=phrases.word("heading", "subtitle", on=phrases.day(day)),
        sections=tuple(s for s in sections if s.lines or s.stories or s.facts or s.notes),
        documents=found.documents,
        legend=phrases.word("label", "legend"),
        seal=phrases.word("label", "seal"),
    )


def newest(lines: Iterable[Line]) -> list[Line]:
    """Newest first, undated last; ties by text, so that two runs agree."""
    return sorted(lines, key=lambda line: (-(line.day.toordinal() if line.day else 0), line.text, line.entry))


def _section(key: str, heading: str, lines: list[Line], limit: int, notes: tuple[str, ...] = ()) -> Section:
    return Section(key=key, heading=heading, lines=tuple(lines[:limit]), more=max(0, len(lines) - limit), notes=notes)


def _context(entry: Entry, lines: Lines, known: knowledge.Knowledge, a: str, b: str) -> bool:
    """Whether an entry that names neither state belongs in the brief: the bodies they share, and who holds
    office."""
    claim = lines.step(entry).claim
    if entry.kind == "office":
        return False  # chosen by rank in the section on offices
    organisations = claim.actors.get("of", frozenset())
    if entry.kind == "anniversary":  # of the pair's own dates, told where the two speak of each other
        return not {s for s in claim.parties() if lines.found.actors.is_state(s)} - {a, b}
    if entry.kind in ("gathering", "chairmanship", "membership") and organisations:
        if entry.kind == "membership" and not claim.parties("who") & {a, b}:
            return False
        members = ({m.state for m in known.members(o)} for o in organisations)
        return any({a, b} <= m for m in members)
    return False


def _offices(lines: Lines, made: dict[str, Line], by_id: dict[str, Entry], a: str, b: str, limit: int) -> Section:
    """Heads of state and government, foreign ministers, and the envoys to each other: the latest holder of
    each."""
    latest: dict[tuple[str, str, str, str], tuple[date, Line]] = {}
    for entry in by_id.values():
        if entry.kind != "office":
            continue
        claim = lines.step(entry).claim
        title = claim.texts.get("office", "")
        of, to = (claim.actors.get(role, frozenset()) & {a, b} for role in ("of", "to"))
        if not of or not (rank(title) >= 2 or (to and to != of)):
            continue
        line = lines.line(entry)
        if line is None or _contradicted(lines, entry):
            continue
        said = lines.step(entry).last_said or date.min
        who = min(claim.actors.get("who", frozenset({""})))
        slot = (min(of), min(to, default=""), title.casefold(), who)
        if slot not in latest or latest[slot][0] <= said:
            latest[slot] = (said, line)
    chosen = [line for _, line in sorted(latest.values(), key=lambda row: row[1].text)]
    for entry in [e for e in by_id.values() if e.kind == "office"]:
        made.pop(entry.id, None)
    order = sorted(chosen, key=lambda line: (_rank_of(line, by_id, lines), -(line.day.toordinal() if line.day else 0)))
    return _section("offices", lines.language.word("heading", "offices"), order, limit)


def _contradicted(lines: Lines, entry: Entry) -> bool:
    """Whether the tables know the person in the same office of another state on the day: then the text was misread."""
    step, actors = lines.step(entry), lines.found.actors
    title, of = step.claim.texts.get("office", ""), step.claim.actors.get("of", frozenset())
    if rank(title) < 3 or step.first_said is None:
        return False
    held = [
        row for who in step.claim.actors.get("who", frozenset()) for row in actors.known_titles(who, step.first_said)
    ]
    return any(rank(name) == 3 and actors.is_state(state) and state not in of for name, state, _ in held)


def _rank_of(line: Line, by_id: dict[str, Entry], lines: Lines) -> int:
    return -rank(lines.step(by_id[line.entry]).claim.texts.get("office", ""))
