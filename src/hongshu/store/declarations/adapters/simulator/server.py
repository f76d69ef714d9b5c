"""The simulated office as a server: ``python -m hongshu.store.declarations.adapters.simulator``."""

from __future__ import annotations

import http.client
import json
import logging
import threading
from dataclasses import fields
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from hongshu.store.declarations.adapters.simulator.office import Office
from hongshu.store.declarations.contracts import ForgedMessage, SimulatorAnswers, UnreadableMessage
from hongshu.store.declarations.rules.reading import MOST_BYTES

log = logging.getLogger(__name__)
_PAUSE_S = 0.05
_AFTER_FAILURE_S = 1.0
_TIMEOUT_S = 10.0


class CustomsServer(ThreadingHTTPServer):
    """Takes messages at /messages and whims at /whims; says at /healthz that it is there."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, port: int, office: Office, *, answer_to: str) -> None:
        self.office = office
        self._answer_to = urlsplit(answer_to)
        self._ended = threading.Event()
        super().__init__(("127.0.0.1", port), _Handler)
        self._answering = threading.Thread(target=self._answer_forever, daemon=True)
        self._answering.start()

    def server_close(self) -> None:
        self._ended.set()
        self._answering.join()
        super().server_close()

    def _answer_forever(self) -> None:
        while not self._ended.is_set():
            pause_s = _PAUSE_S
            for number, receipt in self.office.due(datetime.now(tz=UTC)):
                if not self._deliver(receipt):
                    pause_s = _AFTER_FAILURE_S
                    break
                self.office.sent(number)
            self._ended.wait(pause_s)

    def _deliver(self, receipt: bytes) -> bool:
        connection = http.client.HTTPConnection(
            self._answer_to.hostname or "", self._answer_to.port, timeout=_TIMEOUT_S
        )
        try:
            connection.request("POST", self._answer_to.path, receipt, {"Content-Type": "application/xml"})
            status = connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
        if status >= 500:
            return False
        if status >= 300:
            log.warning("an answer was turned away with %s", status)
        return True


class _Handler(BaseHTTPRequestHandler):
    server: CustomsServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path == "/whims":
            self._say(200, json.dumps(self.server.office.whims()))
        else:
            self._say(200 if self.path == "/healthz" else 404, "customs simulator")

    def do_POST(self) -> None:
        body = self._body()
        if body is None:
            self._say(413, "too large")
        elif self.path == "/messages":
            self._take(body)
        elif self.path == "/whims":
            self._be_told(body)
        else:
            self._say(404, "not here")

    def _take(self, body: bytes) -> None:
        try:
            self.server.office.take(body, now=datetime.now(tz=UTC))
        except UnreadableMessage:
            self._say(400, "schema")
        except ForgedMessage:
            self._say(403, "signature")
        else:
            self._say(202, "taken")

    def _be_told(self, body: bytes) -> None:
        try:
            told: dict[str, Any] = json.loads(body)
            number = str(told.pop("order"))
            known = {field.name for field in fields(SimulatorAnswers)}
            whim = SimulatorAnswers(**{name: value for name, value in told.items() if name in known})
        except (ValueError, KeyError, TypeError, AttributeError):
            self._say(400, "an order, and what of it")
        else:
            self.server.office.set_whim(number, whim)
            self._say(204, "")

    def _body(self) -> bytes | None:
        size = self.headers.get("Content-Length", "")
        if not size.isdecimal() or int(size) > MOST_BYTES:
            self.close_connection = True
            return None
        return self.rfile.read(int(size))

    def _say(self, status: int, text: str) -> None:
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        log.debug(format, *args)
