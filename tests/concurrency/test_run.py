"""The program as a whole: it starts, it stops, and whatever of it is killed, nothing acknowledged is lost."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.concurrency.installations import Installation, kill, served
from tests.concurrency.programs import await_end, is_running
from tests.support.waiting import await_true

from hongshu.kernel.private_database.cluster import PrivateCluster


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder after its first start: copying one is faster than making each."""
    folder = tmp_path_factory.mktemp("begun") / "a folder with spaces"
    with served(folder) as installation:
        assert installation.status("/") == 200
    return folder


@pytest.fixture
def folder(begun: Path, tmp_path: Path) -> Path:
    """A data folder of this test's own."""
    copied = tmp_path / "var"
    shutil.copytree(begun, copied)
    return copied


@pytest.fixture(scope="module")
def serving(begun: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A served installation for tests that only look at it."""
    copied = tmp_path_factory.mktemp("serving") / "var"
    shutil.copytree(begun, copied)
    with served(copied) as installation:
        yield installation


@pytest.fixture
def running(folder: Path) -> Iterator[Installation]:
    """A served installation of this test's own."""
    with served(folder) as installation:
        yield installation


def test_ctrl_c_stops_every_process_and_ends_well(running: Installation) -> None:
    parts = {running.pid_of(part) for part in ("web", "worker", "live", "customs", "payments", "database")}
    pids = running.all_pids()
    assert parts < pids
    assert running.interrupt() == 0
    assert not [pid for pid in pids if is_running(pid)]


def test_each_part_that_is_killed_is_started_again_and_all_end_well(running: Installation) -> None:
    for part in ("web", "worker", "live", "customs", "payments", "database"):
        before = running.all_pids()
        os.kill(running.pid_of(part), signal.SIGKILL)
        assert running.pid_of(part, other_than=before) not in before, part
        await_true(lambda: running.status() == 200, f"the site answers again after the {part}")
        assert running.status("/") == 200, part
    pids = running.all_pids()
    assert running.interrupt() == 0
    assert not [pid for pid in pids if is_running(pid)]


def test_after_a_kill_of_the_supervisor_nothing_runs_on_and_the_next_start_has_every_row(
    running: Installation,
) -> None:
    pids = running.all_pids()
    url = PrivateCluster(running.folder / "postgresql").attach()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE acknowledged AS SELECT generate_series(1, 1000) AS n")
    running.kill_supervisor()
    await_end(*pids)
    with served(running.folder) as again:
        assert again.status("/") == 200
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT count(*) FROM acknowledged").fetchone() == (1000,)


def test_after_a_kill_of_everything_at_once_the_next_start_serves(running: Installation) -> None:
    assert running.process is not None
    pids = running.all_pids() - {running.process.pid}
    running.kill_supervisor()
    kill(pids)
    await_end(*pids)
    with served(running.folder) as again:
        assert again.status("/") == 200


def test_a_second_program_on_the_same_folder_is_refused_in_one_line(serving: Installation) -> None:
    code, said = Installation(serving.folder).run("serve")
    assert code == 2
    assert "is in use by" in said
    assert len(said.splitlines()) == 1
    assert serving.status() == 200


def test_commands_use_the_database_of_the_program_that_runs(serving: Installation) -> None:
    code, said = serving.run("doctor")
    assert code == 0, said
    assert f"port {serving.port} answers" in said
    assert serving.status() == 200


def test_rates_are_brought_in_by_a_command_that_tells_every_wrong_line(folder: Path) -> None:
    head = (
        "hs_code,name,tariff_percent,vat_percent,consumption_percent,condition,"
        "valid_from,valid_until,source,checked\n"
    )
    good = "3305100090,Shampoo,2,13,0,always,2099-01-01,,a tariff,seen\n"
    file = folder.parent / "rates.csv"
    file.write_text(f"{head}{good}33,x,2,13,0,always,2099-01-01,,a tariff,seen\n")
    resting = Installation(folder)
    code, said = resting.run("customs", "import-rates", str(file), "--dry-run")
    assert code == 2
    assert "line 2 3305100090: holds on the same days as the row from 2019-04-01" in said
    assert "line 3 : '33' is no code of 10 digits" in said
    file.write_text(head + good)
    for fate in ("1 added, 1 older ended", "1 unchanged"):
        code, said = resting.run("customs", "import-rates", str(file), "--end-earlier")
        assert (code, said.splitlines()[-1]) == (0, f"rates: {fate}")


def test_a_taken_port_is_refused_in_one_line_and_nothing_is_made(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = Installation(tmp_path / "var", port=other.getsockname()[1])
        code, said = taken.run("serve", "--empty")
    assert code == 2
    assert said.startswith(f"Port {taken.port} is taken")
    assert len(said.splitlines()) == 1
    assert not (tmp_path / "var" / "postgresql").exists()


def test_a_folder_of_a_newer_version_is_refused_in_one_line(folder: Path) -> None:
    note = folder / "installation.json"
    note.write_text(json.dumps({**json.loads(note.read_text()), "version": "999.0.0"}))
    for command in (("serve",), ("backup", str(folder.parent / "kept")), ("doctor",)):
        code, said = Installation(folder).run(*command)
        assert code == 2 or (command == ("doctor",) and code == 1)
        assert "belongs to Hongshu 999.0.0" in said
    assert not (folder.parent / "kept").exists()


def test_a_database_that_a_newer_version_has_migrated_is_refused_in_one_line(folder: Path) -> None:
    cluster = PrivateCluster(folder / "postgresql", log_folder=folder / "log")
    with cluster, psycopg.connect(cluster.url, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('kernel', '9999_later', now())"
        )
    code, said = Installation(folder).run("serve")
    assert code == 2
    assert "changed by a newer version" in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HONGSHU_PORT", "http"),
        ("HONGSHU_PUBLIC_URL", "hongshu.example"),
        ("HONGSHU_SECRET_KEY", "short"),
        ("DATABASE_URL", "mysql://localhost/shop"),
        ("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(tmp_path: Path, name: str, value: str) -> None:
    code, said = Installation(tmp_path / "var").run("serve", "--empty", **{name: value})
    assert code == 2
    assert said.startswith(f"{name}: ")
    assert len(said.splitlines()) == 1


def test_a_full_disk_is_told_in_one_line(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    small = tmp_path / "small"
    small.mkdir()
    mounting = f'mount -t tmpfs -o size=12m none "{small}" && exec "$@"'
    before = ("unshare", "--mount", "sh", "-c", mounting, "sh")
    if Installation(small).run("--version", before=before)[0] != 0:
        pytest.skip("no disk can be mounted here")
    code, said = Installation(small / "var").run("serve", "--empty", before=before)
    assert code == 2
    assert "disk" in said.splitlines()[-1]
    assert "full" in said.splitlines()[-1]
    assert "Traceback" not in said
