"""Train the network of attribution: a bidirectional LSTM over words and syntax with a CRF on top; needs PyTorch only.

    python train/speech/network.py --data DIR --out DIR [--device cuda] [--epochs 8] [--hidden 160]

DIR comes from ``encode.py``. Writes OUT/network.onnx (numbers of one sequence → scores of its labels),
OUT/transitions.npy (start, end and between labels, for Viterbi) and OUT/report.json (exact F1 of spans on the dev part
after each epoch).
"""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

SIZES = {"word": 100, "head": 40, "verb": 24, "suffix": 24, "dep": 16, "branch": 16, "rule": 16}
SMALL = 10  # size of the embeddings of the other columns


class Network(nn.Module):
    """Embeddings of all columns side by side, two layers of LSTM in both directions, one score a label."""

    def __init__(self, counts: dict[str, int], labels: int, hidden: int) -> None:
        super().__init__()
        self.embeddings = nn.ModuleList(nn.Embedding(n + 1, SIZES.get(name, SMALL)) for name, n in counts.items())
        width = sum(SIZES.get(name, SMALL) for name in counts)
        self.dropout = nn.Dropout(0.4)
        self.lstm = nn.LSTM(width, hidden, num_layers=2, bidirectional=True, batch_first=True, dropout=0.4)
        self.scores = nn.Linear(2 * hidden, labels)
        self.start = nn.Parameter(torch.zeros(labels))
        self.end = nn.Parameter(torch.zeros(labels))
        self.between = nn.Parameter(torch.zeros(labels, labels))

    def embed(self, ids: Tensor) -> Tensor:
        return torch.cat([table(ids[:, :, n]) for n, table in enumerate(self.embeddings)], dim=2)

    def forward(self, ids: Tensor) -> Tensor:
        """Scores of one unpadded sequence (1 × tokens × columns): what is exported."""
        out, _ = self.lstm(self.embed(ids))
        return self.scores(out)

    def padded(self, ids: Tensor, lengths: Tensor) -> Tensor:
        seen = pack_padded_sequence(
            self.dropout(self.embed(ids)), lengths.cpu(), batch_first=True, enforce_sorted=False
        )
        out, _ = self.lstm(seen)
        return self.scores(self.dropout(pad_packed_sequence(out, batch_first=True)[0]))

    def loss(self, ids: Tensor, labels: Tensor, lengths: Tensor) -> Tensor:
        """Negative log-likelihood of the labels under the CRF, per sequence."""
        scores = self.padded(ids, lengths)
        mask = torch.arange(scores.shape[1], device=ids.device)[None, :] < lengths[:, None]
        wanted = scores.gather(2, labels[:, :, None])[:, :, 0] * mask
        steps = self.between[labels[:, :-1], labels[:, 1:]] * mask[:, 1:]
        last = labels.gather(1, (lengths - 1)[:, None])[:, 0]
        gold = wanted.sum(1) + steps.sum(1) + self.start[labels[:, 0]] + self.end[last]
        alpha = self.start + scores[:, 0]
        for t in range(1, scores.shape[1]):
            ahead = torch.logsumexp(alpha[:, :, None] + self.between[None], dim=1) + scores[:, t]
            alpha = torch.where(mask[:, t, None], ahead, alpha)
        return (torch.logsumexp(alpha + self.end, dim=1) - gold).mean()


