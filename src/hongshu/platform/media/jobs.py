"""Background work of media."""

from __future__ import annotations

from hongshu.kernel import background, clock
from hongshu.platform.media import services


@background.job("media.sweep", cron="23 * * * *")
def sweep_media() -> None:
    """Remove pictures that nothing uses, and what killed uploads left."""
    services.sweep_media(clock.now())
