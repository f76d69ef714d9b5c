"""What can go wrong with the private database, each with a stable code and one line for a person."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar


class PrivateDatabaseError(Exception):
    """A refusal or failure; ``str()`` is one line that says what to do."""

    code: ClassVar[str] = "private_database"


class BinariesMissing(PrivateDatabaseError):
    """The wheel with PostgreSQL's programs is not installed, or not for this machine."""

    code = "database_binaries_missing"


class CannotRunAsRoot(PrivateDatabaseError):
    """We are root, and neither a user namespace nor another user can be had."""

    code = "database_refuses_root"


class DataFolderInUse(PrivateDatabaseError):
    """Another process holds the lock of the data folder."""

    code = "data_folder_in_use"


class PreviousServerAlive(PrivateDatabaseError):
    """A server of an earlier run still works on the data folder and cannot be ended."""

    code = "previous_server_alive"


class NotADataFolder(PrivateDatabaseError):
    """The folder holds something else, or cannot be one."""

    code = "not_a_data_folder"


class VersionMismatch(PrivateDatabaseError):
    """The data folder was made by another major version of PostgreSQL."""

    code = "data_folder_version"


class DiskFull(PrivateDatabaseError):
    """No space is left, or a quota is used up."""

    code = "disk_full"


class NoPermission(PrivateDatabaseError):
    """A folder or file may not be read or written."""

    code = "no_permission"


class SocketFolderUnsafe(PrivateDatabaseError):
    """The folder for the socket exists and is not ours alone."""

    code = "socket_folder_unsafe"


class PortTaken(PrivateDatabaseError):
    """Another program listens on the wanted TCP port."""

    code = "database_port_taken"


class InitFailed(PrivateDatabaseError):
    """initdb failed for a reason without a class of its own."""

    code = "database_init_failed"


class StartFailed(PrivateDatabaseError):
    """The server ended, or was not ready in time, for a reason without a class of its own."""

    code = "database_start_failed"


class NotRunning(PrivateDatabaseError):
    """No server runs on the data folder."""

    code = "database_not_running"


class ToolFailed(PrivateDatabaseError):
    """One of PostgreSQL's tools ended with an error."""

    code = "database_tool_failed"


def for_message(message: str, *, folder: Path, otherwise: type[PrivateDatabaseError]) -> PrivateDatabaseError:
    """The error that fits one line of PostgreSQL's own words about ``folder``."""
    lowered = message.lower()
    if "no space left on device" in lowered or "disk quota exceeded" in lowered:
        return DiskFull(f"The disk of {folder} is full: free some space and start again. ({message})")
    if "permission denied" in lowered or "read-only file system" in lowered:
        return NoPermission(f"PostgreSQL may not use {folder} or a folder above it. ({message})")
    if "address already in use" in lowered or "could not create any tcp/ip sockets" in lowered:
        return PortTaken(f"The database's TCP port is taken: choose another one. ({message})")
    return otherwise(f"PostgreSQL could not start on {folder}: {message or 'it gave no reason'}")


@contextmanager
def in_words(folder: Path) -> Iterator[None]:
    """Turn the operating system's refusals about ``folder`` into our own errors."""
    try:
        yield
    except OSError as problem:
        where = problem.filename or folder
        if problem.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(f"The disk of {folder} is full: free some space and start again.") from problem
        if problem.errno in (errno.EACCES, errno.EPERM):
            raise NoPermission(
                f"This user may not read or write {where}: run as its owner, or choose another folder."
            ) from problem
        if problem.errno == errno.EROFS:
            raise NoPermission(f"{where} is on a read-only disk: choose another folder.") from problem
        raise
