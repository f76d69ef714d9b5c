"""Processes below this one that nobody waits for: adopting, listing and ending them."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import select
import signal
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER, PR_GET_CHILD_SUBREAPER = 1, 36, 37
SYS_PIDFD_OPEN = 434  # The same number on every architecture that wheels exist for.


def adopt_orphans(wanted: bool = True) -> bool:
    """Become the parent of every descendant whose own parent dies, or cease to; returns what was before.

    Whoever adopts has to reap. In a container the process with pid 1 often does not.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    before = ctypes.c_int()
    if (
        libc.prctl(PR_GET_CHILD_SUBREAPER, ctypes.byref(before), 0, 0, 0) != 0
        or libc.prctl(PR_SET_CHILD_SUBREAPER, int(wanted), 0, 0, 0) != 0
    ):
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_CHILD_SUBREAPER)")
    return bool(before.value)


def end_with_parent() -> None:
    """In a worker that a server forked: be killed when that server dies, instead of holding its port.

    Elsewhere it does nothing.
    """
    server = multiprocessing.parent_process()
    if server is None:
        return
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG)")
    if os.getppid() != server.pid:
        os._exit(1)


def parent_in_stat(stat: str) -> int:
    """The parent's pid in a line of /proc/PID/stat; the program's name in it may hold any character."""
    return int(stat.rpartition(")")[2].split()[1])


def children_of(parent: int) -> set[int]:
    """The pids of the children of ``parent``, ended but unreaped ones included."""
    found = set()
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        # A process may end while we look at it.
        with suppress(OSError, ValueError, IndexError):
            if parent_in_stat((entry / "stat").read_text(errors="replace")) == parent:
                found.add(int(entry.name))
    return found


def reap(pid: int) -> None:
    """Collect the status of a child that has ended; a child still running stays."""
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)


def end_children(*, except_for: Collection[int], grace_s: float = 2.0) -> int:
    """End and reap every child but ``except_for``: SIGTERM, SIGKILL after ``grace_s``. Returns how many.

    Each one that ends may hand its own children to us, so we look again until none is left.
    """
    ended: set[int] = set()
    deadline = time.monotonic() + grace_s
    while children := children_of(os.getpid()) - set(except_for):
        late = time.monotonic() >= deadline
        for pid in children:
            if late or pid not in ended:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL if late else signal.SIGTERM)
        ended |= children
        wait_for_end(children, timeout_s=1.0 if late else max(0.0, deadline - time.monotonic()))
        for pid in children:
            reap(pid)
    return len(ended)


def open_pidfd(pid: int) -> int:
    """A descriptor that becomes readable when the process ends. Raises ProcessLookupError.

    Some portable builds of Python were made on a system too old to know the call; the kernel knows it.
    """
    known: Callable[[int], int] | None = getattr(os, "pidfd_open", None)
    if known is not None:
        return known(pid)
    libc = ctypes.CDLL(None, use_errno=True)
    descriptor: int = libc.syscall(SYS_PIDFD_OPEN, pid, 0)
    if descriptor < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return descriptor


def wait_for_end(pids: Collection[int], *, timeout_s: float) -> set[int]:
    """Wait until all of ``pids`` have ended; returns those that still run. They need not be our children."""
    poller = select.poll()
    open_pids: dict[int, int] = {}
    deadline = time.monotonic() + timeout_s
    try:
        for pid in pids:
            with suppress(ProcessLookupError):
                descriptor = open_pidfd(pid)
                open_pids[descriptor] = pid
                poller.register(descriptor, select.POLLIN)
        while open_pids:
            left_ms = max(0.0, deadline - time.monotonic()) * 1000
            ready = poller.poll(left_ms)
            if not ready:
                break
            for descriptor, _ in ready:
                poller.unregister(descriptor)
                os.close(descriptor)
                del open_pids[descriptor]
        return set(open_pids.values())
    finally:
        for descriptor in open_pids:
            os.close(descriptor)
