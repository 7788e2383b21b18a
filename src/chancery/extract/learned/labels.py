"""What the learned models decide between, in a fixed order."""

from __future__ import annotations

from chancery.model.statement import Status, kinds

KINDS = tuple(sorted(kinds()))
STATUSES = tuple(status.value for status in Status)
TAGS = 3  # of a word for each kind: in a passage of it, starts one, is the head of one
ROLES = tuple(
    sorted(
        {
            role
            for kind in kinds().values()
            for role, spec in kind.roles.items()
            if spec.takes in ("person", "state", "entity") and role != "place"
        }
    )
)
# closed values that decide what a statement says: (kind, role, value)
VALUES = tuple(
    (kind.name, role, value)
    for _, kind in sorted(kinds().items())
    for role, spec in kind.roles.items()
    for value in spec.values
)
