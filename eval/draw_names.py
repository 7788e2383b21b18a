"""Draw paragraphs of official prose to annotate names in: offsets only, seeded, spread over genres and regions.

    python eval/draw_names.py --texts ARCHIVE --exclude ../shared/gold [--seed 20] > drawn.jsonl

ARCHIVE is ``../shared/data/white-house.tar.xz``. One paragraph a document. Documents of which a passage stands in a
text file below ``--exclude`` (texts that others learn from or are measured on) are left out. A paragraph belongs to
the first region that it or its document's title names a state of; a quota is filled for each region, its genres taken
in turns. What is drawn goes by turns to the halves ``dev`` and ``unseen``; lists of links, and what begins as an
earlier paragraph does, are dropped. Each line has ``sha256`` of the file's bytes (its name would be its title, which is
text), ``start`` and ``end`` of the paragraph in its decoded text, ``genre``, ``region`` and ``half``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import tarfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

QUOTAS = {
    "central-asia-caucasus": 60, "turkey": 24, "middle-east": 60, "africa": 54, "asia-pacific": 70,
    "latin-america": 54, "europe": 44, "other": 74,
}  # fmt: skip
REGIONS = {
    "central-asia-caucasus": r"Kyrgyz|Kazakh|Uzbek|Turkmen|Tajik|Azerbaijan|Armenia|Georgian|Tbilisi|Afghan|Mongolia"
    r"|Central Asia|C5\+1",
    "turkey": r"T[uü]rkiye|\bTurkey\b|Turkish|Erdo[gğ]an",
    "middle-east": r"Israel|Saudi|Qatar|Emirat|Jordan\b|Egypt|Iraq|Lebanon|Lebanese|Yemen|Oman\b|Kuwait|Bahrain|Syria"
    r"|Iran|Palestin|Tunisia|Morocc|Libya|Algeria",
    "africa": r"Africa|Kenya|Nigeria|Ghana|Ethiopia|Somali|Sudan|Angola|Zambia|Senegal|Rwanda|Congo|Uganda|Tanzania"
    r"|Mozambique|Malawi|Niger\b|Mali\b|Liberia|Botswana|Cameroon|Gabon|Zimbabwe|Côte d|Namibia|Benin|Togo",
    "asia-pacific": r"China|Chinese|Japan|Korea|Vietnam|Indonesia|Philippine|Thai|Malaysia|Singapore|India\b|Pakistan"
    r"|Bangladesh|Sri Lanka|Nepal|Cambodia|Laos|Burma|Taiwan|Papua|Fiji|Samoa|Pacific Islands",
    "latin-america": r"Mexic|Brazil|Argentin|Colombia\b|Chile|Peru|Venezuela|Ecuador|Guatemala|Hondura|Salvador|Haiti"
    r"|Cuba|Bolivia|Paraguay|Uruguay|Panama|Costa Rica|Dominican|Barbados|Guyana|Jamaica|Trinidad",
    "europe": r"Ukrain|Russia|German|France|French|British|United Kingdom|Ireland|Poland|Polish|Italy|Italian|Spain"
    r"|Roman|Czech|Finland|Swed|Norw|Lithuan|Latvia|Eston|Greece|Greek|Serbia|Kosovo|Moldova|Belarus|Hungar|Netherlands",
    "other": "",
}
GENRES = (
    ("nomination", r"nomin|appoint|presidential delegation|intent to"),
    ("readout", r"readout"),
    ("fact-sheet", r"fact sheet"),
    ("press", r"press briefing|press gaggle|press call|background"),
    ("remarks", r"remarks|speech|toast|press conference|address"),
    ("joint", r"joint|communiqu"),
    ("statement", r""),
)
SHORTEST, LONGEST = 14, 150  # words
GAP = re.compile(r"\n[^\S\n]*\n\s*")
Row = dict[str, str | int]
Pool = dict[str, dict[str, list[tuple[Row, str]]]]


def genre(title: str) -> str:
    """The genre that a title tells of."""
    return next(name for name, pattern in GENRES if re.search(pattern, title, re.I))


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Bounds of the paragraphs behind the front matter."""
    begin = text.find("\n---", 3)
    at = begin + 4 if begin > 0 else 0
    for gap in [*GAP.finditer(text, at), None]:
        end = gap.start() if gap else len(text)
        whole = text[at:end]
        if SHORTEST <= len(whole.split()) <= LONGEST:
            yield at + len(whole) - len(whole.lstrip()), at + len(whole.rstrip())
        at = gap.end() if gap else end


def beginning(paragraph: str) -> str:
    """What two copies of a paragraph share, however they are wrapped."""
    return " ".join(paragraph.split())[:70]


def excluded(folder: Path | None) -> frozenset[str]:
    """The beginnings of the paragraphs of the text files below ``folder``."""
    files = sorted(folder.rglob("*.txt")) if folder else []
    return frozenset(beginning(line) for path in files for line in path.read_text(encoding="utf-8").splitlines())


def candidates(texts: Path, taken: frozenset[str], chance: random.Random) -> Pool:
    """Rows with their passages by region and genre, at most one for each document."""
    out: Pool = {region: defaultdict(list) for region in QUOTAS}
    with tarfile.open(texts) as archive:  # in the archive's order: to go back in it is to unpack it again
        for member in archive:
            stream = archive.extractfile(member) if member.name.endswith(".md") else None
            if stream is None:
                continue
            data = stream.read()
            text = data.decode("utf-8")
            bounds = list(paragraphs(text))
            if not bounds or any(beginning(text[start:end]) in taken for start, end in bounds):
                continue
            start, end = chance.choice(bounds)
            title = re.sub(r"\W+", " ", Path(member.name).stem[11:])
            seen = f"{title.title()} {text[start:end]}"
            region = next(name for name, pattern in REGIONS.items() if re.search(pattern, seen))
            row: Row = {"sha256": hashlib.sha256(data).hexdigest(), "start": start, "end": end}
            out[region][genre(title)].append((row, text[start:end]))
    return out


def main() -> None:
    """Print the drawn rows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--exclude", type=Path)
    parser.add_argument("--seed", type=int, default=20)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    pool = candidates(options.texts, excluded(options.exclude), chance)
    number, drawn = 0, set[str]()
    for region, quota in QUOTAS.items():
        groups = {name: pool[region][name] for name, _ in GENRES if pool[region][name]}
        for rows in groups.values():
            chance.shuffle(rows)
        left = quota
        while left and any(groups.values()):
            for name, rows in groups.items():
                if rows and left:
                    row, text = rows.pop()
                    half = ("dev", "unseen")[number % 2]
                    number, left = number + 1, left - 1
                    if "](" not in text and beginning(text) not in drawn:
                        drawn.add(beginning(text))
                        print(json.dumps(row | {"genre": name, "region": region, "half": half}))


if __name__ == "__main__":
    main()
