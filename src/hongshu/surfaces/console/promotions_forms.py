"""What buyers write into the forms of promotions, as drafts. Times are the shop's: China's."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils.translation import gettext_noop as _

from hongshu.kernel.ids import Id
from hongshu.store.catalog.contracts import Text
from hongshu.store.catalog.queries import list_skus_by_code
from hongshu.store.promotions.contracts import (
    AmountOff,
    BundlePrice,
    BuyN,
    Condition,
    CouponBatchDraft,
    Effect,
    FlashItemDraft,
    FlashSaleDraft,
    InvalidPromotion,
    Layer,
    PercentOff,
    PromotionDraft,
    Scope,
)
from hongshu.surfaces.console import desk

SHOP = ZoneInfo("Asia/Shanghai")
ROWS = 4
FLASH_ROWS = 6
KINDS = (
    ("amount_off", _("An amount off")),
    ("percent_off", _("A part off")),
    ("buy_n", _("The cheapest of so many")),
    ("bundle_price", _("A set for one price")),
)
_FORMAT = "%Y-%m-%dT%H:%M"


def defaults(now: datetime) -> dict[str, str]:
    """From now on, for a week; a flash sale for two hours."""
    local = now.astimezone(SHOP).replace(minute=0)
    return {
        "starts_at": local.strftime(_FORMAT),
        "ends_at": (local + timedelta(days=7)).strftime(_FORMAT),
        "flash_ends_at": (local + timedelta(hours=3)).strftime(_FORMAT),
    }


def promotion_of(form: QueryDict) -> PromotionDraft:
    """The promotion of a form. Raises InvalidPromotion and what reads its fields."""
    layer = form.get("layer", "")
    if layer not in list(Layer):
        raise InvalidPromotion(field="layer", why="unknown")
    return PromotionDraft(
        name=Text(zh=form.get("name_zh", "").strip(), en=form.get("name_en", "").strip()),
        layer=Layer(layer),
        effect=_effect(form),
        starts_at=_moment(form, "starts_at"),
        ends_at=_moment(form, "ends_at"),
        condition=Condition(
            scope=Scope(
                sku_ids=tuple(_skus(_words(form, "skus"), "skus").values()),
                brand_slugs=_words(form, "brands"),
                category_slugs=_words(form, "categories"),
            ),
            at_least_minor=desk.minor(form.get("at_least", ""), "CNY"),
            at_least_units=_whole(form, "at_least_units"),
            is_for_members=bool(form.get("is_for_members")),
        ),
        group=form.get("group", "").strip(),
        combines_with=_words(form, "combines_with"),
        by_coupon=Layer(layer) is Layer.COUPON,
    )


def batch_of(form: QueryDict, draft: PromotionDraft) -> CouponBatchDraft:
    """The coupons of a form; which promotion they are of is filled in when it is made."""
    assert draft.ends_at is not None
    return CouponBatchDraft(
        promotion_id=Id(0),
        starts_at=draft.starts_at,
        ends_at=draft.ends_at,
        valid_until=draft.ends_at,
        valid_days=_whole(form, "valid_days") or 30,
        code=form.get("code", ""),
        is_public=bool(form.get("is_public")),
        total=_whole(form, "total"),
        per_day=_whole(form, "per_day"),
        per_member=_whole(form, "per_member") or 1,
    )


def flash_sale_of(form: QueryDict) -> FlashSaleDraft:
    """The flash sale of a form."""
    rows = [row for row in flash_rows_of(form) if row[0].strip()]
    skus = _skus(tuple(row[0].strip() for row in rows), "items")
    items = tuple(
        FlashItemDraft(
            sku_id=skus[code.strip()],
            price_minor=desk.minor(price, "CNY"),
            quota=_count(quota, "quota"),
            per_member=_count(most, "quota"),
        )
        for code, price, quota, most in rows
    )
    return FlashSaleDraft(
        name=Text(zh=form.get("name_zh", "").strip(), en=form.get("name_en", "").strip()),
        starts_at=_moment(form, "starts_at"),
        ends_at=_moment(form, "ends_at"),
        items=items,
        combines_with=_words(form, "combines_with"),
    )


def cart_of(form: QueryDict) -> list[tuple[Id, int]]:
    """The cart that is to be tried."""
    rows = [(code.strip(), quantity) for code, quantity in rows_of(form) if code.strip()]
    skus = _skus(tuple(code for code, _quantity in rows), "try")
    return [(skus[code], desk.units(quantity or "1")) for code, quantity in rows]


def rows_of(form: QueryDict) -> list[tuple[str, str]]:
    """Codes and quantities of the cart that is tried, with room for more."""
    return _rows(form, ("try", "try_quantity"), ROWS)


def flash_rows_of(form: QueryDict) -> list[tuple[str, ...]]:
    """Codes, prices, quotas and limits of a flash sale's lines, with room for more."""
    return _rows(form, ("sku", "price", "quota", "per_member"), FLASH_ROWS)


def _rows(form: QueryDict, names: tuple[str, ...], least: int) -> list[Any]:
    columns = [form.getlist(name)[:200] for name in names]
    length = max(least, *map(len, columns))
    padded = [[*column, *[""] * (length - len(column))] for column in columns]
    return list(zip(*padded, strict=True))


def _effect(form: QueryDict) -> Effect:
    kind = form.get("kind", "")
    if kind == "amount_off":
        return AmountOff(desk.minor(form.get("amount", ""), "CNY"), bool(form.get("repeats")))
    if kind == "percent_off":
        at_most = desk.minor(form.get("at_most", ""), "CNY")
        return PercentOff(_whole(form, "percent") * 100, at_most)
    if kind == "buy_n":
        percent = _whole(form, "percent") or 100
        return BuyN(_whole(form, "units"), _whole(form, "reduced") or 1, percent * 100)
    if kind == "bundle_price":
        parts = tuple((key, 1) for key in _skus(_words(form, "skus"), "skus").values())
        return BundlePrice(parts, desk.minor(form.get("amount", ""), "CNY"))
    raise InvalidPromotion(field="kind", why="unknown")


def _skus(codes: tuple[str, ...], field: str) -> dict[str, Id]:
    found = list_skus_by_code(codes) if codes else {}
    if set(codes) - found.keys():
        raise InvalidPromotion(field=field, why="sku_not_found")
    return {code: found[code] for code in codes}


def _words(form: QueryDict, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(form.get(name, "").replace(",", " ").replace("，", " ").split()))


def _whole(form: QueryDict, name: str) -> int:
    text = form.get(name, "").strip()
    return _count(text, name) if text else 0


def _count(text: str, field: str) -> int:
    text = text.strip()
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise InvalidPromotion(field=field, why="not_a_number")
    return int(text)


def _moment(form: QueryDict, name: str) -> datetime:
    try:
        return datetime.strptime(form.get(name, ""), _FORMAT).replace(tzinfo=SHOP)
    except ValueError:
        raise InvalidPromotion(field=name, why="not_a_moment") from None
