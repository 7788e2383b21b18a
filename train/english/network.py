"""The network: word table and hashed affixes → three bidirectional LSTM layers → tags, sentence starts, names
(from layer two) and a biaffine parser (from layer three). After Dozat and Manning (2017).
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from chancery.annotate.english_features import BUCKETS


@dataclass(slots=True, kw_only=True)
class Shape:
    """Sizes of the network. ``labels`` gives the size of each tagging head."""

    labels: dict[str, int]
    relations: int
    words: int
    tuned: int  # the first rows of the word table, which training adjusts
    word_dim: int = 100
    affix_dim: int = 32
    hidden: int = 192  # cells in each direction
    layers: int = 3
    arc: int = 256
    rel: int = 63
    dropout: float = 0.33


def variational(x: Tensor, p: float, training: bool) -> Tensor:
    """Dropout with one mask for all positions of a text."""
    if not training or p == 0:
        return x
    mask = torch.empty(x.shape[0], 1, x.shape[2], dtype=x.dtype).bernoulli_(1 - p) / (1 - p)
    return x * mask


class BiLSTM(nn.Module):
    """One layer; the backward half starts at each text's own end."""

    def __init__(self, size: int, hidden: int) -> None:
        super().__init__()
        self.forth = nn.LSTM(size, hidden, batch_first=True)
        self.back = nn.LSTM(size, hidden, batch_first=True)

    def forward(self, x: Tensor, flip: Tensor) -> Tensor:
        """``flip`` turns the words of each text round, padding staying at the end."""
        forth, _ = self.forth(x)
        index = flip.unsqueeze(-1)
        turned = x.gather(1, index.expand(-1, -1, x.shape[2]))
        back, _ = self.back(turned)
        back = back.gather(1, index.expand(-1, -1, back.shape[2]))
        return torch.cat([forth, back], dim=-1)


class Network(nn.Module):
    """Scores for padded batches of texts."""

    def __init__(self, shape: Shape, vectors: Tensor | None = None) -> None:
        super().__init__()
        self.shape = shape
        table = torch.zeros(shape.words, shape.word_dim) if vectors is None else vectors
        self.register_buffer("vectors", table)
        self.delta = nn.Embedding(shape.tuned, shape.word_dim, padding_idx=0)
        nn.init.zeros_(self.delta.weight)
        self.affixes = nn.ModuleDict(
            {name: nn.Embedding(size, shape.affix_dim if size > 2 else 4) for name, size in BUCKETS.items()}
        )
        for table_ in self.affixes.values():
            nn.init.normal_(table_.weight, std=0.5)
        size = shape.word_dim + sum(table_.embedding_dim for table_ in self.affixes.values())
        self.enter = nn.Linear(size, shape.hidden)
        self.layers = nn.ModuleList(
            BiLSTM(shape.hidden if n == 0 else 2 * shape.hidden, shape.hidden) for n in range(shape.layers)
        )
        wide = 2 * shape.hidden
        self.name_hidden = nn.Linear(wide, 128)
        self.tag_hidden = nn.Linear(wide, 256)
        self.heads = nn.ModuleDict(
            {name: nn.Linear(128 if name == "names" else 256, count) for name, count in shape.labels.items()}
        )
        self.arc_dep = nn.Linear(wide, shape.arc)
        self.arc_head = nn.Linear(wide, shape.arc)
        self.rel_dep = nn.Linear(wide, shape.rel)
        self.rel_head = nn.Linear(wide, shape.rel)
        self.arc_weight = nn.Parameter(torch.empty(shape.arc, shape.arc))
        nn.init.orthogonal_(self.arc_weight)
        self.arc_bias = nn.Linear(shape.arc, 1)
        self.root = nn.Linear(shape.arc, 1)
        self.rel_weight = nn.Parameter(torch.zeros(shape.rel + 1, shape.relations * (shape.rel + 1)))
        nn.init.normal_(self.rel_weight, std=0.05)

    def embed(self, ids: Tensor) -> Tensor:
        """The words' vectors side by side, with words and parts of them left out at random in training."""
        word = ids[..., 0]
        fixed = self.vectors[word]
        learned = self.delta(word.where(word < self.shape.tuned, 0))
        if self.training:
            keep = (torch.rand(word.shape) > 0.1).unsqueeze(-1)
            tuned = (torch.rand(word.shape) > 0.2).unsqueeze(-1)
            fixed, learned = fixed * keep, learned * (keep & tuned)
        parts = [fixed + learned]
        for column, table in enumerate(self.affixes.values(), 1):
            part = table(ids[..., column])
            if self.training:
                part = part * (torch.rand(word.shape) > 0.05).unsqueeze(-1)
            parts.append(part)
        return torch.cat(parts, dim=-1)

    def forward(self, ids: Tensor, lengths: Tensor) -> dict[str, Tensor]:
        """Everything that one pass yields, per word; ids has shape (texts, words, columns)."""
        p = self.shape.dropout
        flip = torch.arange(ids.shape[1]).expand(ids.shape[0], -1)
        flip = torch.where(flip < lengths[:, None], lengths[:, None] - 1 - flip, flip)
        x = variational(self.embed(ids), 0.2, self.training)
        x = variational(self.enter(x), p, self.training)
        states = []
        for layer in self.layers:
            x = layer(x, flip)
            x = variational(x, p, self.training)
            states.append(x)
        middle = states[-2]
        names = functional.dropout(torch.relu(self.name_hidden(middle)), p, self.training)
        tags = functional.dropout(torch.relu(self.tag_hidden(middle)), p, self.training)
        out = {name: head(names if name == "names" else tags).float() for name, head in self.heads.items()}
        top = states[-1]
        arc_dep = variational(functional.leaky_relu(self.arc_dep(top), 0.1), p, self.training)
        arc_head = variational(functional.leaky_relu(self.arc_head(top), 0.1), p, self.training)
        out["arc_query"] = (arc_dep @ self.arc_weight).float()
        out["arc_key"] = arc_head.float()
        out["arc_bias"] = self.arc_bias(arc_head).float()
        out["arc_root"] = self.root(arc_dep).float()
        rel_dep = variational(functional.leaky_relu(self.rel_dep(top), 0.1), p, self.training)
        rel_head = variational(functional.leaky_relu(self.rel_head(top), 0.1), p, self.training)
        one = torch.ones(*rel_dep.shape[:2], 1, dtype=rel_dep.dtype)
        out["rel_dep"] = torch.cat([rel_dep, one], dim=-1)
        out["rel_head"] = torch.cat([rel_head, one], dim=-1)
        return out

    def relations(self, dep: Tensor, head: Tensor) -> Tensor:
        """Scores of the relations between words and their heads, both (words, rel + 1)."""
        width = self.shape.rel + 1
        left = (dep @ self.rel_weight).view(-1, self.shape.relations, width)
        return (left * head.unsqueeze(1)).sum(-1).float()
