"""The lock of a data folder: one process may start, stop and change its server."""

from __future__ import annotations

import fcntl
import os
import shlex
from contextlib import suppress
from pathlib import Path

from hongshu.kernel.private_database.errors import DataFolderInUse, in_words


class FolderLock:
    """An flock that the kernel releases with the process, however it dies.

    The file is never removed: a lock on a removed file would hold nothing.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def acquire_patiently(self, *, shared: bool) -> None:
        """Wait for the lock as long as it takes: for us alone, or shared with others who use the server."""
        with in_words(self._path.parent):
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        except BaseException:
            os.close(descriptor)
            raise
        self._descriptor = descriptor

    @property
    def is_held(self) -> bool:
        """Whether this object holds the lock."""
        return self._descriptor is not None

    def acquire(self) -> None:
        """Take the lock at once. Raises DataFolderInUse, naming the holder; nothing happens if it is held."""
        if self._descriptor is not None:
            return
        with in_words(self._path.parent):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(descriptor, 4096).decode("utf-8", "replace").strip() or "another process"
            os.close(descriptor)
            folder = str(self._path).removesuffix(".lock")
            raise DataFolderInUse(
                f"{folder} is in use by {holder}: stop that one first, or choose another data folder."
            ) from None
        # The note is a courtesy to whoever is refused; a full disk must not make it matter.
        with suppress(OSError):
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"process {os.getpid()} ({own_command_line()})\n".encode(), 0)
        self._descriptor = descriptor

    def release(self) -> None:
        """Give the lock back."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def own_command_line() -> str:
    """This process as a person would have typed it, in short."""
    words = Path("/proc/self/cmdline").read_bytes().decode("utf-8", "replace").split("\0")
    line = " ".join(shlex.join(word for word in words if word).split())
    return line if len(line) <= 200 else line[:199] + "…"
