"""Write what ships: the encoder as 8-bit ONNX, the heads, the pieces, the judgement.

train/statements/export.py --work DIR --to src/chancery/languages/model/statements
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import numpy as np
import torch
from network import Encoder
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from chancery.extract.learned.judge import FEATURES
from chancery.extract.learned.labels import KINDS, ROLES, STATUSES, VALUES


class Whole(nn.Module):
    """Pieces, marks and lengths to states."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, ids: torch.Tensor, marks: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        inside = torch.arange(ids.shape[1])[None] < lengths[:, None]
        mask = torch.where(inside, 0.0, -1e4)[:, None, None]
        return self.encoder.high(self.encoder.low(ids, mask), marks, mask)


def main() -> None:
    """Export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--model", default="final", help="which of the trained models: final, or fold0")
    options = parser.parse_args()
    saved = torch.load(options.work / f"{options.model}.pt", weights_only=False)
    encoder = Encoder(dict(np.load(options.work / "encoder.npz")), saved["options"]["bottom"], saved["options"]["top"])
    encoder.load_state_dict(saved["encoder"])
    whole = Whole(encoder).eval()
    ids = torch.randint(4, 30000, (3, 50))
    marks = torch.randint(0, 10, (3, 50))
    lengths = torch.tensor([50, 30, 20])
    exact = options.work / "encoder32.onnx"
    torch.onnx.export(
        whole, (ids, marks, lengths), str(exact), input_names=["ids", "marks", "lengths"], output_names=["states"],
        dynamic_axes={"ids": {0: "b", 1: "t"}, "marks": {0: "b", 1: "t"}, "lengths": {0: "b"}}, dynamo=False,
    )  # fmt: skip
    options.to.mkdir(parents=True, exist_ok=True)
    quantize_dynamic(str(exact), str(options.to / "encoder.onnx"), weight_type=QuantType.QInt8, per_channel=False)
    np.savez_compressed(options.to / "heads.npz", **{k: v.astype(np.float16) for k, v in saved["heads"].items()})
    shutil.copy(options.work / "pieces.txt", options.to / "pieces.txt")
    weights = np.load(options.work / f"sparse{options.model.removeprefix('fold')}.npz")["weights"].astype(np.float32)
    constants, weights = weights[-1], weights[:-1]
    scale = np.abs(weights).max(0) / 127
    small = np.rint(weights / scale).astype(np.int8)
    np.savez_compressed(options.to / "second.npz", weights=small, scale=scale, constants=constants)
    spared = np.abs(small * scale - weights).max() / np.abs(weights).max()
    print(f"linear model in 8 bits: {(small != 0).mean():.2f} of weights kept, error {spared:.3f} of the largest")
    judge = json.loads((options.work / "judge.json").read_text(encoding="utf-8"))
    judge["mixture"] = json.loads((options.work / "mixture.json").read_text(encoding="utf-8"))
    judge["measured"] = json.loads((options.work / "measured.json").read_text(encoding="utf-8"))
    labels = {"kinds": KINDS, "roles": ROLES, "statuses": STATUSES, "values": VALUES, "features": FEATURES}
    (options.to / "judge.json").write_text(json.dumps({**labels, **judge}) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
