"""The staff's pages of movements, and of counts that are due."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hongshu.community.members.queries import list_profiles_by_id
from hongshu.flows.pages.contracts.stockroom import DuesPage, MovementsPage
from hongshu.flows.pages.queries.desks import dues_of
from hongshu.flows.pages.queries.stockroom import choices_of, movement_view, name_of, units_of
from hongshu.kernel import clock
from hongshu.kernel.asking import send
from hongshu.kernel.ids import Id, id_at
from hongshu.store.inventory import queries as inventory
from hongshu.store.inventory.contracts import MovementKind

# The days of the business: it keeps no summer time.


def movements_page(
    *,
    language: str,
    sku_id: Id | None = None,
    warehouse_id: Id | None = None,
    kind: MovementKind | None = None,
    since: date | None = None,
    until: date | None = None,
    cursor: str = "",
) -> MovementsPage:
    """A page of movements, the newest first; *until* is the last day. Five queries. Raises InvalidCursor."""
    moved = inventory.ask_movements(
        sku_id=sku_id,
        warehouse_id=warehouse_id,
        kind=kind,
        since=None if since is None else _first_id_of(since),
        before=None if until is None else _first_id_of(until + timedelta(days=1)),
        cursor=cursor,
    )
    warehouses = inventory.ask_warehouses()
    send(moved, warehouses)
    movements, onward = moved.answer
    names = {each.id: name_of(each, language) for each in warehouses.answer}
    units = units_of({move.sku_id for move in movements}, language)
    lots = inventory.list_lots_by_id({move.lot_id for move in movements})
    people = list_profiles_by_id({move.actor_id for move in movements if move.actor_id is not None})
    return MovementsPage(
        movements=tuple(
            movement_view(move, names, people, unit=units[move.sku_id], lot_code=lots[move.lot_id].code)
            for move in movements
        ),
        warehouses=choices_of(warehouses.answer, language),
        onward=onward,
    )


def dues_page(*, language: str, cursor: str = "") -> DuesPage:
    """A page of what lies on shelves and was not counted for long. Four queries. Raises InvalidCursor."""
    found, onward = inventory.list_counts_due(cursor=cursor)
    asked = inventory.ask_warehouses(), inventory.ask_lots({due.lot_id for due in found})
    send(*asked)
    names = {each.id: name_of(each, language) for each in asked[0].answer}
    units = units_of({due.sku_id for due in found}, language)
    return DuesPage(dues=dues_of(found, units, names, asked[1].answer), onward=onward)


def _first_id_of(day: date) -> Id:
    return id_at(datetime(day.year, day.month, day.day, tzinfo=clock.BUSINESS_ZONE))
