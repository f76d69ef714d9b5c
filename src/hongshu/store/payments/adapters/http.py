"""One GET with a deadline, whose bytes are kept."""

from __future__ import annotations

import http.client
from urllib.parse import urlsplit

from hongshu.kernel.errors import OutsideFailure

CONNECT_S, READ_S = 5.0, 15.0
_MOST_BYTES = 64 * 1024 * 1024


def get(url: str) -> bytes:
    """What an address answers with 200. Raises OutsideFailure: a 4xx is final, all else may pass."""
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=READ_S)
    try:
        connection.request("GET", f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/")
        answer = connection.getresponse()
        body = answer.read(_MOST_BYTES)
    except (OSError, http.client.HTTPException) as failure:
        what = f"{parts.hostname} cannot be reached: {type(failure).__name__}"
        raise OutsideFailure(what, retryable=True) from failure
    finally:
        connection.close()
    if answer.status != 200:
        is_final = 400 <= answer.status < 500 and answer.status != 429
        raise OutsideFailure(f"{parts.hostname} answered {answer.status}", retryable=not is_final)
    return body
