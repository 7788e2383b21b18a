"""The network over multilingual-e5-small: its first layers frozen, the next ones and small heads taught on gold.

Heads: for each word and kind whether it lies in a passage, starts one, is the head of one; for a passage its status and
closed values; for a passage and an actor the actor's role.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from chancery.extract.learned.candidates import WIDTH
from chancery.extract.learned.labels import KINDS, ROLES, STATUSES, TAGS, VALUES
from chancery.extract.learned.windows import MARKS
from chancery.model.statement import kinds

DIM, HEADS, HIDDEN = 384, 12, 128
ALLOWED = torch.zeros(len(KINDS), len(ROLES) + 1)
ALLOWED[:, 0] = 1
for _k, _name in enumerate(KINDS):
    for _role in kinds()[_name].roles:
        if _role in ROLES:
            ALLOWED[_k, ROLES.index(_role) + 1] = 1
FORBIDDEN = (1 - ALLOWED) * -1e4
MINE = torch.full((len(KINDS), len(VALUES)), -1e4)
for _v, (_name, _, _) in enumerate(VALUES):
    MINE[KINDS.index(_name), _v] = 0


class Layer(nn.Module):
    """One layer of the encoder (post-norm transformer)."""

    def __init__(self) -> None:
        super().__init__()
        self.q, self.k, self.v, self.ao = (nn.Linear(DIM, DIM) for _ in range(4))
        self.fi, self.fo = nn.Linear(DIM, 4 * DIM), nn.Linear(4 * DIM, DIM)
        self.aln, self.oln = nn.LayerNorm(DIM, eps=1e-12), nn.LayerNorm(DIM, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        b, t, _ = x.shape
        q, k, v = (f(x).view(b, t, HEADS, -1).transpose(1, 2) for f in (self.q, self.k, self.v))
        weight = (q @ k.transpose(-1, -2)) * (DIM // HEADS) ** -0.5 + mask
        y = (weight.softmax(-1) @ v).transpose(1, 2).reshape(b, t, DIM)
        x = self.aln(x + self.drop(self.ao(y)))
        return self.oln(x + self.drop(self.fo(F.gelu(self.fi(x)))))


class Encoder(nn.Module):
    """``bottom`` frozen layers over the pieces, then ``top`` layers that also see whom words stand for."""

    def __init__(self, weights: dict[str, Any], bottom: int, top: int) -> None:
        super().__init__()
        get = {k: torch.tensor(v.astype(np.float32)) for k, v in weights.items()}
        self.words = nn.Embedding.from_pretrained(get["words"], freeze=True)
        self.positions = nn.Embedding.from_pretrained(get["positions"], freeze=True)
        self.norm = nn.LayerNorm(DIM, eps=1e-12)
        self.norm.load_state_dict({"weight": get["norm.weight"], "bias": get["norm.bias"]})
        self.layers = nn.ModuleList()
        for n in range(bottom + top):
            layer = Layer()
            layer.load_state_dict({k.partition(".")[2]: v for k, v in get.items() if k.startswith(f"{n}.")})
            self.layers.append(layer)
        self.marks = nn.Embedding(MARKS, DIM)
        nn.init.zeros_(self.marks.weight)
        self.bottom = bottom
        for p in [*self.norm.parameters(), *self.layers[:bottom].parameters()]:
            p.requires_grad_(False)

    def low(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """The states after the frozen layers."""
        x = self.norm(self.words(ids) + self.positions.weight[: ids.shape[1]])
        for layer in self.layers[: self.bottom]:
            x = layer(x, mask)
        return x

    def high(self, x: torch.Tensor, marks: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """The states after all layers."""
        x = x + self.marks(marks)
        for layer in self.layers[self.bottom :]:
            x = layer(x, mask)
        return x


class Heads(nn.Module):
    """What is read off the states; computed with NumPy in use."""

    def __init__(self) -> None:
        super().__init__()
        self.tags = nn.Linear(DIM, len(KINDS) * TAGS)
        nn.init.constant_(self.tags.bias, -3.0)
        self.told = nn.Linear(2 * DIM, HIDDEN)
        self.told_kind = nn.Embedding(len(KINDS), HIDDEN)
        self.status = nn.Linear(HIDDEN, len(STATUSES))
        self.values = nn.Linear(HIDDEN, len(VALUES))
        self.role = nn.Linear(2 * DIM, HIDDEN)
        self.role_kind = nn.Embedding(len(KINDS), HIDDEN)
        self.role_features = nn.Linear(WIDTH, HIDDEN, bias=False)
        self.role_out = nn.Linear(HIDDEN, len(ROLES) + 1)

    def passage(
        self, anchor: torch.Tensor, mean: torch.Tensor, kind: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        x = F.relu(self.told(torch.cat([anchor, mean], -1)) + self.told_kind(kind))
        x = F.dropout(x, 0.2, self.training)
        return self.status(x), self.values(x) + MINE[kind]

    def roles(
        self, mention: torch.Tensor, anchor: torch.Tensor, kind: torch.Tensor, features: torch.Tensor
    ) -> torch.Tensor:
        x = self.role(torch.cat([mention, anchor], -1)) + self.role_kind(kind) + self.role_features(features)
        x = F.dropout(F.relu(x), 0.2, self.training)
        return self.role_out(x) + FORBIDDEN[kind]


def masked(lengths: list[int]) -> torch.Tensor:
    """Additive mask of attention for windows of these lengths."""
    widest = max(lengths)
    inside = torch.arange(widest)[None] < torch.tensor(lengths)[:, None]
    return torch.where(inside, 0.0, -1e4)[:, None, None]


def lower(encoder: Encoder, windows: list[Any]) -> list[torch.Tensor]:
    """The frozen layers' states of each window, in 16 bits: computed once."""
    out: list[Any] = [None] * len(windows)
    order = sorted(range(len(windows)), key=lambda i: len(windows[i].pieces))
    encoder.eval()
    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
        for at in range(0, len(order), 16):
            part = order[at : at + 16]
            lengths = [len(windows[i].pieces) for i in part]
            ids = torch.zeros(len(part), max(lengths), dtype=torch.long)
            for row, i in enumerate(part):
                ids[row, : lengths[row]] = torch.from_numpy(windows[i].pieces.astype(np.int64))
            x = encoder.low(ids, masked(lengths))
            for row, i in enumerate(part):
                out[i] = x[row, : lengths[row]].to(torch.float16).clone()
    return out


