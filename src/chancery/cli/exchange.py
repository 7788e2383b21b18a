"""Commands that exchange knowledge with other programs: import and export."""

from __future__ import annotations

import re
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from chancery.cli.common import LedgerFile, app, clear_errors, count, err, out

SHOWN = 20  # problems told one by one


class Exchange(StrEnum):
    FTM = "ftm"


@app.command("import")
def import_knowledge(
    files: Annotated[
        list[Path], typer.Argument(help="Files of FollowTheMoney entities, one JSON object a line.", show_default=False)
    ],
) -> None:
    """Take people, bodies, offices and memberships in as knowledge, to be used whenever documents are read afterwards.

    Files are kept under their name in the folder that CHANCERY_KNOWLEDGE names, else in the user's application
    folder; a file of the same name replaces the earlier one, and deleting it there takes it back. Lines that cannot be
    used are told with their number, and the rest is taken in.

    Examples:

        chancery import opensanctions-peps.ftm.json

        chancery import ministers.jsonl && chancery who "minister of energy" KZ
    """
    from chancery import knowledge
    from chancery.knowledge import followthemoney, imported
    from chancery.model.errors import UsageError

    failed = False
    with clear_errors():
        for path in files:
            try:
                with path.open(encoding="utf-8") as lines:
                    batch = followthemoney.parse(lines)
            except (OSError, UnicodeDecodeError) as error:
                raise UsageError(
                    f"cannot be read: {error}", where=str(path), remedy="give a file of JSON lines in UTF-8"
                ) from error
            for problem in batch.problems[:SHOWN]:
                err.print(f"{path}:{problem.line}: {problem.what}", highlight=False, soft_wrap=True, markup=False)
            if len(batch.problems) > SHOWN:
                err.print(f"{path}: {len(batch.problems) - SHOWN} more lines could not be used", highlight=False)
            failed = failed or bool(batch.problems)
            if batch.records:
                name = re.sub(r"[^\w-]+", "-", path.name.split(".")[0]) or "imported"
                target = imported.keep(name, batch)
                schemata = ", ".join(
                    f"{sum(r.schema == s for r in batch.records)} {s}"
                    for s in sorted({r.schema for r in batch.records})
                )
                out.print(f"Imported {schemata} to {target}", highlight=False, soft_wrap=True)
            if batch.skipped:
                left = ", ".join(f"{n} {schema}" for schema, n in sorted(batch.skipped.items()))
                out.print(f"Left out, of no use here: {left}", highlight=False, soft_wrap=True)
            out.print(f"{count(len(batch.problems), 'line')} could not be used", highlight=False)
        knowledge.load.cache_clear()
    raise typer.Exit(1 if failed else 0)


@app.command()
def export(
    ledger: LedgerFile,
    format: Annotated[Exchange, typer.Option(help="FollowTheMoney JSON lines.")] = Exchange.FTM,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file.")] = None,
) -> None:
    """Write the people, bodies, offices and memberships that the ledger tells of for other programs.

    Example:

        chancery export --format ftm -o relations.ftm.json
    """
    from chancery.export import followthemoney
    from chancery.ledger import Ledger

    with clear_errors(), Ledger(ledger, readonly=True) as book:
        lines = followthemoney.lines(book.view())
        if output is None:
            sys.stdout.writelines(line + "\n" for line in lines)
            return
        with output.open("w", encoding="utf-8") as file:
            written = sum(bool(file.write(line + "\n")) for line in lines)
        out.print(f"Wrote {count(written, 'line')} to {output}", highlight=False, soft_wrap=True)
