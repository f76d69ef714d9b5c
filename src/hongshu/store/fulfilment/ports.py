"""What is asked of a carrier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from hongshu.kernel.ids import Id
from hongshu.store.fulfilment.contracts import TrackEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTheWay:
    """A parcel as a carrier knows it, with what it has told of it before."""

    waybill: str
    packed_at: datetime
    told: tuple[TrackEvent, ...]


class Carrier(Protocol):
    """Takes parcels to people."""

    name: str

    def waybill_of(self, parcel_id: Id) -> str:
        """The number of a new parcel, out of those that the carrier has given us beforehand. No network."""

    def ask(self, parcel: OnTheWay, *, now: datetime) -> Sequence[TrackEvent]:
        """What has happened since, the first first. May be slow; never called inside a transaction."""

    def ask_again_at(self, now: datetime) -> datetime:
        """When there may be something new."""
