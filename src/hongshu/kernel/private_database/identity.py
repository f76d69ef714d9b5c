"""Which user the server runs as. PostgreSQL refuses root, and nothing of the system may be changed for it."""

from __future__ import annotations

import os
import pwd
import subprocess

from hongshu.kernel.private_database.binaries import clean_environment, program
from hongshu.kernel.private_database.errors import CannotRunAsRoot, in_words
from hongshu.kernel.private_database.layout import Layout
from hongshu.kernel.processes.contracts import OURSELVES, Identity
from hongshu.kernel.processes.launch import wrapped


def server_identity(layout: Layout) -> Identity:
    """The identity for the server of a data folder. Raises CannotRunAsRoot.

    An ordinary user stays what it is. Root takes, in this order: the owner of an existing data folder, if
    that is somebody else; a user namespace, in which root's files belong to an ordinary user; the user
    nobody. Each is tried out, since containers forbid the one or the other and folders may be closed. An
    ordinary user without an entry in the list of users (a container's ``--user 12345``) gets a namespace
    too: initdb insists on one.
    """
    if os.geteuid() != 0:
        entry = None if _is_listed(os.geteuid()) else _unprivileged_entry()
        return OURSELVES if entry is None else _first_that_works(layout, _namespace(entry)) or OURSELVES
    choices = []
    with in_words(layout.data_folder):
        owner = layout.data_folder.stat() if layout.data_folder.exists() else None
        is_made = (layout.data_folder / "PG_VERSION").exists()
    if owner is not None and owner.st_uid != 0 and (is_made or _is_listed(owner.st_uid)):
        choices = _as_user(owner.st_uid, owner.st_gid)
    else:
        nobody = _unprivileged_entry()
        choices = [_namespace(nobody), *_as_user(nobody.pw_uid, nobody.pw_gid)]
    if identity := _first_that_works(layout, *choices):
        return identity
    raise CannotRunAsRoot(
        "PostgreSQL does not run as root, and this root may neither make a user namespace nor become "
        "another user: run as an ordinary user, or set DATABASE_URL to a server of your own."
    )


def _namespace(entry: pwd.struct_passwd) -> Identity:
    return Identity(kind="namespace", uid=entry.pw_uid, gid=entry.pw_gid)


def _as_user(uid: int, gid: int) -> list[Identity]:
    """Another user: plain, and with the capability to pass closed folders, for where one is in the way."""
    return [Identity(kind="user", uid=uid, gid=gid, passes_closed_folders=passes) for passes in (False, True)]


def _first_that_works(layout: Layout, *identities: Identity) -> Identity | None:
    return next((identity for identity in identities if _works(identity, layout)), None)


def _works(identity: Identity, layout: Layout) -> bool:
    """Whether the server's program runs under this identity and reaches the folders it needs."""
    must_reach = []
    for wanted in (layout.data_folder.parent, layout.log_folder):
        existing = next(folder for folder in (wanted, *wanted.parents) if folder.exists())
        must_reach.append(os.path.join(existing, "."))  # The dot asks whether the folder can be entered.
    probe = subprocess.run(
        wrapped([program("postgres"), "--version"], identity=identity, must_reach=must_reach),
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    return probe.returncode == 0


def _is_listed(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def _unprivileged_entry() -> pwd.struct_passwd:
    """The user nobody, or else any user but root: inside a namespace the name means nothing."""
    entries = [entry for entry in pwd.getpwall() if entry.pw_uid != 0]
    if not entries:
        raise CannotRunAsRoot(
            "PostgreSQL does not run as root, and this system knows no other user: add one."
        )
    return next((entry for entry in entries if entry.pw_name == "nobody"), entries[0])
