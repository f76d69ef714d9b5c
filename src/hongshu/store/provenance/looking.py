"""Counting looks: one by one while a code is looked at now and then, in batches when it is looked at a lot.

What a process still holds when it ends is lost: at most the repeated looks of the last seconds.
"""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass
from datetime import date

from hongshu.kernel.ids import Id

WINDOW_S = 10.0
# So many looks at one code are written as they come, in each window; the others wait for the next one.
AT_ONCE = 3
MOST_HELD = 1000
# Pseudonyms kept apart for one code and day; an attacker can invent any number of them.
MOST_LOOKERS = 300


@dataclass(frozen=True, slots=True, order=True)
class LookKey:
    """What looks are counted by."""

    order_line_id: Id
    unit_id: Id
    day: date
    looker: str


class LookCounter:
    """The looks that this process holds. Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: Counter[LookKey] = Counter()
        self._at_once: Counter[Id] = Counter()
        self._lookers: dict[tuple[Id, date], set[str]] = {}
        self._window_from_s = 0.0

    def note(self, key: LookKey, *, now_s: float) -> dict[LookKey, int]:
        """Count one look; what is to be written now, by this caller, in the order of its keys."""
        with self._lock:
            due: Counter[LookKey] = Counter()
            if now_s - self._window_from_s >= WINDOW_S:
                due, self._held = self._held, Counter()
                self._at_once.clear()
                self._window_from_s = now_s
            key = self._bounded(key)
            if self._at_once[key.unit_id] < AT_ONCE:
                self._at_once[key.unit_id] += 1
                due[key] += 1
            else:
                self._held[key] += 1
                if len(self._held) >= MOST_HELD:
                    due += self._held
                    self._held = Counter()
            return {each: due[each] for each in sorted(due)}

    def _bounded(self, key: LookKey) -> LookKey:
        known = self._lookers.setdefault((key.unit_id, key.day), set())
        if key.looker not in known:
            if len(known) >= MOST_LOOKERS:
                return LookKey(key.order_line_id, key.unit_id, key.day, "")
            known.add(key.looker)
        if len(self._lookers) > MOST_HELD:
            self._lookers = {(key.unit_id, key.day): known}
        return key
