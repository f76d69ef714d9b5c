"""The staff's pages of orders, lots and stock, with names from the catalogue and the members, in batches."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from hongshu.community.members.queries import list_profiles_by_id
from hongshu.flows.pages.cards import member_chip, picture_view
from hongshu.flows.pages.contracts.cards import MemberChip
from hongshu.flows.pages.contracts.stockroom import (
    InspectingPage,
    InspectionView,
    LotCard,
    LotPage,
    LotsPage,
    MovementView,
    PlaceView,
    PointView,
    StockPage,
    UnitView,
    WarehouseChoice,
)
from hongshu.kernel.ids import Id, wire_form
from hongshu.platform.media.contracts import Picture
from hongshu.platform.media.queries import list_pictures_by_id
from hongshu.store.catalog.contracts import SkuOfProduct
from hongshu.store.catalog.queries import list_skus_by_id
from hongshu.store.inventory import queries as inventory
from hongshu.store.inventory.contracts import Inspection, Lot, StockLine, Warehouse, Zone

_PAGE = 24
Units = Mapping[Id, UnitView]


def units_of(sku_ids: Collection[Id], language: str) -> dict[Id, UnitView]:
    """SKUs in words; every one that is asked for is in the answer. A query each to catalogue and media."""
    skus = list_skus_by_id(set(sku_ids))
    pictures = list_pictures_by_id({sku.picture_id for sku in skus.values() if sku.picture_id is not None})
    return {key: _unit(key, skus.get(key), pictures, language) for key in sku_ids}


def lots_waiting(*, language: str, cursor: str = "", limit: int = _PAGE) -> LotsPage:
    """Lots that wait for their first verdict, the longest waiting first."""
    lots, onward = inventory.list_lots_to_inspect(cursor=cursor, limit=limit)
    return LotsPage(lots=lot_cards(lots, language), count=inventory.count_lots_to_inspect(), onward=onward)


def lot_cards(lots: Sequence[Lot], language: str) -> tuple[LotCard, ...]:
    """Cards of lots, in their order."""
    units = units_of([lot.sku_id for lot in lots], language)
    warehouses = inventory.list_warehouses_by_id({lot.warehouse_id for lot in lots})
    suppliers = inventory.list_suppliers_by_id({lot.supplier_id for lot in lots})
    return tuple(
        LotCard(
            id=lot.id,
            code=lot.code,
            unit=units[lot.sku_id],
            warehouse=name_of(warehouses[lot.warehouse_id], language),
            supplier=suppliers[lot.supplier_id].name,
            received_quantity=lot.received_quantity,
            quality=lot.quality,
            is_recalled=lot.recalled_at is not None,
            produced_on=lot.produced_on,
            expires_on=lot.expires_on,
            received_at=lot.received_at,
        )
        for lot in lots
    )


def inspecting_page(lot_id: Id, *, language: str) -> InspectingPage:
    """What an inspector of the lot has to do. Raises LotNotFound."""
    plan = inventory.get_inspection_plan(lot_id)
    (card,) = lot_cards([inventory.get_lot(lot_id)], language)
    return InspectingPage(
        lot=card,
        points=tuple(
            PointView(
                slug=item.slug,
                name=item.name_zh if language == "zh" else item.name_en,
                is_critical=item.is_critical,
            )
            for item in plan.checklist.items
        ),
        sample_size=plan.sampling.sample_size,
        accept_number=plan.sampling.accept_number,
        code_letter=plan.sampling.code_letter,
        aql=plan.checklist.aql,
    )


def lot_page(lot_id: Id, *, language: str, shows_cost: bool) -> LotPage:
    """One lot with all that happened to it. Raises LotNotFound."""
    lot = inventory.get_lot(lot_id)
    (card,) = lot_cards([lot], language)
    warehouses = inventory.list_warehouses(with_closed=True)
    names = {each.id: name_of(each, language) for each in warehouses}
    lines, _ = inventory.list_stock(lot_id=lot_id)
    movements, _ = inventory.list_movements(lot_id=lot_id)
    made = inventory.list_inspections_of_lots([lot_id]).get(lot_id, ())
    people = list_profiles_by_id(
        {move.actor_id for move in movements if move.actor_id is not None}
        | {each.inspector_id for each in made}
    )
    pictures = list_pictures_by_id({key for each in made for key in each.picture_ids})
    return LotPage(
        lot=card,
        recall_reason=lot.recall_reason,
        unit_cost=lot.unit_cost if shows_cost else None,
        balance=inventory.list_lot_balances([lot_id])[lot_id],
        places=tuple(_place(line, {lot.sku_id: card.unit}, names, {lot.id: lot}) for line in lines),
        warehouses=_choices((each for each in warehouses if each.is_open), language),
        movements=tuple(
            MovementView(
                warehouse=names[move.warehouse_id],
                kind=move.kind.value,
                quantity=move.quantity,
                reason=move.reason,
                actor=None if move.actor_id is None else member_chip(people.get(move.actor_id), {}),
                moved_at=move.moved_at,
            )
            for move in movements
        ),
        inspections=tuple(
            _inspection(
                each,
                pictures,
                language,
                inspector=member_chip(people.get(each.inspector_id), {}),
            )
            for each in made
        ),
        holds=inventory.list_broken_holds(lot_id),
    )


def stock_page(
    *,
    language: str,
    sku_id: Id | None = None,
    warehouse_id: Id | None = None,
    zone: Zone | None = None,
    cursor: str = "",
) -> StockPage:
    """A page of what lies where."""
    lines, onward = inventory.list_stock(sku_id=sku_id, warehouse_id=warehouse_id, zone=zone, cursor=cursor)
    return StockPage(
        places=places_of(lines, language),
        warehouses=_choices(inventory.list_warehouses(), language),
        onward=onward,
    )


def places_of(lines: Sequence[StockLine], language: str) -> tuple[PlaceView, ...]:
    """Lines of stock in words."""
    units = units_of([line.sku_id for line in lines], language)
    found = inventory.list_warehouses_by_id({line.warehouse_id for line in lines})
    names = {key: name_of(each, language) for key, each in found.items()}
    lots = inventory.list_lots_by_id({line.lot_id for line in lines})
    return tuple(_place(line, units, names, lots) for line in lines)


def name_of(warehouse: Warehouse, language: str) -> str:
    """A warehouse's name for somebody who reads that language."""
    return warehouse.name_zh if language == "zh" else warehouse.name_en


