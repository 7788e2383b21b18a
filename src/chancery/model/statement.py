"""A statement: one thing that one document says about the relations of states. Evidence or nothing."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from chancery.model.document import Evidence, Span
from chancery.model.errors import ModelError
from chancery.model.when import When


class Status(StrEnum):
    """Whether the thing happened; see the guideline in docs/statements.md."""

    DONE = "done"
    ONGOING = "ongoing"
    PLANNED = "planned"
    WISHED = "wished"
    POSSIBLE = "possible"
    DENIED = "denied"


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """One role of a kind: whether it takes entities or free text, and its closed values if it has any."""

    name: str
    takes: str  # person, state, entity, text, number
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of statement: its roles, and ``needs``, groups of roles of which one each must be filled."""

    name: str
    roles: Mapping[str, Role]
    needs: tuple[tuple[str, ...], ...]
    covers: str


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind of statement, from ``kinds.toml``."""
    table = tomllib.loads(resources.files("chancery.model").joinpath("kinds.toml").read_text(encoding="utf-8"))
    out = {}
    for name, row in table.items():
        roles = {
            role: Role(name=role, takes=spec, values=tuple(row.get("values", {}).get(role, ())))
            for role, spec in row["roles"].items()
        }
        needs = tuple(tuple(group.split("|")) for group in row["needs"])
        out[name] = Kind(name=name, roles=roles, needs=needs, covers=row["covers"])
    return out


@dataclass(frozen=True, slots=True, kw_only=True)
class Filler:
    """What fills a role: ``label`` is the canonical name (state code, English name) or free text; ``entity`` the
    entity's id where it is one; ``span`` where the text says so."""

    label: str
    entity: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One thing said, immutable. Its ``id`` hashes the claim's fields, so reading twice equals reading once."""

    kind: str
    roles: Mapping[str, tuple[Filler, ...]]
    status: Status
    evidence: Evidence
    when: When | None = None
    place: Filler | None = None
    speaker: Filler | None = None
    topics: tuple[str, ...] = ()
    plover: str | None = None
    rule: str = ""
    confidence: float = 0.5

    def __post_init__(self) -> None:
        if not isinstance(self.evidence, Evidence):
            raise ModelError("a statement without evidence cannot be built")
        kind = kinds().get(self.kind)
        if kind is None:
            raise ModelError(f"unknown kind {self.kind!r}", remedy="the kinds are in model/kinds.toml")
        for role, fillers in self.roles.items():
            spec = kind.roles.get(role)
            if spec is None or not fillers:
                raise ModelError(f"{self.kind} has no role {role!r}, or nothing fills it")
            for filler in fillers:
                if spec.values and filler.label not in spec.values:
                    raise ModelError(f"{self.kind}.{role} cannot be {filler.label!r}")
        for group in kind.needs:
            if not any(role in self.roles for role in group):
                raise ModelError(f"{self.kind} needs {' or '.join(group)}")
        if not 0.0 <= self.confidence <= 1.0:
            raise ModelError(f"confidence {self.confidence} is not in 0..1")

    @property
    def id(self) -> str:
        """First 16 hexadecimal digits of the SHA-256 of the claim as a JSON array."""
        claim = [
            self.evidence.document,
            self.kind,
            sorted((role, sorted(f.entity or f.label for f in fillers)) for role, fillers in self.roles.items()),
            self.status,
            self.when.edtf if self.when else None,
            self.place and (self.place.entity or self.place.label),
            self.speaker and (self.speaker.entity or self.speaker.label),
            self.evidence.span.start,
            self.evidence.span.end,
        ]
        return hashlib.sha256(json.dumps(claim, ensure_ascii=False).encode()).hexdigest()[:16]

    def labels(self, role: str) -> tuple[str, ...]:
        """The canonical names filling ``role``; empty if nothing does."""
        return tuple(filler.label for filler in self.roles.get(role, ()))
