"""The settings of one installation: read once from the environment, checked at start, frozen.

A wrong value stops the program with the name of its variable. ``VARIABLES`` is the one list of them;
docs/operations.md is checked against it.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from hongshu.kernel.own_files import made_once

VARIABLES: dict[str, str] = {
    "HONGSHU_DATA": "folder that holds the private database, media and logs (default ./var)",
    "HONGSHU_PORT": "port of the web server on 127.0.0.1 (default 8000)",
    "HONGSHU_EVENTS_PORT": "port of the live counts on 127.0.0.1 (default: HONGSHU_PORT + 1000)",
    "HONGSHU_PUBLIC_URL": "address that people type (default http://localhost:PORT)",
    "HONGSHU_SECRET_KEY": "at least 32 characters (default: made once, kept in the data folder)",
    "HONGSHU_DEMO": "1 shows the demo logins on the sign-in page (set by ./run without --empty)",
    "HONGSHU_DEMO_ORDERS": "about how many orders the demo world makes by itself (default 320)",
    "HONGSHU_WEB_WORKERS": "web server processes (default: cores, at most 4)",
    "HONGSHU_WEB_THREADS": "threads of each web server process (default 4)",
    "HONGSHU_LOG": "text or json (default text)",
    "HONGSHU_USD_CNY": "yuan for one US dollar and the date of the rate (default 7.1000@2026-11-20)",
    "HONGSHU_EMAIL_URL": "smtp://user:password@host:port; without it mails are written to the data folder",
    "HONGSHU_IDENTITY_KEYS": "keys of the identity vault, as JSON (default: made once in the data folder)",
    "HONGSHU_PROVENANCE_KEYS": "keys of the codes of units, as JSON (default: made once in the data folder)",
    "HONGSHU_CUSTOMS_URL": "where customs documents go (default: the simulator that is started beside)",
    "HONGSHU_CUSTOMS_PORT": "port of the customs simulator on 127.0.0.1 (default: HONGSHU_PORT + 2000)",
    "HONGSHU_CUSTOMS_ANSWERS": "how it answers: late=3 times=2 reversed refuse=-301 (default: at once)",
    "HONGSHU_PAYMENTS": "sandbox (default), or the folder with the accounts at Alipay and WeChat Pay",
    "HONGSHU_SANDBOX_PORT": "port of the payment sandbox on 127.0.0.1 (default: HONGSHU_PORT + 3000)",
    "DATABASE_URL": "postgresql://… of a server of your own (default: the private database)",
    "MEDIA_STORE": "folder for pictures, as file:///… (default: media in the data folder)",
}

_ANSWER = re.compile(r"late=[0-9]{1,5}(\.[0-9])?|times=[1-9]|reversed|refuse=-?[0-9]{3,6}")
_RATE = re.compile(r"[0-9]{1,6}(\.[0-9]{1,8})?")


class SettingError(Exception):
    """A setting that cannot be used. The text names the variable and says what to do."""

    def __init__(self, variable: str, why: str) -> None:
        self.variable = variable
        super().__init__(f"{variable}: {why}")


@dataclass(frozen=True, slots=True)
class DatabaseAddress:
    """Where PostgreSQL is reached, in the parts that Django wants."""

    name: str
    user: str
    password: str
    host: str
    port: str
    options: dict[str, str]


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that an operator can choose."""

    data_folder: Path
    port: int
    events_port: int
    public_url: str
    secret_key: str = field(repr=False)
    demo: bool
    demo_orders: int
    web_workers: int
    web_threads: int
    log_format: str
    usd_cny: str
    usd_cny_on: str
    email_url: str = field(repr=False)
    identity_keys: str = field(repr=False)
    provenance_keys: str = field(repr=False)
    customs_url: str
    customs_port: int
    customs_answers: str
    has_customs_simulator: bool
    payments_folder: Path | None
    sandbox_port: int
    database_url: str = field(repr=False)
    media_folder: Path

    @property
    def has_own_address(self) -> bool:
        """Whether people come through an address of the operator's own, and so through a proxy."""
        return self.public_url != f"http://localhost:{self.port}"

    @property
    def events_url(self) -> str:
        """Where browsers reach the live counts: where a proxy hands them on, or on their own port."""
        origin = self.public_url if self.has_own_address else f"http://localhost:{self.events_port}"
        return f"{origin}/events"

    @property
    def has_payment_sandbox(self) -> bool:
        """Whether buyers pay in the sandbox, with no money."""
        return self.payments_folder is None

    @property
    def sandbox_pages_url(self) -> str:
        """Where browsers reach the sandbox's pay page: where a proxy hands it on, or on its own port."""
        return self.public_url if self.has_own_address else f"http://localhost:{self.sandbox_port}"

    @property
    def notify_url(self) -> str:
        """Where payment providers reach us; the sandbox is on this machine and needs no proxy."""
        return f"http://127.0.0.1:{self.port}" if self.has_payment_sandbox else self.public_url

    @property
    def has_private_database(self) -> bool:
        """Whether the program keeps its own PostgreSQL."""
        return not self.database_url


