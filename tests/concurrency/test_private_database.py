"""The private PostgreSQL in ordinary life: starts, stops, settings, paths, refusals, tools."""

from __future__ import annotations

import socket
import stat
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
    log_text,
    server_pid,
)
from tests.concurrency.programs import (
    await_true,
    running,
)

from hongshu.kernel.private_database.borrow import borrowed
from hongshu.kernel.private_database.cluster import PrivateCluster
from hongshu.kernel.private_database.errors import (
    DataFolderInUse,
    NotADataFolder,
    NotRunning,
    PortTaken,
    SocketFolderUnsafe,
    StartFailed,
    ToolFailed,
    VersionMismatch,
)
from hongshu.kernel.private_database.previous_server import read_pid_file
from hongshu.kernel.private_database.tools import run_folder_tool, run_tool


def test_the_first_start_makes_a_cluster_and_the_second_keeps_its_rows(folder: Path) -> None:
    cluster = PrivateCluster(folder)
    cluster.start()
    assert cluster.ensure_database()
    add_rows(cluster.url, 3)
    cluster.stop()
    with PrivateCluster(folder) as again:
        assert not again.initialise()
        assert not again.ensure_database()
        assert count_rows(again.url) == 3


def test_stop_leaves_no_process_no_socket_and_no_lock(made: Path) -> None:
    with PrivateCluster(made) as cluster:
        processes = all_processes(cluster)
        assert len(processes) > 3
        with pytest.raises(DataFolderInUse):
            PrivateCluster(made).initialise()
    assert not [pid for pid in processes if Path(f"/proc/{pid}").exists()], "not even zombies are left"
    assert not list(cluster.layout.socket_folder.glob(".s*"))
    assert not cluster.is_alive()
    cluster.stop()
    other = PrivateCluster(made)
    assert not other.initialise()
    other.stop()


def test_a_patient_stop_waits_for_the_clients(cluster: PrivateCluster) -> None:
    with psycopg.connect(cluster.url) as connection:
        stopper = Thread(target=cluster.stop, kwargs={"fast": False})
        stopper.start()
        await_true(lambda: "smart shutdown" in log_text(cluster), "the server has been asked to stop")
        connection.execute("CREATE TABLE kept (n int)")
        connection.execute("INSERT INTO kept VALUES (1)")
    stopper.join()
    with cluster:
        assert count_rows(cluster.url) == 1


def test_the_cluster_sorts_by_code_point_in_utf8_and_is_durable(cluster: PrivateCluster) -> None:
    with psycopg.connect(cluster.url) as connection:

        def show(name: str) -> str:
            row = connection.execute(f"SHOW {name}".encode()).fetchone()
            assert row is not None
            return str(row[0])

        assert show("server_encoding") == "UTF8"
        assert [show(name) for name in ("fsync", "synchronous_commit", "full_page_writes")] == ["on"] * 3
        assert show("listen_addresses") == ""
        assert show("timezone") == "UTC"
        provider = connection.execute(
            "SELECT datlocprovider, datlocale FROM pg_database WHERE datname = current_database()"
        ).fetchone()
        assert provider == ("b", "C.UTF-8")
        words = connection.execute("SELECT w FROM unnest(ARRAY['薯', 'é', 'Z', 'a', '红']) w ORDER BY w")
        assert [word for (word,) in words] == ["Z", "a", "é", "红", "薯"]


