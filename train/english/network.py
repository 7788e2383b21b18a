"""The network: a small pretrained encoder over word pieces (the lower layers of MiniLM, 384 wide), whose state at each
word's first piece feeds every task: tags, sentence starts, names, attribution with its links, and a biaffine parser
after Dozat and Manning (2017).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from chancery.annotate.english_pieces import MARKS

TAG_HEADS = ("upos", "xpos", "feats", "starts")  # share a hidden layer; the others have their own
LINKS = ("source", "content")  # a cue's source, a content's cue


@dataclass(slots=True, kw_only=True)
class Shape:
    """Sizes of the network. ``labels`` gives the size of each tagging head."""

    labels: dict[str, int]
    relations: int
    pieces: int
    size: int = 384
    inner: int = 1536
    parts: int = 12  # attention heads
    layers: int = 4
    positions: int = 512
    marks: int = MARKS
    hidden: dict[str, int] = field(default_factory=lambda: {"tags": 256, "names": 192, "speech": 192})
    arc: int = 256
    rel: int = 63
    link: int = 96
    dropout: float = 0.25  # in the heads; few passes over the texts leave the encoder no time to learn them by heart


def variational(x: Tensor, p: float, training: bool) -> Tensor:
    """Dropout with one mask for all positions of a text."""
    if not training or p == 0:
        return x
    mask = torch.empty(x.shape[0], 1, x.shape[2], dtype=x.dtype).bernoulli_(1 - p) / (1 - p)
    return x * mask


class Layer(nn.Module):
    """Self-attention and a feed-forward step, each added and normalised."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        size = shape.size
        self.parts = shape.parts
        self.qkv = nn.Linear(size, 3 * size)
        self.out = nn.Linear(size, size)
        self.norm1 = nn.LayerNorm(size, eps=1e-12)
        self.up = nn.Linear(size, shape.inner)
        self.down = nn.Linear(shape.inner, size)
        self.norm2 = nn.LayerNorm(size, eps=1e-12)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """``bias`` (texts, 1, 1, pieces) is a large negative number at padding."""
        texts, count, size = x.shape
        q, k, v = self.qkv(x).view(texts, count, 3, self.parts, size // self.parts).permute(2, 0, 3, 1, 4)
        rated = (q @ k.transpose(-1, -2)) * (size // self.parts) ** -0.5 + bias
        mixed = (rated.softmax(-1).to(v.dtype) @ v).transpose(1, 2).reshape(texts, count, size)
        x = self.norm1(x + self.out(mixed))
        return self.norm2(x + self.down(functional.gelu(self.up(x))))


class Network(nn.Module):
    """Scores for padded batches of texts."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        size = shape.size
        self.pieces = nn.Embedding(shape.pieces, size)
        self.positions = nn.Embedding(shape.positions, size)
        self.marks = nn.Embedding(shape.marks + 1, size)  # the last is that of the pieces around a text
        nn.init.zeros_(self.marks.weight)  # so that training begins with the encoder as it was
        self.norm = nn.LayerNorm(size, eps=1e-12)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.hidden = nn.ModuleDict({name: nn.Linear(size, width) for name, width in shape.hidden.items()})
        self.heads = nn.ModuleDict(
            {name: nn.Linear(shape.hidden[group(name)], count) for name, count in shape.labels.items()}
        )
        self.arc_dep, self.arc_head = nn.Linear(size, shape.arc), nn.Linear(size, shape.arc)
        self.rel_dep, self.rel_head = nn.Linear(size, shape.rel), nn.Linear(size, shape.rel)
        self.arc_weight = nn.Parameter(nn.init.orthogonal_(torch.empty(shape.arc, shape.arc)))
        self.arc_bias, self.root = nn.Linear(shape.arc, 1), nn.Linear(shape.arc, 1)
        self.rel_weight = nn.Parameter(torch.randn(shape.rel + 1, shape.relations * (shape.rel + 1)) * 0.05)
        kinds = len(LINKS)
        self.link_dep, self.link_head = nn.Linear(size, kinds * shape.link), nn.Linear(size, kinds * shape.link)
        self.link_weight = nn.Parameter(
            torch.stack([nn.init.orthogonal_(torch.empty(shape.link, shape.link)) for _ in LINKS])
        )
        self.link_none = nn.Linear(kinds * shape.link, kinds)

    def encode(self, pieces: Tensor, marks: Tensor, count: Tensor) -> Tensor:
        """The state of every piece; ``count`` says how many of each row are no padding."""
        at = torch.arange(pieces.shape[1]).clamp(max=self.shape.positions - 1)
        x = self.norm(self.pieces(pieces) + self.positions(at) + self.marks(marks))
        there = torch.arange(pieces.shape[1]) < count[:, None]
        bias = torch.where(there, 0.0, -1e4)[:, None, None, :]
        if torch.is_autocast_enabled("cpu"):
            x, bias = x.bfloat16(), bias.bfloat16()
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def forward(self, pieces: Tensor, marks: Tensor, count: Tensor, first: Tensor) -> dict[str, Tensor]:
        """Everything that one pass yields, per word; ``first`` (texts, words) is where each word's pieces begin."""
        p = self.shape.dropout
        x = self.encode(pieces, marks, count)
        x = x.gather(1, first.unsqueeze(-1).expand(-1, -1, x.shape[2]))
        x = variational(x, 0.1, self.training)
        hidden = {
            name: functional.dropout(torch.relu(layer(x)), p, self.training) for name, layer in self.hidden.items()
        }
        out = {name: head(hidden[group(name)]).float() for name, head in self.heads.items()}

        def view(layer: nn.Module) -> Tensor:
            return variational(functional.leaky_relu(layer(x), 0.1), p, self.training)

        arc_dep, arc_head = view(self.arc_dep), view(self.arc_head)
        out["arc_query"] = (arc_dep @ self.arc_weight).float()
        out["arc_key"] = arc_head.float()
        out["arc_bias"] = self.arc_bias(arc_head).float()
        out["arc_root"] = self.root(arc_dep).float()
        rel_dep, rel_head = view(self.rel_dep), view(self.rel_head)
        one = torch.ones(*rel_dep.shape[:2], 1, dtype=rel_dep.dtype)
        out["rel_dep"] = torch.cat([rel_dep, one], dim=-1)
        out["rel_head"] = torch.cat([rel_head, one], dim=-1)
        link_dep, link_head = view(self.link_dep), view(self.link_head)
        parts = link_dep.unflatten(-1, (len(LINKS), -1))
        out["link_query"] = torch.einsum("bnkd,kde->bnke", parts, self.link_weight.to(parts.dtype)).flatten(-2).float()
        out["link_key"] = link_head.float()
        out["link_none"] = self.link_none(link_dep).float()
        return out

    def relations(self, dep: Tensor, head: Tensor) -> Tensor:
        """Scores of the relations between words and their heads, both (words, rel + 1)."""
        width = self.shape.rel + 1
        left = (dep @ self.rel_weight).view(-1, self.shape.relations, width)
        return (left * head.unsqueeze(1)).sum(-1).float()

    def begin(self, folder: Path, rows: list[int]) -> None:
        """Take over the pretrained encoder in ``folder`` (BERT's names), of the pieces those in ``rows``."""
        from safetensors.torch import load_file

        known = {name.removeprefix("bert."): value for name, value in load_file(folder / "model.safetensors").items()}
        with torch.no_grad():
            self.pieces.weight.copy_(known["embeddings.word_embeddings.weight"][rows])
            kind = known["embeddings.token_type_embeddings.weight"][0]
            self.positions.weight.copy_(known["embeddings.position_embeddings.weight"] + kind)
            _copy(self.norm, known, "embeddings.LayerNorm")
            for n, layer in enumerate(self.layers):
                at = f"encoder.layer.{n}."
                for end in ("weight", "bias"):
                    three = [known[f"{at}attention.self.{part}.{end}"] for part in ("query", "key", "value")]
                    getattr(layer.qkv, end).copy_(torch.cat(three))
                _copy(layer.out, known, at + "attention.output.dense")
                _copy(layer.norm1, known, at + "attention.output.LayerNorm")
                _copy(layer.up, known, at + "intermediate.dense")
                _copy(layer.down, known, at + "output.dense")
                _copy(layer.norm2, known, at + "output.LayerNorm")


def group(head: str) -> str:
    """The hidden layer a tagging head reads."""
    return "tags" if head in TAG_HEADS else head


def _copy(layer: nn.Module, known: dict[str, Tensor], name: str) -> None:
    layer.weight.copy_(known[name + ".weight"])
    layer.bias.copy_(known[name + ".bias"])
