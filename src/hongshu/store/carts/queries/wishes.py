"""Reads of wish lists."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from hongshu.kernel.asking import Asked
from hongshu.kernel.cursors import decode_cursor, encode_cursor
from hongshu.kernel.ids import Id
from hongshu.store.carts.contracts import Wish
from hongshu.store.carts.models import WishRow

_COLUMNS = ("id", "product_id", "wished_price_minor", "told_price_minor", "was_in_stock", "wished_at")


def list_wishes(user_id: Id, *, cursor: str = "", limit: int = 48) -> tuple[tuple[Wish, ...], str]:
    """A member's wishes, the newest first, and the cursor of the next page. One query.

    Raises InvalidCursor.
    """
    return ask_wishes(user_id, cursor=cursor, limit=limit).answer


def ask_wishes(user_id: Id, *, cursor: str = "", limit: int = 48) -> Asked[tuple[tuple[Wish, ...], str]]:
    """As ``list_wishes``, to be sent with others."""
    rows = WishRow.objects.filter(user_id=user_id)
    listing = "wishes"
    if cursor:
        [last] = decode_cursor(listing, cursor)
        rows = rows.filter(id__lt=last)

    def answer(found: list[tuple[Any, ...]]) -> tuple[tuple[Wish, ...], str]:
        shown = found[:limit]
        onward = encode_cursor(listing, [int(str(shown[-1][0]))]) if len(found) > limit else ""
        return tuple(_wish_of(row) for row in shown), onward

    return Asked.rows(rows.order_by("-id").values_list(*_COLUMNS)[: limit + 1], answer)


def list_wished(user_id: Id, product_ids: Collection[Id]) -> frozenset[Id]:
    """Which of these products a member wishes for. One query, none for no products."""
    if not product_ids:
        return frozenset()
    rows = WishRow.objects.filter(user_id=user_id, product_id__in=set(product_ids))
    return frozenset(Id(key) for key in rows.values_list("product_id", flat=True))


def _wish_of(row: tuple[Any, ...]) -> Wish:
    _, product_id, wished, told, stocked, at = row
    return Wish(
        product_id=Id(product_id),
        wished_price_minor=wished,
        told_price_minor=told,
        was_in_stock=stocked,
        wished_at=at,
    )
