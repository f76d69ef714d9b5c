"""Background work of the behaviour log."""

from __future__ import annotations

from hongshu.kernel import background, clock
from hongshu.platform.behaviour import services


@background.job("behaviour.make_partitions", cron="41 3 * * *")
def make_partitions() -> None:
    """Make next months' partitions long before their first event."""
    services.make_partitions(clock.now())


@background.job("behaviour.sweep_erased", cron="53 3 * * *")
def sweep_erased() -> None:
    """Forget who was erased so long ago that nothing of theirs can arrive any more."""
    services.sweep_erased(clock.now())
