"""What the supervisor prints arrives whole, also when signals come while a slow reader keeps it waiting."""

from __future__ import annotations

from tests.concurrency.programs import run

SIGNALLED = """
import signal, sys
from hongshu.kernel.processes.output import print_line

signal.signal(signal.SIGALRM, lambda *_: None)
signal.setitimer(signal.ITIMER_REAL, 0.0005, 0.0005)
for _ in range(20):
    print_line("x" * 400_000)
signal.setitimer(signal.ITIMER_REAL, 0)
"""


def test_a_long_line_is_not_cut_by_a_signal() -> None:
    done = run(SIGNALLED)
    assert done.returncode == 0, done.stderr
    assert [len(line) for line in done.stdout.splitlines()] == [400_000] * 20
