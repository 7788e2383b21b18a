"""FollowTheMoney entities as knowledge: one JSON object a line, as OpenSanctions and others publish them.

Read are Person, Organization and PublicBody with their names, Position with Occupancy, and Membership; other schemata
are counted and left out. A line that cannot be used is told with its number, and the rest goes on.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from chancery.knowledge.dates import first_day
from chancery.model.errors import KnowledgeError

PEOPLE = frozenset({"Person"})
BODIES = frozenset({"Organization", "PublicBody"})
LINKS = frozenset({"Occupancy", "Membership"})
READ = PEOPLE | BODIES | LINKS | {"Position"}
SCHEMA = re.compile(r"[A-Z][A-Za-z]+")
WIKIDATA = re.compile(r"Q[1-9]\d*")
NEEDED = {"Occupancy": ("holder", "post"), "Membership": ("member", "organization")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A line that was not used: its number from 1, and why."""

    line: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One entity of a file: ``properties`` hold the values of each property as texts, in order."""

    line: int
    id: str
    schema: str
    properties: Mapping[str, tuple[str, ...]]

    def first(self, name: str) -> str | None:
        """The first value of a property, None if it has none."""
        return next(iter(self.properties.get(name, ())), None)

    def all(self, *names: str) -> tuple[str, ...]:
        """The values of several properties, each once."""
        return tuple(dict.fromkeys(value for name in names for value in self.properties.get(name, ())))

    @property
    def wikidata(self) -> str | None:
        """The Wikidata id: the property, or the entity's own id where it is one."""
        return next((v for v in (*self.properties.get("wikidataId", ()), self.id) if WIKIDATA.fullmatch(v)), None)

    def line_text(self) -> str:
        """The record as a line of JSON."""
        values = {name: list(texts) for name, texts in self.properties.items()}
        return json.dumps({"id": self.id, "schema": self.schema, "properties": values}, ensure_ascii=False)


@dataclass(slots=True, kw_only=True)
class Batch:
    """What a file holds: records that can be used, problems, and how many of each other schema were left out."""

    records: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)


def parse(lines: Iterable[str]) -> Batch:
    """Read a file's lines. Links whose ends the file lacks are problems, too."""
    out = Batch()
    seen: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        made = _record(number, line)
        if isinstance(made, Problem):
            out.problems.append(made)
        elif made.schema not in READ:
            out.skipped[made.schema] += 1
        elif made.id in seen:
            out.problems.append(Problem(line=number, what=f"the id {made.id!r} stands in the file already"))
        else:
            seen[made.id] = made.schema
            out.records.append(made)
    kept = []
    for record in out.records:
        broken = _broken(record, seen)
        if broken:
            out.problems.append(Problem(line=record.line, what=broken))
        else:
            kept.append(record)
    out.records = kept
    out.problems.sort(key=lambda problem: problem.line)
    return out


def _record(number: int, line: str) -> Record | Problem:
    try:
        data = json.loads(line)
    except ValueError as error:
        return Problem(line=number, what=f"is no JSON: {error}")
    if not isinstance(data, dict):
        return Problem(line=number, what="is no JSON object")
    id, schema, properties = data.get("id"), data.get("schema"), data.get("properties", {})
    if not isinstance(id, str) or not id:
        return Problem(line=number, what="has no id")
    if not isinstance(schema, str) or not SCHEMA.fullmatch(schema):
        return Problem(line=number, what=f"has no schema of FollowTheMoney: {schema!r}")
    if not isinstance(properties, dict):
        return Problem(line=number, what="has properties that are no object")
    values = {str(name): _texts(value) for name, value in properties.items()}
    record = Record(line=number, id=id, schema=schema, properties=values)
    if schema in READ:
        missing = [name for name in NEEDED.get(schema, ("name",)) if not record.first(name)]
        if missing:
            return Problem(line=number, what=f"{schema} without {' and '.join(missing)}")
        for name in ("startDate", "endDate"):
            if (day := record.first(name)) and not _is_day(day):
                return Problem(line=number, what=f"{name} {day!r} is no year, month or day")
        start, end = record.first("startDate"), record.first("endDate")
        if start and end and first_day(end[:10]) < first_day(start[:10]) and not start[:10].startswith(end[:10]):
            return Problem(line=number, what=f"endDate {end} lies before startDate {start}")
    return record


def _texts(value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    out = (v.get("id") if isinstance(v, dict) else v for v in values)
    return tuple(" ".join(str(v).split()) for v in out if isinstance(v, str | int) and str(v).strip())


def _is_day(text: str) -> bool:
    try:
        first_day(text[:10])
    except KnowledgeError:
        return False
    return True


def _broken(record: Record, seen: Mapping[str, str]) -> str | None:
    """What a link names that the file lacks or that is of another schema; None if nothing."""
    wanted = {"holder": PEOPLE, "post": frozenset({"Position"}), "organization": BODIES, "member": PEOPLE | BODIES}
    if record.schema not in LINKS:
        return None
    for name in NEEDED[record.schema]:
        target = record.first(name) or ""
        if target not in seen:
            return f"{name} {target!r} is not in the file"
        if seen[target] not in wanted[name]:
            return f"{name} {target!r} is a {seen[target]}"
    return None
