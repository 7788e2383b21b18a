"""Commands that answer one question from the ledger or from what is known before reading."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from chancery.cli.common import (
    AsOfDay,
    LedgerFile,
    Recorded,
    StateA,
    StateB,
    app,
    body,
    clear_errors,
    day,
    moment,
    out,
    state,
)

if TYPE_CHECKING:
    from chancery.report.answers import Answer


@app.command("last-met")
def last_met(a: StateA, b: StateB, ledger: LedgerFile, on: AsOfDay = None, recorded: Recorded = None) -> None:
    """Say when people of two states last met, or that nothing held says so, and what is held.

    Example:

        chancery last-met AZ KG
    """
    from chancery.ledger import Ledger
    from chancery.report import answers

    with clear_errors(), Ledger(ledger, readonly=True, recorded=moment(recorded)) as book:
        _answer(answers.last_met(book, state(a), state(b), on=day(on)))


@app.command()
def visited(
    guest: StateA,
    host: Annotated[str, typer.Argument(metavar="STATE", help="The state that may have been visited.")],
    ledger: LedgerFile,
    on: AsOfDay = None,
    recorded: Recorded = None,
) -> None:
    """Say whether anybody of the first state ever visited the second, and who last.

    Example:

        chancery visited AZ KG
    """
    from chancery.ledger import Ledger
    from chancery.report import answers

    with clear_errors(), Ledger(ledger, readonly=True, recorded=moment(recorded)) as book:
        _answer(answers.ever_visited(book, state(guest), state(host), on=day(on)))


@app.command()
def answered(
    a: StateA,
    b: StateB,
    subject: Annotated[str, typer.Argument(help="The id of a thread, as `chancery threads` shows it.")],
    ledger: LedgerFile,
    on: AsOfDay = None,
    recorded: Recorded = None,
) -> None:
    """Say what became of an invitation, proposal or promise.

    Example:

        chancery answered AZ KG t1f3a9c
    """
    from chancery.ledger import Ledger
    from chancery.report import answers

    with clear_errors(), Ledger(ledger, readonly=True, recorded=moment(recorded)) as book:
        _answer(answers.did_answer(book, state(a), state(b), subject, on=day(on)))


def _answer(answer: Answer) -> None:
    from chancery.report import citation

    out.print(
        f"{answer.found.value}: {answer.text}" if answer.line else answer.found.value, highlight=False, soft_wrap=True
    )
    for proof in answer.proofs:
        out.print(f"  {citation.footnote(proof)}", highlight=False, soft_wrap=True)
    out.print(f"Held: {answer.coverage}", style="dim", highlight=False, soft_wrap=True)


def _forms(word: str) -> tuple[str, ...]:
    """The dictionary forms of ``word`` and the subject terms it stands for, so that one language finds the other."""
    from chancery import knowledge
    from chancery.annotate.query import lemmas
    from chancery.languages.pack import languages

    known, forms = knowledge.load(), lemmas(word)
    terms = {term.casefold() for form in forms for code in languages() for term in known.topic(form, code)}
    return (*forms, *sorted(terms))


@app.command()
def search(
    words: Annotated[
        list[str], typer.Argument(help='Words that must all occur, in any inflection; "a phrase" as it is.')
    ],
    ledger: LedgerFile,
    limit: Annotated[int, typer.Option(min=1, help="The most statements to show.")] = 20,
    skip: Annotated[int, typer.Option(min=0, help="Leave out the first ones: the next page.")] = 0,
    recorded: Recorded = None,
    json_lines: Annotated[bool, typer.Option("--jsonl", help="One JSON object a statement.")] = False,
) -> None:
    """Find statements by the words of their quotation and of what they are about.

    A word that names a subject of the UNBIS thesaurus, in English or Russian, finds what is about it in either.

    Examples:

        chancery search flights

        chancery search авиарейсы --limit 5
    """
    from rich.text import Text

    from chancery.export.jsonl import statement_line
    from chancery.export.table import roles
    from chancery.ledger import Ledger

    with clear_errors(), Ledger(ledger, readonly=True, recorded=moment(recorded)) as book:
        for hit in book.search(" ".join(words), limit=limit, skip=skip, lemmas=_forms):
            statement, source = hit.account.statement, hit.account.source
            if json_lines:
                sys.stdout.write(statement_line(statement, source.name) + "\n")
                continue
            out.print(
                Text.assemble(
                    (f"{statement.kind} ", "bold"),
                    f"[{statement.status.value}] {roles(statement)}\n  ",
                    (f"“{statement.evidence.quote}”", "italic"),
                    f"  {source.name}, {source.published.edtf or 'undated'}",
                )
            )


@app.command()
def who(
    title: Annotated[str, typer.Argument(help='The office, in English or Russian: "foreign minister".')],
    of: Annotated[str, typer.Argument(metavar="STATE", help="The state or organisation, by code or name.")],
    ledger: LedgerFile,
    on: AsOfDay = None,
) -> None:
    """Say who held an office on a day, by the tables and by the documents of the ledger, and where these contradict.

    Examples:

        chancery who "foreign minister" KG --on 2022-07-21

        chancery who президент AZ

        chancery who "secretary general" "Organization of Turkic States"
    """
    from chancery import knowledge
    from chancery.ledger import Ledger
    from chancery.model.errors import UsageError
    from chancery.report import tenure

    with clear_errors():
        known = knowledge.load()
        code = body(of)
        office = known.title(title, "en") or known.title(title, "ru")
        if office is None:
            near = ", ".join(known.titles.nearest(title))
            raise UsageError(
                f"no office is known as {title!r}",
                remedy=f"is it one of: {near}?" if near else 'say for example "president" or "foreign minister"',
            )
        at: date = day(on)
        titles = known.same_office(office.name, code)
        told = []
        if ledger.exists():
            with Ledger(ledger, readonly=True) as book:
                told = tenure.words_on(book.view(), code, titles)
        every = [spell for spell in known.spells(code) if spell.title in titles]
        found = tenure.tenure(known.holders(office.name, code, at), every, told, at)
        for spell in found.spells:
            holder = known.entity(spell.holder)
            to = f" to {known.display(spell.to)}" if spell.to else ""
            _line(
                f"{holder.caption if holder else spell.holder}, {spell.title} of {known.display(code)}{to}, "
                f"{spell.since or '?'} – {spell.until or ''} (source: {spell.source})"
            )
            for word in found.agreeing.get(spell.holder, ()):
                _line(f"  so also {word.document}, {word.day}: “{word.quote}”")
        for word in found.alone:
            _line(f"{word.caption}, {office.name} of {known.display(code)}, by {word.document}, {word.day}")
            _line(f"  “{word.quote}”")
        for word in found.against:
            says = f"{word.caption} was it" if word.inside else f"{word.caption} was it no longer ({word.action})"
            _line(f"contradicted by {word.document}, {word.day}, by which {says}: “{word.quote}”")
        if not found.spells and not found.alone:
            where = "the tables and the ledger name" if ledger.exists() else "the tables name"
            _line(f"unknown: {where} no {office.name} of {known.display(code)} on {at}")
    raise typer.Exit(0 if found.spells or found.alone else 1)


def _line(text: str) -> None:
    out.print(text, highlight=False, soft_wrap=True, markup=False)
