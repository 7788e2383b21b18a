"""The command line: thin commands over batch, ledger and report.

Results go to standard output, progress and errors to standard error. Exit codes: 0 all went well; 1 something did not
hold or could not be read (the rest was done); 2 the request cannot be carried out as asked.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from chancery import __version__

app = typer.Typer(
    name="chancery",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="Keeps the memory of how two states deal with each other: every line points at the sentence that proves it.",
)
out = Console()
err = Console(stderr=True)

LEDGER_VARIABLE = "CHANCERY_LEDGER"


class Show(StrEnum):
    STATEMENTS = "statements"
    SPEECH = "speech"
    NAMES = "names"
    TIMES = "times"


class Format(StrEnum):
    TABLE = "table"
    JSONL = "jsonl"


def default_ledger() -> Path:
    """Where the ledger lies if neither ``--ledger`` nor the environment says otherwise."""
    return Path(typer.get_app_dir("chancery")) / "ledger.db"


Files = Annotated[list[Path], typer.Argument(help="Text, HTML or JSON Lines files, or folders of them.", show_default=False)]
LedgerFile = Annotated[
    Path,
    typer.Option("--ledger", envvar=LEDGER_VARIABLE, help="The ledger file.", default_factory=default_ledger,
                 show_default="in the user's application folder"),
]
Published = Annotated[str | None, typer.Option("--published", metavar="DATE", help="Publication date (EDTF) of all the files, where known.")]
Language = Annotated[str | None, typer.Option("--language", metavar="XX", help="ISO 639-1 code of all the files; found out if not given.")]
Workers = Annotated[int, typer.Option("--workers", min=1, help="Processes that share the reading.")]
StateA = Annotated[str, typer.Argument(metavar="STATE", help="ISO 3166 code or name, in English or Russian.")]
StateB = Annotated[str, typer.Argument(metavar="STATE", help="The other state.")]
AsOfDay = Annotated[str | None, typer.Option("--on", metavar="DATE", help="Write as of this day (ISO 8601); today if not given.")]


@contextmanager
def clear_errors() -> Iterator[None]:
    """One clear line and exit code 2 for every expected error."""
    from chancery.model.errors import ChanceryError

    try:
        yield
    except ChanceryError as error:
        err.print(f"[bold red]chancery:[/] {error}", highlight=False, soft_wrap=True)
        raise typer.Exit(2) from error
    except BrokenPipeError:  # the reader of our output has gone: nothing is wrong
        sys.stderr.close()
        raise typer.Exit(0) from None


def _version(wanted: bool) -> None:
    if wanted:
        out.print(f"chancery {__version__}", highlight=False)
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")] = False,
) -> None:
    pass


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
                _tell(result)
                continue
            for failure in result.failures:
                _tell(failure)
            if format is Format.JSONL:
                for line in jsonl.lines(result, show.value):
                    sys.stdout.write(line + "\n")
            else:
                out.print(table.findings(result, show.value))
    raise typer.Exit(1 if failed else 0)


@app.command()
def add(files: Files, ledger: LedgerFile, published: Published = None, language: Language = None, workers: Workers = 1) -> None:
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
                _tell(result)
                continue
            book.keep(result)
            kept += 1
            said += len(result.statements)
            for failure in result.failures:
                _tell(failure)
    out.print(f"Kept {_count(kept, 'document')} with {_count(said, 'statement')} in {ledger}"
              + (f"; {_count(len(failures), 'file')} could not be read (on record)" if failures else ""), highlight=False, soft_wrap=True)
    raise typer.Exit(1 if failures else 0)


@app.command()
def brief(
    a: StateA,
    b: StateB,
    ledger: LedgerFile,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file: .md or .html.")] = None,
    on: AsOfDay = None,
) -> None:
    """Write the brief on a pair of states, every line with its proof.

    Examples:

        chancery brief AZ KG

        chancery brief Azerbaijan Kyrgyzstan -o brief.html --on 2024-06-01
    """
    from chancery.ledger import Ledger
    from chancery.report import brief as briefs
    from chancery.report import write

    with clear_errors(), Ledger(ledger, readonly=True) as book:
        made = briefs.build(book, _state(a), _state(b), on=_day(on))
        if output is None:
            out.print(write.terminal(made))
        else:
            write.to_file(made, output)
            out.print(f"Wrote {output}", highlight=False, soft_wrap=True)


@app.command()
def threads(a: StateA, b: StateB, ledger: LedgerFile, on: AsOfDay = None) -> None:
    """Show what was invited, proposed or promised between two states and what became of it.

    Example:

        chancery threads AZ KG
    """
    from chancery.ledger import Ledger
    from chancery.report import threads as report

    with clear_errors(), Ledger(ledger, readonly=True) as book:
        out.print(report.terminal(book, _state(a), _state(b), on=_day(on)))


@app.command()
def verify(
    ledger: LedgerFile,
    brief_file: Annotated[Path | None, typer.Argument(metavar="[BRIEF]", help="A finished brief to hold against the ledger.")] = None,
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
            what = f"{brief_file} holds" if brief_file else f"{_count(held, 'document')} and every quotation hold"
            out.print(f"{what} ({ledger})", highlight=False, soft_wrap=True)
    raise typer.Exit(1 if findings else 0)


@app.command()
def documents(ledger: LedgerFile, format: Annotated[Format, typer.Option(help="A table or JSON Lines.")] = Format.TABLE) -> None:
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


def _readings(files: list[Path], *, published: str | None, language: str | None, workers: int) -> Iterable[object]:
    """Readings with a progress bar on standard error where somebody is watching."""
    from chancery import batch

    _check(published, language)
    items = list(batch.documents(files, published=published, language=language))
    results = batch.read_all(items, workers=workers)
    if not err.is_terminal or len(items) < 2:
        return results
    return _watched(results, len(items))


def _watched(results: Iterable[object], total: int) -> Iterator[object]:
    columns = (TextColumn("Reading"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as progress:
        yield from progress.track(results, total=total)


def _check(published: str | None, language: str | None) -> None:
    from chancery.languages.pack import languages
    from chancery.model.errors import UsageError
    from chancery.model.when import bounds

    if published is not None and bounds(published) is None:
        raise UsageError(f"--published {published!r} is no date", remedy="write 2021-10-28, 2021-10 or 2021")
    if language is not None and language not in languages():
        raise UsageError(f"no language pack for {language!r}", remedy=f"there are: {', '.join(languages())}")


def _state(name: str) -> str:
    """The code of the state the user means."""
    from chancery import knowledge
    from chancery.model.entity import EntityKind
    from chancery.model.errors import UsageError

    known = knowledge.load()
    code = name.upper()
    if (entity := known.entity(code)) and entity.kind in (EntityKind.STATE, EntityKind.TERRITORY):
        return code
    for language in ("en", "ru"):
        for link in known.lookup(name, language):
            if (entity := known.entity(link.entity)) and entity.kind in (EntityKind.STATE, EntityKind.TERRITORY):
                return entity.id
    raise UsageError(f"no state is known as {name!r}", remedy="use its ISO 3166 code, as in: chancery brief AZ KG")


def _day(text: str | None) -> date:
    from chancery.model.errors import UsageError

    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--on {text!r} is no day", remedy="write it as 2024-06-01") from None


def _tell(failure: object) -> None:
    from chancery.model.reading import Failure

    assert isinstance(failure, Failure)
    line = f"{failure.name}: {failure.what}" + (f" ({failure.remedy})" if failure.remedy else "")
    err.print(f"[yellow]not read:[/] {line}" if failure.stage in ("read", "process") else f"[yellow]note:[/] {line}",
              highlight=False, soft_wrap=True)


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


if __name__ == "__main__":
    app()
