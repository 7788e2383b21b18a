"""Train the English network, seeded; words per second and the scores on the development sets are printed as it goes.

    python train/english/train.py --data ../shared/data --encoder DIR --output build/english

DIR holds ``model.safetensors`` and ``vocab.txt`` of the pretrained encoder.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import asdict
from pathlib import Path

import torch
from batches import IGNORE, Encoder, Labels, mixture
from corpus import Text, add_names, read_names, read_silver, read_ud
from measure import measure, measure_names, measure_speech
from network import Network, Shape
from news import read_news
from torch import Tensor
from torch.nn import functional
from vocabulary import kept_pieces

from chancery.annotate.english_pieces import MARKS, Pieces

WEIGHTS = {
    "upos": 0.5, "xpos": 0.5, "feats": 0.5, "names": 1.5, "starts": 1.0, "arcs": 1.0, "relations": 1.0,
    "speech": 1.0, "links": 0.5,
}  # fmt: skip
ENCODER = ("pieces", "positions", "norm", "layers")  # what came pretrained


def losses(network: Network, batch: dict[str, Tensor]) -> dict[str, Tensor]:
    """The mean loss of every task over the words that have its label."""
    out = network(batch["pieces"], batch["marks"], batch["count"], batch["first"])
    total: dict[str, Tensor] = {}
    for name in ("upos", "xpos", "feats", "speech"):
        if (batch[name] != IGNORE).any():
            total[name] = functional.cross_entropy(
                out[name].flatten(0, 1), batch[name].flatten(), ignore_index=IGNORE,
                label_smoothing=0.0 if name == "speech" else 0.03,
            )  # fmt: skip
    known = batch["names"] != IGNORE
    if known.any():
        each = functional.cross_entropy(
            out["names"].flatten(0, 1), batch["names"].flatten(), ignore_index=IGNORE, reduction="none"
        )
        total["names"] = (each * batch["weight"].flatten() * known.flatten()).sum() / known.sum()
    if (batch["starts"] != IGNORE).any():
        total |= _tree_losses(network, out, batch)
    if len(batch["links"]):
        row, kind, dep, head = batch["links"].unbind(1)
        query = out["link_query"].unflatten(-1, (2, -1))[row, dep, kind]
        key = out["link_key"].unflatten(-1, (2, -1))[row, :, kind]
        scores = torch.cat([(key @ query[:, :, None])[:, :, 0], out["link_none"][row, dep, kind][:, None]], dim=1)
        padding = torch.arange(scores.shape[1]) >= (batch["speech"] != IGNORE).sum(1)[row][:, None]
        padding[:, -1] = False
        total["links"] = functional.cross_entropy(scores.masked_fill(padding, -1e4), head)
    return total


def _tree_losses(network: Network, out: dict[str, Tensor], batch: dict[str, Tensor]) -> dict[str, Tensor]:
    """Those of sentences, arcs and relations."""
    total = {}
    known = batch["starts"] != IGNORE
    total["starts"] = functional.binary_cross_entropy_with_logits(
        out["starts"].squeeze(-1)[known], batch["starts"][known].float()
    )
    known = batch["heads"] != IGNORE
    scores = out["arc_query"] @ out["arc_key"].transpose(1, 2) + out["arc_bias"].transpose(1, 2)
    apart = batch["sentence"].unsqueeze(1) != batch["sentence"].unsqueeze(2)
    own = torch.eye(scores.shape[1], dtype=torch.bool)
    scores = scores.masked_fill(apart | own, -1e4)
    scores = torch.cat([scores, out["arc_root"]], dim=-1)
    total["arcs"] = functional.cross_entropy(scores[known], batch["heads"][known])
    inner = known & (batch["heads"] < scores.shape[1] - 1) & (batch["relations"] != IGNORE)
    rows = inner.nonzero()
    head = batch["heads"][inner]
    rated = network.relations(out["rel_dep"][inner], out["rel_head"][rows[:, 0], head])
    total["relations"] = functional.cross_entropy(rated, batch["relations"][inner], label_smoothing=0.03)
    return total


def optimizer_of(network: Network, rate: float, encoder_rate: float, decay: float) -> torch.optim.AdamW:
    """One group a part: the heads learn at ``rate``, the encoder's layers the slower the deeper they lie."""
    groups: dict[str, list[torch.nn.Parameter]] = {}
    for name, value in network.named_parameters():
        if not value.requires_grad:
            continue
        first, second = name.split(".")[0], name.split(".")[1] if "." in name else ""
        group = first + second if first == "layers" else "embeddings" if first in ENCODER else "heads"
        groups.setdefault(group, []).append(value)
    top = network.shape.layers - 1
    rates = {"heads": rate, "embeddings": encoder_rate * decay ** (top + 1)}
    rates |= {f"layers{n}": encoder_rate * decay ** (top - n) for n in range(top + 1)}
    return torch.optim.AdamW(
        [{"params": values, "lr": rates[name], "top": rates[name]} for name, values in groups.items()],
        betas=(0.9, 0.98), weight_decay=0.01, fused=True,
    )  # fmt: skip


