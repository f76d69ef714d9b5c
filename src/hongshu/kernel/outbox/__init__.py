"""Domain events, kept with what caused them and handed on at least once (design decision 6).

``append`` writes the event in the caller's transaction. The relay (in the worker) claims undelivered rows
with SKIP LOCKED and defers one job a subscriber in the same transaction that marks them delivered. A
subscriber runs once for an event: its effect and its mark are one transaction. Order is not promised.
"""

from hongshu.kernel.outbox.append import append
from hongshu.kernel.outbox.delivery import Subscriber, deliver, relay_once, sweep_outbox

__all__ = ["Subscriber", "append", "deliver", "relay_once", "sweep_outbox"]
