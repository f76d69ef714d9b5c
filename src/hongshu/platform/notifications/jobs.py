"""Background work of notifications."""

from __future__ import annotations

from hongshu.kernel import background
from hongshu.platform.notifications import services


@background.job("notifications.sweep", cron="29 4 * * *")
def sweep() -> None:
    """Delete what is too old to be read."""
    services.sweep_notifications()
