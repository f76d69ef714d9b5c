"""The leased node: a row that one process at a time may issue ids under.

A holder may only issue ids of milliseconds below ``reserved_until_ms``; whoever takes the row later issues
only from there on. So no clock has to be trusted for uniqueness, and a holder that was killed needs no
clean-up. The lease has a connection of its own: it is committed at once, whatever transaction asked for an
id.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

import psycopg

from hongshu.kernel.ids.shape import EPOCH_MS, NODES

LEASE_MS = 5 * 60 * 1000

# The row is free when the time that its last holder had reserved is over, by this node's clock and by the
# database's, so that a node whose clock is ahead cannot push itself in.
_TAKE = """
WITH bound AS (
    SELECT least(%(now)s, (extract(epoch FROM clock_timestamp()) * 1000)::bigint - %(epoch)s) AS free_at
)
INSERT INTO kernel_node_lease AS lease (node, reserved_until_ms)
SELECT candidate, %(until)s FROM generate_series(%(first)s::int, %(last)s::int) AS candidate
WHERE NOT EXISTS (
    SELECT 1 FROM kernel_node_lease AS held
    WHERE held.node = candidate AND held.reserved_until_ms > (SELECT free_at FROM bound)
)
ORDER BY candidate LIMIT 1
ON CONFLICT (node) DO UPDATE SET reserved_until_ms = EXCLUDED.reserved_until_ms
WHERE lease.reserved_until_ms <= (SELECT free_at FROM bound)
RETURNING node
"""
_EXTEND = """
UPDATE kernel_node_lease SET reserved_until_ms = %(until)s
WHERE node = %(node)s AND reserved_until_ms = %(was)s
RETURNING node
"""
_OF_DJANGO = frozenset({"context", "cursor_factory", "prepare_threshold", "client_encoding"})


class NoNodeFree(RuntimeError):
    """All nodes are leased: more processes run than ids have room for."""


@dataclass(frozen=True, slots=True)
class Lease:
    """A node and the millisecond below which its holder may issue ids."""

    node: int
    reserved_until_ms: int


def take(now_ms: int) -> Lease:
    """Lease a free node from *now_ms* on. Raises NoNodeFree."""
    until = now_ms + LEASE_MS
    with _connect() as connection:
        # A random start keeps processes that begin together from racing for the same row.
        first = random.randrange(NODES)
        for low, high in ((first, NODES - 1), (0, first - 1)):
            for _ in range(8):
                row = connection.execute(
                    _TAKE,
                    {"until": until, "now": now_ms, "epoch": EPOCH_MS, "first": low, "last": high},
                ).fetchone()
                if row is not None:
                    return Lease(node=row[0], reserved_until_ms=until)
                if low > high:
                    break
    raise NoNodeFree(f"all {NODES} id nodes are leased")


def extend(lease: Lease, now_ms: int) -> Lease | None:
    """Reserve more time on the same node; None when somebody else has it by now."""
    until = now_ms + LEASE_MS
    with _connect() as connection:
        row = connection.execute(
            _EXTEND, {"until": until, "node": lease.node, "was": lease.reserved_until_ms}
        ).fetchone()
    return Lease(node=lease.node, reserved_until_ms=until) if row is not None else None


def release(lease: Lease, next_ms: int) -> None:
    """Give the node back: from *next_ms* on it may be taken again."""
    with _connect() as connection:
        connection.execute(_EXTEND, {"until": next_ms, "node": lease.node, "was": lease.reserved_until_ms})


def _connect() -> psycopg.Connection[tuple[int, ...]]:
    # Imported here, so that the shape of ids can be used without Django.
    from django.db import connections

    parameters = connections["default"].get_connection_params()
    # What the operator's address says (of certificates, too) holds here; Django's ways of reading do not.
    address = {key: value for key, value in parameters.items() if key not in _OF_DJANGO and value}
    return psycopg.connect(**{"connect_timeout": 10, **address}, autocommit=True)
