"""The staff's pages of orders, lots and stock, with names from the catalogue and the members, in batches."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from hongshu.community.members.contracts import Profile
from hongshu.community.members.queries import list_profiles_by_id
from hongshu.flows.pages.cards import member_chip, picture_view
from hongshu.flows.pages.contracts.cards import MemberChip
from hongshu.flows.pages.contracts.stockroom import (
    ActView,
    InspectingPage,
    InspectionView,
    KeptPicture,
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
from hongshu.kernel.asking import send
from hongshu.kernel.ids import Id, wire_form
from hongshu.platform.media.contracts import Picture
from hongshu.platform.media.queries import list_pictures_by_id
from hongshu.store.catalog.contracts import SkuOfProduct
from hongshu.store.catalog.queries import list_skus_by_id
from hongshu.store.inventory import queries as inventory
from hongshu.store.inventory.contracts import Inspection, Lot, LotAct, Movement, StockLine, Warehouse, Zone

_PAGE = 24
Units = Mapping[Id, UnitView]


def units_of(sku_ids: Collection[Id], language: str) -> dict[Id, UnitView]:
    """SKUs in words; every one that is asked for is in the answer. A query each to catalogue and media."""
    skus = list_skus_by_id(set(sku_ids))
    pictures = list_pictures_by_id({sku.picture_id for sku in skus.values() if sku.picture_id is not None})
    return {key: _unit(key, skus.get(key), pictures, language) for key in sku_ids}


def lots_waiting(*, language: str, cursor: str = "", limit: int = _PAGE) -> LotsPage:
    """Lots that wait for their first verdict, the longest waiting first."""
    asked = (
        inventory.ask_lots_to_inspect(cursor=cursor, limit=limit),
        inventory.ask_lots_to_inspect_count(),
    )
    send(*asked)
    lots, onward = asked[0].answer
    return LotsPage(lots=lot_cards(lots, language), count=asked[1].answer, onward=onward)


def lot_cards(lots: Sequence[Lot], language: str) -> tuple[LotCard, ...]:
    """Cards of lots, in their order. Three queries, none for no lots."""
    if not lots:
        return ()
    asked = inventory.ask_warehouses(), inventory.ask_supplier_names({lot.supplier_id for lot in lots})
    send(*asked)
    names = {each.id: name_of(each, language) for each in asked[0].answer}
    units = units_of([lot.sku_id for lot in lots], language)
    return lot_cards_of(lots, units, names, asked[1].answer)


def lot_cards_of(
    lots: Sequence[Lot], units: Units, warehouses: Mapping[Id, str], suppliers: Mapping[Id, str]
) -> tuple[LotCard, ...]:
    """Cards of lots whose names are known already."""
    return tuple(
        LotCard(
            id=lot.id,
            code=lot.code,
            unit=units[lot.sku_id],
            warehouse=warehouses[lot.warehouse_id],
            supplier=suppliers[lot.supplier_id],
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


def kept_pictures(ids: Sequence[Id]) -> tuple[KeptPicture, ...]:
    """Pictures that were stored and belong to nothing yet. One query, none for no ids."""
    pictures = list_pictures_by_id(ids) if ids else {}
    found = ((key, picture_view(key, pictures)) for key in ids)
    return tuple(KeptPicture(id=key, view=view) for key, view in found if view is not None)


def lot_page(lot_id: Id, *, language: str, shows_cost: bool, cursor: str = "") -> LotPage:
    """One lot with all that happened to it, the newest movements by the page. Eight queries at most.

    Raises LotNotFound, InvalidCursor.
    """
    lot = inventory.get_lot(lot_id)
    asked = (
        inventory.ask_warehouses(),
        inventory.ask_supplier_names([lot.supplier_id]),
        inventory.ask_stock(lot_id=lot_id),
        inventory.ask_movements(lot_id=lot_id, cursor=cursor),
        inventory.ask_lot_acts(lot_id),
        inventory.ask_lot_balances([lot_id]),
        inventory.ask_broken_holds(lot_id),
    )
    send(*asked)
    warehouses, suppliers, stock, moved, acts, balances, holds = asked
    names = {each.id: name_of(each, language) for each in warehouses.answer}
    units = units_of([lot.sku_id], language)
    (card,) = lot_cards_of([lot], units, names, suppliers.answer)
    made = inventory.list_inspections_of_lots([lot_id]).get(lot_id, ())
    movements, onward = moved.answer
    people = list_profiles_by_id(
        {move.actor_id for move in movements if move.actor_id is not None}
        | {act.actor_id for act in acts.answer}
        | {each.inspector_id for each in made}
    )
    pictures = list_pictures_by_id({key for each in made for key in each.picture_ids})
    return LotPage(
        lot=card,
        recall_reason=lot.recall_reason,
        unit_cost=lot.unit_cost if shows_cost else None,
        balance=balances.answer[lot_id],
        places=tuple(_place(line, units, names, {lot.id: lot}) for line in stock.answer[0]),
        warehouses=choices_of((each for each in warehouses.answer if each.is_open), language),
        movements=tuple(
            movement_view(move, names, people, unit=card.unit, lot_code=lot.code) for move in movements
        ),
        onward=onward,
        acts=tuple(_act(act, names, people) for act in acts.answer),
        inspections=tuple(
            _inspection(each, pictures, language, inspector=member_chip(people.get(each.inspector_id), {}))
            for each in made
        ),
        holds=holds.answer,
    )


def movement_view(
    move: Movement,
    warehouses: Mapping[Id, str],
    people: Mapping[Id, Profile],
    *,
    unit: UnitView,
    lot_code: str,
) -> MovementView:
    """A movement in words."""
    return MovementView(
        lot_id=move.lot_id,
        lot_code=lot_code,
        unit=unit,
        warehouse=warehouses[move.warehouse_id],
        kind=move.kind.value,
        quantity=move.quantity,
        reason=move.reason,
        actor=None if move.actor_id is None else member_chip(people.get(move.actor_id), {}),
        moved_at=move.moved_at,
    )


def stock_page(
    *,
    language: str,
    sku_id: Id | None = None,
    warehouse_id: Id | None = None,
    zone: Zone | None = None,
    cursor: str = "",
) -> StockPage:
    """A page of what lies where. Five queries at most."""
    asked = (
        inventory.ask_stock(sku_id=sku_id, warehouse_id=warehouse_id, zone=zone, cursor=cursor),
        inventory.ask_warehouses(),
    )
    send(*asked)
    (lines, onward), warehouses = asked[0].answer, asked[1].answer
    names = {each.id: name_of(each, language) for each in warehouses}
    units = units_of([line.sku_id for line in lines], language)
    lots = inventory.list_lots_by_id({line.lot_id for line in lines})
    return StockPage(
        places=places_of(lines, units, names, lots),
        warehouses=choices_of((each for each in warehouses if each.is_open), language),
        onward=onward,
    )


def places_of(
    lines: Sequence[StockLine], units: Units, names: Mapping[Id, str], lots: Mapping[Id, Lot]
) -> tuple[PlaceView, ...]:
    """Lines of stock in words."""
    return tuple(_place(line, units, names, lots) for line in lines)


def name_of(warehouse: Warehouse, language: str) -> str:
    """A warehouse's name for somebody who reads that language."""
    return warehouse.name_zh if language == "zh" else warehouse.name_en


def choices_of(warehouses: Iterable[Warehouse], language: str) -> tuple[WarehouseChoice, ...]:
    """Warehouses to choose from."""
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


def _act(act: LotAct, warehouses: Mapping[Id, str], people: Mapping[Id, Profile]) -> ActView:
    return ActView(
        kind=act.kind.value,
        warehouse="" if act.warehouse_id is None else warehouses[act.warehouse_id],
        quantity=act.quantity,
        reason=act.reason,
        actor=member_chip(people.get(act.actor_id), {}),
        acted_at=act.acted_at,
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
