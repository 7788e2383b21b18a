"""Runs the English network (ONNX) over texts of any length in overlapping windows.

A window is bounded, so time and memory are linear in the text; each word's scores come from the window in which
it stands furthest from the edges. Windows of like length run together; padding does not reach the scores.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

from chancery.annotate.english_pieces import MARKS, Pieces, Read
from chancery.annotate.english_trees import Floats, Ints
from chancery.model.errors import PackError

WINDOW, MARGIN = 128, 24  # words; a window answers for all but its margins
CELLS = 1024  # word pieces that run together at most, with padding: what the processor's cache holds
RUN = 20  # word pieces whose time it takes to begin a run
SHARE = 256  # words whose relations are rated together: what the processor's cache holds

OUTPUTS = (
    "upos", "xpos", "feats", "starts", "names", "arc_query", "arc_key", "arc_bias", "arc_root", "rel_dep",
    "rel_head", "speech", "link_query", "link_key", "link_none",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The network's inventories, in order."""

    upos: tuple[str, ...]
    xpos: tuple[str, ...]
    feats: tuple[str, ...]
    relations: tuple[str, ...]
    names: tuple[str, ...]
    speech: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Words ``low`` to ``high`` of text ``text``, of which it answers for ``start`` to ``end``."""

    text: int
    low: int
    high: int
    start: int
    end: int


def unreadable(folder: Path, error: Exception) -> PackError:
    """What to tell the user when a file of the model is missing or broken."""
    return PackError(
        f"the English model cannot be read: {error}", where=str(folder),
        remedy="reinstall the package, or rebuild the model as train/english/README.md says",
    )  # fmt: skip


def read_json(path: Path) -> Any:
    """A JSON file of the model."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise unreadable(path.parent, error) from error


def read_lines(path: Path) -> list[str]:
    """The lines of a text file of the model."""
    try:
        return path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise unreadable(path.parent, error) from error


def common_words(pieces: Iterable[str]) -> frozenset[str]:
    """Those of the network's pieces that are words by themselves."""
    return frozenset(piece for piece in pieces if piece.isalpha())


class Network:
    """The network with its word pieces and labels, loaded from a folder of a language pack."""

    def __init__(self, folder: Path) -> None:
        head = read_json(folder / "labels.json")
        pieces = read_lines(folder / "pieces.txt")
        try:
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1  # batches use the other cores by processes
            options.inter_op_num_threads = 1
            options.log_severity_level = 3
            self._session = onnxruntime.InferenceSession(
                str(folder / "network.onnx"), options, providers=["CPUExecutionProvider"]
            )
            relation = np.load(folder / "relations.npy").astype(np.float32)
        except (OSError, onnxruntime.capi.onnxruntime_pybind11_state.Fail) as error:
            raise unreadable(folder, error) from error
        self.labels = Labels(**{name: tuple(values) for name, values in head.items()})
        self.words = common_words(pieces)
        self.read = Pieces({piece: row for row, piece in enumerate(pieces)})
        self._relation = relation

    def scores(self, texts: Sequence[Read]) -> list[dict[str, Any]]:
        """All outputs for each text's words (``OUTPUTS``; tags as indices, the others as scores)."""
        cut = [window for number, read in enumerate(texts) for window in windows(number, len(read))]
        sizes = {window: _size(texts[window.text], window) for window in cut}
        cut.sort(key=lambda window: sizes[window])
        found: list[dict[str, Any]] = [{} for _ in texts]
        for start, end in runs([sizes[window] for window in cut]):
            self._run(texts, cut[start:end], found)
        return found

    def _run(self, texts: Sequence[Read], cut: Sequence[Window], found: list[dict[str, Any]]) -> None:
        """Run windows together and put each one's share where its text's scores are gathered."""
        width = max(_size(texts[window.text], window) for window in cut)
        pieces = np.zeros((len(cut), width), dtype=np.int32)
        marks = np.full((len(cut), width), MARKS, dtype=np.int32)
        there = np.zeros((len(cut), width), dtype=np.int32)
        first = []
        for row, window in enumerate(cut):
            read = texts[window.text]
            bounds = read.bounds[window.low : window.high + 1]
            count = int(bounds[-1] - bounds[0])
            pieces[row, 0], pieces[row, count + 1] = self.read.begin, self.read.end
            pieces[row, 1 : count + 1] = read.pieces[bounds[0] : bounds[-1]]
            marks[row, 1 : count + 1] = np.repeat(read.marks[window.low : window.high], np.diff(bounds))
            there[row, : count + 2] = 1
            answered = bounds[window.start - window.low : window.end - window.low]
            first.append(answered - bounds[0] + (1 + row * width))
        inputs = {"pieces": pieces, "marks": marks, "there": there, "first": np.concatenate(first)}
        values = dict(zip(OUTPUTS, self._session.run(list(OUTPUTS), inputs), strict=True))
        at = 0
        for window in cut:
            count = window.end - window.start
            total, place = len(texts[window.text]), found[window.text]
            for name, value in values.items():
                if count == total:
                    place[name] = value[at : at + count]
                    continue
                if name not in place:
                    place[name] = np.empty((total, *value.shape[1:]), dtype=value.dtype)
                place[name][window.start : window.end] = value[at : at + count]
            at += count

    def relations(self, dep: Floats, head: Floats) -> Ints:
        """The best relation between each word and its head, as indices into ``labels.relations``."""
        kinds = len(self.labels.relations)
        out = np.empty(len(dep), dtype=np.int64)
        for at in range(0, len(dep), SHARE):
            part = slice(at, at + SHARE)
            left = (dep[part] @ self._relation).reshape(-1, kinds, head.shape[1])
            out[part] = (left @ head[part][:, :, None])[:, :, 0].argmax(axis=1)
        return out


def _size(read: Read, window: Window) -> int:
    """The pieces of a window, with those around it."""
    return int(read.bounds[window.high] - read.bounds[window.low]) + 2


def runs(sizes: Sequence[int]) -> list[tuple[int, int]]:
    """Cut windows, whose ``sizes`` ascend, into runs (start, end) that cost least: each window is padded to the
    longest of its run."""
    costs, starts = [0], [0]
    for end, size in enumerate(sizes, 1):
        low = max(0, end - max(1, CELLS // size))
        options = [costs[start] + (end - start) * size for start in range(low, end)]
        best = min(range(len(options)), key=options.__getitem__)
        costs.append(options[best] + RUN)
        starts.append(low + best)
    out = []
    end = len(sizes)
    while end:
        out.append((starts[end], end))
        end = starts[end]
    return out[::-1]


def windows(text: int, count: int) -> list[Window]:
    """Windows that together answer for ``count`` words."""
    if count <= WINDOW:
        return [Window(text=text, low=0, high=count, start=0, end=count)] if count else []
    step = WINDOW - 2 * MARGIN
    return [
        Window(
            text=text, low=max(0, at - MARGIN), high=min(count, at + step + MARGIN), start=at,
            end=min(count, at + step),
        )
        for at in range(0, count, step)
    ]  # fmt: skip
