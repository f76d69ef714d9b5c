"""Promotions as data. Amounts are in fen of the selling currency, parts in ten-thousandths: 15 % is 1,500."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hongshu.kernel.ids import Id
from hongshu.store.catalog.contracts import Text


class Layer(StrEnum):
    """When a promotion has its turn: on goods, then on what they come to, then by coupon.

    A threshold looks at what the layers before it have left to pay.
    """

    ITEM = "item"
    ORDER = "order"
    COUPON = "coupon"


@dataclass(frozen=True, slots=True)
class Scope:
    """Which goods count: any of what is named, without what is excepted. Nothing named: all goods."""

    sku_ids: tuple[Id, ...] = ()
    product_ids: tuple[Id, ...] = ()
    brand_slugs: tuple[str, ...] = ()
    category_slugs: tuple[str, ...] = ()
    except_product_ids: tuple[Id, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """What the goods in scope must come to; ``is_for_members``: only for who is signed in."""

    scope: Scope = Scope()
    at_least_minor: int = 0
    at_least_units: int = 0
    is_for_members: bool = False


@dataclass(frozen=True, slots=True)
class PercentOff:
    """A part off all goods in scope; ``at_most_minor`` caps it, 0 does not."""

    ten_thousandths: int
    at_most_minor: int = 0


@dataclass(frozen=True, slots=True)
class AmountOff:
    """An amount off the goods in scope; with ``repeats`` once for each time the threshold is reached."""

    amount_minor: int
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class BuyN:
    """Of every ``units`` units in scope ``reduced`` are cheaper by a part: the cheapest ones.

    Three for two is (3, 1, 10,000); the second at half the price is (2, 1, 5,000).
    """

    units: int
    reduced: int = 1
    ten_thousandths: int = 10_000


@dataclass(frozen=True, slots=True)
class BundlePrice:
    """Certain SKUs together for one price, as often as the cart holds all of them."""

    parts: tuple[tuple[Id, int], ...]
    price_minor: int


Effect = PercentOff | AmountOff | BuyN | BundlePrice


@dataclass(frozen=True, slots=True)
class Promotion:
    """A promotion. On one line two of them stand together when each names the other's ``group`` in
    ``combines_with``; of a group that does not name itself a line gets one.

    ``by_coupon``: only who brings a coupon of it has it. Of those that exclude each other the one that gives
    most is taken, then the higher ``priority``, then the older one.
    """

    id: Id
    name: Text
    layer: Layer
    condition: Condition
    effect: Effect
    group: str = ""
    combines_with: tuple[str, ...] = ()
    priority: int = 0
    by_coupon: bool = False
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PromotionDraft:
    """A promotion to be made. An empty group is its layer's own."""

    name: Text
    layer: Layer
    effect: Effect
    starts_at: datetime
    ends_at: datetime | None = None
    condition: Condition = Condition()
    group: str = ""
    combines_with: tuple[str, ...] = ()
    priority: int = 0
    by_coupon: bool = False
