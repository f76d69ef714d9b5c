"""Installations that are served by the real command, and looking at their processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.concurrency.programs import is_running
from tests.support.served import free_port, program_environment
from tests.support.waiting import await_true

from hongshu.kernel.processes.descendants import children_of

START_S = 120.0
END_S = 60.0
PARTS = {
    "web": "hongshu.config.wsgi",
    "worker": "hongshu.config.worker",
    "live": "hongshu.config.live",
    "customs": "declarations.adapters.simulator",
    "payments": "hongshu.store.payments.adapters.sandbox",
    "database": "/bin/postgres",
}


class Installation:
    """One data folder and, between ``start`` and its end, the program that serves it."""

    def __init__(self, folder: Path, *, port: int = 0) -> None:
        self.folder = folder
        self.port = port or free_port()
        self.events_port = free_port()
        self.customs_port = free_port()
        self.sandbox_port = free_port()
        self.log = folder.with_name(folder.name + ".log")
        self.process: subprocess.Popen[bytes] | None = None

    def run(self, *words: str, before: Sequence[str] = (), **settings: str) -> tuple[int, str]:
        """Run a command that ends by itself; its exit code and what it said."""
        done = subprocess.run(
            [*before, sys.executable, "-m", "hongshu.surfaces.cli", *words],
            env=self._environment(settings),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=START_S,
            check=False,
        )
        return done.returncode, done.stdout

    def start(self) -> None:
        """Serve it, and wait until it says that it is ready."""
        with self.log.open("wb") as output:
            process = self.process = subprocess.Popen(
                [sys.executable, "-m", "hongshu.surfaces.cli", "serve", "--empty"],
                env=self._environment({}),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        await_true(
            lambda: "Ctrl-C stops it." in self.said() or process.poll() is not None,
            "the program is ready",
            timeout_s=START_S,
        )
        assert process.poll() is None, self.said()

    def said(self) -> str:
        """Everything it has printed since its start."""
        return self.log.read_text(encoding="utf-8")

    def status(self, path: str = "/readyz") -> int:
        """The status of a page; 0 if nothing answers."""
        try:
            with urllib.request.urlopen(f"http://localhost:{self.port}{path}", timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as problem:
            return problem.code
        except OSError:
            return 0

    def pid_of(self, part: str, *, other_than: Collection[int] = ()) -> int:
        """The process of a part, awaited: a part may be just starting.

        After a kill, ``other_than`` are all processes of before: a forked child of the killed one has its
        command line, and is the program's own child for the moment until it is ended.
        """
        found = 0

        def runs() -> bool:
            nonlocal found
            found = self._find(part, other_than)
            return found != 0

        await_true(runs, f"the {part} runs")
        return found

    def _find(self, part: str, other_than: Collection[int]) -> int:
        assert self.process is not None
        for pid in children_of(self.process.pid).difference(other_than):
            line = _command_line(pid)
            # The launcher's line names the program that it becomes, too.
            if PARTS[part] in line and "exec_child" not in line:
                return pid
        return 0

    def all_pids(self) -> set[int]:
        """Every process of the program, down to the last child."""
        assert self.process is not None
        found, new = {self.process.pid}, {self.process.pid}
        while new := {child for pid in new for child in children_of(pid)} - found:
            found |= new
        return found

    def interrupt(self) -> int:
        """Press Ctrl-C and wait for the end; its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(END_S)

    def kill_supervisor(self) -> None:
        """``kill -9`` of the process that everything else hangs on."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def _environment(self, settings: dict[str, str]) -> dict[str, str]:
        ours = {
            "HONGSHU_DATA": str(self.folder),
            "HONGSHU_PORT": str(self.port),
            "HONGSHU_EVENTS_PORT": str(self.events_port),
            "HONGSHU_CUSTOMS_PORT": str(self.customs_port),
            "HONGSHU_SANDBOX_PORT": str(self.sandbox_port),
            "HONGSHU_DEMO_ORDERS": "6",
            "HONGSHU_WEB_WORKERS": "1",
            "PYTHONUNBUFFERED": "1",
        }
        return program_environment(**{**ours, **settings})


@contextmanager
def served(folder: Path) -> Iterator[Installation]:
    """A served installation; nothing of it is left after the block."""
    installation = Installation(folder)
    try:
        installation.start()
        yield installation
    finally:
        if installation.process is not None and installation.process.poll() is None:
            pids = installation.all_pids()
            installation.interrupt()
            kill(pids)


def kill(pids: Iterable[int]) -> None:
    """``kill -9`` of whatever still runs."""
    for pid in filter(is_running, pids):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""
