"""Making a data folder: completely, or not at all."""

from __future__ import annotations

import errno
import glob
import os
import secrets
import shutil
import subprocess
import tempfile
from pathlib import Path
from signal import SIGKILL

from hongshu.kernel.private_database.binaries import MAJOR_VERSION, clean_environment, program
from hongshu.kernel.private_database.errors import (
    InitFailed,
    NotADataFolder,
    VersionMismatch,
    for_message,
    in_words,
)
from hongshu.kernel.private_database.layout import SUPERUSER, Layout
from hongshu.kernel.private_database.settings import INCLUDES
from hongshu.kernel.processes.contracts import Identity
from hongshu.kernel.processes.launch import wrapped

PATIENCE_S = 300


def is_initialised(layout: Layout) -> bool:
    """Whether the data folder holds a cluster of our version.

    Raises NotADataFolder if it holds something else, and VersionMismatch if it is of another major version.
    """
    folder = layout.data_folder
    with in_words(folder):
        if not folder.exists():
            return False
        if not folder.is_dir():
            raise NotADataFolder(f"{folder} is not a folder: choose another data folder.")
        try:
            version = (folder / "PG_VERSION").read_text(encoding="ascii", errors="replace").strip()
        except FileNotFoundError:
            if any(folder.iterdir()):
                raise NotADataFolder(
                    f"{folder} holds other files and no database: empty it, or choose another data folder."
                ) from None
            return False
    if version != str(MAJOR_VERSION):
        raise VersionMismatch(version_words(folder, version))
    return True


def version_words(folder: Path, version: str) -> str:
    """What to do about a data folder of another major version."""
    if version.isdecimal() and int(version) > MAJOR_VERSION:
        return (
            f"{folder} was made by the newer PostgreSQL {version}, and this program brings {MAJOR_VERSION}: "
            "update the program, or choose another data folder."
        )
    return (
        f"{folder} was made by PostgreSQL {version or '?'}, and this program brings {MAJOR_VERSION}: "
        "make a backup with the version of the program that made it, and restore it into a new data folder."
    )


def make_cluster(layout: Layout, identity: Identity, *, durable: bool) -> None:
    """Run initdb beside the data folder and rename the result into place. The caller holds the lock.

    A killed initdb leaves a folder that nobody takes for a database; the next call removes it. Raises
    DiskFull, NoPermission, NotADataFolder, InitFailed.
    """
    folder = layout.data_folder
    prefix = f".{folder.name}.initdb-"
    with in_words(folder):
        for leftover in folder.parent.glob(f"{glob.escape(prefix)}*"):
            shutil.rmtree(leftover, ignore_errors=True)
        workshop = Path(tempfile.mkdtemp(prefix=prefix, dir=folder.parent))
    try:
        new = workshop / "data"
        with in_words(folder):
            new.mkdir(mode=0o700)
            password = workshop / "password"
            password.write_text(secrets.token_urlsafe(24), encoding="ascii")
            password.chmod(0o600)
            for path in (workshop, new, password):
                give_to(path, identity)
        run_initdb(new, password, identity, durable=durable, folder=folder)
        with in_words(folder):
            with (new / "postgresql.conf").open("a", encoding="utf-8") as conf:
                conf.write(INCLUDES)
                os.fsync(conf.fileno())
            password.replace(new / layout.password_file.name)
        put_in_place(new, folder)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def run_initdb(new: Path, password: Path, identity: Identity, *, durable: bool, folder: Path) -> None:
    """Run initdb on an empty folder."""
    command: list[str | Path] = [
        program("initdb"),
        f"--pgdata={new}",
        f"--username={SUPERUSER}",
        f"--pwfile={password}",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--text-search-config=simple",
        # Small segments keep a fresh folder small; 1 MB ones would be changed too often under load.
        "--wal-segsize=4",
        # The socket's folder is closed to all other users, so the socket needs no password; TCP does.
        "--auth-local=trust",
        "--auth-host=scram-sha-256",
        "--no-instructions",
        *([] if durable else ["--no-sync"]),
    ]
    try:
        done = subprocess.run(
            wrapped(command, identity=identity, orphan_signal=SIGKILL),
            env=clean_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=PATIENCE_S,
            start_new_session=True,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise InitFailed(
            f"The database could not be made in {folder}: initdb took over {PATIENCE_S} s."
        ) from None
    if done.returncode != 0:
        raise for_message(
            initdb_reason(done.stderr.decode("utf-8", "replace")), folder=folder, otherwise=InitFailed
        )


def initdb_reason(stderr: str) -> str:
    """The one line of initdb's complaints that says why."""
    lines = [line.strip() for line in stderr.splitlines() if line.strip()]
    telling = [line for line in lines if "FATAL" in line or "PANIC" in line or "error:" in line]
    ended = [line for line in telling if "child process" not in line]
    return (ended or telling or lines or [""])[0]


def put_in_place(new: Path, folder: Path) -> None:
    """Rename a finished cluster to its name, and make the rename itself survive a loss of power."""
    with in_words(folder):
        try:
            new.rename(folder)
        except OSError as problem:
            if problem.errno in (errno.EBUSY, errno.EXDEV):
                raise NotADataFolder(
                    f"{folder} is a mount point: choose a folder below it as the data folder."
                ) from None
            raise
        parent = os.open(folder.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(parent)
        finally:
            os.close(parent)


def give_to(path: Path, identity: Identity) -> None:
    """Hand one file or folder of ours to the server's user."""
    if identity.kind == "user" and os.lstat(path).st_uid != identity.uid:
        os.chown(path, identity.uid, identity.gid, follow_symlinks=False)


def give_tree_to(folder: Path, identity: Identity) -> None:
    """Hand the whole data folder to the server's user, after namespaces were allowed and are not any more.

    The folder itself comes last: its owner tells whether this was completed.
    """
    if identity.kind != "user" or folder.stat().st_uid == identity.uid:
        return
    for place, _, files in os.walk(folder, topdown=False):
        for name in files:
            give_to(Path(place, name), identity)
        give_to(Path(place), identity)
