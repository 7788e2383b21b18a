"""The day on which quoted speech was spoken, where the text tells it: what its times are counted from.

"The minister said on 5 May that they would meet tomorrow" speaks of 6 May, whenever the report was published. The
day hangs on the verb of saying itself, on the letter, speech or occasion it was said in, or on a participle of
speaking; a day told of something else ("the minister, appointed on 3 May, said") dates nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from spacy.tokens import Token

from chancery.extract.context import Context
from chancery.extract.times.forms import Form
from chancery.extract.times.placed import Placed
from chancery.languages.pack import Pack
from chancery.model.discourse import SpeechMode, Utterance
from chancery.model.document import Span
from chancery.model.when import Granularity

Reference = Callable[[Form], date | None]
_REACH = 6  # steps up the tree from a day to the verb of saying
_CLOSED = re.compile(r"[.!?…]?[\"”»’]+[.!?…]?\s+")
_VERBS = ("VERB", "AUX")


@dataclass(frozen=True, slots=True)
class Words:
    """What this module asks of a language: ``times.toml``, table ``[quoted]`` and the occasions of ``[happening]``."""

    texts: frozenset[str]  # what is spoken or written: letter, speech, interview
    speaking: frozenset[str]  # verbs whose participle goes with a verb of saying: "speaking in Baku on 3 June"
    further: frozenset[str]  # verbs by which a speaker goes on: "he added"
    setting: frozenset[str]  # prepositions of the occasion of what was said: "at the summit of 3 May"


@cache
def _words(pack: Pack) -> Words:
    table = pack.table("times")
    quoted = {
        name: frozenset(table.get("quoted", {}).get(name, "").split()) for name in ("texts", "speaking", "further")
    }
    return Words(**quoted, setting=frozenset(table.get("happening", {}).get("setting", ())))


def spoken_on(context: Context, placed: Iterable[Placed], reference: date | None) -> Reference | None:
    """What the form inside a quotation counts from instead of ``reference``; None if no quotation has a day of its own.

    ``placed`` are the document's times counted from ``reference``. A day after ``reference`` dates no speech.
    """
    words = _words(context.pack)
    options = [one for one in placed if _is_day(one, reference)]
    if not options:
        return None
    spans: list[tuple[int, int, date]] = []
    before: tuple[Utterance, date] | None = None
    for one in sorted((u for u in context.utterances if u.cue is not None), key=lambda u: u.content[0].start):
        day = _own_day(context, one, options, words)
        if day is None and before is not None and _goes_on(context, before[0], one, words):
            day = before[1]
        before = (one, day) if day is not None else None
        if day is not None:
            spans += [(span.start, span.end, day) for span in _said(context.document.text, one)]
    if not spans:
        return None

    def of(form: Form) -> date | None:
        around = [span for span in spans if span[0] <= form.start < span[1]]
        return min(around, key=lambda span: span[1] - span[0])[2] if around else None

    return of


def _said(text: str, said: Utterance) -> Iterator[Span]:
    """The passages of ``said``, but not the sentence that begins, unquoted, right after a quotation has ended: a
    parser that sees one sentence there takes it for more of the same speech."""
    end: int | None = None
    for span in said.content:
        if end is None or not _CLOSED.fullmatch(text, end, span.start):
            yield span
        end = span.end


def _is_day(one: Placed, reference: date | None) -> bool:
    value = one.value
    if value is None or value.lower is None or value.lower != value.upper or one.type not in ("DATE", "TIME"):
        return False
    if value.granularity is not Granularity.DAY or one.form.kind == "bound" or one.timex.endswith("_REF"):
        return False
    return reference is None or value.lower <= reference


def _own_day(context: Context, said: Utterance, options: list[Placed], words: Words) -> date | None:
    """The one day that hangs on the words by which ``said`` is reported; None if there is none or several differ."""
    cue = context.doc.char_span(said.cue.start, said.cue.end, alignment_mode="expand") if said.cue else None
    if cue is None:
        return None
    verbs = {token.i for token in cue if token.pos_ in _VERBS} or {cue.root.i}
    sentences = context.doc[min(verbs)].sent, context.doc[max(verbs)].sent
    first, last = sentences[0].start_char, sentences[-1].end_char
    days = {
        one.value.lower
        for one in options
        if one.value is not None
        and first <= one.form.start < last
        and not any(span.start <= one.form.start < span.end for span in said.content)
        and (said.mode is SpeechMode.DIRECT or _calendar(one.form))
        and _hangs_on(context, one.form, verbs, words)
    }
    return days.pop() if len(days) == 1 else None


def _calendar(form: Form) -> bool:
    """Whether a day is told by the calendar: in reported speech "yesterday" and "on Monday" are counted, as all
    around them, from the day of the report."""
    while form.kind == "same":
        form = form.fields["a"]
    return form.kind == "date" and bool({"day", "whole"} & form.fields.keys())


def _hangs_on(context: Context, form: Form, verbs: set[int], words: Words) -> bool:
    span = context.doc.char_span(form.start, form.end, alignment_mode="expand")
    if span is None:
        return False
    token: Token = span.root
    passed: list[Token] = []  # between the day and the verb of saying
    for _ in range(_REACH):
        if token.i in verbs:
            return _lead_there(passed, words)
        if token.i not in range(span.start, span.end):
            passed.append(token)
        if token.head is token:
            return False
        token = token.head
    return False


def _lead_there(passed: list[Token], words: Words) -> bool:
    """Whether what stands between a day and the verb of saying tells on which occasion it was said."""
    for place, token in enumerate(passed):
        relation = token.dep_.partition(":")[0]
        if token.dep_ == "acl:relcl" or relation in ("nsubj", "ccomp", "conj", "parataxis"):
            return False
        if token.pos_ in _VERBS:
            speaking = relation == "advcl" and token.lemma_.lower() in words.speaking
            if not speaking and not _of_text(token, passed[place + 1 :], words):
                return False
        elif token.lemma_.lower() not in words.texts and not any(
            child.dep_ == "case" and child.lower_ in words.setting for child in token.children
        ):
            return _is_place(token) and all(_is_place(other) or other.pos_ in _VERBS for other in passed)
    return True


def _of_text(participle: Token, above: list[Token], words: Words) -> bool:
    """Whether it tells of a text when it was made ("a letter dated 12 March"): by the tree or by the word before it."""
    relation = participle.dep_.partition(":")[0]
    if relation in ("acl", "amod") and above and above[0].lemma_.lower() in words.texts:
        return True
    return relation in ("acl", "advcl") and participle.i > 0 and participle.nbor(-1).lemma_.lower() in words.texts


def _is_place(token: Token) -> bool:
    """Whether a day hung on this name belongs to what is told of it: "in Baku on 3 June" is often parsed so."""
    return token.pos_ == "PROPN" and token.dep_.startswith("obl")


def _goes_on(context: Context, said: Utterance, following: Utterance, words: Words) -> bool:
    """Whether ``following`` is more of the same speech: told in the same paragraph by "he added"."""
    if following.cue is None or following.content[0].start < said.content[-1].end:
        return False
    block = next((b for b in context.document.blocks if b.span.covers(said.content[0])), None)
    if block is None or not block.span.covers(following.content[0]):
        return False
    if None not in (said.speaker, following.speaker) and said.speaker != following.speaker:
        return False
    cue = context.doc.char_span(following.cue.start, following.cue.end, alignment_mode="expand")
    return cue is not None and any(token.lemma_.lower() in words.further for token in cue)
