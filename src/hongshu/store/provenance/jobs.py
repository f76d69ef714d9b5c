"""Background entry points of provenance."""

from __future__ import annotations

from hongshu.kernel import background
from hongshu.store.provenance import services


@background.job("provenance.fold_looks", cron="53 16 * * *")
def fold_looks() -> None:
    """Soon after midnight where the business is, make numbers of yesterday's pseudonyms."""
    services.fold_looks()
