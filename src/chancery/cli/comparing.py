"""Commands that show one thing between two states from all documents, or hold two documents against each other."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from chancery.cli.common import (
    AsOfDay,
    LedgerFile,
    Recorded,
    StateA,
    StateB,
    app,
    clear_errors,
    day,
    moment,
    out,
    state,
)
from chancery.cli.reporting import Output, ReportLanguage, show

Picture = Annotated[Path | None, typer.Option("--output", "-o", help="Write to this .svg file, else to the screen.")]


class Style(StrEnum):
    """Forms of a citation."""

    FOOTNOTE = "footnote"
    BIBTEX = "bibtex"
    CSL = "csl"
    ANNOTATION = "annotation"
    LINK = "link"


@app.command()
def commitments(
    a: StateA,
    b: StateB,
    ledger: LedgerFile,
    output: Output = None,
    on: AsOfDay = None,
    recorded: Recorded = None,
    language: ReportLanguage = "en",
) -> None:
    """List what each side undertook and what the documents show of it, open undertakings first.

    Example:

        chancery commitments AZ KG -o promises.docx
    """
    from chancery.ledger import Ledger
    from chancery.report import registers

    with clear_errors(), Ledger(ledger, readonly=True, recorded=moment(recorded)) as book:
        show(registers.commitments(book, state(a), state(b), on=day(on), language=language), output)


@app.command()
def positions(
    a: StateA,
    b: StateB,
    ledger: LedgerFile,
    output: Output = None,
    on: AsOfDay = None,
    recorded: Recorded = None,
    language: ReportLanguage = "en",
) -> None:
    """List what each side holds on each matter, oldest first, and where its stance or wording changed.

    Example:

        chancery positions AZ KG
    """
    from chancery.ledger import Ledger
    from chancery.report import registers

    with clear_errors(), Ledger(ledger, readonly=True, recorded=moment(recorded)) as book:
        show(registers.positions(book, state(a), state(b), on=day(on), language=language), output)


@app.command()
def balance(
    a: StateA,
    b: StateB,
    ledger: LedgerFile,
    output: Output = None,
    on: AsOfDay = None,
    recorded: Recorded = None,
    language: ReportLanguage = "en",
) -> None:
    """Count and list the visits each way, by the level of the guest.

    Example:

        chancery balance AZ KG
    """
    from chancery.ledger import Ledger
    from chancery.report import registers

    with clear_errors(), Ledger(ledger, readonly=True, recorded=moment(recorded)) as book:
        show(registers.balance(book, state(a), state(b), on=day(on), language=language), output)


@app.command()
def compare(
    a: StateA,
    b: StateB,
    ledger: LedgerFile,
    subjects: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ENTRY | DOCUMENT DOCUMENT]",
            help="The entry that two documents tell, or two documents by name or digest; nothing lists such entries.",
        ),
    ] = None,
    output: Output = None,
    on: AsOfDay = None,
    recorded: Recorded = None,
    language: ReportLanguage = "en",
) -> None:
    """Hold two accounts of one meeting against each other: said by both, only by one, differing.

    Examples:

        chancery compare AZ KG

        chancery compare AZ KG 2022-04-21-communique-en 2022-04-20-baku-visit-ru
    """
    from chancery.ledger import Ledger
    from chancery.model.errors import UsageError
    from chancery.report import compare as comparison

    with clear_errors(), Ledger(ledger, readonly=True, recorded=moment(recorded)) as book:
        one, other, today = state(a), state(b), day(on)
        if subjects:
            if len(subjects) > 2:
                raise UsageError("more than two documents", remedy="name one entry or two documents")
            show(comparison.build(book, one, other, subjects, on=today, language=language), output)
            return
        told = comparison.candidates(book, one, other, on=today, language=language)
        for found in told:
            line = f"{found.line.entry}  {found.line.when}: {found.line.text}  ({', '.join(found.documents)})"
            out.print(line, highlight=False, soft_wrap=True)
        if not told:
            out.print("No meeting, visit or call of the two is told by two documents.", highlight=False)


@app.command()
def timeline(
    a: StateA,
    b: StateB,
    ledger: LedgerFile,
    output: Picture = None,
    on: AsOfDay = None,
    recorded: Recorded = None,
    language: ReportLanguage = "en",
) -> None:
    """Draw what happened and what is planned between two states on a line of time (SVG).

    Example:

        chancery timeline AZ KG -o timeline.svg
    """
    from chancery.ledger import Ledger
    from chancery.report import pictures

    with clear_errors(), Ledger(ledger, readonly=True, recorded=moment(recorded)) as book:
        _draw(pictures.timeline(book, state(a), state(b), on=day(on), language=language), output)


@app.command()
def network(
    a: StateA,
    b: StateB,
    ledger: LedgerFile,
    output: Picture = None,
    on: AsOfDay = None,
    recorded: Recorded = None,
    language: ReportLanguage = "en",
) -> None:
    """Draw who of one state dealt with whom of the other (SVG).

    Example:

        chancery network AZ KG -o network.svg
    """
    from chancery.ledger import Ledger
    from chancery.report import pictures

    with clear_errors(), Ledger(ledger, readonly=True, recorded=moment(recorded)) as book:
        _draw(pictures.network(book, state(a), state(b), on=day(on), language=language), output)


@app.command()
def cite(
    subject: Annotated[str, typer.Argument(help="The id of a statement or an entry.")],
    ledger: LedgerFile,
    style: Annotated[Style, typer.Option("--style", help="The form of the citation.")] = Style.FOOTNOTE,
) -> None:
    """Cite the passage that proves a statement: footnote, BibTeX, CSL-JSON, W3C Web Annotation, or a link to the text.

    Ids stand in `chancery search --jsonl`, `chancery compare` and the brief as Markdown's sources.

    Example:

        chancery cite 1f3a9c0b5d2e4a67 --style bibtex
    """
    from chancery.ledger import Ledger
    from chancery.model.errors import UsageError
    from chancery.report import citation, registers

    with clear_errors(), Ledger(ledger, readonly=True) as book:
        proof, edtf = registers.cited(book, subject)
        if style is Style.FOOTNOTE:
            text = citation.footnote(proof) + "\n"
        elif style is Style.BIBTEX:
            text = citation.bibtex(proof, edtf)
        elif style is Style.CSL:
            text = citation.dumps(citation.csl(proof, edtf))
        elif style is Style.ANNOTATION:
            text = citation.dumps(citation.annotation(proof, book.text(proof.digest)))
        else:
            address = citation.link(proof)
            if address is None:
                raise UsageError(
                    "the document has no address", where=proof.document, remedy="use --style footnote or annotation"
                )
            text = address + "\n"
        sys.stdout.write(text)


def _draw(svg: str, output: Path | None) -> None:
    from chancery.report import write

    if output is None:
        sys.stdout.write(svg)
    else:
        write.whole(svg, output)
        out.print(f"Wrote {output}", highlight=False, soft_wrap=True)
