"""What every command shares: the application, consoles, options, errors, and how users name states and days."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

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


Files = Annotated[
    list[Path], typer.Argument(help="Text, HTML or JSON Lines files, or folders of them.", show_default=False)
]
LedgerFile = Annotated[
    Path,
    typer.Option(
        "--ledger",
        envvar=LEDGER_VARIABLE,
        help="The ledger file.",
        default_factory=default_ledger,
        show_default="in the user's application folder",
    ),
]
Published = Annotated[
    str | None,
    typer.Option("--published", metavar="DATE", help="Publication date (EDTF) of all the files, where known."),
]
Language = Annotated[
    str | None,
    typer.Option("--language", metavar="XX", help="ISO 639-1 code of all the files; found out if not given."),
]
Workers = Annotated[int, typer.Option("--workers", min=1, help="Processes that share the reading.")]
StateA = Annotated[str, typer.Argument(metavar="STATE", help="ISO 3166 code or name, in English or Russian.")]
StateB = Annotated[str, typer.Argument(metavar="STATE", help="The other state.")]
AsOfDay = Annotated[
    str | None,
    typer.Option(
        "--on",
        "--as-of",
        metavar="DATE",
        help="As could be known on this day: documents published later are not used. Today if not given.",
    ),
]
Recorded = Annotated[
    str | None,
    typer.Option(
        "--recorded",
        metavar="TIME",
        help="As the ledger stood at this time (ISO 8601, UTC if no offset; a day means its end): what was added, "
        "removed or decided later is not used.",
    ),
]


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
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    from chancery.knowledge import imported

    os.environ.setdefault(imported.FOLDER, str(Path(typer.get_app_dir("chancery")) / "knowledge"))


def state(name: str) -> str:
    """The code of the state that ``name`` (a code or a name in any language read) means; UsageError if none."""
    from chancery.model.errors import UsageError

    found = _named(name, states=True)
    if found is None:
        raise UsageError(f"no state is known as {name!r}", remedy="use its ISO 3166 code, as in: chancery brief AZ KG")
    return found


def body(name: str) -> str:
    """The id of the state or organisation that ``name`` means; UsageError if none."""
    from chancery.model.errors import UsageError

    found = _named(name, states=True) or _named(name, states=False)
    if found is None:
        raise UsageError(
            f"no state or organisation is known as {name!r}", remedy='use an ISO 3166 code or a name, as "KG" or "OTS"'
        )
    return found


def _named(name: str, *, states: bool) -> str | None:
    from chancery import knowledge
    from chancery.model.entity import EntityKind

    kinds = (EntityKind.STATE, EntityKind.TERRITORY) if states else (EntityKind.ORGANISATION,)
    known = knowledge.load()
    for id in (name.upper(), name):
        if (entity := known.entity(id)) and entity.kind in kinds:
            return id
    for language in ("en", "ru"):
        for text in (name, name.title()):
            for link in known.lookup(text, language):
                if (entity := known.entity(link.entity)) and entity.kind in kinds:
                    return entity.id
    return None


def day(text: str | None, option: str = "--on") -> date:
    """The day that ``text`` writes, today if it is None; UsageError naming ``option`` if it is no day."""
    from chancery.model.errors import UsageError

    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{option} {text!r} is no day", remedy="write it as 2024-06-01") from None


def moment(text: str | None) -> datetime | None:
    """The moment that ``text`` (--recorded) writes, None if it is None; UsageError if it is none."""
    from chancery.model.errors import UsageError

    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"--recorded {text!r} is no time", remedy="write it as 2024-06-01 or 2024-06-01T12:00"
        ) from None
    if len(text) == len("2024-06-01"):
        found = datetime.combine(found.date(), time.max)
    return found if found.utcoffset() is not None else found.replace(tzinfo=UTC)


def tell(failure: object) -> None:
    """One line on standard error for something that was not read or not found out."""
    from chancery.model.reading import Failure

    assert isinstance(failure, Failure)
    line = f"{failure.name}: {failure.what}" + (f" ({failure.remedy})" if failure.remedy else "")
    err.print(
        f"[yellow]not read:[/] {line}" if failure.stage in ("read", "process") else f"[yellow]note:[/] {line}",
        highlight=False,
        soft_wrap=True,
    )


def count(n: int, noun: str) -> str:
    """``3 documents``, ``1 document``."""
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
