"""The private cluster: one data folder, and the server on it that this process starts and stops."""

from __future__ import annotations

import os
import subprocess
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from signal import SIGINT, SIGKILL, SIGQUIT, SIGTERM
from types import TracebackType
from typing import Self

from hongshu.kernel.private_database.binaries import clean_environment
from hongshu.kernel.private_database.errors import NotADataFolder, NotRunning, in_words
from hongshu.kernel.private_database.identity import server_identity
from hongshu.kernel.private_database.initialise import give_to, give_tree_to, is_initialised, make_cluster
from hongshu.kernel.private_database.layout import (
    DATABASE,
    DEFAULT_PORT,
    Layout,
    layout_of,
    make_socket_folder,
    remove_socket_folder,
)
from hongshu.kernel.private_database.lock import FolderLock
from hongshu.kernel.private_database.previous_server import clear_previous_server, server_processes
from hongshu.kernel.private_database.server import (
    await_ready,
    create_database,
    end_in_words,
    launch_server,
    ready_port,
    server_command,
)
from hongshu.kernel.private_database.server_log import log_files
from hongshu.kernel.private_database.settings import (
    available_memory_bytes,
    render,
    server_settings,
    write_own_file,
)
from hongshu.kernel.processes.contracts import ChildSpec, Identity
from hongshu.kernel.processes.descendants import adopt_orphans, children_of, reap

READY_TIMEOUT_S = 600.0  # Recovery reads up to a gigabyte of WAL; who cuts it short only starts it anew.
STOP_TIMEOUT_S = 60.0
POLL_S = 0.01


