"""The statement that reserves stock: a function, so that its locks are held for one flush and no round trip.

Within an attempt everything is taken or nothing, and a failed attempt gives its locks back (the block with
EXCEPTION is a subtransaction):
1. Of each SKU the first-expired row that nobody has locked, if it covers what is wanted: the usual case.
2. All rows of the SKUs that nobody has locked.
3. All rows of the SKUs, waiting for them in the order of their ids, so that two that wait cannot cross.
Before each attempt but the first, what others have committed is looked at: if that is too little, it is said
how much there is, and nothing is locked. So "nothing found" because of a lock is never called sold out.
"""

from django.db import migrations

_CREATE = """
CREATE FUNCTION inventory_take(
    of_kind text, of_id bigint, wanted_skus bigint[], wanted_units int[], fresh_ids bigint[],
    hold_s double precision, from_warehouses bigint[]
) RETURNS TABLE (
    outcome text, reservation_id bigint, of_sku bigint, of_lot bigint, of_warehouse bigint, units int,
    cost_minor bigint, held_until timestamptz
) LANGUAGE plpgsql AS $$
DECLARE
    today date := (statement_timestamp() AT TIME ZONE 'Asia/Shanghai')::date;
    ends_at timestamptz := statement_timestamp() + make_interval(secs => hold_s);
BEGIN
    -- The same command sent twice at once: the second one waits here, holding nothing, and finds what the first got.
    PERFORM pg_advisory_xact_lock(hashtextextended(of_kind, of_id));
    RETURN QUERY
        SELECT r.state::text, r.id, r.sku_id, r.lot_id, r.warehouse_id, r.quantity, r.unit_cost_minor, r.expires_at
        FROM inventory_reservation AS r WHERE r.holder_id = of_id AND r.holder_kind = of_kind
        ORDER BY r.sku_id, r.part;
    IF FOUND THEN
        RETURN;
    END IF;

    FOR attempt IN 1..8 LOOP
        IF attempt > 1 THEN
            RETURN QUERY
                SELECT 'short', NULL::bigint, w.sku, NULL::bigint, NULL::bigint,
                    coalesce(sum(s.sellable), 0)::int, NULL::bigint, NULL::timestamptz
                FROM unnest(wanted_skus, wanted_units) AS w (sku, wish)
                LEFT JOIN inventory_stock AS s ON s.sku_id = w.sku AND NOT s.is_spent AND s.zone = 'shelf'
                    AND s.expires_on > today
                    AND (from_warehouses IS NULL OR s.warehouse_id = ANY (from_warehouses))
                GROUP BY w.sku, w.wish HAVING coalesce(sum(s.sellable), 0) < w.wish;
            IF FOUND THEN
                RETURN;
            END IF;
            -- A reservation over many rows needs an id for each; the caller comes back with more.
            IF cardinality(fresh_ids) < least((SELECT sum(wish) FROM unnest(wanted_units) AS wish), 2000) THEN
                RETURN QUERY SELECT 'ids', NULL::bigint, NULL::bigint, NULL::bigint, NULL::bigint, NULL::int,
                    NULL::bigint, NULL::timestamptz;
                RETURN;
            END IF;
        END IF;
        BEGIN
            IF attempt = 1 THEN
                RETURN QUERY
                    WITH picked AS MATERIALIZED (
                        SELECT w.wish, w.position, s.*
                        FROM unnest(wanted_skus, wanted_units) WITH ORDINALITY AS w (sku, wish, position)
                        CROSS JOIN LATERAL (
                            SELECT c.id, c.sellable FROM inventory_stock AS c
                            WHERE c.sku_id = w.sku AND NOT c.is_spent AND c.zone = 'shelf' AND c.sellable > 0
                                AND c.expires_on > today
                                AND (from_warehouses IS NULL OR c.warehouse_id = ANY (from_warehouses))
                            ORDER BY c.expires_on, c.id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
                        ) AS s
                    ), taken AS (
                        UPDATE inventory_stock AS s
                        SET sellable = s.sellable - p.wish, reserved = s.reserved + p.wish
                        FROM picked AS p
                        WHERE s.id = p.id AND (SELECT count(*) FROM picked WHERE picked.sellable >= picked.wish)
                            = cardinality(wanted_skus)
                        RETURNING s.id, s.sku_id, s.lot_id, s.warehouse_id, s.unit_cost_minor, p.wish, p.position
                    )
                    INSERT INTO inventory_reservation AS r (
                        id, sku_id, holder_kind, holder_id, part, stock_id, lot_id, warehouse_id, quantity,
                        returned_quantity, unit_cost_minor, state, expires_at
                    )
                    SELECT fresh_ids[t.position], t.sku_id, of_kind, of_id, 0, t.id, t.lot_id, t.warehouse_id,
                        t.wish, 0, t.unit_cost_minor, 'held', ends_at
                    FROM taken AS t
                    RETURNING 'held', r.id, r.sku_id, r.lot_id, r.warehouse_id, r.quantity, r.unit_cost_minor,
                        r.expires_at;
            ELSE
                IF attempt > 2 THEN
                    PERFORM FROM inventory_stock AS c
                    WHERE c.sku_id = ANY (wanted_skus) AND NOT c.is_spent AND c.zone = 'shelf'
                    ORDER BY c.id FOR NO KEY UPDATE;
                END IF;
                RETURN QUERY
                    WITH here AS MATERIALIZED (
                        SELECT c.id, c.sku_id, c.expires_on, c.sellable FROM inventory_stock AS c
                        WHERE c.sku_id = ANY (wanted_skus) AND NOT c.is_spent AND c.zone = 'shelf'
                            AND c.sellable > 0 AND c.expires_on > today
                            AND (from_warehouses IS NULL OR c.warehouse_id = ANY (from_warehouses))
                        ORDER BY c.id FOR NO KEY UPDATE SKIP LOCKED
                    ), counted AS (
                        SELECT h.*, sum(h.sellable) OVER (
                            PARTITION BY h.sku_id ORDER BY h.expires_on, h.id
                        ) - h.sellable AS before
                        FROM here AS h
                    ), parts AS (
                        SELECT c.id, c.sku_id, w.wish, least(c.sellable, w.wish - c.before)::int AS share,
                            row_number() OVER (ORDER BY c.sku_id, c.expires_on, c.id) AS position,
                            row_number() OVER (PARTITION BY c.sku_id ORDER BY c.expires_on, c.id) - 1 AS part
                        FROM counted AS c JOIN unnest(wanted_skus, wanted_units) AS w (sku, wish) ON w.sku = c.sku_id
                        WHERE c.before < w.wish
                    ), covered AS (
                        SELECT count(*) AS skus FROM (
                            SELECT FROM parts AS p GROUP BY p.sku_id, p.wish HAVING sum(p.share) = p.wish
                        ) AS whole
                    ), taken AS (
                        UPDATE inventory_stock AS s
                        SET sellable = s.sellable - p.share, reserved = s.reserved + p.share
                        FROM parts AS p, covered AS v
                        WHERE s.id = p.id AND v.skus = cardinality(wanted_skus)
                        RETURNING s.id, s.sku_id, s.lot_id, s.warehouse_id, s.unit_cost_minor, p.share, p.part,
                            p.position
                    )
                    INSERT INTO inventory_reservation AS r (
                        id, sku_id, holder_kind, holder_id, part, stock_id, lot_id, warehouse_id, quantity,
                        returned_quantity, unit_cost_minor, state, expires_at
                    )
                    SELECT fresh_ids[t.position], t.sku_id, of_kind, of_id, t.part, t.id, t.lot_id, t.warehouse_id,
                        t.share, 0, t.unit_cost_minor, 'held', ends_at
                    FROM taken AS t
                    RETURNING 'held', r.id, r.sku_id, r.lot_id, r.warehouse_id, r.quantity, r.unit_cost_minor,
                        r.expires_at;
            END IF;
            IF FOUND THEN
                RETURN;
            END IF;
            RAISE EXCEPTION 'too little is unlocked' USING ERRCODE = 'HS001';
        EXCEPTION WHEN SQLSTATE 'HS001' THEN
            NULL;
        END;
    END LOOP;
    RAISE EXCEPTION 'stock of % stays busy', wanted_skus USING ERRCODE = 'lock_not_available';
END
$$
"""
_DROP = """
DROP FUNCTION inventory_take(text, bigint, bigint[], int[], bigint[], double precision, bigint[])
"""


class Migration(migrations.Migration):
    dependencies = [("inventory", "0001_initial")]

    operations = [migrations.RunSQL(_CREATE, reverse_sql=_DROP)]
