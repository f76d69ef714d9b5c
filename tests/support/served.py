"""The real program with a small world in it, for tests that walk through it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from signal import SIGINT

import psycopg
from psycopg import sql
from tests.support.waiting import await_true

SEED = """
import django

django.setup()
from hongshu.flows.demo_world import services
from hongshu.flows.demo_world.reading import the_world

def unheard(*, step, done, total):
    pass

services.fill(progress=unheard, world=the_world().slice(notes={notes}, members=4, products={products}))
"""


@dataclass(frozen=True, slots=True)
class Site:
    """A served installation. ``url`` is what a person would type."""

    url: str
    database_url: str
    data_folder: Path
    pid: int


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def program_environment(**changes: str) -> dict[str, str]:
    """The environment of a program of ours: what pytest-django and this run have set does not count."""
    ours = ("HONGSHU_", "DATABASE_URL", "MEDIA_STORE", "DJANGO_SETTINGS_MODULE", "PYTEST")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**kept, "DJANGO_SETTINGS_MODULE": "hongshu.config.django_settings", **changes}


@contextmanager
def served_site(folder: Path, *, notes: int, products: int) -> Iterator[Site]:
    """Serve a small world from a database of its own on the server of this test run."""
    with own_database(f"site_{os.getpid()}") as database_url:
        port = free_port()
        env = program_environment(
            DATABASE_URL=database_url,
            HONGSHU_DATA=str(folder),
            HONGSHU_PORT=str(port),
            HONGSHU_EVENTS_PORT=str(free_port()),
            HONGSHU_CUSTOMS_PORT=str(free_port()),
            HONGSHU_SANDBOX_PORT=str(free_port()),
            HONGSHU_WEB_WORKERS="1",
        )
        _run([sys.executable, "-m", "hongshu.surfaces.cli", "prepare"], env)
        _run([sys.executable, "-c", SEED.format(notes=notes, products=products)], env)
        log = folder / "serve.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "hongshu.surfaces.cli", "serve", "--empty"],
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            await_true(
                lambda: "Ctrl-C stops it." in log.read_text() or process.poll() is not None,
                "the site answers",
                timeout_s=90,
            )
            assert process.poll() is None, log.read_text()
            yield Site(f"http://localhost:{port}", database_url, folder, process.pid)
        finally:
            process.send_signal(SIGINT)
            try:
                process.wait(60)
            finally:
                process.kill()


def _run(command: list[str], env: Mapping[str, str]) -> None:
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def own_database(name: str) -> Iterator[str]:
    """A database of its own beside the one that DATABASE_URL names."""
    given = os.environ["DATABASE_URL"]
    head, _, tail = given.partition("?")
    url = f"{head.rpartition('/')[0]}/{name}" + (f"?{tail}" if tail else "")
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield url
    finally:
        with psycopg.connect(given, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
