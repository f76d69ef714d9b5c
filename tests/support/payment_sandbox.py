"""The payment sandbox as a process of its own, and adapters that reach it, for tests over real HTTP."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.concurrency.programs import environment
from tests.support.served import free_port
from tests.support.waiting import await_true

from hongshu.store.payments.adapters.accounts import sandbox_alipay, sandbox_keys, sandbox_wechat
from hongshu.store.payments.adapters.alipay import Alipay
from hongshu.store.payments.adapters.wechat import Wechat
from hongshu.store.payments.contracts import Provider
from hongshu.store.payments.ports import PaymentProvider


@dataclass(frozen=True, slots=True)
class Said:
    """An answer of a server."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def ask(url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> Said:
    """GET, or POST where there is a body; redirects are not followed."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
    try:
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        connection.request("GET" if body is None else "POST", target, body, dict(headers or {}))
        answer = connection.getresponse()
        return Said(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
    finally:
        connection.close()


class Sandbox:
    """The sandbox's process, which can be killed and started again on its own port."""

    def __init__(self, folder: Path) -> None:
        self.port, self.folder = free_port(), folder
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        program = "hongshu.store.payments.adapters.sandbox"
        words = [sys.executable, "-m", program, "--port", str(self.port), "--folder", str(self.folder)]
        process = self.process = subprocess.Popen(words, env=environment())
        await_true(lambda: self._answers() or process.poll() is not None, "the payment sandbox answers")
        assert process.poll() is None

    def kill(self) -> None:
        """``kill -9``."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def whim(self, number: str = "*", **whim: object) -> None:
        """Tell it how to treat a payment, or all."""
        assert ask(f"{self.url}/whims", json.dumps({"number": number, **whim}).encode()).status == 204

    def truth(self) -> dict[str, dict[str, dict[str, int]]]:
        """What it was paid and gave back today, by provider and number, in fen."""
        told: dict[str, Any] = json.loads(ask(f"{self.url}/trades").body)
        return told

    def page_of(self, url: str) -> str:
        """The pay page behind the address that a buyer is sent to."""
        said = ask(url)
        return said.headers["location"] if said.status == 303 else url

    def pay(self, url: str, *, whim: str = "") -> Said:
        """What the buyer does there: open the page, and pay."""
        form = urlencode({"do": "pay", **({"whim": whim} if whim else {})}).encode()
        return ask(self.page_of(url), form, {"Content-Type": "application/x-www-form-urlencoded"})

    @cached_property
    def providers(self) -> dict[Provider, PaymentProvider]:
        """The real adapters, with only their addresses and keys set to here."""
        keys = sandbox_keys(self.folder)
        return {
            Provider.ALIPAY: Alipay(sandbox_alipay(keys, port=self.port, pages_url=self.url)),
            Provider.WECHAT: Wechat(sandbox_wechat(keys, port=self.port)),
        }

    def _answers(self) -> bool:
        try:
            return ask(f"{self.url}/healthz").status == 200
        except OSError:
            return False
