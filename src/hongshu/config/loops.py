"""What runs beside the jobs in the worker, again and again, until it ends.

Loops and not jobs: with something to do every second, jobs would be most of the queue. Each looks into the
database for what is due, so that none misses what happened while it was away.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from django.db import connections

from hongshu.community.graph.services import roll_up_follows
from hongshu.community.responses.services import (
    roll_up_collects,
    roll_up_comments,
    roll_up_counts,
    roll_up_shares,
)
from hongshu.config.jobs import relay
from hongshu.discovery.recommendation.services import refresh_trending
from hongshu.discovery.search.services import IndexKeeper
from hongshu.flows.stocking.services import ShelfWatch
from hongshu.store.declarations.services import send_due
from hongshu.store.inventory.services import expire_holds
from hongshu.store.payments.services import poll_missing, send_refunds
from hongshu.store.trade.services import complete_due, declare_paid, expire_unpaid

log = logging.getLogger(__name__)
AFTER_FAILURE_S = 2.0


@dataclass(frozen=True, slots=True)
class Loop:
    """Does *work* until told to end: at once again while it finds something, else after *idle_s*."""

    name: str
    work: Callable[[], int]
    idle_s: float
    end: Callable[[], None] | None = None

    async def __call__(self, ended: asyncio.Event) -> None:
        while not ended.is_set():
            pause_s = 0.0
            try:
                if not await asyncio.to_thread(self._once):
                    pause_s = self.idle_s
            except Exception:
                # Whatever it is (mostly a database that is away), a loop that ends would keep back all that
                # follows.
                log.exception("%s failed; it is tried again in %s s", self.name, AFTER_FAILURE_S)
                pause_s = AFTER_FAILURE_S
            if pause_s:
                with suppress(TimeoutError):
                    await asyncio.wait_for(ended.wait(), timeout=pause_s)
        if self.end:
            await asyncio.to_thread(self.end)

    def _once(self) -> int:
        try:
            return self.work()
        finally:
            connections.close_all()


def loops() -> list[Loop]:
    """All of them, for one worker."""
    shelves, index = ShelfWatch(), IndexKeeper()

    def watch() -> int:
        # Always a pause: it looks at all shelves, and a list that is three seconds old is good enough.
        shelves.refresh()
        return 0

    return [
        Loop("the outbox's relay", relay, idle_s=0.15),
        Loop("the roll-up of counts", _roll_up, idle_s=0.5),
        Loop("the trending order", refresh_trending, idle_s=5.0),
        # A second late costs nobody anything: until then the units are only not offered to others.
        Loop("the expiry of reservations", expire_holds, idle_s=1.0),
        Loop("the watch of shelves", watch, idle_s=3.0),
        # A buyer waits for the release, so a schedule of minutes would be too slow.
        Loop("the sending of declarations", send_due, idle_s=1.0),
        # Each payment waits for its own time in the database; this only looks whether one is due.
        Loop("the settling of payments", lambda: poll_missing() + send_refunds(), idle_s=1.0),
        Loop("the care of orders", lambda: declare_paid() + expire_unpaid() + complete_due(), idle_s=1.0),
        Loop("the search's index", index.refresh, idle_s=0.4, end=index.close),
    ]


def _roll_up() -> int:
    of_notes = roll_up_counts() + roll_up_collects() + roll_up_shares()
    return of_notes + roll_up_comments() + roll_up_follows()
