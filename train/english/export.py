"""Write the trained network as ONNX with its word table and labels: what the package ships.

The graph is put together by hand so that it holds the standard LSTM operator with lengths; weights are stored in
half precision and widened when the model is loaded.

    python train/english/export.py --model build/english --vectors vectors.npz --output src/chancery/languages/en/model
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from network import Network, Shape
from onnx import TensorProto, helper, numpy_helper

from chancery.annotate.english_features import COLUMNS
from chancery.annotate.english_network import OUTPUTS

FLOAT = TensorProto.FLOAT


class Graph:
    """Nodes and weights as they are added."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []
        self.count = 0

    def name(self) -> str:
        """A fresh name."""
        self.count += 1
        return f"v{self.count}"

    def add(self, kind: str, *inputs: str, output: str | None = None, **attributes: object) -> str:
        """Add a node; returns the name of its output."""
        output = output or self.name()
        self.nodes.append(helper.make_node(kind, list(inputs), [output], **attributes))
        return output

    def constant(self, values: np.ndarray) -> str:
        """Add integers or numbers as they are."""
        name = self.name()
        self.weights.append(numpy_helper.from_array(values, name))
        return name

    def weight(self, values: torch.Tensor) -> str:
        """Add a weight in half precision; returns the name of its widened value."""
        return self.add("Cast", self.constant(values.detach().numpy().astype(np.float16)), to=FLOAT)

    def linear(self, x: str, layer: torch.nn.Linear, output: str | None = None) -> str:
        """A linear layer."""
        product = self.add("MatMul", x, self.weight(layer.weight.T))
        return self.add("Add", product, self.weight(layer.bias), output=output)

    def lstm(self, x: str, layer: torch.nn.Module) -> str:
        """A bidirectional layer; x has shape (words, texts, size)."""

        def gates(values: torch.Tensor) -> torch.Tensor:
            i, f, g, o = values.chunk(4)
            return torch.cat([i, o, f, g])

        halves = (layer.forth, layer.back)
        entry = torch.stack([gates(half.weight_ih_l0) for half in halves])
        again = torch.stack([gates(half.weight_hh_l0) for half in halves])
        bias = torch.stack([torch.cat([gates(half.bias_ih_l0), gates(half.bias_hh_l0)]) for half in halves])
        y = self.add(
            "LSTM", x, self.weight(entry), self.weight(again), self.weight(bias), "lengths",
            hidden_size=layer.forth.hidden_size, direction="bidirectional",
        )  # fmt: skip
        turned = self.add("Transpose", y, perm=[0, 2, 1, 3])  # (words, texts, directions, size)
        return self.add("Reshape", turned, self.constant(np.array([0, 0, -1], dtype=np.int64)))


def build(network: Network) -> onnx.ModelProto:
    """The network as an ONNX model."""
    graph = Graph()
    columns = []
    tables = [network.vectors.clone(), *(table.weight for table in network.affixes.values())]
    tables[0][: network.shape.tuned] += network.delta.weight.detach()
    for column, table in enumerate(tables):
        index = graph.add("Gather", "ids", graph.constant(np.array(column, dtype=np.int64)), axis=2)
        values = graph.add("Gather", graph.constant(table.detach().numpy().astype(np.float16)), index)
        columns.append(graph.add("Cast", values, to=FLOAT))
    x = graph.linear(graph.add("Concat", *columns, axis=2), network.enter)
    states = []
    for layer in network.layers:
        x = graph.lstm(x, layer)
        states.append(x)
    names = graph.add("Relu", graph.linear(states[-2], network.name_hidden))
    tags = graph.add("Relu", graph.linear(states[-2], network.tag_hidden))
    for name, head in network.heads.items():
        if name in {"names", "starts"}:
            graph.linear(names if name == "names" else tags, head, output=name)
        else:
            graph.add("ArgMax", graph.linear(tags, head), axis=2, keepdims=0, output=name)

    def view(layer: torch.nn.Linear) -> str:
        return graph.add("LeakyRelu", graph.linear(states[-1], layer), alpha=0.1)

    arc_dep, arc_head = view(network.arc_dep), view(network.arc_head)
    graph.add("MatMul", arc_dep, graph.weight(network.arc_weight), output="arc_query")
    graph.add("Identity", arc_head, output="arc_key")
    graph.linear(arc_head, network.arc_bias, output="arc_bias")
    graph.linear(arc_dep, network.root, output="arc_root")
    one = np.ones(1, dtype=np.float32)
    pads = np.array([0, 0, 0, 0, 0, 1], dtype=np.int64)
    for name, layer in (("rel_dep", network.rel_dep), ("rel_head", network.rel_head)):
        graph.add("Pad", view(layer), graph.constant(pads), graph.constant(one.reshape(())), output=name)
    indices = {"upos", "xpos", "feats"}
    outputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, [None] * 2)
        if name in indices
        else helper.make_tensor_value_info(name, FLOAT, [None] * 3)
        for name in OUTPUTS
    ]
    inputs = [
        helper.make_tensor_value_info("ids", TensorProto.INT32, ["words", "texts", len(COLUMNS)]),
        helper.make_tensor_value_info("lengths", TensorProto.INT32, ["texts"]),
    ]
    made = helper.make_graph(graph.nodes, "english", inputs, outputs, graph.weights)
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.checker.check_model(model)
    return model


def main() -> None:
    """Export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--vectors", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    arguments = parser.parse_args()
    shape = Shape(**json.loads((arguments.model / "shape.json").read_text()))
    network = Network(shape)
    known = torch.load(arguments.model / "weights.pt")
    network.load_state_dict({name: known[name] for name in network.state_dict()})
    network.eval()
    arguments.output.mkdir(parents=True, exist_ok=True)
    onnx.save(build(network), arguments.output / "network.onnx")
    np.save(arguments.output / "relations.npy", network.rel_weight.detach().numpy().astype(np.float16))
    shutil.copy(arguments.model / "labels.json", arguments.output / "labels.json")
    (arguments.output / "words.txt").write_text(str(np.load(arguments.vectors)["words"]), encoding="utf-8")


if __name__ == "__main__":
    main()
