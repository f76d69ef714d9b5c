"""What an earlier run may have left on a data folder: a server, some of its processes, stale files.

Nothing here trusts a pid alone. After a restart of the machine or container the pid in ``postmaster.pid``
may belong to any program, so a process counts as the server's only by its command line and its user.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from hongshu.kernel.private_database.errors import PreviousServerAlive, in_words
from hongshu.kernel.private_database.layout import Layout
from hongshu.kernel.processes.descendants import wait_for_end

SHARED_MEMORY_TABLE = Path("/proc/sysvipc/shm")


@dataclass(frozen=True)
class PidFile:
    """The lines of ``postmaster.pid`` that matter here."""

    pid: int
    port: int
    shared_memory: (
        tuple[int, int] | None
    )  # (key, id) of the segment that all of the server's processes attach
    is_ready: bool


def parse_pid_file(text: str) -> PidFile | None:
    """Read ``postmaster.pid``; None when it is unfinished or no such file at all.

    A standalone backend writes its number negative: that is no server to attach to, and no number to signal.
    """
    lines = text.splitlines()
    try:
        pid, port = int(lines[0]), int(lines[3])
    except (IndexError, ValueError):
        return None
    if pid <= 0:
        return None
    memory = None
    with suppress(IndexError, ValueError):
        key, identifier = lines[6].split()
        memory = (int(key), int(identifier))
    return PidFile(pid, port, memory, len(lines) > 7 and lines[7].strip() == "ready")


def read_pid_file(layout: Layout) -> PidFile | None:
    """The note of a server that runs or ran here; None if there is none."""
    with in_words(layout.data_folder):
        try:
            return parse_pid_file(layout.pid_file.read_text(encoding="utf-8", errors="replace"))
        except FileNotFoundError:
            return None


def is_postmaster(command_line: bytes, data_folder: Path) -> bool:
    """Whether a command line is that of a PostgreSQL server on this folder."""
    words = command_line.split(b"\0")
    if os.path.basename(words[0]) not in (b"postgres", b"postmaster") or b"-D" not in words:
        return False
    given = words[words.index(b"-D") + 1 : words.index(b"-D") + 2]
    return given == [os.fsencode(data_folder)]


def is_server_child(command_line: bytes, cluster_name: str) -> bool:
    """Whether a command line is the title of a process below a server of this name."""
    return command_line.startswith(f"postgres: {cluster_name}: ".encode())


def server_processes(layout: Layout, owner: int) -> tuple[set[int], set[int]]:
    """The pids of servers on the data folder, and of processes below them. Zombies have no command line."""
    postmasters, children = set(), set()
    for pid, command_line in _command_lines(owner):
        if is_postmaster(command_line, layout.data_folder):
            postmasters.add(pid)
        elif is_server_child(command_line, layout.cluster_name):
            children.add(pid)
    return postmasters, children


def is_this_server(pid: int, layout: Layout) -> bool:
    """Whether the process with this pid is a server on the data folder."""
    with suppress(OSError):
        return is_postmaster(Path(f"/proc/{pid}/cmdline").read_bytes(), layout.data_folder)
    return False


def clear_previous_server(layout: Layout, owner: int, *, patience_s: float) -> None:
    """End whatever an earlier run left, so that a start finds nothing in its way. Raises PreviousServerAlive.

    The caller holds the lock, so no supervisor looks after such a server. Stopping is fast first (a server
    whose supervisor was killed is doing that already), then immediate, then by SIGKILL: recovery makes good
    for all of them.
    """
    postmasters, children = server_processes(layout, owner)
    for number, wait_s in ((signal.SIGINT, patience_s), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)):
        if not postmasters:
            break
        _signal(postmasters, number)
        postmasters = wait_for_end(postmasters, timeout_s=wait_s)
    # Processes of a killed server leave by themselves, but one in a long computation notices late.
    children = server_processes(layout, owner)[1]
    for number, wait_s in ((signal.SIGQUIT, 1.0), (signal.SIGKILL, 5.0)):
        if not children:
            break
        _signal(children, number)
        children = wait_for_end(children, timeout_s=wait_s)
    if left := postmasters | children:
        raise PreviousServerAlive(
            f"Processes {sorted(left)} of an earlier server on {layout.data_folder} cannot be ended: "
            "restart the machine, or ask its administrator."
        )
    _remove_stale_pid_file(layout)


def _remove_stale_pid_file(layout: Layout) -> None:
    """Remove ``postmaster.pid`` once nothing of its server lives.

    PostgreSQL would do so too, except when the pid in it belongs to any living process by now. Where the
    shared memory named in it is still attached by somebody, the file stays, and PostgreSQL decides.
    """
    note = read_pid_file(layout)
    if note is not None and note.shared_memory is not None:
        with suppress(OSError):
            if is_attached(SHARED_MEMORY_TABLE.read_text(encoding="ascii"), *note.shared_memory):
                return
    with in_words(layout.data_folder):
        layout.pid_file.unlink(missing_ok=True)


def is_attached(table: str, key: int, identifier: int) -> bool:
    """Whether the kernel's table of System V shared memory shows this segment in use by any process."""
    rows = (line.split() for line in table.splitlines()[1:])
    return any(
        int(row[0]) == key and int(row[1]) == identifier and int(row[6]) > 0 for row in rows if len(row) > 6
    )


def _command_lines(owner: int) -> Iterator[tuple[int, bytes]]:
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        # A process may end while we look at it, and those of others may be hidden from us.
        with suppress(OSError):
            command_line = (entry / "cmdline").read_bytes()
            if b"postgres" in command_line and _real_uid(entry) in (owner, os.geteuid()):
                yield int(entry.name), command_line


def _real_uid(entry: Path) -> int:
    status = (entry / "status").read_text(errors="replace")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("Uid:"))


def _signal(pids: Collection[int], number: signal.Signals) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)
            os.kill(pid, signal.SIGCONT)  # A process that somebody has halted could not obey.
