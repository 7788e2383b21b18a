"""Whether all names of an entity mean that one entity, and no two entities are merged.

    eval/aliases.py --gold expected.yaml [--json]

The file maps under ``entities`` a caption (English; the code for a state) to its aliases. An alias means the caption's
entity if knowledge links it so, in a language read, or if its spelling is that of the caption; ``missed`` ones mean
nothing by themselves (a bare surname, a pronoun), ``wrong`` ones another entity, of the file or known.
Only counts are printed.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import yaml

from chancery.knowledge import Knowledge, load
from chancery.knowledge.linking import link_person
from chancery.knowledge.names import compare
from chancery.languages.pack import languages


def meanings(name: str, knowledge: Knowledge) -> set[str]:
    """The ids that ``name`` most likely means: several if they tie."""
    out: set[str] = set()
    for language in languages():
        links = knowledge.lookup(name, language) or link_person(name, language, knowledge)
        if links:
            out |= {link.entity for link in links if links[0].score - link.score < 0.05}
    return out


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--gold", type=Path, required=True, help="YAML file with entities and their aliases")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    options = parser.parse_args()
    if not options.gold.exists():
        print(f"skipped: {options.gold} is not at hand", file=sys.stderr)
        return 0
    knowledge = load()
    entities: dict[str, list[str]] = yaml.safe_load(options.gold.read_text(encoding="utf-8"))["entities"]
    own = {caption: {caption} if knowledge.entity(caption) else meanings(caption, knowledge) for caption in entities}
    right = missed = wrong = 0
    for caption, aliases in entities.items():
        for alias in aliases:
            found = meanings(alias, knowledge)
            if found & own[caption] or (not own[caption] and compare(caption, alias).same):
                right += len(found) <= 1 or found == own[caption]
                missed += len(found) > 1 and found != own[caption]
            elif found or any(compare(other, alias).same for other in entities if other != caption):
                wrong += 1
            else:
                missed += 1
    ids = [next(iter(found)) for found in own.values() if len(found) == 1]
    figures = {
        "entities": len(entities), "aliases": right + missed + wrong, "right": right, "missed": missed, "wrong": wrong,
        "merged": len(ids) - len(set(ids)),
    }  # fmt: skip
    print(json.dumps(figures) if options.json else "  ".join(f"{name} {value}" for name, value in figures.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
