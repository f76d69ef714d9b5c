"""Promotions, coupons and flash sales of the demo world, and what its sample people mean to buy."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from hongshu.community.members.queries import find_by_handle
from hongshu.community.notes.queries import list_notes_of_products
from hongshu.flows.carting.services import put_into_cart
from hongshu.flows.demo_world.contracts import chance_of
from hongshu.kernel.errors import DomainError
from hongshu.kernel.ids import Id
from hongshu.store.carts.contracts import Touch
from hongshu.store.carts.queries import count_units
from hongshu.store.carts.services import wish
from hongshu.store.catalog.contracts import Text
from hongshu.store.catalog.queries import list_skus_by_id, list_skus_of_products
from hongshu.store.inventory.queries import list_availability
from hongshu.store.promotions.contracts import (
    AmountOff,
    BuyN,
    Condition,
    CouponBatchDraft,
    Effect,
    FlashItemDraft,
    FlashSaleDraft,
    Layer,
    PercentOff,
    PromotionDraft,
    Scope,
)
from hongshu.store.promotions.queries import list_coupons_of, list_flash_sales, list_promotions
from hongshu.store.promotions.services import claim_coupon, save_batch, save_flash_sale, save_promotion

CONTENT = Path(__file__).resolve().parent / "content" / "promotions.toml"
BUYER = "team_buyer"
# Who has a cart and wishes: the sample logins of the people who buy.
SHOPPERS = ("night_nurse_q", "lin_xiaoman")
_SLOT_S = 6 * 3600
_ENOUGH_UNITS = 8
_QUOTA = 40
_LASTS = timedelta(days=365)


@cache
def read_promotions() -> dict[str, Any]:
    """The content."""
    return tomllib.loads(CONTENT.read_text(encoding="utf-8"))


def save_promotions(people: Mapping[str, Id], products: Mapping[str, Id], *, now: datetime) -> None:
    """What runs in the shop, and filled carts and wish lists of the sample people. Idempotent."""
    if BUYER not in people:
        return
    content = read_promotions()
    there = {promotion.name.en for promotion in list_promotions(limit=500)}
    for entry in content["promotion"]:
        if entry["en"] not in there:
            save_promotion(actor_id=people[BUYER], draft=_promotion(entry, now, Layer(entry["layer"])))
    for entry in content["coupon"]:
        if entry["en"] not in there:
            draft = _promotion(entry, now, Layer.COUPON)
            made = save_promotion(actor_id=people[BUYER], draft=draft)
            save_batch(actor_id=people[BUYER], draft=_batch(entry, made, now))
    stocked = _stocked(list(products.values()))
    if not list_flash_sales(now, with_past=True, limit=1):
        _save_flash_sales(people[BUYER], stocked, now)
    for handle in SHOPPERS:
        if handle in people:
            _shop(handle, people[handle], stocked, now)


def keep_flash_sales(now: datetime) -> None:
    """Where the demo world's flash sales have run, another one follows. Idempotent."""
    past = list_flash_sales(now, with_past=True, limit=20)
    ours = {read_promotions()["flash"][name] for name in ("en", "next_en")}
    if not past or any(sale.name.en not in ours for sale in past):
        return
    buyer = find_by_handle(BUYER)
    if buyer is not None:
        sku_ids = {item.sku_id for sale in past for item in sale.items}
        _save_flash_sales(buyer.user_id, sorted(sku_ids), now)


def _promotion(entry: Mapping[str, Any], now: datetime, layer: Layer) -> PromotionDraft:
    return PromotionDraft(
        name=Text(zh=entry["zh"], en=entry["en"]),
        layer=layer,
        effect=_effect(entry),
        condition=Condition(
            scope=Scope(category_slugs=tuple(entry.get("categories", ()))),
            at_least_minor=entry.get("at_least_minor", 0),
            is_for_members=entry.get("is_for_members", False),
        ),
        combines_with=tuple(entry["combines_with"]),
        by_coupon=layer is Layer.COUPON,
        starts_at=now - timedelta(days=3),
        ends_at=now + _LASTS,
    )


def _effect(entry: Mapping[str, Any]) -> Effect:
    if "amount_minor" in entry:
        return AmountOff(entry["amount_minor"])
    if "buy_n" in entry:
        return BuyN(*entry["buy_n"])
    return PercentOff(entry["ten_thousandths"], entry.get("at_most_minor", 0))


