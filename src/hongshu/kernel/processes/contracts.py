"""Shapes that describe a child process and the patience of its supervisor."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from signal import SIGTERM, Signals
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class Identity:
    """The user a child runs as, for programs that refuse to run as root.

    ``same`` changes nothing. ``namespace`` puts the child into a user namespace of its own, where
    our user carries the number ``uid``; its files still belong to us. ``user`` turns root into ``uid``
    for good, with ``passes_closed_folders`` keeping the one capability to walk through folders of mode 0700.
    """

    kind: Literal["same", "namespace", "user"] = "same"
    uid: int = 0
    gid: int = 0
    passes_closed_folders: bool = False

    @property
    def file_owner(self) -> int:
        """The uid, as seen from outside, that files made by the child belong to."""
        return self.uid if self.kind == "user" else os.geteuid()


OURSELVES = Identity()


@dataclass(frozen=True, kw_only=True)
class ChildSpec:
    """One child of a supervisor.

    ``env`` None inherits ours. ``prepare`` runs before each start. ``ready`` is polled until true and must
    not block; none means ready at once. ``completes`` marks a step: the next child starts when it has ended
    with 0, and any other end stops everything. With ``restart`` false an end stops everything. Output is
    prefixed with the name, kept back if ``is_quiet``, or appended to ``log_file``. ``orphan_signal`` is
    what the child gets when the supervisor is killed (``stop_signal`` unless named). ``explain_exit`` is
    given the last lines of output and may name the cause of an unexpected end.
    """

    name: str
    argv: tuple[str, ...]
    env: Mapping[str, str] | None = None
    cwd: Path | None = None
    identity: Identity = OURSELVES
    stop_signal: Signals = SIGTERM
    orphan_signal: Signals | None = None
    stop_timeout_s: float = 10.0
    restart: bool = True
    completes: bool = False
    prepare: Callable[[], None] | None = None
    ready: Callable[[], bool] | None = None
    ready_timeout_s: float = 60.0
    is_quiet: bool = False
    log_file: Path | None = None
    explain_exit: Callable[[Sequence[str]], str | None] | None = None


@dataclass(frozen=True, kw_only=True)
class RestartPolicy:
    """How often a child may die before its supervisor gives up.

    A death before ``healthy_s`` of life is quick, and a longer life forgives all earlier ones. The first
    restart comes at once, since a child that was killed has nothing to wait for.
    """

    healthy_s: float = 60.0
    most_quick_deaths: int = 8
    first_delay_s: float = 0.25
    longest_delay_s: float = 15.0

    def delay_s(self, quick_deaths: int) -> float | None:
        """Seconds to wait before the restart after this many quick deaths in a row; None gives up."""
        if quick_deaths >= self.most_quick_deaths:
            return None
        if quick_deaths <= 1:
            return 0.0
        return min(self.longest_delay_s, self.first_delay_s * 2.0 ** (quick_deaths - 2))


def describe_exit(returncode: int) -> str:
    """Words for a return code as subprocess gives it."""
    if returncode < 0:
        try:
            return f"was killed by {Signals(-returncode).name}"
        except ValueError:
            return f"was killed by signal {-returncode}"
    return f"ended with exit code {returncode}"
