"""Background entry points of the kernel: delivering events, and sweeping what is old."""

from __future__ import annotations

import asyncio
import logging

from django.db import DatabaseError, connections
from procrastinate.contrib.django import app

from hongshu.config.subscriptions import SUBSCRIPTIONS, subscriber
from hongshu.kernel import background, outbox
from hongshu.kernel.idempotency import sweep_idempotency
from hongshu.kernel.ids import Id

log = logging.getLogger(__name__)
_IDLE_S = 0.15


@background.job("kernel.deliver_event", queue="events")
def deliver_event(event_id: int, name: str) -> None:
    """Hand one event to one subscriber."""
    who = subscriber(name)
    if who is not None:
        outbox.deliver(Id(event_id), who)


@background.job("kernel.sweep", cron="17 4 * * *")
def sweep() -> None:
    """Delete delivered events and kept answers that are too old to be asked for."""
    outbox.sweep_outbox()
    sweep_idempotency()


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


def _relay() -> int:
    try:
        return outbox.relay_once(SUBSCRIPTIONS, _defer_deliveries)
    except DatabaseError:
        log.exception("the relay could not reach the database; it tries again")
        return 0
    finally:
        connections.close_all()


async def relay_forever(ended: asyncio.Event) -> None:
    """Run the outbox's relay beside the worker until it ends."""
    while not ended.is_set():
        taken = await asyncio.to_thread(_relay)
        if not taken:
            try:
                await asyncio.wait_for(ended.wait(), timeout=_IDLE_S)
            except TimeoutError:
                continue
