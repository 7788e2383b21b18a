"""Entries as lines: the sentence, its date, who says it in what capacity, its proofs, and what the accounts
differ on."""

from __future__ import annotations

from datetime import date

from chancery.ledger import Ledger
from chancery.ledger.resolved import Resolved
from chancery.model.ledger import Entry
from chancery.model.statement import Filler, Status
from chancery.report.language import Language, load
from chancery.report.model import Line, Proof
from chancery.report.names import called, office
from chancery.report.sentence import Writer
from chancery.resolve.claim import EVENTS, Account, Claim
from chancery.resolve.match import likenesses
from chancery.resolve.undertaking import Step, step

_PROOFS = 8  # proofs shown for one line; the rest is in the ledger


class Lines:
    """Makes the lines of one report from the entries of a pair."""

    def __init__(self, found: Resolved, language: Language, on: date) -> None:
        self.found, self.language, self.on = found, language, on
        self.writer = Writer(language, found.actors, on)
        self._steps: dict[str, Step] = {}
        self._made: dict[str, Line | None] = {}
        self._entries = {e.id: e for e in found.entries}

    @classmethod
    def of_pair(cls, ledger: Ledger, a: str, b: str, on: date | None, language: str) -> Lines:
        """The lines on two states as could be known on the day ``on`` (today if None)."""
        day = on or date.today()
        return cls(ledger.as_of(on).resolved(a, b, on=day), load(language), day)

    def step(self, entry: Entry) -> Step:
        """The features of an entry, merged over its accounts."""
        if entry.id not in self._steps:
            self._steps[entry.id] = step(entry, self.found.claims, self.found.actors)
        return self._steps[entry.id]

    def entry(self, id: str) -> Entry:
        """The entry with this id."""
        return self._entries[id]

    def direct(self, entry: Entry) -> bool:
        """Whether the entry concerns the pair itself."""
        return any(id in self.found.direct for id in entry.statements)

    def line(self, entry: Entry) -> Line | None:
        """The line of an entry; None if no sound sentence can be made of it."""
        if entry.id not in self._made:
            text = self.writer.sentence(entry, self.step(entry).claim)
            self._made[entry.id] = self._line(entry, text) if text else None
        return self._made[entry.id]

    def bare(self, entry: Entry) -> Line:
        """The line of an entry that makes no sentence: its quotation speaks for itself."""
        quote = " ".join(self.found.accounts[entry.statements[0]].statement.evidence.quote.split())
        return self._line(entry, self.language.table["quoted"].format(x=_shortened(quote)))

    def _line(self, entry: Entry, text: str) -> Line:
        accounts = [self.found.accounts[id] for id in entry.statements]
        claim = self.step(entry).claim
        voices = [self.speaker(a) for a in accounts]
        # Where one document says it in its own voice, nobody in particular answers for it.
        speakers = [] if None in voices else [v for v in voices if v]
        return Line(
            entry=entry.id,
            kind=entry.kind,
            when=self.dated(entry, claim),
            day=self.day(entry, claim),
            text=text,
            status=self.language.word("status", entry.status.value),
            open=_open(entry),
            speaker=self.language.joined(speakers, most=3) or None,
            proofs=tuple(self.proof(a) for a in self._chosen(accounts)),
            notes=tuple(self._notes(entry, accounts)),
        )

    def _chosen(self, accounts: list[Account]) -> list[Account]:
        """The fullest account first, then by date; each passage once."""
        ordered = accounts[:1] + sorted(accounts[1:], key=lambda a: (a.source.day or date.max, a.id))
        seen: dict[tuple[str, int, int], Account] = {}
        for account in ordered:
            span = account.statement.evidence.span
            seen.setdefault((account.source.digest, span.start, span.end), account)
        return list(seen.values())[:_PROOFS]

    def day(self, entry: Entry, claim: Claim) -> date | None:
        """The day to sort by: the happening where a time is stated, else the telling."""
        if claim.window.stated and not likenesses()[entry.kind].lasting:
            return claim.window.lower or claim.window.upper
        return self.step(entry).last_said or claim.window.anchor

    def dated(self, entry: Entry, claim: Claim) -> str:
        """When it happened or is to happen; for what only was said, when it was said."""
        if entry.when is not None and claim.window.stated and entry.kind != "office":
            return self.language.when(entry.when.edtf)
        if claim.window.stated and claim.window.lower and entry.kind in EVENTS:
            return self.language.day(claim.window.lower)
        said = sorted(
            {a.source.published.edtf for id in entry.statements if (a := self.found.accounts[id]).source.published.edtf}
        )
        if not said:
            return str(self.language.table["undated"])
        told = self.language.when(said[0]) if len(said) == 1 else self.language.when(f"{said[0]}/{said[-1]}")
        return str(self.language.table["said"]).format(x=told)

    def speaker(self, account: Account) -> str | None:
        """``Ilham Aliyev, President of Azerbaijan``; None for the document's own voice."""
        filler = account.statement.speaker
        return self.capacity(filler, account.source.day) if filler else None

    def capacity(self, filler: Filler, on: date | None) -> str:
        """A name with the office held on a day, where one is known."""
        actors = self.found.actors
        key = actors.key(filler)
        name = filler.label if key.startswith("~") else called(actors, key, self.language)
        for title, of, to in actors.titles(key, on)[:1]:
            place = called(actors, of, self.language)
            title = office(title, self.language)
            words, slots = self.language, {"title": title, "of": self.language.named(place)}
            told = title if place.casefold() in title.casefold() else words.word("label", "office_of", **slots)
            if to:
                told = words.word("label", "office_to", office=told, to=words.named(called(actors, to, words)))
            return f"{name}, {told}"
        return name

    def proof(self, account: Account) -> Proof:
        """The passage of an account with its document, its speaker told with his office."""
        return proof(account, self.language, self.speaker(account))

    def _notes(self, entry: Entry, accounts: list[Account]) -> list[str]:
        notes = []
        for name, held in (entry.disagreements or {}).items():
            told = [
                f"{self.language.when(value) if name == 'when' else value} ({self._documents(ids)})"
                for value, ids in held.items()
            ]
            notes.append(f"{self.language.word('label', 'differ')}: " + "; ".join(told))
        fields = sorted({f for a in accounts for f in a.corrected})
        if fields:
            notes.append(self.language.word("label", "corrected", fields=", ".join(fields)))
        if any(a.id in self.found.rules.confirmed for a in accounts):
            notes.append(self.language.word("label", "confirmed"))
        return notes

    def _documents(self, ids: tuple[str, ...]) -> str:
        return self.language.joined([self.found.accounts[id].source.name for id in ids], most=3)


def proof(account: Account, language: Language, speaker: str | None) -> Proof:
    """The passage of an account with its document; ``speaker`` is who says it, as the report names him."""
    source, evidence = account.source, account.statement.evidence
    return Proof(
        statement=account.id,
        quote=evidence.quote,
        start=evidence.span.start,
        end=evidence.span.end,
        digest=source.digest,
        document=source.name,
        title=source.title,
        publisher=source.publisher,
        published=language.when(source.published.edtf),
        url=source.url,
        language=source.language,
        speaker=speaker,
    )


def _open(entry: Entry) -> bool:
    """Whether it has not happened; an invitation has, once it is uttered, whatever comes of it."""
    hoped = (
        (Status.WISHED, Status.POSSIBLE)
        if entry.kind == "invitation"
        else (Status.PLANNED, Status.WISHED, Status.POSSIBLE)
    )
    return entry.status in hoped


def _shortened(text: str, most: int = 220) -> str:
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"