def load(environ: Mapping[str, str]) -> Settings:
    """Read and check every variable; the first wrong one raises ``SettingError``."""
    data_folder = Path(environ.get("HONGSHU_DATA") or "var").expanduser().resolve()
    port = _whole(environ, "HONGSHU_PORT", default=8000, lowest=1, highest=65535)
    public_url = (environ.get("HONGSHU_PUBLIC_URL") or f"http://localhost:{port}").rstrip("/")
    if _address("HONGSHU_PUBLIC_URL", public_url).scheme not in ("http", "https"):
        raise SettingError("HONGSHU_PUBLIC_URL", "must look like https://hongshu.example")
    rate, _, rate_on = (environ.get("HONGSHU_USD_CNY") or "7.1000@2026-11-20").partition("@")
    if not _RATE.fullmatch(rate) or not Decimal(rate) or not _is_date(rate_on):
        raise SettingError("HONGSHU_USD_CNY", "must look like 7.1000@2026-11-20: the rate and its date")
    log_format = environ.get("HONGSHU_LOG") or "text"
    if log_format not in ("text", "json"):
        raise SettingError("HONGSHU_LOG", f"must be text or json, not {log_format!r}")
    customs_port = _whole(
        environ, "HONGSHU_CUSTOMS_PORT", default=simulator_port(port), lowest=1, highest=65535
    )
    database_url = environ.get("DATABASE_URL", "")
    if database_url:
        parse_database_url(database_url)
    return Settings(
        data_folder=data_folder,
        port=port,
        events_port=_whole(environ, "HONGSHU_EVENTS_PORT", default=_beside(port), lowest=1, highest=65535),
        public_url=public_url,
        secret_key=_secret_key(environ, data_folder),
        demo=environ.get("HONGSHU_DEMO", "") == "1",
        demo_orders=_whole(environ, "HONGSHU_DEMO_ORDERS", default=320, lowest=0, highest=5_000),
        web_workers=_whole(
            environ, "HONGSHU_WEB_WORKERS", default=min(os.cpu_count() or 1, 4), lowest=1, highest=64
        ),
        web_threads=_whole(environ, "HONGSHU_WEB_THREADS", default=4, lowest=1, highest=64),
        log_format=log_format,
        usd_cny=rate,
        usd_cny_on=rate_on,
        email_url=_email_url(environ),
        customs_url=_customs_url(environ, customs_port),
        customs_port=customs_port,
        customs_answers=_customs_answers(environ),
        has_customs_simulator=not environ.get("HONGSHU_CUSTOMS_URL"),
        identity_keys=environ.get("HONGSHU_IDENTITY_KEYS", ""),
        provenance_keys=environ.get("HONGSHU_PROVENANCE_KEYS", ""),
        payments_folder=_payments_folder(environ),
        sandbox_port=_whole(
            environ, "HONGSHU_SANDBOX_PORT", default=sandbox_port(port), lowest=1, highest=65535
        ),
        database_url=database_url,
        media_folder=_media_folder(environ, data_folder),
    )


@cache
def current() -> Settings:
    """The settings of this process, read at the first call."""
    return load(os.environ)


