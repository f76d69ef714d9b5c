"""The places around a data folder, and the URLs that lead to its server."""

from __future__ import annotations

import hashlib
import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from hongshu.kernel.private_database.errors import NotADataFolder, SocketFolderUnsafe, in_words

SUPERUSER = "hongshu"
DATABASE = "hongshu"
DEFAULT_PORT = 5432
LONGEST_SOCKET_PATH_BYTES = 107
RUNTIME_FOLDER = Path("/tmp")  # noqa: S108 (the folder made there is checked for its owner and mode)


@dataclass(frozen=True)
class Layout:
    """Where the parts of one private database are. ``data_folder`` is absolute, without symbolic links."""

    data_folder: Path
    log_folder: Path

    @property
    def lock_file(self) -> Path:
        """The file whose flock says who holds the data folder; beside it, since that may not exist yet."""
        return self.data_folder.with_name(self.data_folder.name + ".lock")

    @property
    def pid_file(self) -> Path:
        """PostgreSQL's own note about a running server."""
        return self.data_folder / "postmaster.pid"

    @property
    def borrowers_file(self) -> Path:
        """The file that commands lock which use a server that another command started for itself."""
        return self.data_folder / "hongshu.borrowers"

    @property
    def password_file(self) -> Path:
        """The superuser's password, for TCP only."""
        return self.data_folder / "hongshu.password"

    @property
    def fingerprint(self) -> str:
        """A short name for the data folder that is the same in every process."""
        return hashlib.sha256(os.fsencode(self.data_folder)).hexdigest()[:16]

    @property
    def cluster_name(self) -> str:
        """What the server's processes call themselves in the process list."""
        return f"hongshu-{self.fingerprint}"

    @property
    def socket_folder(self) -> Path:
        """Inside the data folder where that fits into a socket address, else a short name below /tmp.

        Not XDG_RUNTIME_DIR: it differs between a login, sudo and cron, and vanishes at logout, server or not.
        """
        inside = self.data_folder / "socket"
        return inside if is_socket_folder(inside) else RUNTIME_FOLDER / self.cluster_name

    def socket_url(self, database: str = DATABASE, *, port: int = DEFAULT_PORT) -> str:
        """A libpq URL through the unix socket."""
        port_part = "" if port == DEFAULT_PORT else f"&port={port}"
        place = f"host={quote(str(self.socket_folder))}{port_part}"
        return f"postgresql://{SUPERUSER}@/{quote(database, safe='')}?{place}"

    def tcp_url(self, password: str, port: int, database: str = DATABASE) -> str:
        """A libpq URL through 127.0.0.1."""
        return (
            f"postgresql://{SUPERUSER}:{quote(password, safe='')}@127.0.0.1:{port}/{quote(database, safe='')}"
        )


def layout_of(data_folder: Path, log_folder: Path | None = None) -> Layout:
    """The layout of a data folder.

    Logs go below ``log_folder``, which is ``log`` beside the data folder unless told otherwise, into a folder
    of their own: it is handed to the server's user, and two data folders may share a place for logs.
    Raises NotADataFolder for a path that PostgreSQL's files cannot hold.
    """
    folder = data_folder.expanduser().resolve()
    if any(character in str(folder) for character in "\n\r\0"):
        raise NotADataFolder(f"The path {str(folder)!r} holds a line break: choose another folder.")
    if folder == folder.parent:
        raise NotADataFolder("The root of the file system cannot be the data folder: choose another one.")
    logs = (log_folder or folder.parent / "log").expanduser().resolve()
    return Layout(folder, logs / folder.name)


def is_socket_folder(folder: Path) -> bool:
    """Whether a socket here can be addressed: short enough, UTF-8, and no comma, where libpq splits."""
    try:
        length = len(str(folder).encode("utf-8"))
    except UnicodeEncodeError:
        return False
    return length + len("/.s.PGSQL.65535") <= LONGEST_SOCKET_PATH_BYTES and "," not in str(folder)


def make_socket_folder(layout: Layout, owner: int) -> None:
    """Make the socket folder for the user ``owner``, mode 0700. Raises SocketFolderUnsafe.

    Below /tmp anybody could have made it before us, so an existing one must be a real folder, belong to
    the server's user, and be closed to all others. Only then what an earlier server left in it is removed.
    """
    folder = layout.socket_folder
    with in_words(folder):
        try:
            folder.mkdir(mode=0o700)
            if owner != os.geteuid():
                os.chown(folder, owner, -1)
        except FileExistsError:
            status = folder.lstat()
            if (
                not stat.S_ISDIR(status.st_mode)
                or status.st_uid not in (owner, os.geteuid())
                or stat.S_IMODE(status.st_mode) & 0o077
            ):
                raise SocketFolderUnsafe(
                    f"{folder} exists and is not a closed folder of this user: remove it and start again."
                ) from None
            if status.st_uid != owner:
                os.chown(folder, owner, -1)
        for leftover in folder.glob(".s.PGSQL.*"):
            leftover.unlink(missing_ok=True)


def remove_socket_folder(layout: Layout) -> None:
    """Leave nothing below /tmp: remove the socket folder there if nobody uses it."""
    if layout.socket_folder.parent == RUNTIME_FOLDER:
        with suppress(OSError):
            layout.socket_folder.rmdir()
