"""One run of the server program: its start, its readiness, and the reason of its end."""

from __future__ import annotations

import os
import select
import subprocess
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from signal import SIGINT

import psycopg
from psycopg import sql

from hongshu.kernel.private_database.binaries import clean_environment, program
from hongshu.kernel.private_database.errors import NotRunning, PrivateDatabaseError, StartFailed, for_message
from hongshu.kernel.private_database.layout import Layout
from hongshu.kernel.private_database.previous_server import (
    is_this_server,
    read_pid_file,
    server_processes,
)
from hongshu.kernel.private_database.server_log import log_lines, reason
from hongshu.kernel.processes.contracts import Identity
from hongshu.kernel.processes.descendants import open_pidfd, wait_for_end
from hongshu.kernel.processes.launch import launch
from hongshu.kernel.processes.output import LineReader

POLL_S = 0.01
LOGGER_PATIENCE_S = 0.5


def server_command(layout: Layout) -> list[str | Path]:
    """The command line of the server; its ``-D`` is how a leftover server is recognised."""
    return [program("postgres"), "-D", layout.data_folder]


def launch_server(layout: Layout, identity: Identity) -> subprocess.Popen[bytes]:
    """Start the server as our child; what it says before its log begins can be read from ``stdout``.

    Nobody reads that pipe later on, so it is made to lose lines when it is full, not to block the server.
    """
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    stream = os.fdopen(reading, "rb", buffering=0)
    try:
        process = launch(
            server_command(layout),
            env=clean_environment(),
            identity=identity,
            orphan_signal=SIGINT,
            output=writing,
        )
    except BaseException:
        stream.close()
        raise
    finally:
        os.close(writing)
    process.stdout = stream
    return process


def ready_port(layout: Layout) -> int | None:
    """The port of the server that takes connections on this data folder, whoever started it."""
    note = read_pid_file(layout)
    if note is None or not note.is_ready or not is_this_server(note.pid, layout):
        return None
    return note.port


def await_ready(
    process: subprocess.Popen[bytes],
    layout: Layout,
    identity: Identity,
    *,
    since: datetime,
    timeout_s: float,
) -> int:
    """Wait until the server takes connections, and return its port. Raises the error that fits its early end.

    The pidfd tells of an end at once; readiness is only written into a file, so that is looked at often.
    """
    assert process.stdout is not None
    reader = LineReader(process.stdout, None)
    deadline = time.monotonic() + timeout_s
    descriptor = open_pidfd(process.pid)
    try:
        while (port := ready_port(layout)) is None:
            ended = bool(select.select([descriptor], [], [], POLL_S)[0])
            if ended:
                reader.pump()
                raise end_as_error(layout, identity, list(reader.recent), since)
            reader.pump()
            if time.monotonic() >= deadline:
                raise StartFailed(f"The server on {layout.data_folder} was not ready within {timeout_s:g} s.")
        return port
    finally:
        os.close(descriptor)


def end_as_error(
    layout: Layout, identity: Identity, output: Sequence[str], since: datetime
) -> PrivateDatabaseError:
    """The error for an end of the server, from its last output and what its log says since its start."""
    return for_message(
        _last_words(layout, identity, output, since), folder=layout.data_folder, otherwise=StartFailed
    )


def end_in_words(layout: Layout, identity: Identity, output: Sequence[str], since: datetime) -> str | None:
    """Why the server ended, or None if it said nothing, as after ``kill -9``."""
    words = _last_words(layout, identity, output, since)
    return str(for_message(words, folder=layout.data_folder, otherwise=StartFailed)) if words else None


def _last_words(layout: Layout, identity: Identity, output: Sequence[str], since: datetime) -> str:
    # The logger outlives the server for a moment, with the last lines still in its hands.
    postmasters, children = server_processes(layout, identity.file_owner)
    wait_for_end(postmasters | children, timeout_s=LOGGER_PATIENCE_S)
    return reason([*output, *log_lines(layout, since)])


def create_database(administration_url: str, name: str, layout: Layout) -> bool:
    """Create a database unless it is there; True if it was created. Two callers at once are fine."""
    folder = layout.data_folder
    try:
        with psycopg.connect(administration_url, autocommit=True, connect_timeout=10) as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                return False
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            return True
    except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
        return False
    except psycopg.errors.DiskFull as problem:
        raise for_message(str(problem), folder=folder, otherwise=StartFailed) from problem
    except psycopg.OperationalError as problem:
        words = " ".join(str(problem).split())
        raise NotRunning(f"The database server on {folder} does not answer: {words}") from problem
