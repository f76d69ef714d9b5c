"""Background work of the inventory."""

from __future__ import annotations

from hongshu.kernel import background
from hongshu.store.inventory import services


# The day ends in Shanghai at 16:00 UTC; hourly, so that a worker that was away at that hour is not missed.
@background.job("inventory.quarantine_expired", cron="1 * * * *")
def quarantine_expired() -> None:
    """Take what has expired off the shelves."""
    while services.quarantine_expired():
        pass


@background.job("inventory.sweep_spent", cron="11 * * * *")
def sweep_spent() -> None:
    """Take empty rows out of the index that reserving reads."""
    while services.sweep_spent():
        pass
