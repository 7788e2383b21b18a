"""Attributions of the passages that a learned annotator found (``doc.user_data["speech"]``).

The annotator says which passages are sources, cues and contents and which go together. Here quotation marks fix the
bounds of direct speech, a cue that was given no source takes its subject, and quotations that the annotator passed
over stay with the rules.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from chancery.annotate.passages import Passage
from chancery.extract.quotes import Quotation
from chancery.extract.speech_attribution import Attribution
from chancery.extract.speech_syntax import phrase, subject
from chancery.model.discourse import SpeechMode
from chancery.model.document import Span

LONG = 5  # words of a quotation from which its marks are trusted with the bounds of speech


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """A run of tokens, ``last`` inclusive, as source (S), cue (Q) or content (C); ``to`` is the first character of
    what it goes with, -1 for nothing."""

    first: int
    last: int
    role: str
    to: int = -1


def learned_attributions(
    doc: Doc, passages: Sequence[Passage], quotations: Sequence[Quotation], ruled: Sequence[Attribution]
) -> list[Attribution]:
    """One attribution a cue that has content, and of ``ruled`` the quotations and headlines that no content touches."""
    starts = [token.idx for token in doc]
    quote = quoted(starts, quotations)
    parts = fix_bounds(quote, parts_of(doc, starts, passages))
    sources = {starts[part.first]: part for part in parts if part.role == "S"}
    cues = {starts[part.first]: part for part in parts if part.role == "Q"}
    contents: dict[Part, list[Part]] = {}
    for part in parts:
        if part.role == "C" and part.to in cues:
            contents.setdefault(cues[part.to], []).append(part)
    out = []
    for cue, found in contents.items():
        source = sources.get(cue.to) or _by_tree(doc, cue, parts)
        out.append(_made(doc, quote, cue, source, found))
    taken = sorted((span.start, span.end) for a in out for span in a.content)
    out += [a for a in ruled if (a.mode is SpeechMode.DIRECT or a.headline) and not _touched(a, taken)]
    return sorted(out, key=lambda a: (a.content[0].start, a.content[-1].end))


def _touched(found: Attribution, taken: Sequence[tuple[int, int]]) -> bool:
    """Whether any of its contents shares a character with one of the passages ``taken``, which are in order."""
    for span in found.content:
        at = bisect_left(taken, (span.end, 0))
        if at and taken[at - 1][1] > span.start:
            return True
    return False


def parts_of(doc: Doc, starts: Sequence[int], passages: Sequence[Passage]) -> list[Part]:
    """The passages in tokens, without the punctuation at their ends."""
    out = []
    for passage in passages:
        low, high = bisect_left(starts, passage.start), bisect_left(starts, passage.end)
        kept = [i for i in range(low, high) if _word(doc[i].text)]
        if kept:
            out.append(Part(kept[0], kept[-1], passage.role, passage.to))
    return out


def _word(form: str) -> bool:
    return form == ":" or any(char.isalnum() for char in form)


def quoted(starts: Sequence[int], quotations: Sequence[Quotation]) -> list[str]:
    """Of each token B, I or E inside a quotation of some length, a small letter inside a shorter one, else O."""
    out = ["O"] * len(starts)
    for quotation in quotations:
        for span in quotation.content:
            low, high = bisect_right(starts, span.start - 1), bisect_right(starts, span.end - 1)
            if low >= high:
                continue
            long = high - low >= LONG
            for i in range(low, high):
                out[i] = "I" if long else "i"
            out[low] = "B" if long else "b"
            out[high - 1] = "E" if long else "e"
    return out


def fix_bounds(quote: Sequence[str], parts: Sequence[Part]) -> list[Part]:
    """Let contents end with the quotation they mostly fill: marks know better where speech ends."""
    out: list[Part] = []
    others = {i for part in parts if part.role != "C" for i in range(part.first, part.last + 1)}
    for part in parts:
        if part.role != "C":
            out.append(part)
            continue
        first, last = part.first, part.last
        inside = sum(quote[i] in "BIE" for i in range(first, last + 1))
        if inside * 10 >= (last - first + 1) * 9:
            while first > 0 and quote[first] in "IE" and quote[first - 1] in "BI" and first - 1 not in others:
                first -= 1
            while last + 1 < len(quote) and quote[last] in "BI" and quote[last + 1] in "IE" and last + 1 not in others:
                last += 1
        if out and out[-1].role == "C" and first <= out[-1].last:
            part = replace(out[-1], last=max(last, out[-1].last))
            out[-1] = part
        else:
            out.append(replace(part, first=first, last=last))
    return out


def head_of(doc: Doc, part: Part) -> int:
    """The token of a part whose head lies outside it."""
    for i in range(part.first, part.last + 1):
        head = doc[i].head.i
        if (head < part.first or head > part.last or head == i) and not doc[i].is_punct:
            return i
    return part.first


def _by_tree(doc: Doc, cue: Part, parts: Sequence[Part]) -> Part | None:
    """The subject of a cue without a source: the source around it, else its phrase."""
    head = subject(doc[head_of(doc, cue)])
    if head is None or cue.first <= head.i <= cue.last:
        return None
    at = bisect_right(parts, head.i, key=lambda part: part.first) - 1
    if at >= 0 and head.i <= parts[at].last:
        return parts[at] if parts[at].role == "S" else None
    area = phrase(head)
    first = last = head.i
    while first > 0 and doc[first - 1].idx >= area.start:
        first -= 1
    while last + 1 < len(doc) and doc[last + 1].idx < area.end:
        last += 1
    return Part(first, last, "S")


def _made(doc: Doc, quote: Sequence[str], cue: Part, source: Part | None, contents: Sequence[Part]) -> Attribution:
    inside = sum(quote[i] in "BIEbie" for part in contents for i in range(part.first, part.last + 1))
    total = sum(part.last - part.first + 1 for part in contents)
    mode = SpeechMode.DIRECT if inside >= 0.9 * total else SpeechMode.MIXED if inside else SpeechMode.INDIRECT
    return Attribution(
        mode=mode,
        content=tuple(_span(doc, part) for part in sorted(contents)),
        source=_span(doc, source) if source else None,
        source_head=head_of(doc, source) if source else None,
        cue=_span(doc, cue),
        cue_head=head_of(doc, cue),
    )


def _span(doc: Doc, part: Part) -> Span:
    return Span(start=doc[part.first].idx, end=doc[part.last].idx + len(doc[part.last]))
