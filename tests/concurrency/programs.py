"""Running small programs beside a test, as other users too, and awaiting what they do."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from hongshu.kernel.processes.contracts import OURSELVES, Identity
from hongshu.kernel.processes.descendants import wait_for_end
from hongshu.kernel.processes.launch import wrapped

SOURCE = Path(__file__).resolve().parents[2] / "src"
PATIENCE_S = 30.0
POLL_S = 0.005
IS_ROOT = os.geteuid() == 0
NOBODY = 65534


def await_true(condition: Callable[[], object], what: str, *, timeout_s: float = PATIENCE_S) -> None:
    """Wait until a condition holds that nothing tells us about."""
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, f"waited {timeout_s:g} s in vain until {what}"
        time.sleep(POLL_S)


def await_end(*pids: int, timeout_s: float = PATIENCE_S) -> None:
    """Wait until processes have ended that need not be our children."""
    left = wait_for_end(pids, timeout_s=timeout_s)
    assert not left, f"{left} still run after {timeout_s:g} s"


def is_running(pid: int) -> bool:
    """Whether a process is there and not a zombie."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()[0] != "Z"
    return False


def environment() -> dict[str, str]:
    """What a program needs to import the same packages as this test, whoever runs it."""
    places = [str(SOURCE), *(place for place in sys.path if place.endswith("site-packages"))]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(places), "PYTHONUNBUFFERED": "1"}


def command(code: str, *args: object, identity: Identity = OURSELVES) -> list[str]:
    """The command line of a Python program, which is killed if the test run dies."""
    # As pyproject.toml has it for the tests themselves: the setting is Django's own way to the new default.
    known = "ignore:The FORMS_URLFIELD_ASSUME_HTTPS transitional setting is deprecated"
    program = ["-W", "error", "-W", known, "-c", textwrap.dedent(code)]
    words = [sys.executable, *program, *(str(arg) for arg in args)]
    return wrapped(words, identity=identity)


def run(code: str, *args: object, identity: Identity = OURSELVES) -> subprocess.CompletedProcess[str]:
    """Run a program to its end."""
    return subprocess.run(
        command(code, *args, identity=identity),
        env=environment(),
        cwd="/",
        capture_output=True,
        text=True,
        timeout=2 * PATIENCE_S,
        check=False,
    )


class Program:
    """A program that runs beside the test; its lines can be awaited one by one, in any order."""

    def __init__(self, argv: list[str]) -> None:
        self.process = subprocess.Popen(
            argv,
            env=environment(),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.lines: list[str] = []
        self._taken: set[int] = set()
        self._unfinished = b""
        self._at_end = False

    @property
    def pid(self) -> int:
        return self.process.pid

    def line(self, beginning: str = "") -> str:
        """Wait for a line with this beginning that was not asked for yet, and return the rest of it."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            for position, line in enumerate(self.lines):
                if position not in self._taken and line.startswith(beginning):
                    self._taken.add(position)
                    return line.removeprefix(beginning).strip()
            said = "\n".join(self.lines)
            assert not self._at_end, f"the program ended without {beginning!r}:\n{said}"
            assert self._read(deadline), f"no {beginning!r} came in {PATIENCE_S:g} s, only:\n{said}"

    def rest(self) -> str:
        """Wait for its end and return all it has said."""
        deadline = time.monotonic() + PATIENCE_S
        while not self._at_end:
            assert self._read(deadline), f"no end came in {PATIENCE_S:g} s, only:\n" + "\n".join(self.lines)
        self.process.wait(PATIENCE_S)
        return "\n".join(self.lines)

    def _read(self, deadline: float) -> bool:
        assert self.process.stdout is not None
        descriptor = self.process.stdout.fileno()
        if not select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))[0]:
            return False
        chunk = os.read(descriptor, 65536)
        self._at_end = not chunk
        *lines, self._unfinished = (self._unfinished + (chunk or b"\n")).split(b"\n")
        self.lines += [line.decode() for line in lines if line or chunk]
        return True


@contextmanager
def running(code: str, *args: object, identity: Identity = OURSELVES) -> Iterator[Program]:
    """A program beside the test, killed at the end of the block if it still runs."""
    program = Program(command(code, *args, identity=identity))
    try:
        yield program
    finally:
        program.process.kill()
        program.process.wait()
        assert program.process.stdout is not None
        program.process.stdout.close()


def as_user(uid: int) -> Identity:
    """Another user, who may read the Python of this test run wherever it lies, but write nothing new."""
    return Identity(kind="user", uid=uid, gid=uid, passes_closed_folders=True)
