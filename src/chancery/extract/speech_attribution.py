"""An attribution as found in prose, before anybody knows who its source is."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from chancery.extract.speech_syntax import phrase, spans
from chancery.model.discourse import SpeechMode
from chancery.model.document import Span

LEAST = 3  # words of the shortest thing said indirectly


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


def made(cue_head: Token, source: Token | None, cue: list[Token], content: list[Token]) -> Attribution | None:
    """The attribution of tokens; None if too little is said. A source inside the content is none."""
    kept = [t for t in content if t.i not in {c.i for c in cue}]
    passages = spans(kept)
    if not passages or sum(t.is_alpha for t in kept) < LEAST:
        return None
    if source is not None and any(p.start <= source.idx < p.end for p in passages):
        source = None
    return Attribution(
        mode=SpeechMode.INDIRECT,
        content=passages,
        source=phrase(source) if source is not None else None,
        source_head=source.i if source is not None else None,
        cue=Span(start=cue[0].idx, end=cue[0].idx + len(cue[0])) if len(cue) == 1 else _cover(cue),
        cue_head=cue_head.i,
    )


def _cover(tokens: list[Token]) -> Span:
    return Span(start=min(t.idx for t in tokens), end=max(t.idx + len(t) for t in tokens))
