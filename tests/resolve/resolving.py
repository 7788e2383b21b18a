"""A shorthand for resolving statements written by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from chancery import knowledge
from chancery.ledger.rows import card
from chancery.model.ledger import Entry, Thread
from chancery.resolve import entries, threads
from chancery.resolve.actors import Actors, spells
from chancery.resolve.claim import Account, Claim, Source, claim
from chancery.resolve.entries import Rulings
from chancery.resolve.threads import Links
from readings import composed


@dataclass(frozen=True)
class Result:
    accounts: list[Account]
    claims: dict[str, Claim]
    entries: tuple[Entry, ...]
    threads: tuple[Thread, ...]

    def kinds(self) -> list[str]:
        return [e.kind for e in self.entries]

    def thread(self, kind: str) -> list[Thread]:
        return [t for t in self.threads if t.kind == kind]


def resolve(
    *documents: tuple[str, str, list[dict[str, Any]]],
    on: date | None = None,
    rulings: Rulings | None = None,
    links: Links | None = None,
) -> Result:
    """Entries and threads of documents, each (date, language, statements)."""
    accounts, introduced = [], []
    for n, (published, language, rows) in enumerate(documents):
        reading = composed({"name": f"d{n}", "language": language, "published": published or None}, rows)
        head = card(reading.document)
        source = Source(digest=reading.document.digest, name=head.name, language=language, published=head.published)
        accounts += [Account(id=s.id, statement=s, source=source) for s in reading.statements]
        introduced += reading.entities
    told = spells((a.statement, a.source.published.edtf) for a in accounts)
    actors = Actors(knowledge.load(), introduced, told)
    claims = {a.id: claim(a, actors) for a in accounts}
    made = entries.build(accounts, claims, rulings)
    days = [a.source.day for a in accounts if a.source.day]
    return Result(
        accounts,
        claims,
        made,
        threads.build(made, claims, actors, held=sorted(set(days)), on=on, links=links),
    )
