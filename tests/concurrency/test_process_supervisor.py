"""The process supervisor: real children, signals and kills. Each supervisor is a program of its own."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from tests.concurrency.programs import (
    Program,
    await_end,
    await_true,
    command,
    environment,
    is_running,
    running,
)

from hongshu.kernel.private_database.cluster import PrivateCluster
from hongshu.kernel.private_database.previous_server import server_processes
from hongshu.kernel.processes.descendants import children_of

PREAMBLE = """
import os, signal, sys, time
from pathlib import Path
from hongshu.kernel.processes.contracts import ChildSpec, RestartPolicy
from hongshu.kernel.processes.supervise import ProcessSupervisor

place = Path(sys.argv[1])

def sh(name, script, **more):
    # A shell heeds no signal while a command runs in its foreground, so one that stays only waits.
    return ChildSpec(name=name, argv=("sh", "-c", script.replace("STAY", "sleep 1000 & wait")), **more)

def supervise(*specs, ready=True, **more):
    if ready:
        more["on_ready"] = lambda: print("all ready")
    sys.exit(ProcessSupervisor(specs, **more).run())
"""


@contextmanager
def supervising(place: Path, code: str) -> Iterator[Program]:
    """A program with a supervisor in it; ``place`` is a folder for what its children leave."""
    with running(PREAMBLE + code, place) as program:
        yield program


def pid_after(program: Program, beginning: str) -> int:
    return int(program.line(beginning))


def test_children_start_in_order_each_when_the_one_before_is_ready(tmp_path: Path) -> None:
    code = """
def is_there():
    return (place / "ready").exists()
supervise(
    ChildSpec(name="first", argv=("sh", "-c", 'echo started; while [ ! -e "$0/go" ]; do sleep 0.01; done; '
              'echo ready now; touch "$0/ready"; sleep 1000 & wait', str(place)), ready=is_there),
    sh("second", "echo started; STAY"),
)
"""
    with supervising(tmp_path, code) as program:
        program.line("first | started")
        (tmp_path / "go").touch()
        program.line("second | started")
        program.process.terminate()
        said = program.rest()
    assert said.index("first | ready now") < said.index("second | started") < said.index("stopping (SIGTERM)")
    assert program.process.returncode == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_the_children_in_reverse_order(tmp_path: Path, number: signal.Signals) -> None:
    code = """
def trapping(name):
    return sh(name, f"trap 'echo stopped; exit 0' TERM; echo up; STAY")
supervise(trapping("database"), trapping("web"), trapping("worker"))
"""
    with supervising(tmp_path, code) as program:
        for name in ("database", "web", "worker"):
            program.line(f"{name} | up")
        os.kill(program.pid, number)
        lines = program.rest().splitlines()
    stopped = [line for line in lines if line.endswith("| stopped")]
    assert stopped == ["worker | stopped", "web | stopped", "database | stopped"]
    assert program.process.returncode == 0


def test_each_child_is_stopped_by_its_own_signal_and_killed_when_it_takes_too_long(tmp_path: Path) -> None:
    code = """
supervise(
    sh("polite", "trap 'echo got INT; exit 0' INT; echo up; STAY", stop_signal=signal.SIGINT),
    sh("stubborn", "trap '' TERM; echo $$; while true; do sleep 0.05; done", stop_timeout_s=0.2),
)
"""
    with supervising(tmp_path, code) as program:
        program.line("polite | up")
        stubborn = pid_after(program, "stubborn | ")
        program.process.terminate()
        said = program.rest()
    assert "stubborn did not stop within 0.2 s and is killed" in said
    assert "polite | got INT" in said
    assert not is_running(stubborn)


def test_a_second_signal_ends_all_patience(tmp_path: Path) -> None:
    code = """
supervise(sh("stubborn", "trap 'echo not now' TERM; echo up; while true; do sleep 0.05; done",
             stop_timeout_s=1000))
"""
    with supervising(tmp_path, code) as program:
        program.line("stubborn | up")
        program.process.terminate()
        program.line("stubborn | not now")
        program.process.terminate()
        assert "did not stop" not in program.rest()
    assert program.process.returncode == 0


def test_a_killed_child_is_started_again_and_the_others_live_on(tmp_path: Path) -> None:
    code = """
supervise(sh("database", "echo $$; STAY"), sh("web", "echo $$; STAY"))
"""
    with supervising(tmp_path, code) as program:
        database = pid_after(program, "database | ")
        web = pid_after(program, "web | ")
        began = time.monotonic()
        os.kill(database, signal.SIGKILL)
        assert program.line("database was killed by SIGKILL") == "; starting it again"
        assert pid_after(program, "database | ") != database
        assert time.monotonic() - began < 1
        assert is_running(web)
        program.process.terminate()
        program.rest()
    assert not is_running(web)


def test_what_a_killed_server_leaves_in_its_group_is_killed_with_it(tmp_path: Path) -> None:
    code = """
