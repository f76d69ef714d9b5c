"""The processes that serve an installation, each as the supervisor wants it."""

from __future__ import annotations

import os
import socket
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from signal import SIGTERM

from hongshu.kernel.processes.contracts import ChildSpec
from hongshu.kernel.settings import Settings
from hongshu.surfaces.cli.refusals import Refused

_PAUSE_AFTER_ERROR_S = 0.5
HOST = "127.0.0.1"
APPLICATION = "hongshu.config.wsgi:application"
LIVE_APPLICATION = "hongshu.config.live:application"
CUSTOMS = "hongshu.store.declarations.adapters.simulator"
WORKER = "hongshu.config.worker"
PAYMENT_SANDBOX = "hongshu.store.payments.adapters.sandbox"
# More than the streams that the process takes (surfaces.live.hub), so that it can refuse in its own words.
_MOST_STREAMS = "4096"


def web_server(
    settings: Settings,
    *,
    env: Mapping[str, str],
    static: Sequence[tuple[str, Path]],
    on_first_answer: Callable[[], None],
) -> ChildSpec:
    """granian: it restarts its own workers, and hands out static files without asking Django.

    ``on_first_answer`` is called when it answers after the first start, not after later ones.
    """
    mounts: list[str] = []
    for route, folder in static:
        mounts += ["--static-path-route", route.rstrip("/"), "--static-path-mount", str(folder)]
    answers = Answers(settings.port)
    told = False

    def is_ready() -> bool:
        nonlocal told
        ready = answers()
        if ready and not told:
            told = True
            on_first_answer()
        return ready

    return ChildSpec(
        name="web",
        argv=(
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--http", "1"),
            *("--host", HOST, "--port", str(settings.port), "--log-level", "warning"),
            *("--workers", str(settings.web_workers), "--blocking-threads", str(settings.web_threads)),
            *("--respawn-failed-workers", "--respawn-interval", "0.2", "--workers-kill-timeout", "10"),
            *("--static-path-expires", str(365 * 24 * 3600)),
            *mounts,
            APPLICATION,
        ),
        env=env,
        stop_signal=SIGTERM,
        stop_timeout_s=15.0,
        ready=is_ready,
        prepare=answers.forget,
    )


def worker(*, env: Mapping[str, str]) -> ChildSpec:
    """The background worker: jobs, the outbox's relay, and the counts."""
    return ChildSpec(
        name="worker",
        argv=(sys.executable, "-m", WORKER),
        env=env,
        stop_signal=SIGTERM,
        stop_timeout_s=20.0,
    )


def live_counts(settings: Settings, *, env: Mapping[str, str]) -> ChildSpec:
    """granian once more, for the streams of live counts: one process, since it holds the one LISTEN.

    Open streams would keep it from stopping; they hold nothing, so it waits a second for them and no longer.
    """
    answers = Answers(settings.events_port)
    return ChildSpec(
        name="live",
        argv=(
            *(sys.executable, "-m", "granian", "--interface", "asgi", "--no-ws", "--http", "1"),
            *("--host", HOST, "--port", str(settings.events_port), "--log-level", "error"),
            *("--workers", "1", "--loop", "asyncio"),
            *("--backlog", _MOST_STREAMS, "--backpressure", _MOST_STREAMS),
            *("--respawn-failed-workers", "--respawn-interval", "0.2", "--workers-kill-timeout", "1"),
            LIVE_APPLICATION,
        ),
        env=env,
        stop_signal=SIGTERM,
        stop_timeout_s=10.0,
        ready=answers,
        prepare=answers.forget,
    )


def payment_sandbox(settings: Settings, *, env: Mapping[str, str]) -> ChildSpec:
    """Where buyers pay without money: a server of its own, which knows nothing of the database."""
    answers = Answers(settings.sandbox_port)
    return ChildSpec(
        name="payments",
        argv=(
            *(sys.executable, "-m", PAYMENT_SANDBOX, "--port", str(settings.sandbox_port)),
            *("--folder", str(settings.data_folder / "payment_sandbox")),
            *("--pages-url", settings.sandbox_pages_url),
        ),
        env=env,
        stop_signal=SIGTERM,
        stop_timeout_s=10.0,
        ready=answers,
        prepare=answers.forget,
    )


def customs_simulator(settings: Settings, *, env: Mapping[str, str]) -> ChildSpec:
    """The customs office to try everything against: it remembers in a file of its own, and answers us."""
    folder = settings.data_folder / "customs_keys"
    folder.mkdir(parents=True, exist_ok=True)
    answers = Answers(settings.customs_port)
    return ChildSpec(
        name="customs",
        argv=(
            *(sys.executable, "-m", CUSTOMS, "--port", str(settings.customs_port)),
            *("--keys", str(folder), "--file", str(folder / "simulator.sqlite3")),
            *("--answer-to", f"http://{HOST}:{settings.port}/customs/messages"),
            *("--answers", settings.customs_answers),
        ),
        env=env,
        stop_signal=SIGTERM,
        stop_timeout_s=10.0,
        ready=answers,
        prepare=answers.forget,
    )


def command_line(*words: str) -> tuple[str, ...]:
    """A command of our own."""
    return (sys.executable, "-m", "hongshu.surfaces.cli", *words)


class Answers:
    """Whether the web server answers on its port. Asked again and again, and never waits.

    That the port is open is not enough: granian opens it before its workers can answer.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket: socket.socket | None = None
        self._has_asked = False
        self._not_before = 0.0

    def __call__(self) -> bool:
        if time.monotonic() < self._not_before:
            return False
        if self._socket is None:
            self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            self._socket.setblocking(False)
            self._socket.connect_ex((HOST, self._port))
            self._has_asked = False
        try:
            if not self._has_asked:
                request = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                self._socket.send(request.encode())
                self._has_asked = True
            said = self._socket.recv(64)
        except BlockingIOError:
            return False
        except OSError:
            self.forget()
            return False
        self.forget()
        is_well = said.startswith(b"HTTP/1.1 200")
        if not is_well:
            # A server that answers with an error writes a line each time.
            self._not_before = time.monotonic() + _PAUSE_AFTER_ERROR_S
        return is_well

    def forget(self) -> None:
        """Begin anew: the server is another one now."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None


def check_port_free(port: int, *, by: str = "--port") -> None:
    """Refuse a port that another program listens on: better one line now than a server that dies later.

    *by* is what the port is chosen with.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise Refused(f"Port {port} is for root only: choose one from 1024 on with {by}.") from None
        except OSError:
            raise Refused(
                f"Port {port} is taken by another program: stop that one, or choose another with {by}."
            ) from None


def child_environment(settings: Settings, *, database_url: str, demo: bool) -> dict[str, str]:
    """What every child of ours is told."""
    env = {
        **os.environ,
        "HONGSHU_DATA": str(settings.data_folder),
        "HONGSHU_PORT": str(settings.port),
        "HONGSHU_EVENTS_PORT": str(settings.events_port),
        "HONGSHU_CUSTOMS_PORT": str(settings.customs_port),
        "HONGSHU_SANDBOX_PORT": str(settings.sandbox_port),
        "HONGSHU_DEMO": "1" if demo else "",
        "DATABASE_URL": database_url,
        "PYTHONUNBUFFERED": "1",
    }
    with suppress(KeyError):
        del env["PYTHONSTARTUP"]
    return env
