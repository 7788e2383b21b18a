"""The errors Chancery raises: each says what is wrong, where, and what to do about it."""

from __future__ import annotations


class ChanceryError(Exception):
    """Base of all errors that a caller may expect.

    ``what`` is the fault in one line, ``where`` the file, row or rule, ``remedy`` what the user can do.
    """

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        self.what, self.where, self.remedy = what, where, remedy
        super().__init__(what, where, remedy)

    def __str__(self) -> str:
        line = f"{self.where}: {self.what}" if self.where else self.what
        return f"{line} ({self.remedy})" if self.remedy else line


class ModelError(ChanceryError):
    """A value that must not exist: a statement without evidence, a span that runs backwards."""


class ReadError(ChanceryError):
    """A file that cannot be read as a document."""


class PackError(ChanceryError):
    """A language pack or rule file that is not well formed."""


class KnowledgeError(ChanceryError):
    """A row of the knowledge tables that contradicts another or names an unknown code."""


class LedgerError(ChanceryError):
    """A ledger that cannot be opened, written or trusted."""


class UsageError(ChanceryError):
    """A request that cannot be carried out as asked: an unknown state, option or date."""
