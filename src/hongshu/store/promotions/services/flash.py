"""Making and ending flash sales."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Greatest, Now

from hongshu.kernel.ids import Id, new_id, new_ids
from hongshu.store.catalog.queries import list_skus_by_id
from hongshu.store.promotions.contracts import (
    FlashItemDraft,
    FlashSaleDraft,
    FlashSaleNotFound,
    InvalidPromotion,
)
from hongshu.store.promotions.models import FlashItemRow, FlashSaleRow
from hongshu.store.promotions.services.promotions import checked_groups, checked_name

ITEMS_MAX = 200
LASTS_MAX = timedelta(days=31)
QUOTA_MAX = 1_000_000
PER_MEMBER_MAX = 99


@transaction.atomic
def save_flash_sale(*, actor_id: Id, draft: FlashSaleDraft) -> Id:
    """Make a flash sale. Raises InvalidPromotion: also when a price is not below what the SKU costs now."""
    name = checked_name(draft.name)
    combines_with = checked_groups(draft.combines_with)
    if draft.ends_at <= draft.starts_at:
        raise InvalidPromotion(field="ends_at", why="ends_first")
    if draft.ends_at - draft.starts_at > LASTS_MAX:
        raise InvalidPromotion(field="ends_at", why="too_long")
    _check_items(draft.items)
    sale = FlashSaleRow(
        id=new_id(),
        name_zh=name.zh,
        name_en=name.en,
        starts_at=draft.starts_at,
        ends_at=draft.ends_at,
        combines_with=list(combines_with),
        made_by=actor_id,
    )
    sale.save(force_insert=True)
    FlashItemRow.objects.bulk_create(
        FlashItemRow(
            id=key,
            sale=sale,
            sku_id=item.sku_id,
            price_minor=item.price_minor,
            quota=item.quota,
            per_member=item.per_member,
        )
        for key, item in zip(new_ids(len(draft.items)), draft.items, strict=True)
    )
    return Id(sale.id)


@transaction.atomic
def end_flash_sale(*, actor_id: Id, flash_sale_id: Id) -> bool:
    """End a flash sale now; whether it was still to run. Raises FlashSaleNotFound."""
    if not FlashSaleRow.objects.select_for_update(no_key=True).filter(id=flash_sale_id).exists():
        raise FlashSaleNotFound
    rows = FlashSaleRow.objects.filter(id=flash_sale_id, ends_at__gt=Now(), ended_by__isnull=True)
    # One that has not begun is over as soon as it begins: its end stays behind its start.
    moment = Greatest(Now(), "starts_at") + timedelta(microseconds=1)
    return bool(rows.update(ends_at=moment, ended_by=actor_id))


def _check_items(items: tuple[FlashItemDraft, ...]) -> None:
    if not 1 <= len(items) <= ITEMS_MAX:
        raise InvalidPromotion(field="items", why="too_many" if items else "missing")
    if len({item.sku_id for item in items}) != len(items):
        raise InvalidPromotion(field="items", why="twice")
    skus = list_skus_by_id([item.sku_id for item in items])
    for item in items:
        if item.sku_id not in skus:
            raise InvalidPromotion(field="items", why="sku_not_found")
        if not 0 < item.price_minor < skus[item.sku_id].sku.price.amount_minor:
            raise InvalidPromotion(field="price", why="not_below_price")
        if not (1 <= item.quota <= QUOTA_MAX and 1 <= item.per_member <= PER_MEMBER_MAX):
            raise InvalidPromotion(field="quota", why="out_of_range")
