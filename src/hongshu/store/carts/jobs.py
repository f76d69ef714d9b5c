"""Background work of carts."""

from __future__ import annotations

from hongshu.kernel import background
from hongshu.store.carts import services


@background.job("carts.refresh_wishes", cron="* * * * *")
def refresh_wishes() -> None:
    """Tell members what became of what they wish for."""
    services.refresh_wishes()


@background.job("carts.sweep_guest_carts", cron="47 3 * * *")
def sweep_guest_carts() -> None:
    """Delete guests' carts that are too old."""
    while services.sweep_guest_carts():
        pass
