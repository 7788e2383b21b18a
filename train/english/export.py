"""Write the trained network as ONNX with its labels and word pieces: what the package ships.

The graph is put together by hand so that it holds the runtime's fused operators. The encoder and the first layer of
every head work in eight-bit integers: weights with a scale a column, inputs with one fixed scale each, taken from
texts that trained; so a text's scores do not depend on what is read beside it. The small rest is kept in half
precision and widened when the model is loaded.

    python train/english/export.py --model build/english --data ../shared/data --output src/chancery/languages/en/model
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from batches import Encoder, Labels
from corpus import Text, chunks, read_ud
from network import LINKS, Network, Shape, group
from news import read_news
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from chancery.annotate.english_network import OUTPUTS
from chancery.annotate.english_pieces import Pieces

FLOAT = TensorProto.FLOAT
FUSED = "com.microsoft"
INDICES = frozenset({"upos", "xpos", "feats"})
CLIPPED = 2e-5  # share of the inputs of a layer that may lie beyond its scale


class Graph:
    """Nodes and weights as they are added."""

    def __init__(self, ranges: dict[str, tuple[float, float]]) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []
        self.count = 0
        self.ranges = ranges

    def name(self) -> str:
        """A fresh name."""
        self.count += 1
        return f"v{self.count}"

    def add(self, kind: str, *inputs: str, output: str | None = None, domain: str = "", **attributes: object) -> str:
        """Add a node; returns the name of its output."""
        output = output or self.name()
        self.nodes.append(helper.make_node(kind, list(inputs), [output], domain=domain, **attributes))
        return output

    def constant(self, values: np.ndarray) -> str:
        """Add integers or numbers as they are."""
        name = self.name()
        self.weights.append(numpy_helper.from_array(values, name))
        return name

    def weight(self, values: Tensor) -> str:
        """Add a weight in half precision; returns the name of its widened value."""
        return self.add("Cast", self.constant(values.detach().numpy().astype(np.float16)), to=FLOAT)

    def linear(self, x: str, layer: nn.Linear, output: str | None = None) -> str:
        """A linear layer in half precision."""
        product = self.add("MatMul", x, self.weight(layer.weight.T))
        return self.add("Add", product, self.weight(layer.bias), output=output)

    def whole(self, x: str, at: str) -> tuple[str, str, str]:
        """``x`` as eight-bit integers with the fixed scale of place ``at``; the integers, scale and nought."""
        low, high = self.ranges[at]
        low, high = min(low, 0.0), max(high, 0.0)
        scale = np.float32((high - low) / 255)
        nought = np.uint8(np.clip(round(-low / float(scale)), 0, 255))
        names = self.constant(np.array(scale)), self.constant(np.array(nought))
        return self.add("QuantizeLinear", x, *names), *names

    def quick(self, x: tuple[str, str, str], weight: Tensor, bias: Tensor) -> str:
        """A linear layer in integers; ``weight`` has shape (outputs, inputs)."""
        scale = weight.abs().amax(dim=1).clamp(min=1e-8) / 127
        whole = (weight / scale[:, None]).round().clamp(-127, 127).to(torch.int8).T.contiguous()
        values, x_scale, nought = x
        return self.add(
            "MatMulIntegerToFloat", values, self.constant(whole.numpy()), x_scale,
            self.constant(scale.numpy().astype(np.float32)), nought,
            self.constant(np.zeros(len(scale), dtype=np.int8)), self.constant(bias.numpy().astype(np.float32)),
            domain=FUSED,
        )  # fmt: skip

    def table(self, values: Tensor, index: str) -> str:
        """Rows of a large table, kept as eight-bit integers with a scale a row."""
        scale = values.abs().amax(dim=1).clamp(min=1e-8) / 127
        whole = (values / scale[:, None]).round().to(torch.int8).numpy()
        rows = self.add("Cast", self.add("Gather", self.constant(whole), index), to=FLOAT)
        return self.add("Mul", rows, self.add("Gather", self.constant(scale.numpy()[:, None]), index))

    def normal(self, x: str, layer: nn.LayerNorm) -> str:
        """``x`` normalised; put together of small operators, which take two thirds of the time of the one."""
        mean = self.constant(np.full((len(layer.weight), 1), 1 / len(layer.weight), dtype=np.float32))
        apart = self.add("Sub", x, self.add("MatMul", x, mean))
        spread = self.add("MatMul", self.add("Mul", apart, apart), mean)
        root = self.add("Sqrt", self.add("Add", spread, self.constant(np.array(layer.eps, dtype=np.float32))))
        gamma, beta = (self.constant(value.numpy().astype(np.float32)) for value in (layer.weight, layer.bias))
        return self.add("Add", self.add("Mul", self.add("Div", apart, root), gamma), beta)


class Places:
    """Ranges of the inputs of each layer, seen while texts are read."""

    def __init__(self) -> None:
        self.seen: dict[str, list[np.ndarray]] = {}

    def hook(self, name: str, layer: nn.Module) -> None:
        """Watch ``layer``."""

        def watch(_: nn.Module, inputs: tuple[Tensor, ...]) -> None:
            values = inputs[0].detach().flatten().numpy()
            self.seen.setdefault(name, []).append(np.concatenate([values[::5], [values.min(), values.max()]]))

        layer.register_forward_pre_hook(watch)

    def ranges(self) -> dict[str, tuple[float, float]]:
        """Least and greatest input of each layer, but for the ``CLIPPED`` share at either end."""
        out = {}
        for name, parts in self.seen.items():
            values = np.concatenate(parts)
            beyond = max(1, int(len(values) * CLIPPED))
            values = np.partition(values, [beyond, len(values) - 1 - beyond])
            out[name] = (float(values[beyond]), float(values[-1 - beyond]))
        return out


def calibrated(network: Network, encoder: Encoder, data: Path) -> dict[str, tuple[float, float]]:
    """The ranges on some texts of every kind that trained."""
    places = Places()
    for n, layer in enumerate(network.layers):
        for name in ("qkv", "out", "up", "down"):
            places.hook(f"{n}.{name}", getattr(layer, name))
    places.hook("heads", network.arc_dep)
    random_ = random.Random(0)
    texts = list(chunks(read_ud(data / "english" / "ud-train.spacy"), random_))
    texts = random_.sample([text for text in texts if len(text) > 3], 100)
    texts += random_.sample([text for text in first_articles(data) if 3 < len(text) < 120], 60)
    with torch.no_grad():
        for text in texts:  # one by one: padding is no input
            batch = encoder.inputs([text])
            network(batch["pieces"], batch["marks"], batch["count"], batch["first"])
    return places.ranges()


def first_articles(data: Path) -> list[Text]:
    """Paragraphs of the first articles of the news."""
    out: list[Text] = []
    for n, (_, article) in enumerate(read_news(data)):
        if n == 40:
            break
        out += article
    return out


def encoder_states(graph: Graph, network: Network) -> str:
    """From pieces and marks to the last states, (texts, pieces, size)."""
    shape = network.shape
    first = graph.table(network.pieces.weight, "pieces")
    first = graph.add("Add", first, graph.add("Gather", graph.weight(network.marks.weight), "marks"))
    count = graph.add("Shape", "pieces", start=1, end=2)
    nought, one = (graph.constant(np.array(value, dtype=np.int64)) for value in (0, 1))
    at = graph.add("Range", nought, graph.add("Squeeze", count), one)
    at = graph.add("Min", at, graph.constant(np.array(shape.positions - 1, dtype=np.int64)))
    place = graph.add("Gather", graph.weight(network.positions.weight), at)
    x = graph.normal(graph.add("Add", first, place), network.norm)
    for n, layer in enumerate(network.layers):
        three = graph.quick(graph.whole(x, f"{n}.qkv"), layer.qkv.weight, layer.qkv.bias)
        names = [graph.name() for _ in range(3)]
        graph.nodes.append(helper.make_node("Split", [three], names, axis=2, num_outputs=3))
        mixed = graph.add("MultiHeadAttention", *names, "", "there", domain=FUSED, num_heads=shape.parts)
        mixed = graph.quick(graph.whole(mixed, f"{n}.out"), layer.out.weight, layer.out.bias)
        x = graph.normal(graph.add("Add", x, mixed), layer.norm1)
        wide = graph.quick(graph.whole(x, f"{n}.up"), layer.up.weight, layer.up.bias)
        wide = graph.add("Gelu", wide, domain=FUSED)
        down = graph.quick(graph.whole(wide, f"{n}.down"), layer.down.weight, layer.down.bias)
        x = graph.normal(graph.add("Add", x, down), layer.norm2)
    return x


def build(network: Network, ranges: dict[str, tuple[float, float]]) -> onnx.ModelProto:
    """The network as an ONNX model; words of all texts follow one another in what it answers."""
    graph = Graph(ranges)
    x = encoder_states(graph, network)
    size = network.shape.size
    flat = graph.add("Reshape", x, graph.constant(np.array([-1, size], dtype=np.int64)))
    words = graph.whole(graph.add("Gather", flat, "first"), "heads")
    views = [network.arc_dep, network.arc_head, network.rel_dep, network.rel_head, network.link_dep, network.link_head]
    layers = [*network.hidden.values(), *views]
    wide = graph.quick(words, torch.cat([one.weight for one in layers]), torch.cat([one.bias for one in layers]))
    parts = [graph.name() for _ in layers]
    widths = graph.constant(np.array([len(one.bias) for one in layers], dtype=np.int64))
    graph.nodes.append(helper.make_node("Split", [wide, widths], parts, axis=1))
    hidden = {name: graph.add("Relu", part) for name, part in zip(network.hidden, parts, strict=False)}
    for name, head in network.heads.items():
        if name in INDICES:
            graph.add("ArgMax", graph.linear(hidden[group(name)], head), axis=1, keepdims=0, output=name)
        else:
            graph.linear(hidden[group(name)], head, output=name)
    seen = [graph.add("LeakyRelu", part, alpha=0.1) for part in parts[len(network.hidden) :]]
    arc_dep, arc_head, rel_dep, rel_head, link_dep, link_head = seen
    graph.add("MatMul", arc_dep, graph.weight(network.arc_weight), output="arc_query")
    graph.add("Identity", arc_head, output="arc_key")
    graph.linear(arc_head, network.arc_bias, output="arc_bias")
    graph.linear(arc_dep, network.root, output="arc_root")
    pads = np.array([0, 0, 0, 1], dtype=np.int64)
    for name, view in (("rel_dep", rel_dep), ("rel_head", rel_head)):
        graph.add("Pad", view, graph.constant(pads), graph.constant(np.array(1, dtype=np.float32)), output=name)
    both = torch.block_diag(*network.link_weight)
    graph.add("MatMul", link_dep, graph.weight(both), output="link_query")
    graph.add("Identity", link_head, output="link_key")
    graph.linear(link_dep, network.link_none, output="link_none")
    assert len(LINKS) * network.shape.link == len(both)
    outputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64 if name in INDICES else FLOAT, None) for name in OUTPUTS
    ]
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT32, sizes)
        for name, sizes in (
            ("pieces", ["texts", "count"]), ("marks", ["texts", "count"]), ("there", ["texts", "count"]),
            ("first", ["words"]),
        )
    ]  # fmt: skip
    made = helper.make_graph(graph.nodes, "english", inputs, outputs, graph.weights)
    opsets = [helper.make_opsetid("", 18), helper.make_opsetid(FUSED, 1)]
    return helper.make_model(made, opset_imports=opsets, ir_version=9)


def main() -> None:
    """Export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    shape = Shape(**json.loads((arguments.model / "shape.json").read_text()))
    network = Network(shape)
    network.load_state_dict(torch.load(arguments.model / "weights.pt"))
    network.eval().requires_grad_(False)
    pieces = (arguments.model / "pieces.txt").read_text(encoding="utf-8")
    labels = Labels(**json.loads((arguments.model / "labels.json").read_text(encoding="utf-8")))
    encoder = Encoder(labels, Pieces({piece: row for row, piece in enumerate(pieces.split("\n"))}), shape.marks)
    arguments.output.mkdir(parents=True, exist_ok=True)
    onnx.save(build(network, calibrated(network, encoder, arguments.data)), arguments.output / "network.onnx")
    np.save(arguments.output / "relations.npy", network.rel_weight.numpy().astype(np.float16))
    for name in ("labels.json", "pieces.txt"):
        shutil.copy(arguments.model / name, arguments.output / name)


if __name__ == "__main__":
    main()
