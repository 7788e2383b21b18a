"""Chancery keeps the memory of how two states deal with each other."""

__version__ = "0.1.0"
