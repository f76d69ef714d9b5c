"""What somebody would pay for a SKU and when it would come: said before the cart, charged the same after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class StockView:
    """Whether a SKU can be had: ``state`` is "in_stock", "few", "sold_out" or "not_yet".

    ``left`` is told only when few are left. ``coming_on`` is the nearest day on which more is expected.
    """

    sku_id: Id
    state: str
    left: int | None
    coming_on: date | None

    @property
    def can_be_had(self) -> bool:
        """Whether it can be bought now."""
        return self.state in ("in_stock", "few")


@dataclass(frozen=True, slots=True, kw_only=True)
class LandedPrice:
    """Everything that one unit costs, delivered: ``total`` is the sum of the others. Without ``shipping``
    that depends on where it goes.

    ``mode`` is "1210", "9610", or empty for goods that are in the country. ``tax_percent`` is what the import
    tax is of the dutiable value, as text. ``why`` is empty, or the code of the refusal where no tax can be
    told: the goods cannot be imported so.
    """

    item: Money
    shipping: Money | None
    tax: Money
    total: Money
    mode: str
    tax_percent: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryView:
    """Between which days an order of now would arrive, and from where it leaves ("bonded", …)."""

    soonest: date
    latest: date
    ships_from: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferView:
    """What can be said of buying a SKU now; without stock only that."""

    stock: StockView
    landed: LandedPrice | None
    delivery: DeliveryView | None
