"""Promotions, coupons and flash sales for tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hongshu.kernel.ids import Id
from hongshu.store.catalog.contracts import Text
from hongshu.store.catalog.queries import list_skus_of_products
from hongshu.store.promotions.contracts import (
    AmountOff,
    CouponBatchDraft,
    FlashItemDraft,
    FlashSaleDraft,
    Layer,
    PromotionDraft,
)
from hongshu.store.promotions.services import save_batch, save_flash_sale, save_promotion

BUYER = Id(7)
HOUR = timedelta(hours=1)


def now() -> datetime:
    """The real moment: deadlines are judged by the database's clock."""
    return datetime.now(tz=UTC)


def promotion(**changes: object) -> Id:
    """¥40 off, for everybody, running."""
    values: dict[str, object] = {
        "name": Text(zh="满减", en="Off"),
        "layer": Layer.ORDER,
        "effect": AmountOff(4_000),
        "starts_at": now() - HOUR,
        "ends_at": now() + HOUR,
    }
    return save_promotion(actor_id=BUYER, draft=PromotionDraft(**{**values, **changes}))  # type: ignore[arg-type]


def coupon_promotion(**changes: object) -> Id:
    """¥40 off for who brings a coupon."""
    return promotion(layer=Layer.COUPON, by_coupon=True, **changes)


def batch(promotion_id: Id | None = None, **changes: object) -> Id:
    """Coupons that everybody can claim once."""
    values: dict[str, object] = {
        "promotion_id": promotion_id or coupon_promotion(),
        "starts_at": now() - HOUR,
        "ends_at": now() + HOUR,
        "valid_until": now() + 24 * HOUR,
    }
    return save_batch(actor_id=BUYER, draft=CouponBatchDraft(**{**values, **changes}))  # type: ignore[arg-type]


def flash_sale(product_id: Id, *, price_minor: int = 5_000, quota: int = 10, **changes: object) -> Id:
    """A flash sale of a product's first SKU, running; at most two to a member."""
    per_member = changes.pop("per_member", 2)
    [sku_id, *_] = list_skus_of_products([product_id])[product_id]
    item = FlashItemDraft(sku_id, price_minor, quota, per_member)  # type: ignore[arg-type]
    values: dict[str, object] = {
        "name": Text(zh="闪购", en="Flash"),
        "starts_at": now() - HOUR,
        "ends_at": now() + HOUR,
        "items": (item,),
    }
    return save_flash_sale(actor_id=BUYER, draft=FlashSaleDraft(**{**values, **changes}))  # type: ignore[arg-type]
