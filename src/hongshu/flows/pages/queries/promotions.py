"""Coupons and flash sales as people see them."""

from __future__ import annotations

from datetime import datetime

from hongshu.flows.pages.cards import FALLBACK_COLOR, picture_view, pictures_for
from hongshu.flows.pages.contracts import (
    CouponsPage,
    CouponView,
    FlashItemView,
    FlashPage,
    FlashSaleView,
    Viewer,
)
from hongshu.flows.pages.viewers import meet
from hongshu.kernel import clock
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.store.catalog.contracts import SkuOfProduct
from hongshu.store.catalog.queries import list_products_by_id, list_skus_by_id
from hongshu.store.promotions.contracts import (
    AmountOff,
    BundlePrice,
    BuyN,
    Claimable,
    Coupon,
    CouponState,
    FlashItem,
    PercentOff,
    Promotion,
)
from hongshu.store.promotions.queries import ask_claimable, ask_coupons_of, list_flash_sales

_AHEAD_S = 24 * 3600
_PARTS = 100


def coupons_page(viewer: Viewer) -> CouponsPage:
    """What can be claimed, and the coupons of the viewer by their state."""
    at = clock.now()
    claimable = ask_claimable(viewer.user_id, at)
    if viewer.user_id is None:
        meet(viewer, claimable)
        mine: tuple[Coupon, ...] = ()
    else:
        asked = ask_coupons_of(viewer.user_id, at)
        meet(viewer, claimable, asked)
        mine = asked.answer
    views = [_coupon(one, viewer) for one in mine]
    return CouponsPage(
        claimable=tuple(_claimable(one, viewer) for one in claimable.answer),
        usable=tuple(one for one in views if one.state == CouponState.USABLE.value),
        used=tuple(one for one in views if one.state == CouponState.USED.value),
        expired=tuple(one for one in views if one.state == CouponState.EXPIRED.value),
    )


def coupon_view(
    promotion: Promotion, viewer: Viewer, *, key: Id, state: str, ends_at: datetime, left: int | None = None
) -> CouponView:
    """What a coupon of a promotion gives."""
    effect = promotion.effect
    amount = part = at_most = 0
    if isinstance(effect, AmountOff):
        kind, amount = "amount", effect.amount_minor
    elif isinstance(effect, PercentOff):
        kind, part, at_most = "percent", effect.ten_thousandths, effect.at_most_minor
    elif isinstance(effect, BuyN):
        kind, part = "buy_n", effect.ten_thousandths
    else:
        assert isinstance(effect, BundlePrice)
        kind, amount = "bundle", effect.price_minor
    least = promotion.condition.at_least_minor
    return CouponView(
        id=key,
        name=promotion.name.in_language(viewer.language),
        effect=kind,
        amount=Money(amount) if amount else None,
        part=part,
        at_most=Money(at_most) if at_most else None,
        least=Money(least) if least else None,
        ends_at=ends_at,
        state=state,
        left=left,
    )


def flash_page(viewer: Viewer) -> FlashPage:
    """The flash sales that run, and those of the next day; by the server's clock."""
    at = clock.now()
    meet(viewer)
    sales = list_flash_sales(at, ahead_s=_AHEAD_S)
    skus = list_skus_by_id({item.sku_id for sale in sales for item in sale.items})
    shown = list_products_by_id({sku.product_id for sku in skus.values()})
    pictures = pictures_for(viewer, [sku.picture_id for sku in skus.values() if sku.picture_id is not None])

    def item_view(item: FlashItem, sku: SkuOfProduct) -> FlashItemView:
        return FlashItemView(
            sku_id=item.sku_id,
            product_id=sku.product_id,
            name=sku.product_name.in_language(viewer.language),
            option=sku.sku.option.in_language(viewer.language),
            brand_name=sku.brand_name.in_language(viewer.language),
            picture=picture_view(sku.picture_id, pictures),
            color=shown[sku.product_id].color or FALLBACK_COLOR,
            price=Money(item.price_minor),
            usual=sku.sku.price,
            sold_part=item.sold * _PARTS // item.quota,
            is_sold_out=item.sold >= item.quota,
            per_member=item.per_member,
        )

    return FlashPage(
        sales=tuple(
            FlashSaleView(
                id=sale.id,
                name=sale.name.in_language(viewer.language),
                starts_at=sale.starts_at,
                ends_at=sale.ends_at,
                is_running=sale.starts_at <= at,
                items=tuple(
                    item_view(item, skus[item.sku_id])
                    for item in sale.items
                    if item.sku_id in skus and skus[item.sku_id].product_id in shown
                ),
            )
            for sale in sales
        ),
        now=at,
    )


def _coupon(one: Coupon, viewer: Viewer) -> CouponView:
    return coupon_view(one.promotion, viewer, key=one.id, state=one.state.value, ends_at=one.expires_at)


def _claimable(one: Claimable, viewer: Viewer) -> CouponView:
    state = "claimable"
    if one.mine >= one.per_member:
        state = "claimed"
    elif one.left is not None and one.left <= 0:
        state = "gone"
    return coupon_view(
        one.promotion, viewer, key=one.batch_id, state=state, ends_at=one.ends_at, left=one.left
    )
