"""Which word pieces of the pretrained encoder are kept: all that English text can hold."""

from __future__ import annotations

import unicodedata
from pathlib import Path


def kept_pieces(path: Path) -> dict[int, str]:
    """Row and piece of those kept, in order: none that is unused, none with letters of another script than Latin."""
    pieces = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    return {row: piece for row, piece in enumerate(pieces) if not piece.startswith("[unused") and _latin(piece)}


def _latin(piece: str) -> bool:
    return all(not char.isalpha() or unicodedata.name(char, "").startswith("LATIN") for char in piece)
