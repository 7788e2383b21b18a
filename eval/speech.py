"""Score attribution: who is said to say what.

    eval/speech.py --gold DIR [--language en] [--texts ARCHIVE…] [--part FILE] [--json] [--errors] [--rules]
    eval/speech.py --gold DIR_OR_FILE --turns [--json] [--errors]

DIR holds NAME.txt and NAME.ann (brat, PolNeAR's scheme), or offsets only where the texts come from archives
beside the checkout (``--texts``): NAME is then "corpus-STEM", the corpus being the archive's name up to its
first hyphen. In a tar STEM.txt or STEM_text.txt is a member; in JSON Lines the last part of a record's "url"
is the STEM, and title and text with an empty line between are what is read.
DIR may also be a tar of such a folder; ``--folder`` says which of its folders is scored.

``full``, ``source``, ``cue``, ``content`` are F1 in per cent (exact spans but for ``full``);
``direct_recall`` is the share of direct quotations found, ``direct_source`` of those with the right source;
``source_right`` of all matched contents; ``content_overlap`` F1 over words. ``--rules`` leaves the learned
model out. ``--turns`` scores turns: of GUM interviews (a folder of XML) or of pages in JSON Lines; see
``speech_turns``.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from chancery.annotate import annotate
from chancery.extract.speech_prose import attributions
from chancery.languages.pack import load_pack
from chancery.read import read_text
from speech_score import ROLES, Tally, read_brat, tally
from speech_turns import score_turns

_SENTENCE_MARK = "{Author, Unknown}"


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
    """The texts of an archive by "corpus-STEM"."""
    corpus = archive.name.partition("-")[0]
    if archive.name.endswith(".jsonl.xz"):
        with lzma.open(archive, "rt", encoding="utf-8") as stream:
            records = [json.loads(line) for line in stream]
        return {f"{corpus}-{r['url'].rsplit('/', 1)[1]}": f"{r['title']}\n\n{r['text']}" for r in records}
    out = {}
    with tarfile.open(archive) as opened:
        for member in opened.getmembers():
            if member.isfile() and member.name.endswith(".txt"):
                opened_file = opened.extractfile(member)
                if opened_file is not None:
                    name = f"{corpus}-{Path(member.name).stem.removesuffix('_text')}"
                    out[name] = _plain(opened_file.read().decode("utf-8"))
    return out


def _plain(text: str) -> str:
    """``text``; of RuSentRel without its mark before each sentence, the sentences of a paragraph on one line."""
    if _SENTENCE_MARK not in text:
        return text
    bare = re.sub(r"[ \t\r]*\n", "\n", text.replace(_SENTENCE_MARK + " ", "").replace(_SENTENCE_MARK, ""))
    return re.sub(r"(?<!\n)\n(?!\n)", " ", bare).strip() + "\n"


def unpacked(archive: Path, folder: str, into: Path) -> Path:
    """``into`` with the brat files of ``folder`` of a tar."""
    with tarfile.open(archive) as opened:
        for member in opened:
            path = Path(member.name)
            if member.isfile() and path.parent.name == folder and path.suffix in {".txt", ".ann"}:
                stream = opened.extractfile(member)
                if stream is not None:
                    (into / path.name).write_bytes(stream.read())
    return into


def score(gold: Path, language: str, *, rules: bool = False, part: str = "", archives: Sequence[Path] = ()) -> Tally:
    """The tally over a folder; ``part`` names a file beside the gold that lists the documents to score."""
    into = Tally()
    only = set((gold / part).read_text(encoding="utf-8").split()) if part else None
    stored = {name: text for archive in archives for name, text in texts(archive).items()}
    for path in sorted(gold.glob("*.ann")):
        if only is not None and path.stem not in only:
            continue
        beside = path.with_suffix(".txt")
        text = beside.read_bytes().decode("utf-8") if beside.exists() else stored[path.stem]
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
    parser.add_argument("--texts", type=Path, nargs="+", default=[], help="archives of texts for offsets only")
    parser.add_argument("--folder", default="dev", help="of gold that is an archive: the folder to score")
    parser.add_argument("--part", default="", help="a file in the gold folder that lists the documents to score")
    parser.add_argument("--rules", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--errors", action="store_true")
    arguments = parser.parse_args()
    if arguments.turns:
        result, errors = score_turns(arguments.gold)
    else:
        with tempfile.TemporaryDirectory() as place:
            gold: Path = arguments.gold
            gold = gold if gold.is_dir() else unpacked(gold, arguments.folder, Path(place))
            counts = score(
                gold, arguments.language, rules=arguments.rules, part=arguments.part, archives=arguments.texts
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
