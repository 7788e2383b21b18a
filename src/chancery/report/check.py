"""Whether a finished brief still holds against the ledger it was made from."""

from __future__ import annotations

import html as entities
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from docx.oxml.parser import parse_xml
from lxml import etree

from chancery.ledger import Finding, Ledger
from chancery.model.errors import LedgerError, UsageError
from chancery.report import docx, pdf, signature
from chancery.report.markdown import escape

_MARKDOWN = re.compile(r"^\[\^(\d+)\]: (.*) \((?:[^()`]*; )?`sha256:([0-9a-f]{64}) (\d+)-(\d+)`\)$", re.M)
_FOOTNOTE = re.compile(r"^ (.*) \((?:[^()]*; )?sha256:([0-9a-f]{16}) (\d+)-(\d+)\)$", re.S)
_HTML = re.compile(
    r'<blockquote lang="[^"]*" data-document="([^"]*)" data-start="(\d+)" data-end="(\d+)">'
    r'\n<p class="quote">(.*?)</p>',
    re.S,
)
_DOCX_MARK = re.compile(r"^chancery-brief a=\S+ b=\S+ on=\S+ language=\S+ sha256=([0-9a-f]{64})$")


@dataclass(frozen=True, slots=True)
class Cited:
    """A proof as a brief prints it; ``digest`` may be cut, the quotation has its white space folded or not."""

    where: str
    digest: str
    start: int
    end: int
    quote: str


def brief_file(ledger: Ledger, path: Path) -> list[Finding]:
    """What does not hold in a brief written as Markdown, HTML, DOCX or PDF: a changed file, a quotation that its
    document does not say. UsageError if the file is no brief or cannot be read."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", where=str(path)) from error
    read = {".docx": _docx, ".pdf": _pdf}.get(path.suffix.lower(), _text)
    whole, proofs = read(data)
    findings = []
    if whole is None:
        findings.append(Finding(str(path), "it carries no signature of Chancery, or a damaged one"))
    elif not whole:
        findings.append(Finding(str(path), "it was changed after it was written: its signature does not fit"))
    if not proofs and whole is None and read is _text:
        if _is_text(data):
            raise UsageError(
                "this is no brief of Chancery",
                where=str(path),
                remedy="give a file written by `chancery brief -o`",
            )
        return [Finding(str(path), "it is no UTF-8 text any more")]
    return findings + _against(ledger, proofs)


def _against(ledger: Ledger, proofs: list[Cited]) -> list[Finding]:
    """The quotations that the ledger's documents do not bear out."""
    digests = {held.digest[:16]: held.digest for held in ledger.documents()}
    findings = []
    for proof in proofs:
        digest = digests.get(proof.digest, proof.digest)
        try:
            said = ledger.text(digest)[proof.start : proof.end]
        except LedgerError:
            findings.append(Finding(proof.where, f"document {proof.digest[:12]} is not in the ledger"))
            continue
        folded = " ".join(said.split())
        if proof.quote not in (said, escape(folded), docx.clean(folded)):
            place = f"at {proof.start}–{proof.end}"
            findings.append(Finding(proof.where, f"document {proof.digest[:12]} does not say {place} what is quoted"))
    return findings


def _is_text(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _text(data: bytes) -> tuple[bool | None, list[Cited]]:
    """Whether a Markdown or HTML brief is as it was written (None: no signature), and its proofs."""
    if not _is_text(data):
        return None, []
    text = data.decode("utf-8")
    return signature.intact(text), list(_proofs(text))


def _pdf(data: bytes) -> tuple[bool | None, list[Cited]]:
    """The same of a PDF, whose proofs stand in the Markdown attached to it."""
    inner = pdf.attached(data)
    return pdf.intact(data), list(_proofs(inner)) if inner else []


def _docx(data: bytes) -> tuple[bool | None, list[Cited]]:
    """The same of an Office Open XML document, whose proofs stand in its footnotes."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [archive.read(name) for name in docx.PARTS]
            comments = parse_xml(archive.read("docProps/core.xml")).comments_text
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, ValueError, AttributeError, NotImplementedError):
        return None, []
    found = _DOCX_MARK.match(comments)
    whole = None if found is None else docx.digest(*parts) == found[1]
    try:
        notes = etree.fromstring(parts[1], etree.XMLParser(resolve_entities=False))
    except etree.XMLSyntaxError:
        return whole and False, []
    cited = []
    for n, note in enumerate(notes, -1):
        match = _FOOTNOTE.match("".join(note.itertext()))
        if match:
            cited.append(Cited(f"note {n}", match[2], int(match[3]), int(match[4]), _quoted(match[1])))
    return whole, cited


def _quoted(note: str) -> str:
    """The passage of a note in the form ``Somebody: “passage” — source``."""
    return note[note.find("“") + 1 : note.rfind("” — ")]


def _proofs(text: str) -> Iterator[Cited]:
    """Every proof in a brief in Markdown or HTML."""
    for found in _MARKDOWN.finditer(text):
        yield Cited(f"note {found[1]}", found[3], int(found[4]), int(found[5]), _quoted(found[2]))
    for n, found in enumerate(_HTML.finditer(text), 1):
        yield Cited(f"quotation {n}", found[1], int(found[2]), int(found[3]), entities.unescape(found[4]))
