"""What warehouse people see: orders to pack, what to take from which shelf, parcels with their labels."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from hongshu.flows.pages.contracts.stockroom import UnitView
from hongshu.kernel.ids import Id


@dataclass(frozen=True, slots=True)
class Place:
    """A warehouse to choose."""

    id: Id
    name: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class PackRow:
    """An order that waits to be packed: how many lots and units to take."""

    order_id: Id
    number: str
    paid_at: datetime | None
    picks: int
    units: int
    is_stopped: bool


@dataclass(frozen=True, slots=True)
class ShelfPick:
    """What all orders of the list want of one lot."""

    unit: UnitView
    lot_code: str
    quantity: int
    orders: int
    expires_on: date | None
    stopped: str


@dataclass(frozen=True, slots=True)
class PickView:
    """What one order wants of one lot; ``stopped`` says why it may not go."""

    reservation_id: Id
    unit: UnitView
    lot_code: str
    quantity: int
    expires_on: date | None
    stopped: str


@dataclass(frozen=True, slots=True)
class CodeLabel:
    """A unit's label: its code in groups, and the address that its QR code holds."""

    unit: UnitView
    printed: str
    code: str
    address: str


@dataclass(frozen=True, slots=True)
class TrackView:
    """A step of a parcel's way."""

    kind: str
    place: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ParcelView:
    """A parcel in a list or on an order's page."""

    id: Id
    order_id: Id
    order_number: str
    number: int
    state: str
    carrier: str
    waybill: str
    packed_at: datetime
    units: int
    events: tuple[TrackView, ...]


@dataclass(frozen=True, slots=True)
class PackingPage:
    """A warehouse's work: orders to pack, and parcels that wait for the carrier or are on their way."""

    places: tuple[Place, ...]
    orders: tuple[PackRow, ...]
    shelf: tuple[ShelfPick, ...]
    packed: tuple[ParcelView, ...]
    on_the_way: tuple[ParcelView, ...]
    onward: str


@dataclass(frozen=True, slots=True)
class OrderToPackPage:
    """An order with what to take, and the parcels that it has."""

    order_id: Id
    number: str
    state: str
    may_be_packed: bool
    warehouse_id: Id
    picks: tuple[PickView, ...]
    parcels: tuple[ParcelView, ...]


@dataclass(frozen=True, slots=True)
class ParcelPage:
    """A parcel with everything that is printed for it."""

    parcel: ParcelView
    recipient: str = field(repr=False)
    phone: str = field(repr=False)
    address: str = field(repr=False)
    labels: tuple[CodeLabel, ...] = ()
    stopped: tuple[str, ...] = ()
