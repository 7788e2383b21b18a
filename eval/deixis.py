"""Score whom pronouns, "our countries", kin, forms of address and epithets stand for.

    eval/deixis.py --gold FILE [--json] [--errors]

FILE is a table of cases (see ``gold/deixis.toml``): a frame, a sentence, a passage of it, and the entities it stands
for; none where nobody may be guessed. A case is right if just these entities are found for the passage, as a mention or
as the speaker of what the passage is the source of. Printed: the share right by language, in per cent.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from pathlib import Path

from chancery.process import prepare
from chancery.read import read_text


def entities_at(language: str, text: str, start: int, end: int) -> frozenset[str]:
    """Canonical names, or codes of states, of what ``text[start:end]`` stands for; names themselves left out."""
    context, _ = prepare(read_text("case", text, language=language))
    found = {
        id
        for m in context.mentions
        if m.form in ("pronoun", "title") and m.span.start < end and start < m.span.end
        for id in m.entities
    }
    found |= {
        u.speaker
        for u in context.utterances
        if u.speaker and u.source and u.cue and u.source.start <= start and end <= u.source.end
    }
    return frozenset(e.caption if (e := context.entity(id)) else id for id in found)


def score(path: Path) -> tuple[dict[str, float], list[str]]:
    """Shares right by language, and the cases that are not."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    result: dict[str, float] = {}
    errors = []
    for language, cases in table["cases"].items():
        right = 0
        for case in cases:
            frame, sentence, passage, wanted = (part.strip() for part in case.split("|"))
            text = table["frames"][language][frame].format(sentence) + "\n"
            start = text.index(sentence) + sentence.rindex(passage)
            found = entities_at(language, text, start, start + len(passage))
            if found == frozenset(filter(None, wanted.split("+"))):
                right += 1
            else:
                errors.append(f"{language} {case}: got {'+'.join(sorted(found)) or 'nobody'}")
        result[language] = 100.0 * right / len(cases)
        result[f"{language}_cases"] = float(len(cases))
    return result, errors


def main() -> int:
    """Print the shares; with ``--errors`` the cases that are wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--errors", action="store_true")
    arguments = parser.parse_args()
    result, errors = score(arguments.gold)
    if arguments.json:
        print(json.dumps({key: round(value, 2) for key, value in result.items()}))
    else:
        for key, value in result.items():
            print(f"{key:12}{value:8.1f}")
    if arguments.errors:
        print(*errors, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