def parse_database_url(url: str) -> DatabaseAddress:
    """Take a libpq address apart; a socket folder may stand in ``?host=``."""
    try:
        parts = urlsplit(url)
    except ValueError:
        raise SettingError("DATABASE_URL", "cannot be read as an address") from None
    if parts.scheme not in ("postgresql", "postgres"):
        raise SettingError("DATABASE_URL", "must begin with postgresql://")
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise SettingError("DATABASE_URL", "names no database: postgresql://user@host/NAME")
    try:
        port = str(parts.port or "")
    except ValueError:
        raise SettingError("DATABASE_URL", "the port is not a number") from None
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return DatabaseAddress(
        name=name,
        user=unquote(parts.username or query.pop("user", "")),
        password=unquote(parts.password or ""),
        host=query.pop("host", "") or unquote(parts.hostname or ""),
        port=query.pop("port", "") or port,
        options=query,
    )


def _whole(environ: Mapping[str, str], name: str, *, default: int, lowest: int, highest: int) -> int:
    text = environ.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdecimal()) or not lowest <= int(text) <= highest:
        raise SettingError(name, f"must be a whole number from {lowest} to {highest}, not {text!r}")
    return int(text)


def _beside(port: int) -> int:
    """The default port of the live counts: far enough away for programs on neighbouring ports."""
    return port + 1000 if port + 1000 <= 65535 else port - 1000


def _address(name: str, url: str) -> SplitResult:
    """The parts of an address that has a host and, if any, a port that is a number."""
    try:
        parts = urlsplit(url)
        if parts.hostname and (parts.port is None or parts.port > 0):
            return parts
    except ValueError:
        pass
    raise SettingError(name, "must be an address with a host, and a port from 1 to 65535 if it has one")


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _email_url(environ: Mapping[str, str]) -> str:
    url = environ.get("HONGSHU_EMAIL_URL", "")
    if url and _address("HONGSHU_EMAIL_URL", url).scheme not in ("smtp", "smtps"):
        raise SettingError("HONGSHU_EMAIL_URL", "must look like smtp://user:password@host:587")
    return url


def simulator_port(port: int) -> int:
    """The port of the customs simulator beside a web server on *port*."""
    return port + 2000 if port + 2000 <= 65535 else port - 2000


def _customs_answers(environ: Mapping[str, str]) -> str:
    text = environ.get("HONGSHU_CUSTOMS_ANSWERS", "")
    if not all(_ANSWER.fullmatch(word) for word in text.split()):
        raise SettingError("HONGSHU_CUSTOMS_ANSWERS", "must look like late=3 times=2 reversed refuse=-301")
    return text


def _customs_url(environ: Mapping[str, str], port: int) -> str:
    url = environ.get("HONGSHU_CUSTOMS_URL") or f"http://127.0.0.1:{port}/messages"
    if _address("HONGSHU_CUSTOMS_URL", url).scheme not in ("http", "https"):
        raise SettingError("HONGSHU_CUSTOMS_URL", "must look like https://exchange.example/messages")
    return url


def sandbox_port(port: int) -> int:
    """The port of the payment sandbox beside a web server on *port*."""
    return port + 3000 if port + 3000 <= 65535 else port - 3000


def _payments_folder(environ: Mapping[str, str]) -> Path | None:
    chosen = environ.get("HONGSHU_PAYMENTS") or "sandbox"
    if chosen == "sandbox":
        return None
    folder = Path(chosen).expanduser().resolve()
    if not folder.is_dir():
        raise SettingError("HONGSHU_PAYMENTS", "must be sandbox, or a folder with alipay.json or wechat.json")
    return folder


def _media_folder(environ: Mapping[str, str], data_folder: Path) -> Path:
    store = environ.get("MEDIA_STORE", "")
    if not store:
        return data_folder / "media"
    parts = urlsplit(store)
    if parts.scheme != "file" or parts.netloc or not parts.path.startswith("/"):
        raise SettingError("MEDIA_STORE", "must be file:///an/absolute/folder")
    return Path(unquote(parts.path))


def _secret_key(environ: Mapping[str, str], data_folder: Path) -> str:
    key = environ.get("HONGSHU_SECRET_KEY", "")
    if key:
        if len(key) < 32:
            raise SettingError("HONGSHU_SECRET_KEY", "must have at least 32 characters")
        return key
    path = data_folder / "secret_key"
    try:
        return made_once(path, lambda: secrets.token_urlsafe(48).encode("ascii")).decode("ascii").strip()
    except OSError as error:
        raise SettingError(
            "HONGSHU_DATA", f"cannot keep the secret key in {data_folder}: {error.strerror}"
        ) from None
