"""Making the log's partitions before they are needed."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import connection, transaction

from hongshu.platform.behaviour import rules

log = logging.getLogger(__name__)
_MONTHS_AHEAD = 2
# Any number will do: two that make the same partition wait for each other.
_LOCK = 7_202_511
_MOVE = """
WITH moved AS (DELETE FROM behaviour_event_default WHERE id >= %s AND id < %s RETURNING *)
INSERT INTO {name} SELECT * FROM moved
"""
_ATTACH = "ALTER TABLE behaviour_event ATTACH PARTITION {name} FOR VALUES FROM ({first}) TO ({end})"


def make_partitions(now: datetime) -> tuple[str, ...]:
    """Make the partitions that are missing around *now*; returns their names. Idempotent.

    Rows that had to go to the default partition are moved where they belong. Made beside the log and
    attached: readers and writers wait for the attaching only.
    """
    made = []
    for name, first, end in rules.partitions_around(now, ahead=_MONTHS_AHEAD):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [name])
            if cursor.fetchone() == (True,):
                continue
            # Name and bounds are made by rules from a date, never from input.
            cursor.execute(f"CREATE TABLE {name} (LIKE behaviour_event INCLUDING ALL)")
            cursor.execute("LOCK TABLE behaviour_event_default IN ACCESS EXCLUSIVE MODE")
            cursor.execute(_MOVE.format(name=name), [int(first), int(end)])
            if moved := cursor.rowcount:
                log.warning("events were in the default partition", extra={"table": name, "moved": moved})
            cursor.execute(_ATTACH.format(name=name, first=int(first), end=int(end)))
        made.append(name)
    if made:
        log.info("partitions made", extra={"partitions": ", ".join(made)})
    return tuple(made)
