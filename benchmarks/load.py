"""The load: a process of its own, so that measuring takes nothing from who measures.

Reads an order (JSON) from its input, writes what it saw (JSON) to its output, and ends by itself. Closed:
every connection asks again as soon as it has its answer, which finds the most the server can do. Open:
requests come at moments drawn beforehand (a Poisson process), whether or not earlier ones were answered, and
latency counts from the moment a request was due. A closed loop would stop asking while the server stalls,
and so leave the worst out ("coordinated omission", Gil Tene, 2013).
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

_GRACE_S = 10.0
_MOST_WAITING = 4000
_END_OF_HEAD = b"\r\n\r\n"
_LENGTH = b"content-length:"


@dataclass(slots=True)
class Seen:
    """What came back."""

    latencies_s: list[float] = field(default_factory=list)
    late_s: list[float] = field(default_factory=list)
    refused: int = 0
    unanswered: int = 0
    most_waiting: int = 0
    received_bytes: int = 0
    took_s: float = 0.0


class Connection(asyncio.Protocol):
    """One kept-alive connection with at most one request on its way."""

    def __init__(self, on_answer: Callable[[Connection, bool, int], None]) -> None:
        self._on_answer = on_answer
        self._buffer = bytearray()
        self._wanted = 0
        self._is_good = False
        self.due = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: Any = transport

    def ask(self, request: bytes, due: float) -> None:
        """Send a request that was due at that moment."""
        self.due = due
        self._wanted = 0
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self._wanted:
            head = self._buffer.find(_END_OF_HEAD)
            if head < 0:
                return
            lines = bytes(self._buffer[:head]).lower().split(b"\r\n")
            self._is_good = lines[0].split(b" ")[1] == b"200"
            length = next(int(line[len(_LENGTH) :]) for line in lines if line.startswith(_LENGTH))
            self._wanted = head + len(_END_OF_HEAD) + length
        if len(self._buffer) >= self._wanted:
            size = len(self._buffer)
            self._buffer.clear()
            self._on_answer(self, self._is_good, size)

    def close(self) -> None:
        """Hang up."""
        self._transport.close()


class Load:
    """One run against one port."""

    def __init__(self, order: dict[str, Any]) -> None:
        self._port: int = order["port"]
        self._requests = [request.encode() for request in order["requests"]]
        self._chance = Random(order["seed"])
        self._seconds: float = order["seconds"]
        self._rate: float = order.get("rate", 0.0)
        self._connections: int = order["connections"]
        self._waiting: deque[float] = deque()
        self._idle: list[Connection] = []
        self._pending = 0
        self.seen = Seen()

    async def run(self) -> None:
        """Load the server for the ordered time, then let go of it."""
        self._loop = asyncio.get_running_loop()
        self._done = asyncio.Event()
        on_answer = self._closed_answer if not self._rate else self._open_answer
        made = [
            await self._loop.create_connection(lambda: Connection(on_answer), "127.0.0.1", self._port)
            for _ in range(self._connections)
        ]
        self._idle = [connection for _, connection in made]
        begin = self._loop.time()
        if self._rate:
            await self._open_loop()
        else:
            await self._closed_loop()
        self.seen.took_s = self._loop.time() - begin
        for _, connection in made:
            connection.close()

    async def _closed_loop(self) -> None:
        self._until = self._loop.time() + self._seconds
        self._pending = len(self._idle)
        for connection in self._idle:
            connection.ask(self._chance.choice(self._requests), self._loop.time())
        await self._finish(self._seconds + _GRACE_S)

    def _closed_answer(self, connection: Connection, is_good: bool, size: int) -> None:
        now = self._loop.time()
        self._note(connection, now, is_good, size)
        if now < self._until:
            connection.ask(self._chance.choice(self._requests), now)
        else:
            self._let_go()

    async def _open_loop(self) -> None:
        due = begin = self._loop.time()
        while (due := due + self._chance.expovariate(self._rate)) < begin + self._seconds:
            if (ahead := due - self._loop.time()) > 0:
                await asyncio.sleep(ahead)
            if len(self._waiting) >= _MOST_WAITING:
                break  # Hopelessly behind: what waits is counted, and nothing is added.
            self._pending += 1
            if self._idle:
                self.seen.late_s.append(self._loop.time() - due)
                self._idle.pop().ask(self._chance.choice(self._requests), due)
            else:
                self._waiting.append(due)
                self.seen.most_waiting = max(self.seen.most_waiting, len(self._waiting))
        await asyncio.sleep(max(0.0, begin + self._seconds - self._loop.time()))
        if self._pending:
            await self._finish(_GRACE_S)

    def _open_answer(self, connection: Connection, is_good: bool, size: int) -> None:
        self._note(connection, self._loop.time(), is_good, size)
        if self._waiting:
            connection.ask(self._chance.choice(self._requests), self._waiting.popleft())
        else:
            self._idle.append(connection)
        self._let_go()

    def _note(self, connection: Connection, now: float, is_good: bool, size: int) -> None:
        self.seen.latencies_s.append(now - connection.due)
        self.seen.received_bytes += size
        self.seen.refused += not is_good

    def _let_go(self) -> None:
        self._pending -= 1
        if not self._pending:
            self._done.set()

    async def _finish(self, patience_s: float) -> None:
        self._done.clear()
        try:
            await asyncio.wait_for(self._done.wait(), patience_s)
        except TimeoutError:
            self.seen.unanswered = self._pending


def percentile(values: list[float], share: float) -> float:
    """The value that *share* of all do not exceed; 0 of none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def main() -> None:
    """Carry out the order that stands in the input."""
    load = Load(json.load(sys.stdin))
    asyncio.run(load.run())
    seen = load.seen
    usage = resource.getrusage(resource.RUSAGE_SELF)
    answers = len(seen.latencies_s)
    latencies = {
        f"p{share:g}_ms": percentile(seen.latencies_s, share / 100) * 1000 for share in (50, 90, 99, 99.9)
    }
    answer = {
        "answers": answers,
        "answers_per_s": answers / seen.took_s,
        "refused": seen.refused,
        "unanswered": seen.unanswered,
        "most_waiting": seen.most_waiting,
        "bytes_an_answer": seen.received_bytes // max(1, answers),
        **{name: round(value, 2) for name, value in latencies.items()},
        "max_ms": round(max(seen.latencies_s, default=0.0) * 1000, 2),
        "client_late_p99_ms": round(percentile(seen.late_s, 0.99) * 1000, 2),
        "client_cpu_s": round(usage.ru_utime + usage.ru_stime, 3),
        "took_s": round(seen.took_s, 3),
    }
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
