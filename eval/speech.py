"""Score attribution: who is said to say what.

    eval/speech.py --gold DIR [--language en] [--texts ARCHIVE] [--part FILE] [--json] [--errors] [--rules]
    eval/speech.py --gold DIR_OR_FILE --turns [--json] [--errors]

DIR holds NAME.txt and NAME.ann (brat, PolNeAR's scheme), or offsets only where the texts come from an
archive beside the checkout (``--texts``, tar): NAME is then "corpus-STEM" and STEM.txt or STEM_text.txt a
member. ``full``, ``source``, ``cue``, ``content`` are F1 in per cent (exact spans but for ``full``);
``direct_recall`` is the share of direct quotations found, ``direct_source`` of those with the right source;
``source_right`` of all matched contents; ``content_overlap`` F1 over words. ``--rules`` leaves the learned
model out. ``--turns`` scores turns: of GUM interviews (a folder of XML) or of pages in JSON Lines; see
``speech_turns``.
"""

from __future__ import annotations

import argparse
import json
import sys
import tarfile
from collections import Counter
from pathlib import Path

from chancery.annotate import annotate
from chancery.extract.speech_prose import attributions
from chancery.languages.pack import load_pack
from chancery.read import read_text
from speech_score import ROLES, Tally, read_brat, tally
from speech_turns import score_turns


def predicted(name: str, text: str, language: str, *, rules: bool) -> list[dict[str, list[tuple[int, int]]]]:
    """The attributions that Chancery finds in ``text``, as passages by role."""
    document = read_text(name, text, language=language)
    found = attributions(annotate(document), document.readable(), load_pack(language), learned=not rules)
    out = []
    for a in found:
        spans = {"source": (a.source,), "cue": (a.cue,), "content": a.content}
        out.append({role: [(s.start, s.end) for s in spans[role] if s] for role in ROLES})
    return out


def texts(archive: Path) -> dict[str, str]:
    """The texts of an archive by their stem."""
    out = {}
    with tarfile.open(archive) as opened:
        for member in opened.getmembers():
            if member.isfile() and member.name.endswith(".txt"):
                stream = opened.extractfile(member)
                if stream is not None:
                    out[Path(member.name).stem.removesuffix("_text")] = stream.read().decode("utf-8")
    return out


def score(gold: Path, language: str, *, rules: bool = False, part: str = "", archive: Path | None = None) -> Tally:
    """The tally over a folder; ``part`` names a file beside the gold that lists the documents to score."""
    into = Tally()
    only = set((gold / part).read_text(encoding="utf-8").split()) if part else None
    stored = texts(archive) if archive else {}
    for path in sorted(gold.glob("*.ann")):
        if only is not None and path.stem not in only:
            continue
        beside = path.with_suffix(".txt")
        text = beside.read_bytes().decode("utf-8") if beside.exists() else stored[path.stem.partition("-")[2]]
        found = predicted(path.stem, text, language, rules=rules)
        tally(into, path.stem, text, read_brat(path), found)
    return into


def summary(counts: Tally) -> dict[str, float]:
    """The measures that floors are set on, in per cent."""
    return {
        "full": counts.f1("full"),
        **{role: counts.f1(role) for role in ROLES},
        "direct_recall": counts.share("direct_recall"),
        "direct_source": counts.share("direct_source"),
        "mixed_recall": counts.share("mixed_recall"),
        "indirect_recall": counts.share("indirect_recall"),
        "source_right": counts.share("source_right"),
        "content_overlap": counts.f1("content_words"),
        "gold": float(counts.gold.get("full", 0)),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--turns", action="store_true")
    parser.add_argument("--language", default="en")
    parser.add_argument("--texts", type=Path, help="an archive of texts for gold that holds offsets only")
    parser.add_argument("--part", default="", help="a file in the gold folder that lists the documents to score")
    parser.add_argument("--rules", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--errors", action="store_true")
    arguments = parser.parse_args()
    if arguments.turns:
        result, errors = score_turns(arguments.gold)
    else:
        counts = score(
            arguments.gold, arguments.language, rules=arguments.rules, part=arguments.part, archive=arguments.texts
        )
        result, errors = summary(counts), counts.errors
    if arguments.json:
        print(json.dumps({key: round(value, 2) for key, value in result.items()}))
    else:
        for key, value in result.items():
            print(f"{key:16}{value:8.1f}")
    if arguments.errors:
        kinds = Counter(kind for kind, _, _ in errors)
        print(*(f"{number} {kind}" for kind, number in kinds.most_common()), sep=", ")
        for kind, name, shown in sorted(errors):
            print(f"{kind:9}{name[:40]:42}{shown}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
