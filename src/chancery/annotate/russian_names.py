"""Names in a Russian sentence: the tagger's, with the corrections it is known to need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chancery.annotate.slovnet_nets import Parsed


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A name: half-open range of words, label PER, ORG or LOC, score in 0..1."""

    start: int
    end: int
    label: str
    score: float


def names(forms: Sequence[str], parsed: Parsed) -> list[Found]:
    """The names of one sentence, in order, none overlapping."""
    return _tagged(parsed)


def _tagged(parsed: Parsed) -> list[Found]:
    """The runs of the tagger's B- and I- tags."""
    out: list[Found] = []
    start: int | None = None
    tags = [*parsed.names, "O"]
    for at, tag in enumerate(tags):
        if start is not None and (tag[0] != "I" or tag[2:] != tags[start][2:]):
            score = sum(parsed.name_scores[start:at]) / (at - start)
            out.append(Found(start=start, end=at, label=tags[start][2:], score=score))
            start = None
        if start is None and tag[0] in "BI":
            start = at
    return out