supervise(sh("web", "sleep 1000 & echo $!; echo $$; wait"))
"""
    with supervising(tmp_path, code) as program:
        worker, master = pid_after(program, "web | "), pid_after(program, "web | ")
        os.kill(master, signal.SIGKILL)
        await_end(worker)
        assert pid_after(program, "web | ") != worker


def test_a_child_that_keeps_dying_makes_the_supervisor_give_up_with_the_reason(tmp_path: Path) -> None:
    code = """
supervise(
    sh("steady", "echo $$; STAY"),
    sh("broken", "echo the port is taken >&2; exit 3"),
    policy=RestartPolicy(most_quick_deaths=3, first_delay_s=0.01),
)
"""
    with supervising(tmp_path, code) as program:
        steady = pid_after(program, "steady | ")
        lines = program.rest().splitlines()
    ends = [line for line in lines if line.startswith("broken ended")]
    words = "broken ended with exit code 3 (the port is taken)"
    assert ends == [
        f"{words}; starting it again",
        f"{words}; starting it again in 0.01 s",
        f"{words}. It died 3 times in a row: giving up",
    ]
    assert program.process.returncode == 1
    assert not is_running(steady)


def test_a_healthy_life_forgives_earlier_deaths(tmp_path: Path) -> None:
    code = """
supervise(sh("web", "echo $$; STAY"), policy=RestartPolicy(healthy_s=0.0, most_quick_deaths=1))
"""
    with supervising(tmp_path, code) as program:
        for _ in range(4):
            os.kill(pid_after(program, "web | "), signal.SIGKILL)
        program.line("web | ")
        program.process.terminate()
        assert "giving up" not in program.rest()


def test_a_child_that_never_becomes_ready_is_killed_and_tried_again(tmp_path: Path) -> None:
    code = """
supervise(
    sh("slow", "echo up; STAY", ready=lambda: False, ready_timeout_s=0.1),
    sh("later", "echo up; STAY"),
    policy=RestartPolicy(most_quick_deaths=2),
)
"""
    with supervising(tmp_path, code) as program:
        said = program.rest()
    assert said.count("slow is not ready after 0.1 s and is killed") == 2
    assert "later" not in said
    assert "all ready" not in said
    assert program.process.returncode == 1


def test_steps_complete_before_the_next_child_and_a_failed_step_stops_everything(tmp_path: Path) -> None:
    code = """
failing = (place / "fail").exists()
supervise(
    sh("database", "echo up; STAY"),
    sh("migrate", "sleep 0.1; echo done; " + ("echo no such table; exit 4" if failing else "exit 0"),
       completes=True),
    sh("web", "echo up; STAY"),
)
"""
    with supervising(tmp_path, code) as program:
        program.line("web | up")
        program.process.terminate()
        said = program.rest()
    assert said.index("migrate | done") < said.index("web | up")
    (tmp_path / "fail").touch()
    with supervising(tmp_path, code) as program:
        said = program.rest()
    assert "migrate ended with exit code 4 (no such table)" in said
    assert "web" not in said
    assert program.process.returncode == 1


def test_a_child_that_must_not_die_takes_the_others_with_it(tmp_path: Path) -> None:
    code = """
supervise(sh("other", "echo $$; STAY"), sh("only", "sleep 0.1; exit 0", restart=False))
"""
    with supervising(tmp_path, code) as program:
        other = pid_after(program, "other | ")
        assert "only ended with exit code 0" in program.rest()
    assert program.process.returncode == 1
    assert not is_running(other)


def test_when_the_supervisor_is_killed_no_child_lives_on(tmp_path: Path) -> None:
    code = """
supervise(
    sh("web", "trap 'touch \\"$PLACE/graceful\\"; exit 0' TERM; echo $$; STAY",
       env={**os.environ, "PLACE": str(place)}),
    sh("deaf", "trap '' TERM; echo $$; STAY", orphan_signal=signal.SIGKILL),
)
"""
    with supervising(tmp_path, code) as program:
        pids = [pid_after(program, "web | "), pid_after(program, "deaf | ")]
        program.process.kill()
        await_end(*pids)
        await_true((tmp_path / "graceful").exists, "the web server has been told by its stop signal")


def test_grandchildren_that_slip_away_are_adopted_reaped_and_ended(tmp_path: Path) -> None:
    code = """