@dataclass(slots=True)
class Batch:
    """Windows that run together."""

    low: torch.Tensor
    marks: torch.Tensor
    mask: torch.Tensor
    lengths: list[int]


def batch(low: list[torch.Tensor], windows: list[Any]) -> Batch:
    """Pad windows to one length."""
    lengths = [len(w.pieces) for w in windows]
    x = torch.zeros(len(windows), max(lengths), DIM)
    marks = torch.zeros(len(windows), max(lengths), dtype=torch.long)
    for row, (states, window) in enumerate(zip(low, windows, strict=True)):
        x[row, : lengths[row]] = states.float()
        marks[row, : lengths[row]] = torch.from_numpy(window.marks.astype(np.int64))
    return Batch(x, marks, masked(lengths), lengths)


def losses(heads: Heads, states: torch.Tensor, examples: list[Any]) -> dict[str, torch.Tensor]:
    """The losses of a batch."""
    rows, cols, gold = [], [], []
    for row, example in enumerate(examples):
        rows += [row] * len(example.window.place)
        cols += example.window.place.tolist()
        gold.append(example.tags)
    words = states[torch.tensor(rows), torch.tensor(cols)]
    target = torch.from_numpy(np.concatenate(gold))
    logits = heads.tags(words).view(len(words), len(KINDS), TAGS)
    weight = torch.tensor([1.0, 0.7, 3.0])
    out = {"tags": (F.binary_cross_entropy_with_logits(logits, target, reduction="none") * weight).sum((1, 2)).mean()}
    told = [(row, s) for row, e in enumerate(examples) for s in e.told]
    if not told:
        return out
    # one look-up each: a look-up by number makes a gradient as large as all states
    flat = states.reshape(-1, DIM)
    wide = states.shape[1]
    anchor = flat[[row * wide + s.anchor for row, s in told]]
    inner = [(n, row * wide + i) for n, (row, s) in enumerate(told) for i in range(s.first, s.last + 1)]
    owner = torch.tensor([n for n, _ in inner])
    total = torch.zeros(len(told), DIM).index_add(0, owner, flat[[i for _, i in inner]])
    mean = total / torch.bincount(owner, minlength=len(told))[:, None]
    kind = torch.tensor([s.kind for _, s in told])
    status, values = heads.passage(anchor, mean, kind)
    out["status"] = F.cross_entropy(status, torch.tensor([s.status for _, s in told]))
    pairs = [(n, v) for n, (_, s) in enumerate(told) for v in s.values]
    if pairs:
        # values of several roles share one softmax over the kind: each is asked for by itself
        picked = values[[n for n, _ in pairs]]
        same = torch.tensor([[0.0 if (a[:2] == VALUES[v][:2]) else -1e4 for a in VALUES] for _, v in pairs])
        out["values"] = F.cross_entropy(picked + same, torch.tensor([v for _, v in pairs]))
    cast = [(n, row, c) for n, (row, s) in enumerate(told) for c in s.candidates]
    if cast:
        named = torch.tensor([[float(c[0] >= 0)] for _, _, c in cast])
        mention = flat[[row * wide + max(0, c[0]) for _, row, c in cast]] * named
        n = torch.tensor([n for n, _, _ in cast])
        features = torch.from_numpy(np.stack([c[1] for _, _, c in cast]))
        scores = heads.roles(mention, anchor[n], kind[n], features)
        out["roles"] = F.cross_entropy(scores, torch.tensor([c[2] for _, _, c in cast]))
    return out


