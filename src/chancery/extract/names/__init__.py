"""Names in text: who and what is mentioned, which offices, and which known entity each is.

``find_names`` fills the context's mentions, titles and new entities. The way: known surface forms and tagged
names are put together (``candidates``), titles read with what they are of (``titles``) and who holds them
(``holders``), persons gathered (``persons``) and resolved by office, state and date, then spelling
(``resolve``), bodies and places named (``bodies``).
"""

from __future__ import annotations

from chancery.extract.names.find import find_names

__all__ = ["find_names"]
