"""Bytes to documents: plain text, HTML and JSON Lines; furniture marked, not cut; date, language, title
found."""

from chancery.read.reader import read, read_html, read_text

__all__ = ["read", "read_html", "read_text"]
