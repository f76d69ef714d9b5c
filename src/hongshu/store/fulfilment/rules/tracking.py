"""What may happen to a parcel after what has happened."""

from __future__ import annotations

from collections.abc import Collection

from hongshu.store.fulfilment.contracts import ParcelState, TrackKind

_WAY = (
    TrackKind.PACKED,
    TrackKind.PICKED_UP,
    TrackKind.ON_THE_WAY,
    TrackKind.OUT_FOR_DELIVERY,
    TrackKind.DELIVERED,
)
_ENDS = frozenset({TrackKind.DELIVERED, TrackKind.LOST})


def next_kind(told: Collection[TrackKind]) -> TrackKind | None:
    """The next step of the way; None when it is over."""
    if _ENDS & set(told):
        return None
    return next((kind for kind in _WAY if kind not in told), None)


def may_follow(kind: TrackKind, told: Collection[TrackKind]) -> bool:
    """Whether *kind* can happen now: nothing twice, nothing backwards, nothing after an end. Carriers leave
    steps out, so a later one may follow at once.
    """
    if _ENDS & set(told) or kind in told:
        return False
    if kind is TrackKind.LOST:
        return True
    place = _WAY.index(kind)
    return all(_WAY.index(each) < place for each in told if each is not TrackKind.LOST)


def state_of(told: Collection[TrackKind]) -> ParcelState:
    """Where a parcel stands by what has happened to it."""
    if TrackKind.DELIVERED in told:
        return ParcelState.DELIVERED
    if TrackKind.LOST in told:
        return ParcelState.LOST
    if set(told) - {TrackKind.PACKED}:
        return ParcelState.SHIPPED
    return ParcelState.PACKED
