"""A statement with its document, and the features by which it is compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from chancery.model.document import Published
from chancery.model.statement import Filler, Statement, Status
from chancery.resolve.actors import Actors
from chancery.resolve.dates import Window, bounds, window
from chancery.resolve.words import numbers, ordinal, script, stems


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What must be known of a document to weigh what it says."""

    digest: str
    name: str
    language: str = "und"
    title: str | None = None
    published: Published = field(default_factory=Published)
    publisher: str | None = None
    author: str | None = None
    url: str | None = None

    @property
    def day(self) -> date | None:
        """The last day of its publication date: by then it was out."""
        return bounds(self.published.edtf)[1] if self.published.edtf else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One statement as one document makes it. ``id`` names it for good, also where ``statement`` is a
    corrected copy."""

    id: str
    statement: Statement
    source: Source
    corrected: tuple[str, ...] = ()


# Whether something happened, is intended, is only wished, or is denied: accounts of different classes are
# never one entry; they meet in threads.
CLASSES = {
    Status.DONE: "deed",
    Status.ONGOING: "deed",
    Status.PLANNED: "plan",
    Status.WISHED: "wish",
    Status.POSSIBLE: "wish",
    Status.DENIED: "denial",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What resolution compares. ``actors`` holds the keys in each role, ``states`` those they act for;
    ``texts`` the descriptions; ``names`` the stems of the actors' own names, which say nothing of the matter;
    ``window`` the days it can have been."""

    id: str
    kind: str
    group: str
    actors: Mapping[str, frozenset[str]]
    states: Mapping[str, frozenset[str]]
    values: Mapping[str, str]
    texts: Mapping[str, str]
    topics: frozenset[str]
    window: Window
    said: date | None
    goal: str | None
    place: str | None
    voice: str | None
    document: str
    status: Status
    weight: float
    names: frozenset[str] = frozenset()

    def words(self, *roles: str) -> frozenset[str]:
        """Stems of the descriptions in ``roles`` (all if none is named), without the actors' names."""
        out: frozenset[str] = frozenset()
        for role in roles or self.texts:
            out |= stems(self.texts.get(role, ""))
        return out - self.names

    def numbers(self) -> frozenset[str]:
        out: frozenset[str] = frozenset()
        for text in self.texts.values():
            out |= numbers(text)
        return out

    def script(self) -> str:
        return script(" ".join(self.texts.values()))

    def parties(self, *roles: str) -> frozenset[str]:
        """Every state acting in ``roles`` (all if none is named), with organisations that act for
        themselves."""
        out: frozenset[str] = frozenset()
        for role in roles or self.states:
            out |= self.states.get(role, frozenset())
        return out


ACTOR_ROLES = frozenset(
    [
        "who",
        "from",
        "to",
        "between",
        "by",
        "against",
        "of",
        "in",
        "receives",
        "sends",
        "within",
        "about",
        "chair",
    ]
)
VALUE_ROLES = frozenset(["visit", "format", "action", "stance", "direction", "as", "n", "ordinal", "value", "unit"])
TEXT_ROLES = frozenset(
    ["what", "instrument", "about", "area", "of", "office", "level", "amount", "due", "change", "origin"]
)

EVENTS = frozenset({"visit", "meeting", "call", "credentials", "gathering", "greeting"})
_USUAL = {
    "invitation": "invited",
    "membership": "is",
    "office": "holds",
}  # the action of a statement that names none


def claim(account: Account, actors: Actors) -> Claim:
    """The features of one account."""
    s, source = account.statement, account.source
    span = window(s, source.published.edtf)
    if s.status is Status.ONGOING and s.kind in EVENTS and span.lower and span.upper:
        span = replace(span, stated=True)  # what is going on in a dated document happens on its day
    on = span.lower or span.upper or source.day
    who: dict[str, frozenset[str]] = {}
    acting: dict[str, frozenset[str]] = {}
    values: dict[str, str] = {}
    texts: dict[str, str] = {}
    for role, fillers in s.roles.items():
        if role in ACTOR_ROLES:
            keys = frozenset(actors.key(f) for f in fillers)
            if role not in TEXT_ROLES or not all(k.startswith("~") for k in keys):
                who[role] = keys
                acting[role] = frozenset(actors.state(k, on) or k for k in keys)
        if role in VALUE_ROLES or (role == "what" and s.kind in ("greeting", "conflict", "invitation")):
            values[role] = ", ".join(sorted(f.label for f in fillers))
        elif role in TEXT_ROLES and role not in who:
            texts[role] = "; ".join(f.label for f in fillers)
    if s.kind == "gathering" and "ordinal" not in values and (told := ordinal(texts.get("what", ""))):
        values["ordinal"] = told
    if s.kind in _USUAL:
        values.setdefault("action", _USUAL[s.kind])
    place = actors.key(s.place) if s.place else None
    if s.place is None and "place" in s.roles:
        place = actors.key(s.roles["place"][0])
    return Claim(
        id=account.id,
        kind=s.kind,
        group=CLASSES[s.status] if s.kind != "invitation" else _invited(s),
        actors=who,
        states=acting,
        values=values,
        texts=texts,
        topics=frozenset(s.topics),
        window=span,
        said=source.day,
        goal=_goal(s, actors, on),
        place=place,
        voice=actors.state(actors.key(s.speaker), on) if s.speaker else None,
        document=source.digest,
        status=s.status,
        weight=s.confidence,
        names=frozenset().union(*(actors.name_stems(k) for keys in (*who.values(), *acting.values()) for k in keys)),
    )


def _invited(statement: Statement) -> str:
    """An invitation is uttered whether it is told as done or as planned; only a wish or a denial is
    something else."""
    return CLASSES[statement.status].replace("plan", "deed")


def _goal(statement: Statement, actors: Actors, on: date | None) -> str | None:
    """The state a visitor goes to or is invited to: by its name, by the place, by the host."""
    if statement.kind not in ("visit", "invitation"):
        return None
    roles = ("to", "place") if statement.kind == "visit" else ("place", "from")
    candidates: list[Filler] = [f for role in roles for f in statement.roles.get(role, ())]
    if statement.place is not None:
        candidates.insert(0, statement.place)
    for filler in candidates:
        state = actors.state(actors.key(filler), on)
        if state is not None and actors.is_state(state):
            return state
    return actors.key(candidates[0]) if candidates and statement.kind == "visit" else None
