"""The process of live counts: ``granian --interface asgi hongshu.config.live:application``. No Django."""

from __future__ import annotations

import logging.config
import time
from collections.abc import Mapping
from typing import Any

import psycopg

from hongshu.kernel import settings as house
from hongshu.kernel.logs import logging_configuration
from hongshu.kernel.processes.descendants import end_with_parent
from hongshu.kernel.wire import encode_json
from hongshu.platform.notifications import tokens
from hongshu.platform.notifications.counting import CHANNEL, COUNT_UNREAD, counts_of_rows
from hongshu.surfaces.live.application import LiveApplication
from hongshu.surfaces.live.hub import Hub
from hongshu.surfaces.live.listening import listen_forever, read_forever

end_with_parent()
HOUSE = house.current()
_KEY = tokens.key_of(HOUSE.secret_key)


async def _read(connection: psycopg.AsyncConnection[Any], user_ids: list[int]) -> Mapping[int, bytes]:
    cursor = await connection.execute(COUNT_UNREAD, [user_ids])
    return {key: encode_json(counts) for key, counts in counts_of_rows(await cursor.fetchall()).items()}


def _identify(token: str) -> int:
    return tokens.unseal(token, now_s=time.time(), key=_KEY)


def _make() -> LiveApplication:
    hub = Hub()
    return LiveApplication(
        hub,
        identify=_identify,
        origins=(HOUSE.public_url, f"http://localhost:{HOUSE.port}", f"http://127.0.0.1:{HOUSE.port}"),
        beside=(
            lambda: listen_forever(hub, url=HOUSE.database_url, channel=CHANNEL),
            lambda: read_forever(hub, url=HOUSE.database_url, read=_read),
        ),
    )


logging.config.dictConfig(logging_configuration(HOUSE.log_format))
application = _make()
