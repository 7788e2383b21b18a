"""Gold documents as the learner sees them: windows with tags, statements with status, values and roles.

    train/statements/data.py --gold ../shared/gold/train train/statements/own --work DIR

annotates every document with the package as it is, and keeps that in ``DIR/pages.pickle``.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from chancery import knowledge
from chancery.extract.learned.candidates import Cast
from chancery.extract.learned.labels import KINDS, ROLES, STATUSES, TAGS, VALUES
from chancery.extract.learned.pieces import Pieces
from chancery.extract.learned.windows import Window, marks, windows
from chancery.extract.statements import scene_of
from chancery.extract.statements_scene import Scene
from chancery.languages.pack import load_pack
from chancery.model.document import Span
from chancery.model.statement import kinds
from chancery.process import prepare
from chancery.read import read_text

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "eval"))
from statements import fold


@dataclass(slots=True)
class Page:
    """A gold document, annotated, with its statements."""

    name: str
    language: str
    published: str | None
    context: Any
    gold: list[dict[str, Any]]
    windows: int = 0

    def scene(self) -> Scene:
        """Its findings by token."""
        if self.context.knowledge is None:  # what is kept of a page has neither, so that it follows the package
            self.context = replace(self.context, knowledge=knowledge.load(), pack=load_pack(self.language))
        return scene_of(self.context)


@dataclass(slots=True)
class Told:
    """A gold statement in its window: where, and the right answers (-1 or all nought where there is none)."""

    kind: int
    anchor: int  # positions in the window's pieces
    first: int
    last: int
    status: int
    values: list[int]
    candidates: list[tuple[int, Any, int]]  # position of the mention (-1: none), features, role


@dataclass(slots=True)
class Example:
    """A window with its tags and statements."""

    window: Window
    tags: Any  # words × kinds × 3: in a passage, starts one, is the head of one
    told: list[Told]


def load(gold: Path) -> list[Page]:
    """Every gold document under ``gold``, annotated."""
    pages = []
    for path in sorted(gold.rglob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        head = data["document"]
        text = path.with_suffix(".txt").read_bytes().decode("utf-8")
        document = read_text(path.stem, text, published=head.get("published"), language=head.get("language"))
        context, _ = prepare(document)
        kept = replace(context, knowledge=None, pack=None)
        pages.append(Page(path.stem, head["language"], head.get("published"), kept, data["statements"]))
    return pages


def examples(page: Page, pieces: Pieces) -> list[Example]:
    """The windows of ``page``."""
    scene = page.scene()
    cast = Cast(scene)
    out = []
    known = [(row, *place(scene, row)) for row in page.gold]
    for window in windows(scene, pieces, marks(scene)):
        at = {token: n for n, token in enumerate(window.tokens)}
        tags = np.zeros((len(window.tokens), len(KINDS), TAGS), dtype=np.float32)
        told = []
        for row, tokens, anchor in known:
            inside = [at[t] for t in tokens if t in at]
            if not inside or anchor not in at:
                continue
            kind = KINDS.index(row["kind"])
            tags[inside[0] : inside[-1] + 1, kind, 0] = 1
            tags[inside[0], kind, 1] = 1
            tags[at[anchor], kind, 2] = 1
            span = scene.characters(tokens[0], tokens[-1])
            told.append(
                Told(
                    kind, int(window.place[at[anchor]]), int(window.place[inside[0]]), int(window.place[inside[-1]]),
                    STATUSES.index(row["status"]), _values(row), _roles(scene, cast, row, anchor, span, window, at),
                )
            )  # fmt: skip
        out.append(Example(window, tags, told))
    return out


def place(scene: Scene, row: dict[str, Any]) -> tuple[range, int]:
    """The tokens of a gold passage and its head."""
    tokens = scene.tokens(Span(start=row["start"], end=row["end"]))
    return tokens, scene._head(tokens)


def _values(row: dict[str, Any]) -> list[int]:
    out = []
    for role, role_data in kinds()[row["kind"]].roles.items():
        if role_data.values and row.get(role) in role_data.values:
            out.append(VALUES.index((row["kind"], role, row[role])))
    return out


def wanted(row: dict[str, Any]) -> dict[str, set[str]]:
    """The folded fillers of each entity role of a gold statement."""
    out = {}
    for role, spec in kinds()[row["kind"]].roles.items():
        if spec.takes in ("text", "number") or role == "place" or row.get(role) in (None, ""):
            continue
        values = row[role] if isinstance(row[role], list) else [row[role]]
        out[role] = {fold(v) for v in values}
    return out


def _roles(
    scene: Scene, cast: Cast, row: dict[str, Any], anchor: int, span: Span, window: Window, at: dict[int, int]
) -> list[tuple[int, Any, int]]:
    want = wanted(row)
    out = []
    for candidate in cast.near(kinds()[row["kind"]], anchor, span):
        name = fold(scene.caption(candidate.actor))
        role = next((ROLES.index(r) + 1 for r, names in want.items() if name in names), 0)
        position = (
            int(window.place[at[candidate.token]]) if candidate.token is not None and candidate.token in at else -1
        )
        out.append((position, candidate.features, role))
    return out


def main() -> None:
    """Annotate and keep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, nargs="+", required=True)
    parser.add_argument("--work", type=Path, required=True)
    options = parser.parse_args()
    pages = [page for folder in options.gold for page in load(folder)]
    with (options.work / "pages.pickle").open("wb") as file:
        pickle.dump(pages, file)
    print(len(pages), "documents")


if __name__ == "__main__":
    import data  # so that pages are kept as this module's class

    data.main()
