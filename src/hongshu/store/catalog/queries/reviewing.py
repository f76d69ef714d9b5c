"""Reads of what waits for a buyer's eye."""

from __future__ import annotations

from hongshu.kernel.asking import Asked
from hongshu.store.catalog.contracts import ProductState


def ask_review_count() -> Asked[int]:
    """How many products that may be shown have values that were filled by default, to be asked together with
    others.
    """
    return Asked(
        "SELECT count(*) FROM catalog_product WHERE needs_review <> '{}' AND state <> %s",
        [ProductState.WITHDRAWN.value],
        lambda found: int(found[0][0]),
        columns=1,
    )
