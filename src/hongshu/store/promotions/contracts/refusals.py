"""Refusals of promotions."""

from __future__ import annotations

from hongshu.kernel.errors import DomainError, NotFound, RefusalKind


class PromotionNotFound(NotFound):
    """No promotion has that id."""

    code = "promotion_not_found"


class CouponBatchNotFound(NotFound):
    """Nothing to claim has that id or code."""

    code = "coupon_batch_not_found"


class CouponNotFound(NotFound):
    """This member has no such coupon."""

    code = "coupon_not_found"


class FlashSaleNotFound(NotFound):
    """No flash sale has that id."""

    code = "flash_sale_not_found"


class InvalidPromotion(DomainError):
    """A promotion, batch or flash sale cannot be made like this; ``field`` says where, ``why`` what."""

    code = "invalid_promotion"


class CouponsGone(DomainError):
    """No more can be claimed. Details: ``why`` (total, per_day, per_member, not_now)."""

    code = "coupons_gone"
    kind = RefusalKind.CONFLICT


class CouponNotUsable(DomainError):
    """A coupon has been used or has expired in the meantime."""

    code = "coupon_not_usable"
    kind = RefusalKind.CONFLICT


class FlashNotRunning(DomainError):
    """The flash sale is over, or has not begun."""

    code = "flash_not_running"
    kind = RefusalKind.CONFLICT


class FlashSoldOut(DomainError):
    """Less of the flash sale's quota is left than is wanted."""

    code = "flash_sold_out"
    kind = RefusalKind.CONFLICT


class FlashLimitReached(DomainError):
    """One member may not have that many of a flash sale. Details: ``most``."""

    code = "flash_limit_reached"
    kind = RefusalKind.CONFLICT
