"""Stock, reservations and movements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from hongshu.kernel.errors import DomainError, NotFound, RefusalKind
from hongshu.kernel.events import DomainEvent
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money

MOST_LINES = 100
MOST_UNITS = 10_000
MOST_BUCKETS = 64
# So often what lies on a shelf is counted.
COUNT_EVERY_DAYS = 60


class Zone(StrEnum):
    """Which part of a warehouse: only what is on the shelf can be sold."""

    SHELF = "shelf"
    TRANSIT = "transit"
    CHECKING = "checking"


class MovementKind(StrEnum):
    """Why units came (+) or went (−)."""

    RECEIVED = "received"
    SOLD = "sold"
    RETURNED = "returned"
    DISPOSED = "disposed"
    ADJUSTED = "adjusted"  # found or lost
    SENT = "sent"  # to another warehouse
    ARRIVED = "arrived"  # from another warehouse; in transit until it is confirmed


class LotActKind(StrEnum):
    """What was done with a lot by which no unit came or went."""

    RECALLED = "recalled"
    LIFTED = "lifted"  # the recall was taken back
    SET_ASIDE = "set_aside"  # off the shelf, to be looked at
    CLEARED = "cleared"  # looked at, and fine
    SHELVED = "shelved"  # come from another warehouse, and laid onto the shelf


class HoldState(StrEnum):
    """held → sold, released, or expired."""

    HELD = "held"
    SOLD = "sold"
    RELEASED = "released"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserved:
    """Units held for somebody: lot, warehouse and cost are known from now on."""

    id: Id
    sku_id: Id
    lot_id: Id
    warehouse_id: Id
    quantity: int
    unit_cost: Money
    expires_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """What can be had of a SKU now. ``soonest_expiry`` is of the lot that would be taken first."""

    sku_id: Id
    sellable: int
    reserved: int
    quarantined: int
    soonest_expiry: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StockLine:
    """What is at one place: a lot in a zone of a warehouse, its buckets added up."""

    lot_id: Id
    sku_id: Id
    warehouse_id: Id
    zone: Zone
    sellable: int
    reserved: int
    quarantined: int
    expires_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """Units that came or went. ``quantity`` is signed."""

    id: Id
    lot_id: Id
    sku_id: Id
    warehouse_id: Id
    kind: MovementKind
    quantity: int
    reason: str
    actor_id: Id | None
    moved_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LotBalance:
    """The equation of a lot: ``sold + reserved + sellable + quarantined = received - disposed``.

    ``disposed`` holds what was disposed or lost, less what was found.
    """

    lot_id: Id
    received: int
    disposed: int
    sold: int
    sellable: int
    reserved: int
    quarantined: int

    @property
    def holds(self) -> bool:
        """Whether the equation is true."""
        return self.sold + self.reserved + self.sellable + self.quarantined == self.received - self.disposed


@dataclass(frozen=True, slots=True, kw_only=True)
class LotAct:
    """Who did what with a lot, and why. ``quantity`` is of the units that it concerned;
    ``warehouse_id`` is None for what concerns the lot everywhere.
    """

    id: Id
    lot_id: Id
    kind: LotActKind
    warehouse_id: Id | None
    quantity: int
    reason: str
    actor_id: Id
    acted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What somebody counted of a lot on a warehouse's shelf, beside what should have been there."""

    id: Id
    lot_id: Id
    sku_id: Id
    warehouse_id: Id
    expected: int
    counted: int
    reason: str
    counted_by: Id
    counted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CountDue:
    """A lot on a warehouse's shelf that nobody has counted for long. ``counted_at`` is None for never."""

    lot_id: Id
    sku_id: Id
    warehouse_id: Id
    expected: int
    expires_on: date | None
    counted_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LowStock:
    """A SKU that runs out: what can be sold, what was sold lately, and for how many days that lasts.

    ``days_left`` is None when nothing was sold lately.
    """

    sku_id: Id
    product_id: Id
    sellable: int
    sold: int
    days_left: int | None


class OutOfStock(DomainError):
    """Not all can be had, and nothing was taken. Details: ``short``, which ``left`` reads."""

    code = "out_of_stock"
    kind = RefusalKind.CONFLICT

    @property
    def left(self) -> dict[Id, int]:
        """Every SKU that is short, with how many units of it can be had."""
        pairs = (pair.split(":") for pair in str(self.details["short"]).split())
        return {Id(int(sku_id)): int(left) for sku_id, left in pairs}


def out_of_stock(left: dict[Id, int]) -> OutOfStock:
    """The refusal that names these SKUs; texts only, so that a kept answer can be given again."""
    return OutOfStock(short=" ".join(f"{int(sku_id)}:{count}" for sku_id, count in sorted(left.items())))


class InvalidQuantity(DomainError):
    """A quantity is a whole number from 1 to MOST_UNITS. Details: ``most``."""

    code = "invalid_quantity"


class HoldNotFound(NotFound):
    """Nothing is held for that holder."""

    code = "hold_not_found"


class HoldConflict(DomainError):
    """That holder holds something else already: a new set of lines needs a new holder."""

    code = "hold_conflict"
    kind = RefusalKind.CONFLICT


class HoldEnded(DomainError):
    """What was held has expired or was given back. Details: ``state``."""

    code = "hold_ended"
    kind = RefusalKind.CONFLICT


class NotEnoughThere(DomainError):
    """Fewer units are at that place than should be moved. Details: ``there``, ``quantity``."""

    code = "not_enough_there"
    kind = RefusalKind.CONFLICT


class CountDiffers(DomainError):
    """A count that disagrees is entered with a reason, and confirmed. Details: ``expected``, ``counted``."""

    code = "count_differs"
    kind = RefusalKind.CONFLICT


class CountBelowReserved(DomainError):
    """Fewer were counted than are reserved, and a reservation does not vanish silently: these must end first.

    Details: ``counted``, ``reserved``, and ``holds``, which names the first holders with their units.
    """

    code = "count_below_reserved"
    kind = RefusalKind.CONFLICT


class StockReasonNeeded(DomainError):
    """What is found, lost, disposed of or recalled needs a reason of 1 to ``most`` characters."""

    code = "stock_reason_needed"


@dataclass(frozen=True)
class StockChanged(DomainEvent):
    """What can be had of these SKUs has changed by more than reserving."""

    kind: ClassVar[str] = "inventory.stock_changed"
    sku_ids: tuple[Id, ...]
