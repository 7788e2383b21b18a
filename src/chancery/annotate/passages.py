"""A passage that a learned annotator takes for part of an attribution: carried in ``doc.user_data["speech"]``."""

from __future__ import annotations

from typing import NamedTuple


class Passage(NamedTuple):
    """What stands from ``start`` to ``end`` as source (S), cue (Q) or content (C).

    ``to`` is the start of what it goes with (of a cue its source, of a content its cue), -1 for nothing; ``score``
    (0..1) the mean probability of its words' tags.
    """

    start: int
    end: int
    role: str
    to: int
    score: float

    def moved(self, by: int) -> Passage:
        """The same passage in a text that begins ``by`` characters earlier."""
        return self._replace(start=self.start + by, end=self.end + by, to=self.to + by if self.to >= 0 else -1)