daemons = "setsid sh -c 'echo daemon $$; sleep 1000' & setsid sh -c 'echo brief $$' & "
slipping = daemons + "sleep 0.2; echo gone; exit 0"
supervise(sh("step", slipping, completes=True), sh("web", "echo up; STAY"))
"""
    with supervising(tmp_path, code) as program:
        program.line("all ready")
        said = "\n".join(program.lines)
        daemon, brief = (int(re.findall(rf"{name} (\d+)", said)[0]) for name in ("daemon", "brief"))
        assert is_running(daemon)
        assert daemon in children_of(program.pid)
        assert not Path(f"/proc/{brief}").exists(), "it has been reaped"
        program.process.terminate()
        program.rest()
        assert not Path(f"/proc/{daemon}").exists()


def test_a_child_the_program_has_of_its_own_is_left_to_it(tmp_path: Path) -> None:
    code = """
import subprocess
own = subprocess.Popen(["sh", "-c", "exit 7"])
os.waitid(os.P_PID, own.pid, os.WEXITED | os.WNOWAIT)
lasting = subprocess.Popen(["sleep", "1000"])
try:
    supervise(*(sh(f"step{code}", f"exit {code}", completes=True) for code in (0, 1)))
except SystemExit:
    print("own", own.wait(), "lasting", lasting.poll())
    lasting.kill()
    lasting.wait()
"""
    with supervising(tmp_path, code) as program:
        assert "own 7 lasting None" in program.rest()


def test_an_error_in_a_hook_stops_everything_and_is_raised(tmp_path: Path) -> None:
    code = """
def broken():
    raise RuntimeError("the hook is broken")
supervise(sh("web", "echo $$; STAY"), sh("next", "STAY", prepare=broken))
"""
    with supervising(tmp_path, code) as program:
        said = program.rest()
    assert "RuntimeError: the hook is broken" in said
    assert program.process.returncode == 1
    assert not [pid for pid in re.findall(r"web \| (\d+)", said) if is_running(int(pid))]


def test_ctrl_c_in_a_terminal_reaches_the_supervisor_alone(tmp_path: Path) -> None:
    code = """
traps = "trap 'echo got INT' INT; trap 'echo got TERM; exit 0' TERM; "
supervise(sh("web", traps + "echo up; while true; do sleep 0.05; done"))
"""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        ["setsid", "--ctty", *command(PREAMBLE + code, tmp_path)],
        env=environment(),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    ) as program:
        os.close(theirs)
        said = b""
        while b"all ready" not in said or b"web | up" not in said:
            said += os.read(ours, 4096)
        os.write(ours, b"\x03")
        with suppress(OSError):  # The terminal reports an error once nobody is left in it.
            while chunk := os.read(ours, 4096):
                said += chunk
        os.close(ours)
    assert b"stopping (SIGINT)" in said
    assert b"web | got TERM" in said
    assert b"got INT" not in said
    assert program.returncode == 0


def test_with_nohup_a_hangup_is_ignored(tmp_path: Path) -> None:
    code = """
signal.signal(signal.SIGHUP, signal.SIG_IGN)
supervise(sh("web", "trap 'echo got HUP; exit 0' HUP; echo $$; STAY", stop_signal=signal.SIGHUP))
"""
    with supervising(tmp_path, code) as program:
        web = pid_after(program, "web | ")
        program.line("all ready")
        program.process.send_signal(signal.SIGHUP)
        assert is_running(web)
        program.process.send_signal(signal.SIGINT)
        said = program.rest()
    assert "stopping (SIGINT)" in said
    assert "SIGHUP" not in said
    assert "web | got HUP" in said, "the child has the default and not the supervisor's deafness"


def test_output_goes_line_by_line_to_the_terminal_or_unchanged_into_a_file(tmp_path: Path) -> None:
    code = r"""
supervise(
    sh("talker", r"printf 'one\ntw'; sleep 0.05; printf 'o\n\nthree without end'", completes=True),
    sh("long", "head -c 200000 /dev/zero | tr '\\0' x; echo; echo end", completes=True),
    sh("quiet", "echo nothing to see", completes=True, is_quiet=True),
    sh("filed", "echo first; echo second >&2", completes=True, log_file=place / "filed.log"),
    sh("end", "exit 1", completes=True),
)
"""
    with supervising(tmp_path, code) as program:
        lines = program.rest().splitlines()
    assert [line for line in lines if line.startswith("talker")] == [
        "talker | one",
        "talker | two",
        "talker | three without end",
    ]
    assert sum(line.count("x") for line in lines if line.startswith("long | x")) == 200_000
    assert "long | end" in lines
    assert not [line for line in lines if "nothing to see" in line]
    assert (tmp_path / "filed.log").read_text() == "first\nsecond\n"


def test_a_reader_that_goes_away_does_not_stop_the_supervisor(tmp_path: Path) -> None:
    code = """
