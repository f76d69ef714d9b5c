"""Commands of promotions."""

from hongshu.store.promotions.services.coupons import (
    claim_coupon,
    end_batch,
    forget_member,
    issue_coupons,
    save_batch,
    save_with_coupons,
)
from hongshu.store.promotions.services.flash import end_flash_sale, save_flash_sale
from hongshu.store.promotions.services.promotions import end_promotion, save_promotion
from hongshu.store.promotions.services.redeeming import give_back, redeem

__all__ = [
    "claim_coupon",
    "end_batch",
    "end_flash_sale",
    "end_promotion",
    "forget_member",
    "give_back",
    "issue_coupons",
    "redeem",
    "save_batch",
    "save_flash_sale",
    "save_promotion",
    "save_with_coupons",
]
