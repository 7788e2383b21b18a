"""Writing a brief: to the terminal, or to a file in the format its name asks for."""

from __future__ import annotations

import os
from pathlib import Path

from rich.console import RenderableType

from chancery.model.errors import UsageError
from chancery.report import html, markdown
from chancery.report import terminal as screen
from chancery.report.model import Brief

FORMATS = {".md": markdown.render, ".markdown": markdown.render, ".html": html.render, ".htm": html.render}


def terminal(brief: Brief) -> RenderableType:
    """The brief as something rich can print."""
    return screen.render(brief)


def to_file(brief: Brief, path: Path) -> None:
    """Write the brief whole or not at all; UsageError if the format is unknown or the file cannot be
    written."""
    writer = FORMATS.get(path.suffix.lower())
    if writer is None:
        raise UsageError(
            f"no format for {path.suffix or 'a name without ending'!r}",
            where=str(path),
            remedy=f"use one of {', '.join(FORMATS)}",
        )
    text = writer(brief)
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UsageError(f"cannot be written: {error.strerror}", where=str(path)) from error
