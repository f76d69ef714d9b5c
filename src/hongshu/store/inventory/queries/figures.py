"""Figures of the whole stock, for who watches it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from hongshu.kernel import clock
from hongshu.kernel.asking import Asked, send
from hongshu.kernel.ids import Id, id_at
from hongshu.kernel.money import Money
from hongshu.store.inventory.contracts import DayBand, MonthOfStock, StockFigures, WarehouseValue
from hongshu.store.inventory.queries.lots import day_of

# The first day of each band after the first one.
_AGES = (31, 61, 91, 181, 366)
_EXPIRIES = (1, 31, 91, 181, 366)
_NEVER = 99
_VALUES = """
SELECT warehouse_id, sum(sellable + reserved + quarantined)::bigint,
    sum(sellable::bigint * unit_cost_minor)::bigint, sum(reserved::bigint * unit_cost_minor)::bigint,
    sum(quarantined::bigint * unit_cost_minor)::bigint
FROM inventory_stock WHERE NOT is_spent GROUP BY warehouse_id ORDER BY warehouse_id
"""
_BY_AGE = """
SELECT width_bucket(today - (l.received_at AT TIME ZONE 'Asia/Shanghai')::date, %(edges)s::int[]),
    sum(s.sellable + s.reserved + s.quarantined)::bigint,
    sum((s.sellable + s.reserved + s.quarantined)::bigint * s.unit_cost_minor)::bigint
FROM inventory_stock AS s JOIN inventory_lot AS l ON l.id = s.lot_id,
    CAST(statement_timestamp() AT TIME ZONE 'Asia/Shanghai' AS date) AS today
WHERE NOT s.is_spent GROUP BY 1
"""
_BY_EXPIRY = """
SELECT CASE WHEN s.expires_on = '9999-12-31' THEN %(never)s
        ELSE width_bucket(s.expires_on - today, %(edges)s::int[]) END,
    sum(s.sellable + s.reserved + s.quarantined)::bigint,
    sum((s.sellable + s.reserved + s.quarantined)::bigint * s.unit_cost_minor)::bigint
FROM inventory_stock AS s, CAST(statement_timestamp() AT TIME ZONE 'Asia/Shanghai' AS date) AS today
WHERE NOT s.is_spent GROUP BY 1
"""
_BY_MONTH = """
SELECT date_trunc('month', m.moved_at AT TIME ZONE 'Asia/Shanghai')::date,
    coalesce(-sum(m.quantity) FILTER (WHERE m.kind IN ('sold', 'returned')), 0)::bigint,
    coalesce(-sum(m.quantity * l.unit_cost_minor) FILTER (WHERE m.kind IN ('sold', 'returned')), 0)::bigint,
    sum(m.quantity * l.unit_cost_minor)::bigint
FROM inventory_movement AS m JOIN inventory_lot AS l ON l.id = m.lot_id
WHERE m.id >= %(since)s GROUP BY 1
"""


def get_stock_figures(*, months: int = 12) -> StockFigures:
    """What stock is worth by warehouse, age and days left, and by month what was sold of it. One query.

    What lay there at the end of a month is what lies there now less all that moved since.
    """
    now = clock.business_day()
    first = _months_before(now.replace(day=1), months - 1)
    values = Asked(_VALUES, (), list, columns=5)
    ages = Asked(_BY_AGE, {"edges": list(_AGES)}, _by_band, columns=3)
    expiries = Asked(_BY_EXPIRY, {"edges": list(_EXPIRIES), "never": _NEVER}, _by_band, columns=3)
    since = id_at(datetime(first.year, first.month, 1, tzinfo=clock.BUSINESS_ZONE))
    moved = Asked(_BY_MONTH, {"since": since}, _by_month, columns=4)
    send(values, ages, expiries, moved)
    warehouses = tuple(
        WarehouseValue(
            warehouse_id=Id(key),
            units=units,
            sellable=Money(sellable),
            reserved=Money(reserved),
            quarantined=Money(quarantined),
        )
        for key, units, sellable, reserved, quarantined in values.answer
        if units
    )
    worth = sum(each.total.amount_minor for each in warehouses)
    return StockFigures(
        warehouses=warehouses,
        ages=_bands(ages.answer, (0, *_AGES)),
        expiries=_bands(expiries.answer, (None, *_EXPIRIES)),
        never_expiring=_band(expiries.answer.get(_NEVER), None, None),
        months=_months(moved.answer, worth, first, months),
    )


def _by_band(rows: list[tuple[Any, ...]]) -> dict[int, tuple[int, int]]:
    return {band: (units, value) for band, units, value in rows}


def _by_month(rows: list[tuple[Any, ...]]) -> dict[date | None, tuple[int, int, int]]:
    return {day_of(month): (units, sold, net) for month, units, sold, net in rows}


def _bands(found: dict[int, tuple[int, int]], starts: tuple[int | None, ...]) -> tuple[DayBand, ...]:
    ends = [start - 1 for start in starts[1:] if start is not None]
    return tuple(
        _band(found.get(band), start, end)
        for band, (start, end) in enumerate(zip(starts, [*ends, None], strict=True))
    )


def _band(found: tuple[int, int] | None, start: int | None, end: int | None) -> DayBand:
    units, value = found or (0, 0)
    return DayBand(from_days=start, to_days=end, units=units, value=Money(value))


def _months(
    found: dict[date | None, tuple[int, int, int]], worth: int, first: date, count: int
) -> tuple[MonthOfStock, ...]:
    made = []
    for month in reversed([_months_before(first, -number) for number in range(count)]):
        units, sold, net = found.get(month, (0, 0, 0))
        before = worth - net
        mean = (worth + before) / 2
        made.append(
            MonthOfStock(
                first_day=month,
                sold_units=units,
                sold=Money(sold),
                stock_at_end=Money(worth),
                turnover=sold / mean if mean > 0 else None,
            )
        )
        worth = before
    return tuple(reversed(made))


def _months_before(first_day: date, months: int) -> date:
    whole = first_day.year * 12 + first_day.month - 1 - months
    return date(whole // 12, whole % 12 + 1, 1)
