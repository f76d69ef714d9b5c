"""Commands of provenance: giving out codes, taking them out of force, counting looks, newer keys."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db import connection, transaction

from hongshu.kernel import clock, settings
from hongshu.kernel.ids import Id, new_ids
from hongshu.store.inventory.queries import get_lot
from hongshu.store.provenance import keys
from hongshu.store.provenance.contracts import MOST_UNITS_A_LINE, CodesTaken, ProvenanceKeysAreGiven, Unit
from hongshu.store.provenance.looking import LookCounter, LookKey
from hongshu.store.provenance.models import UnitCodeRow
from hongshu.store.provenance.rules import codes as codes_rules
from hongshu.store.provenance.rules.ways import day_of

_WRITE_LOOKS = """
INSERT INTO provenance_look AS l (id, order_line_id, unit_id, day, looker, looks, lookers)
SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::date[], %s::text[], %s::int[], %s::int[])
ON CONFLICT (unit_id, day, looker) DO UPDATE
SET looks = l.looks + excluded.looks,
    lookers = CASE WHEN l.looker = '' THEN l.lookers + excluded.lookers ELSE 1 END
"""
_FOLD = """
WITH gone AS (
    DELETE FROM provenance_look WHERE looker <> '' AND day < %(today)s RETURNING *
), whole AS (
    SELECT min(id) AS id, order_line_id, unit_id, day, sum(looks)::int AS looks, count(*)::int AS lookers
    FROM gone GROUP BY order_line_id, unit_id, day
)
INSERT INTO provenance_look AS l (id, order_line_id, unit_id, day, looker, looks, lookers)
SELECT id, order_line_id, unit_id, day, '', looks, lookers FROM whole ORDER BY unit_id, day
ON CONFLICT (unit_id, day, looker) DO UPDATE
SET looks = l.looks + excluded.looks, lookers = l.lookers + excluded.lookers
RETURNING l.id
"""
_looks = LookCounter()


@transaction.atomic
def issue_codes(
    *,
    order_line_id: Id,
    lot_id: Id,
    units: int,
    month: date,
    order_id: Id | None = None,
    batch: int = 0,
) -> tuple[str, ...]:
    """The codes of units of an order line that come from a lot, in the order of the units.

    Joins the caller's transaction. Idempotent on (line, lot, batch): asked again, the same codes. A line that
    is packed from several lots, or into several parcels (*batch*), is asked for once each. Raises CodesTaken
    when these units have been given codes in another number, and LotNotFound.
    """
    assert 0 < units <= MOST_UNITS_A_LINE, f"{units} units in one line"
    lot = get_lot(lot_id)
    # Two packers of one line number its units one after the other.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [order_line_id])
    there = list(UnitCodeRow.objects.filter(order_line_id=order_line_id).order_by("number"))
    if of_lot := [row for row in there if (row.lot_id, row.batch) == (lot_id, batch)]:
        if len(of_lot) != units:
            raise CodesTaken
        return tuple(map(code_of, of_lot))
    number = max(keys.keys())
    rows = [
        UnitCodeRow(
            order_line_id=order_line_id,
            order_id=order_id,
            number=len(there) + place,
            serial=secrets.randbits(codes_rules.SERIAL_BITS),
            key_number=number,
            sku_id=lot.sku_id,
            lot_id=lot_id,
            batch=batch,
            month=month.replace(day=1),
            issued_at=clock.now(),
        )
        for place in range(1, units + 1)
    ]
    UnitCodeRow.objects.bulk_create(rows)
    return tuple(map(code_of, rows))


def void_codes(*, order_line_id: Id, numbers: Collection[int] | None = None) -> int:
    """Take codes of a line's units out of force, such as of those that came back; how many. Idempotent."""
    rows = UnitCodeRow.objects.filter(order_line_id=order_line_id, voided_at=None)
    if numbers is not None:
        rows = rows.filter(number__in=list(numbers))
    return rows.update(voided_at=clock.now())


def note_look(*, unit: Unit, looker: str) -> None:
    """Count that somebody looked at a unit's code. *looker* stands for a person on this day, and is kept
    only as something that cannot be led back to them.

    One statement, or none when the code is looked at so often that looks are written in batches.
    """
    day = day_of(clock.now())
    key = LookKey(unit.order_line_id, unit.id, day, _pseudonym(unit, day, looker))
    _write(_looks.note(key, now_s=time.monotonic()))


def fold_looks() -> int:
    """Make numbers of the pseudonyms of days that are over; how many codes and days. Safe beside itself."""
    with connection.cursor() as cursor:
        cursor.execute(_FOLD, {"today": day_of(clock.now())})
        return len(cursor.fetchall())


def add_key() -> int:
    """Add a newer key, which signs from the next start on; its number. Raises ProvenanceKeysAreGiven."""
    if settings.current().provenance_keys:
        raise ProvenanceKeysAreGiven(variable=keys.VARIABLE)
    return keys.add_key(keys.file_of(settings.current().data_folder))


def code_of(row: UnitCodeRow) -> str:
    """The text of a row's code. Not a door."""
    return codes_rules.write(row.serial, key_number=row.key_number, key=keys.keys()[row.key_number])


def _pseudonym(unit: Unit, day: date, looker: str) -> str:
    """Tells lookers at one code on one day apart, and nothing else: at another code it is another one."""
    key = settings.current().secret_key.encode()[:64]
    text = f"look:{unit.id}:{day}:{looker}".encode()
    return hashlib.blake2b(text, key=key, digest_size=8).hexdigest()


def _write(due: Mapping[LookKey, int]) -> None:
    if not due:
        return
    columns: list[Any] = [
        list(new_ids(len(due))),
        [key.order_line_id for key in due],
        [key.unit_id for key in due],
        [key.day for key in due],
        [key.looker for key in due],
        list(due.values()),
        [1 if key.looker else looks for key, looks in due.items()],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE_LOOKS, columns)
