"""Tree rules over Universal Dependencies. The author's guide is docs/rules.md."""

from chancery.rules.graph import Arc, Graph, Hung
from chancery.rules.lexicon import Key, Lexicon
from chancery.rules.match import Bound, Match, Matcher
from chancery.rules.pattern import parse
from chancery.rules.rule import Example, Rule, RuleSet, compile_rule, fixed_value, load_rules

__all__ = [
    "Arc",
    "Bound",
    "Example",
    "Graph",
    "Hung",
    "Key",
    "Lexicon",
    "Match",
    "Matcher",
    "Rule",
    "RuleSet",
    "compile_rule",
    "fixed_value",
    "load_rules",
    "parse",
]
