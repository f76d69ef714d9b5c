"""An installation to be measured: its own database, and the web server as ``hongshu serve`` starts it."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.machine import PROJECT
from hongshu.kernel import settings as house
from hongshu.kernel.private_database.cluster import PrivateCluster
from hongshu.kernel.processes.launch import launch
from hongshu.surfaces.cli import children
from hongshu.surfaces.cli.opening import private_cluster

_PATIENCE_S = 60.0
_ENVIRONMENT = ("HONGSHU_", "DATABASE_URL", "MEDIA_STORE", "DJANGO_SETTINGS_MODULE")


@contextmanager
def open_site(folder: Path) -> Iterator[tuple[house.Settings, PrivateCluster]]:
    """A durable PostgreSQL with the tables of this version, and this process's environment set to it.

    What the operator's shell says about another installation does not count.
    """
    for name in [name for name in os.environ if name.startswith(_ENVIRONMENT)]:
        del os.environ[name]
    os.environ.update(
        HONGSHU_DATA=str(folder),
        HONGSHU_PORT=str(free_port()),
        HONGSHU_SECRET_KEY="only-for-benchmarks-only-for-benchmarks",
        DJANGO_SETTINGS_MODULE="hongshu.config.django_settings",
    )
    settings = house.load(os.environ)
    with private_cluster(settings) as cluster:
        cluster.ensure_database()
        os.environ.update(children.child_environment(settings, database_url=cluster.url, demo=False))
        subprocess.run(children.command_line("prepare"), env=os.environ, check=True)
        yield settings, cluster


@contextmanager
def web_server(settings: house.Settings) -> Iterator[subprocess.Popen[bytes]]:
    """The web server of ``hongshu serve``; the background worker is not started."""
    spec = children.web_server(settings, env=os.environ, static=[], on_first_answer=lambda: None)
    with _running(list(spec.argv), dict(spec.env or os.environ), settings.port, "/healthz") as process:
        yield process


@contextmanager
def customs_simulator(settings: house.Settings) -> Iterator[subprocess.Popen[bytes]]:
    """The customs simulator of ``hongshu serve``."""
    spec = children.customs_simulator(settings, env=os.environ)
    with _running(
        list(spec.argv), dict(spec.env or os.environ), settings.customs_port, "/healthz"
    ) as process:
        yield process


@contextmanager
def bare_server(settings: house.Settings, *, port: int, size_bytes: int) -> Iterator[None]:
    """The same web server with the yardstick in it."""
    spec = children.web_server(settings, env=os.environ, static=[], on_first_answer=lambda: None)
    argv = [
        str(port)
        if word == str(settings.port)
        else word.replace(children.APPLICATION, "benchmarks.yardstick:application")
        for word in spec.argv
    ]
    env = {**os.environ, "BENCHMARK_BYTES": str(size_bytes)}
    del env["DJANGO_SETTINGS_MODULE"]
    with _running(argv, env, port, "/"):
        yield


@contextmanager
def _running(
    argv: list[str], env: dict[str, str], port: int, address: str
) -> Iterator[subprocess.Popen[bytes]]:
    process = launch(argv, env=env, cwd=PROJECT)
    try:
        deadline = time.monotonic() + _PATIENCE_S
        while not _answers(port, address):
            assert process.poll() is None, "the web server ended"
            assert time.monotonic() < deadline, f"no answer from {address} in {_PATIENCE_S:g} s"
            time.sleep(0.05)
        yield process
    finally:
        process.terminate()
        process.wait(_PATIENCE_S)


def _answers(port: int, address: str) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            connection.sendall(
                f"GET {address} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
            )
            return connection.recv(64).startswith(b"HTTP/1.1 200")
    except OSError:
        return False


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
