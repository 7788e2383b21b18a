"""Chains and groups of statements in the short form of ``eval/gold/*.txt``, resolved for measuring."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chancery import knowledge
from chancery.model.entity import Entity
from chancery.model.ledger import Entry, Thread
from chancery.resolve import entries, threads
from chancery.resolve.actors import Actors, spells
from chancery.resolve.claim import Account, Claim, Source, claim
from readings import composed


@dataclass(slots=True)
class Case:
    """One chain or group: its statements by letter, and what is expected."""

    name: str
    rows: dict[str, tuple[str, str, dict[str, Any]]] = field(default_factory=dict)
    links: set[tuple[str, str]] = field(default_factory=set)
    states: dict[str, str] = field(default_factory=dict)
    groups: list[list[str]] = field(default_factory=list)


def read(path: Path) -> Iterator[Case]:
    """The cases of a file; ValueError names the line that cannot be read."""
    case: Case | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith(":"):
            if case:
                yield case
            case = Case(line[1:].strip())
        elif case is None:
            raise ValueError(f"{path}:{number}: a statement before the first name")
        elif line.startswith(">"):
            _, a, b = line.split()
            case.links.add((a, b))
        elif line.startswith("="):
            _, a, state = line.split(maxsplit=2)
            case.states[a] = state
        elif line.startswith("+"):
            case.groups.append(line[1:].split())
        else:
            letter, row = _row(line, f"{path}:{number}")
            case.rows[letter] = row
    if case:
        yield case


def _row(line: str, where: str) -> tuple[str, tuple[str, str, dict[str, Any]]]:
    found = re.fullmatch(r"(\w+) (\S+) (\w\w) (\w+) (\w+)(?: (.*))?", line.strip())
    if found is None:
        raise ValueError(f"{where}: not a statement")
    letter, day, language, kind, status, rest = found.groups()
    row: dict[str, Any] = {"kind": kind, "status": status, "quote": f"{letter}: {line}"}
    for part in filter(None, (p.strip() for p in (rest or "").split(";"))):
        name, _, value = part.partition("=")
        row[name] = value.split("|") if "|" in value or name == "topics" else value
    return letter, (day, language, row)


@dataclass(frozen=True, slots=True)
class Resolved:
    """A case resolved; ``letter`` names each account."""

    letter: dict[str, str]
    accounts: Sequence[Account]
    claims: dict[str, Claim]
    entries: tuple[Entry, ...]
    threads: tuple[Thread, ...]


def resolve(case: Case) -> Resolved:
    """Entries and threads of a case."""
    documents: dict[tuple[str, str], list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    for letter, (day, language, row) in case.rows.items():
        documents[day, language].append((letter, row))
    accounts: list[Account] = []
    introduced: list[Entity] = []
    letters: dict[str, str] = {}
    for (day, language), rows in documents.items():
        head = {"name": f"{day}-{language}", "language": language, "published": None if day == "-" else day}
        reading = composed(head, [row for _, row in rows])
        document = reading.document
        source = Source(digest=document.digest, name=document.name, language=language, published=document.published)
        for (letter, _), statement in zip(rows, reading.statements, strict=True):
            accounts.append(Account(id=statement.id, statement=statement, source=source))
            letters[statement.id] = letter
        introduced += reading.entities
    actors = Actors(knowledge.load(), introduced, spells((a.statement, a.source.published.edtf) for a in accounts))
    claims = {a.id: claim(a, actors) for a in accounts}
    made = entries.build(accounts, claims)
    held = sorted({a.source.day for a in accounts if a.source.day})
    return Resolved(letters, accounts, claims, made, threads.build(made, claims, actors, held=held))
