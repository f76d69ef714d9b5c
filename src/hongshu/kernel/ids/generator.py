"""Issuing ids: one generator a process, made anew after a fork."""

from __future__ import annotations

import atexit
import os
import threading
import time

import psycopg

from hongshu.kernel.ids import lease as leases
from hongshu.kernel.ids.shape import EPOCH_MS, SEQUENCES, Id, assemble

# A clock that is set back a little (a leap, a correction by NTP) is waited for; more than this refuses.
_WAIT_FOR_CLOCK_MS = 50
# The lease is extended when less than this is left, so that the extension is off the hot path mostly.
_EXTEND_BELOW_MS = leases.LEASE_MS // 2


class ClockWentBack(RuntimeError):
    """The clock shows an earlier time than an id already issued; issuing on could repeat an id."""


def _clock_ms() -> int:
    return time.time_ns() // 1_000_000 - EPOCH_MS


class Generator:
    """Issues strictly growing ids under a leased node. Safe for threads, not across a fork."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lease: leases.Lease | None = None
        self._last_ms = -1
        self._sequence = 0

    def issue(self, count: int) -> list[Id]:
        """*count* new ids in order."""
        with self._lock:
            return [self._next() for _ in range(count)]

    def issue_block(self, size: int) -> Id:
        """The first of *size* ids (a power of two) that follow each other and are nobody else's."""
        assert size & (size - 1) == 0, (
            "blocks are powers of two, so that a block never spans two milliseconds"
        )
        assert 1 < size <= SEQUENCES, "a block lies within one millisecond"
        with self._lock:
            first = self._next()
            while first % size:
                # The rest of a begun block is left out.
                self._sequence |= size - 1
                first = self._next()
            self._sequence += size - 1
            return first

    def release(self) -> None:
        """Give the node back, at a clean end."""
        with self._lock:
            if self._lease is not None:
                leases.release(self._lease, max(self._last_ms + 1, 0))
                self._lease = None

    def _next(self) -> Id:
        now_ms = self._steady_ms()
        if now_ms == self._last_ms:
            self._sequence += 1
            # Not only equal: who was refused while waiting here comes again one higher.
            if self._sequence >= SEQUENCES:
                while (now_ms := self._steady_ms()) == self._last_ms:
                    time.sleep(0.0001)
        if now_ms != self._last_ms:
            self._sequence = 0
            self._last_ms = now_ms
        lease = self._lease
        if lease is None or lease.reserved_until_ms - now_ms < _EXTEND_BELOW_MS:
            lease = self._renewed(now_ms)
        return assemble(millisecond=now_ms, node=lease.node, sequence=self._sequence)

    def _steady_ms(self) -> int:
        now_ms = _clock_ms()
        if now_ms < self._last_ms:
            if self._last_ms - now_ms > _WAIT_FOR_CLOCK_MS:
                raise ClockWentBack(f"the clock is {self._last_ms - now_ms} ms behind the last id")
            while (now_ms := _clock_ms()) < self._last_ms:
                time.sleep(0.001)
        return now_ms

    def _renewed(self, now_ms: int) -> leases.Lease:
        held = self._lease
        if held is not None:
            try:
                extended = leases.extend(held, now_ms)
            except psycopg.OperationalError:
                # A database that is away for a moment is no trouble while reserved time is left.
                if now_ms < held.reserved_until_ms:
                    return held
                raise
            if extended is not None:
                self._lease = extended
                return extended
        self._lease = leases.take(now_ms)
        return self._lease


_generator = Generator()


def _after_fork() -> None:
    # The child must never issue under its parent's node.
    global _generator  # noqa: PLW0603
    _generator = Generator()


os.register_at_fork(after_in_child=_after_fork)


def new_id() -> Id:
    """A new id, higher than every id this process issued before. Raises ClockWentBack."""
    return _generator.issue(1)[0]


def new_block(size: int) -> Id:
    """The first of *size* ids in a row, all of one millisecond; ``id & -size`` of each of them is the first.

    *size* is a power of two, at most 4096. Raises ClockWentBack.
    """
    return _generator.issue_block(size)


def new_ids(count: int) -> list[Id]:
    """*count* new ids in order, under one taking of the lock."""
    return _generator.issue(count)


@atexit.register
def release_node() -> None:
    """Give this process's node back; called by itself when the process ends cleanly."""
    try:
        _generator.release()
    except Exception:  # noqa: BLE001, S110, RUF100
        # The database may be gone already; the lease then ends by itself.
        pass
