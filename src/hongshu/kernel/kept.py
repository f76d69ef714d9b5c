"""Keeping an answer in the process for a short while: for small reference data that is read at every
request.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Collection
from typing import Any, Generic, TypeVar
from weakref import WeakSet

Answer = TypeVar("Answer")
Key = TypeVar("Key")
Value = TypeVar("Value")


_all: WeakSet[Kept[Any] | Unchanging[Any, Any]] = WeakSet()


def forget_all() -> None:
    """Let every holder of the process forget: for tests, whose databases come and go."""
    for holder in tuple(_all):
        holder.forget()


class Kept(Generic[Answer]):
    """The answer of a function without arguments, asked for again when it is older than ``window_s``.

    Other processes see a change up to ``window_s`` later; the one that made it calls ``forget``.
    """

    def __init__(self, ask: Callable[[], Answer], *, window_s: float) -> None:
        self._ask = ask
        self._window_s = window_s
        self._held: tuple[float, Answer] | None = None
        _all.add(self)

    def __call__(self) -> Answer:
        held = self._held
        if held is None or time.monotonic() - held[0] > self._window_s:
            held = self._held = (time.monotonic(), self._ask())
        return held[1]

    def held(self) -> Answer | None:
        """The answer if it is held and young enough, for who would ask in another way."""
        held = self._held
        return None if held is None or time.monotonic() - held[0] > self._window_s else held[1]

    def keep(self, answer: Answer) -> Answer:
        """Hold an answer that was asked in another way."""
        self._held = (time.monotonic(), answer)
        return answer

    def forget(self) -> None:
        """Ask anew next time."""
        self._held = None


class Unchanging(Generic[Key, Value]):
    """Values by key that never change once they are there, the latest ``most`` of them. Safe for threads."""

    def __init__(self, fetch: Callable[[Collection[Key]], dict[Key, Value]], *, most: int) -> None:
        self._fetch = fetch
        self._most = most
        self._held: OrderedDict[Key, Value] = OrderedDict()
        self._lock = threading.Lock()
        _all.add(self)

    def get_many(self, keys: Collection[Key]) -> dict[Key, Value]:
        """The values of *keys*; those not held are fetched together, and only what is found is kept."""
        found: dict[Key, Value] = {}
        missing: list[Key] = []
        with self._lock:
            for key in dict.fromkeys(keys):
                if key in self._held:
                    self._held.move_to_end(key)
                    found[key] = self._held[key]
                else:
                    missing.append(key)
        if missing:
            fetched = self._fetch(missing)
            found.update(fetched)
            with self._lock:
                self._held.update(fetched)
                while len(self._held) > self._most:
                    self._held.popitem(last=False)
        return found

    def forget(self) -> None:
        """Hold nothing."""
        with self._lock:
            self._held.clear()
