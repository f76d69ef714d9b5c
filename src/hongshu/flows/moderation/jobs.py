"""What moderation does by itself."""

from __future__ import annotations

from hongshu.flows.moderation import services
from hongshu.kernel import background


@background.job("moderation.keep_in_line", cron="* * * * *")
def keep_in_line() -> None:
    """End what has lasted its time, and hold what slipped through while a member was being suspended."""
    while services.end_due():
        pass
    services.hold_latecomers()
