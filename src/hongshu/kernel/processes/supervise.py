"""A supervisor for a small fixed set of children, such as PostgreSQL, the web server and the worker.

One thread, one loop: it wakes on a signal, on a child's output, or when a deadline of a child has come.
"""

from __future__ import annotations

import os
import selectors
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from types import FrameType

from hongshu.kernel.processes.contracts import ChildSpec, RestartPolicy
from hongshu.kernel.processes.descendants import adopt_orphans, children_of, end_children, reap
from hongshu.kernel.processes.managed import ManagedChild
from hongshu.kernel.processes.output import print_line

POLL_S = 0.02
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class ProcessSupervisor:
    """Starts children in order, restarts those that die, and stops all in reverse order.

    ``say`` receives every line: its own messages and the children's output. ``on_ready`` is called once, when
    all children are ready. A supervisor runs once.
    """

    def __init__(
        self,
        specs: Sequence[ChildSpec] = (),
        *,
        say: Callable[[str], None] = print_line,
        policy: RestartPolicy | None = None,
        on_ready: Callable[[], None] | None = None,
    ) -> None:
        self._say = say
        self._policy = policy or RestartPolicy()
        self._on_ready = on_ready
        self._children: list[ManagedChild] = []
        self._selector = selectors.DefaultSelector()
        self._received: list[int] = []
        self._strangers: set[int] = set()
        self._stopping = False
        self._in_a_hurry = False
        self._exit_code = 0
        for spec in specs:
            self.add(spec)

    def add(self, spec: ChildSpec, *, running: subprocess.Popen[bytes] | None = None) -> None:
        """Take one more child, after those added so far; ``running`` hands over a process started already."""
        assert spec.name not in [child.spec.name for child in self._children], "names are unique"
        self._children.append(ManagedChild(spec, self._policy, self._say, running))

    def request_stop(self, *, exit_code: int = 0) -> None:
        """Stop everything soon; the first request decides the code. For hooks, which run inside the loop."""
        if not self._stopping:
            self._stopping = True
            self._exit_code = exit_code

    def run(self) -> int:
        """Run until a signal, a failed step or a child that keeps dying ends it; returns the exit code.

        0 after SIGINT, SIGTERM or SIGHUP, else 1. A second signal cuts all patience short. An error of a hook
        stops everything and is raised. Must be called by the main thread: signals arrive there, and the
        kernel ties children to the thread that started them. Hooks must not leave children of their own.
        """
        assert threading.current_thread() is threading.main_thread(), "run() belongs to the main thread"
        adopted_before = adopt_orphans()
        self._strangers = children_of(os.getpid()) - self._pids()
        with self._signals():
            try:
                self._loop()
            finally:
                # Also after a fault of our own: nothing may be left behind.
                self._stopping = True
                for child in reversed(self._children):
                    self._stop(child)
                end_children(except_for=self._strangers)
                adopt_orphans(adopted_before)
        self._selector.close()
        return self._exit_code

    def _loop(self) -> None:
        announced = False
        self._reap(orphans_too=True)
        while not self._stopping:
            for child in self._children:
                child.advance(self._selector)
                if not child.has_been_up:
                    # Those after it wait until it has been ready once; later they live through its restarts.
                    break
            if not announced and all(child.is_up for child in self._children):
                announced = True
                if self._on_ready is not None:
                    self._on_ready()
            if not self._stopping:
                self._wait(self._next_deadline())

    def _next_deadline(self) -> float | None:
        deadlines = [child.deadline for child in self._children if child.deadline is not None]
        if any(child.is_polled for child in self._children):
            deadlines.append(time.monotonic() + POLL_S)
        return min(deadlines, default=None)

    def _wait(self, deadline: float | None) -> None:
        """Sleep until something happens, then take in output, signals and deaths."""
        timeout = None if deadline is None else max(0.0, deadline - time.monotonic())
        for key, _ in self._selector.select(timeout):
            key.data()
        received, self._received = self._received, []
        for number in received:
            if number == signal.SIGCHLD:
                continue
            if not self._stopping:
                self._say(f"stopping ({signal.Signals(number).name})")
                self.request_stop()
            else:
                self._in_a_hurry = True
        self._reap(orphans_too=signal.SIGCHLD in received)

    def _reap(self, *, orphans_too: bool) -> None:
        """Reap what has ended below us, our own children first."""
        for child in self._children:
            problem = child.notice_end(self._selector, stopping=self._stopping)
            if problem is not None:
                self._say(problem)
                self.request_stop(exit_code=1)
        if orphans_too:
            for pid in children_of(os.getpid()) - self._pids() - self._strangers:
                reap(pid)

    def _pids(self) -> set[int]:
        return {child.pid for child in self._children if child.pid is not None}

    def _stop(self, child: ManagedChild) -> None:
        """Stop one child with the patience it asks for, then without."""
        if not child.is_running():
            return
        child.ask_to_stop()
        deadline = time.monotonic() + child.spec.stop_timeout_s
        while child.is_running() and not self._in_a_hurry and time.monotonic() < deadline:
            self._wait(deadline)
        if not child.is_running():
            return
        if not self._in_a_hurry:
            self._say(f"{child.spec.name} did not stop within {child.spec.stop_timeout_s:g} s and is killed")
        child.kill()
        while child.is_running():
            self._wait(None)

    @contextmanager
    def _signals(self) -> Iterator[None]:
        """Turn signals into wake-ups of the loop while it runs."""
        reader, writer = socket.socketpair()
        reader.setblocking(False)
        writer.setblocking(False)

        def drain() -> None:
            with suppress(BlockingIOError):
                while reader.recv(4096):
                    pass

        def note(number: int, _frame: FrameType | None) -> None:
            self._received.append(number)

        wanted = [*STOP_SIGNALS, signal.SIGCHLD]
        if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
            wanted.remove(signal.SIGHUP)  # Somebody said nohup.
        before = {number: signal.signal(number, note) for number in wanted}
        wakeup = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
        self._selector.register(reader, selectors.EVENT_READ, drain)
        try:
            yield
        finally:
            signal.set_wakeup_fd(wakeup)
            for number, handler in before.items():
                signal.signal(number, handler)
            reader.close()
            writer.close()
