"""What is found in a text before statements: names of entities, titles of office, and who speaks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from chancery.model.document import Span
from chancery.model.entity import EntityKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A candidate for what a name refers to, with the method that proposed it and a score in 0..1."""

    entity: str
    method: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A passage that refers to entities.

    ``entities`` holds the ids it stands for: one for a name, several for "our countries", none where the
    candidates tie (an abstention; see ``candidates``). ``form`` says how it refers: ``name``, ``title``
    ("the President"), ``pronoun`` ("you", "our country"), ``demonym`` or ``adjective`` ("Kyrgyz").
    """

    span: Span
    kind: EntityKind
    entities: tuple[str, ...] = ()
    form: str = "name"
    method: str = ""
    score: float = 1.0
    candidates: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleMention:
    """A title of office in the text: "newly appointed Ambassador of the Kyrgyz Republic to Azerbaijan".

    ``title`` is the canonical English title ("Minister of Foreign Affairs"), ``of`` and ``to`` entity ids,
    ``holder`` the entity id of the person named or meant, ``modifier`` one of "", "acting", "deputy", "former", "new",
    "appointed" and "elected" (newly), "designate", "special". ``span`` covers title and, where adjacent, the holder's
    name.
    """

    span: Span
    title: str
    of: str | None = None
    to: str | None = None
    holder: str | None = None
    modifier: str = ""


class SpeechMode(StrEnum):
    TURN = "turn"  # a labelled turn of a transcript, or a text issued in one person's name
    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """Something that somebody says.

    ``content`` holds the passages said, in order (several if a cue interrupts them). ``speaker`` and
    ``addressees`` are entity ids; ``speaker`` is None where the text names nobody we can identify; ``label`` is the
    text that names the speaker. ``parent`` is the index of the utterance this one is quoted in.
    """

    mode: SpeechMode
    content: tuple[Span, ...]
    speaker: str | None = None
    addressees: tuple[str, ...] = ()
    source: Span | None = None
    cue: Span | None = None
    label: str | None = None
    inferred: bool = False
    parent: int | None = None
