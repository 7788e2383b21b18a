"""What every extractor may look at: one annotated document with what was found in it so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from spacy.tokens import Doc

from chancery.knowledge import Knowledge
from chancery.languages.pack import Pack
from chancery.model.discourse import Mention, TitleMention, Utterance
from chancery.model.document import Document
from chancery.model.entity import Entity
from chancery.model.when import TimeExpression


@dataclass(slots=True, kw_only=True)
class Context:
    """One document on its way through the extractors; each fills its own field.

    ``doc.text == document.text``: a token's ``idx`` is its offset in the document. ``published`` is the day (or the
    middle of the interval) the document's times are counted from, None if unknown.
    """

    document: Document
    doc: Doc
    pack: Pack
    knowledge: Knowledge
    published: date | None = None
    mentions: tuple[Mention, ...] = ()
    titles: tuple[TitleMention, ...] = ()
    entities: tuple[Entity, ...] = ()
    utterances: tuple[Utterance, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    notes: list[str] = field(default_factory=list)

    def entity(self, id: str) -> Entity | None:
        """The entity ``id`` of knowledge or of this document."""
        return self.knowledge.entity(id) or next((e for e in self.entities if e.id == id), None)
