"""The texts of the annotations under ``train/statements/gold``, put back from the archives they were read in.

    train/statements/texts.py --data ../shared/data --work build/statements/texts

The annotations hold offsets and labels; the texts are other people's and are not in the project. For each
``gold/LANGUAGE/NAME.json`` this writes ``LANGUAGE/NAME.txt`` (title, blank line, paragraphs) and ``NAME.json`` with the
quotes put in, the form that ``data.py`` reads. A text that is not the one annotated (sha256) is reported and left out;
the exit status is then 1.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

GOLD = Path(__file__).resolve().parent / "gold"


class TextError(Exception):
    """A text cannot be put back: which, why, and what to do."""


def rusentrel(raw: str) -> str:
    """A RuSentRel article as paragraphs: without the author's mark before each sentence and the line of the site."""
    text = re.sub(r"\{Author, [^}]*\} ?", "", re.sub(r"\r\n?", "\n", raw))
    joined = (" ".join(filter(None, map(str.strip, part.split("\n")))) for part in re.split(r"\n[ \t]*\n", text))
    site = re.compile(r"(By .+, )?[\w.]+\.(ru|com)(Посмотреть оригинал.*)?")
    return "\n\n".join(part for part in joined if part and not site.fullmatch(part))


def nerel(raw: str) -> str:
    """A NEREL article as paragraphs: each line is one."""
    return "\n\n".join(filter(None, (line.replace("\xa0", " ").strip() for line in raw.splitlines())))


def white_house(raw: str) -> str:
    """A White House page in Markdown as its title and paragraphs: a hard line break or a list item starts a paragraph,
    marks of emphasis, headings, links and HTML go, two spaces after a full stop stay as they are published."""
    head = re.match(r"---[ \t]*\n(.*?\n)---[ \t]*\n", raw, re.DOTALL)
    if head is None:
        raise TextError("a page without front matter, where its title stands")
    title = " ".join(str(yaml.safe_load(head[1])["title"]).split())
    body = re.sub(r"<[^<>]*>", "", raw[head.end() :].replace("\xa0", " "))
    body = re.sub(r"!?\[([^\]\[]*)\]\([^()]*\)", r"\1", body)
    body = re.sub(r" {2,}\n|\n(?= *(?:[-*]|\d+\.) {2,}|- [A-Z])", "\n\n", body)
    return "\n\n".join([title, *filter(None, map(_paragraph, re.split(r"\n[ \n]*\n", body)))])


def _paragraph(lines: str) -> str:
    """The words of one Markdown paragraph, on one line; nothing for a rule or a mark without words."""
    text = " ".join(map(str.strip, lines.strip().split("\n")))
    text = re.sub(r"^#+ +", "", re.sub(r"\*(\S.*?(?<=\S))\*", r"\1", re.sub(r"\*\*(.+?)\*\*", r"\1", text)))
    text = re.sub(r" {2,}", "  ", re.sub(r"\\([^\w\s])", r"\1", text)).strip()
    return text if re.search(r"\w", text) else ""


def dated(path: str) -> str:
    """A White House page's path as annotations give it, the day and a digest: its file name is its whole title."""
    return f"{Path(path).name[:10]}/{hashlib.sha256(path.encode()).hexdigest()[:12]}"


@dataclass(frozen=True, slots=True)
class Source:
    """An archive in the data folder: its file, the folder in it that paths start from, how a text is cleaned, how its
    files' names end, and what annotations call the file at a path."""

    archive: str
    folder: str
    clean: Callable[[str], str]
    suffix: str = ".txt"
    called: Callable[[str], str] = str


SOURCES = {
    "RuSentRel-1.1": Source("rusentrel-1.1.tar.xz", "rusentrel/", rusentrel),
    "NEREL-v1.1": Source("nerel-train-dev.tar.xz", "nerel/NEREL-v1.1/", nerel),
    "wh-briefings": Source("white-house.tar.xz", "white-house/", white_house, ".md", dated),
}


def members(data: Path, name: str) -> dict[str, bytes]:
    """The files of the source ``name`` by what annotations call them. Raises `TextError` if its archive is absent or
    unreadable."""
    source = SOURCES[name]
    path = data / source.archive
    if not path.is_file():
        raise TextError(f"{path} is not there: the texts annotated from {name} lie in it; give its folder with --data")
    try:
        with tarfile.open(path) as archive:
            return {
                source.called(entry.name.removeprefix(source.folder)): stored.read()
                for entry in archive
                if entry.name.endswith(source.suffix) and (stored := archive.extractfile(entry)) is not None
            }
    except (tarfile.TarError, OSError, EOFError) as error:
        raise TextError(f"{path} cannot be read ({error}): fetch {name} anew") from error


def restore(data: dict[str, Any], files: dict[str, bytes]) -> tuple[str, dict[str, Any]]:
    """The text of one annotation and the annotation with its quotes. Raises `TextError` if the text is another."""
    head = data["document"]
    source, path = head["source"].split(":", 1)
    if path not in files:
        raise TextError(f"{head['name']}: {path} is not in the archive of {source}: another edition of it")
    try:
        raw = files[path].decode("utf-8")
    except UnicodeDecodeError as error:
        raise TextError(f"{head['name']}: {path} is not UTF-8 ({error}): another edition of {source}") from error
    text = SOURCES[source].clean(raw[head["start"] : head["end"]])
    if hashlib.sha256(text.encode("utf-8")).hexdigest() != head["sha256"]:
        raise TextError(f"{head['name']}: {path} is not the text that was annotated: another edition of {source}")
    rows = [row | {"quote": text[row["start"] : row["end"]]} for row in data["statements"]]
    return text, {"document": head, "statements": rows}


def annotations(gold: Path = GOLD) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Every annotation under ``gold`` with its path below it."""
    for path in sorted(gold.rglob("*.json")):
        yield path.relative_to(gold), json.loads(path.read_text(encoding="utf-8"))


def main() -> int:
    """Write what can be put back; say what cannot."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the archives")
    parser.add_argument("--work", type=Path, required=True, help="folder to write to")
    options = parser.parse_args()
    archives: dict[str, dict[str, bytes]] = {}
    errors: list[str] = []
    written = 0
    for below, data in annotations():
        source = data["document"]["source"].split(":", 1)[0]
        try:
            if source not in archives:
                archives[source] = {}  # an archive that fails is reported once
                archives[source] = members(options.data, source)
            if not archives[source]:
                continue
            text, quoted = restore(data, archives[source])
        except TextError as error:
            errors.append(str(error))
            continue
        target = options.work / below
        target.parent.mkdir(parents=True, exist_ok=True)
        target.with_suffix(".txt").write_bytes(text.encode("utf-8"))
        target.write_text(json.dumps(quoted, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        written += 1
    for line in errors:
        print(f"error: {line}", file=sys.stderr)
    print(f"{written} texts under {options.work}")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
