"""Waiting for what nothing tells us about."""

from __future__ import annotations

import time
from collections.abc import Callable

POLL_S = 0.01


def await_true(condition: Callable[[], object], what: str, *, timeout_s: float = 30.0) -> None:
    """Wait until a condition holds; fails with *what* was waited for."""
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, f"waited {timeout_s:g} s in vain until {what}"
        time.sleep(POLL_S)
