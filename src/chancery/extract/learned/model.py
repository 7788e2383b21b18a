"""The shipped models: loaded when first asked for, run in batches of windows of like length."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt
import onnxruntime

from chancery.extract.learned.heads import Heads
from chancery.extract.learned.judge import FEATURES, Judge
from chancery.extract.learned.labels import KINDS, ROLES, STATUSES, VALUES
from chancery.extract.learned.pieces import Pieces
from chancery.extract.learned.sparse import Second
from chancery.extract.learned.windows import Window
from chancery.languages.pack import ROOT
from chancery.model.errors import PackError

Floats = npt.NDArray[np.float32]

FOLDER = ROOT / "model" / "statements"
CELLS = 480  # pieces, padding included, that run together

_state: Any = onnxruntime.capi.onnxruntime_pybind11_state
# what a missing or broken file raises, in the various libraries
BROKEN = (
    OSError, ValueError, KeyError, BadZipFile, _state.Fail, _state.NoSuchFile, _state.InvalidProtobuf,
    _state.InvalidGraph, _state.RuntimeException,
)  # fmt: skip


def unreadable(folder: Path, error: Exception) -> PackError:
    """What to tell the user when a file of the models is missing or broken."""
    return PackError(
        f"the models of statements cannot be read: {error}", where=str(folder),
        remedy="reinstall the package, or rebuild them as train/statements/README.md says",
    )  # fmt: skip


class Model:
    """Encoder, heads, pieces and judgement, from the folder that ``train/statements`` fills.

    Raises PackError if a file is missing or broken, or was made for other labels than the program's.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        try:
            rows = [
                line.rsplit("\t", 1) for line in (folder / "pieces.txt").read_text(encoding="utf-8").split("\n") if line
            ]
            self.pieces = Pieces(
                [piece for piece, _ in rows], [float(score) for _, score in rows],
                {piece: number for number, (piece, _) in enumerate(rows)},
            )  # fmt: skip
            with np.load(folder / "heads.npz") as arrays:
                self.heads = Heads(dict(arrays))
            told = json.loads((folder / "judge.json").read_text(encoding="utf-8"))
            labels = {"kinds": KINDS, "roles": ROLES, "statuses": STATUSES, "values": VALUES, "features": FEATURES}
            for name, value in labels.items():
                if told[name] != json.loads(json.dumps(value)):
                    raise ValueError(f"they were made for other {name}")
            self.judge = Judge(told)
            with np.load(folder / "second.npz") as arrays:
                self.second = Second(arrays["weights"] * arrays["scale"], arrays["constants"], told["mixture"])
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1  # batches use the other cores by processes
            options.inter_op_num_threads = 1
            options.log_severity_level = 3
            self._session: Any = onnxruntime.InferenceSession(
                str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
            )
        except BROKEN as error:
            raise unreadable(folder, error) from error

    def states(self, windows: Sequence[Window]) -> list[Floats]:
        """The encoder's states for each window's pieces."""
        out: list[Floats] = [np.zeros((0, 0), dtype=np.float32)] * len(windows)
        order = sorted(range(len(windows)), key=lambda n: len(windows[n].pieces))
        at = 0
        while at < len(order):
            end = at + 1
            while end < len(order) and (end - at + 1) * len(windows[order[end]].pieces) <= CELLS:
                end += 1
            part = order[at:end]
            lengths = np.array([len(windows[n].pieces) for n in part], dtype=np.int64)
            ids = np.zeros((len(part), int(lengths.max())), dtype=np.int64)
            marks = np.zeros_like(ids)
            for row, n in enumerate(part):
                ids[row, : lengths[row]] = windows[n].pieces
                marks[row, : lengths[row]] = windows[n].marks
            (states,) = self._session.run(["states"], {"ids": ids, "marks": marks, "lengths": lengths})
            for row, n in enumerate(part):
                out[n] = states[row, : lengths[row]]
            at = end
        return out


@cache
def load_model() -> Model:
    """The package's models, loaded once."""
    return Model()