def train(
    encoder: Encoder,
    heads: Heads,
    low: list[torch.Tensor],
    examples: list[Any],
    *,
    epochs: int,
    seed: int,
    size: int = 2000,
    log: Any = print,
) -> None:
    """Teach the top layers and the heads."""
    rng = np.random.default_rng(seed)
    torch.manual_seed(seed)
    top = [*encoder.layers[encoder.bottom :].parameters(), *encoder.marks.parameters()]
    groups = [{"params": top, "lr": 3e-4, "full": 3e-4}, {"params": list(heads.parameters()), "lr": 2e-3, "full": 2e-3}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    full = [i for i, e in enumerate(examples) if e.told]
    empty = [i for i, e in enumerate(examples) if not e.told]
    steps = epochs * (sum(len(low[i]) for i in full) + sum(len(low[i]) for i in empty) // 2) // size + 1
    step = 0
    began = time.process_time()
    for epoch in range(epochs):
        chosen = full + list(rng.permutation(empty)[: len(empty) // 2])  # half of the pages that say nothing
        order = sorted(chosen, key=lambda i: len(low[i]) + rng.integers(0, 40))
        batches: list[list[int]] = [[]]
        for i in order:
            if batches[-1] and (len(batches[-1]) + 1) * len(low[i]) > size:
                batches.append([])
            batches[-1].append(i)
        total: dict[str, float] = {}
        encoder.train()
        heads.train()
        for n in rng.permutation(len(batches)):
            rate = min(1.0, (step + 1) / 20) * max(0.02, 1 - step / steps)
            for group in optimiser.param_groups:
                group["lr"] = group["full"] * rate
            part = [examples[i] for i in batches[n]]
            b = batch([low[i] for i in batches[n]], [e.window for e in part])
            with torch.autocast("cpu", dtype=torch.bfloat16):
                states = encoder.high(b.low, b.marks, b.mask)
            found = losses(heads, states.float(), part)
            loss = found["tags"] + 0.3 * found.get("status", 0) + 0.3 * found.get("values", 0) + found.get("roles", 0)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_([*top, *heads.parameters()], 1.0)
            optimiser.step()
            step += 1
            for name, value in found.items():
                total[name] = total.get(name, 0.0) + float(value.detach()) / len(batches)
        log(
            f"epoch {epoch} steps {step}/{steps} cpu {time.process_time() - began:.0f}s "
            + " ".join(f"{k} {v:.3f}" for k, v in total.items())
        )


def states(encoder: Encoder, low: list[torch.Tensor], windows: list[Any]) -> list[Any]:
    """The final states of each window, as arrays."""
    out: list[Any] = [None] * len(windows)
    order = sorted(range(len(windows)), key=lambda i: len(low[i]))
    encoder.eval()
    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
        for at in range(0, len(order), 16):
            part = order[at : at + 16]
            b = batch([low[i] for i in part], [windows[i] for i in part])
            x = encoder.high(b.low, b.marks, b.mask).float().numpy()
            for row, i in enumerate(part):
                out[i] = x[row, : b.lengths[row]]
    return out
