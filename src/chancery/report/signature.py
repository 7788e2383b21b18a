"""A finished brief carries a digest of itself and what it was made of, so that a change to the file is
noticed."""

from __future__ import annotations

import hashlib
import re

from chancery.report.model import Brief

_MARK = re.compile(r"<!-- chancery-brief a=(\S+) b=(\S+) on=(\S+) language=(\S+) sha256=([0-9a-f]{64}) -->\n?\Z")


def head(brief: Brief) -> str:
    """What every signature says before its digest: the pair, the day and the language."""
    made = f"a={brief.a} b={brief.b} on={brief.on.isoformat()} language={brief.language}"
    return f"chancery-brief {made} sha256="


def signed(text: str, brief: Brief) -> str:
    """``text`` with the signature as its last line, a comment in Markdown as in HTML."""
    start = f"<!-- {head(brief)}"
    return f"{text}{start}{digest(text + start)} -->\n"


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def intact(text: str) -> bool | None:
    """Whether the signature fits the text; None if there is none."""
    found = _MARK.search(text)
    if found is None:
        return None
    return digest(text[: found.start(5)]) == found[5] and text[found.end(5) :] == " -->\n"
