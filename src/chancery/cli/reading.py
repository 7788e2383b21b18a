"""Commands that read documents and keep them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from chancery.cli.common import (
    Files,
    Format,
    Language,
    LedgerFile,
    Published,
    Show,
    Workers,
    app,
    clear_errors,
    count,
    err,
    out,
    tell,
)

if TYPE_CHECKING:
    from chancery.model.reading import Failure, Reading


@app.command()
def read(
    files: Files,
    show: Annotated[Show, typer.Option(help="What to show of each document.")] = Show.STATEMENTS,
    format: Annotated[Format, typer.Option(help="A table to look at, or JSON Lines to work with.")] = Format.TABLE,
    published: Published = None,
    language: Language = None,
    workers: Workers = 1,
) -> None:
    """Read documents and show what they say; nothing is kept.

    Examples:

        chancery read interview.html

        chancery read *.txt --published 2021-10-28 --format jsonl > statements.jsonl

        chancery read transcript.txt --show speech
    """
    from chancery.export import jsonl, table
    from chancery.model.reading import Failure

    failed = False
    with clear_errors():
        for result in _readings(files, published=published, language=language, workers=workers):
            if isinstance(result, Failure):
                failed = True
                tell(result)
                continue
            for failure in result.failures:
                tell(failure)
            if format is Format.JSONL:
                for line in jsonl.lines(result, show.value):
                    sys.stdout.write(line + "\n")
            else:
                out.print(table.findings(result, show.value))
    raise typer.Exit(1 if failed else 0)


@app.command()
def add(
    files: Files, ledger: LedgerFile, published: Published = None, language: Language = None, workers: Workers = 1
) -> None:
    """Read documents and keep what they say in the ledger.

    Each document is kept whole or not at all; a document that is held already is read anew.

    Examples:

        chancery add archive/ --ledger relations.db

        chancery add release.txt --published 2024-04-24
    """
    from chancery.ledger import Ledger
    from chancery.model.reading import Failure

    kept = said = 0
    failures: list[Failure] = []
    with clear_errors(), Ledger(ledger) as book:
        for result in _readings(files, published=published, language=language, workers=workers):
            if isinstance(result, Failure):
                failures.append(result)
                book.record(result)
                tell(result)
                continue
            book.keep(result)
            kept += 1
            said += len(result.statements)
            for failure in result.failures:
                tell(failure)
    out.print(
        f"Kept {count(kept, 'document')} with {count(said, 'statement')} in {ledger}"
        + (f"; {count(len(failures), 'file')} could not be read (on record)" if failures else ""),
        highlight=False,
        soft_wrap=True,
    )
    raise typer.Exit(1 if failures else 0)


@app.command()
def documents(
    ledger: LedgerFile, format: Annotated[Format, typer.Option(help="A table or JSON Lines.")] = Format.TABLE
) -> None:
    """List the documents in the ledger: date and how it was found, publisher, language, statements.

    Example:

        chancery documents --ledger relations.db
    """
    from chancery.export import jsonl, table
    from chancery.ledger import Ledger

    with clear_errors(), Ledger(ledger, readonly=True) as book:
        rows = book.documents()
        if format is Format.JSONL:
            for row in rows:
                sys.stdout.write(jsonl.document_line(row) + "\n")
        else:
            out.print(table.documents(rows))


def _readings(
    files: list[Path], *, published: str | None, language: str | None, workers: int
) -> Iterable[Reading | Failure]:
    """Readings with a progress bar on standard error where somebody is watching."""
    from chancery import batch

    _check(published, language)
    items = batch.documents(files, published=published, language=language)
    results = batch.read_all(items, workers=workers)
    return _watched(results) if err.is_terminal else results


def _watched(results: Iterable[Reading | Failure]) -> Iterator[Reading | Failure]:
    """``results`` with a count of those done: how many documents the files hold is known only when they are read."""
    columns = (TextColumn("Reading"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as progress:
        yield from progress.track(results)


def _check(published: str | None, language: str | None) -> None:
    from chancery.languages.pack import languages
    from chancery.model.errors import UsageError
    from chancery.model.when import bounds

    if published is not None and bounds(published) is None:
        raise UsageError(f"--published {published!r} is no date", remedy="write 2021-10-28, 2021-10 or 2021")
    if language is not None and language not in languages():
        raise UsageError(f"no language pack for {language!r}", remedy=f"there are: {', '.join(languages())}")
