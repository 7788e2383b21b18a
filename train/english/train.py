"""Train the English network, seeded; words per second and the scores on the development sets are printed as it goes.

    python train/english/train.py --data ../shared/data --vectors vectors.npz --output build/english
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from batches import IGNORE, Encoder, Labels, mixture
from corpus import Text, add_names, read_names, read_silver, read_ud
from network import Network, Shape
from torch import Tensor
from torch.nn import functional

from chancery.annotate.english_features import Features
from chancery.annotate.english_trees import allowed, best_labels, heads, sentence_bounds

WINDOW, MARGIN = 128, 24


def losses(network: Network, batch: dict[str, Tensor]) -> dict[str, Tensor]:
    """The mean loss of every task over the words that have its label."""
    out = network(batch["ids"], batch["lengths"])
    total: dict[str, Tensor] = {}
    for name in ("upos", "xpos", "feats"):
        if (batch[name] != IGNORE).any():
            total[name] = functional.cross_entropy(
                out[name].flatten(0, 1), batch[name].flatten(), ignore_index=IGNORE, label_smoothing=0.03
            )
    if (batch["names"] != IGNORE).any():
        each = functional.cross_entropy(
            out["names"].flatten(0, 1), batch["names"].flatten(), ignore_index=IGNORE, reduction="none"
        )
        weight = batch["weight"].flatten() * (batch["names"].flatten() != IGNORE)
        total["names"] = (each * weight).sum() / (batch["names"] != IGNORE).sum()
    if (batch["starts"] != IGNORE).any():
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
        inner = known & (batch["heads"] < scores.shape[1]) & (batch["relations"] != IGNORE)
        rows = inner.nonzero()
        head = batch["heads"][inner]
        rated = network.relations(out["rel_dep"][inner], out["rel_head"][rows[:, 0], head])
        total["relations"] = functional.cross_entropy(rated, batch["relations"][inner], label_smoothing=0.03)
    return total


def windows(text: Text) -> list[tuple[int, int, int, int]]:
    """Bounds of overlapping windows (from, to) with the part (from, to) that each answers for."""
    step = WINDOW - 2 * MARGIN
    out = []
    for at in range(0, len(text), step):
        low, high = max(0, at - MARGIN), min(len(text), at + step + MARGIN)
        out.append((low, high, at, min(len(text), at + step)))
    return out


@torch.no_grad()
def predict(network: Network, encoder: Encoder, texts: list[Text]) -> list[dict[str, np.ndarray]]:
    """All scores of all words of each text, put together from windows."""
    network.eval()
    cut = [(n, *window) for n, text in enumerate(texts) for window in windows(text)]
    cut.sort(key=lambda window: window[2] - window[1])
    found: list[dict[str, np.ndarray]] = [{} for _ in texts]
    for at in range(0, len(cut), 32):
        part = cut[at : at + 32]
        batch = encoder(
            [
                Text(words=texts[n].words[low:high], spaces=[True, *texts[n].spaces[low + 1 : high]], starts=[])
                for n, low, high, _, _ in part
            ]
        )
        for name, value in network(batch["ids"], batch["lengths"]).items():
            values = value.float().numpy()
            for row, (n, low, _, start, end) in enumerate(part):
                place = found[n].setdefault(name, np.empty((len(texts[n]), values.shape[2]), dtype=np.float32))
                place[start:end] = values[row, start - low : end - low]
    network.train()
    return found


def spans(tags: list[str]) -> set[tuple[int, int, str]]:
    """Names of IOBES tags."""
    out, start = set(), 0
    for at, tag in enumerate(tags):
        if tag[0] in "BS":
            start = at
        if tag[0] in "ES":
            out.add((start, at + 1, tag[2:]))
    return out


def iob_spans(tags: list[str]) -> set[tuple[int, int, str]]:
    """Names of IOB2 tags."""
    out, start = set(), None
    for at, tag in enumerate([*tags, "O"]):
        if start is not None and tag[:1] != "I":
            out.add((start, at, tags[start][2:]))
            start = None
        if tag[:1] == "B":
            start = at
    return out


def measure(network: Network, encoder: Encoder, labels: Labels, treebank: list[Text]) -> dict[str, float]:
    """UPOS, features, UAS, LAS and sentence F on gold words."""
    right = dict.fromkeys(("upos", "xpos", "feats", "uas", "las"), 0)
    total = found = gold = both = 0
    for text, scores in zip(treebank, predict(network, encoder, treebank), strict=True):
        total += len(text)
        for name in ("upos", "xpos", "feats"):
            known = getattr(labels, name)
            best = scores[name].argmax(-1)
            right[name] += sum(known[b] == g for b, g in zip(best, getattr(text, name), strict=True))
        bounds = sentence_bounds(scores["starts"][:, 0])
        mine = set(pairwise(bounds))
        theirs = set(zip(text.starts, [*text.starts[1:], len(text)], strict=True))
        found, gold, both = found + len(mine), gold + len(theirs), both + len(mine & theirs)
        head = np.arange(len(text))
        for start, end in mine:
            part = slice(start, end)
            arcs = scores["arc_query"][part] @ scores["arc_key"][part].T + scores["arc_bias"][part].T
            head[part] = heads(np.concatenate([arcs, scores["arc_root"][part]], axis=1)) + start
        rated = network.relations(
            torch.from_numpy(scores["rel_dep"]), torch.from_numpy(scores["rel_head"][head])
        ).argmax(-1)
        for at in range(len(text)):
            if head[at] == text.heads[at]:
                right["uas"] += 1
                relation = "root" if head[at] == at else labels.relations[int(rated[at])]
                right["las"] += relation == text.relations[at]
    score = {name: 100 * value / total for name, value in right.items()}
    score["sents"] = 200 * both / (found + gold)
    return score


def measure_names(network: Network, encoder: Encoder, texts: list[Text]) -> dict[str, float]:
    """Precision, recall and F of names."""
    labels = tuple(encoder.maps["names"])
    table = allowed(labels)
    final = np.array([0.0 if label[0] in "OES" else -1e4 for label in labels], dtype=np.float32)
    found = gold = both = 0
    for text, scores in zip(texts, predict(network, encoder, texts), strict=True):
        rated = scores["names"]
        rated = rated - np.logaddexp.reduce(rated, axis=1, keepdims=True)
        mine = spans([labels[n] for n in best_labels(rated, table, final)])
        theirs = iob_spans(text.names)
        found, gold, both = found + len(mine), gold + len(theirs), both + len(mine & theirs)
    return {"p": 100 * both / max(1, found), "r": 100 * both / gold, "f1": 200 * both / max(1, found + gold)}


def main() -> None:
    """Train, measure on the development sets now and then, keep the last averaged weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--vectors", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument("--extra", type=Path, nargs="*", default=[], help="further .spacy files with names")
    parser.add_argument("--steps", type=int, default=5000)
    parser.add_argument("--minutes", type=float, default=1e9, help="end earlier, the rate falling to suit")
    parser.add_argument("--words", type=int, default=3000, help="words in a batch")
    parser.add_argument("--hidden", type=int, default=192)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--every", type=int, default=700)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--silver-weight", type=float, default=0.3)
    parser.add_argument("--silver-share", type=float, default=0.08)
    arguments = parser.parse_args()
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(arguments.threads)
    english = arguments.data / "english"
    treebank = read_ud(english / "ud-train.spacy")
    named = add_names(treebank, read_names(english / "names-ewt-train.spacy"))
    without = [text for text in treebank if not text.names]
    add_names(without, read_names(english / "names-gum-train.spacy", weight=0.3))
    named += read_names(english / "names-wikigold.spacy")
    for path in arguments.extra:
        named += read_names(path, weight=0.5)
    silver = list(read_silver(english / "polnear-corenlp-silver.conll.xz", arguments.silver_weight))
    dev = read_ud(english / "ud-dev.spacy")
    dev_names = {name: read_names(english / f"names-{name}-dev.spacy") for name in ("ewt", "gum")}

    stored = np.load(arguments.vectors)
    words = str(stored["words"]).split("\n")
    vectors = torch.from_numpy(stored["table"].astype(np.float32))
    labels = Labels.of(treebank)
    encoder = Encoder(labels, Features({word: row for row, word in enumerate(words, 1)}))
    sizes = {name: len(getattr(labels, name)) for name in ("upos", "xpos", "feats", "names")}
    shape = Shape(
        labels={**sizes, "starts": 1}, relations=len(labels.relations), words=len(vectors),
        tuned=int(stored["tuned"]) + 1, hidden=arguments.hidden,
    )  # fmt: skip
    network = Network(shape, vectors)
    if arguments.start:
        known = torch.load(arguments.start)
        network.load_state_dict({name: known[name] for name in network.state_dict()})
    arguments.output.mkdir(parents=True, exist_ok=True)
    labels.write(arguments.output / "labels.json")
    (arguments.output / "shape.json").write_text(json.dumps(asdict(shape)))

    optimizer = torch.optim.AdamW(
        network.parameters(), lr=arguments.rate, betas=(0.9, 0.95), weight_decay=1e-4, fused=True
    )
    warm = min(200, arguments.steps // 10)
    averaged = torch.optim.swa_utils.AveragedModel(
        network, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.97)
    )
    weights = {"upos": 0.5, "xpos": 0.5, "feats": 0.5, "names": 1.5, "starts": 1.0, "arcs": 1.0,
               "relations": 1.0}  # fmt: skip
    source = mixture(
        treebank, named, silver, words=arguments.words, share=arguments.silver_share, seed=arguments.seed
    )
    began, running, seen = time.time(), 0.0, 0
    network.train()
    for step in range(1, arguments.steps + 1):
        batch = encoder(next(source))
        with torch.autocast("cpu", dtype=torch.bfloat16):
            each = losses(network, batch)
        loss = sum((weights[name] * value for name, value in each.items()), torch.zeros(()))
        optimizer.zero_grad()
        loss.backward()
        done = max(step / arguments.steps, (time.time() - began) / 60 / arguments.minutes)
        for group in optimizer.param_groups:
            group["lr"] = arguments.rate * min(step / warm, max(0.01, (1 - done) / (1 - warm / arguments.steps)))
        torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimizer.step()
        if step % 5 == 0:
            averaged.update_parameters(network)
        running += loss.item()
        seen += int(batch["lengths"].sum())
        if step % 100 == 0:
            speed = seen / (time.time() - began)
            print(f"{step} loss {running / 100:.3f} {speed:.0f} words/s {time.time() - began:.0f} s", flush=True)
            running = 0.0
        last = step == arguments.steps or done >= 1
        if step % arguments.every == 0 or last:
            model: Network = averaged.module
            score = measure(model, encoder, labels, dev)
            for name, texts in dev_names.items():
                score |= {f"{name}-{key}": value for key, value in measure_names(model, encoder, texts).items()}
            print(step, {key: round(value, 2) for key, value in score.items()}, flush=True)
            torch.save(model.state_dict(), arguments.output / "weights.pt")
            torch.save(network.state_dict(), arguments.output / "last.pt")
        if last:
            break


if __name__ == "__main__":
    main()
