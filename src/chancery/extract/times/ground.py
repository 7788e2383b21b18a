"""Placing a form in the calendar: from the time of speaking, the last event told of, and tense."""

from __future__ import annotations

from chancery.extract.times import ground_combined, ground_dates, ground_relative
from chancery.extract.times.placed import UNKNOWN, Anchors, Placed, place

__all__ = ["UNKNOWN", "Anchors", "Placed", "ground_combined", "ground_dates", "ground_relative", "place"]
