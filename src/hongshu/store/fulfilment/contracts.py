"""Shapes, refusals and events of fulfilment."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from hongshu.kernel.errors import DomainError, NotFound, RefusalKind
from hongshu.kernel.events import DomainEvent
from hongshu.kernel.ids import Id

# Whose reservations orders' are.
HOLDER = "order"


class ParcelState(StrEnum):
    """packed → shipped (the carrier has it) → delivered; lost is an end too."""

    PACKED = "packed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    LOST = "lost"


class TrackKind(StrEnum):
    """What happens to a parcel, in this order."""

    PACKED = "packed"
    PICKED_UP = "picked_up"
    ON_THE_WAY = "on_the_way"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELIVERED = "delivered"
    LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """Who gets the parcel, as the label says it. Hidden from logs."""

    name: str = field(repr=False)
    telephone: str = field(repr=False)
    address: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineToPack:
    """Units of a SKU that an order wants."""

    line_id: Id
    sku_id: Id
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderToPack:
    """An order that may be packed. ``waybill`` is there when it had to be told before (to the customs)."""

    order_id: Id
    number: str
    month: date
    lines: tuple[LineToPack, ...]
    waybill: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Units of a pick that are for one line."""

    line_id: Id
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """Units to take from one lot on one shelf for an order; a SKU may stand on several of its lines."""

    reservation_id: Id
    order_id: Id
    parts: tuple[Part, ...]
    sku_id: Id
    lot_id: Id
    lot_code: str
    warehouse_id: Id
    quantity: int
    expires_on: date | None
    # Empty, or why it may not go: "recalled", "failed", "expired".
    stopped: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What a packer scanned or typed for a pick: the lot's code on the package, and how many units."""

    reservation_id: Id
    lot_code: str
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelContent:
    """Units of a lot in a parcel, with their codes of provenance."""

    line_id: Id
    sku_id: Id
    lot_id: Id
    quantity: int
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackEvent:
    """Something that happened to a parcel. ``place`` is a word of the carrier, or empty."""

    kind: TrackKind
    place: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A parcel; ``number`` counts those of its order from 1. ``events`` are the first first."""

    id: Id
    order_id: Id
    order_number: str
    number: int
    warehouse_id: Id
    state: ParcelState
    carrier: str
    waybill: str
    packed_at: datetime
    shipped_at: datetime | None
    delivered_at: datetime | None
    contents: tuple[ParcelContent, ...]
    events: tuple[TrackEvent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracked:
    """A parcel as its buyer follows it: ``number`` counts those of the order from 1."""

    number: int
    state: ParcelState
    carrier: str
    waybill: str
    events: tuple[TrackEvent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an order is: ``waiting`` reservations are on shelves still; how many parcels there are."""

    order_id: Id
    waiting: int
    parcels: int
    shipped: int
    delivered: int

    @property
    def is_packed(self) -> bool:
        """Whether everything is in parcels."""
        return self.parcels > 0 and self.waiting == 0

    @property
    def is_shipped(self) -> bool:
        """Whether the carrier has everything."""
        return self.is_packed and self.shipped == self.parcels

    @property
    def is_delivered(self) -> bool:
        """Whether everything is at the door."""
        return self.is_packed and self.delivered == self.parcels


class ParcelNotFound(NotFound):
    """There is no such parcel."""

    code = "parcel_not_found"


class NothingToPack(DomainError):
    """Nothing of the order waits in that warehouse: somebody else has packed it, or it is not reserved."""

    code = "nothing_to_pack"
    kind = RefusalKind.CONFLICT


class WrongLotScanned(DomainError):
    """What was scanned is not the lot that is reserved. Details: ``scanned``, ``wanted``."""

    code = "wrong_lot_scanned"
    kind = RefusalKind.CONFLICT


class WrongUnitsScanned(DomainError):
    """More or fewer units were scanned than the order wants. Details: ``lot``, ``scanned``, ``wanted``."""

    code = "wrong_units_scanned"
    kind = RefusalKind.CONFLICT


class LotMayNotGo(DomainError):
    """The lot is recalled, failed or expired: it stays here. Details: ``lot``, ``why``."""

    code = "lot_may_not_go"
    kind = RefusalKind.CONFLICT


class WrongParcelState(DomainError):
    """The parcel is not in a state in which this can be done. Details: ``state``."""

    code = "wrong_parcel_state"
    kind = RefusalKind.CONFLICT


@dataclass(frozen=True)
class ParcelPacked(DomainEvent):
    """A parcel of an order is packed; how far the order is, is asked of ``queries.progress_of``."""

    kind: ClassVar[str] = "fulfilment.parcel_packed"
    parcel_id: Id
    order_id: Id


@dataclass(frozen=True)
class ParcelShipped(DomainEvent):
    """The carrier has a parcel."""

    kind: ClassVar[str] = "fulfilment.parcel_shipped"
    parcel_id: Id
    order_id: Id


@dataclass(frozen=True)
class ParcelDelivered(DomainEvent):
    """A parcel is at the door."""

    kind: ClassVar[str] = "fulfilment.parcel_delivered"
    parcel_id: Id
    order_id: Id
