"""Reads of flash sales."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from hongshu.kernel.asking import Asked
from hongshu.kernel.ids import Id
from hongshu.store.catalog.contracts import Text
from hongshu.store.promotions.contracts import FlashItem, FlashOffer, FlashSale, FlashSaleNotFound
from hongshu.store.promotions.models import FlashItemRow, FlashSaleRow

_OFFERS = """
SELECT i.id, i.sku_id, s.name_zh, s.name_en, i.price_minor,
    least(i.quota - i.sold, i.per_member - coalesce(f.quantity, 0)), s.ends_at, to_json(s.combines_with)::text
FROM promotions_flash_item AS i JOIN promotions_flash_sale AS s ON s.id = i.sale_id
LEFT JOIN promotions_flash_share AS f ON f.user_id = %(user)s AND f.flash_item_id = i.id
WHERE i.sku_id = ANY(%(skus)s) AND s.starts_at <= %(at)s AND s.ends_at > %(at)s
ORDER BY i.id
"""


def list_offers(sku_ids: Collection[Id], at: datetime, *, user_id: Id | None) -> tuple[FlashOffer, ...]:
    """What flash sales offer of these SKUs to a buyer at a moment, also with nothing left. One query."""
    return ask_offers(sku_ids, at, user_id=user_id).answer


def ask_offers(sku_ids: Collection[Id], at: datetime, *, user_id: Id | None) -> Asked[tuple[FlashOffer, ...]]:
    """As ``list_offers``, to be sent with others."""
    if not sku_ids:
        return Asked.known(())

    def answer(rows: list[tuple[Any, ...]]) -> tuple[FlashOffer, ...]:
        return tuple(
            FlashOffer(
                item_id=Id(key),
                sku_id=Id(sku_id),
                name=Text(zh=zh, en=en),
                price_minor=price,
                units=max(0, units),
                ends_at=ends_at,
                combines_with=tuple(json.loads(combines)),
            )
            for key, sku_id, zh, en, price, units, ends_at, combines in rows
        )

    values = {"user": user_id or 0, "skus": sorted(set(sku_ids)), "at": at}
    return Asked(_OFFERS, values, answer, columns=8, moments=(6,))


def list_flash_sales(
    at: datetime, *, ahead_s: int = 0, with_past: bool = False, limit: int = 20
) -> tuple[FlashSale, ...]:
    """Flash sales that run at a moment or begin within ``ahead_s``, the one that began first first; for staff
    also the past ones, the newest first. Two queries.
    """
    rows = FlashSaleRow.objects.all()
    if with_past:
        rows = rows.order_by("-starts_at", "-id")
    else:
        rows = rows.filter(ends_at__gt=at, starts_at__lte=at + timedelta(seconds=ahead_s))
        rows = rows.filter(ended_by__isnull=True).order_by("starts_at", "id")
    return _sales(list(rows[:limit]))


def get_flash_sale(flash_sale_id: Id) -> FlashSale:
    """One flash sale, of whatever time. Raises FlashSaleNotFound."""
    found = _sales(list(FlashSaleRow.objects.filter(id=flash_sale_id)))
    if not found:
        raise FlashSaleNotFound
    return found[0]


def _sales(rows: list[FlashSaleRow]) -> tuple[FlashSale, ...]:
    items: dict[int, list[FlashItem]] = {row.id: [] for row in rows}
    if rows:
        for item in FlashItemRow.objects.filter(sale_id__in=list(items)).order_by("id"):
            items[item.sale_id].append(
                FlashItem(
                    id=Id(item.id),
                    flash_sale_id=Id(item.sale_id),
                    sku_id=Id(item.sku_id),
                    price_minor=item.price_minor,
                    quota=item.quota,
                    sold=item.sold,
                    per_member=item.per_member,
                )
            )
    return tuple(
        FlashSale(
            id=Id(row.id),
            name=Text(zh=row.name_zh, en=row.name_en),
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            combines_with=tuple(row.combines_with),
            is_ended=row.ended_by is not None,
            items=tuple(items[row.id]),
        )
        for row in rows
    )
