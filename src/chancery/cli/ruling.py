"""Commands for what people rule."""

from __future__ import annotations

import getpass
from typing import Annotated

import typer

from chancery.cli.common import LedgerFile, app, clear_errors, out
from chancery.model.ledger import Verdict


@app.command()
def decide(
    verdict: Annotated[Verdict, typer.Argument(help="What is ruled.")],
    subjects: Annotated[list[str], typer.Argument(help="Ids of statements or entries; of decisions for undo.")],
    ledger: LedgerFile,
    reason: Annotated[str, typer.Option("--reason", help="Why; kept with the decision.")],
    field: Annotated[
        str | None, typer.Option("--field", help="The field to correct; `entity` to merge entities.")
    ] = None,
    value: Annotated[str | None, typer.Option("--value", help="The right value of the field.")] = None,
    user: Annotated[str | None, typer.Option("--user", help="Who decides; the login name if not given.")] = None,
) -> None:
    """Confirm, reject, correct, merge, split or link what the ledger shows, or undo an earlier decision.

    Nothing is deleted: a decision outlives re-reading and is undone only by a later one.

    Examples:

        chancery decide reject 3fa94c1d22b07e65 --reason "the speaker meant another treaty"

        chancery decide correct 3fa94c1d22b07e65 --field status --value done --reason "see the communiqué"
    """
    from chancery.ledger import Ledger

    with clear_errors(), Ledger(ledger) as book:
        made = book.decide(verdict, subjects, user=user or getpass.getuser(), reason=reason, field=field, value=value)
        out.print(
            f"Decided: {made.verdict.value} {', '.join(made.subjects)} (undo with: chancery decide undo {made.id})",
            highlight=False,
            soft_wrap=True,
        )


@app.command()
def decisions(ledger: LedgerFile) -> None:
    """List what people decided, latest last.

    Example:

        chancery decisions
    """
    from rich.table import Table

    from chancery.ledger import Ledger

    with clear_errors(), Ledger(ledger, readonly=True) as book:
        table = Table(box=None, header_style="dim")
        for column in ("id", "when", "who", "ruling", "on", "reason"):
            table.add_column(column, overflow="fold")
        for d in book.decisions():
            ruling = d.verdict.value + (f" {d.field} = {d.value}" if d.field else "")
            table.add_row(d.id, f"{d.at:%Y-%m-%d %H:%M}", d.user, ruling, ", ".join(d.subjects), d.reason)
        out.print(table)
