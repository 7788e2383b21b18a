"""Commands for the care of the ledger: reading again, removing documents, backup, compaction."""

from __future__ import annotations

import getpass
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chancery.cli.common import LedgerFile, Workers, app, clear_errors, count, out, tell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chancery.ledger import Ledger
    from chancery.ledger.changes import Changes
    from chancery.model.document import Document


@app.command()
def reread(ledger: LedgerFile, workers: Workers = 1) -> None:
    """Read every document of the ledger again with the rules of this version, and say what that changes.

    Decisions pass to the statements that now stand where the old ones stood; those that find none are listed. What the
    ledger held before can still be shown, with --recorded.

    Example:

        chancery reread --ledger relations.db
    """
    from chancery import batch
    from chancery.ledger import Ledger
    from chancery.ledger.changes import changes
    from chancery.model.reading import Failure

    failed = False
    with clear_errors(), Ledger(ledger) as book:
        changed = 0
        for result in batch.read_all(_documents(book), workers=workers):
            if isinstance(result, Failure):
                failed = True
                tell(result)
                continue
            found = changes(book.reading(result.document.digest), result)
            book.keep(result)
            if found:
                changed += 1
                _show(found)
        out.print(f"{count(changed, 'document')} changed", highlight=False)
        for decision in book.orphans():
            out.print(
                f"without effect: {decision.id} ({decision.verdict.value} on {', '.join(decision.subjects)}): "
                "no statement is read there any more",
                highlight=False,
                soft_wrap=True,
            )
    raise typer.Exit(1 if failed else 0)


def _documents(book: Ledger) -> Iterator[Document]:
    """The documents as they came: a date that was inferred from the text is inferred anew."""
    from chancery.model.document import DateSource, Published

    for holding in book.documents():
        document = book.reading(holding.digest).document
        if document.published.source is DateSource.INFERRED:
            document = replace(document, published=Published())
        yield document


def _show(found: Changes) -> None:
    from rich.text import Text

    out.print(f"{found.document}: {found.same} as before", highlight=False)
    for mark, statements in (("-", found.gone), ("+", found.new)):
        for s in statements:
            out.print(Text(f"  {mark} {s.kind} [{s.status.value}] “{s.evidence.quote}”"), soft_wrap=True)
    for _, s, fields in found.changed:
        out.print(Text(f"  ~ {s.kind} {', '.join(fields)}: “{s.evidence.quote}”"), soft_wrap=True)


@app.command()
def remove(
    names: Annotated[list[str], typer.Argument(metavar="DOCUMENT…", help="Names or digests of documents.")],
    ledger: LedgerFile,
    reason: Annotated[str, typer.Option("--reason", help="Why; kept in the journal.")],
    user: Annotated[str | None, typer.Option("--user", help="Who removes; the login name if not given.")] = None,
) -> None:
    """Take documents out of the ledger: no brief, search or answer uses them from now on.

    Their text stays in the file, so that what was known before can be shown (--recorded) and verified; adding a
    document again brings it back.

    Example:

        chancery remove 2021-10-28-interview --reason "a forgery"
    """
    from chancery.ledger import Ledger

    with clear_errors(), Ledger(ledger) as book:
        for name in names:
            book.remove(book.find(name), user=user or getpass.getuser(), reason=reason)
        out.print(f"Removed {count(len(names), 'document')}", highlight=False)


@app.command()
def backup(
    target: Annotated[Path, typer.Argument(help="The file to write; it must not exist.")],
    ledger: LedgerFile,
) -> None:
    """Copy the ledger whole, also while another process writes to it.

    Example:

        chancery backup relations-2024.db --ledger relations.db
    """
    from chancery.ledger import Ledger

    with clear_errors(), Ledger(ledger, readonly=True) as book:
        book.backup(target)
        out.print(f"Wrote {target}", highlight=False, soft_wrap=True)


@app.command()
def compact(ledger: LedgerFile) -> None:
    """Give back the space that the ledger file no longer needs.

    Example:

        chancery compact --ledger relations.db
    """
    from chancery.ledger import Ledger

    with clear_errors(), Ledger(ledger) as book:
        before = ledger.stat().st_size
        book.compact()
        out.print(f"{before:,} → {ledger.stat().st_size:,} bytes", highlight=False)
