"""English words as the Universal Dependencies treebanks cut them, by spaCy's tokenizer with further rules.

"don't" is two words, "state-owned" three, "non-official" one; abbreviations keep their point. The text is never
changed: words and white space add up to it. Runs of signs without white space are cut at a bounded length, so
time stays linear whatever the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

from spacy.lang.en import English
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]  # compiled, without types
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex
from spacy.vocab import create_vocab

LONGEST_PIECE = 6000  # words and pieces of white space whose scores are held at once
LONGEST_RUN = 250  # characters without white space that are looked at together

# Prefixes whose hyphen stays inside the word, as in the treebanks.
_PREFIXES = (
    "non", "anti", "co", "counter", "cross", "e", "ex", "extra", "inter", "intra", "micro", "mid", "mini",
    "multi", "neo", "over", "post", "pre", "pro", "psycho", "re", "semi", "socio", "sub", "super", "trans",
    "ultra", "un", "under",
)  # fmt: skip
_WHOLE = re.compile(rf"(?:{'|'.join(_PREFIXES)})-[^\W\d_]+|([!?*=_#~<>.+-])\1+|[+-]?\d+(?:[.,]\d+)+|[A-Z]+/\S*\d", re.I)
# Abbreviations before a name or a number, and such as end a list; those of the language's own rules besides.
_ABBREVIATIONS = (
    "Amb.", "Art.", "Arts.", "Capt.", "Cllr.", "Cmdr.", "Col.", "Corp.", "Dept.", "Eng.", "Fig.", "Gov.",
    "Govt.", "Hon.", "Lt.", "Lt.-Gen.", "Maj.", "Mme.", "Messrs.", "Msgr.", "Nos.", "Op.", "Para.", "Paras.",
    "Pres.", "Prof.", "Pvt.", "Rep.", "Res.", "Sec.", "Sen.", "Sgt.", "St.", "Ste.", "Vol.", "approx.",
    "art.", "cf.", "dept.", "etc.", "al.", "excl.", "fig.", "govt.", "ibid.", "incl.", "para.", "paras.",
    "pp.", "resp.", "viz.", "vol.", "Ave.", "Blvd.", "Bros.", "Inc.", "Jr.", "Sr.", "Ltd.", "Mt.", "Ft.",
    "H.E.", "H.H.", "H.M.", "H.R.H.", "H.R.", "S.E.", "P.O.", "U.S.", "U.S.A.", "U.S.S.R.", "U.K.", "U.N.",
    "U.A.E.", "E.U.", "D.C.", "D.P.R.K.", "R.O.K.", "N.Y.", "L.A.", "Ph.D.", "LL.M.", "M.A.", "B.A.", "M.D.",
    "Esq.", "Jan.", "Feb.", "Mar.", "Apr.", "Jun.", "Jul.", "Aug.", "Sep.", "Sept.", "Oct.", "Nov.", "Dec.",
    "Mon.", "Tue.", "Tues.", "Wed.", "Thu.", "Thur.", "Thurs.", "Fri.",
)  # fmt: skip
_SHOUTED = ("MR.", "MRS.", "MS.", "DR.", "PROF.", "GEN.", "COL.", "LT.", "ADM.", "SEN.", "REP.", "GOV.", "AMB.", "HON.")
_NOT_EXCEPTIONS = ("and/or",)
_NUMBER = re.compile(r"\b(Nos?|Art|Arts|Res|pp?)\.(?=\s?[\dIVX])")
_RUN = re.compile(rf"\S{{{LONGEST_RUN + 1},}}")


def make() -> Tokenizer:
    """The tokenizer, with a vocabulary of its own; made at once, as each change of one reads all its rules again."""
    defaults = English.Defaults
    letter = r"[^\W\d_]"
    prefixes = [*(defaults.prefixes or ()), r"[!?]{2,}", r"\*{2,}", r"[-=_~]{2,}", r"[•▪●◦■□►➢✓]"]
    suffixes = [r"[!?]{2,}", r"\*{2,}", r"[-=_~]{2,}", *(defaults.suffixes or ())]
    infixes = [
        *(defaults.infixes or ()),
        r"[—―]|--+",
        rf"(?<={letter})[–](?={letter})",
        r"(?<=[.)])-(?=\w)",
        rf"(?<={letter})/(?=\w)|(?<=\d)/(?={letter})",
        r"(?<=[\w.,;:!?—–-])[“”«»„](?=\w)",
        rf"(?<={letter}[.!?])(?=[A-Z])(?<=[a-z]{{2}}[.!?])",
    ]
    rules = {form: rule for form, rule in defaults.tokenizer_exceptions.items() if form not in _NOT_EXCEPTIONS}
    rules |= {form: [{"ORTH": form}] for form in (*_ABBREVIATIONS, *_SHOUTED)}
    return Tokenizer(
        create_vocab("en", defaults),
        rules=rules,
        prefix_search=compile_prefix_regex(prefixes).search,
        suffix_search=compile_suffix_regex(suffixes).search,
        infix_finditer=compile_infix_regex(infixes).finditer,
        token_match=_WHOLE.fullmatch,
        url_match=defaults.url_match,
    )


@dataclass(frozen=True, slots=True)
class Words:
    """A text's words and pieces of white space in order, and whether a space that is no piece follows each.

    ``places`` are the indices of those that are words, ``offsets`` where each begins.
    """

    forms: list[str]
    spaces: list[bool]
    offsets: list[int]
    places: list[int]


def words(tokenizer: Tokenizer, text: str) -> Words:
    """Cut ``text``; its words and spaces put together are the text again."""
    bounds = {0, len(text)}
    for run in _RUN.finditer(text):
        bounds.update(range(run.start(), run.end(), LONGEST_RUN))
        bounds.add(run.end())
    forms: list[str] = []
    spaces: list[bool] = []
    for start, end in pairwise(sorted(bounds)):
        doc = _whole_numbers(tokenizer(text[start:end]))
        for token in doc:
            forms.append(token.text)
            spaces.append(bool(token.whitespace_))
    lengths = [len(form) + space for form, space in zip(forms, spaces, strict=True)]
    places = [i for i, form in enumerate(forms) if not form.isspace()]
    return Words(forms, spaces, [0, *accumulate(lengths)][:-1], places)


def pieces(text: Words) -> Iterator[Words]:
    """``text`` cut after full stops into pieces of bounded length, most often one; offsets stay those of the text."""
    start, count = 0, len(text.forms)
    while count - start > LONGEST_PIECE:
        high = start + LONGEST_PIECE
        end = next((i for i in range(high, high - LONGEST_PIECE // 4, -1) if text.forms[i - 1] == "."), high)
        yield _piece(text, start, end)
        start = end
    yield _piece(text, start, count) if start else text


def _piece(text: Words, start: int, end: int) -> Words:
    """The forms from ``start`` to ``end``."""
    return Words(
        text.forms[start:end],
        text.spaces[start:end],
        text.offsets[start:end],
        [i - start for i in text.places[bisect_left(text.places, start) : bisect_left(text.places, end)]],
    )


def _whole_numbers(doc: Doc) -> Doc:
    """Join "No" and "." before a number."""
    merge = [doc.char_span(match.start(), match.end()) for match in _NUMBER.finditer(doc.text)]
    spans = [span for span in merge if span is not None and len(span) == 2]
    if spans:
        with doc.retokenize() as retokenizer:
            for span in spans:
                retokenizer.merge(span)
    return doc
