"""The PLOVER event, mode and status of a statement, by table (``plover.toml``).

PLOVER: Political Language Ontology for Verifiable Event Records (Halterman et al. 2023). The table's keys are kinds,
``kind.value`` where a role's closed value decides (``conflict.sanction``), and ``kind.status`` where the status does.
A key with a status goes before one with a value: PLOVER codes a promised visit as AGREE, a refused one as REJECT; our
status stands beside it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from chancery.model.statement import Filler, Status

DECIDES = {"conflict": "what", "position": "stance", "agreement": "action", "relations": "action"}


@cache
def _table() -> Mapping[str, str]:
    text = resources.files("chancery.extract").joinpath("plover.toml").read_text(encoding="utf-8")
    return dict(tomllib.loads(text)["event"])


def plover(kind: str, roles: Mapping[str, tuple[Filler, ...]], status: Status) -> str | None:
    """The PLOVER code of a statement of ``kind``, None where the ontology has no event for it."""
    table = _table()
    if f"{kind}.{status}" in table:  # what is only promised is AGREE, what is refused REJECT, whatever it is
        return table[f"{kind}.{status}"]
    value = roles.get(DECIDES.get(kind, ""), ())
    if value and f"{kind}.{value[0].label}" in table:
        return table[f"{kind}.{value[0].label}"]
    return table.get(kind)
