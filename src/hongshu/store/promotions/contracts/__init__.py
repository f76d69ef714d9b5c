"""Shapes and refusals of promotions."""

from hongshu.store.promotions.contracts.coupons import (
    CODE_MAX,
    Claimable,
    Coupon,
    CouponBatch,
    CouponBatchDraft,
    CouponState,
)
from hongshu.store.promotions.contracts.flash import (
    FlashItem,
    FlashItemDraft,
    FlashOffer,
    FlashSale,
    FlashSaleDraft,
    FlashTake,
)
from hongshu.store.promotions.contracts.pricing import (
    FLASH_GROUP,
    MEMBER_SOURCE,
    Discount,
    DiscountSource,
    LineToPrice,
    OwnedCoupon,
    PricedCart,
    PricedLine,
    WithinReach,
)
from hongshu.store.promotions.contracts.promotions import (
    AmountOff,
    BundlePrice,
    BuyN,
    Condition,
    Effect,
    Layer,
    PercentOff,
    Promotion,
    PromotionDraft,
    Scope,
)
from hongshu.store.promotions.contracts.refusals import (
    CouponBatchNotFound,
    CouponNotFound,
    CouponNotUsable,
    CouponsGone,
    FlashLimitReached,
    FlashNotRunning,
    FlashSaleNotFound,
    FlashSoldOut,
    InvalidPromotion,
    PromotionNotFound,
)

__all__ = [
    "CODE_MAX", "FLASH_GROUP", "MEMBER_SOURCE", "AmountOff", "BundlePrice", "BuyN", "Claimable", "Condition",
    "Coupon", "CouponBatch", "CouponBatchDraft", "CouponBatchNotFound", "CouponNotFound", "CouponNotUsable",
    "CouponState", "CouponsGone", "Discount", "DiscountSource", "Effect", "FlashItem", "FlashItemDraft",
    "FlashLimitReached", "FlashNotRunning", "FlashOffer", "FlashSale", "FlashSaleDraft", "FlashSaleNotFound",
    "FlashSoldOut", "FlashTake", "InvalidPromotion", "Layer", "LineToPrice", "OwnedCoupon", "PercentOff",
    "PricedCart", "PricedLine", "Promotion", "PromotionDraft", "PromotionNotFound", "Scope", "WithinReach",
]  # fmt: skip