class PrivateCluster:
    """A PostgreSQL on ``data_folder``, kept as a child of this process.

    ``start`` makes the folder if needed and holds its lock until ``stop``. ``durable`` false is for tests:
    it gives up surviving a loss of power, though not ``kill -9``. With ``tcp_port`` the server also listens
    on 127.0.0.1, with a password. Methods raise subclasses of PrivateDatabaseError, and belong to the main
    thread.
    """

    def __init__(
        self,
        data_folder: Path,
        *,
        durable: bool = True,
        tcp_port: int | None = None,
        max_connections: int = 100,
        log_folder: Path | None = None,
    ) -> None:
        self.layout: Layout = layout_of(data_folder, log_folder)
        self._durable = durable
        self._tcp_port = tcp_port
        self._max_connections = max_connections
        self._port = tcp_port or DEFAULT_PORT
        self._lock = FolderLock(self.layout.lock_file)
        self._known_identity: Identity | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._prepared_at = datetime.now(UTC)
        self._adopted_before: bool | None = None
        self._below: set[int] = set()
        self._may_be_cleared = False

    @property
    def url(self) -> str:
        """The libpq URL of the database ``hongshu``, through the unix socket."""
        return self.url_of(DATABASE)

    def url_of(self, database: str) -> str:
        """The libpq URL of any database of this cluster."""
        return self.layout.socket_url(database, port=self._port)

    @property
    def tcp_url(self) -> str:
        """The libpq URL through 127.0.0.1, password included. Only with ``tcp_port``."""
        assert self._tcp_port is not None, "this cluster does not listen on TCP"
        with in_words(self.layout.data_folder):
            try:
                password = self.layout.password_file.read_text(encoding="ascii").strip()
            except FileNotFoundError:
                raise NotADataFolder(
                    f"{self.layout.password_file} is missing: use the unix socket."
                ) from None
        return self.layout.tcp_url(password, self._port)

    @property
    def process(self) -> subprocess.Popen[bytes] | None:
        """The server started by ``start``, to be handed over to a supervisor together with ``child_spec``."""
        return self._process

    @property
    def identity(self) -> Identity:
        """The user the server runs as."""
        if self._known_identity is None:
            self._known_identity = server_identity(self.layout)
        return self._known_identity

    def initialise(self) -> bool:
        """Make the data folder unless it is there; True if it was made. It is made whole or not at all.

        The lock of the folder is held from here on, until ``stop``.
        """
        self._lock.acquire()
        if is_initialised(self.layout):
            return False
        make_cluster(self.layout, self.identity, durable=self._durable)
        return True

    def prepare(self) -> None:
        """Everything that comes before the server's own start: lock, data folder, leftovers, settings.

        Idempotent, and called again before each restart.
        """
        layout = self.layout
        self.initialise()
        self._may_be_cleared = True
        owner = self.identity.file_owner
        with in_words(layout.data_folder):
            give_tree_to(layout.data_folder, self.identity)
        clear_previous_server(layout, owner, patience_s=STOP_TIMEOUT_S)
        with in_words(layout.log_folder):
            layout.log_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for path in (layout.log_folder, *log_files(layout)):
                give_to(path, self.identity)
        make_socket_folder(layout, owner)
        settings = server_settings(
            layout,
            durable=self._durable,
            port=self._tcp_port or DEFAULT_PORT,
            listens_on_tcp=self._tcp_port is not None,
            max_connections=self._max_connections,
            memory_bytes=available_memory_bytes(),
        )
        write_own_file(layout, render(settings), owner)
        self._prepared_at = datetime.now(UTC)

    def start(self, *, timeout_s: float = READY_TIMEOUT_S) -> None:
        """Start the server and wait until it takes connections; recovery after a crash is part of it."""
        assert not self.is_alive(), "the server has been started already"
        try:
            # The server leaves its logger behind when it stops; it comes to us to be reaped.
            adopted_before = adopt_orphans()
            if self._adopted_before is None:
                self._adopted_before = adopted_before
            self._close_output()
            self.prepare()
            self._process = launch_server(self.layout, self.identity)
            self._port = await_ready(
                self._process, self.layout, self.identity, since=self._prepared_at, timeout_s=timeout_s
            )
        except BaseException:
            self._abandon()
            raise

    def is_alive(self) -> bool:
        """Whether the server started by this object runs."""
        return self._process is not None and self._process.poll() is None

    def is_ready(self) -> bool:
        """Whether a server on the data folder takes connections, whoever started it."""
        port = ready_port(self.layout)
        self._port = port or self._port
        return port is not None

    def wait(self, *, timeout_s: float | None = None) -> int:
        """Wait for the end of the server; its return code as subprocess gives it. Raises TimeoutExpired."""
        assert self._process is not None, "the server has not been started"
        return self._process.wait(timeout_s)

    def stop(self, *, fast: bool = True, timeout_s: float = STOP_TIMEOUT_S) -> None:
        """Stop the server, leave nothing of it running, and give the lock back. Idempotent.

        Fast ends the clients' sessions; otherwise their end is awaited first. Each way has ``timeout_s``
        before a harsher one follows; the harshest costs a recovery at the next start and no committed row.
        """
        if self._process is not None:
            self._below |= children_of(self._process.pid)
            for number in (SIGINT if fast else SIGTERM, SIGINT, SIGQUIT, SIGKILL):
                if self._process.poll() is None:
                    self._process.send_signal(number)
                with suppress(subprocess.TimeoutExpired):
                    self._process.wait(timeout_s)
                    break
        self._abandon()

    def attach(self, *, wait_s: float = 0.0) -> str:
        """The URL of the server that another process runs on this data folder. Raises NotRunning.

        ``wait_s`` is how long a server that is just starting may take.
        """
        deadline = time.monotonic() + wait_s
        while not self.is_ready():
            if time.monotonic() >= deadline:
                raise NotRunning(f"No database server is running on {self.layout.data_folder}.")
            time.sleep(POLL_S)
        return self.url

    def ensure_database(self, name: str = DATABASE) -> bool:
        """Create a database unless it is there; True if it was created. Two callers at once are fine."""
        return create_database(self.url_of("postgres"), name, self.layout)

    def child_spec(self, name: str = "postgresql") -> ChildSpec:
        """The server as one child of a ProcessSupervisor; call ``stop`` when the supervisor has ended."""
        return ChildSpec(
            name=name,
            argv=tuple(os.fspath(word) for word in server_command(self.layout)),
            env=clean_environment(),
            identity=self.identity,
            stop_signal=SIGINT,
            stop_timeout_s=STOP_TIMEOUT_S,
            prepare=self.prepare,
            ready=self.is_ready,
            ready_timeout_s=READY_TIMEOUT_S,
            is_quiet=True,
            explain_exit=lambda output: end_in_words(self.layout, self.identity, output, self._prepared_at),
        )

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _close_output(self) -> None:
        if self._process is not None and self._process.stdout is not None:
            self._process.stdout.close()

    def _abandon(self) -> None:
        """Leave nothing running and nothing held, whatever state a start or stop was in."""
        if self.is_alive():
            assert self._process is not None
            self._process.kill()
            self._process.wait()
        self._close_output()
        self._process = None
        try:
            # Never on a folder that was refused: another version's server may be at work there.
            if self._lock.is_held and self._may_be_cleared:
                owner = self.identity.file_owner
                self._below |= server_processes(self.layout, owner)[1]
                clear_previous_server(self.layout, owner, patience_s=STOP_TIMEOUT_S)
                remove_socket_folder(self.layout)
        finally:
            for pid in self._below:
                reap(pid)
            self._below = set()
            self._may_be_cleared = False
            if self._adopted_before is not None:
                adopt_orphans(self._adopted_before)
                self._adopted_before = None
            self._lock.release()
