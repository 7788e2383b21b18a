"""Words, rules and models of each language, as data."""
