"""Whether a finished brief still holds against the ledger it was made from."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator
from pathlib import Path

from chancery.ledger import Finding, Ledger
from chancery.model.errors import LedgerError, UsageError
from chancery.report.markdown import escape
from chancery.report.signature import intact

_MARKDOWN = re.compile(r"^\[\^(\d+)\]: (.*) \((?:[^()`]*; )?`sha256:([0-9a-f]{64}) (\d+)-(\d+)`\)$", re.M)
_HTML = re.compile(
    r'<blockquote lang="[^"]*" data-document="([^"]*)" data-start="(\d+)" data-end="(\d+)">'
    r'\n<p class="quote">(.*?)</p>',
    re.S,
)


def brief_file(ledger: Ledger, path: Path) -> list[Finding]:
    """What does not hold in a brief written as Markdown or HTML: a changed file, a quotation that its
    document does not say. UsageError if the file is no brief or cannot be read."""
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", where=str(path)) from error
    except UnicodeDecodeError:
        return [Finding(str(path), "it is no UTF-8 text any more")]
    findings = []
    whole = intact(text)
    if whole is None:
        findings.append(Finding(str(path), "it carries no signature of Chancery, or a damaged one"))
    elif not whole:
        findings.append(Finding(str(path), "it was changed after it was written: its signature does not fit"))
    proofs = list(_proofs(text))
    if not proofs and whole is None:
        raise UsageError(
            "this is no brief of Chancery",
            where=str(path),
            remedy="give a .md or .html file written by `chancery brief -o`",
        )
    for where, digest, start, end, quote in proofs:
        try:
            said = ledger.text(digest)[start:end]
        except LedgerError:
            findings.append(Finding(where, f"document {digest[:12]} is not in the ledger"))
            continue
        if quote not in (said, escape(" ".join(said.split()))):
            findings.append(Finding(where, f"document {digest[:12]} does not say at {start}–{end} what is quoted"))
    return findings


def _proofs(text: str) -> Iterator[tuple[str, str, int, int, str]]:
    """Where, digest, start, end and quotation of every proof in a brief."""
    for found in _MARKDOWN.finditer(text):
        body = found[2]
        yield (
            f"note {found[1]}",
            found[3],
            int(found[4]),
            int(found[5]),
            body[body.find("“") + 1 : body.rfind("” — ")],
        )
    for n, found in enumerate(_HTML.finditer(text), 1):
        yield f"quotation {n}", found[1], int(found[2]), int(found[3]), entities.unescape(found[4])
