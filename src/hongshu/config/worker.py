"""The background worker's process: jobs, the outbox's relay and the counts.

``python -m hongshu.config.worker``; SIGINT or SIGTERM ends it after its running jobs.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable
from contextlib import suppress

log = logging.getLogger(__name__)
_ROLL_UP_EVERY_S = 0.5
_AFTER_FAILURE_S = 2.0


async def roll_up_forever(ended: asyncio.Event) -> None:
    """Bring the derived counts up to their rows until the worker ends.

    A loop and not a job: with something to do every half second, jobs would be most of the queue.
    """
    from hongshu.community.responses.services import roll_up_counts

    while not ended.is_set():
        pause_s = 0.0
        try:
            if not await asyncio.to_thread(_with_connection, roll_up_counts):
                pause_s = _ROLL_UP_EVERY_S
        except Exception:
            log.exception("the counts could not be rolled up; it is tried again in %s s", _AFTER_FAILURE_S)
            pause_s = _AFTER_FAILURE_S
        if pause_s:
            with suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), timeout=pause_s)


def _with_connection(work: Callable[[], int]) -> int:
    """Run in a thread of the pool, and give its connection back."""
    from django.db import connections

    try:
        return work()
    finally:
        connections.close_all()


def main() -> None:
    """Run the worker until it is told to end."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hongshu.config.django_settings")
    django.setup()
    from hongshu.config.jobs import relay_forever
    from hongshu.kernel import background

    background.run_worker(beside=[relay_forever, roll_up_forever])


if __name__ == "__main__":
    main()
