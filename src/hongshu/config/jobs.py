"""Background entry points of the kernel: delivering events, and sweeping what is old."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress

from django.db import connections
from procrastinate.contrib.django import app

from hongshu.community.graph.services import roll_up_follows
from hongshu.community.responses.services import (
    roll_up_collects,
    roll_up_comments,
    roll_up_counts,
    roll_up_shares,
)
from hongshu.config.subscriptions import SUBSCRIPTIONS, subscriber
from hongshu.discovery.recommendation.services import refresh_trending
from hongshu.discovery.search.services import IndexKeeper
from hongshu.flows.stocking.services import ShelfWatch
from hongshu.kernel import background, outbox
from hongshu.kernel.idempotency import sweep_idempotency
from hongshu.kernel.ids import Id
from hongshu.platform.accounts.services import sweep_sessions
from hongshu.store.declarations.services import send_due
from hongshu.store.inventory.services import expire_holds
from hongshu.store.payments.services import poll_missing, send_refunds
from hongshu.store.trade.services import complete_due, declare_paid, expire_unpaid

log = logging.getLogger(__name__)
_IDLE_S = 0.15
_ROLL_UP_S = 0.5
_TRENDING_S = 5.0
_ORDERS_S = 1.0
_PAYMENTS_S = 1.0
_EXPIRY_S = 1.0
_INDEX_S = 0.4
_SHELVES_S = 3.0
_DECLARATIONS_S = 1.0
_AFTER_FAILURE_S = 2.0


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


def _relay() -> int:
    try:
        return outbox.relay_once(SUBSCRIPTIONS, _defer_deliveries)
    finally:
        connections.close_all()


def _roll_up() -> int:
    try:
        of_notes = roll_up_counts() + roll_up_collects() + roll_up_shares()
        return of_notes + roll_up_comments() + roll_up_follows()
    finally:
        connections.close_all()


async def relay_forever(ended: asyncio.Event) -> None:
    """Run the outbox's relay beside the worker until it ends."""
    await _repeat(_relay, ended, idle_s=_IDLE_S)


async def roll_up_forever(ended: asyncio.Event) -> None:
    """Bring the counts up to their rows, beside the worker, until it ends.

    A loop and not a job: with something to do every half second, jobs would be most of the queue.
    """
    await _repeat(_roll_up, ended, idle_s=_ROLL_UP_S)


def _refresh_trending() -> int:
    try:
        return refresh_trending()
    finally:
        connections.close_all()


async def trend_forever(ended: asyncio.Event) -> None:
    """Bring the trending order up to what members do, beside the worker, until it ends."""
    await _repeat(_refresh_trending, ended, idle_s=_TRENDING_S)


def _expire_holds() -> int:
    try:
        return expire_holds()
    finally:
        connections.close_all()


async def expire_forever(ended: asyncio.Event) -> None:
    """Give back what was reserved and has run out, beside the worker, until it ends.

    A second late costs nobody anything: until then the units are only not offered to others.
    """
    await _repeat(_expire_holds, ended, idle_s=_EXPIRY_S)


def _send_declarations() -> int:
    try:
        return send_due()
    finally:
        connections.close_all()


async def declare_forever(ended: asyncio.Event) -> None:
    """Send customs documents that wait, also those that could not be sent before, until it ends.

    A buyer waits for the release, so a schedule of minutes would be too slow.
    """
    await _repeat(_send_declarations, ended, idle_s=_DECLARATIONS_S)


async def stock_forever(ended: asyncio.Event) -> None:
    """Tell the catalogue what comes in stock or is sold out, beside the worker, until it ends."""
    watch = ShelfWatch()

    def look() -> int:
        try:
            watch.refresh()
        finally:
            connections.close_all()
        # Always a pause: it looks at all shelves, and a list that is three seconds old is good enough.
        return 0

    await _repeat(look, ended, idle_s=_SHELVES_S)


def _settle_payments() -> int:
    try:
        return poll_missing() + send_refunds()
    finally:
        connections.close_all()


async def pay_forever(ended: asyncio.Event) -> None:
    """Ask providers after payments that nobody told of, and send refunds, beside the worker, until it ends.

    Each waits for its own time in the database; this only looks whether one is due.
    """
    await _repeat(_settle_payments, ended, idle_s=_PAYMENTS_S)


def _look_after_orders() -> int:
    try:
        return declare_paid() + expire_unpaid() + complete_due()
    finally:
        connections.close_all()


async def order_forever(ended: asyncio.Event) -> None:
    """Declare what is paid, end what was not paid in time, complete what was delivered, until it ends."""
    await _repeat(_look_after_orders, ended, idle_s=_ORDERS_S)


async def index_forever(ended: asyncio.Event) -> None:
    """Keep the search's index up to what changes, beside the worker, until it ends."""
    keeper = IndexKeeper()

    def refresh_index() -> int:
        try:
            return keeper.refresh()
        finally:
            connections.close_all()

    await _repeat(refresh_index, ended, idle_s=_INDEX_S)
    await asyncio.to_thread(keeper.close)


async def _repeat(work: Callable[[], int], ended: asyncio.Event, *, idle_s: float) -> None:
    while not ended.is_set():
        pause_s = 0.0
        try:
            if not await asyncio.to_thread(work):
                pause_s = idle_s
        except Exception:
            # Whatever it is (mostly a database that is away), a loop that ends would keep back all that
            # follows.
            log.exception("%s failed; it is tried again in %s s", work.__name__, _AFTER_FAILURE_S)
            pause_s = _AFTER_FAILURE_S
        if pause_s:
            with suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), timeout=pause_s)
