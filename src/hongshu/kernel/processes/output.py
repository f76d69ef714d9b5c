"""What children print, cut into lines."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable
from typing import IO

LONGEST_LINE_BYTES = 64 * 1024
KEPT_LINES = 20


def print_line(line: str) -> None:
    """Write one line to our standard output; a reader that went away must not stop the supervisor.

    All of it is written, whatever signal comes in between: Python's own unbuffered output (PYTHONUNBUFFERED)
    writes once, and what a signal cuts off of a long line is lost.
    """
    rest = memoryview(f"{line}\n".encode(errors="replace"))
    try:
        sys.stdout.flush()
        while rest:
            rest = rest[os.write(sys.stdout.fileno(), rest) :]
    except BrokenPipeError:
        # Nobody reads any more: later lines go nowhere, and neither does Python's own flush at the end.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


class LineReader:
    """Reads one child's pipe without blocking; ``recent`` keeps the last lines, ``write_line`` gets all."""

    def __init__(self, stream: IO[bytes], write_line: Callable[[str], None] | None) -> None:
        self.stream = stream
        self.recent: deque[str] = deque(maxlen=KEPT_LINES)
        self._write_line = write_line
        self._rest = b""
        os.set_blocking(stream.fileno(), False)

    def pump(self) -> bool:
        """Pass on what has arrived; False when the pipe is at its end."""
        while True:
            try:
                chunk = os.read(self.stream.fileno(), LONGEST_LINE_BYTES)
            except BlockingIOError:
                return True
            if not chunk:
                self._emit(self._rest)
                self._rest = b""
                return False
            *lines, self._rest = (self._rest + chunk).split(b"\n")
            for line in lines:
                self._emit(line)
            if len(self._rest) > LONGEST_LINE_BYTES:
                # A child that never ends its line must not fill our memory.
                self._emit(self._rest)
                self._rest = b""

    def _emit(self, line: bytes) -> None:
        if text := line.decode("utf-8", "replace").rstrip():
            self.recent.append(text)
            if self._write_line is not None:
                self._write_line(text)
