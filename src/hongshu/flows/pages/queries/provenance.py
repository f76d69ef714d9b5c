"""Where a unit came from, by its code; and the same for the lot that is on sale."""

from __future__ import annotations

from datetime import date

from hongshu.flows.pages.cards import Pictures, picture_view, pictures_for
from hongshu.flows.pages.contracts import PictureView, Viewer
from hongshu.flows.pages.contracts.provenance import (
    AuthorisationView,
    EntryShown,
    GoodsView,
    InspectionShown,
    LotOnSalePage,
    PointView,
    UnitPage,
    WayView,
)
from hongshu.flows.pages.viewers import meet
from hongshu.kernel import clock, settings
from hongshu.kernel.ids import Id
from hongshu.store.catalog.contracts import ProductNotFound, SkuOfProduct
from hongshu.store.catalog.queries import get_product, list_skus_by_id
from hongshu.store.declarations.contracts import Entry
from hongshu.store.declarations.queries import ask_entries
from hongshu.store.provenance.contracts import LotWay, ShownInspection
from hongshu.store.provenance.queries import ask_ways, ask_ways_on_sale, get_unit, list_sample_codes
from hongshu.store.provenance.services import note_look

_NO_BRAND = Id(0)


def unit_page(viewer: Viewer, *, code: str, is_look: bool) -> UnitPage:
    """What everybody who has a unit's code may know of the unit. Raises CodeNotGenuine.

    Counted as a look if it *is_look*. A forged code asks the database nothing.
    """
    unit = get_unit(code)
    sku = list_skus_by_id([unit.sku_id]).get(unit.sku_id)
    brand_id = sku.brand_id if sku else _NO_BRAND
    ways = ask_ways([unit.lot_id], brand_id=brand_id)
    entries = ask_entries([] if unit.order_id is None else [unit.order_id])
    meet(viewer, ways, entries)
    way = ways.answer[unit.lot_id]
    pictures = pictures_for(viewer, pictures_of_way(way, sku))
    entry = entries.answer.get(unit.order_id) if unit.order_id is not None else None
    if is_look:
        note_look(unit=unit, looker=str(viewer.user_id or viewer.visitor))
    looks = unit.looks
    return UnitPage(
        code=unit.code,
        printed=unit.printed,
        goods=None if sku is None else _goods(sku, pictures, viewer),
        way=way_view(way, pictures, viewer),
        month=unit.month,
        issued_on=unit.issued_on,
        voided_on=unit.voided_on,
        entry=None if entry is None else _entry(entry),
        looks=looks.looks + is_look,
        lookers=max(looks.lookers, 1 if is_look else 0),
        first_look_on=looks.first_on or business_day(),
        pattern=looks.pattern.value,
    )


def lot_on_sale_page(viewer: Viewer, *, product_id: Id, sku_id: Id | None = None) -> LotOnSalePage:
    """The way of the lot of a product that is sold next, of *sku_id* or the product's first SKU.

    Raises ProductNotFound.
    """
    product = get_product(product_id)
    wanted = next((sku for sku in product.skus if sku.id == sku_id), next(iter(product.skus), None))
    if wanted is None:
        raise ProductNotFound
    ways = ask_ways_on_sale([wanted.id], brand_id=product.summary.brand_id)
    meet(viewer, ways)
    way = ways.answer.get(wanted.id)
    summary = product.summary
    shown = [] if summary.picture_id is None else [summary.picture_id]
    pictures = pictures_for(viewer, [*shown, *(pictures_of_way(way, None) if way else ())])
    name = summary.name.in_language(viewer.language)
    return LotOnSalePage(
        goods=GoodsView(
            product_id=product_id,
            sku_id=wanted.id,
            name=name,
            brand=summary.brand_name.in_language(viewer.language),
            option=wanted.option.in_language(viewer.language),
            picture=picture_view(summary.picture_id, pictures, name),
        ),
        way=None if way is None else way_view(way, pictures, viewer),
    )


