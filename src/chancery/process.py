"""One document to its findings: pure, the unit of every batch."""

from __future__ import annotations

from dataclasses import replace

from chancery import knowledge
from chancery.annotate import annotate
from chancery.extract.context import Context
from chancery.extract.dating import date_document
from chancery.extract.deixis import resolve_deixis
from chancery.extract.names import find_names
from chancery.extract.speech import find_speech
from chancery.extract.statements import find_statements
from chancery.extract.statements_lemmas import lemmas
from chancery.extract.times import find_times
from chancery.languages.pack import languages, load_pack
from chancery.model.document import DateSource, Document
from chancery.model.reading import Clue, Failure, Reading
from chancery.model.when import reference_day


def process(document: Document) -> Reading:
    """Everything found in ``document``. The same document always gives the same reading.

    A document in a language without a pack is kept with a failure on record and no findings. An undated document is
    dated from what it says where that is possible; the reading's document then carries the inferred date.
    """
    if document.language not in languages():
        return Reading(document=document, failures=(_unknown_language(document),))
    context, clues = prepare(document)
    statements = find_statements(context)
    return Reading(
        document=context.document,
        mentions=context.mentions,
        titles=context.titles,
        utterances=context.utterances,
        times=context.times,
        clues=clues,
        entities=context.entities,
        statements=statements,
        lemmas=lemmas(context.doc, statements),
        failures=tuple(Failure(name=document.name, stage="extract", what=note) for note in context.notes),
    )


def prepare(document: Document) -> tuple[Context, tuple[Clue, ...]]:
    """``document`` annotated, with names, speech and times found: all that statements are read from.

    The clues are those that dated it, if it had no date. Raises PackError for a language without a pack.
    """
    context = Context(
        document=document,
        doc=annotate(document),
        pack=load_pack(document.language),
        knowledge=knowledge.load(),
        published=reference_day(document.published.edtf),
    )
    find_names(context)
    find_speech(context)
    resolve_deixis(context)
    find_times(context)
    return context, _date(context)


def _date(context: Context) -> tuple[Clue, ...]:
    """Infer the date of an undated document and ground its times anew; the clues found."""
    if context.document.published.source is not DateSource.UNKNOWN:
        return ()
    published, clues = date_document(context)
    if published.edtf is None:
        return clues
    context.document = replace(context.document, published=published)
    context.published = reference_day(published.edtf)
    find_times(context)
    return clues


def _unknown_language(document: Document) -> Failure:
    return Failure(
        name=document.name,
        stage="annotate",
        what=f"no language pack for {document.language!r}",
        remedy=f"packs exist for: {', '.join(languages())}; say --language if the guess is wrong",
    )
