"""What is known before reading: states, organisations, offices and their holders, titles, topics, and how names match.

Plain tables in ``data/``, every row with its source; ``load()`` builds the index once.
"""

from chancery.knowledge.organisations import Membership
from chancery.knowledge.store import Knowledge, load
from chancery.knowledge.surface import Form, Found
from chancery.knowledge.titles import Title

__all__ = ["Form", "Found", "Knowledge", "Membership", "Title", "load"]
