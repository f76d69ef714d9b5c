"""What buyers see of a product: all of its SKUs, their prices from now on, and what keeps it from members."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hongshu.flows.pages.contracts.cards import PictureView
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.store.catalog.contracts import ProductState


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffPrice:
    """A price of a SKU that holds now or will."""

    sku_code: str
    kind: str
    amount: Money
    starts_at: datetime
    ends_at: datetime | None
    holds_now: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffSku:
    """A SKU as buyers look after it."""

    id: Id
    code: str
    option: str
    price: Money
    barcode: str
    hs_code: str
    origin_country: str
    content: str
    weight_g: int | None
    shelf_life_days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffProductPage:
    """One product of any state."""

    id: Id
    name: str
    other_name: str
    brand: str
    source: str
    source_key: str
    category: str
    state: ProductState
    needs_review: tuple[str, ...]
    picture_waiver: str
    pictures: tuple[PictureView, ...]
    attributes: tuple[tuple[str, str], ...]
    ingredients: str
    skus: tuple[StaffSku, ...]
    prices: tuple[StaffPrice, ...]
