"""Background work of the catalogue."""

from __future__ import annotations

from hongshu.kernel import background, clock
from hongshu.store.catalog import services


@background.job("catalog.apply_due_prices", cron="* * * * *")
def apply_due_prices() -> None:
    """Selling prices whose time has come become what shelves and pages show."""
    services.apply_due_prices(clock.now())
