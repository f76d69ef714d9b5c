"""The parcels of an order as its buyer follows them, with the codes of what is in them."""

from __future__ import annotations

from dataclasses import dataclass

from hongshu.flows.pages.contracts.packing import TrackView
from hongshu.kernel.ids import Id


@dataclass(frozen=True, slots=True)
class CodedUnit:
    """A unit in a parcel by its code."""

    name: str
    option: str
    printed: str


@dataclass(frozen=True, slots=True)
class FollowedParcel:
    """A parcel on its way; the newest event comes first."""

    number: int
    state: str
    carrier: str
    waybill: str
    events: tuple[TrackView, ...]
    units: tuple[CodedUnit, ...]


@dataclass(frozen=True, slots=True)
class ParcelsPage:
    """All parcels of an order, in the order in which they were packed."""

    order_id: Id
    number: str
    state: str
    parcels: tuple[FollowedParcel, ...]
