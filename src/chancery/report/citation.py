"""Citations of a proof: as a footnote, BibTeX, CSL-JSON, a W3C Web Annotation, and a link to the passage itself."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any
from urllib.parse import quote as percent

from chancery.report.model import Proof
from chancery.resolve.dates import bounds

_CONTEXT = 32  # characters of prefix and suffix in a text quote selector


def footnote(proof: Proof) -> str:
    """The passage with its source in one sentence."""
    speaker = f"{proof.speaker}: " if proof.speaker else ""
    source = ", ".join(x for x in (proof.publisher, proof.title or proof.document, proof.published) if x)
    link = f", {proof.url}" if proof.url else ""
    return f"{speaker}“{' '.join(proof.quote.split())}”, {source}{link}."


def bibtex(proof: Proof, edtf: str | None = None) -> str:
    """A BibTeX record of the document; ``edtf`` is its date."""
    date = _date(edtf)
    fields = {
        "title": proof.title or proof.document,
        "publisher": proof.publisher,
        "date": edtf,
        "year": str(date[0]) if date else None,
        "url": proof.url,
        "langid": {"en": "english", "ru": "russian"}.get(proof.language),
        "note": f"“{' '.join(proof.quote.split())}”",
    }
    body = ",\n".join(f"  {name} = {{{_braced(value)}}}" for name, value in fields.items() if value)
    return f"@misc{{{key(proof)},\n{body}\n}}\n"


def csl(proof: Proof, edtf: str | None = None) -> dict[str, Any]:
    """A CSL-JSON item of the document, with the passage as its note."""
    date = _date(edtf)
    item: dict[str, Any] = {
        "id": key(proof),
        "type": "webpage" if proof.url else "document",
        "title": proof.title or proof.document,
        "language": proof.language,
        "note": f"“{' '.join(proof.quote.split())}”",
    }
    if proof.publisher:
        item["publisher"] = proof.publisher
    if proof.url:
        item["URL"] = proof.url
    if date:
        item["issued"] = {"date-parts": [list(date)]}
    return item


def annotation(proof: Proof, text: str) -> dict[str, Any]:
    """A W3C Web Annotation of the passage in the document's ``text``: by position, by quotation, by state (hash)."""
    target: dict[str, Any] = {
        "source": proof.url or f"urn:sha256:{proof.digest}",
        "state": {"type": "HttpRequestState", "value": f"Digest: sha-256={proof.digest}"},
        "selector": [
            {"type": "TextPositionSelector", "start": proof.start, "end": proof.end},
            {
                "type": "TextQuoteSelector",
                "exact": proof.quote,
                "prefix": text[max(0, proof.start - _CONTEXT) : proof.start],
                "suffix": text[proof.end : proof.end + _CONTEXT],
            },
        ],
    }
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"urn:chancery:{proof.statement}",
        "type": "Annotation",
        "motivation": "highlighting",
        "body": {"type": "TextualBody", "value": footnote(proof), "language": proof.language},
        "target": target,
    }


def link(proof: Proof) -> str | None:
    """The document's address with a text fragment that scrolls to the passage; None without an address."""
    if not proof.url:
        return None
    words = proof.quote.split()
    long = len(words) > 12  # a long passage is given by its beginning and its end
    fragment = f"{_fragment(words[:5])},{_fragment(words[-5:])}" if long else _fragment(words)
    base, _, anchor = proof.url.partition("#")
    return f"{base}#{anchor}:~:text={fragment}"


def key(proof: Proof) -> str:
    """A citation key: publisher or name, and the beginning of the digest."""
    plain = unicodedata.normalize("NFKD", proof.publisher or proof.document)
    word = re.sub(r"[^A-Za-z0-9]+", "", plain.encode("ascii", "ignore").decode()) or "document"
    return f"{word[:20].lower()}-{proof.digest[:8]}"


def _fragment(words: list[str]) -> str:
    return percent(" ".join(words), safe="").replace("-", "%2D")


def _date(edtf: str | None) -> tuple[int, ...] | None:
    lower, upper = bounds(edtf) if edtf else (None, None)
    if lower is None or upper is None:
        return None
    if lower == upper:
        return (lower.year, lower.month, lower.day)
    return (lower.year, lower.month) if (lower.year, lower.month) == (upper.year, upper.month) else (lower.year,)


def _braced(text: str) -> str:
    return re.sub(r"([{}%&#$_\\])", r"\\\1", text)


def dumps(value: object) -> str:
    """JSON as the exports write it."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
