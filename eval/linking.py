"""How many of the entities that gold statements name are among the entities linked in their documents.

    eval/linking.py --gold DIR [--language xx] [--json] [--errors N]

DIR holds pairs NAME.txt and NAME.json, at any depth. A filler of a role that takes entities counts as found if a
mention or title of the document is linked to an entity of that caption (states: ISO code). ``share`` is over all
fillers, each counted once per document and role; ``persons``, ``states`` and ``others`` split them. Deixis ("you", "our
country") is not resolved here, so some fillers cannot be found. This measures recall only; linked entities that gold
does not name are not errors.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from chancery import knowledge
from chancery.annotate import annotate_many
from chancery.extract.context import Context
from chancery.extract.names import find_names
from chancery.languages.pack import load_pack
from chancery.model.document import DateSource, Document, Published
from chancery.model.statement import kinds
from chancery.model.when import reference_day
from chancery.read import read_text

TAKES_ENTITY = {"person", "state", "entity"}


def fillers(statement: dict[str, object]) -> Iterator[tuple[str, str]]:
    """Role and name of every filler of a gold statement that should be an entity."""
    kind = kinds().get(str(statement["kind"]))
    roles = {name for name, role in (kind.roles if kind else {}).items() if role.takes in TAKES_ENTITY}
    for role in sorted({*roles, "place", "speaker"}):
        value = statement.get(role)
        for name in value if isinstance(value, list) else [value]:
            if isinstance(name, str) and name:
                yield role, name


def captions(context: Context) -> set[str]:
    """Captions, codes and display names of every entity linked in a document."""
    ids = {id for mention in context.mentions for id in mention.entities}
    ids |= {id for title in context.titles for id in (title.holder, title.of, title.to) if id}
    out = set()
    for id in ids:
        entity = context.entity(id)
        if entity is not None:
            out |= {entity.caption, id, context.knowledge.display(id)}
    return out


def documents(gold: Path, language: str | None) -> Iterator[tuple[Document, list[dict[str, object]]]]:
    """Every gold document with its statements."""
    for path in sorted(gold.rglob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        head = data["document"]
        if language and head["language"] != language:
            continue
        document = read_text(path.stem, path.with_suffix(".txt").read_text(encoding="utf-8"), language=head["language"])
        published = Published(edtf=head["published"], source=DateSource.GIVEN) if head["published"] else Published()
        yield (
            Document(
                name=path.stem,
                text=document.text,
                blocks=document.blocks,
                language=head["language"],
                published=published,
            ),
            data["statements"],
        )


def sort_of(name: str) -> str:
    """Whether a gold filler is a state's code, a person known by name, or something else."""
    if len(name) == 2 and name.isupper():
        return "states"
    known = knowledge.load().lookup(name, "en")
    if known and known[0].method in ("person", "surname"):
        return "persons"
    words = [word for word in name.split() if word.lower() not in ("al", "bin", "de", "da", "von", "der", "el", "of")]
    looks = len(words) in (2, 3, 4) and all(word[:1].isupper() for word in words) and not known
    return "persons" if looks else "others"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--language")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--errors", type=int, default=0, help="list so many of the most frequent misses")
    options = parser.parse_args()
    total: Counter[str] = Counter()
    found: Counter[str] = Counter()
    misses: Counter[str] = Counter()
    pairs = list(documents(options.gold, options.language))
    for (document, statements), doc in zip(pairs, annotate_many(d for d, _ in pairs), strict=True):
        context = Context(
            document=document,
            doc=doc,
            pack=load_pack(document.language),
            knowledge=knowledge.load(),
            published=reference_day(document.published.edtf),
        )
        find_names(context)
        linked = captions(context)
        for role, name in sorted({pair for statement in statements for pair in fillers(statement)}):
            sort = sort_of(name)
            for key in ("share", sort, f"role.{role}"):
                total[key] += 1
                found[key] += name in linked
            if name not in linked:
                misses[f"{document.language} {sort} {name}"] += 1
                if options.errors < 0:
                    print(document.name, role, name, sep="\t")
    if not total:
        print(f"{options.gold}: no gold documents", file=sys.stderr)
        return 1
    result = {key: round(100 * found[key] / total[key], 1) for key in sorted(total)}
    if options.json:
        print(json.dumps(result))
    else:
        for key, value in result.items():
            print(f"{key:<16} {value:5.1f}  of {total[key]}")
        for miss, count in misses.most_common(max(options.errors, 0)):
            print(f"{count:4} {miss}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
