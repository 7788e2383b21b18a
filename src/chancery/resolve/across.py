"""How alike two descriptions of one matter in two languages are, with the reason."""

from __future__ import annotations

from dataclasses import dataclass

from chancery.resolve.claim import Claim
from chancery.resolve.glossary import likeness
from chancery.resolve.words import formless, numbers, same_form, stems

_BY_SUBJECT = 0.6  # what equal subject terms, or the same form of an instrument, alone are worth
_COMMON_SUBJECT = 0.15  # what a subject term in common adds
_OTHER_FORM = 0.25  # what another form of instrument takes away: a memorandum may be told as an agreement


@dataclass(frozen=True, slots=True)
class Meant:
    """How much of two descriptions in different languages is the same (0..1), and how that is known."""

    share: float
    reason: str


def across(a: Claim, b: Claim, mine: str, yours: str) -> Meant | None:
    """How alike the descriptions ``mine`` of ``a`` and ``yours`` of ``b``, in different scripts, are: by translated
    words, names that sound alike, the form of an instrument and subject terms; None where nothing can be compared."""
    my_numbers, your_numbers = numbers(mine), numbers(yours)
    if my_numbers and your_numbers and not my_numbers & your_numbers:
        return Meant(0.0, "other numbers")
    form = same_form(mine, yours) if a.kind == b.kind == "agreement" else None
    words, own = formless if a.kind == b.kind == "agreement" else stems, a.names | b.names
    one, two = words(mine) - own, words(yours) - own
    if form and not one and not two:
        return Meant(_BY_SUBJECT, "the same form of instrument")
    common = a.topics & b.topics
    share = likeness(one, two, proven=bool(common))
    if share is None:
        if common and a.topics == b.topics:
            return Meant(_BY_SUBJECT, f"same subject ({', '.join(sorted(common))})")
        return None
    if share > 0 and common:
        share = min(1.0, share + _COMMON_SUBJECT)
    if form is False:
        share = max(0.0, share - _OTHER_FORM)
    return Meant(share, f"the same in two languages ({share:.2f})")
