"""The ledger: one SQLite file that keeps documents, what they say and what people decided, a seal on every
row."""

from chancery.ledger.keeping import Kept
from chancery.ledger.rows import Holding
from chancery.ledger.store import Ledger
from chancery.ledger.verify import Finding
from chancery.ledger.view import View

__all__ = ["Finding", "Holding", "Kept", "Ledger", "View"]
