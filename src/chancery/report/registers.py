"""Registers of one thing between two states: promises, positions over time, the balance of visits."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import resources

from chancery.ledger import Ledger
from chancery.ledger.view import statement_of
from chancery.model.errors import LedgerError
from chancery.model.ledger import Entry
from chancery.report.brief import newest
from chancery.report.glance import between
from chancery.report.language import load
from chancery.report.lines import Lines, proof
from chancery.report.model import Brief, Fact, Line, Proof, Section, Story
from chancery.report.names import called
from chancery.report.stories import told
from chancery.resolve.claim import CLASSES
from chancery.resolve.undertaking import same_matter

_UNDERTAKEN = ("commitment", "invitation", "aid", "visit", "agreement", "mission", "membership", "gathering")
_SETTLED = ("done", "contradicted", "lapsed")
_RANKS = {3: "heads", 2: "foreign_ministers", 1: "ministers", 0: "others"}


@dataclass(frozen=True, slots=True)
class _Pair:
    """What every register is made of."""

    a: str
    b: str
    on: date
    lines: Lines

    def brief(self, key: str, sections: Iterable[Section]) -> Brief:
        """The register as a brief, which every renderer can write."""
        words, found = self.lines.language, self.lines.found
        names = {"a": called(found.actors, self.a, words), "b": called(found.actors, self.b, words)}
        kept = tuple(s for s in sections if s.lines or s.stories or s.facts or s.notes)
        nothing = Section(key="none", heading=words.word("heading", key), notes=(words.word("label", "none"),))
        return Brief(
            a=self.a,
            b=self.b,
            on=self.on,
            language=words.code,
            title=words.word("heading", "title", **names),
            subtitle=words.word("heading", f"{key}_on", on=words.day(self.on)),
            sections=kept or (nothing,),
            documents=len({acc.source.digest for id, acc in found.accounts.items() if id in found.direct}),
            legend=words.word("label", "legend"),
            seal=words.word("label", "seal"),
        )


def _pair(ledger: Ledger, a: str, b: str, on: date | None, language: str) -> _Pair:
    lines = Lines.of_pair(ledger, a, b, on, language)
    return _Pair(a, b, lines.on, lines)


def commitments(ledger: Ledger, a: str, b: str, *, on: date | None = None, language: str = "en") -> Brief:
    """What each side undertook (promised, invited to, announced), with what the documents show of it: open
    undertakings first, those of each side apart."""
    pair = _pair(ledger, a, b, on, language)
    words, lines = pair.lines.language, pair.lines
    entries = {e.id: e for e in lines.found.entries}
    sides: dict[tuple[str, ...], list[Story]] = defaultdict(list)
    for story in told(lines.found.threads, entries, lines):
        opener = entries[story.steps[0].line.entry]
        returned = opener.kind == "visit" and CLASSES[opener.status] == "deed" and story.key in _SETTLED
        if opener.kind in _UNDERTAKEN and not returned:
            sides[_undertakers(opener, lines, a, b)].append(story)
    sections = []
    for side in ((a,), (b,), (a, b)):
        names = words.joined([called(lines.found.actors, s, words) for s in side])
        stories = sorted(sides[side], key=lambda story: story.key in _SETTLED)
        heading = words.word("heading", "undertaken", x=names)
        sections.append(Section(key="-".join(("by", *side)).lower(), heading=heading, stories=tuple(stories)))
    return pair.brief("commitments", sections)


def _undertakers(entry: Entry, lines: Lines, a: str, b: str) -> tuple[str, ...]:
    """The side that undertook it; both where both did or nobody in particular."""
    claim = lines.step(entry).claim
    own = claim.parties("by", "from") or claim.parties("who") or claim.parties("between", "of")
    return (a,) if a in own and b not in own else (b,) if b in own and a not in own else (a, b)


def balance(ledger: Ledger, a: str, b: str, *, on: date | None = None, language: str = "en") -> Brief:
    """Visits each way: how many at which level, and each one."""
    pair = _pair(ledger, a, b, on, language)
    words, lines = pair.lines.language, pair.lines
    sections = []
    for guest, host in ((a, b), (b, a)):
        visits = [
            e
            for e in lines.found.entries
            if e.kind == "visit"
            and CLASSES[e.status] == "deed"
            and lines.direct(e)
            and between(e, lines, a, b)
            and lines.step(e).claim.goal == host
        ]
        levels: dict[str, list[Line]] = defaultdict(list)
        for entry in visits:
            if (line := lines.line(entry)) is not None:
                levels[_RANKS[lines.step(entry).rank]].append(line)
        facts = tuple(
            Fact(label=words.word("level", level), text=f"{len(found)}: " + words.joined([x.when for x in found], 8))
            for level in _RANKS.values()
            if (found := newest(levels[level]))
        )
        way = {"guest": called(lines.found.actors, guest, words), "host": called(lines.found.actors, host, words)}
        shown = newest(line for found in levels.values() for line in found)
        heading = words.word("heading", "way", **way)
        sections.append(Section(key=f"{guest}-{host}".lower(), heading=heading, facts=facts, lines=tuple(shown)))
    return pair.brief("balance", sections)


def positions(ledger: Ledger, a: str, b: str, *, on: date | None = None, language: str = "en") -> Brief:
    """What each side holds on each matter over time, oldest first, with a note where stance or wording changed."""
    pair = _pair(ledger, a, b, on, language)
    lines, words = pair.lines, pair.lines.language
    held = [e for e in lines.found.entries if e.kind == "position" and lines.line(e) is not None]
    held.sort(key=lambda e: (lines.step(e).first_said or date.max, e.id))
    sections = []
    for side in (a, b):
        own = [e for e in held if side in lines.step(e).claim.parties("who")]
        rows: list[Line] = []
        for matter in _matters(own, lines):
            rows += _history(matter, lines)
        name = called(lines.found.actors, side, words)
        heading = words.word("heading", "held", x=name)
        sections.append(Section(key=f"held-{side.lower()}", heading=heading, lines=tuple(rows)))
    return pair.brief("positions", sections)


def _matters(entries: list[Entry], lines: Lines) -> list[list[Entry]]:
    """``entries`` grouped by what they are about, in order of the first mention; a group grows by its last."""
    groups: list[list[Entry]] = []
    for entry in entries:
        claim = lines.step(entry).claim
        for group in groups:
            last = lines.step(group[-1]).claim
            about = claim.actors.get("about", frozenset()) & last.actors.get("about", frozenset())
            if about or same_matter(last, claim) is not None:
                group.append(entry)
                break
        else:
            groups.append([entry])
    return groups


def _history(matter: list[Entry], lines: Lines) -> list[Line]:
    """The lines of one matter, each with what changed since the account before it, within the entry or before."""
    out: list[Line] = []
    words = lines.language
    before: tuple[str, frozenset[str]] | None = None
    for entry in matter:
        line = lines.line(entry)
        if line is None:
            continue
        notes: list[str] = []
        accounts = [lines.found.accounts[id] for id in entry.statements]
        for account in sorted(accounts, key=lambda a: (a.source.day or date.max, a.id)):
            stance = next(iter(account.statement.labels("stance")), "")
            now = stance, _force(account.statement.evidence.quote, account.source.language)
            told = _changed(before, now, words.word) if before else None
            if told:
                notes.append(f"{words.when(account.source.published.edtf)}: {told}")
            before = now
        out.append(replace(line, notes=(*line.notes, *notes)))
    return out


def _changed(
    before: tuple[str, frozenset[str]], now: tuple[str, frozenset[str]], word: Callable[..., str]
) -> str | None:
    """What changed from one wording to the next, in words; None if nothing did."""
    if before[0] != now[0]:
        return word("label", "stance_changed", x=before[0], y=now[0])
    came, went = sorted(now[1] - before[1]), sorted(before[1] - now[1])
    told = [word("label", "now_said", x=", ".join(came))] if came else []
    told += [word("label", "no_longer_said", x=", ".join(went))] if went else []
    return "; ".join(told) or None


def _force(quote: str, language: str) -> frozenset[str]:
    """The words of a passage that make its stance stronger or weaker, as they stand there."""
    text = quote.casefold().replace("ё", "е")
    found: set[str] = set()
    for stem in _stems().get(language, ()):
        found.update(match[0] for match in re.finditer(rf"\b{re.escape(stem)}\w*", text))
    return frozenset(found)


@cache
def _stems() -> Mapping[str, tuple[str, ...]]:
    text = resources.files("chancery.report").joinpath("wording.toml").read_text(encoding="utf-8")
    return {code: (*row["stronger"], *row["weaker"]) for code, row in tomllib.loads(text).items()}


def cited(ledger: Ledger, subject: str) -> tuple[Proof, str | None]:
    """The passage of a statement, or of the first account of an entry, by id; and its document's date (EDTF).
    LedgerError if nothing has this id."""
    view = ledger.view()
    account = view.account(subject) or view.account(statement_of(view, subject))
    if account is None:
        raise LedgerError("no statement that holds has this id", where=subject, remedy="see: chancery search --jsonl")
    speaker = account.statement.speaker
    return proof(account, load(), speaker.label if speaker else None), account.source.published.edtf
