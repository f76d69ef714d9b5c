"""Stock as plain numbers: what the database should say after whatever was done."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from hongshu.kernel.ids import Id
from hongshu.store.inventory.contracts import Quality, Zone


@dataclass
class Place:
    """What is of a lot at a warehouse."""

    sellable: int = 0
    reserved: int = 0
    shut: int = 0
    transit: int = 0
    checking: int = 0

    @property
    def on_hand(self) -> int:
        return self.sellable + self.reserved + self.shut + self.transit + self.checking

    def free(self, zone: Zone) -> int:
        return {
            Zone.SHELF: self.sellable + self.shut,
            Zone.TRANSIT: self.transit,
            Zone.CHECKING: self.checking,
        }[zone]


@dataclass
class Lot:
    """A lot of the model."""

    id: Id
    sku_id: Id
    expires_on: date
    quality: Quality
    received: int
    is_recalled: bool = False
    disposed: int = 0
    sold: int = 0
    places: dict[int, Place] = field(default_factory=dict)

    @property
    def may_be_sold(self) -> bool:
        is_good = self.quality in (Quality.PASSED, Quality.CONDITIONAL)
        return is_good and not self.is_recalled and self.expires_on.year > 2030

    def lay(self, at: int, amount: int) -> None:
        place = self.places[at]
        if self.may_be_sold:
            place.sellable += amount
        else:
            place.shut += amount

    def settle(self) -> None:
        """All that is free on shelves follows what the lot may."""
        for at, place in self.places.items():
            free, place.sellable, place.shut = place.sellable + place.shut, 0, 0
            self.lay(at, free)


@dataclass
class Hold:
    """What a holder holds of a lot at a place, or has bought."""

    id: Id
    lot: Lot
    at: int
    quantity: int
    state: str = "held"
    returned: int = 0
