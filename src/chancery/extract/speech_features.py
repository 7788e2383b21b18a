"""What the learned tagger of attribution sees of a token: words, tags, tree, quotation marks, and what the
rules say.

Training and reading use this one module. A sequence is a block; its tokens leave out white space.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from spacy.tokens import Doc, Token

from chancery.extract.quotes import Quotation
from chancery.extract.speech_attribution import Attribution
from chancery.extract.speech_words import CueWords
from chancery.model.document import Block

_UP = 12  # heads that are followed upwards in search of a verb of saying
_EDGE = ("<", ">")


def shape(word: str) -> str:
    """The word's letter pattern, runs shortened: "McCain" gives "XxXx", "2016" gives "dd"."""
    out: list[str] = []
    for char in word:
        kind = "d" if char.isdigit() else "X" if char.isupper() else "x" if char.isalpha() else char
        if len(out) < 2 or out[-1] != kind or out[-2] != kind:
            out.append(kind)
    return "".join(out[:6])


class Features:
    """Features of all tokens of a document, block by block."""

    def __init__(self, doc: Doc, quotations: Sequence[Quotation], ruled: Sequence[Attribution], cues: CueWords) -> None:
        self.doc = doc
        self.cues = cues
        self.starts = [token.idx for token in doc]
        self.quote = self._quoted(quotations)
        self.rule = self._ruled(ruled)
        self.lower = [token.lower_ for token in doc]
        self.lemma = [token.lemma_.lower() for token in doc]
        self.pos = [token.pos_ for token in doc]
        self.dep = [token.dep_ for token in doc]
        self.head = [token.head.i for token in doc]
        self.ent = [token.ent_type_ for token in doc]
        self.say = [
            pos in ("VERB", "AUX") and lemma in cues.say for pos, lemma in zip(self.pos, self.lemma, strict=True)
        ]
        self.hosts = self._hosts()
        self.up = [self._upward(i) for i in range(len(doc))]

    def tokens(self, block: Block) -> list[Token]:
        """The tokens of a block without white space."""
        low, high = bisect_left(self.starts, block.span.start), bisect_left(self.starts, block.span.end)
        return [self.doc[i] for i in range(low, high) if not self.doc[i].is_space]

    def _quoted(self, quotations: Sequence[Quotation]) -> list[str]:
        """B, I, E or 1 inside a quotation of at least four words, with a small letter for shorter ones;
        else O.
        """
        starts = self.starts
        out = ["O"] * len(starts)
        for quotation in quotations:
            for span in quotation.content:
                low, high = bisect_right(starts, span.start - 1), bisect_right(starts, span.end - 1)
                if low >= high:
                    continue
                long = high - low >= 5
                for i in range(low, high):
                    out[i] = "I" if long else "i"
                out[low] = "B" if long else "b"
                out[high - 1] = "E" if long else "e"
        return out

    def _ruled(self, ruled: Sequence[Attribution]) -> list[str]:
        """What the rules take a token for: source, cue or content, with the kind of speech."""
        starts = self.starts
        out = ["O"] * len(starts)
        for a in ruled:
            parts = [(span, "C") for span in a.content]
            parts += [(a.source, "S")] if a.source else []
            parts += [(a.cue, "Q")] if a.cue else []
            for span, role in parts:
                low, high = bisect_right(starts, span.start - 1), bisect_right(starts, span.end - 1)
                for i in range(low, high):
                    out[i] = role + a.mode[0] + ("b" if i == low else "e" if i == high - 1 else "i")
        return out

    def _hosts(self) -> list[str]:
        """For a clause's head, the relation by which a verb of saying hangs below it ("…, he said")."""
        out = [""] * len(self.doc)
        for i, says in enumerate(self.say):
            if says and self.dep[i].startswith(("parataxis", "advcl", "acl", "conj")) and self.head[i] != i:
                out[self.head[i]] = self.dep[i]
        return out

    def _upward(self, i: int) -> tuple[str, str, str, int]:
        """Going up from a token: the branch by which it hangs below a verb of saying, that verb, the host
        relation of the first clause above that has one, and the number of steps.
        """
        branch, verb, host, steps = "", "", "", 0
        node = i
        last = "self"
        for step in range(_UP):
            if not host and self.hosts[node]:
                host = self.hosts[node]
            if self.say[node]:
                branch, verb, steps = last, self.lemma[node], step
                break
            if self.head[node] == node:
                break
            last = self.dep[node]
            node = self.head[node]
        return branch, verb, host, steps

    def of_block(self, tokens: Sequence[Token]) -> list[list[str]]:
        """The features of each of ``tokens``, which are those of one block without white space."""
        index = [token.i for token in tokens]
        n = len(index)
        depth = 0
        seen_quote = any(self.quote[i] in "BIE" for i in index)
        out = []
        sent_left = 0
        for k, i in enumerate(index):
            word = self.doc[i].text
            if self.doc[i].is_sent_start:
                sent_left = k
            h = self.head[i]
            branch, verb, host, steps = self.up[i]
            q, r, pos, lemma, dep = self.quote[i], self.rule[i], self.pos[i], self.lemma[i], self.dep[i]
            around = [index[k + d] if 0 <= k + d < n else -1 for d in (-3, -2, -1, 1, 2, 3)]
            lemmas = [self.lemma[j] if j >= 0 else _EDGE[m > 2] for m, j in enumerate(around)]
            poses = [self.pos[j] if j >= 0 else _EDGE[m > 2] for m, j in enumerate(around)]
            l1, r1 = around[2], around[3]
            f = [
                "b",
                "w=" + self.lower[i],
                "l=" + lemma,
                "p=" + pos,
                "s=" + shape(word),
                "x=" + self.lower[i][-3:],
                "d=" + dep,
                "e=" + self.ent[i],
                "q=" + q,
                "r=" + r,
                "l-2=" + lemmas[1],
                "l-1=" + lemmas[2],
                "l+1=" + lemmas[3],
                "l+2=" + lemmas[4],
                "ll=" + lemmas[2] + "|" + lemma,
                "lr=" + lemma + "|" + lemmas[3],
                "l3=" + lemmas[2] + "|" + lemma + "|" + lemmas[3],
                "l-12=" + lemmas[1] + "|" + lemmas[2],
                "l+12=" + lemmas[3] + "|" + lemmas[4],
                "p-1=" + poses[2] + pos,
                "p+1=" + pos + poses[3],
                "p5=" + poses[1] + poses[2] + pos + poses[3] + poses[4],
                "q-1=" + (self.quote[l1] if l1 >= 0 else "<") + q,
                "q+1=" + q + (self.quote[r1] if r1 >= 0 else ">"),
                "r-1=" + (self.rule[l1] if l1 >= 0 else "<") + "|" + r,
                "r+1=" + r + "|" + (self.rule[r1] if r1 >= 0 else ">"),
                "rl=" + r + "|" + lemma,
                "hd=" + dep + "|" + self.lemma[h],
                "hp=" + dep + "|" + self.pos[h] + ("<" if h < i else ">"),
                "hh=" + dep + "|" + self.dep[h] + "|" + self.pos[self.head[h]],
                "br=" + branch + "|" + str(min(steps, 5)),
                "bv=" + branch + "|" + verb,
                "bp=" + branch + "|" + pos + "|" + q,
                "ho=" + host + "|" + q + "|" + branch,
                "sq=" + ("1" if seen_quote else "0") + pos,
                "sp=" + str(min(k - sent_left, 4)),
                "dp=" + str(min(depth, 3)),
            ]
            if self.say[i] or lemma in self.cues.noun:
                kids = "|".join(sorted({c.dep_ for c in self.doc[i].children if c.dep_ not in ("punct", "cc")}))
                f += ["say", "kid=" + kids, "sl=" + dep + "|" + lemma]
                f += ["k=" + c.dep_ for c in self.doc[i].children]
                f += ["kl=" + c.dep_ + "|" + lemma for c in self.doc[i].children]
            if l1 >= 0 and (branch, verb) != self.up[l1][:2]:
                f.append("ch=" + self.up[l1][0] + ">" + branch)
            if r1 >= 0 and (branch, verb) != self.up[r1][:2]:
                f.append("cn=" + branch + ">" + self.up[r1][0])
            if k == 0 and i < 3:
                f.append("title")
            out.append(f)
        return out


#: What the network sees of a token besides its word: names of the columns of ``columns``, each a closed set of values.
COLUMNS = ("suffix", "shape", "pos", "dep", "entity", "quote", "rule", "branch", "host", "steps", "verb", "head")


def columns(features: Features, tokens: Sequence[Token]) -> list[tuple[str, ...]]:
    """For each of ``tokens`` its word and then its value in each of ``COLUMNS``."""
    out: list[tuple[str, ...]] = []
    for token in tokens:
        i = token.i
        branch, verb, host, steps = features.up[i]
        kind = "v" if features.say[i] else "n" if features.lemma[i] in features.cues.noun else ""
        out.append(
            (
                features.lower[i],
                features.lower[i][-3:],
                shape(token.text),
                features.pos[i],
                features.dep[i],
                features.ent[i] + kind,
                features.quote[i],
                features.rule[i],
                branch,
                host,
                str(min(steps, 5)),
                verb,
                features.lemma[features.head[i]],
            )
        )
    return out
