"""One child as its supervisor sees it: where it stands, and what is due next."""

from __future__ import annotations

import enum
import os
import selectors
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress

from hongshu.kernel.processes.contracts import ChildSpec, RestartPolicy, describe_exit
from hongshu.kernel.processes.launch import launch
from hongshu.kernel.processes.output import LineReader


class Stage(enum.Enum):
    """Where a child stands."""

    WAITING = enum.auto()  # For its turn, or for the end of a pause after a death.
    STARTING = enum.auto()
    UP = enum.auto()
    ENDING = enum.auto()  # Killed for not becoming ready.
    DONE = enum.auto()  # A step that has completed.


class ManagedChild:
    """The state machine of one child. Methods that return words say why everything has to stop."""

    def __init__(
        self,
        spec: ChildSpec,
        policy: RestartPolicy,
        say: Callable[[str], None],
        running: subprocess.Popen[bytes] | None = None,
    ) -> None:
        self.spec = spec
        self.stage = Stage.WAITING
        self.has_been_up = False
        self._policy = policy
        self._say = say
        self._process = running
        self._reader: LineReader | None = None
        self._started_at = time.monotonic()
        self._pause_until: float | None = None
        self._quick_deaths = 0

    @property
    def pid(self) -> int | None:
        """The child's pid, as long as it is not reaped."""
        return None if self._process is None else self._process.pid

    def is_running(self) -> bool:
        """Whether it has a process that is not reaped."""
        return self._process is not None

    @property
    def is_up(self) -> bool:
        """Whether it needs no more waiting for."""
        return self.stage in (Stage.UP, Stage.DONE)

    @property
    def is_polled(self) -> bool:
        """Whether its readiness has to be asked for again and again."""
        return self.stage is Stage.STARTING and self.spec.ready is not None

    @property
    def deadline(self) -> float | None:
        """When this child next needs the loop, if nothing else happens."""
        if self.is_polled:
            return self._started_at + self.spec.ready_timeout_s
        return self._pause_until

    def advance(self, selector: selectors.BaseSelector) -> None:
        """Do what is due: start it, or look whether it is ready. Errors of its hooks are raised."""
        now = time.monotonic()
        if self.stage is Stage.WAITING and (self._pause_until is None or now >= self._pause_until):
            self._start(selector)
        if self.stage is Stage.STARTING and not self.spec.completes:
            if self.spec.ready is None or self.spec.ready():
                self.stage = Stage.UP
                self.has_been_up = True
            elif now >= self._started_at + self.spec.ready_timeout_s:
                self._say(
                    f"{self.spec.name} is not ready after {self.spec.ready_timeout_s:g} s and is killed"
                )
                self.stage = Stage.ENDING
                self.kill()

    def notice_end(self, selector: selectors.BaseSelector, *, stopping: bool) -> str | None:
        """If the process has ended, reap it and decide what follows; words mean: everything has to stop."""
        if self._process is None or not self._clear_group():
            return None
        returncode = self._process.wait()
        lived_s = time.monotonic() - self._started_at
        self._process = None
        self.stage = Stage.WAITING
        self.close_output(selector)
        words = self._describe(returncode)
        if self.spec.completes and returncode == 0:
            self.stage = Stage.DONE
            self.has_been_up = True
            return None
        if stopping:
            return None
        if self.spec.completes or not self.spec.restart:
            return words
        self._quick_deaths = 0 if lived_s >= self._policy.healthy_s else self._quick_deaths + 1
        delay_s = self._policy.delay_s(self._quick_deaths)
        if delay_s is None:
            return f"{words}. It died {self._quick_deaths} times in a row: giving up"
        self._pause_until = time.monotonic() + delay_s
        self._say(f"{words}; starting it again" + (f" in {delay_s:g} s" if delay_s else ""))
        return None

    def ask_to_stop(self) -> None:
        """Send its stop signal, to the child alone: it stops its own workers."""
        self._signal(self.spec.stop_signal)

    def kill(self) -> None:
        """Kill the child; the rest of its group follows when its end is noticed."""
        self._signal(signal.SIGKILL)

    def close_output(self, selector: selectors.BaseSelector) -> None:
        """Pass on what is left in its pipe and close it; the last lines stay known."""
        if self._pump(selector):
            self._close_stream(selector)

    def _start(self, selector: selectors.BaseSelector) -> None:
        self._pause_until = None
        if self._process is None or self._process.poll() is not None:
            if self.spec.prepare is not None:
                self.spec.prepare()
            self._process = self._launch()
        self._started_at = time.monotonic()
        self.stage = Stage.STARTING
        if self._process.stdout is not None:
            prefix = f"{self.spec.name} | "
            say = None if self.spec.is_quiet else lambda line: self._say(prefix + line)
            self._reader = LineReader(self._process.stdout, say)
            selector.register(self._reader.stream, selectors.EVENT_READ, lambda: self._pump(selector))

    def _launch(self) -> subprocess.Popen[bytes]:
        spec = self.spec
        orphan_signal = spec.orphan_signal or spec.stop_signal
        if spec.log_file is None:
            return launch(
                spec.argv,
                env=spec.env,
                cwd=spec.cwd,
                identity=spec.identity,
                orphan_signal=orphan_signal,
                output=subprocess.PIPE,
            )
        with spec.log_file.open("ab") as file:
            return launch(
                spec.argv,
                env=spec.env,
                cwd=spec.cwd,
                identity=spec.identity,
                orphan_signal=orphan_signal,
                output=file,
            )

    def _clear_group(self) -> bool:
        """Whether the process has ended; then what is left of its group is killed too.

        Workers of a killed server would keep its port. WNOWAIT leaves the dead leader unreaped meanwhile, so
        its number cannot belong to a stranger's group.
        """
        assert self._process is not None
        try:
            if os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
                return False
        except ChildProcessError:
            return True  # Whoever handed it over has reaped it already.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        return True

    def _describe(self, returncode: int) -> str:
        recent = list(self._reader.recent) if self._reader is not None else []
        cause = recent[-1] if recent and returncode > 0 else None
        if self.spec.explain_exit is not None:
            cause = self.spec.explain_exit(recent) or cause
        return f"{self.spec.name} {describe_exit(returncode)}" + (f" ({cause})" if cause else "")

    def _signal(self, number: signal.Signals) -> None:
        # The process is reaped by notice_end alone, so its pid cannot have gone to another.
        if self._process is not None and self._process.returncode is None:
            os.kill(self._process.pid, number)

    def _pump(self, selector: selectors.BaseSelector) -> bool:
        """Pass on what has arrived; False if the pipe is at its end, and now closed."""
        if self._reader is None or self._reader.stream.closed:
            return False
        if not self._reader.pump():
            self._close_stream(selector)
            return False
        return True

    def _close_stream(self, selector: selectors.BaseSelector) -> None:
        assert self._reader is not None
        selector.unregister(self._reader.stream)
        self._reader.stream.close()
