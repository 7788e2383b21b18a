"""An attribution as found in prose, before anybody knows who its source is."""

from __future__ import annotations

from dataclasses import dataclass

from chancery.model.discourse import SpeechMode
from chancery.model.document import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Who is said to say or think what: passages of the text.

    ``source_head`` and ``cue_head`` are indices of tokens; ``follows`` marks a quotation without a cue of
    its own that goes on from the attribution before it (-1) or leads to the one after it (1); ``headline``
    the "Source: …" of a title.
    """

    mode: SpeechMode
    content: tuple[Span, ...]
    source: Span | None = None
    source_head: int | None = None
    cue: Span | None = None
    cue_head: int | None = None
    follows: int = 0
    headline: bool = False


def without_doubles(found: list[Attribution]) -> list[Attribution]:
    """One attribution per content: the first, which came by the more trusted route."""
    seen: set[tuple[Span, ...]] = set()
    out = []
    for a in found:
        if a.content not in seen:
            seen.add(a.content)
            out.append(a)
    return out
