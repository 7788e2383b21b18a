"""Attribution by a learned tagger (a linear-chain CRF) and a learned linker; weights in the language pack's
``model/speech``.

The tagger marks sources, cues and contents in each block; quotation marks then fix the bounds of direct
speech; the linker puts each source and content to its cue. ``load_tagger`` answers None for a language
without weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pycrfsuite
from spacy.tokens import Doc, Token

from chancery.extract.quotes import Quotation
from chancery.extract.speech_attribution import Attribution
from chancery.extract.speech_features import Features
from chancery.extract.speech_links import Part, head_of, pair_features
from chancery.extract.speech_syntax import phrase, subject
from chancery.extract.speech_words import CueWords
from chancery.languages.pack import Pack
from chancery.model.discourse import SpeechMode
from chancery.model.document import Block, Span

LINKED = 0.5  # a source below this probability is not the cue's
LONG = 4000  # tokens after which a block is tagged in pieces


class SpeechTagger:
    """The two models of a language. Reading them is cheap: they are mapped from disk."""

    def __init__(self, folder: Path) -> None:
        self.tagger = pycrfsuite.Tagger()
        self.tagger.open(str(folder / "tagger.crfsuite"))
        self.linker = pycrfsuite.Tagger()
        self.linker.open(str(folder / "linker.crfsuite"))

    def attribute(
        self,
        doc: Doc,
        blocks: Sequence[Block],
        quotations: Sequence[Quotation],
        ruled: Sequence[Attribution],
        cues: CueWords,
    ) -> list[Attribution]:
        """The attributions of ``blocks``; ``ruled`` are those of the rules, which the tagger sees as
        features.
        """
        features = Features(doc, quotations, ruled, cues)
        out: list[Attribution] = []
        for block in blocks:
            tokens = features.tokens(block)
            for at in range(0, len(tokens), LONG):
                piece = tokens[at : at + LONG]
                parts = parts_of(piece, self.tagger.tag(features.of_block(piece)))
                parts = fix_bounds(doc, features.quote, parts)
                out.extend(self.link(doc, features.quote, parts))
        return sorted(out, key=lambda a: (a.content[0].start, a.content[-1].end))

    def link(self, doc: Doc, quote: Sequence[str], parts: Sequence[Part]) -> list[Attribution]:
        """One attribution a cue that has content."""
        cue_parts = [part for part in parts if part.role == "Q"]
        contents: dict[Part, list[Part]] = {cue: [] for cue in cue_parts}
        sources: dict[Part, tuple[float, Part]] = {}
        for part in parts:
            if part.role == "Q" or not cue_parts:
                continue
            scored = [(self._probability(pair_features(doc, quote, parts, cue, part)), cue) for cue in cue_parts]
            if part.role == "C":
                _, cue = max(scored, key=lambda pair: pair[0])
                contents[cue].append(part)
            else:
                for score, cue in scored:
                    if score >= LINKED and score > sources.get(cue, (0.0, part))[0]:
                        sources[cue] = (score, part)
        return [
            _made(doc, quote, cue, sources[cue][1] if cue in sources else self._by_tree(doc, cue, parts), found)
            for cue, found in contents.items()
            if found
        ]

    @staticmethod
    def _by_tree(doc: Doc, cue: Part, parts: Sequence[Part]) -> Part | None:
        """The subject of a cue that the linker left without a source: the tagged source around it, else its phrase."""
        head = subject(doc[head_of(doc, cue)])
        if head is None or cue.first <= head.i <= cue.last:
            return None
        for part in parts:
            if part.first <= head.i <= part.last:
                return part if part.role == "S" else None
        area = phrase(head)
        first = last = head.i
        while first > 0 and doc[first - 1].idx >= area.start:
            first -= 1
        while last + 1 < len(doc) and doc[last + 1].idx < area.end:
            last += 1
        return Part(first, last, "S")

    def _probability(self, features: list[str]) -> float:
        self.linker.set([features])
        return float(self.linker.marginal("1", 0))


@cache
def load_tagger(pack: Pack) -> SpeechTagger | None:
    """The models of ``pack``; None if it ships none."""
    folder = pack.path / "model" / "speech"
    return SpeechTagger(folder) if (folder / "tagger.crfsuite").exists() else None


def parts_of(tokens: Sequence[Token], labels: Sequence[str]) -> list[Part]:
    """The runs that a sequence of labels (O, B-S, I-S, …) marks, bounds without punctuation."""
    runs: list[tuple[str, list[Token]]] = []
    before = "O"
    for token, label in zip(tokens, labels, strict=True):
        if label != "O":
            role = label[2:]
            if label[0] == "B" or before[2:] != role or not runs:
                runs.append((role, []))
            runs[-1][1].append(token)
        before = label
    out = []
    for role, run in runs:
        kept = [token for token in run if any(char.isalnum() for char in token.text) or token.text == ":"]
        if kept:
            out.append(Part(kept[0].i, kept[-1].i, role))
    return out


def fix_bounds(doc: Doc, quote: Sequence[str], parts: Sequence[Part]) -> list[Part]:
    """Let contents end with the quotation they mostly fill: marks know better than the tagger where speech
    ends.
    """
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
            first = out[-1].first
            last = max(last, out[-1].last)
            out.pop()
        out.append(Part(first, last, "C"))
    return out


def _made(doc: Doc, quote: Sequence[str], cue: Part, source: Part | None, contents: Sequence[Part]) -> Attribution:
    quoted = sum(quote[i] in "BIEbie" for part in contents for i in range(part.first, part.last + 1))
    total = sum(part.last - part.first + 1 for part in contents)
    mode = SpeechMode.DIRECT if quoted >= 0.9 * total else SpeechMode.MIXED if quoted else SpeechMode.INDIRECT
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
