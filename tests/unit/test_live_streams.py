"""Streams of live counts: bounded in number, in what waits for them, and in patience with slow readers."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from hongshu.platform.notifications.contracts import StreamTokenRefused
from hongshu.surfaces.live.application import LiveApplication
from hongshu.surfaces.live.hub import Hub, HubFull

ORIGIN = "http://localhost:8000"


class Reader:
    """A browser as the application sees it. Each message is taken when *takes* says so."""

    def __init__(self, *, path: str = "/events", token: str = "7", origin: str = ORIGIN) -> None:
        self.scope = {
            "type": "http",
            "method": "GET",
            "path": path,
            "query_string": f"token={token}".encode(),
            "headers": [(b"origin", origin.encode())],
        }
        self.sent: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.left = asyncio.Event()
        self.takes = asyncio.Event()
        self.takes.set()

    async def receive(self) -> dict[str, Any]:
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: dict[str, Any]) -> None:
        await self.takes.wait()
        self.sent.put_nowait(message)

    async def begun(self) -> dict[bytes, bytes]:
        """The headers; with the status under ``b"status"``."""
        message = await self.sent.get()
        return {**dict(message["headers"]), b"status": str(message["status"]).encode()}

    async def text(self) -> str:
        return str((await self.sent.get())["body"].decode())


def identify(token: str) -> int:
    if not token.isdecimal():
        raise StreamTokenRefused
    return int(token)


def application(hub: Hub, **changes: Any) -> LiveApplication:
    return LiveApplication(hub, identify=identify, origins=(ORIGIN,), **changes)


def run(work: Callable[[], Awaitable[None]]) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(20):
            await work()

    asyncio.run(bounded())


def test_a_stream_gets_the_latest_counts_and_never_a_queue_of_old_ones() -> None:
    async def work() -> None:
        hub, reader = Hub(), Reader()
        serving = asyncio.create_task(application(hub)(reader.scope, reader.receive, reader.send))
        headers = await reader.begun()
        assert headers[b"content-type"].startswith(b"text/event-stream")
        assert headers[b"access-control-allow-origin"] == ORIGIN.encode()
        assert (await reader.text()).startswith("retry:")
        assert await hub.take_stale(most=10) == [7]
        for count in range(50):
            hub.offer(7, str(count).encode())
        assert await reader.text() == "event: unread\ndata: 49\n\n"
        reader.left.set()
        await serving
        assert len(hub) == 0

    run(work)


def test_a_quiet_stream_is_kept_alive_and_ends_at_its_age() -> None:
    async def work() -> None:
        hub, reader = Hub(), Reader()
        await application(hub, heartbeat_s=0.01, longest_s=0.05)(reader.scope, reader.receive, reader.send)
        await reader.begun()
        texts = [await reader.text() for _ in range(reader.sent.qsize())]
        assert ": still here\n\n" in texts
        assert texts[-1] == ""
        assert len(hub) == 0

    run(work)


def test_who_does_not_read_is_dropped() -> None:
    async def work() -> None:
        hub, reader = Hub(), Reader()
        serving = asyncio.create_task(
            application(hub, send_s=0.05)(reader.scope, reader.receive, reader.send)
        )
        await reader.begun()
        await reader.text()
        reader.takes.clear()
        hub.offer(7, b"1")
        await serving
        assert len(hub) == 0
        assert reader.sent.empty()

    run(work)


def test_a_member_has_so_many_streams_and_the_oldest_makes_room_and_is_told_to_stay_away() -> None:
    async def work() -> None:
        hub = Hub(most_a_member=2)
        readers = [Reader() for _ in range(3)]
        serving = []
        for reader in readers:
            serving.append(asyncio.create_task(application(hub)(reader.scope, reader.receive, reader.send)))
            await reader.begun()
            await reader.text()
        await serving[0]
        assert await readers[0].text() == "event: replaced\ndata: {}\n\n"
        assert len(hub) == 2
        hub.end_all()
        await asyncio.gather(*serving)
        assert len(hub) == 0

    run(work)


def test_when_all_places_are_taken_one_is_asked_to_come_back_later() -> None:
    async def work() -> None:
        hub, reader = Hub(most_in_all=1), Reader(token="8")
        hub.open(7)
        await application(hub)(reader.scope, reader.receive, reader.send)
        headers = await reader.begun()
        assert (headers[b"status"], headers[b"retry-after"]) == (b"503", b"60")
        with pytest.raises(HubFull):
            hub.open(9)

    run(work)


@pytest.mark.parametrize(
    ("path", "token", "status"),
    [
        ("/events", "forged", b"401"),
        ("/events", "", b"401"),
        ("/other", "7", b"404"),
        ("/healthz", "", b"200"),
    ],
)
def test_what_is_no_stream_is_answered_at_once(path: str, token: str, status: bytes) -> None:
    async def work() -> None:
        hub, reader = Hub(), Reader(path=path, token=token)
        await application(hub)(reader.scope, reader.receive, reader.send)
        assert (await reader.begun())[b"status"] == status
        assert len(hub) == 0

    run(work)


def test_a_page_of_another_site_may_not_read_the_answer() -> None:
    async def work() -> None:
        reader = Reader(token="forged", origin="https://elsewhere.example")
        await application(Hub())(reader.scope, reader.receive, reader.send)
        assert b"access-control-allow-origin" not in await reader.begun()

    run(work)


def test_only_whose_stream_is_open_is_read_again() -> None:
    async def work() -> None:
        hub = Hub()
        hub.mark_stale(5)
        stream = hub.open(7)
        hub.mark_stale(6)
        assert await hub.take_stale(most=10) == [7]
        hub.mark_all_stale()
        assert await hub.take_stale(most=10) == [7]
        hub.close(stream)
        hub.close(stream)
        assert (len(hub), tuple(hub.members())) == (0, ())

    run(work)


def test_the_process_of_live_counts_loads_no_django() -> None:
    program = "import sys, hongshu.config.live; sys.exit('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
