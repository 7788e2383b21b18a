"""The command line: thin commands over batch, ledger and report.

Results go to standard output, progress and errors to standard error. Exit codes: 0 all went well; 1 something did not
hold or could not be read (the rest was done); 2 the request cannot be carried out as asked.
"""

from chancery.cli import asking, care, coding, comparing, exchange, reading, reporting, ruling
from chancery.cli.common import app

__all__ = ["app", "asking", "care", "coding", "comparing", "exchange", "reading", "reporting", "ruling"]

if __name__ == "__main__":
    app()
