"""A brief as an Office Open XML document: real headings, and a real footnote for every proof.

python-docx writes the document; footnotes, which it does not know, are a part of our own (ECMA-376, 17.11).
"""

from __future__ import annotations

import hashlib
import io
import re
from typing import Any

import docx
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from lxml import etree

from chancery.report.language import Language, load
from chancery.report.model import Brief, Fact, Line, Proof, Section, Story
from chancery.report.signature import head

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # not allowed in XML 1.0
_GREY = RGBColor(0x5A, 0x5A, 0x5A)
PARTS = ("word/document.xml", "word/footnotes.xml")


def render(brief: Brief) -> bytes:
    """The brief as a .docx file, signed so that `chancery verify` notices any change to its text."""
    document = docx.Document()
    _page(document, brief)
    notes = _Notes(load(brief.language))
    document.add_heading(clean(brief.title), level=0)
    _grey(document.add_paragraph(), brief.subtitle)
    for section in brief.sections:
        document.add_heading(clean(section.heading), level=1)
        _section(document, section, notes)
    _grey(document.add_paragraph(), f"{brief.legend} {brief.seal}")
    blob = notes.blob()
    part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, blob, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    document.core_properties.comments = head(brief) + digest(document.part.blob, blob)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def digest(*parts: bytes) -> str:
    """SHA-256 over the document's text and its footnotes as they lie in the file (``PARTS``)."""
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def clean(text: str) -> str:
    """``text`` without characters that XML forbids."""
    return _UNFIT.sub("", text)


class _Notes:
    """The footnotes: one for each passage; a second mention refers back to the first."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._root = etree.Element(f"{{{_W}}}footnotes", nsmap={"w": _W})
        self._numbers: dict[tuple[str, int, int], int] = {}
        for number, kind in enumerate(("separator", "continuationSeparator")):
            note = etree.SubElement(self._root, f"{{{_W}}}footnote", {qn("w:type"): kind, qn("w:id"): str(number - 1)})
            run = etree.SubElement(etree.SubElement(note, f"{{{_W}}}p"), f"{{{_W}}}r")
            etree.SubElement(run, f"{{{_W}}}{kind}")

    def blob(self) -> bytes:
        return bytes(etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True))

    def mark(self, paragraph: Paragraph, proofs: tuple[Proof, ...]) -> None:
        """A reference to each of ``proofs`` at the end of ``paragraph``."""
        for n, proof in enumerate(proofs):
            if n:
                _raised(paragraph, " ")
            key = (proof.digest, proof.start, proof.end)
            if key in self._numbers:
                self._back(paragraph, self._numbers[key])
                continue
            number = self._numbers[key] = len(self._numbers) + 1
            self._note(number, proof)
            _bookmark(paragraph, number, "Start")
            run = _raised(paragraph, "")
            reference = etree.SubElement(run._r, qn("w:footnoteReference"))
            reference.set(qn("w:id"), str(number))
            _bookmark(paragraph, number, "End")

    def _back(self, paragraph: Paragraph, number: int) -> None:
        """A cross-reference to a footnote that stands already."""
        field = etree.SubElement(paragraph._p, qn("w:fldSimple"))
        field.set(qn("w:instr"), f" NOTEREF _proof{number} \\f \\h ")
        field.append(_raised(paragraph, str(number))._r)

    def _note(self, number: int, proof: Proof) -> None:
        note = etree.SubElement(self._root, f"{{{_W}}}footnote", {qn("w:id"): str(number)})
        paragraph = etree.SubElement(note, f"{{{_W}}}p")
        first = etree.SubElement(paragraph, f"{{{_W}}}r")
        style = etree.SubElement(first, f"{{{_W}}}rPr")
        etree.SubElement(style, f"{{{_W}}}vertAlign", {qn("w:val"): "superscript"})
        etree.SubElement(first, f"{{{_W}}}footnoteRef")
        run = etree.SubElement(paragraph, f"{{{_W}}}r")
        etree.SubElement(etree.SubElement(run, f"{{{_W}}}rPr"), f"{{{_W}}}sz", {qn("w:val"): "17"})
        text = etree.SubElement(run, f"{{{_W}}}t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
        text.text = clean(f" {note_text(proof, self.language)}")


def note_text(proof: Proof, language: Language) -> str:
    """A footnote: who says it, the passage, its document, and where in the document it stands."""
    who = f"{proof.speaker}: " if proof.speaker else ""
    source = ", ".join(x for x in (proof.publisher, proof.title or proof.document, proof.published) if x)
    link = f", {proof.url}" if proof.url else ""
    name = language.word("language_name", proof.language)
    original = "" if proof.language == language.code else language.word("label", "original", language=name) + "; "
    where = f"{original}sha256:{proof.digest[:16]} {proof.start}-{proof.end}"
    return f"{who}“{' '.join(proof.quote.split())}” — {source}{link} ({where})"


def _page(document: Document, brief: Brief) -> None:
    """A4, and styles that print well."""
    properties = document.core_properties
    properties.title, properties.subject, properties.author = clean(brief.title), clean(brief.subtitle), "Chancery"
    properties.language = brief.language
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.4)
        section.top_margin = section.bottom_margin = Cm(2.2)
    styles: Any = document.styles
    styles["Normal"].font.size = Pt(10.5)
    styles["Normal"].paragraph_format.space_after = Pt(4)


def _section(document: Document, section: Section, notes: _Notes) -> None:
    for fact in section.facts:
        _fact(document, fact, notes)
    for story in section.stories:
        _story(document, story, notes)
    for line in section.lines:
        _line(document, line, notes)
    for text in section.notes:
        document.add_paragraph(clean(text), style="List Bullet")
    if section.more:
        _grey(document.add_paragraph(), notes.language.word("label", "more", n=section.more))


def _fact(document: Document, fact: Fact, notes: _Notes) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(clean(f"{fact.label}: ")).bold = True
    paragraph.add_run(clean(fact.text))
    notes.mark(paragraph, fact.proofs)


def _line(document: Document, line: Line, notes: _Notes, part: str = "", why: str = "") -> None:
    paragraph = document.add_paragraph(style="List Number" if part else "List Bullet")
    paragraph.add_run(clean(f"{line.when}: ")).bold = True
    paragraph.add_run(clean(f"{part}: {line.text}" if part else line.text))
    if line.open:
        paragraph.add_run(clean(f" [{line.status}]")).italic = True
    if line.speaker:
        paragraph.add_run(clean(f" — {line.speaker}"))
    notes.mark(paragraph, line.proofs)
    for text in (*line.notes, *([why] if why else [])):
        _grey(paragraph, clean(f" ({text})"))


def _story(document: Document, story: Story, notes: _Notes) -> None:
    document.add_heading(clean(f"{story.kind}: {story.state}"), level=2)
    for step in story.steps:
        why = f"{notes.language.word('label', 'why')}: {step.reason}" if step.reason else ""
        _line(document, step.line, notes, step.part, why)


def _grey(paragraph: Paragraph, text: str) -> None:
    run = paragraph.add_run(clean(text))
    run.font.color.rgb, run.font.size = _GREY, Pt(9)


def _raised(paragraph: Paragraph, text: str) -> Any:
    run = paragraph.add_run(text)
    run.font.superscript = True
    return run


def _bookmark(paragraph: Paragraph, number: int, which: str) -> None:
    mark = etree.SubElement(paragraph._p, qn(f"w:bookmark{which}"))
    mark.set(qn("w:id"), str(number))
    if which == "Start":
        mark.set(qn("w:name"), f"_proof{number}")
