"""A cart with its prices, what is told of changes, and what a little more would bring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hongshu.flows.pages.cards import FALLBACK_COLOR, Pictures, picture_view, pictures_for
from hongshu.flows.pages.contracts import (
    CartGroup,
    CartLineView,
    CartPage,
    OffView,
    ReachView,
    Viewer,
)
from hongshu.flows.pages.queries.shipping import estimated_tax, shipping_of
from hongshu.flows.pages.viewers import meet
from hongshu.kernel import clock
from hongshu.kernel.asking import send
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.store.carts.contracts import QUANTITY_MAX, CartLine
from hongshu.store.carts.queries import ask_cart, ask_units
from hongshu.store.catalog.contracts import Prices, SkuOfProduct
from hongshu.store.catalog.queries import list_prices_at, list_products_by_id, list_skus_by_id
from hongshu.store.inventory.contracts import WarehouseKind
from hongshu.store.inventory.queries import ask_sellable_by_kind
from hongshu.store.promotions.contracts import (
    Discount,
    FlashOffer,
    LineToPrice,
    PricedCart,
    PricedLine,
)
from hongshu.store.promotions.queries import (
    ask_active,
    ask_offers,
    best_coupons,
    line_to_price,
    list_usable,
    price_cart,
)

# Fewer than that are told.
FEW = 10
_REACH_SHOWN = 2


@dataclass(frozen=True, slots=True)
class _Judged:
    """What became of the lines: together, each alone, and for each its state, its way and what is left."""

    priced: PricedCart
    alone: Mapping[int, PricedLine]
    stock: Mapping[Id, tuple[str, str, int]]


@dataclass(frozen=True, slots=True)
class _Known:
    """What was read for the lines of a cart."""

    skus: Mapping[Id, SkuOfProduct]
    prices: Mapping[Id, Prices]
    sellable: Mapping[Id, Mapping[WarehouseKind, int]]
    for_sale: frozenset[Id]
    pictures: Pictures
    at: datetime


def cart_units(viewer: Viewer) -> int:
    """How many units are in the viewer's cart: the badge of every page."""
    units = viewer.own.get("cart_units")
    if units is None:
        units = viewer.own["cart_units"] = ask_units(viewer.cart_id)
    return int(units.answer)


def cart_page(viewer: Viewer) -> CartPage:
    """The viewer's cart, priced for them, with the coupon of theirs that saves most."""
    at = clock.now()
    is_guest = viewer.user_id is None
    asked, active = ask_cart(viewer.cart_id, is_guest=is_guest), ask_active(at)
    meet(viewer, asked, active)
    lines = asked.answer.lines
    known, flash = _read(viewer, lines, at)
    views = {line.id: _stock_of(line, known) for line in lines}
    to_price = [
        line_to_price(
            key=line.id,
            sku=known.skus[line.sku_id],
            quantity=line.quantity,
            prices=known.prices.get(line.sku_id),
        )
        for line in lines
        if views[line.id][0] not in ("gone", "sold_out")
    ]
    chosen_ids = {line.id for line in lines if line.is_chosen}
    chosen = [one for one in to_price if one.key in chosen_ids]
    priced = price_cart(lines=chosen, promotions=active.answer, flash=flash, is_member=not is_guest)
    if viewer.user_id is not None and chosen:
        coupons = list_usable(viewer.user_id, at)
        best = best_coupons(lines=chosen, promotions=active.answer, coupons=coupons, flash=flash)[:1]
        if best:
            priced = price_cart(
                lines=chosen, promotions=active.answer, coupons=best, flash=flash, is_member=True
            )
    alone = _alone(to_price, flash, is_member=not is_guest)
    shown = _line_views(viewer, lines, _Judged(priced, alone, views), known)
    groups = _groups(shown, priced, known)
    taxes = [group.tax for group in groups if group.tax is not None]
    return CartPage(
        groups=groups,
        idle=tuple(one for one in shown.values() if not one.can_be_bought),
        units=sum(line.quantity for line in lines),
        chosen_units=sum(line.quantity for line in priced.lines),
        before=Money(priced.before_minor),
        offs=offs_view(priced.by_source, viewer),
        total=Money(priced.total_minor),
        tax=Money(sum(tax.amount_minor for tax in taxes)) if taxes else None,
        reach=_reach_view(priced, viewer),
        is_guest=is_guest,
    )


def offs_view(discounts: Sequence[Discount], viewer: Viewer) -> tuple[OffView, ...]:
    """Discounts in the viewer's language."""
    return tuple(
        OffView(one.source.value, one.name.in_language(viewer.language), Money(one.amount_minor))
        for one in discounts
    )


