"""Reading a corpus: files to readings, in order, in one or more processes; a failure is on record, the rest goes on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path

from chancery.model.document import Document
from chancery.model.errors import ChanceryError
from chancery.model.reading import Failure, Reading
from chancery.process import process
from chancery.read import read


def documents(
    paths: Iterable[Path], *, published: str | None = None, language: str | None = None
) -> Iterator[Document | Failure]:
    """Every document in ``paths`` (folders are walked, in name order), and a Failure for each that cannot be read."""
    for path in paths:
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in files:
            yield from read(file, published=published, language=language)


def read_one(document: Document) -> Reading | Failure:
    """``process`` with a failure on record instead of an error: one bad document must not stop a batch."""
    try:
        return process(document)
    except ChanceryError as error:
        return Failure(name=document.name, stage="process", what=error.what, remedy=error.remedy)
    except (ValueError, LookupError, RecursionError, MemoryError) as error:
        # A defect of ours in one document: told by type and text, so that it can be reported; the batch goes on.
        return Failure(
            name=document.name,
            stage="process",
            what=f"{type(error).__name__}: {error}",
            remedy="this is a defect of Chancery; please report it with the document",
        )


def read_all(items: Iterable[Document | Failure], *, workers: int = 1) -> Iterator[Reading | Failure]:
    """The reading of each document, in order; failures pass through. ``workers`` processes share the work."""
    if workers <= 1:
        for item in items:
            yield item if isinstance(item, Failure) else read_one(item)
        return
    with ProcessPoolExecutor(max_workers=workers) as pool:
        stream = iter(items)
        while chunk := list(islice(stream, workers * 8)):  # bounded: a corpus need not fit into memory
            done = pool.map(read_one, [item for item in chunk if isinstance(item, Document)])
            for item in chunk:
                yield item if isinstance(item, Failure) else next(done)
