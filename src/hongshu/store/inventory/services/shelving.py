"""A lot with its stock, locked to be moved. A room of the services.

Changes are made in memory and written by ``save``, while the rows are locked: nobody reserves of them
meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Literal

from django.db.models.functions import Now, TruncDate

from hongshu.kernel.ids import Id
from hongshu.store.inventory.contracts import LotNotFound, NotEnoughThere, Quality, WarehouseNotFound, Zone
from hongshu.store.inventory.models import LotRow, StockRow, WarehouseRow
from hongshu.store.inventory.rules.moving import may_be_sold, shares
from hongshu.store.inventory.services.authorising import SEAT

Count = Literal["sellable", "quarantined"]
_CHANGED = ["sellable", "quarantined", "is_spent"]


class LockedLot:
    """A lot of which no unit moves until the end of the transaction but by who holds this."""

    def __init__(self, lot_id: Id) -> None:
        """Lock the lot; its stock rows are locked when they are first looked at. Raises LotNotFound."""
        # Not the key: who reserves or moves units refers to the lot, and must not wait here with its stock
        # locked.
        lot = (
            LotRow.objects.select_for_update(no_key=True)
            .annotate(today=TruncDate(Now(), tzinfo=SEAT))
            .filter(id=lot_id)
            .first()
        )
        if lot is None:
            raise LotNotFound
        self.row = lot
        # Expiry follows the database's clock, as reserving does.
        self.today: date = lot.today
        self._changed: dict[int, StockRow] = {}
        self._fresh: list[StockRow] = []

    @property
    def id(self) -> Id:
        return Id(self.row.id)

    @property
    def sku_id(self) -> Id:
        return Id(self.row.sku_id)

    @cached_property
    def stock(self) -> list[StockRow]:
        """Its rows, locked by id."""
        rows = StockRow.objects.select_for_update(no_key=True).filter(lot_id=self.row.id)
        return list(rows.order_by("id"))

    @property
    def may_be_sold(self) -> bool:
        """Whether units of it may lie on a shelf as sellable."""
        return may_be_sold(
            quality=Quality(self.row.quality),
            recalled_at=self.row.recalled_at,
            expires_on=self.row.expires_on,
            today=self.today,
        )

    def at(self, warehouse_id: Id, zone: Zone) -> list[StockRow]:
        """Its rows at one place, by bucket."""
        rows = (row for row in self.stock if row.warehouse_id == warehouse_id and row.zone == zone.value)
        return sorted(rows, key=lambda row: row.bucket)

    def there(self, warehouse_id: Id, zone: Zone) -> int:
        """How many units lie there that nobody has reserved."""
        return sum(row.sellable + row.quarantined for row in self.at(warehouse_id, zone))

    def take(self, warehouse_id: Id, zone: Zone, units: int) -> None:
        """Take away unreserved units, sellable ones first. Raises NotEnoughThere."""
        there = self.there(warehouse_id, zone)
        if units > there:
            raise NotEnoughThere(there=there, quantity=units)
        left = self._take(self.at(warehouse_id, zone), "sellable", units)
        self._take(self.at(warehouse_id, zone), "quarantined", left)

    def take_of(self, warehouse_id: Id, zone: Zone, units: int, *, count: Count) -> None:
        """Take away sellable units only, or quarantined ones only. Raises NotEnoughThere."""
        rows = self.at(warehouse_id, zone)
        there = sum(getattr(row, count) for row in rows)
        if units > there:
            raise NotEnoughThere(there=there, quantity=units)
        self._take(rows, count, units)

    def put(self, warehouse_id: Id, zone: Zone, units: int) -> None:
        """Lay units down: sellable on a shelf if the lot may be sold, and quarantined anywhere else.

        On a shelf of several buckets they go to the one with the fewest, so that buckets stay about even.
        """
        rows = self.at(warehouse_id, zone) or [self._add(warehouse_id, zone, 0)]
        row = min(rows, key=lambda each: (each.sellable + each.quarantined, each.bucket))
        if zone is Zone.SHELF and self.may_be_sold:
            row.sellable += units
        else:
            row.quarantined += units
        row.is_spent = False
        self._note(row)

    def spread(self, warehouse_id: Id, buckets: int) -> None:
        """Spread what is sellable on a shelf over buckets as evenly as can be; reserved units stay."""
        rows = {row.bucket: row for row in self.at(warehouse_id, Zone.SHELF)}
        units = sum(row.sellable for row in rows.values())
        wanted = dict(enumerate(shares(units, buckets)))
        for bucket, share in wanted.items():
            if share and bucket not in rows:
                rows[bucket] = self._add(warehouse_id, Zone.SHELF, bucket)
        for bucket, row in rows.items():
            row.sellable = wanted.get(bucket, 0)
            row.is_spent = row.is_spent and not row.sellable
            self._note(row)

    def shut(self, rows: Iterable[StockRow]) -> int:
        """Quarantine what is sellable in these rows; how many units."""
        units = 0
        for row in rows:
            if row.sellable:
                units += row.sellable
                row.quarantined += row.sellable
                row.sellable = 0
                self._note(row)
        return units

    def open_shelves(self) -> int:
        """Make what is quarantined on shelves sellable, where it lies; how many units."""
        units = 0
        for row in self.stock:
            if row.zone == Zone.SHELF.value and row.quarantined:
                units += row.quarantined
                row.sellable += row.quarantined
                row.quarantined = 0
                self._note(row)
        return units

    def save(self) -> None:
        """Write what has changed: at most one statement for old rows, and one for new ones."""
        StockRow.objects.bulk_update(self._changed.values(), _CHANGED)
        StockRow.objects.bulk_create(self._fresh)

    def _add(self, warehouse_id: Id, zone: Zone, bucket: int) -> StockRow:
        row = StockRow(
            sku_id=self.row.sku_id,
            product_id=self.row.product_id,
            lot=self.row,
            warehouse_id=warehouse_id,
            zone=zone.value,
            bucket=bucket,
            expires_on=self.row.expires_on,
            unit_cost_minor=self.row.unit_cost_minor,
        )
        self.stock.append(row)
        self._fresh.append(row)
        return row

    def _take(self, rows: Iterable[StockRow], count: Count, units: int) -> int:
        """Take from the fullest rows first; how many could not be had."""
        for row in sorted(rows, key=lambda each: -getattr(each, count)):
            share = min(units, getattr(row, count))
            if share:
                setattr(row, count, getattr(row, count) - share)
                units -= share
                self._note(row)
        return units

    def _note(self, row: StockRow) -> None:
        if all(row is not fresh for fresh in self._fresh):
            self._changed[row.id] = row


def check_warehouse(warehouse_id: Id) -> None:
    """Raise WarehouseNotFound unless there is such a warehouse."""
    if not WarehouseRow.objects.filter(id=warehouse_id).exists():
        raise WarehouseNotFound
