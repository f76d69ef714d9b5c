"""The private PostgreSQL as root, as an ordinary user, and where namespaces are forbidden."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.concurrency.programs import (
    IS_ROOT,
    NOBODY,
    as_user,
    run,
)

needs_root = pytest.mark.skipif(not IS_ROOT, reason="ONLY ROOT can become another user")

# A program that makes, starts, fills, stops, and reads again, and tells what it saw.
WALK_THROUGH = """
    import json, os, sys
    from pathlib import Path
    import psycopg
    from hongshu.kernel.private_database.cluster import PrivateCluster
    from hongshu.kernel.private_database.errors import PrivateDatabaseError
    folder = Path(sys.argv[1])
    try:
        with PrivateCluster(folder, durable=False) as cluster:
            cluster.ensure_database()
            with psycopg.connect(cluster.url) as connection:
                connection.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
                connection.execute("INSERT INTO kept VALUES (1)")
            kind = cluster.identity.kind
        with cluster, psycopg.connect(cluster.url) as connection:
            (kept,) = connection.execute("SELECT count(*) FROM kept").fetchone()
        owner = (folder / "PG_VERSION").stat().st_uid
        closed = cluster.identity.passes_closed_folders
        print("saw", json.dumps({"kind": kind, "kept": kept, "owner": owner, "closed": closed}))
    except PrivateDatabaseError as problem:
        print("problem", problem.code, problem)
"""


def walk_through(folder: Path, uid: int | None) -> dict[str, object]:
    done = run(WALK_THROUGH, folder) if uid is None else run(WALK_THROUGH, folder, identity=as_user(uid))
    assert done.stdout.startswith("saw "), done.stdout + done.stderr
    seen: dict[str, object] = json.loads(done.stdout.removeprefix("saw "))
    return seen


def modes(folder: Path) -> list[tuple[int, int, int]]:
    return [(s.st_mode, s.st_uid, s.st_gid) for s in (place.stat() for place in folder.parents)]


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users can reach: those of pytest are closed to them."""
    folder = Path(tempfile.mkdtemp(prefix="hongshu-test-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@needs_root
def test_as_root_the_server_runs_unprivileged_and_no_parent_folder_is_changed(folder: Path) -> None:
    before, users = modes(folder), Path("/etc/passwd").read_text()
    seen = walk_through(folder, None)
    assert seen["kept"] == 1
    assert seen["kind"] in ("namespace", "user")
    assert modes(folder) == before
    assert Path("/etc/passwd").read_text() == users


@needs_root
def test_an_ordinary_user_needs_nothing_special_and_root_can_go_on_with_its_folder(open_folder: Path) -> None:
    home = open_folder / "home"
    home.mkdir(mode=0o700)
    os.chown(home, NOBODY, NOBODY)
    folder = home / "postgresql"
    assert walk_through(folder, NOBODY) == {"kind": "same", "kept": 1, "owner": NOBODY, "closed": False}
    # Root leaves the files to their owner, so that the owner can go on with them afterwards.
    assert walk_through(folder, None)["kept"] == 2
    assert walk_through(folder, None)["owner"] == NOBODY


@needs_root
def test_a_user_without_a_name_can_run_it(open_folder: Path) -> None:
    nameless = 54321
    os.chown(open_folder, nameless, nameless)
    done = run(WALK_THROUGH, open_folder / "postgresql", identity=as_user(nameless))
    if "does not exist" in done.stdout:
        pytest.skip("USER NAMESPACES ARE NOT PERMITTED HERE: a user without a name cannot run initdb")
    assert done.stdout.startswith("saw "), done.stdout + done.stderr


@needs_root
def test_a_folder_that_may_not_be_written_is_one_clear_line(open_folder: Path) -> None:
    done = run(WALK_THROUGH, open_folder / "postgresql", identity=as_user(NOBODY))
    assert done.stdout.startswith("problem no_permission"), done.stdout + done.stderr
    assert str(open_folder) in done.stdout
    walk_through(open_folder / "postgresql", None)
    done = run(WALK_THROUGH, open_folder / "postgresql", identity=as_user(NOBODY))
    assert done.stdout.startswith("problem no_permission"), done.stdout + done.stderr


# Enters a user namespace that has root and nobody and permits no further namespace, then runs the rest.
WITHOUT_NAMESPACES = """
    import ctypes, os, sys
    from pathlib import Path
    libc = ctypes.CDLL(None, use_errno=True)
    (ready_r, ready_w), (mapped_r, mapped_w) = os.pipe(), os.pipe()
    target = os.getpid()
    if os.fork() == 0:
        os.read(ready_r, 1)
        for name in ("uid_map", "gid_map"):
            Path(f"/proc/{target}/{name}").write_text("0 0 65536")
        os.write(mapped_w, b"x")
        os._exit(0)
    if libc.unshare(0x10000000) != 0:
        sys.exit("SKIP unshare")
    os.write(ready_w, b"x")
    os.read(mapped_r, 1)
    os.wait()
    Path("/proc/sys/user/max_user_namespaces").write_text("0")
    if libc.unshare(0x10000000) == 0:
        sys.exit("SKIP the limit has no effect")
    os.execv(sys.executable, [sys.executable, "-c", *sys.argv[1:]])
"""


@needs_root
@pytest.mark.parametrize("closed", [False, True])
def test_root_without_user_namespaces_becomes_nobody(open_folder: Path, closed: bool) -> None:
    folder = open_folder / "a folder" / "postgresql"
    folder.parent.mkdir(mode=0o700 if closed else 0o755)
    before = modes(folder)
    done = run(WITHOUT_NAMESPACES, textwrap.dedent(WALK_THROUGH), folder)
    if "SKIP" in done.stderr:
        pytest.skip(f"NESTED USER NAMESPACES CANNOT BE SET UP HERE: {done.stderr}")
    assert done.stdout.startswith("saw "), done.stdout + done.stderr
    seen = json.loads(done.stdout.removeprefix("saw "))
    assert (seen["kind"], seen["kept"], seen["owner"]) == ("user", 1, NOBODY)
    assert seen["closed"] or not closed
    assert modes(folder) == before


@needs_root
def test_a_folder_made_in_a_namespace_goes_on_without_namespaces(open_folder: Path) -> None:
    folder = open_folder / "postgresql"
    first = walk_through(folder, None)
    done = run(WITHOUT_NAMESPACES, textwrap.dedent(WALK_THROUGH), folder)
    if "SKIP" in done.stderr or first["kind"] != "namespace":
        pytest.skip(f"USER NAMESPACES ARE NOT PERMITTED HERE: {done.stderr}")
    assert done.stdout.startswith("saw "), done.stdout + done.stderr
    assert json.loads(done.stdout.removeprefix("saw "))["kept"] == 2


@needs_root
def test_root_can_use_a_folder_inside_the_closed_home_of_somebody_else(open_folder: Path) -> None:
    home = open_folder / "home"
    home.mkdir(mode=0o700)
    os.chown(home, 1000, 1000)
    folder = home / "postgresql"
    before = modes(folder)
    assert walk_through(folder, None)["kept"] == 1
    assert modes(folder) == before