def _batch(entry: Mapping[str, Any], promotion_id: Id, now: datetime) -> CouponBatchDraft:
    return CouponBatchDraft(
        promotion_id=promotion_id,
        starts_at=now - timedelta(days=3),
        ends_at=now + _LASTS,
        valid_until=now + _LASTS,
        code=entry.get("code", ""),
        is_public="code" not in entry,
        total=entry.get("total", 0),
        per_day=entry.get("per_day", 0),
        per_member=entry.get("per_member", 1),
    )


def _stocked(product_ids: Sequence[Id]) -> list[Id]:
    """The first SKU of each product of which there is enough, in a fixed shuffle."""
    firsts = [skus[0] for skus in list_skus_of_products(product_ids).values() if skus]
    there = list_availability(firsts)
    enough = [key for key in firsts if there[key].sellable >= _ENOUGH_UNITS]
    skus = list_skus_by_id(enough)
    enough.sort(key=lambda key: skus[key].sku.code)
    chance_of("promotions").shuffle(enough)
    return enough


def _save_flash_sales(actor_id: Id, sku_ids: Sequence[Id], now: datetime) -> None:
    """The sale of this slot of the day, and the one of tomorrow's."""
    flash = read_promotions()["flash"]
    begun = datetime.fromtimestamp(now.timestamp() // _SLOT_S * _SLOT_S, tz=now.tzinfo)
    slot = timedelta(seconds=_SLOT_S)
    known = list_flash_sales(now, ahead_s=2 * 24 * 3600)
    half = min(flash["items"], (len(sku_ids) + 1) // 2)
    if not half:
        return
    if not any(sale.starts_at <= now for sale in known):
        name = Text(zh=flash["zh"], en=flash["en"])
        _save_flash_sale(actor_id, name, sku_ids[:half], begun, begun + slot)
    if not any(sale.starts_at > now for sale in known):
        name = Text(zh=flash["next_zh"], en=flash["next_en"])
        starts_at = begun + 3 * slot
        _save_flash_sale(actor_id, name, sku_ids[-half:], starts_at, starts_at + slot)


def _save_flash_sale(
    actor_id: Id, name: Text, sku_ids: Sequence[Id], starts_at: datetime, ends_at: datetime
) -> None:
    part = read_promotions()["flash"]["ten_thousandths"]
    skus = list_skus_by_id(sku_ids)
    items = tuple(
        FlashItemDraft(
            sku_id=key,
            # A price in whole yuan looks like one.
            price_minor=max(1, skus[key].sku.price.amount_minor * part // 1_000_000) * 100,
            quota=_QUOTA,
        )
        for key in sku_ids
        if skus[key].sku.price.amount_minor > 200
    )
    draft = FlashSaleDraft(
        name=name, starts_at=starts_at, ends_at=ends_at, items=items, combines_with=("order",)
    )
    save_flash_sale(actor_id=actor_id, draft=draft)


def _shop(handle: str, user_id: Id, sku_ids: Sequence[Id], now: datetime) -> None:
    """Fill somebody's cart and wish list, and claim what a newcomer claims."""
    if count_units(user_id) or list_coupons_of(user_id, now, limit=1):
        return
    chance = chance_of("shopper", handle)
    chosen = chance.sample(list(sku_ids), min(7, len(sku_ids)))
    skus = list_skus_by_id(chosen)
    for key in chosen[:4]:
        with suppress(DomainError):
            put_into_cart(
                cart_id=user_id,
                is_guest=False,
                sku_id=key,
                quantity=chance.choice((1, 1, 2)),
                touches=_way_to(skus[key].product_id, now),
            )
    for key in chosen[4:]:
        with suppress(DomainError):
            wish(user_id=user_id, product_id=skus[key].product_id)
    with suppress(DomainError):
        claim_coupon(user_id=user_id, code="HONGSHU10")


def _way_to(product_id: Id, now: datetime) -> list[Touch]:
    """From a note that shows the product, where there is one."""
    notes, _ = list_notes_of_products([product_id], listing="demo", limit=1)
    at = now - timedelta(minutes=20)
    return [Touch("note", at, note_id=note.id) for note in notes] or [Touch("shop", at)]
