"""Progress on a terminal as bars; elsewhere as a line now and then, so that a log stays readable."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

_LINE_EVERY = 0.25


class Bars:
    """Bars by name; ``step(name, done, total)`` moves one."""

    def __init__(self) -> None:
        self._console = Console(stderr=False)
        self._progress = Progress(
            TextColumn("{task.description:22}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=self._console,
            disable=not self._console.is_terminal,
        )
        self._tasks: dict[str, TaskID] = {}
        self._said: dict[str, float] = {}

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def step(self, name: str, done: int, total: int) -> None:
        """*done* of *total* of the part called *name*."""
        if not self._console.is_terminal:
            share = done / total if total else 1.0
            if share >= 1.0 or share - self._said.get(name, -1.0) >= _LINE_EVERY:
                if self._said.get(name) != share:
                    self._console.print(f"{name}: {done} of {total}", highlight=False)
                self._said[name] = share
            return
        if name not in self._tasks:
            self._tasks[name] = self._progress.add_task(name, total=total)
        self._progress.update(self._tasks[name], completed=done, total=total)


@contextmanager
def bars() -> Iterator[Bars]:
    """Bars for the time of a block."""
    with Bars() as shown:
        yield shown
