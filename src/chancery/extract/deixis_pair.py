"""Which two states, or which two persons, a document is about: what "both sides" stands for."""

from __future__ import annotations

from collections import defaultdict

from chancery.extract.context import Context
from chancery.extract.speech_people import People
from chancery.model.discourse import Utterance
from chancery.model.document import BlockRole
from chancery.model.entity import EntityKind

LEAD = 1200  # characters at the head of a document whose states count double


class Pairs:
    """The pair of a document, found once: by its title's persons and states, else by the two states it
    speaks of most.
    """

    def __init__(self, context: Context, people: People) -> None:
        self.context = context
        self.people = people
        self._states = self._of_document()

    def of(self, utterance: Utterance | None) -> tuple[str, ...]:
        """The speaker's and the addressee's state; without both, the document's pair if the speaker's state
        is in it. Empty if that is not plain.
        """
        if utterance is not None and utterance.speaker is not None:
            own = self.people.state_of(utterance.speaker)
            others = {self.people.state_of(a) for a in utterance.addressees} - {None, own}
            if own and len(others) == 1:
                return (own, *(other for other in others if other))
            if own and own in self._states:
                return (own, *(state for state in self._states if state != own))
            if own and self._states:
                return ()
        return self._states

    def persons(self) -> tuple[str, ...]:
        """The two persons of the title or the lead; empty unless there are just two."""
        heads = [b.span for b in self.context.document.blocks if b.role in (BlockRole.TITLE, BlockRole.LEAD)]
        first = next((b.span for b in self.context.document.readable() if b.role is BlockRole.PARAGRAPH), None)
        for areas in (heads, [*heads, *([first] if first else [])]):
            found: list[str] = []
            for area in areas:
                for mention in self.people.within(area):
                    if mention.kind is EntityKind.PERSON and len(mention.entities) == 1:
                        found.append(mention.entities[0])
            if len(distinct := tuple(dict.fromkeys(found))) == 2:
                return distinct
        return ()

    def _of_document(self) -> tuple[str, ...]:
        weights: defaultdict[str, float] = defaultdict(float)
        heads = [b.span for b in self.context.document.blocks if b.role in (BlockRole.TITLE, BlockRole.LEAD)]
        counted: set[tuple[str, str]] = set()
        for mention in self.people.mentions:
            if len(mention.entities) != 1:
                continue
            state: str | None = None
            if mention.kind is EntityKind.STATE:
                state, weight = mention.entities[0], 1.0
            elif mention.kind is EntityKind.PERSON:
                state, weight = self.people.state_of(mention.entities[0]), 0.5
            if state is None:
                continue
            if any(head.covers(mention.span) for head in heads):
                weight *= 4
            elif mention.span.start < LEAD:
                weight *= 2
            counted.add((state, mention.entities[0]))
            weights[state] += weight
        ranked = sorted(weights.items(), key=lambda pair: -pair[1])[:3]
        if len(ranked) < 2 or ranked[1][1] < (1.0 if len(ranked) == 2 else 1.5):
            return ()  # two states and no third need to be named but once each at the head of the text
        if len(ranked) == 3 and ranked[2][1] > ranked[1][1] * 0.6:
            return ()
        return (ranked[0][0], ranked[1][0])