def test_the_log_does_not_carry_what_members_wrote(cluster: PrivateCluster) -> None:
    with psycopg.connect(cluster.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE claims (phone text PRIMARY KEY)")
        connection.execute("INSERT INTO claims VALUES ('13800138000')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO claims VALUES ('13800138000')")
    cluster.stop()
    assert "duplicate key" in log_text(cluster)
    assert "13800138000" not in log_text(cluster)


def test_two_callers_may_create_the_same_database_at_once(cluster: PrivateCluster) -> None:
    made: list[bool] = []
    threads = [Thread(target=lambda: made.append(cluster.ensure_database("wanted"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(made) == [False, False, False, True]


def test_settings_of_the_operator_win_and_bad_ones_are_named(made: Path) -> None:
    cluster = PrivateCluster(made, durable=False)
    cluster.initialise()
    operators = made / "operator.conf"
    operators.write_text("work_mem = '17MB'\n")
    with cluster, psycopg.connect(cluster.url_of("postgres")) as connection:
        assert connection.execute("SHOW work_mem").fetchone() == ("17MB",)
    operators.write_text("work_mem = 'plenty'\n")
    with pytest.raises(StartFailed, match='invalid value for parameter "work_mem": "plenty"') as problem:
        cluster.start()
    assert "\n" not in str(problem.value)


def test_on_demand_the_server_listens_on_the_local_address_with_a_password(made: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        cluster = PrivateCluster(made, durable=False, tcp_port=port)
        with pytest.raises(PortTaken):
            cluster.start()
    with cluster:
        cluster.ensure_database()
        assert PrivateCluster(made).attach() == cluster.url, "the socket's name holds the port"
        for url in (cluster.url, cluster.tcp_url):
            with psycopg.connect(url) as connection:
                assert connection.execute("SELECT 1").fetchone() == (1,)
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(cluster.layout.tcp_url("guessed", port))


@pytest.mark.parametrize(
    "name",
    ["with some spaces", 'it\'s "q" \\ 50% #1 $x;&, 红薯', "long/" + "/".join(["x" * 60] * 4), "a[b]*"],
    ids=["spaces", "signs", "long", "pattern"],
)
def test_any_path_works(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name / "data base"
    with PrivateCluster(folder, durable=False) as cluster:
        cluster.ensure_database()
        add_rows(cluster.url, 1)
        assert PrivateCluster(folder).attach() == cluster.url
        place = cluster.layout.socket_folder
        assert stat.S_IMODE(place.stat().st_mode) == 0o700
    if not place.is_relative_to(folder):
        assert not place.exists(), "nothing is left below /tmp"
    with cluster:
        assert count_rows(cluster.url) == 1


def test_a_socket_folder_laid_out_by_somebody_else_is_refused(tmp_path: Path) -> None:
    cluster = PrivateCluster(tmp_path / ("x" * 100) / "data", durable=False)
    place = cluster.layout.socket_folder
    (tmp_path / "trap").mkdir()
    place.symlink_to(tmp_path / "trap")
    try:
        with pytest.raises(SocketFolderUnsafe):
            cluster.start()
        place.unlink()
        place.mkdir(mode=0o755)
        with pytest.raises(SocketFolderUnsafe):
            cluster.start()
    finally:
        with suppress(OSError):
            place.rmdir()


def test_a_second_supervisor_is_told_who_holds_the_folder_and_can_attach(made: Path) -> None:
    with pytest.raises(NotRunning):
        PrivateCluster(made).attach()
    with running(SERVE, made) as first:
        first.line("url")
        second = PrivateCluster(made)
        with pytest.raises(DataFolderInUse, match=rf"in use by process {first.pid} \(.*python") as problem:
            second.start()
        assert "\n" not in str(problem.value)
        add_rows(second.attach(), 4)
        with borrowed(second) as url:
            assert count_rows(url) == 4
        second.stop()
        assert second.is_ready(), "what was borrowed is not stopped"
        first.process.terminate()
        first.line("stopped")
    with borrowed(second) as url:
        assert count_rows(url) == 4
    assert not second.is_ready()


def test_of_two_first_starts_at_once_one_wins_and_the_other_borrows(folder: Path) -> None:
    code = """
        import sys
        from pathlib import Path
        from hongshu.kernel.private_database.borrow import borrowed
        from hongshu.kernel.private_database.cluster import PrivateCluster
        cluster = PrivateCluster(Path(sys.argv[1]), durable=False)
        for _ in range(3):
            with borrowed(cluster) as url:
                cluster.ensure_database()
        print("done")
    """
    with running(code, folder) as first, running(code, folder) as second:
        assert first.rest().endswith("done")
        assert second.rest().endswith("done")


@pytest.mark.parametrize(("version", "advice"), [("17", "make a backup"), ("19", "update the program")])
def test_a_data_folder_of_another_version_is_refused_with_advice(
    made: Path, version: str, advice: str
) -> None:
    cluster = PrivateCluster(made, durable=False)
    cluster.initialise()
    (made / "PG_VERSION").write_text(f"{version}\n")
    with pytest.raises(VersionMismatch, match=advice):
        cluster.start()
    (made / "PG_VERSION").write_text("18\n")
    with cluster:
        assert cluster.is_ready()


def test_a_folder_with_other_things_is_left_alone_and_an_empty_one_is_used(folder: Path) -> None:
    folder.mkdir()
    (folder / "letter.txt").write_text("Dear")
    with pytest.raises(NotADataFolder):
        PrivateCluster(folder).start()
    assert [path.name for path in folder.iterdir()] == ["letter.txt"]
    (folder / "letter.txt").unlink()
    with PrivateCluster(folder, durable=False) as cluster:
        assert cluster.is_ready()
    (folder.parent / "file").write_text("")
    with pytest.raises(NotADataFolder):
        PrivateCluster(folder.parent / "file").start()


def test_damaged_data_is_one_line_with_the_reason(made: Path) -> None:
    with PrivateCluster(made, durable=False) as cluster:
        pass
    (made / "global" / "pg_control").write_bytes(b"\0" * 8192)
    with pytest.raises(StartFailed) as problem:
        cluster.start()
    assert str(problem.value).endswith("database files are incompatible with server")
    assert "\n" not in str(problem.value)
    assert not all_processes(cluster)


def test_a_dump_can_be_restored_with_the_tools_of_the_wheel(cluster: PrivateCluster, tmp_path: Path) -> None:
    add_rows(cluster.url, 7)
    dump = tmp_path / "dump"
    run_tool("pg_dump", ["--format=custom", f"--file={dump}", f"--dbname={cluster.url}"])
    cluster.ensure_database("copy")
    run_tool("pg_restore", ["--exit-on-error", f"--dbname={cluster.url_of('copy')}", dump])
    assert count_rows(cluster.url_of("copy")) == 7
    answer = run_tool("psql", ["--no-psqlrc", "-Atc", "SELECT 1", cluster.url])
    assert answer.stdout == b"1\n"
    with pytest.raises(ToolFailed, match=r'pg_dump failed: .*"absent" does not exist') as problem:
        run_tool("pg_dump", [f"--dbname={cluster.url_of('absent')}"])
    assert "\n" not in str(problem.value)
    cluster.stop()
    assert b"shut down" in run_folder_tool("pg_controldata", cluster.layout.data_folder).stdout


def test_the_pid_file_of_a_running_server_says_what_is_read_from_it(cluster: PrivateCluster) -> None:
    note = read_pid_file(cluster.layout)
    assert note is not None
    assert (note.pid, note.port, note.is_ready) == (server_pid(cluster), 5432, True)
    assert note.shared_memory is not None