def sample_codes() -> tuple[str, ...]:
    """Codes to try, as they are printed; only in a demonstration. One query, none elsewhere."""
    if not settings.current().demo:
        return ()
    return tuple(
        "-".join(code[place : place + 4] for place in range(0, len(code), 4)) for code in list_sample_codes()
    )


def way_view(way: LotWay, pictures: Pictures, viewer: Viewer) -> WayView:
    """The way of a lot in the language of the page."""
    today = business_day()
    is_zh = viewer.language == "zh"
    inspection = way.inspection
    return WayView(
        lot_code=way.lot_code,
        supplier=way.supplier_name,
        supplier_country=way.supplier_country,
        authorisation=_authorisation(way, pictures),
        ordered_month=way.ordered_month,
        received_on=way.received_on,
        warehouse=way.warehouse_name_zh if is_zh else way.warehouse_name_en,
        warehouse_kind=way.warehouse_kind.value,
        warehouse_country=way.warehouse_country,
        customs_port=way.customs_port,
        inspection=None if inspection is None else _inspection(inspection, pictures, is_zh=is_zh),
        produced_on=way.produced_on,
        expires_on=way.expires_on,
        days_left=None if way.expires_on is None else (way.expires_on - today).days,
        life_share=_life_share(way.produced_on, way.expires_on, today),
        recalled_on=way.recalled_on,
        recall_reason=way.recall_reason,
    )


def pictures_of_way(way: LotWay, sku: SkuOfProduct | None) -> list[Id]:
    """Every picture that a page of the way shows."""
    found = [] if sku is None or sku.picture_id is None else [sku.picture_id]
    found += way.inspection.picture_ids if way.inspection else ()
    return [*found, *(way.authorisation.document_ids if way.authorisation else ())]


def business_day() -> date:
    """The calendar day where the business is."""
    return clock.business_day()


def _goods(sku: SkuOfProduct, pictures: Pictures, viewer: Viewer) -> GoodsView:
    name = sku.product_name.in_language(viewer.language)
    return GoodsView(
        product_id=sku.product_id,
        sku_id=sku.sku.id,
        name=name,
        brand=sku.brand_name.in_language(viewer.language),
        option=sku.sku.option.in_language(viewer.language),
        picture=picture_view(sku.picture_id, pictures, name),
    )


def _entry(entry: Entry) -> EntryShown:
    released = entry.released_at
    return EntryShown(
        mode=entry.mode.value,
        port=entry.port_code,
        list_number=entry.list_number,
        released_on=None if released is None else clock.business_day(released),
    )


def _authorisation(way: LotWay, pictures: Pictures) -> AuthorisationView | None:
    shown = way.authorisation
    if shown is None:
        return None
    return AuthorisationView(
        number=shown.number,
        valid_from=shown.valid_from,
        valid_until=shown.valid_until,
        state=shown.state.value,
        held_when_bought=shown.held_when_bought,
        documents=_shots(shown.document_ids, pictures),
    )


def _inspection(made: ShownInspection, pictures: Pictures, *, is_zh: bool) -> InspectionShown:
    return InspectionShown(
        verdict=made.verdict.value,
        decided_on=made.decided_on,
        attempts=made.attempts,
        sample_size=made.sample_size,
        accept_number=made.accept_number,
        code_letter=made.code_letter,
        aql=made.aql,
        defects_found=made.defects_found,
        points=tuple(
            PointView(
                name=point.name_zh if is_zh else point.name_en,
                is_critical=point.is_critical,
                is_fine=point.is_fine,
            )
            for point in made.points
        ),
        conditions=made.conditions_zh if is_zh else made.conditions_en,
        pictures=_shots(made.picture_ids, pictures),
    )


def _shots(ids: tuple[Id, ...], pictures: Pictures) -> tuple[PictureView, ...]:
    return tuple(shot for key in ids if (shot := picture_view(key, pictures)) is not None)


def _life_share(produced_on: date | None, expires_on: date | None, today: date) -> float | None:
    if produced_on is None or expires_on is None:
        return None
    return min(1.0, max(0.0, (today - produced_on).days / (expires_on - produced_on).days))
