"""The private PostgreSQL under real kills and on a full disk: nothing that was committed is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import textwrap
import time
from contextlib import suppress
from pathlib import Path
from threading import Thread

import psycopg
import pytest
from tests.concurrency.private_clusters import (
    SERVE,
    add_rows,
    all_processes,
    count_rows,
    server_pid,
)
from tests.concurrency.programs import (
    await_end,
    await_true,
    is_running,
    run,
    running,
)

from hongshu.kernel.private_database.binaries import clean_environment
from hongshu.kernel.private_database.cluster import PrivateCluster
from hongshu.kernel.private_database.server import server_command
from hongshu.kernel.processes.launch import launch


def test_a_killed_server_is_started_again_with_every_committed_row(cluster: PrivateCluster) -> None:
    add_rows(cluster.url, 100)
    old = all_processes(cluster)
    os.kill(server_pid(cluster), signal.SIGKILL)
    assert cluster.wait(timeout_s=5) == -signal.SIGKILL
    assert not cluster.is_alive()
    cluster.start()
    assert not [pid for pid in old if is_running(pid)]
    assert count_rows(cluster.url) == 100


def test_a_backend_deep_in_a_computation_does_not_hold_up_the_next_start(cluster: PrivateCluster) -> None:
    add_rows(cluster.url, 1)
    busy = psycopg.connect(cluster.url)
    backend = busy.info.backend_pid

    def compute() -> None:
        # The next row is reached without ever waiting, so the death of the server is not noticed.
        with suppress(psycopg.OperationalError):
            busy.execute("SELECT count(*) FROM generate_series(1, 100000000) a, generate_series(1, 1000) b")

    def is_computing() -> bool:
        with psycopg.connect(cluster.url) as watch:
            row = watch.execute("SELECT state FROM pg_stat_activity WHERE pid = %s", [backend]).fetchone()
            return row == ("active",)

    worker = Thread(target=compute)
    worker.start()
    await_true(is_computing, "the backend computes")
    os.kill(server_pid(cluster), signal.SIGKILL)
    cluster.wait(timeout_s=5)
    began = time.monotonic()
    cluster.start()
    assert time.monotonic() - began < 5
    await_end(backend)
    worker.join()
    busy.close()
    assert count_rows(cluster.url) == 1


def test_a_killed_backend_costs_its_session_and_nothing_else(cluster: PrivateCluster) -> None:
    add_rows(cluster.url, 5)
    with psycopg.connect(cluster.url) as connection:
        os.kill(connection.info.backend_pid, signal.SIGKILL)
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")

    def answers() -> bool:
        with suppress(psycopg.OperationalError):
            return count_rows(cluster.url) == 5
        return False

    await_true(answers, "the server has recovered by itself")
    assert cluster.is_alive()


def test_when_its_supervisor_is_killed_the_server_ends_and_the_next_start_has_all_rows(made: Path) -> None:
    with running(SERVE, made) as supervisor:
        server = int(supervisor.line("server"))
        add_rows(supervisor.line("url"), 20)
        os.kill(supervisor.pid, signal.SIGKILL)
        await_end(server)
    with PrivateCluster(made) as cluster:
        assert count_rows(cluster.url) == 20


def test_a_start_right_after_the_supervisor_was_killed_waits_for_its_server(made: Path) -> None:
    with running(SERVE, made) as supervisor:
        server = int(supervisor.line("server"))
        add_rows(supervisor.line("url"), 20)
        os.kill(server, signal.SIGSTOP)  # Now the server cannot even notice.
        os.kill(supervisor.pid, signal.SIGKILL)
        supervisor.process.wait()
        with PrivateCluster(made) as cluster:
            assert not is_running(server)
            assert count_rows(cluster.url) == 20


def test_supervisor_server_and_backends_killed_at_once_lose_nothing(made: Path) -> None:
    with running(SERVE, made) as supervisor:
        supervisor.line("server")
        url = supervisor.line("url")
        acknowledged = 0
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE TABLE kept (n bigint)")
            deadline = time.monotonic() + 0.3
            while time.monotonic() < deadline:
                connection.execute("INSERT INTO kept VALUES (1)")
                acknowledged += 1
            watcher = PrivateCluster(made)
            for pid in {supervisor.pid} | all_processes(watcher):
                with suppress(ProcessLookupError):  # Those without their server may have left by themselves.
                    os.kill(pid, signal.SIGKILL)
        supervisor.process.wait()
        with PrivateCluster(made) as cluster:
            assert count_rows(cluster.url) == acknowledged


def test_a_server_that_nobody_looks_after_is_stopped_before_the_start(cluster: PrivateCluster) -> None:
    add_rows(cluster.url, 2)
    cluster.stop()
    orphan = launch(
        server_command(cluster.layout),
        env=clean_environment(),
        identity=cluster.identity,
        output=subprocess.DEVNULL,
    )
    await_true(cluster.is_ready, "the orphan is ready")
    cluster.start()
    assert orphan.wait(5) == 0, "it was stopped, not killed"
    assert count_rows(cluster.url) == 2


def test_a_stale_pid_file_that_names_another_program_stops_neither_of_them(cluster: PrivateCluster) -> None:
    add_rows(cluster.url, 2)
    os.kill(server_pid(cluster), signal.SIGKILL)
    cluster.wait()
    await_true(lambda: not all_processes(cluster), "the backends have left")
    stranger = subprocess.Popen(["sleep", "1000"])
    try:
        for stale in (cluster.layout.pid_file, cluster.layout.socket_folder / ".s.PGSQL.5432.lock"):
            _, rest = stale.read_text().split("\n", 1)
            stale.write_text(f"{stranger.pid}\n{rest}")
        cluster.start()
        assert count_rows(cluster.url) == 2
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_half_finished_initdb_is_no_database_and_is_cleared_away(folder: Path) -> None:
    code = """
        import sys
        from pathlib import Path
        from hongshu.kernel.private_database.cluster import PrivateCluster
        PrivateCluster(Path(sys.argv[1])).initialise()
    """
    with running(code, folder) as maker:
        await_true(lambda: list(folder.parent.glob(".*.initdb-*/data/global/*")), "initdb is at work")
        os.kill(maker.pid, signal.SIGKILL)
        maker.process.wait()
    assert not folder.exists()
    with PrivateCluster(folder, durable=False):
        assert not list(folder.parent.glob(".*.initdb-*"))


def on_small_disk(code: str, folder: Path, size: str) -> subprocess.CompletedProcess[str]:
    """Run a program that finds a disk of this size mounted at ``folder``."""
    mount = """
        import ctypes, os, sys
        libc = ctypes.CDLL(None, use_errno=True)
        folder, size, code = sys.argv[1:4]
        if (
            libc.unshare(0x00020000) != 0
            or libc.mount(None, b"/", None, 0x4000 | 0x40000, None) != 0
            or libc.mount(b"none", os.fsencode(folder), b"tmpfs", 0, f"size={size}".encode()) != 0
        ):
            sys.exit("SKIP " + os.strerror(ctypes.get_errno()))
        os.execv(sys.executable, [sys.executable, "-c", code, folder])
    """
    done = run(mount, folder, size, textwrap.dedent(code))
    if "SKIP" in done.stderr:
        pytest.skip(f"NO SMALL DISK CAN BE MOUNTED HERE: {done.stderr}")
    return done


def test_a_disk_too_small_for_a_database_is_one_clear_line_and_leaves_nothing(tmp_path: Path) -> None:
    code = """
        import os, sys
        from pathlib import Path
        from hongshu.kernel.private_database.cluster import PrivateCluster
        from hongshu.kernel.private_database.errors import DiskFull
        try:
            PrivateCluster(Path(sys.argv[1]) / "postgresql").start()
        except DiskFull as problem:
            assert "\\n" not in str(problem), problem
            print(problem.code, sorted(os.listdir(sys.argv[1])))
    """
    done = on_small_disk(code, tmp_path, "16m")
    assert done.stdout == "disk_full ['postgresql.lock']\n", done.stdout + done.stderr


def test_a_disk_that_fills_up_loses_nothing_that_was_committed(tmp_path: Path) -> None:
    code = """
        import os, sys, signal
        from pathlib import Path
        import psycopg
        from hongshu.kernel.private_database.cluster import PrivateCluster
        from hongshu.kernel.private_database.errors import DiskFull
        disk = Path(sys.argv[1])
        ballast = disk / "ballast"
        ballast.write_bytes(b"x" * 16_000_000)
        cluster = PrivateCluster(disk / "postgresql")
        cluster.start()
        cluster.ensure_database()
        with psycopg.connect(cluster.url, autocommit=True) as connection:
            connection.execute("CREATE TABLE kept (n int, filler text)")
            connection.execute("ALTER TABLE kept ALTER filler SET STORAGE EXTERNAL")
        kept = 0
        try:
            with psycopg.connect(cluster.url, autocommit=True) as connection:
                while True:
                    connection.execute("INSERT INTO kept VALUES (1, repeat(md5(random()::text), 20000))")
                    kept += 1
        except psycopg.Error as problem:
            print("refused", type(problem).__name__)
        rest = disk / "rest"
        try:
            with rest.open("wb", buffering=0) as file:
                while True:
                    file.write(b"x" * 4096)
        except OSError:
            pass
        if cluster.is_alive():
            os.kill(cluster.process.pid, signal.SIGKILL)
        cluster.wait()
        try:
            cluster.start()
            print("started on the full disk")
        except DiskFull as problem:
            assert "\\n" not in str(problem), problem
            print(problem.code)
        cluster.stop()
        ballast.unlink()
        cluster.start()
        with psycopg.connect(cluster.url) as connection:
            (found,) = connection.execute("SELECT count(*) FROM kept").fetchone()
        assert kept <= found <= kept + 1, (kept, found)
        cluster.stop()
        print("all there", kept > 10)
    """
    done = on_small_disk(code, tmp_path, "90m")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("refused")
    assert lines[1:] == ["disk_full", "all there True"], done.stdout + done.stderr
