"""The ledger as it stands at one moment: its documents, the accounts they make, and what resolution makes
of them.

A view is a function of the documents it can see and the decisions in force, and of nothing else; so the
view of a past day is the view of a ledger that never held more.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from functools import cached_property

from chancery.ledger import essence, rows
from chancery.ledger.resolved import Resolved
from chancery.ledger.shelf import Shelf
from chancery.model import codec
from chancery.model.entity import Entity
from chancery.model.errors import LedgerError
from chancery.model.ledger import Decision
from chancery.resolve import decisions as ruling
from chancery.resolve import entries, threads
from chancery.resolve.actors import Actors, Directory, Spell, spells
from chancery.resolve.claim import Account, Source, claim

# Kinds that matter to a pair although they name neither state, if a document about the pair tells of them.
_CONTEXT = ("gathering", "chairmanship", "membership", "office", "anniversary", "commitment")


class View:
    """What is seen of a ledger; see ``Ledger.view``."""

    def __init__(
        self,
        db: sqlite3.Connection,
        known: Directory,
        *,
        published: date | None = None,
        recorded: datetime | None = None,
        shelf: Shelf | None = None,
    ) -> None:
        self._db, self._known, self._shelf = db, known, shelf
        self.published, self.recorded = published, recorded
        self._sources: dict[str, Source] = {}
        self._resolved: dict[tuple[str | None, str | None, date | None], Resolved] = {}
        where, values = ["(r.retired IS NULL)"], []
        if recorded is not None:
            moment = recorded.astimezone(UTC).isoformat(timespec="microseconds")
            where = ["r.recorded <= ?", "(r.retired IS NULL OR r.retired > ?)"]
            values = [moment, moment]
        if published is not None:
            where.append("r.day <= ?")
            values.append(published.isoformat())
        self._where, self._values = " AND ".join(where), tuple(values)

    @cached_property
    def documents(self) -> tuple[rows.Holding, ...]:
        """The documents seen, by date, undated ones last."""
        return self.holdings()

    def holdings(self, digests: Iterable[str] | None = None) -> tuple[rows.Holding, ...]:
        """The documents seen, or those of them with these digests, by date, undated ones last."""
        chosen = "" if digests is None else "AND r.document IN (SELECT value FROM json_each(?))"
        values = self._values if digests is None else (*self._values, json.dumps(sorted(digests)))
        query = f"""SELECT r.id, r.document, r.record, r.statements, r.recorded, length(d.text) FROM reading r
                    JOIN document d ON d.digest = r.document WHERE {self._where} {chosen}
                    ORDER BY r.day IS NULL, r.day, r.name, r.document"""
        return tuple(rows.holding(*row) for row in self._db.execute(query, values))

    @property
    def count(self) -> int:
        """How many documents are seen."""
        return int(self._db.execute(f"SELECT count(*) FROM reading r WHERE {self._where}", self._values).fetchone()[0])

    def goes_beyond(self, day: date) -> bool:
        """Whether a document published after ``day`` is seen."""
        query = f"SELECT 1 FROM reading r WHERE {self._where} AND r.day > ? LIMIT 1"
        return self._db.execute(query, (*self._values, day.isoformat())).fetchone() is not None

    def _source(self, reading: str) -> Source:
        """The document of a reading."""
        if reading not in self._sources:
            row = self._db.execute("SELECT document, record FROM reading WHERE id = ?", (reading,)).fetchone()
            self._sources[reading] = rows.source(row[0], codec.loads(rows.Card, row[1]))
        return self._sources[reading]

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """The decisions taken by the moment of the view."""
        found = (codec.loads(Decision, r[0]) for r in self._db.execute("SELECT record FROM decision ORDER BY at, id"))
        return tuple(d for d in found if self.recorded is None or d.at <= self.recorded)

    @cached_property
    def rules(self) -> ruling.Rules:
        """The decisions in force, carried over to the statements of the readings seen."""
        if not self.decisions:
            return ruling.rules(())
        rows_ = self._db.execute(
            """SELECT s.old, s.new FROM successor s JOIN reading r ON r.id = s.reading
                                    WHERE ? IS NULL OR r.recorded <= ? ORDER BY r.recorded""",
            (self._moment, self._moment),
        )
        return ruling.rules(self.decisions, dict(rows_))

    @property
    def _moment(self) -> str | None:
        return self.recorded.astimezone(UTC).isoformat(timespec="microseconds") if self.recorded else None

    @cached_property
    def accounts(self) -> tuple[Account, ...]:
        """Every account seen, with the decisions in force applied."""
        return tuple(ruling.apply(self._select("1", ()), self.rules))

    def account(self, id: str) -> Account | None:
        """The account with this id, with the decisions in force applied; None if it is not seen or was rejected."""
        return next(iter(ruling.apply(self._select("s.id = ?", (id,)), self.rules)), None)

    def matching(self, wanted: str, limit: int, skip: int = 0) -> list[tuple[Account, float]]:
        """Accounts that match a full-text expression, best first, with their rank, without the first ``skip``."""
        found: list[tuple[Account, float]] = []
        at, page = 0, limit + skip
        while len(found) < limit + skip:  # ranked first, then looked up: the index knows nothing of time
            ranked = self._db.execute(
                "SELECT rowid, rank FROM search WHERE search MATCH ? ORDER BY rank LIMIT ? OFFSET ?", (wanted, page, at)
            ).fetchall()
            found += self._seen(dict(ranked))
            at += page
            if len(ranked) < page:
                break
        return found[skip : skip + limit]

    def _seen(self, ranks: Mapping[int, float]) -> list[tuple[Account, float]]:
        """The accounts in the rows ``ranks`` that the view sees, as ruled on, in the order of ``ranks``."""
        query = f"""SELECT s.number, s.record, s.reading FROM statement s JOIN reading r ON r.id = s.reading
                    WHERE s.number IN (SELECT value FROM json_each(?)) AND {self._where}"""
        rows_ = self._db.execute(query, (json.dumps(list(ranks)), *self._values))
        made = {number: rows.account(record, self._source(reading)) for number, record, reading in rows_}
        kept = {acc.id: acc for acc in ruling.apply(made.values(), self.rules)}
        return [(kept[made[n].id], rank) for n, rank in ranks.items() if n in made and made[n].id in kept]

    def accounts_on(self, a: str | None, b: str | None) -> tuple[Account, ...]:
        """The accounts that concern ``a`` (and ``b``)."""
        if a is None:
            return self.accounts
        found = self.resolved(a, b)
        return tuple(acc for id, acc in found.accounts.items() if id in found.direct)

    def _select(self, condition: str, values: Iterable[object]) -> list[Account]:
        query = f"""SELECT s.record, s.reading FROM statement s JOIN reading r ON r.id = s.reading
                    WHERE {self._where} AND {condition} ORDER BY s.number"""
        return [
            rows.account(record, self._source(reading))
            for record, reading in self._db.execute(query, (*self._values, *values))
        ]

    def held(self, id: str) -> bool:
        """Whether a statement with this id is or was held."""
        return self._db.execute("SELECT 1 FROM statement WHERE id = ?", (id,)).fetchone() is not None

    def first_of(self, entry: str) -> str | None:
        """The statement that the entry with this id is named after, if one is held."""
        self._db.create_function("entry_id", 1, entries.entry_id, deterministic=True)
        found = self._db.execute("SELECT id FROM statement WHERE entry_id(id) = ? LIMIT 1", (entry,)).fetchone()
        return str(found[0]) if found else None

    def accounts_of(self, ids: Iterable[str]) -> list[Account]:
        """The accounts with these ids that are seen, before any decision."""
        return self._select("s.id IN (SELECT value FROM json_each(?))", (json.dumps(sorted(ids)),))

    # --- pairs ---

    def resolved(self, a: str | None = None, b: str | None = None, *, on: date | None = None) -> Resolved:
        """Entries and threads on ``a`` and ``b``, judged on the day ``on``."""
        key = (a, b, on)
        if key not in self._resolved:
            self._resolved[key] = self._resolve(a, b, on)
        return self._resolved[key]

    def newest(self, a: str, b: str, *, on: date | None = None) -> Resolved:
        """What a brief on ``a`` and ``b`` shows: all of a pair, or of a busy pair the newest, with counts of the rest.

        A busy pair is resolved once and then taken from the shelf until a document or a decision concerns it.
        """
        one, two = sorted((a, b))
        shelf = self._shelf if self.published is None and self.recorded is None else None
        if shelf is not None and (kept := shelf.get(one, two)) is not None:
            return essence.restored(kept, self._known, self.rules, on)
        found = self.resolved(one, two, on=on)
        if len(found.accounts) + len(found.actors.told) < essence.BUSY:
            return found
        kept = essence.chosen(found, one, two)
        if shelf is not None:
            shelf.put(one, two, kept)
        return essence.restored(kept, self._known, self.rules, on)

    def _resolve(self, a: str | None, b: str | None, on: date | None) -> Resolved:
        candidates = self._select("1", ()) if a is None else self._candidates(a, b)
        context = self._context(candidates) if b is not None else []
        every = list({acc.id: acc for acc in (*candidates, *context)}.values())
        actors = self._actors(every)
        seen = ruling.apply(every, self.rules)
        claims = {acc.id: claim(acc, actors) for acc in seen}
        wanted = {s for s in (a, b) if s}
        parties = self._parties([acc.id for acc in candidates]) if wanted else {}
        direct = frozenset(
            acc.id for acc in seen if wanted <= parties.get(acc.id, frozenset()) | claims[acc.id].parties()
        )
        if b is not None:  # a document is about the pair if something in it concerns the pair
            about = {claims[id].document for id in direct}
            seen = [
                acc
                for acc in seen
                if acc.id in direct or (claims[acc.id].document in about and acc.statement.kind in _CONTEXT)
            ]
        elif a is not None:
            seen = [acc for acc in seen if acc.id in direct]
        accounts = {acc.id: acc for acc in sorted(seen, key=entries.account_order)}
        days = tuple(sorted({d for id in (direct if wanted else accounts) if (d := accounts[id].source.day)}))
        built = entries.build(list(accounts.values()), claims, self.rules.rulings)
        chains = threads.build(built, claims, actors, held=days, on=on, links=self.rules.links)
        return Resolved(
            accounts=accounts,
            claims={id: claims[id] for id in accounts},
            direct=direct,
            entries=built,
            threads=chains,
            actors=actors,
            days=days,
            rules=self.rules,
        )

    def _candidates(self, a: str, b: str | None) -> list[Account]:
        """Accounts with ``a`` and ``b`` among their parties, or with somebody who may act for them."""
        acting = """s.number IN (SELECT statement FROM party
                    WHERE entity = ? OR entity IN (SELECT person FROM holder WHERE state = ?))"""
        if b is None:
            return self._select(acting, (a, a))
        return self._select(f"{acting} AND {acting}", (a, a, b, b))

    def _context(self, candidates: Iterable[Account]) -> list[Account]:
        digests = sorted({acc.source.digest for acc in candidates})
        marks = ", ".join(f"'{kind}'" for kind in _CONTEXT)
        return self._select(
            f"s.kind IN ({marks}) AND s.document IN (SELECT value FROM json_each(?))", (json.dumps(digests),)
        )

    def _parties(self, ids: list[str]) -> dict[str, frozenset[str]]:
        query = f"""SELECT s.id, s.parties FROM statement s JOIN reading r ON r.id = s.reading
                    WHERE {self._where} AND s.id IN (SELECT value FROM json_each(?))"""
        return {id: frozenset(json.loads(p)) for id, p in self._db.execute(query, (*self._values, json.dumps(ids)))}

    def _actors(self, accounts: Iterable[Account]) -> Actors:
        """Identity over the persons that ``accounts`` name."""
        return Actors(self._known, *self._persons(accounts), self.rules.same_entities, self.rules.apart_entities)

    def _persons(self, accounts: Iterable[Account]) -> tuple[list[Entity], list[Spell]]:
        """What documents anywhere in the view say of those whom ``accounts`` name: the entities they introduce, the
        offices they tell of."""
        accounts = list(accounts)
        named = {f.entity for acc in accounts for role in acc.statement.roles.values() for f in role if f.entity}
        named |= {f.entity for acc in accounts for f in (acc.statement.speaker, acc.statement.place) if f and f.entity}
        ids = json.dumps(sorted(named))
        query = f"""SELECT e.record FROM entity e JOIN reading r ON r.id = e.reading
                    WHERE {self._where} AND e.id IN (SELECT value FROM json_each(?))
                    GROUP BY e.id, e.record ORDER BY e.id, max(r.day), e.record"""
        known = [codec.loads(Entity, r[0]) for r in self._db.execute(query, (*self._values, ids))]
        offices = self._select(
            """s.kind = 'office' AND s.number IN
                (SELECT statement FROM holder WHERE person IN (SELECT value FROM json_each(?)))
            """,
            (ids,),
        )
        return known, spells((acc.statement, acc.source.published.edtf) for acc in ruling.apply(offices, self.rules))


def statement_of(view: View, subject: str) -> str:
    """The statement that ``subject`` (a statement's or an entry's id) stands for; LedgerError if it is
    neither."""
    if view.held(subject):
        return subject
    found = view.first_of(subject)
    if found is None:
        raise LedgerError(
            "no statement or entry has this id",
            where=subject,
            remedy="ids stand in the JSON output and in the brief",
        )
    return found
