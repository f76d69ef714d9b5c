"""Pure decisions about products and their SKUs."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from hongshu.kernel.wire import encode_json
from hongshu.store.catalog.contracts import (
    CONTENT_UNITS,
    Category,
    InvalidProduct,
    ProductDraft,
    ProductState,
    SkuDraft,
    SkuFault,
    Text,
)
from hongshu.store.catalog.rules.codes import gtin_fault, is_country, is_hs_code

SELLING_CURRENCY = "CNY"
NAME_MAX = 300
CODE_MAX = 80
# What the columns hold: a price of a hundred million yuan, a content of nine digits, a whole number.
PRICE_MAX_MINOR = 10**10
CONTENT_LIMIT = 10**9
WHOLE_MAX = 2**31 - 1
ATTRIBUTES_MAX = 60
_HS_DIGITS = 10
_SKU_DEFAULTS = ("weight_g", "hs_code", "shelf_life_days")

# Where a product may go from where it stands. A draft is not brought back once members have seen it.
MOVES: Mapping[ProductState, frozenset[ProductState]] = {
    ProductState.DRAFT: frozenset({ProductState.PUBLISHED, ProductState.WITHDRAWN}),
    ProductState.PUBLISHED: frozenset({ProductState.WITHDRAWN}),
    ProductState.WITHDRAWN: frozenset({ProductState.PUBLISHED}),
}


def check_product(draft: ProductDraft) -> None:
    """Raise InvalidProduct, with the reason in words, unless *draft* can be made."""
    if not draft.name.zh.strip() and not draft.name.en.strip():
        raise InvalidProduct(why="it has no name", field="name_en")
    if max(len(draft.name.zh), len(draft.name.en)) > NAME_MAX:
        raise InvalidProduct(why=f"its name is longer than {NAME_MAX} characters", field="name_en")
    if not draft.source or not draft.source_key:
        raise InvalidProduct(why="it does not say where it comes from", field="product_key")
    if len(draft.attributes) > ATTRIBUTES_MAX:
        raise InvalidProduct(why=f"it has more than {ATTRIBUTES_MAX} attributes", field="attributes")
    if not draft.skus and draft.state is ProductState.PUBLISHED:
        raise InvalidProduct(why="it has no SKU", field="sku_code")
    codes = [sku.code for sku in draft.skus]
    if len(set(codes)) != len(codes):
        raise InvalidProduct(why="two of its SKUs have one code", field="sku_code")
    for sku in draft.skus:
        for fault in sku_faults(sku):
            raise InvalidProduct(why=fault.why, field=fault.field, sku=sku.code)


def sku_faults(sku: SkuDraft) -> Iterator[SkuFault]:
    """Everything that keeps a SKU from being made, whatever else is in its product."""
    if not 0 < len(sku.code) <= CODE_MAX:
        yield SkuFault("sku_code_length", "sku_code", f"a SKU code has 1 to {CODE_MAX} characters")
    yield from _price_faults(sku)
    if sku.content is not None and not 0 < sku.content < CONTENT_LIMIT:
        yield SkuFault("content_wrong", "content", f"SKU {sku.code} holds nothing")
    if sku.content_unit not in ("", *CONTENT_UNITS):
        why = f"SKU {sku.code}: a content is measured in {', '.join(CONTENT_UNITS)}"
        yield SkuFault("content_unit_unknown", "content_unit", why)
    if fault := gtin_fault(sku.barcode):
        yield SkuFault("barcode_wrong", "barcode", f"SKU {sku.code}: {fault}")
    if sku.hs_code and not is_hs_code(sku.hs_code):
        why = f"SKU {sku.code}: an HS code has {_HS_DIGITS} digits"
        yield SkuFault("hs_code_wrong", "hs_code", why)
    if sku.origin_country and not is_country(sku.origin_country):
        why = f"SKU {sku.code}: {sku.origin_country!r} is no country of ISO 3166"
        yield SkuFault("country_unknown", "origin_country", why)
    if sku.shelf_life_days is not None and not 0 < sku.shelf_life_days <= WHOLE_MAX:
        why = f"SKU {sku.code} would have expired at once"
        yield SkuFault("shelf_life_wrong", "shelf_life_days", why)
    if sku.weight_g is not None and not 0 <= sku.weight_g <= WHOLE_MAX:
        yield SkuFault("weight_wrong", "weight_g", f"SKU {sku.code} weighs less than nothing")


def _price_faults(sku: SkuDraft) -> Iterator[SkuFault]:
    prices = (("price", sku.price), ("list_price", sku.list_price), ("member_price", sku.member_price))
    for column, price in prices:
        if price is not None and (
            price.currency != SELLING_CURRENCY or not 0 < price.amount_minor <= PRICE_MAX_MINOR
        ):
            why = f"SKU {sku.code} needs a price above zero in {SELLING_CURRENCY}"
            yield SkuFault("price_wrong", column, why)
    if sku.list_price is not None and sku.list_price < sku.price:
        why = f"SKU {sku.code} costs more than its list price"
        yield SkuFault("price_above_list", "list_price", why)
    if sku.member_price is not None and sku.price < sku.member_price:
        why = f"SKU {sku.code} costs members more than others"
        yield SkuFault("price_above_selling", "member_price", why)


def with_defaults(sku: SkuDraft, category: Category, *, origin: str) -> tuple[SkuDraft, tuple[str, ...]]:
    """The SKU with what its category and product tell where it is silent, and the names of what a member of
    staff has to look at.

    A subheading of the Harmonized System (six digits) is filled up with zeros: a place to start from.
    """
    given: dict[str, Any] = {
        "weight_g": sku.weight_g,
        "hs_code": sku.hs_code,
        "shelf_life_days": sku.shelf_life_days,
    }
    from_category: dict[str, Any] = {
        "weight_g": category.default_weight_g,
        "hs_code": category.default_hs_code.ljust(_HS_DIGITS, "0") if category.default_hs_code else "",
        "shelf_life_days": category.default_shelf_life_days,
    }
    filled = tuple(name for name in _SKU_DEFAULTS if not given[name] and from_category[name])
    if not filled and (sku.origin_country or not is_country(origin)):
        return sku, ()
    values = {name: from_category[name] if name in filled else given[name] for name in _SKU_DEFAULTS}
    made = replace(
        sku,
        origin_country=sku.origin_country or (origin if is_country(origin) else ""),
        weight_g=values["weight_g"],
        hs_code=values["hs_code"] or "",
        shelf_life_days=values["shelf_life_days"],
    )
    return made, filled


def missing_for_members(
    *, sku_count: int, has_price: bool, has_picture: bool, lacking: Collection[str]
) -> tuple[str, ...]:
    """Why a product cannot be published, as contracts.MISSING names it; *lacking* are required attributes."""
    found = []
    if not sku_count:
        found.append("no_sku")
    if not has_price:
        found.append("no_price")
    if not has_picture:
        found.append("no_picture")
    if lacking:
        found.append("no_attribute")
    return tuple(found)


def digest_of(draft: ProductDraft) -> bytes:
    """16 bytes that change when anything of the draft changes."""
    return hashlib.blake2b(encode_json(draft), digest_size=16).digest()


def shelf_order_of(source: str, source_key: str) -> int:
    """The place on a shelf: the same for ever, and without regard to brand or age."""
    digest = hashlib.blake2b(f"{source}\0{source_key}".encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big")


def folded(text: str) -> str:
    """The form in which a name and a search for it meet: NFKC, lower case, accents off, spaces single.

    Unicode Standard Annex 15 (2025): NFKD parts a letter from its accent, which is then left out.
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return " ".join(unicodedata.normalize("NFKC", plain).split())


def search_text_of(brand: Text, name: Text) -> str:
    """What a search by name looks through."""
    return folded(" ".join(filter(None, (brand.en, brand.zh, name.en, name.zh))))


_SLUG_GAPS = re.compile(r"[^\w]+")


def slug_of(text: str) -> str:
    """A slug of a name: letters and digits of any script, the rest as single hyphens; at most 60."""
    return _SLUG_GAPS.sub("-", folded(text)).strip("-_")[:60].strip("-")
