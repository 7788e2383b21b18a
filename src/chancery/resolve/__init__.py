"""From what documents say to what is held true of them: who is who, which statements tell of one happening,
what became of it.

Pure functions over statements and decisions: nothing is stored here. ``ledger`` selects the statements and
shows the result.
"""
