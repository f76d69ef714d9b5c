"""Using coupons and flash quotas in a checkout, and giving them back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

from hongshu.kernel.ids import Id, new_ids
from hongshu.store.promotions.contracts import (
    CouponNotUsable,
    FlashLimitReached,
    FlashNotRunning,
    FlashSoldOut,
    FlashTake,
)

_USE = """
UPDATE promotions_coupon AS c SET checkout_id = %(checkout)s,
    used_at = coalesce(c.used_at, statement_timestamp())
FROM (SELECT id FROM promotions_coupon WHERE id = ANY(%(coupons)s) AND user_id = %(user)s
    ORDER BY id FOR NO KEY UPDATE) AS locked
WHERE c.id = locked.id AND c.user_id = %(user)s AND (
    c.checkout_id = %(checkout)s OR c.checkout_id IS NULL AND c.expires_at > statement_timestamp()
    AND EXISTS (SELECT FROM promotions_batch AS b JOIN promotions_promotion AS p ON p.id = b.promotion_id
        WHERE b.id = c.batch_id AND (p.ends_at IS NULL OR p.ends_at > statement_timestamp())))
RETURNING c.id
"""
# The take and the member's share are rows of one member; the hot row of the item comes after, by itself.
_TAKE = """
WITH taken AS (
    INSERT INTO promotions_flash_take (id, user_id, checkout_id, flash_item_id, quantity)
    VALUES (%(take_id)s, %(user)s, %(checkout)s, %(item)s, %(quantity)s)
    ON CONFLICT (checkout_id, flash_item_id, user_id) DO NOTHING RETURNING quantity
), shared AS (
    INSERT INTO promotions_flash_share AS s (id, user_id, flash_item_id, quantity, most)
    SELECT %(share_id)s, %(user)s, i.id, taken.quantity, i.per_member FROM taken, promotions_flash_item AS i
    WHERE i.id = %(item)s AND taken.quantity <= i.per_member
    ON CONFLICT (user_id, flash_item_id) DO UPDATE SET quantity = s.quantity + excluded.quantity
    WHERE s.quantity + excluded.quantity <= s.most RETURNING s.quantity
)
SELECT (SELECT count(*) FROM taken), (SELECT count(*) FROM shared)
"""
_SELL = """
UPDATE promotions_flash_item AS i SET sold = i.sold + %(quantity)s
WHERE i.id = %(item)s AND i.sold + %(quantity)s <= i.quota AND EXISTS (
    SELECT FROM promotions_flash_sale AS s WHERE s.id = i.sale_id
    AND s.starts_at <= statement_timestamp() AND s.ends_at > statement_timestamp())
RETURNING i.sold
"""
_WHY_NOT = """
SELECT i.per_member, s.starts_at <= statement_timestamp() AND s.ends_at > statement_timestamp()
FROM promotions_flash_item AS i JOIN promotions_flash_sale AS s ON s.id = i.sale_id WHERE i.id = %(item)s
"""
_GIVE_COUPONS_BACK = """
UPDATE promotions_coupon SET checkout_id = NULL, used_at = NULL WHERE checkout_id = %(checkout)s
"""
_GIVE_TAKES_BACK = """
DELETE FROM promotions_flash_take WHERE checkout_id = %(checkout)s RETURNING flash_item_id, user_id, quantity
"""
_UNSHARE = """
UPDATE promotions_flash_share SET quantity = quantity - %(quantity)s
WHERE user_id = %(user)s AND flash_item_id = %(item)s
"""
_UNSELL = "UPDATE promotions_flash_item SET sold = sold - %(quantity)s WHERE id = %(item)s"


@transaction.atomic
def redeem(
    *, checkout_id: Id, user_id: Id, coupon_ids: Sequence[Id] = (), flash: Sequence[FlashTake] = ()
) -> None:
    """Use coupons, and units of flash sales, in a checkout: all or none, in the caller's transaction.

    Idempotent on the checkout: what it has already is not used again. Nothing to use asks nothing; the
    coupons are one statement, each item of a flash sale two. Items are locked in the order of their ids, the
    item's row until the transaction ends: let little come after. Raises CouponNotUsable, FlashNotRunning,
    FlashSoldOut, FlashLimitReached.
    """
    wanted = sorted(set(coupon_ids))
    if wanted:
        values = {"checkout": checkout_id, "coupons": wanted, "user": user_id}
        if len(_rows(_USE, values)) != len(wanted):
            raise CouponNotUsable
    for take in sorted(flash, key=lambda one: one.item_id):
        assert take.quantity > 0, "nothing is not taken"
        _take(checkout_id, user_id, take)


@transaction.atomic
def give_back(*, checkout_id: Id) -> None:
    """Give back what a checkout used: its coupons can be used until they expire, its units be sold again.

    Idempotent; a checkout that used nothing gives nothing back.
    """
    values: dict[str, Any] = {"checkout": checkout_id}
    with connection.cursor() as cursor:
        cursor.execute(_GIVE_COUPONS_BACK, values)
    for item_id, user_id, quantity in sorted(_rows(_GIVE_TAKES_BACK, values)):
        of_one = {"item": item_id, "user": user_id, "quantity": quantity}
        with connection.cursor() as cursor:
            cursor.execute(_UNSHARE, of_one)
            cursor.execute(_UNSELL, of_one)


def _take(checkout_id: Id, user_id: Id, take: FlashTake) -> None:
    take_id, share_id = new_ids(2)
    values = {
        "take_id": take_id,
        "share_id": share_id,
        "user": user_id,
        "checkout": checkout_id,
        "item": take.item_id,
        "quantity": take.quantity,
    }
    [(taken, shared)] = _rows(_TAKE, values)
    if not taken:
        return
    if shared and _rows(_SELL, values):
        return
    # Nothing is kept of this: the refusal ends the transaction.
    [(most, is_running)] = _rows(_WHY_NOT, values) or [(0, False)]
    if not is_running:
        raise FlashNotRunning
    if not shared:
        raise FlashLimitReached(most=most)
    raise FlashSoldOut


def _rows(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
