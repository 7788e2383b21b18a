"""Turns that no label tells: a dash for each turn, a question in bold, a question mark and an answer.

All of them are inferred: the questioner is nobody we can name, the one who answers is whom the text is an
interview with. Nothing is inferred in a document that has labelled turns, nor from fewer than three turns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from chancery.extract.turns import Turn
from chancery.languages.pack import Pack
from chancery.model.document import Block, BlockRole, Document, Span

_DASH = re.compile(r"\s*[-–—―]\s+(?=[^\s\d])")
_ASKS = re.compile(r"\?[»”\")*_\s]*$")
_BOLD = re.compile(r"\s*(\*\*|__)(?P<said>\S.*\S)\1\s*$", re.DOTALL)  # mark-up left in plain text
LEAST = 3  # fewer turns than this tell no conversation
LONGEST_QUESTION = 700  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    block: Block
    span: Span
    dash: bool
    asks: bool
    bold: bool


def infer_turns(document: Document, pack: Pack) -> list[Turn]:
    """The turns of an interview without labels, each marked as inferred; empty if the text is no
    interview.
    """
    pieces = _pieces(document)
    dashed = [piece for piece in pieces if piece.dash]
    asked = [piece for piece in pieces if piece.asks and len(piece.span) <= LONGEST_QUESTION]
    if len(dashed) >= LEAST and any(piece.asks for piece in dashed) and any(not piece.asks for piece in dashed):
        return _by_dashes(pieces)
    bold = [piece for piece in asked if piece.bold]
    if len(bold) >= 2:
        return _by_questions(pieces, {piece.span.start for piece in bold})
    if len(asked) >= LEAST and _is_interview(document, pack) and _first_person(document, pieces, pack):
        return _by_questions(pieces, {piece.span.start for piece in asked})
    return []


def _pieces(document: Document) -> list[_Piece]:
    out = []
    for block in document.readable():
        if block.role in (BlockRole.TITLE, BlockRole.LEAD):
            continue
        text = block.span.of(document.text)
        dash = _DASH.match(text)
        start = block.span.start + (dash.end() if dash else 0)
        whole = block.label is not None and block.label.end >= block.span.end - 1
        end = block.span.end
        if marked := _BOLD.match(text):
            whole, start, end = True, block.span.start + marked.start("said"), block.span.start + marked.end("said")
        asks = bool(_ASKS.search(text)) and (whole or block.role is not BlockRole.ITEM)
        out.append(
            _Piece(
                block=block,
                span=Span(start=start, end=end),
                dash=bool(dash),
                asks=asks,
                bold=whole,
            )
        )
    return out


def _by_dashes(pieces: list[_Piece]) -> list[Turn]:
    """A dash begins a turn. A turn that ends in a question mark asks; where one asks, the next answers, and
    of two turns in a row without a question mark the second is a comment by the questioner if a question
    follows the next.
    """
    turns: list[Turn] = []
    for piece in pieces:
        if piece.dash:
            after_question = bool(turns) and turns[-1].part == "question"
            part = "answer" if after_question or not piece.asks else "question"
            turns.append(Turn(label=None, name="", part=part, content=[piece.span], inferred=True))
        elif turns:
            turns[-1].content.append(piece.span)
    return turns


def _by_questions(pieces: list[_Piece], questions: set[int]) -> list[Turn]:
    """What follows a question answers it, up to the next question or a heading."""
    turns: list[Turn] = []
    for piece in pieces:
        if piece.span.start in questions:
            turns.append(Turn(label=None, name="", part="question", content=[piece.span], inferred=True))
        elif piece.block.role is BlockRole.HEADING:
            continue
        elif turns and turns[-1].part == "question":
            turns.append(Turn(label=None, name="", part="answer", content=[piece.span], inferred=True))
        elif turns:
            turns[-1].content.append(piece.span)
    return turns


def _is_interview(document: Document, pack: Pack) -> bool:
    """Whether the title or the first thousand characters call the text an interview."""
    said = ((document.title or "") + " " + document.text[:1500]).casefold()
    return any(word in said for word in pack.table("speech").get("turns", {}).get("interview", ()))


def _first_person(document: Document, pieces: list[_Piece], pack: Pack) -> bool:
    """Whether most paragraphs between the questions speak in the first or second person."""
    persons = frozenset(pack.table("speech").get("turns", {}).get("persons", ()))
    first = next((at for at, piece in enumerate(pieces) if piece.asks), len(pieces))
    answers = [piece for piece in pieces[first:] if not piece.asks]
    if not answers:
        return False
    speaking = sum(
        bool(persons.intersection(re.findall(r"[^\W\d_]+", piece.span.of(document.text).casefold())))
        for piece in answers
    )
    return speaking * 2 >= len(answers)
