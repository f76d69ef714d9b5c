"""Wishing, and noticing what became of what is wished for."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction

from hongshu.kernel import outbox
from hongshu.kernel.ids import Id, new_id
from hongshu.store.carts.contracts import (
    WISHES_MAX,
    WishGotCheaper,
    WishIsBack,
    WishListFull,
)
from hongshu.store.carts.models import CartRow, WishRow
from hongshu.store.catalog.contracts import ProductNotFound
from hongshu.store.catalog.queries import list_products_by_id

_BATCH = 500
# The row is locked before it is judged: of two that look at the same moment one tells.
_NEWS = """
WITH news AS (
    SELECT * FROM unnest(%(products)s::bigint[], %(prices)s::bigint[], %(stocked)s::boolean[])
        AS n (product_id, price_minor, in_stock)
), locked AS (
    SELECT w.id, w.told_price_minor, w.was_in_stock, n.price_minor, n.in_stock
    FROM carts_wish AS w JOIN news AS n ON n.product_id = w.product_id
    WHERE n.price_minor < w.told_price_minor OR n.in_stock <> w.was_in_stock
    ORDER BY w.id FOR NO KEY UPDATE OF w
)
UPDATE carts_wish AS w
SET told_price_minor = least(w.told_price_minor, l.price_minor), was_in_stock = l.in_stock
FROM locked AS l WHERE l.id = w.id
RETURNING w.user_id, w.product_id, l.price_minor < l.told_price_minor, l.in_stock AND NOT l.was_in_stock
"""


@transaction.atomic
def wish(*, user_id: Id, product_id: Id) -> None:
    """Put a product on a member's wish list; idempotent. Raises ProductNotFound, WishListFull."""
    product = list_products_by_id([product_id]).get(product_id)
    if product is None:
        raise ProductNotFound
    # The member's cart row is the lock under which the list is counted.
    CartRow.objects.bulk_create([CartRow(id=user_id, is_guest=False)], ignore_conflicts=True)
    CartRow.objects.select_for_update(no_key=True).get(id=user_id)
    rows = WishRow.objects.filter(user_id=user_id)
    if not rows.filter(product_id=product_id).exists() and rows.count() >= WISHES_MAX:
        raise WishListFull(most=WISHES_MAX)
    price_minor = product.price.amount_minor
    made = WishRow(
        id=new_id(),
        user_id=user_id,
        product_id=product_id,
        wished_price_minor=price_minor,
        told_price_minor=price_minor,
        was_in_stock=product.is_in_stock is not False,
    )
    WishRow.objects.bulk_create([made], ignore_conflicts=True)


@transaction.atomic
def unwish(*, user_id: Id, product_id: Id) -> None:
    """Take a product off a member's wish list; idempotent."""
    WishRow.objects.filter(user_id=user_id, product_id=product_id).delete()


def refresh_wishes() -> int:
    """Compare all wished products with the catalogue; how many pieces of news were told.

    A price is told when it is below the lowest one that its member knows of, a return to stock when it was
    sold out before: each once, whoever looks at the same moment.
    """
    told, last = 0, 0
    while True:
        rows = WishRow.objects.filter(product_id__gt=last).order_by("product_id")
        ids = list(rows.values_list("product_id", flat=True).distinct()[:_BATCH])
        if not ids:
            return told
        last = ids[-1]
        told += _tell_of(ids)


@transaction.atomic
def _tell_of(product_ids: list[int]) -> int:
    products = list(list_products_by_id(list(map(Id, product_ids))).values())
    if not products:
        return 0
    values: dict[str, Any] = {
        "products": [int(one.id) for one in products],
        "prices": [one.price.amount_minor for one in products],
        "stocked": [one.is_in_stock is not False for one in products],
    }
    with connection.cursor() as cursor:
        cursor.execute(_NEWS, values)
        news = cursor.fetchall()
    told = 0
    for user_id, product_id, is_cheaper, is_back in news:
        if is_cheaper:
            outbox.append(WishGotCheaper(user_id=Id(user_id), product_id=Id(product_id)))
        if is_back:
            outbox.append(WishIsBack(user_id=Id(user_id), product_id=Id(product_id)))
        told += is_cheaper + is_back
    return told
