"""Hearing from PostgreSQL whose counts changed, and reading them: one connection for each, kept for good."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any

import psycopg
from psycopg import sql

from hongshu.surfaces.live.hub import Hub

log = logging.getLogger(__name__)
_READ_AT_ONCE = 200
_AFTER_FAILURE_S = 1.0
_CONNECT_S = 10
# A server that vanished without a word is noticed by TCP; a socket of this machine needs none of it.
_KEEPALIVE: dict[str, Any] = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}

Read = Callable[[psycopg.AsyncConnection[Any], list[int]], Awaitable[Mapping[int, bytes]]]


async def listen_forever(hub: Hub, *, url: str, channel: str) -> None:
    """Pass on who is named in NOTIFY on *channel*. After a lost connection everybody is read again."""

    async def listen(connection: psycopg.AsyncConnection[Any]) -> None:
        await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
        hub.mark_all_stale()
        async for heard in connection.notifies():
            if heard.payload.isascii() and heard.payload.isdecimal():
                hub.mark_stale(int(heard.payload))

    await _again_and_again(listen, url=url, name="hongshu live: listening")


async def read_forever(hub: Hub, *, url: str, read: Read) -> None:
    """Read the counts of whoever is stale, many at once, and send each to its streams."""

    async def serve(connection: psycopg.AsyncConnection[Any]) -> None:
        while True:
            wanted = await hub.take_stale(most=_READ_AT_ONCE)
            try:
                found = await read(connection, wanted)
            except BaseException:
                for user_id in wanted:
                    hub.mark_stale(user_id)
                raise
            for user_id in wanted:
                if user_id in found:
                    hub.offer(user_id, found[user_id])

    await _again_and_again(serve, url=url, name="hongshu live: reading")


async def _again_and_again(
    work: Callable[[psycopg.AsyncConnection[Any]], Awaitable[None]], *, url: str, name: str
) -> None:
    while True:
        connection = None
        try:
            connection = await psycopg.AsyncConnection.connect(
                url, autocommit=True, connect_timeout=_CONNECT_S, application_name=name, **_KEEPALIVE
            )
            await work(connection)
        except (psycopg.Error, OSError, TimeoutError) as problem:
            log.warning("%s: %s; tried again in %s s", name, " ".join(str(problem).split()), _AFTER_FAILURE_S)
        finally:
            if connection is not None:
                with suppress(psycopg.Error, OSError):
                    await connection.close()
        await asyncio.sleep(_AFTER_FAILURE_S)
