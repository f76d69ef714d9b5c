"""Staff's view of promotions: what runs, and what a cart would cost by one that is not made yet."""

from __future__ import annotations

from collections.abc import Sequence

from hongshu.flows.pages.contracts import Viewer
from hongshu.flows.pages.contracts.promoting import (
    BatchRow,
    FlashRow,
    PreviewLine,
    PromotionPreview,
    PromotionRow,
    PromotionsDesk,
)
from hongshu.flows.pages.queries.promotions import coupon_view
from hongshu.kernel import clock
from hongshu.kernel.ids import HIGHEST_ID, Id
from hongshu.kernel.money import Money
from hongshu.store.catalog.contracts import SkuNotFound
from hongshu.store.catalog.queries import list_prices_at, list_skus_by_id
from hongshu.store.promotions.contracts import OwnedCoupon, Promotion, PromotionDraft
from hongshu.store.promotions.queries import (
    drafted,
    line_to_price,
    list_active,
    list_batches,
    list_flash_sales,
    list_offers,
    list_promotions,
    price_cart,
)

_SHOWN = 100


def promotions_desk(*, language: str) -> PromotionsDesk:
    """All promotions, batches and flash sales, the newest first. Five queries."""
    at = clock.now()
    viewer = Viewer(user_id=None, language=language)
    sales = list_flash_sales(at, with_past=True, limit=20)
    skus = list_skus_by_id({item.sku_id for sale in sales for item in sale.items})
    return PromotionsDesk(
        promotions=tuple(_row(one, viewer) for one in list_promotions(limit=_SHOWN)),
        batches=tuple(
            BatchRow(
                id=one.id,
                name=one.promotion.name.in_language(language),
                code=one.code,
                is_public=one.is_public,
                claimed=one.claimed,
                total=one.total,
                per_day=one.per_day,
                per_member=one.per_member,
                starts_at=one.starts_at,
                ends_at=one.ends_at,
            )
            for one in list_batches(limit=_SHOWN)
        ),
        flash=tuple(
            FlashRow(
                id=sale.id,
                name=sale.name.in_language(language),
                starts_at=sale.starts_at,
                ends_at=sale.ends_at,
                items=tuple(
                    (skus[item.sku_id].sku.code, Money(item.price_minor), item.sold, item.quota)
                    for item in sale.items
                    if item.sku_id in skus
                ),
            )
            for sale in sales
        ),
    )


def preview(draft: PromotionDraft, wanted: Sequence[tuple[Id, int]], *, language: str) -> PromotionPreview:
    """What a member's cart costs now, and what it would cost with one more promotion.

    Four queries. Raises InvalidPromotion, SkuNotFound.
    """
    at = clock.now()
    tried = drafted(draft, promotion_id=Id(HIGHEST_ID))
    skus = list_skus_by_id([key for key, _ in wanted])
    if len(skus) != len({key for key, _ in wanted}):
        raise SkuNotFound
    prices = list_prices_at(list(skus), at)
    lines = [
        line_to_price(key=place, sku=skus[key], quantity=quantity, prices=prices.get(key))
        for place, (key, quantity) in enumerate(wanted)
    ]
    active, flash = list_active(at), list_offers(list(skus), at, user_id=None)
    now = price_cart(lines=lines, promotions=active, flash=flash, is_member=True)
    coupons = [OwnedCoupon(Id(HIGHEST_ID), tried)] if tried.by_coupon else []
    others = active if tried.by_coupon else (*active, tried)
    then = price_cart(lines=lines, promotions=others, coupons=coupons, flash=flash, is_member=True)
    return PromotionPreview(
        now=Money(now.total_minor),
        then=Money(then.total_minor),
        lines=tuple(
            PreviewLine(
                name=skus[key].product_name.in_language(language),
                code=skus[key].sku.code,
                quantity=quantity,
                now=Money(before.total_minor),
                then=Money(after.total_minor),
                offs=tuple(
                    (off.name.in_language(language), Money(off.amount_minor)) for off in after.discounts
                ),
            )
            for (key, quantity), before, after in zip(wanted, now.lines, then.lines, strict=True)
        ),
    )


def _row(one: Promotion, viewer: Viewer) -> PromotionRow:
    assert one.starts_at is not None
    gives = coupon_view(one, viewer, key=one.id, state="", ends_at=one.starts_at)
    return PromotionRow(
        id=one.id,
        name=gives.name,
        layer=one.layer.value,
        group=one.group,
        combines_with=one.combines_with,
        effect=gives.effect,
        amount=gives.amount,
        part=gives.part,
        at_most=gives.at_most,
        least=gives.least,
        least_units=one.condition.at_least_units,
        categories=one.condition.scope.category_slugs,
        is_for_members=one.condition.is_for_members,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
    )
