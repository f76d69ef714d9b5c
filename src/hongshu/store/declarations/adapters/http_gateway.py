"""Messages by HTTP, as the simulator takes them; a data exchange box of customs stands behind the same
port.
"""

from __future__ import annotations

import http.client
from urllib.parse import urlsplit

from hongshu.kernel.errors import OutsideFailure

_TIMEOUT_S = 10.0


class HttpGateway:
    """POSTs each message to one address."""

    def __init__(self, url: str) -> None:
        self._parts = urlsplit(url)

    def send(self, message: bytes) -> None:
        """See ``Gateway.send``: 4xx is final, everything else may be tried again."""
        kind = http.client.HTTPSConnection if self._parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(self._parts.hostname or "", self._parts.port, timeout=_TIMEOUT_S)
        try:
            connection.request(
                "POST", self._parts.path or "/", body=message, headers={"Content-Type": "application/xml"}
            )
            answer = connection.getresponse()
            said = answer.read(2000).decode(errors="replace")
        except (OSError, http.client.HTTPException) as failure:
            raise OutsideFailure(f"customs cannot be reached: {failure}", retryable=True) from failure
        finally:
            connection.close()
        if answer.status >= 300:
            is_final = 400 <= answer.status < 500 and answer.status != 429
            raise OutsideFailure(f"customs answered {answer.status}: {said}", retryable=not is_final)