def viterbi(scores: np.ndarray, start: np.ndarray, end: np.ndarray, between: np.ndarray) -> list[int]:
    """The best sequence of labels for one matrix of scores (tokens × labels)."""
    best, back = start + scores[0], []
    for row in scores[1:]:
        total = best[:, None] + between
        back.append(total.argmax(0))
        best = total.max(0) + row
    path = [int((best + end).argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return path[::-1]


def spans(path: list[int], names: list[str]) -> set[tuple[str, int, int]]:
    """The labelled runs of a sequence."""
    out, open_at, role = set(), 0, ""
    for i, number in enumerate([*path, names.index("O")]):
        name = names[number]
        if role and (name == "O" or name[0] == "B" or name[2:] != role):
            out.add((role, open_at, i))
            role = ""
        if name != "O" and not role:
            role, open_at = name[2:], i
    return out


def sequences(path: Path) -> list[tuple[np.ndarray, np.ndarray]]:
    with np.load(path) as stored:
        bounds = np.cumsum(stored["lengths"])[:-1]
        return list(zip(np.split(stored["ids"], bounds), np.split(stored["labels"], bounds), strict=True))


def batches(found: list[tuple[np.ndarray, np.ndarray]], cells: int) -> list[list[tuple[np.ndarray, np.ndarray]]]:
    """Sequences of like length together, at most ``cells`` tokens with padding."""
    out: list[list[tuple[np.ndarray, np.ndarray]]] = [[]]
    for pair in sorted(found, key=lambda pair: (len(pair[1]), random.random())):
        if out[-1] and (len(out[-1]) + 1) * len(pair[1]) > cells:
            out.append([])
        out[-1].append(pair)
    random.shuffle(out)
    return out


def tensors(batch: list[tuple[np.ndarray, np.ndarray]], device: str) -> tuple[Tensor, Tensor, Tensor]:
    longest = max(len(labels) for _, labels in batch)
    ids = np.zeros((len(batch), longest, batch[0][0].shape[1]), dtype=np.int64)
    labels = np.zeros((len(batch), longest), dtype=np.int64)
    for n, (row, wanted) in enumerate(batch):
        ids[n, : len(wanted)] = row
        labels[n, : len(wanted)] = wanted
    lengths = torch.tensor([len(wanted) for _, wanted in batch], device=device)
    return torch.tensor(ids, device=device), torch.tensor(labels, device=device), lengths


def measure(
    net: Network, found: list[tuple[np.ndarray, np.ndarray]], names: list[str], device: str
) -> dict[str, float]:
    """Exact F1 of the spans of each role, in per cent."""
    net.eval()
    start, end, between = (p.detach().cpu().numpy() for p in (net.start, net.end, net.between))
    counts = {role: [0, 0, 0] for role in "SQC"}
    with torch.no_grad():
        for batch in batches(found, 8192):
            ids, _, lengths = tensors(batch, device)
            scores = net.padded(ids, lengths).cpu().numpy()
            for n, (_, wanted) in enumerate(batch):
                got = spans(viterbi(scores[n, : len(wanted)], start, end, between), names)
                gold = spans([int(x) for x in wanted], names)
                for role, tally in counts.items():
                    g, p = {s for s in gold if s[0] == role}, {s for s in got if s[0] == role}
                    tally[0] += len(g & p)
                    tally[1] += len(p)
                    tally[2] += len(g)
    return {role: round(200.0 * r / max(1, p + g), 2) for role, (r, p, g) in counts.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--hidden", type=int, default=160)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--cells", type=int, default=3000, help="tokens of a batch")
    parser.add_argument(
        "--vectors", type=Path, help="npz to begin the word embeddings with: words (one string, a line each), table"
    )
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    random.seed(arguments.seed)
    torch.manual_seed(arguments.seed)
    head = json.loads((arguments.data / "vocabulary.json").read_text(encoding="utf-8"))
    names: list[str] = head["labels"]
    known: dict[str, list[str]] = head["columns"]
    net = Network({name: len(values) for name, values in known.items()}, len(names), arguments.hidden)
    if arguments.vectors:
        begin_with(net, arguments.vectors, known["word"])
    net.to(arguments.device)
    train, dev = sequences(arguments.data / "train.npz"), sequences(arguments.data / "dev.npz")
    optimiser = torch.optim.AdamW(net.parameters(), lr=arguments.rate, weight_decay=1e-4)
    steps = arguments.epochs * len(batches(train, arguments.cells))
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, max_lr=arguments.rate, total_steps=steps + 50, pct_start=0.15
    )
    report = []
    arguments.out.mkdir(parents=True, exist_ok=True)
    for epoch in range(arguments.epochs):
        net.train()
        begun, total = time.time(), 0.0
        for batch in batches(train, arguments.cells):
            ids, labels, lengths = tensors(batch, arguments.device)
            ids[:, :, 0] = torch.where(torch.rand(ids.shape[:2], device=ids.device) < 0.05, 0, ids[:, :, 0])
            loss = net.loss(ids, labels, lengths)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 5.0)
            optimiser.step()
            schedule.step()
            total += float(loss.detach())
        scores = measure(net, dev, names, arguments.device)
        report.append({"epoch": epoch, "loss": round(total, 1), "seconds": round(time.time() - begun), **scores})
        print(report[-1], flush=True)
        save(net, arguments.out, head, report)


def begin_with(net: Network, path: Path, words: list[str]) -> None:
    """Begin the word embeddings with vectors made elsewhere, cut or filled to their size."""
    with np.load(path, allow_pickle=False) as stored:
        index = {word: n for n, word in enumerate(str(stored["words"]).split("\n"))}
        vectors = stored["table"]
    table = net.embeddings[0].weight.data
    for number, word in enumerate(words, 1):
        if word in index:
            row = torch.tensor(np.asarray(vectors[index[word]], dtype=np.float32))[: table.shape[1]]
            table[number, : len(row)] = row


def save(net: Network, out: Path, head: dict[str, object], report: list[dict[str, float]]) -> None:
    """Write the network for one sequence at a time, the transitions, the vocabulary and the report."""
    net.eval()
    device = net.start.device
    example = torch.zeros((1, 7, len(net.embeddings)), dtype=torch.int64, device=device)
    torch.save(net.state_dict(), out / "network.pt")
    torch.onnx.export(
        net,
        (example,),
        str(out / "network.onnx"),
        input_names=["ids"],
        output_names=["scores"],
        dynamic_axes={"ids": {1: "tokens"}, "scores": {1: "tokens"}},
        dynamo=False,
    )
    parts = [net.start[None], net.end[None], net.between]
    np.save(out / "transitions.npy", torch.cat(parts).detach().cpu().numpy())
    (out / "vocabulary.json").write_text(json.dumps(head, ensure_ascii=False), encoding="utf-8")
    (out / "report.json").write_text(json.dumps(report, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
