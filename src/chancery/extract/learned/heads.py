"""What is read off the encoder's states: small layers, computed with NumPy. Taught by ``train/statements``."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from chancery.extract.learned.labels import KINDS, ROLES, TAGS, VALUES
from chancery.model.statement import kinds

Floats = npt.NDArray[np.float32]

NEVER = -1e4


def _softmax(x: Floats) -> Floats:
    x = np.exp(x - x.max(-1, keepdims=True))
    out: Floats = x / x.sum(-1, keepdims=True)
    return out


class Heads:
    """The heads' weights by name."""

    def __init__(self, weights: Mapping[str, Floats]) -> None:
        self._w = {name: np.asarray(value, dtype=np.float32) for name, value in weights.items()}
        self._forbidden = np.full((len(KINDS), len(ROLES) + 1), NEVER, dtype=np.float32)
        self._forbidden[:, 0] = 0
        for number, name in enumerate(KINDS):
            for role in kinds()[name].roles:
                if role in ROLES:
                    self._forbidden[number, ROLES.index(role) + 1] = 0

    @property
    def width(self) -> tuple[int, int]:
        """Numbers of a state, and of a candidate's features."""
        return self._w["tags.weight"].shape[1], self._w["role_features.weight"].shape[1]

    def _linear(self, name: str, x: Floats) -> Floats:
        out: Floats = x @ self._w[f"{name}.weight"].T
        bias = self._w.get(f"{name}.bias")
        return out if bias is None else out + bias

    def tags(self, states: Floats) -> Floats:
        """For each word and kind the probabilities that it lies in a passage, starts one, is the head of one."""
        out = np.asarray(1 / (1 + np.exp(-self._linear("tags", states))), dtype=np.float32)
        return out.reshape(len(states), len(KINDS), TAGS)

    def passage(self, anchor: Floats, mean: Floats, kind: int) -> tuple[Floats, dict[str, dict[str, float]]]:
        """The probabilities of each status, and of each closed value by role, for a passage of ``kind``."""
        x = self._linear("told", np.concatenate([anchor, mean])) + self._w["told_kind.weight"][kind]
        x = np.maximum(x, np.float32(0))
        scores = self._linear("values", x)
        values: dict[str, dict[str, float]] = {}
        by_role: dict[str, list[int]] = {}
        for number, (name, role, _) in enumerate(VALUES):
            if name == KINDS[kind]:
                by_role.setdefault(role, []).append(number)
        for role, numbers in by_role.items():
            share = _softmax(scores[numbers])
            values[role] = {VALUES[n][2]: float(p) for n, p in zip(numbers, share, strict=True)}
        return _softmax(self._linear("status", x)), values

    def roles(self, mentions: Floats, anchor: Floats, kind: int, features: Floats) -> Floats:
        """For each candidate the probabilities of no role and of each role in ``ROLES``."""
        both = np.concatenate([mentions, np.broadcast_to(anchor, mentions.shape)], axis=1)
        x = self._linear("role", both) + self._w["role_kind.weight"][kind] + self._linear("role_features", features)
        return _softmax(self._linear("role_out", np.maximum(x, 0)) + self._forbidden[kind])
