"""Scores on the development sets while training, on gold words."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import torch
from batches import Encoder, Labels
from corpus import Text
from network import Network

from chancery.annotate.english_network import windows
from chancery.annotate.english_trees import allowed, best_labels, heads, sentence_bounds


@torch.no_grad()
def predict(network: Network, encoder: Encoder, texts: list[Text]) -> list[dict[str, np.ndarray]]:
    """All scores of all words of each text, put together from windows."""
    network.eval()
    cut = [window for n, text in enumerate(texts) for window in windows(n, len(text))]
    cut.sort(key=lambda window: window.high - window.low)
    found: list[dict[str, np.ndarray]] = [{} for _ in texts]
    for at in range(0, len(cut), 32):
        part = cut[at : at + 32]
        batch = encoder.inputs(
            [
                Text(
                    words=texts[w.text].words[w.low : w.high],
                    spaces=[True, *texts[w.text].spaces[w.low + 1 : w.high]],
                    starts=[],
                )
                for w in part
            ]
        )
        with torch.autocast("cpu", dtype=torch.bfloat16):
            out = network(batch["pieces"], batch["marks"], batch["count"], batch["first"])
        for name, value in out.items():
            values = value.float().numpy()
            for row, w in enumerate(part):
                empty = np.empty((len(texts[w.text]), values.shape[2]), dtype=np.float32)
                place = found[w.text].setdefault(name, empty)
                place[w.start : w.end] = values[row, w.start - w.low : w.end - w.low]
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


def measure_speech(network: Network, encoder: Encoder, texts: list[Text]) -> dict[str, float]:
    """F of exact passages of sources, cues and contents, and how many gold links are found among gold passages."""
    labels = tuple(encoder.maps["speech"])
    table = allowed(labels)
    final = np.array([0.0 if label[0] in "OES" else -1e4 for label in labels], dtype=np.float32)
    counts = {role: [0, 0] for role in "SQC"}
    links = [[0, 0], [0, 0]]
    for text, scores in zip(texts, predict(network, encoder, texts), strict=True):
        mine = spans([labels[n] for n in best_labels(scores["speech"], table, final)])
        theirs = spans(text.speech)
        for role, count in counts.items():
            found, gold = {s for s in mine if s[2] == role}, {s for s in theirs if s[2] == role}
            count[0] += 2 * len(found & gold)
            count[1] += len(found) + len(gold)
        begins = {role: sorted(start for start, _, kind in theirs if kind == role) for role in "SQC"}
        size = scores["link_query"].shape[1] // 2
        for kind, dep, head in text.links:
            options = begins["SQ"[kind]]
            part = slice(kind * size, (kind + 1) * size)
            rated = [float(scores["link_key"][n, part] @ scores["link_query"][dep, part]) for n in options]
            rated.append(float(scores["link_none"][dep, kind]))
            links[kind][0] += [*options, -1][int(np.argmax(rated))] == head
            links[kind][1] += 1
    out = {f"speech-{role}": 100 * both / max(1, total) for role, (both, total) in counts.items()}
    return out | {f"link-{kind}": 100 * right / max(1, total) for kind, (right, total) in enumerate(links)}
