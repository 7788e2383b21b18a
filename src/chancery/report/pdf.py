"""A brief as PDF, set by Typst: an outline, footnotes at the foot of the page, and the Markdown brief attached.

Typst is an extra (``pip install chancery[pdf]``): a typesetter of 25 MB that nothing else needs.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from dataclasses import asdict
from importlib import resources

from chancery.model.errors import UsageError
from chancery.report import markdown
from chancery.report.docx import clean
from chancery.report.language import load
from chancery.report.model import Brief
from chancery.report.signature import head

_MARK = re.compile(rb"\n%chancery-brief a=\S+ b=\S+ on=\S+ language=\S+ sha256=([0-9a-f]{64})\n\Z")
_PAGE = re.compile(rb"/Type\s*/Page\b")
_SCALES = ("1", "0.95", "0.9", "0.85")  # of the type, until a brief has no more pages than it should
ATTACHED = "brief.md"


def render(brief: Brief) -> bytes:
    """The brief as a PDF file; UsageError if Typst is not installed.

    A comment behind the end of the file signs every byte before it; the attached Markdown carries the proofs in
    full, so that `chancery verify` can hold them against the ledger.
    """
    try:
        import typst
    except ImportError as error:
        raise UsageError(
            "writing PDF needs the extra `pdf` (Typst)",
            remedy="pip install 'chancery[pdf]', or write .html and print it from a browser",
        ) from error
    words = load(brief.language)
    numbers = {(p.digest, p.start, p.end): n for n, p in enumerate(brief.proofs, 1)}
    told = asdict(brief) | {
        "on": brief.on.isoformat(),
        "proofs": [{**asdict(p), "foreign": _foreign(brief, p.language)} for p in brief.proofs],
        "numbers": {"/".join(map(str, key)): n for key, n in numbers.items()},
        "labels": {"why": words.word("label", "why")},
        "markdown": markdown.render(brief),
    }
    for section in told["sections"]:
        section["more"] = words.word("label", "more", n=section["more"]) if section["more"] else ""
    template = resources.files("chancery.report").joinpath("templates", "brief.typ").read_bytes()
    inputs = {"brief": clean(json.dumps(told, ensure_ascii=False, default=str))}
    pdf = b""
    for scale in _SCALES if brief.pages else _SCALES[:1]:
        made = typst.compile(template, sys_inputs={**inputs, "scale": scale})
        assert isinstance(made, bytes)
        pdf = made
        if len(_PAGE.findall(pdf)) <= brief.pages:
            break
    body = pdf + f"\n%{head(brief)}".encode()
    return body + hashlib.sha256(body).hexdigest().encode() + b"\n"


def _foreign(brief: Brief, language: str) -> str:
    """``original in Russian`` where a passage is in another language than the brief."""
    words = load(brief.language)
    if language == brief.language:
        return ""
    return words.word("label", "original", language=words.word("language_name", language))


def intact(data: bytes) -> bool | None:
    """Whether the signature fits the bytes before it; None if there is none."""
    found = _MARK.search(data)
    return None if found is None else hashlib.sha256(data[: found.start(1)]).hexdigest().encode() == found[1]


def attached(data: bytes) -> str | None:
    """The Markdown brief in a PDF; None if the file cannot be read or carries none. UsageError without pypdf."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError as error:
        raise UsageError("checking a PDF needs the extra `pdf`", remedy="pip install 'chancery[pdf]'") from error
    try:
        held = PdfReader(io.BytesIO(data)).attachments.get(ATTACHED)
        return held[0].decode("utf-8") if held else None
    except (PyPdfError, ValueError, KeyError, IndexError, AttributeError, TypeError):  # a damaged file, however
        return None
