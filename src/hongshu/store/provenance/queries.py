"""Reads of provenance. A code is looked at by its signature first: a forged one asks the database nothing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from hongshu.kernel import clock
from hongshu.kernel.asking import Asked
from hongshu.kernel.ids import Id
from hongshu.store.inventory.queries import ask_histories_on_sale, ask_lot_histories
from hongshu.store.provenance import keys
from hongshu.store.provenance.contracts import CodeNotGenuine, CodesOfLine, LookDay, Looks, LotWay, Unit
from hongshu.store.provenance.models import UnitCodeRow
from hongshu.store.provenance.rules.codes import Claim, is_signed, read, write
from hongshu.store.provenance.rules.patterns import pattern_of
from hongshu.store.provenance.rules.ways import day_of, way_of
from hongshu.store.provenance.services import code_of

_UNIT = """
SELECT u.id, u.order_line_id, u.order_id, u.number, u.sku_id, u.lot_id, u.month::text, u.issued_at,
    u.voided_at,
    (SELECT coalesce(json_agg(json_build_array(d.day, d.looks, d.lookers) ORDER BY d.day), '[]')
        FROM (SELECT l.day, sum(l.looks)::int AS looks, sum(l.lookers)::int AS lookers
            FROM provenance_look AS l WHERE l.unit_id = u.id GROUP BY l.day) AS d)
FROM provenance_unit_code AS u WHERE u.serial = %(serial)s AND u.key_number = %(key)s
"""


def is_genuine(code: str) -> bool:
    """Whether a code was signed here. No query."""
    return _claim(code) is not None


def get_unit(code: str) -> Unit:
    """The unit of a code, as it is typed or scanned; one query, none for a forged code.

    Raises CodeNotGenuine.
    """
    claim = _claim(code)
    if claim is None:
        raise CodeNotGenuine
    found = _ask_unit(claim).answer
    if found is None:
        raise CodeNotGenuine
    return found


def get_provenance(code: str, *, brand_id: Id) -> tuple[Unit, LotWay]:
    """The unit of a code and its lot's way; two queries. Raises CodeNotGenuine."""
    unit = get_unit(code)
    return unit, ask_ways([unit.lot_id], brand_id=brand_id).answer[unit.lot_id]


def ask_ways(lot_ids: Collection[Id], *, brand_id: Id) -> Asked[dict[Id, LotWay]]:
    """The ways of lots of one brand's goods; to be sent with others."""
    today = day_of(clock.now())
    return ask_lot_histories(lot_ids).then(
        lambda found: {key: way_of(history, brand_id=brand_id, today=today) for key, history in found.items()}
    )


def ask_ways_on_sale(sku_ids: Collection[Id], *, brand_id: Id) -> Asked[dict[Id, LotWay]]:
    """By SKU the way of the lot that is sold next; without one: left out. To be sent with others."""
    today = day_of(clock.now())
    return ask_histories_on_sale(sku_ids).then(
        lambda found: {key: way_of(history, brand_id=brand_id, today=today) for key, history in found.items()}
    )


def list_codes(order_line_ids: Collection[Id]) -> tuple[CodesOfLine, ...]:
    """The codes in force of order lines, by line, lot and batch; one query, none for no ids.

    For who packs, and for the buyer.
    """
    return ask_codes(order_line_ids).answer


def ask_codes(order_line_ids: Collection[Id]) -> Asked[tuple[CodesOfLine, ...]]:
    """``list_codes``, to be sent with others."""
    if not order_line_ids:
        return Asked.known(())
    rows = UnitCodeRow.objects.filter(order_line_id__in=set(order_line_ids), voided_at=None)
    columns = rows.order_by("order_line_id", "number").values_list(
        "order_line_id", "lot_id", "batch", "serial", "key_number"
    )
    return Asked.rows(columns, _codes)


def _codes(rows: list[tuple[Any, ...]]) -> tuple[CodesOfLine, ...]:
    found: dict[tuple[Id, Id, int], list[str]] = {}
    for line_id, lot_id, batch, serial, number in rows:
        code = write(serial, key_number=number, key=keys.keys()[number])
        found.setdefault((Id(line_id), Id(lot_id), batch), []).append(code)
    return tuple(
        CodesOfLine(order_line_id=line_id, lot_id=lot_id, batch=batch, codes=tuple(codes))
        for (line_id, lot_id, batch), codes in found.items()
    )


def list_sample_codes(*, limit: int = 4) -> tuple[str, ...]:
    """The newest codes in force, one a lot: for a demonstration, where everybody may look. One query."""
    of_lot: dict[int, UnitCodeRow] = {}
    for row in UnitCodeRow.objects.filter(voided_at=None).order_by("-id")[: 50 * limit]:
        of_lot.setdefault(row.lot_id, row)
    return tuple(code_of(row) for row in list(of_lot.values())[:limit])


def _claim(code: str) -> Claim | None:
    claim = read(code)
    if claim is None:
        return None
    key = keys.keys().get(claim.key_number)
    return claim if key is not None and is_signed(claim, key) else None


def _ask_unit(claim: Claim) -> Asked[Unit | None]:
    text = write(claim.serial, key_number=claim.key_number, key=keys.keys()[claim.key_number])

    def answer(rows: list[tuple[Any, ...]]) -> Unit | None:
        return _unit(rows[0], text) if rows else None

    values = {"serial": claim.serial, "key": claim.key_number}
    return Asked(_UNIT, values, answer, columns=10, moments=(7, 8))


def _unit(row: tuple[Any, ...], code: str) -> Unit:
    key, line_id, order_id, number, sku_id, lot_id, month, issued_at, voided_at, told = row
    days = [LookDay(day=date.fromisoformat(day), looks=looks, lookers=who) for day, looks, who in told]
    return Unit(
        id=Id(key),
        code=code,
        order_line_id=Id(line_id),
        order_id=None if order_id is None else Id(order_id),
        number=number,
        sku_id=Id(sku_id),
        lot_id=Id(lot_id),
        month=date.fromisoformat(month),
        issued_on=day_of(issued_at),
        voided_on=None if voided_at is None else day_of(voided_at),
        looks=Looks(
            looks=sum(day.looks for day in days),
            lookers=sum(day.lookers for day in days),
            first_on=days[0].day if days else None,
            pattern=pattern_of(days, today=day_of(clock.now())),
        ),
    )
