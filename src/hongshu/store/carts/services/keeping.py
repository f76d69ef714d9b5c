"""Ending carts and wish lists that nobody comes back to."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now

from hongshu.kernel.ids import Id
from hongshu.store.carts.contracts import GUEST_CART_KEPT_DAYS
from hongshu.store.carts.models import CartRow, LineRow, WishRow


@transaction.atomic
def sweep_guest_carts(*, limit: int = 500) -> int:
    """Delete guests' carts whose key is no longer taken; how many, at most *limit*. Call until 0."""
    old = Now() - timedelta(days=GUEST_CART_KEPT_DAYS)
    rows = CartRow.objects.select_for_update(skip_locked=True).filter(is_guest=True, touched_at__lt=old)
    keys = list(rows.order_by("touched_at").values_list("id", flat=True)[:limit])
    LineRow.objects.filter(cart_id__in=keys).delete()
    CartRow.objects.filter(id__in=keys).delete()
    return len(keys)


@transaction.atomic
def forget_member(user_id: Id) -> int:
    """Delete the cart and the wish list of a member who leaves; how many rows."""
    rows = (
        LineRow.objects.filter(cart_id=user_id),
        CartRow.objects.filter(id=user_id),
        WishRow.objects.filter(user_id=user_id),
    )
    return sum(each.delete()[0] for each in rows)
