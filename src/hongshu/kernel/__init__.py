"""What every package stands on: ids, money, clock, errors, settings, outbox, idempotency, wire form, logs.

Invariants kept here:
- an id is issued once, over all processes (``ids``);
- an event is stored in the transaction that causes it, and handed on at least once (``outbox``);
- a command with an idempotency key takes effect once (``idempotency``).

The kernel knows no package above it.
"""
