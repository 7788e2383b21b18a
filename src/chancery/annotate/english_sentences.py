"""What spelling alone says of sentence starts, put to the network's opinion of them.

The network was taught on treebanks; transcripts and communiqués hold what these lack: titles and speakers in
capitals, remarks in brackets, quotations that follow one another. The marks decide there.
"""

from __future__ import annotations

from collections.abc import Sequence

from chancery.annotate.english_trees import Floats

NEVER = -20.0
LIKELY = 4.0
CERTAIN = 20.0
LONGEST_LABEL = 8  # words that a speaker's label may have

_TITLES = frozenset({
    "mr.", "mrs.", "ms.", "mx.", "dr.", "prof.", "h.e.", "hon.", "gen.", "col.", "lt.", "maj.", "capt.",
    "cmdr.", "adm.", "sgt.", "sen.", "rep.", "gov.", "amb.", "st.", "messrs.", "mme.", "rev.", "pres.", "no.",
    "nos.", "vs.", "art.", "res.", "cf.", "e.g.", "i.e.", "approx.", "hrh.", "h.r.h.", "h.m.",
})  # fmt: skip
_CLOSING = frozenset(["”", "’", ")", "]", "»", ",", ";", ":", ".", "!", "?", "%", "'s", "’s"])
_OPENING = frozenset(["“", "‘", "(", "[", "«"])
_DASHES = frozenset({"-", "–", "*"})  # marks of list items, but of other things too
_BULLETS = _DASHES | frozenset("•▪●◦■□►➢✓")
_STOPS = frozenset({".", "!", "?"})
_FINAL = frozenset([".", "!", "?", "…", "...", "”", "’", ")", "]", "»", '"', "'"])


def corrected(starts: Floats, forms: Sequence[str], offsets: Sequence[int]) -> Floats:
    """The log-odds ``starts`` of each word's starting a sentence, after the marks; ``offsets`` say where words
    begin, so that white space is seen."""
    out = starts.copy()
    label = _label(forms)
    for n in range(1, len(forms)):
        before, form = forms[n - 1], forms[n]
        apart = offsets[n] > offsets[n - 1] + len(before)
        if n <= label or _item(forms, offsets, n - 1):
            out[n] = NEVER  # a speaker's label, and the mark of a list item, belong to what they open
        elif _item(forms, offsets, n):
            out[n] = CERTAIN
        elif form in _CLOSING or before.lower() in _TITLES or (not apart and before not in _FINAL):
            out[n] = NEVER
        elif n > 1 and apart and _after_quotation(forms, n):
            out[n] += LIKELY
    for n in range(2, len(forms)):
        opened = forms[n - 1] in _OPENING and offsets[n] == offsets[n - 1] + len(forms[n - 1])
        if out[n] > 0 and opened and offsets[n - 1] > offsets[n - 2] + len(forms[n - 2]):
            out[n - 1] = max(out[n - 1], out[n])  # the opening mark belongs to what it opens
            out[n] = NEVER
    return out


def _label(forms: Sequence[str]) -> int:
    """Index of the first word behind a speaker's label that opens the text ("MS. DOE:", "Q"); 0 if there is none."""
    if forms and forms[0] == "Q" and len(forms) > 1 and forms[1][:1].isupper():
        return 1
    for n, form in enumerate(forms[:LONGEST_LABEL]):
        if form == ":":
            return n + 1 if n else 0
        if not (form.isupper() or form in {"-", "’", "."}):
            break
    return 0


def _item(forms: Sequence[str], offsets: Sequence[int], n: int) -> bool:
    """Whether word ``n`` is the mark of a list item: apart from what follows by more than a blank, or, a dash, between
    a full stop and a capital."""
    if forms[n] not in _BULLETS or n + 1 >= len(forms):
        return False
    behind = offsets[n + 1] - offsets[n] - len(forms[n])
    before = n == 0 or offsets[n] > offsets[n - 1] + len(forms[n - 1])
    fresh = (n == 0 or forms[n - 1] in _STOPS) and forms[n + 1][:1].isupper()
    return before and (behind > 1 or (behind == 1 and (fresh or forms[n] not in _DASHES)))


def _after_quotation(forms: Sequence[str], n: int) -> bool:
    """Whether word ``n`` opens a quotation or remark after a full stop, or follows one that a full stop ended."""
    ended = forms[n - 1] in _STOPS or (forms[n - 1] in {"”", ")"} and forms[n - 2] in _STOPS)
    opens = forms[n] in {"“", "("} and n + 1 < len(forms) and forms[n + 1][:1].isupper()
    return ended and (opens or (forms[n - 1] in {"”", ")"} and forms[n][:1].isupper()))
