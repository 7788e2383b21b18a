"""Reading the tables: CSV files in ``data/`` beside this module, UTF-8, a header line, a source in every row."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from chancery.model.errors import KnowledgeError

DATA = Path(str(resources.files("chancery.knowledge"))) / "data"


def read(name: str, columns: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The rows of table ``name`` (a path below ``data/`` without ``.csv``), in the order of ``columns``.

    KnowledgeError if the table is missing, lacks a column, or a row has more or fewer fields than the header.
    """
    path = DATA / f"{name}.csv"
    try:
        file = path.open(encoding="utf-8", newline="")
    except FileNotFoundError as error:
        raise KnowledgeError("table is missing", where=str(path), remedy="reinstall the package") from error
    with file:
        rows = csv.reader(file)
        header = next(rows, [])
        missing = [column for column in columns if column not in header]
        if missing:
            raise KnowledgeError(f"no column {', '.join(missing)}", where=str(path))
        places = [header.index(column) for column in columns]
        width = len(header)
        for number, row in enumerate(rows, start=2):
            if len(row) != width:
                raise KnowledgeError(f"{len(row)} fields instead of {width}", where=f"{path.name}:{number}")
            yield tuple(row[place] for place in places)


def tables(folder: str) -> tuple[str, ...]:
    """Names of the tables in a folder of ``data/``, sorted."""
    return tuple(f"{folder}/{path.stem}" for path in sorted((DATA / folder).glob("*.csv")))


def split(cell: str) -> tuple[str, ...]:
    """The values of a cell that holds several, separated by ``;``."""
    return tuple(value for value in (part.strip() for part in cell.split(";")) if value)
