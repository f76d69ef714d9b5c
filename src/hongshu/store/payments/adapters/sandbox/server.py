"""The sandbox as a server: both providers' addresses for the shop, pages for buyers, and whims for tests."""

from __future__ import annotations

import http.client
import json
import logging
import threading
import time
from dataclasses import fields
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from hongshu.store.payments.adapters.accounts import SandboxKeys, sandbox_alipay, sandbox_wechat
from hongshu.store.payments.adapters.china import CHINA
from hongshu.store.payments.adapters.sandbox import alipay_voice, pages, wechat_voice
from hongshu.store.payments.adapters.sandbox.alipay_voice import AlipayVoice, NotSigned
from hongshu.store.payments.adapters.sandbox.bank import Bank
from hongshu.store.payments.adapters.sandbox.shapes import Refusal, Telling, Whim
from hongshu.store.payments.adapters.sandbox.wechat_voice import WechatVoice

log = logging.getLogger(__name__)
_PAUSE_S = 0.05
_TIMEOUT_S = 10.0
_MOST_BYTES = 256 * 1024
_HTML = "text/html; charset=utf-8"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"


class SandboxServer(ThreadingHTTPServer):
    """Alipay at /alipay, WeChat Pay at /wechat, buyers at /sandbox; says at /healthz that it is there."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, port: int, bank: Bank, *, keys: SandboxKeys, pages_url: str) -> None:
        self.bank = bank
        super().__init__(("127.0.0.1", port), _Handler)
        # With port 0 the machine has chosen one.
        self.port = int(self.server_address[1])
        pages_url = pages_url or f"http://127.0.0.1:{self.port}"
        self.pages_url = pages_url
        alipay = sandbox_alipay(keys, port=self.port, pages_url=pages_url)
        self.alipay = AlipayVoice(alipay, keys, bank, port=self.port)
        self.wechat = WechatVoice(sandbox_wechat(keys, port=self.port), keys, bank, pages_url=pages_url)
        self._ended = threading.Event()
        self._telling = threading.Thread(target=self._tell_forever, daemon=True)
        self._telling.start()

    def server_close(self) -> None:
        self._ended.set()
        self._telling.join()
        super().server_close()

    def _tell_forever(self) -> None:
        while not self._ended.wait(_PAUSE_S):
            try:
                due = self.bank.due(datetime.now(tz=UTC))
                if not due or self.bank.whim().is_down:
                    continue
                # What falls due together is told together: that is how doubled ones meet in the shop.
                tellers = [threading.Thread(target=self._tell, args=(each,), daemon=True) for each in due]
                for teller in tellers:
                    teller.start()
                for teller in tellers:
                    teller.join()
            except Exception:
                log.exception("telling failed, and goes on")

    def _tell(self, telling: Telling) -> None:
        voice = self.alipay if telling.trade.provider == alipay_voice.NAME else self.wechat
        headers, body = voice.notification(telling)
        url = (telling.refund.notify_url if telling.refund else "") or telling.trade.notify_url
        is_taken = self._deliver(url, headers, body)
        self.bank.told(telling, is_taken=is_taken, now=datetime.now(tz=UTC))

    def _deliver(self, url: str, headers: dict[str, str], body: bytes) -> bool:
        parts = urlsplit(url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=_TIMEOUT_S)
        try:
            connection.request("POST", parts.path or "/", body, headers)
            answer = connection.getresponse()
            said = answer.read(1000)
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
        if headers["Content-Type"].startswith("application/json"):
            return 200 <= answer.status < 300
        return answer.status == 200 and said.strip() == b"success"


class _Handler(BaseHTTPRequestHandler):
    server: SandboxServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        size = self.headers.get("Content-Length", "0")
        if not size.isdecimal() or int(size) > _MOST_BYTES:
            self.close_connection = True
            self._say(413, "too large")
            return
        self._answer(self.rfile.read(int(size)))

    def _answer(self, body: bytes) -> None:
        target = urlsplit(self.path)
        asked = dict(parse_qsl(target.query, keep_blank_values=True))
        whim = self.server.bank.whim()
        if target.path == "/healthz":
            self._say(200, "payment sandbox")
        elif target.path == "/whims" and self.command == "POST":
            self._be_told(body)
        elif target.path == "/trades":
            self._list(asked)
        elif whim.is_down:
            self._away()
        elif target.path.startswith("/sandbox/"):
            self._show(target.path, asked, body)
        else:
            time.sleep(whim.hang_s)
            self._speak(target.path, asked, body)

    def _speak(self, path: str, asked: dict[str, str], body: bytes) -> None:
        if path == "/alipay/gateway.do":
            self._send(200, "text/html;charset=utf-8", self.server.alipay.answer(asked))
        elif path == "/alipay/bill":
            if not self.server.alipay.may_have_bill(asked.get("day", ""), asked.get("token", "")):
                self._say(403, "token")
                return
            bill = self.server.alipay.bill(date.fromisoformat(asked["day"]))
            self._send(200, "application/zip", bill)
        elif path == "/wechat/v3/billdownload/file":
            day = date.fromisoformat(asked["token"])
            self._send(200, "application/octet-stream", self.server.wechat.bill(day))
        elif path.startswith("/wechat/v3/"):
            authorization = self.headers.get("Authorization", "")
            target = self.path.removeprefix("/wechat")
            status, headers, said = self.server.wechat.answer(self.command, target, authorization, body)
            self._send(status, headers.pop("Content-Type"), said, headers)
        else:
            self._say(404, "not here")

    def _show(self, path: str, asked: dict[str, str], body: bytes) -> None:
        now = datetime.now(tz=UTC)
        language = pages.language_of(asked.get("lang", ""), self.headers.get("Accept-Language", ""))
        if path == "/sandbox/alipay/gateway.do":
            self._open(asked, language)
            return
        trade = self.server.bank.find_by_token(path.removeprefix("/sandbox/pay/"), now=now)
        if trade is None:
            self._page(404, pages.plain_page(alipay_voice.NAME, "none", "lost", language=language))
            return
        form = {name: values[-1] for name, values in parse_qs(body.decode(errors="replace")).items()}
        given = form.get("redirect_url") or asked.get("redirect_url", "")
        back = pages.safe_return(trade.return_url or given)
        if self.command == "POST" and form.get("do") == "leave" and back:
            self._redirect(back)
        elif self.command == "POST" and form.get("do") == "pay" and trade.state != "closed":
            whim = pages.WHIMS.get(form.get("whim", ""))
            if whim is not None and whim != Whim():
                self.server.bank.set_whim(trade.number, whim)
            paid = self.server.bank.pay(trade.token, now=now)
            if back and paid.provider == alipay_voice.NAME:
                back = self.server.alipay.return_address(paid)
            if back:
                self._redirect(back)
            else:
                self._page(200, pages.paid_page(paid, language=language, back=""))
        elif trade.state == "paid":
            self._page(200, pages.paid_page(trade, language=language, back=back))
        elif trade.state == "closed":
            closed = pages.plain_page(trade.provider, "closed", "again", language=language, back=back)
            self._page(410, closed)
        else:
            self._page(200, pages.pay_page(trade, language=language, return_url=given, now=now))

    def _open(self, asked: dict[str, str], language: str) -> None:
        try:
            trade = self.server.alipay.open_page(asked)
        except Refusal:
            self._page(410, pages.plain_page(alipay_voice.NAME, "closed", "again", language=language))
        except (NotSigned, KeyError, ValueError):
            self._page(403, pages.plain_page(alipay_voice.NAME, "none", "lost", language=language))
        else:
            self._redirect(f"{self.server.pages_url}/sandbox/pay/{trade.token}")

    def _away(self) -> None:
        if self.path.startswith("/sandbox/"):
            language = pages.language_of("", self.headers.get("Accept-Language", ""))
            self._page(503, pages.plain_page(alipay_voice.NAME, "down", "wait", language=language))
        else:
            self._say(503, "down")

    def _be_told(self, body: bytes) -> None:
        try:
            told: dict[str, Any] = json.loads(body)
            number = str(told.pop("number"))
            known = {field.name for field in fields(Whim)}
            whim = Whim(**{name: value for name, value in told.items() if name in known})
        except (ValueError, KeyError, TypeError, AttributeError):
            self._say(400, "a number, and what of it")
        else:
            self.server.bank.set_whim(number, whim)
            self._say(204, "")

    def _list(self, asked: dict[str, str]) -> None:
        """What is paid and given back on a day: the provider's own truth, for tests and people."""
        day = date.fromisoformat(asked["day"]) if "day" in asked else datetime.now(tz=CHINA).date()
        said = {}
        for name in (alipay_voice.NAME, wechat_voice.NAME):
            trades, refunds = self.server.bank.of_day(name, day, now=datetime.now(tz=UTC))
            said[name] = {
                "paid": {trade.number: trade.fen for trade in trades},
                "given_back": {refund.number: refund.fen for refund, _ in refunds},
            }
        self._send(200, "application/json", json.dumps(said).encode())

    def _redirect(self, url: str) -> None:
        self._send(303, _HTML, b"", {"Location": url})

    def _page(self, status: int, text: str) -> None:
        self._send(
            status, _HTML, text.encode(), {"Content-Security-Policy": _POLICY, "Cache-Control": "no-store"}
        )

    def _say(self, status: int, text: str) -> None:
        self._send(status, "text/plain; charset=utf-8", text.encode())

    def _send(self, status: int, kind: str, content: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if status != 204:
            self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        log.debug(format, *args)
