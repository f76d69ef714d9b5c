"""What the clock does to stock: expired units leave the shelf, and rows with nothing in them the index."""

from __future__ import annotations

from django.db import connection, transaction

from hongshu.kernel import outbox
from hongshu.kernel.ids import Id
from hongshu.store.inventory.contracts import StockChanged

# Rows that somebody is at work on are met by the next run; nothing expired is reserved meanwhile, because
# reserving looks at the date itself.
_QUARANTINE = """
WITH due AS (
    SELECT id, sellable FROM inventory_stock
    WHERE zone = 'shelf' AND NOT is_spent AND sellable > 0
        AND expires_on <= (statement_timestamp() AT TIME ZONE 'Asia/Shanghai')::date
    ORDER BY id LIMIT %s FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE inventory_stock AS s SET quarantined = s.quarantined + due.sellable, sellable = 0
FROM due WHERE s.id = due.id RETURNING s.sku_id, due.sellable
"""
_SWEEP = """
WITH empty AS (
    SELECT id FROM inventory_stock
    WHERE NOT is_spent AND sellable = 0 AND reserved = 0 AND quarantined = 0
    ORDER BY id LIMIT %s FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE inventory_stock AS s SET is_spent = true FROM empty WHERE s.id = empty.id
"""


@transaction.atomic
def quarantine_expired(*, limit: int = 1000) -> int:
    """Quarantine sellable units that have expired by the database's date in Shanghai; how many units.

    A lot is sold until the day before its date. Safe beside itself; call it again while it finds some.
    """
    with connection.cursor() as cursor:
        cursor.execute(_QUARANTINE, [limit])
        rows = cursor.fetchall()
    if rows:
        outbox.append(StockChanged(sku_ids=tuple(sorted({Id(sku_id) for sku_id, _ in rows}))))
    return sum(units for _, units in rows)


@transaction.atomic
def sweep_spent(*, limit: int = 1000) -> int:
    """Mark rows in which nothing is any more, so that reserving passes them over; how many rows.

    Whatever is laid into such a row takes the mark away. Safe beside itself.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SWEEP, [limit])
        return int(cursor.rowcount)