def corpora(data: Path) -> tuple[list[Text], list[Text], list[Text]]:
    """The treebank with its names, further texts with names, and the news."""
    english = data / "english"
    treebank = read_ud(english / "ud-train.spacy")
    named = add_names(treebank, read_names(english / "names-ewt-train.spacy"))
    without = [text for text in treebank if not text.names]
    add_names(without, read_names(english / "names-gum-train.spacy", weight=0.3))
    named += read_names(english / "names-wikigold.spacy")
    return treebank, named, [text for _, article in read_news(data) for text in article]


def main() -> None:
    """Train, measure on the development sets now and then, keep the last weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument("--silver", type=Path, help="names of silver.py")
    parser.add_argument("--steps", type=int, default=2600)
    parser.add_argument("--minutes", type=float, default=1e9, help="end earlier, the rate falling to suit")
    parser.add_argument("--words", type=int, default=1900, help="words in a batch, padding counted")
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--encoder-rate", type=float, default=2e-4)
    parser.add_argument("--decay", type=float, default=0.9)
    parser.add_argument("--every", type=int, default=600)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--news-share", type=float, default=0.4, help="of the news, for each round of the treebank")
    parser.add_argument("--silver-share", type=float, default=0.22, help="of the silver names, likewise")
    arguments = parser.parse_args()
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(arguments.threads)
    treebank, named, news = corpora(arguments.data)
    silver = read_silver(arguments.silver) if arguments.silver else []
    english = arguments.data / "english"
    dev = read_ud(english / "ud-dev.spacy")
    dev_names = {name: read_names(english / f"names-{name}-dev.spacy") for name in ("ewt", "gum")}
    dev_news = [text for _, article in list(read_news(arguments.data, "dev"))[::3] for text in article]

    labels = Labels.of(treebank)
    kept = kept_pieces(arguments.encoder / "vocab.txt")
    pieces = Pieces({piece: n for n, piece in enumerate(kept.values())})
    encoder = Encoder(labels, pieces, MARKS)
    sizes = {name: len(getattr(labels, name)) for name in ("upos", "xpos", "feats", "names", "speech")}
    shape = Shape(
        labels={**sizes, "starts": 1}, relations=len(labels.relations), pieces=len(kept), layers=arguments.layers
    )
    network = Network(shape)
    network.begin(arguments.encoder, list(kept))
    network.pieces.requires_grad_(False)  # what few texts teach of some words would part them from the others
    if arguments.start:
        network.load_state_dict(torch.load(arguments.start))
    arguments.output.mkdir(parents=True, exist_ok=True)
    labels.write(arguments.output / "labels.json")
    (arguments.output / "shape.json").write_text(json.dumps(asdict(shape)))
    (arguments.output / "pieces.txt").write_text("\n".join(kept.values()), encoding="utf-8")

    optimizer = optimizer_of(network, arguments.rate, arguments.encoder_rate, arguments.decay)
    warm = max(1, min(150, arguments.steps // 10))
    parts = [(news, arguments.news_share), (silver, arguments.silver_share)]
    source = mixture(treebank + named, parts, words=arguments.words, seed=arguments.seed)
    began, running, seen = time.time(), dict.fromkeys(WEIGHTS, 0.0), 0
    network.train()
    for step in range(1, arguments.steps + 1):
        batch = encoder(next(source))
        with torch.autocast("cpu", dtype=torch.bfloat16):
            each = losses(network, batch)
        loss = sum((WEIGHTS[name] * value for name, value in each.items()), torch.zeros(()))
        optimizer.zero_grad()
        loss.backward()
        done = max(step / arguments.steps, (time.time() - began) / 60 / arguments.minutes)
        for group in optimizer.param_groups:
            group["lr"] = group["top"] * min(step / warm, max(0.01, (1 - done) / (1 - warm / arguments.steps)))
        torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimizer.step()
        for name, value in each.items():
            running[name] += value.item()
        seen += int(batch["count"].sum())
        if step % 25 == 0:
            shown = " ".join(f"{name} {value / 25:.3f}" for name, value in running.items())
            spent = time.time() - began
            print(f"{step} {shown} | {seen / spent:.0f} pieces/s {spent:.0f} s", flush=True)
            running = dict.fromkeys(running, 0.0)
        last = step == arguments.steps or done >= 1
        if step % arguments.every == 0 or last:
            score = measure(network, encoder, labels, dev)
            for name, texts in dev_names.items():
                score |= {f"{name}-{key}": value for key, value in measure_names(network, encoder, texts).items()}
            score |= measure_speech(network, encoder, dev_news)
            print(step, {key: round(value, 2) for key, value in score.items()}, flush=True)
            torch.save(network.state_dict(), arguments.output / "weights.pt")
        if last:
            (arguments.output / "score.json").write_text(json.dumps({"step": step} | score, indent=1))
            break


if __name__ == "__main__":
    main()
