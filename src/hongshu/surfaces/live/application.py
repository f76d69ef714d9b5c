"""The ASGI application: ``/events`` streams a member's counts, ``/healthz`` answers that it is there."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Coroutine
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs

from hongshu.kernel.errors import DomainError
from hongshu.surfaces.live.hub import Hub, HubFull, Stream

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Task = Callable[[], Coroutine[Any, Any, None]]

HEARTBEAT_S = 20.0
# Who does not take a message for so long is gone, or reads too slowly to be served.
SEND_S = 10.0
# Then the browser comes back with a new token, for which its session has to be alive.
LONGEST_S = 900.0
# How long a browser waits before it comes back after the connection broke.
_RETRY_MS = 3000


class LiveApplication:
    """*identify* turns a token into a user id or refuses; *beside* run from the start to the end."""

    def __init__(
        self,
        hub: Hub,
        *,
        identify: Callable[[str], int],
        origins: Collection[str],
        beside: Collection[Task] = (),
        heartbeat_s: float = HEARTBEAT_S,
        send_s: float = SEND_S,
        longest_s: float = LONGEST_S,
    ) -> None:
        self._hub = hub
        self._identify = identify
        self._origins = frozenset(origins)
        self._beside = tuple(beside)
        self._heartbeat_s = heartbeat_s
        self._send_s = send_s
        self._longest_s = longest_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        tasks = [asyncio.create_task(work()) for work in self._beside]
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self._hub.end_all()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await send({"type": "lifespan.shutdown.complete"})

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        if path not in ("/events", "/healthz"):
            await self._say(send, 404, b"not here")
        elif scope["method"] not in ("GET", "HEAD"):
            await self._say(send, 405, b"GET", [(b"allow", b"GET")])
        elif path == "/healthz" or scope["method"] == "HEAD":
            await self._say(send, 200, b"ok")
        else:
            await self._open(scope, receive, send)

    async def _open(self, scope: Scope, receive: Receive, send: Send) -> None:
        shared = self._shared_with(scope)
        tokens = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])
        try:
            stream = self._hub.open(self._identify(tokens[0]))
        except DomainError as refusal:
            await self._say(send, 401, refusal.code.encode(), shared)
            return
        except HubFull:
            await self._say(send, 503, b"full", [*shared, (b"retry-after", b"60")])
            return
        gone = asyncio.create_task(_until_gone(receive, stream))
        try:
            await self._stream(stream, shared, send)
        except (TimeoutError, OSError):
            # Slow or gone: nothing is owed to either.
            pass
        finally:
            self._hub.close(stream)
            gone.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await gone

    async def _stream(self, stream: Stream, shared: list[tuple[bytes, bytes]], send: Send) -> None:
        headers = [
            (b"content-type", b"text/event-stream; charset=utf-8"),
            (b"cache-control", b"no-store"),
            # nginx would keep a stream back until its buffer is full.
            (b"x-accel-buffering", b"no"),
            *shared,
        ]
        await self._send(send, {"type": "http.response.start", "status": 200, "headers": headers})
        await self._send(send, _body(f"retry: {_RETRY_MS}\n\n".encode()))
        ends_at = asyncio.get_running_loop().time() + self._longest_s
        while not stream.is_ended:
            left_s = ends_at - asyncio.get_running_loop().time()
            if left_s <= 0:
                break
            message = await stream.take(patience_s=min(self._heartbeat_s, left_s))
            if not stream.is_ended:
                text = (
                    b": still here\n\n" if message is None else b"event: unread\ndata: " + message + b"\n\n"
                )
                await self._send(send, _body(text))
        # Two pages that take each other's place for ever would be a storm.
        await self._send(
            send, _body(b"event: replaced\ndata: {}\n\n" if stream.is_replaced else b"", more=False)
        )

    async def _send(self, send: Send, message: dict[str, Any]) -> None:
        async with asyncio.timeout(self._send_s):
            await send(message)

    def _shared_with(self, scope: Scope) -> list[tuple[bytes, bytes]]:
        """Lets pages of our own addresses read the answer, and no other page."""
        origin = dict(scope["headers"]).get(b"origin", b"").decode("latin-1")
        named = (
            [(b"access-control-allow-origin", origin.encode("latin-1"))] if origin in self._origins else []
        )
        return [*named, (b"vary", b"Origin")]

    async def _say(
        self, send: Send, status: int, text: bytes, headers: Collection[tuple[bytes, bytes]] = ()
    ) -> None:
        kept = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store"), *headers]
        await self._send(send, {"type": "http.response.start", "status": status, "headers": kept})
        await self._send(send, _body(text, more=False))


async def _until_gone(receive: Receive, stream: Stream) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.end()


def _event(name: str, data: bytes) -> bytes:
    return f"event: {name}\ndata: ".encode() + data + b"\n\n"


def _body(data: bytes, *, more: bool = True) -> dict[str, Any]:
    return {"type": "http.response.body", "body": data, "more_body": more}