count = "i=0; while [ $i -lt 50 ]; do echo $i; i=$((i+1)); sleep 0.002; done; "
supervise(sh("web", count + "touch end; STAY", cwd=place))
"""
    with supervising(tmp_path, code) as program:
        program.line("web | 3")
        assert program.process.stdout is not None
        program.process.stdout.close()
        await_true((tmp_path / "end").exists, "the child has gone on")
        assert program.process.poll() is None
        program.process.terminate()
        assert program.process.wait(10) == 0


# --- With the private database


SERVE = """
import psycopg
from hongshu.kernel.private_database.cluster import PrivateCluster
cluster = PrivateCluster(place / "postgresql")
if (place / "start-first").exists():
    cluster.start()
    cluster.ensure_database()
handed = cluster.process
supervisor = ProcessSupervisor(on_ready=lambda: print("ready", cluster.ensure_database(), cluster.url))
supervisor.add(cluster.child_spec(), running=handed)
supervisor.add(sh("web", "echo $$; STAY"))
code = supervisor.run()
cluster.stop()
print("ended", code)
sys.exit(code)
"""


@pytest.mark.parametrize("handed_over", [False, True])
def test_a_killed_database_is_back_at_once_with_every_row_and_the_others_reconnect(
    tmp_path: Path, handed_over: bool
) -> None:
    if handed_over:
        (tmp_path / "start-first").touch()
    seen = PrivateCluster(tmp_path / "postgresql")
    with supervising(tmp_path, SERVE) as program:
        web = pid_after(program, "web | ")
        made, url = program.line("ready").split()
        assert made == str(not handed_over)
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE kept (n bigint)")

        def count() -> int:
            with suppress(psycopg.OperationalError), psycopg.connect(url) as connection:
                row = connection.execute("SELECT count(*) FROM kept").fetchone()
                return int(row[0]) if row else -1
            return -1

        for kill in range(1, 4):
            with psycopg.connect(url, autocommit=True) as connection:
                for _ in range(50):
                    connection.execute("INSERT INTO kept VALUES (1)")
                (postmaster,), _ = server_processes(seen.layout, os.geteuid())
                killed_at = time.monotonic()
                os.kill(postmaster, signal.SIGKILL)
            program.line("postgresql was killed by SIGKILL; starting it again")
            await_true(lambda: count() >= 0, "the database answers again")
            assert time.monotonic() - killed_at < 5
            assert count() == 50 * kill
            assert is_running(web)
        program.process.send_signal(signal.SIGINT)
        assert program.rest().endswith("ended 0")
    assert not any(server_processes(seen.layout, os.geteuid()))
    assert not seen.is_ready()


def test_a_killed_supervisor_of_the_database_can_be_followed_by_another_at_once(tmp_path: Path) -> None:
    with supervising(tmp_path, SERVE) as first:
        url = first.line("ready").split()[1]
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE kept (n bigint)")
            connection.execute("INSERT INTO kept VALUES (1)")
        first.process.kill()
        first.process.wait()
        with supervising(tmp_path, SERVE) as second:
            url = second.line("ready").split()[1]
            with psycopg.connect(url) as connection:
                assert connection.execute("SELECT count(*) FROM kept").fetchone() == (1,)
            second.process.terminate()
            second.rest()


def test_a_database_that_cannot_start_is_given_up_with_its_own_words(tmp_path: Path) -> None:
    cluster = PrivateCluster(tmp_path / "postgresql", durable=False)
    cluster.initialise()
    cluster.stop()
    (tmp_path / "postgresql" / "operator.conf").write_text("max_connections = 'many'\n")
    code = SERVE.replace(
        "ProcessSupervisor(", "ProcessSupervisor(policy=RestartPolicy(most_quick_deaths=2), "
    )
    with supervising(tmp_path, code) as program:
        lines = program.rest().splitlines()
    assert lines[-1] == "ended 1"
    assert 'invalid value for parameter "max_connections": "many"' in lines[-2]
    assert lines[-2].endswith("It died 2 times in a row: giving up")


SERVER_WITH_A_WORKER = """
import multiprocessing, time
from hongshu.kernel.processes.descendants import end_with_parent

def work():
    end_with_parent()
    print("worker", multiprocessing.current_process().pid)
    time.sleep(600)

multiprocessing.get_context("fork").Process(target=work).start()
time.sleep(600)
"""


def test_a_worker_of_a_server_that_is_killed_ends_with_it() -> None:
    with running(SERVER_WITH_A_WORKER) as server:
        worker = int(server.line("worker"))
        server.process.kill()
        server.process.wait()
        await_end(worker)
        assert not is_running(worker)
