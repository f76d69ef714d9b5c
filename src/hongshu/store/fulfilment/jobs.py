"""Background entry points of fulfilment."""

from __future__ import annotations

from hongshu.kernel import background
from hongshu.store.fulfilment import services


@background.job("fulfilment.ask_carrier", cron="* * * * *")
def ask_carrier() -> None:
    """Ask the carrier about parcels that are on their way."""
    while services.ask_carrier() >= 50:
        pass
