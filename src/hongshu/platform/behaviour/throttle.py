"""How often one sender may report: token buckets in the process, so that the throttle costs no statement.

Each worker process keeps its own, so the bound of an installation is this times its workers.
"""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from hongshu.platform.behaviour.contracts import TooManyBatches

# A page reports every ten seconds and once for each of its lists when it is left. Behind one address may be a
# school or a whole mobile network.
_SENDER_BURST, _SENDER_A_SECOND = 60.0, 2.0
_ADDRESS_BURST, _ADDRESS_A_SECOND = 1200.0, 40.0
_MOST_BUCKETS = 20_000


@dataclass(slots=True)
class Buckets:
    """A bucket a key; the least recently used are forgotten. Safe for threads."""

    burst: float
    a_second: float
    most: int = _MOST_BUCKETS
    _levels: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait_s(self, key: str, now_s: float) -> float:
        """Take one from the bucket: 0 when there was one, else the seconds until there will be."""
        with self._lock:
            level, filled_s = self._levels.pop(key, (self.burst, now_s))
            level = min(self.burst, level + max(0.0, now_s - filled_s) * self.a_second)
            granted = level >= 1
            self._levels[key] = (level - 1 if granted else level, now_s)
            if len(self._levels) > self.most:
                self._levels.popitem(last=False)
        return 0.0 if granted else (1 - level) / self.a_second

    def clear(self) -> None:
        """Forget everybody."""
        with self._lock:
            self._levels.clear()


SENDERS = Buckets(_SENDER_BURST, _SENDER_A_SECOND)
ADDRESSES = Buckets(_ADDRESS_BURST, _ADDRESS_A_SECOND)


def pass_or_raise(*, sender: str, address: str, now_s: float) -> None:
    """Let one batch through. Raises TooManyBatches."""
    wait_s = SENDERS.wait_s(sender, now_s) if sender else 0.0
    if not wait_s and address:
        wait_s = ADDRESSES.wait_s(address, now_s)
    if wait_s:
        raise TooManyBatches(wait_s=math.ceil(wait_s))
