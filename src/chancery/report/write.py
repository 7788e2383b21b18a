"""Writing a brief: to the terminal, or to a file in the format its name asks for."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from rich.console import RenderableType

from chancery.model.errors import UsageError
from chancery.report import terminal as screen
from chancery.report.model import Brief

# File ending → the module whose ``render`` writes it; loaded when asked for.
FORMATS = {
    ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html", ".docx": "docx", ".pdf": "pdf",
}  # fmt: skip


def terminal(brief: Brief) -> RenderableType:
    """The brief as something rich can print."""
    return screen.render(brief)


def to_file(brief: Brief, path: Path) -> None:
    """Write the brief whole or not at all; UsageError if the format is unknown or the file cannot be
    written."""
    module = FORMATS.get(path.suffix.lower())
    if module is None:
        raise UsageError(
            f"no format for {path.suffix or 'a name without ending'!r}",
            where=str(path),
            remedy=f"use one of {', '.join(FORMATS)}",
        )
    render: Callable[[Brief], str | bytes] = import_module(f"chancery.report.{module}").render
    whole(render(brief), path)


def whole(content: str | bytes, path: Path) -> None:
    """Put ``content`` (text as UTF-8) at ``path``, whole or not at all; UsageError if it cannot be written."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UsageError(f"cannot be written: {error.strerror}", where=str(path)) from error
