"""Link precision and recall of threads on chains of our own, with decoys.

    eval/threads.py --gold FILE [--errors] [--json]

A link is a pair (what opens an undertaking, what belongs to it). ``precision`` and ``recall`` are over all links of all
chains, ``state`` is the share of states foretold that are right, ``broken`` the number of undertakings called lapsed or
contradicted that the chains do not call so: it must be 0.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from chains import Case, read, resolve

BAD = ("lapsed", "contradicted")


def links(case: Case) -> tuple[set[tuple[str, str]], dict[str, set[str]]]:
    """The links found, and the states of the undertakings that each statement opens."""
    found = resolve(case)
    entry = {e.id: [found.letter[s] for s in e.statements] for e in found.entries}
    pairs: set[tuple[str, str]] = set()
    states: dict[str, set[str]] = {}
    for thread in found.threads:
        opener = entry[thread.links[0].entry]
        for letter in opener:
            states.setdefault(letter, set()).add(thread.state.value)
        for link in thread.links[1:]:
            pairs |= {(min(opener), letter) for letter in entry[link.entry]}
    return pairs, states


def main() -> int:
    """Print the figures; with --errors also every wrong, missed or misjudged case."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    right = made = wanted = states = agreed = broken = chains = 0
    for case in read(options.gold):
        pairs, judged = links(case)
        chains += 1
        right += len(pairs & case.links)
        made += len(pairs)
        wanted += len(case.links)
        for letter, state in case.states.items():
            states += 1
            agreed += state in judged.get(letter, set())
            if options.errors and state not in judged.get(letter, set()):
                print(f"STATE   {case.name}: {letter} is {sorted(judged.get(letter, set()))}, not {state}")
        for letter, told in judged.items():
            for state in told & set(BAD):
                if case.states.get(letter) != state:
                    broken += 1
                    if options.errors:
                        print(f"BROKEN  {case.name}: {letter} is called {state}")
        if options.errors:
            for pair in sorted(pairs - case.links):
                print(f"WRONG   {case.name}: {pair}")
            for pair in sorted(case.links - pairs):
                print(f"MISSED  {case.name}: {pair}")
    figures = {
        "chains": chains,
        "links": wanted,
        "precision": round(100 * right / made, 1) if made else 0.0,
        "recall": round(100 * right / wanted, 1) if wanted else 0.0,
        "state": round(100 * agreed / states, 1) if states else 0.0,
        "broken": broken,
    }
    print(json.dumps(figures) if options.json else "  ".join(f"{k} {v}" for k, v in figures.items()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