def _read(viewer: Viewer, lines: Sequence[CartLine], at: datetime) -> tuple[_Known, tuple[FlashOffer, ...]]:
    sku_ids = [line.sku_id for line in lines]
    skus = list_skus_by_id(sku_ids)
    offers = ask_offers(sku_ids, at, user_id=viewer.user_id)
    sellable = ask_sellable_by_kind(sku_ids)
    send(offers, sellable)
    shown = list_products_by_id({sku.product_id for sku in skus.values()})
    pictures = pictures_for(viewer, [sku.picture_id for sku in skus.values() if sku.picture_id is not None])
    known = _Known(
        skus=skus,
        prices=list_prices_at(sku_ids, at),
        sellable=sellable.answer,
        for_sale=frozenset(shown),
        pictures=pictures,
        at=at,
    )
    return known, offers.answer


def _stock_of(line: CartLine, known: _Known) -> tuple[str, str, int]:
    """The state of a line, how it is shipped, and how many can be had from there."""
    sku = known.skus.get(line.sku_id)
    if sku is None or sku.product_id not in known.for_sale:
        return "gone", "", 0
    shipping, left = shipping_of(known.sellable.get(line.sku_id, {}), line.quantity)
    if left == 0:
        return "sold_out", shipping, 0
    if left < line.quantity:
        return "short", shipping, left
    return ("few" if left < FEW else "ok"), shipping, left


def _alone(
    lines: Sequence[LineToPrice], flash: Sequence[FlashOffer], *, is_member: bool
) -> dict[int, PricedLine]:
    """What one unit of each line costs by itself, whatever else is in the cart."""
    found: dict[int, PricedLine] = {}
    for line in lines:
        one = LineToPrice(
            key=line.key,
            sku_id=line.sku_id,
            product_id=line.product_id,
            quantity=1,
            selling_minor=line.selling_minor,
            list_minor=line.list_minor,
            member_minor=line.member_minor,
        )
        found[line.key] = price_cart(lines=[one], flash=flash, is_member=is_member).lines[0]
    return found


def _line_views(
    viewer: Viewer,
    lines: Sequence[CartLine],
    judged: _Judged,
    known: _Known,
) -> dict[Id, CartLineView]:
    of_line = {line.key: line for line in judged.priced.lines}
    found = {}
    for line in lines:
        sku = known.skus.get(line.sku_id)
        if sku is None:
            continue
        state, _, left = judged.stock[line.id]
        one, whole = judged.alone.get(line.id), of_line.get(line.id)
        unit = sku.sku.price.amount_minor if one is None else one.total_minor
        usual = unit if one is None else one.before_minor
        struck = unit if one is None else one.list_minor
        found[line.id] = CartLineView(
            id=line.id,
            sku_id=line.sku_id,
            product_id=sku.product_id,
            name=sku.product_name.in_language(viewer.language),
            option=sku.sku.option.in_language(viewer.language),
            brand_name=sku.brand_name.in_language(viewer.language),
            picture=picture_view(sku.picture_id, known.pictures),
            color=FALLBACK_COLOR,
            quantity=line.quantity,
            most=max(1, min(QUANTITY_MAX, left)),
            is_chosen=line.is_chosen,
            unit=Money(unit),
            struck=Money(struck) if struck > unit else None,
            total=Money(unit * line.quantity if whole is None else whole.total_minor),
            offs=offs_view(whole.discounts if whole else (), viewer),
            before=Money(line.seen_price_minor) if one and line.seen_price_minor != usual else None,
            state=state,
            left=left,
        )
    return found


def _groups(shown: Mapping[Id, CartLineView], priced: PricedCart, known: _Known) -> tuple[CartGroup, ...]:
    by_shipping: dict[str, list[CartLineView]] = {}
    for line in shown.values():
        if line.can_be_bought:
            shipping, _ = shipping_of(known.sellable.get(line.sku_id, {}), line.quantity)
            by_shipping.setdefault(shipping, []).append(line)
    totals = {line.key: line for line in priced.lines}
    day: date = known.at.date()
    groups = []
    for kind in (WarehouseKind.DOMESTIC, WarehouseKind.BONDED, WarehouseKind.OVERSEAS):
        lines = by_shipping.get(kind.value, [])
        if lines:
            taxed = [(known.skus[one.sku_id], totals[one.id]) for one in lines if one.id in totals]
            tax = estimated_tax(kind, taxed, on=day)
            groups.append(CartGroup(shipping=kind.value, lines=tuple(lines), tax=tax))
    return tuple(groups)


def _reach_view(priced: PricedCart, viewer: Viewer) -> tuple[ReachView, ...]:
    return tuple(
        ReachView(
            name=one.name.in_language(viewer.language),
            missing=Money(one.missing_minor) if one.missing_minor else None,
            missing_units=one.missing_units,
            gives=Money(one.gives_minor) if one.gives_minor else None,
        )
        for one in priced.within_reach[:_REACH_SHOWN]
    )
