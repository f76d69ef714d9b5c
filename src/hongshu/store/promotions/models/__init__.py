"""Tables of promotions."""

from hongshu.store.promotions.models.coupons import BatchRow, CouponRow
from hongshu.store.promotions.models.flash import FlashItemRow, FlashSaleRow, FlashShareRow, FlashTakeRow
from hongshu.store.promotions.models.promotions import PromotionRow

__all__ = [
    "BatchRow",
    "CouponRow",
    "FlashItemRow",
    "FlashSaleRow",
    "FlashShareRow",
    "FlashTakeRow",
    "PromotionRow",
]
