"""Expressions of time: found by a grammar per language, grounded to EDTF in the light of text, tense and reference.

``find_in_text`` works on bare text; ``find_times`` on an annotated document, whose trees decide tense.
"""

from __future__ import annotations

from chancery.extract.times.document import find_times
from chancery.extract.times.find import find_in_text

__all__ = ["find_in_text", "find_times"]
