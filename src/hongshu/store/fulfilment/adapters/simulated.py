"""A carrier that drives nowhere: in demo mode it brings a parcel one step further every few minutes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from hongshu.kernel import settings
from hongshu.kernel.ids import Id
from hongshu.store.fulfilment.contracts import TrackEvent
from hongshu.store.fulfilment.ports import OnTheWay
from hongshu.store.fulfilment.rules.tracking import next_kind

STEP = timedelta(minutes=2)


class SimulatedCarrier:
    """Waybills are its letters and the parcel's id; steps follow its clock."""

    name = "simulated"

    def waybill_of(self, parcel_id: Id) -> str:
        return f"HS{parcel_id:019d}"

    def ask(self, parcel: OnTheWay, *, now: datetime) -> Sequence[TrackEvent]:
        if not settings.current().demo:
            return ()
        last = max((event.at for event in parcel.told), default=parcel.packed_at)
        kind = next_kind({event.kind for event in parcel.told})
        if kind is None or now < last + STEP:
            return ()
        return (TrackEvent(kind=kind, place="", at=now),)

    def ask_again_at(self, now: datetime) -> datetime:
        return now + STEP
