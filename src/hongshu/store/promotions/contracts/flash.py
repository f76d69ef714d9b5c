"""Flash sales: certain SKUs at a price for a time, as long as the quota lasts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hongshu.kernel.ids import Id
from hongshu.store.catalog.contracts import Text


@dataclass(frozen=True, slots=True)
class FlashItemDraft:
    """A SKU in a flash sale: at most ``quota`` units in all, and ``per_member`` to one member."""

    sku_id: Id
    price_minor: int
    quota: int
    per_member: int = 2


@dataclass(frozen=True, slots=True)
class FlashSaleDraft:
    """A flash sale to be made. ``combines_with`` names the groups of promotions that come on top."""

    name: Text
    starts_at: datetime
    ends_at: datetime
    items: tuple[FlashItemDraft, ...]
    combines_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FlashItem:
    """A SKU in a flash sale, and how much of its quota is sold."""

    id: Id
    flash_sale_id: Id
    sku_id: Id
    price_minor: int
    quota: int
    sold: int
    per_member: int


@dataclass(frozen=True, slots=True)
class FlashSale:
    """A flash sale; over when its time is, or when staff ended it."""

    id: Id
    name: Text
    starts_at: datetime
    ends_at: datetime
    combines_with: tuple[str, ...]
    is_ended: bool
    items: tuple[FlashItem, ...]


@dataclass(frozen=True, slots=True)
class FlashOffer:
    """What a flash sale offers one buyer now: at most ``units`` more at this price."""

    item_id: Id
    sku_id: Id
    name: Text
    price_minor: int
    units: int
    ends_at: datetime | None = None
    combines_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FlashTake:
    """Units of a flash sale that a checkout takes."""

    item_id: Id
    quantity: int