def _choices(warehouses: Iterable[Warehouse], language: str) -> tuple[WarehouseChoice, ...]:
    return tuple(WarehouseChoice(id=each.id, name=name_of(each, language)) for each in warehouses)


def _unit(key: Id, sku: SkuOfProduct | None, pictures: Mapping[Id, Picture], language: str) -> UnitView:
    if sku is None:
        return UnitView(code=wire_form(key), product="", brand="", option="", picture=None)
    return UnitView(
        code=sku.sku.code,
        product=sku.product_name.in_language(language),
        brand=sku.brand_name.in_language(language),
        option=sku.sku.option.in_language(language),
        picture=picture_view(sku.picture_id, pictures),
    )


def _place(line: StockLine, units: Units, names: Mapping[Id, str], lots: Mapping[Id, Lot]) -> PlaceView:
    return PlaceView(
        lot_id=line.lot_id,
        lot_code=lots[line.lot_id].code,
        unit=units[line.sku_id],
        warehouse_id=line.warehouse_id,
        warehouse=names[line.warehouse_id],
        zone=line.zone.value,
        sellable=line.sellable,
        reserved=line.reserved,
        quarantined=line.quarantined,
        expires_on=line.expires_on,
    )


def _inspection(
    made: Inspection, pictures: Mapping[Id, Picture], language: str, *, inspector: MemberChip
) -> InspectionView:
    names = {item.slug: item.name_zh if language == "zh" else item.name_en for item in made.items}
    shown = (picture_view(key, pictures) for key in made.picture_ids)
    return InspectionView(
        verdict=made.verdict,
        inspector=inspector,
        sample_size=made.plan.sample_size,
        accept_number=made.plan.accept_number,
        defects_found=made.defects_found,
        failing=tuple(
            f"{names[answer.slug]}: {answer.note}" if answer.note else names[answer.slug]
            for answer in made.answers
            if not answer.is_fine
        ),
        note=made.note,
        conditions=made.conditions_zh if language == "zh" else made.conditions_en,
        pictures=tuple(view for view in shown if view is not None),
        decided_at=made.decided_at,
    )
