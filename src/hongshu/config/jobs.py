"""Background entry points of the kernel: delivering events, and sweeping what is old."""

from __future__ import annotations

import asyncio

from procrastinate.contrib.django import app

from hongshu.config.subscriptions import SUBSCRIPTIONS, subscriber
from hongshu.kernel import background, outbox
from hongshu.kernel.idempotency import sweep_idempotency
from hongshu.kernel.ids import Id
from hongshu.platform.accounts.services import sweep_sessions


# Sixteen tries double their distance and so last a day and a half: an index that is away for an hour misses
# nothing.
@background.job("kernel.deliver_event", queue="events", retries=16)
def deliver_event(event_id: int, name: str) -> None:
    """Hand one event to one subscriber."""
    who = subscriber(name)
    if who is not None:
        outbox.deliver(Id(event_id), who)


@background.job("kernel.sweep", cron="17 4 * * *")
def sweep() -> None:
    """Delete what is too old to be asked for: delivered events, kept answers, sessions that have run out."""
    outbox.sweep_outbox()
    sweep_idempotency()
    sweep_sessions()


@background.job("kernel.retry_stalled", cron="*/2 * * * *")
def retry_stalled() -> None:
    """Put jobs of workers that were killed back into the queue."""
    asyncio.run(_retry_stalled())


async def _retry_stalled() -> None:
    worker_app = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined, unused-ignore]
    async with worker_app.open_async():
        for stalled in await worker_app.job_manager.get_stalled_jobs(seconds_since_heartbeat=60):
            await worker_app.job_manager.retry_job(stalled)


def _defer_deliveries(pairs: list[tuple[Id, str]]) -> None:
    background.defer_many(deliver_event, [{"event_id": int(key), "name": name} for key, name in pairs])


def relay() -> int:
    """Hand undelivered events to the queue; how many."""
    return outbox.relay_once(SUBSCRIPTIONS, _defer_deliveries)
