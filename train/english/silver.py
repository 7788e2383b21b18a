"""Names on official prose by weak supervision: the first network's names, labelling rules over them, and votes.

    python train/english/silver.py --data ../shared/data --model build/english/first --output build/english/silver.jsonl

Paragraphs are drawn from the White House texts, none from a document that a gold file of the project has a passage of.
Each is tagged by the network in ``--model``; labelling rules see the result: those that correct the package's names
(``chancery.annotate.english_corrections``: what is known, titles, tails, plans and honours that are no bodies), what
stands where a person's employer does, units of armed forces, and what ends in the word for a body. What a name is in
most places of all the texts it is taken for where the tagger saw none, and an acronym is a body or none by what stands
before it in brackets. Where network and rules leave doubt, nothing is taught: unsure names, and proper nouns that
nobody names or clears. A line of the output has ``words``, ``spaces`` (whether white space precedes) and ``names``
(IOB2; empty for doubt).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import tarfile
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from spacy.tokens import Doc

from chancery.annotate.english import English
from chancery.annotate.english_corrections import correct
from chancery.annotate.english_joined import correction_words
from chancery.annotate.english_tokens import make
from chancery.annotate.known_names import KNOWN

GOLD = Path(__file__).resolve().parents[2] / "eval" / "gold"
DIGEST = re.compile(rb"\b[0-9a-f]{64}\b")
MARKS = re.compile(r"[*_#`]+|\]\([^)\s]*\)|^>+|\[|<[^<>\n]*>|\\(?=[^\w\s])")
GAP = re.compile(r"\n\s*\n\s*")
SURE = 0.6  # least probability of a name that the network alone gives
VOTES, AGREED = 3, 0.9  # places that a name must be seen in, and the share of its commonest label among them
WORDS = {
    name: frozenset(words)
    for name, words in tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")).items()
}
ACRONYM = re.compile(r"\s\(“?([A-Z][A-Za-z&]{1,7})”?\)")
ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)$")
PREPOSITIONS = frozenset({"of", "for", "on", "to", "in", "against"})
INNER = frozenset({"of", "for", "&", "on", "and"})
LABELS = frozenset({"PER", "ORG", "LOC"})
Name = tuple[int, int, str, float]


@dataclass(slots=True)
class Paragraph:
    """Words with the corrected names, those of the network alone, and whether each word is a proper noun."""

    words: list[str]
    spaces: list[bool]
    proper: list[bool]
    names: list[Name]
    raw: set[tuple[int, int, str]]


def digest(text: str) -> str:
    """What two copies of a paragraph share, however they are wrapped."""
    return " ".join(text.split())[:70]


def paragraphs(data: Path, count: int, seed: int) -> tuple[list[str], dict[str, str]]:
    """Paragraphs of the White House texts, at most some 150 words of a document, ``count`` words in all; and what the
    acronyms in them stand for, by all the texts: ``ORG``, or ``O`` for a plan, an act, a partnership."""
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    drawn = _drawn(data, seed, votes)
    out = []
    for parts in drawn:
        words = 0
        for part in parts:
            if words < 150 and count > 0:
                words += len(part.split())
                count -= len(part.split())
                out.append(part)
    kinds = {}
    for acronym, counts in votes.items():
        kind, most = counts.most_common(1)[0]
        if most >= AGREED * counts.total():
            kinds[acronym] = kind
    return out, kinds


def _drawn(data: Path, seed: int, votes: dict[str, Counter[str]]) -> list[list[str]]:
    """The paragraphs of each document, shuffled; votes on acronyms are added to ``votes``."""
    held = {found.decode() for path in GOLD.rglob("*.jsonl") for found in DIGEST.findall(path.read_bytes())}
    files = sorted((data.parent / "gold").rglob("*.txt"))
    taken = {digest(line) for path in files for line in path.read_text(encoding="utf-8").splitlines()}
    chance = random.Random(seed)
    drawn: list[list[str]] = []
    with tarfile.open(data / "white-house.tar.xz") as archive:
        for member in archive:
            stream = archive.extractfile(member) if member.name.endswith(".md") else None
            raw = stream.read() if stream else b""
            if not raw or hashlib.sha256(raw).hexdigest() in held:
                continue
            text = raw.decode("utf-8")
            begin = text.find("\n---", 3)
            parts = GAP.split(text[begin + 4 if begin > 0 else 0 :])
            parts = [part.strip() for part in parts if 12 <= len(part.split()) <= 150]
            if any(digest(part) in taken for part in parts):
                continue
            parts = [MARKS.sub("", part) for part in parts]
            for part in parts:
                for acronym, kind in defined(part):
                    votes[acronym][kind] += 1
            chance.shuffle(parts)
            drawn.append(parts)
    chance.shuffle(drawn)
    return drawn


def defined(text: str) -> Iterator[tuple[str, str]]:
    """Acronyms in brackets behind what they stand for, and whether that is a body or a thing."""
    known = correction_words()
    for found in ACRONYM.finditer(text):
        letters = [letter for letter in found[1] if letter.isupper()]
        before = re.findall(r"[\w&’'-]+", text[max(0, found.start() - 90) : found.start()])[-len(letters) - 4 :]
        start = next((n for n, word in enumerate(before) if word[0] == letters[0]), len(before))
        words = [word.lower() for word in before[start:]]
        if len(letters) < 2 or len(words) < 2:
            continue
        head = next((a for a, b in pairwise(words) if b in PREPOSITIONS), words[-1])
        if head in known.things | WORDS["things"]:
            yield found[1], "O"
        elif head in known.bodies | WORDS["bodies"]:
            yield found[1], "ORG"


def annotated(folder: Path, texts: list[str]) -> Iterator[Paragraph]:
    """``texts`` with the names before and after correction."""

    def kept(doc: Doc) -> None:
        doc.user_data["raw"] = [(ent.start, ent.end, ent.label_) for ent in doc.ents]
        correct(doc)

    english = English(make(), folder, kept)
    for at in range(0, len(texts), 200):
        for doc in english.annotate_block(texts[at : at + 200]):
            tokens = [token for token in doc if not token.is_space]
            place = {token.i: n for n, token in enumerate(tokens)}
            scores = doc.user_data["scores"]
            yield Paragraph(
                words=[token.text for token in tokens],
                spaces=[n == 0 or tokens[n - 1].idx + len(tokens[n - 1]) < t.idx for n, t in enumerate(tokens)],
                proper=[token.pos_ == "PROPN" for token in tokens],
                names=[
                    (place[e.start], place[e.end - 1] + 1, e.label_, scores.get((e.start_char, e.end_char), 0.0))
                    for e in doc.ents
                ],
                raw={(place[a], place[b - 1] + 1, kind) for a, b, kind in doc.user_data["raw"] if a in place},
            )


def ruled(paragraph: Paragraph) -> Iterator[tuple[int, int, str]]:
    """What labelling rules find where the tagger saw nothing: employers, units of armed forces, bodies."""
    words, lower = paragraph.words, [word.lower() for word in paragraph.words]
    known = correction_words()
    taken = {at for start, end, *_ in paragraph.names for at in range(start, end)}
    for at in range(1, len(words) - 1):
        start = at
        if lower[at - 1] in WORDS["employed"] and lower[at] in {"at", "with"}:
            start = at + 1 + (lower[at + 1] == "the")
        elif lower[at - 1] in WORDS["employed"] and lower[at] in {"of", "for"} and lower[at + 1] == "the":
            start = at + 2
        elif ORDINAL.match(lower[at]) and words[at + 1][0].isupper():
            start = at
        else:
            continue
        end = start + bool(ORDINAL.match(lower[start])) if start < len(words) else start
        while end < len(words) and (
            (words[end][0].isupper() and paragraph.proper[end])
            or (end > start and lower[end] in INNER and end + 1 < len(words) and words[end + 1][0].isupper())
        ):
            end += 1
        if start == end or not words[end - 1][0].isupper() or any(k in taken for k in range(start, end)):
            continue
        unit = bool(ORDINAL.match(lower[start]))
        last = lower[end - 1]
        if unit and not WORDS["units"] & set(lower[start:end]):
            continue
        if " ".join(lower[start:end]) in known.sites or last in known.things or last in known.posts | known.ranks:
            continue
        if "and" in lower[start:end] or lower[start] in WORDS["clear"] | {"large"}:
            continue
        yield start, end, "ORG"
        taken.update(range(start, end))
    yield from _bodies(paragraph, taken)


def _bodies(paragraph: Paragraph, taken: set[int]) -> Iterator[tuple[int, int, str]]:
    """Proper nouns in a row of which the last is the word for a body: "Competition Council"."""
    known = correction_words()
    start = 0
    for at, word in enumerate([*paragraph.words, ""]):
        inside = at < len(paragraph.words) and paragraph.proper[at] and word[0].isupper() and at not in taken
        if inside and word.lower() not in known.ranks:
            continue
        run = " ".join(paragraph.words[start:at]).lower()
        cut = start > 0 and paragraph.words[start - 1] in {"and", "of", "for", "&", "-"}  # the end of a longer name
        body = at - start > 1 and run.rpartition(" ")[2] in known.bodies
        if body and not cut and run not in known.sites | WORDS["sites"]:
            yield start, at, "ORG"
        start = at + 1


def voted(paragraphs: list[Paragraph]) -> dict[tuple[str, ...], str]:
    """Names of several words, and places of one, that all the texts agree on."""
    votes: defaultdict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for paragraph in paragraphs:
        for start, end, kind, score in paragraph.names:
            if (end - start > 1 or kind == "LOC") and score >= SURE:
                votes[tuple(paragraph.words[start:end])][kind] += 1
    out = {}
    for words, counts in votes.items():
        kind, most = counts.most_common(1)[0]
        if most >= VOTES and most >= AGREED * counts.total():
            out[words] = kind
    return out


def labelled(paragraph: Paragraph, votes: dict[tuple[str, ...], str], acronyms: dict[str, str]) -> list[str]:
    """The tags to be taught; empty for doubt."""
    words, lower = paragraph.words, [word.lower() for word in paragraph.words]
    known = correction_words()
    cleared = known.ranks | known.posts | WORDS["clear"]
    dropped = {at for start, end, _ in paragraph.raw for at in range(start, end)}  # by the rules, if no name is left
    tags = ["O"] * len(words)
    for at, word in enumerate(words):
        place = votes.get((word,)) == "LOC"
        if (paragraph.proper[at] and lower[at] not in cleared and at not in dropped) or (at in dropped and place):
            tags[at] = ""
    for run in _runs(tags):  # "Workforce Act", "Presidency"
        if lower[run.stop - 1] in known.things:
            tags[run.start : run.stop] = ["O"] * len(run)
    names = [*paragraph.names, *((start, end, kind, 1.0) for start, end, kind in ruled(paragraph))]
    taken = {at for start, end, *_ in names for at in range(start, end)}
    longest = max(map(len, votes), default=1)
    for at in range(len(words)):
        for size in range(min(longest, len(words) - at), 0, -1):
            kind = votes.get(tuple(words[at : at + size])) if size > 1 else acronyms.get(words[at])
            if kind in LABELS and not any(k in taken for k in range(at, at + size)):
                names.append((at, at + size, kind, 1.0))
                taken.update(range(at, at + size))
                break
    for start, end, kind, score in names:
        tag = _taught(paragraph, (start, end, kind, score), votes, acronyms)
        whole = ["B-" + tag, *["I-" + tag] * (end - start - 1)] if tag in LABELS else [tag] * (end - start)
        tags[start:end] = whole
    return tags


def _taught(paragraph: Paragraph, name: Name, votes: dict[tuple[str, ...], str], acronyms: dict[str, str]) -> str:
    """What to teach of a name: its label, nothing (empty), or that it is none ("O")."""
    start, end, kind, score = name
    words = paragraph.words[start:end]
    lower = [word.lower() for word in words]
    known = correction_words()
    before = [word.lower() for word in paragraph.words[max(0, start - 6) : start]]
    if kind == "ORG" and score != KNOWN:
        if before[-1:] == ["in"] and WORDS["degrees"] & set(before):
            return "O"  # what somebody studied
        if len(words) > 1 and lower[0] in known.things | WORDS["things"] and lower[1] in INNER:
            return "O"  # "Partnership for …"
        if len(words) == 1 and words[0].isupper():
            return acronyms.get(words[0], "")
    if votes.get(tuple(words), kind) != kind:
        return ""
    body = kind == "ORG" and len(words) > 1 and bool(known.bodies & set(lower))
    return kind if score >= SURE or body or (start, end, kind) not in paragraph.raw else ""


def _runs(tags: list[str]) -> Iterator[range]:
    """Where neighbouring tags are empty."""
    start = 0
    for at, tag in enumerate([*tags, "O"]):
        if tag:
            if at > start:
                yield range(start, at)
            start = at + 1


def main() -> None:
    """Draw, tag, label, write; what the rules changed is printed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True, help="folder of an exported model")
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--words", type=int, default=350_000)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    texts, acronyms = paragraphs(arguments.data, arguments.words, arguments.seed)
    read = [one for one in annotated(arguments.model, texts) if one.words]
    votes = voted(read)
    counts: Counter[str] = Counter()
    with arguments.output.open("w", encoding="utf-8") as out:
        for paragraph in read:
            tags = labelled(paragraph, votes, acronyms)
            counts.update(tag[:1] + tag[2:] if tag[:1] == "B" else tag[:1] or "doubt" for tag in tags)
            counts["by network alone"] += len(paragraph.raw)
            counts["by labelling rules"] += sum(1 for _ in ruled(paragraph))
            row = {"words": paragraph.words, "spaces": paragraph.spaces, "names": tags}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    print(f"{len(read)} paragraphs, {len(votes)} names voted, {len(acronyms)} acronyms,", dict(counts), flush=True)


if __name__ == "__main__":
    main()
