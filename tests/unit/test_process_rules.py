"""The pure parts of the process supervisor."""

from __future__ import annotations

import os
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongshu.kernel.processes.contracts import Identity, RestartPolicy, describe_exit
from hongshu.kernel.processes.descendants import open_pidfd, parent_in_stat, wait_for_end
from hongshu.kernel.processes.output import LONGEST_LINE_BYTES, LineReader


def test_restarts_come_at_once_then_ever_later_and_then_not_any_more() -> None:
    policy = RestartPolicy(most_quick_deaths=7, first_delay_s=1, longest_delay_s=5)
    assert [policy.delay_s(deaths) for deaths in range(9)] == [0, 0, 1, 2, 4, 5, 5, None, None]


@given(st.integers(min_value=1, max_value=60), st.integers(min_value=0, max_value=100))
def test_no_pause_is_longer_than_the_longest(most: int, deaths: int) -> None:
    policy = RestartPolicy(most_quick_deaths=most)
    delay_s = policy.delay_s(deaths)
    assert (delay_s is None) == (deaths >= most)
    assert delay_s is None or 0 <= delay_s <= policy.longest_delay_s


@pytest.mark.parametrize(
    ("returncode", "words"),
    [
        (0, "ended with exit code 0"),
        (3, "ended with exit code 3"),
        (-9, "was killed by SIGKILL"),
        (-63, "was killed by signal 63"),
    ],
)
def test_an_end_is_told_in_words(returncode: int, words: str) -> None:
    assert describe_exit(returncode) == words


def test_the_end_of_a_process_can_be_awaited_by_any_python(monkeypatch: pytest.MonkeyPatch) -> None:
    for is_old in (False, True):
        if is_old:
            monkeypatch.delattr(os, "pidfd_open", raising=False)
        process = subprocess.Popen(["sleep", "1000"])
        assert wait_for_end([process.pid], timeout_s=0.01) == {process.pid}
        process.kill()
        assert wait_for_end([process.pid], timeout_s=10) == set()
        process.wait()
        with pytest.raises(ProcessLookupError):
            open_pidfd(process.pid)


def test_the_parent_is_found_behind_any_program_name() -> None:
    assert parent_in_stat("77 (a) S 3) b) S 42 77 77 0 -1") == 42


def test_files_belong_to_us_unless_the_child_is_another_user() -> None:
    assert Identity().file_owner == os.geteuid()
    assert Identity(kind="namespace", uid=65534).file_owner == os.geteuid()
    assert Identity(kind="user", uid=65534).file_owner == 65534


@given(st.lists(st.binary(min_size=1, max_size=20), max_size=20))
def test_however_output_is_cut_into_pieces_its_lines_are_the_same(pieces: list[bytes]) -> None:
    reading, writing = os.pipe()
    lines: list[str] = []
    with os.fdopen(reading, "rb", buffering=0) as stream:
        reader = LineReader(stream, lines.append)
        for piece in pieces:
            os.write(writing, piece)
            assert reader.pump()
        os.close(writing)
        assert not reader.pump()
    expected = [part.decode("utf-8", "replace").rstrip() for part in b"".join(pieces).split(b"\n")]
    assert lines == [line for line in expected if line]
    assert list(reader.recent) == lines[-20:]


def test_a_line_without_end_is_passed_on_in_parts() -> None:
    reading, writing = os.pipe()
    parts: list[str] = []
    with os.fdopen(reading, "rb", buffering=0) as stream:
        reader = LineReader(stream, parts.append)
        for _ in range(5):
            os.write(writing, b"x" * (LONGEST_LINE_BYTES // 2))
            reader.pump()
        assert parts
        os.close(writing)
        reader.pump()
    assert sum(map(len, parts)) == 5 * (LONGEST_LINE_BYTES // 2)
