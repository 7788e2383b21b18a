"""Commands that write about a pair of states or a person, every line with its proof."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chancery.cli.common import (
    AsOfDay,
    LedgerFile,
    Recorded,
    StateA,
    StateB,
    app,
    clear_errors,
    count,
    day,
    err,
    moment,
    out,
    state,
)
from chancery.report.forms import Form

if TYPE_CHECKING:
    from chancery.report.model import Brief

Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write to this file: .md, .html, .docx or .pdf (needs an extra).")
]
ReportLanguage = Annotated[
    str, typer.Option("--language", metavar="XX", help="Language of headings, dates and sentences: en or ru.")
]
Length = Annotated[Form, typer.Option("--form", help="One page, five pages, or everything at length.")]


@app.command()
def brief(
    a: StateA,
    b: StateB,
    ledger: LedgerFile,
    output: Output = None,
    on: AsOfDay = None,
    recorded: Recorded = None,
    form: Length = Form.FULL,
    language: ReportLanguage = "en",
) -> None:
    """Write the brief on a pair of states, every line with its proof.

    Examples:

        chancery brief AZ KG

        chancery brief Azerbaijan Kyrgyzstan -o brief.html --on 2024-06-01

        chancery brief AZ KG --form one -o brief.pdf

        chancery brief AZ KG --language ru -o spravka.docx
    """
    from chancery.ledger import Ledger
    from chancery.report import brief as briefs
    from chancery.report.forms import shortened

    with clear_errors(), Ledger(ledger, readonly=True, recorded=moment(recorded)) as book:
        made = briefs.build(book, state(a), state(b), on=day(on), language=language)
        show(shortened(made, form), output)


@app.command()
def threads(a: StateA, b: StateB, ledger: LedgerFile, on: AsOfDay = None, recorded: Recorded = None) -> None:
    """Show what was invited, proposed or promised between two states and what became of it.

    Example:

        chancery threads AZ KG
    """
    from chancery.ledger import Ledger
    from chancery.report import threads as report

    with clear_errors(), Ledger(ledger, readonly=True, recorded=moment(recorded)) as book:
        out.print(report.terminal(book, state(a), state(b), on=day(on)))


@app.command()
def verify(
    ledger: LedgerFile,
    brief_file: Annotated[
        Path | None, typer.Argument(metavar="[BRIEF]", help="A finished brief to hold against the ledger.")
    ] = None,
) -> None:
    """Re-read every stored document by its hash and every quotation by its place, and say what does not hold.

    Examples:

        chancery verify

        chancery verify brief.html --ledger relations.db
    """
    from chancery.ledger import Ledger
    from chancery.report import check

    with clear_errors(), Ledger(ledger, readonly=True) as book:
        findings = check.brief_file(book, brief_file) if brief_file else book.verify()
        for finding in findings:
            err.print(f"[bold red]does not hold:[/] {finding}", highlight=False, soft_wrap=True)
        if not findings:
            held = len(book.documents())
            what = f"{brief_file} holds" if brief_file else f"{count(held, 'document')} and every quotation hold"
            out.print(f"{what} ({ledger})", highlight=False, soft_wrap=True)
    raise typer.Exit(1 if findings else 0)


@app.command()
def handover(
    a: StateA,
    b: StateB,
    ledger: LedgerFile,
    since: Annotated[str, typer.Option("--since", metavar="DATE", help="The day the last officer left (ISO 8601).")],
    output: Output = None,
    on: AsOfDay = None,
    recorded: Recorded = None,
    language: ReportLanguage = "en",
) -> None:
    """Write the handover note: what was opened, moved and closed between two states since a day.

    Example:

        chancery handover AZ KG --since 2023-01-01 -o handover.md
    """
    from chancery.ledger import Ledger
    from chancery.report import handover as notes

    with clear_errors(), Ledger(ledger, readonly=True, recorded=moment(recorded)) as book:
        made = notes.build(book, state(a), state(b), day(since, "--since"), on=day(on), language=language)
        show(made, output)


@app.command()
def biography(
    person: Annotated[str, typer.Argument(help="The person's name, in English or as a document spells it.")],
    ledger: LedgerFile,
    output: Output = None,
    on: AsOfDay = None,
    recorded: Recorded = None,
    language: ReportLanguage = "en",
) -> None:
    """Write what the ledger holds on a person: offices, visits, meetings, words.

    Example:

        chancery biography "Sadyr Japarov" -o japarov.html
    """
    from chancery.ledger import Ledger
    from chancery.report import biography as biographies

    with clear_errors(), Ledger(ledger, readonly=True, recorded=moment(recorded)) as book:
        show(biographies.build(book, person, on=day(on), language=language), output)


@app.command()
def calendar(a: StateA, b: StateB, ledger: LedgerFile, on: AsOfDay = None, recorded: Recorded = None) -> None:
    """Print what comes up between two states as an iCalendar file: plans, anniversaries, promises that fall due.

    Example:

        chancery calendar AZ KG > azerbaijan-kyrgyzstan.ics
    """
    from chancery.ledger import Ledger
    from chancery.report import calendar as calendars

    with clear_errors(), Ledger(ledger, readonly=True, recorded=moment(recorded)) as book:
        today = day(on)
        found = book.as_of(today).resolved(state(a), state(b), on=today)
        sys.stdout.write(calendars.render(found, on=today))


def show(made: Brief, output: Path | None) -> None:
    from chancery.report import write

    if output is None:
        out.print(write.terminal(made))
    else:
        write.to_file(made, output)
        out.print(f"Wrote {output}", highlight=False, soft_wrap=True)
