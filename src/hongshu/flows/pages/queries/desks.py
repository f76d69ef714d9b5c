"""The pages on which staff land: what waits for each role."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hongshu.flows.pages.contracts.stockroom import (
    AuthorisationView,
    DeskPage,
    DueView,
    LotsPage,
    LowView,
    OrdersPage,
    PlaceView,
)
from hongshu.flows.pages.queries.stockroom import Units, lot_cards_of, name_of, places_of, units_of
from hongshu.flows.pages.queries.stockroom_orders import order_cards_of
from hongshu.kernel.asking import Asked, send
from hongshu.kernel.ids import Id
from hongshu.platform.trust.contracts import WaitingCounts
from hongshu.platform.trust.queries import ask_waiting_counts
from hongshu.store.catalog.queries import ask_review_count
from hongshu.store.inventory import queries as inventory
from hongshu.store.inventory.contracts import (
    AuthorisationWatch,
    CountDue,
    Lot,
    LowStock,
    PurchaseOrder,
    PurchaseState,
    StockLine,
    Zone,
)

_SHORT = 6
_NO_LOTS: tuple[tuple[Lot, ...], str] = ((), "")
_NO_LINES: tuple[tuple[StockLine, ...], str] = ((), "")


def desk_page(
    *, language: str, today: date, inspects: bool, buys: bool, stores: bool, watches: bool, moderates: bool
) -> DeskPage:
    """What waits for somebody who inspects, buys, works in a warehouse, watches the figures, or moderates.

    Eleven queries at most, whatever the roles: the first parts are asked together, and so are all names.
    """
    found = _Found.read(
        inspects=inspects, buys=buys, stores=stores, watches=watches, moderates=moderates, today=today
    )
    names = _Names.read(found, language)
    counts = found.counts
    return DeskPage(
        to_inspect=(
            LotsPage(
                lots=lot_cards_of(found.to_inspect, names.units, names.warehouses, names.suppliers),
                count=found.awaiting_count,
                onward="",
            )
            if inspects
            else None
        ),
        awaiting_count=found.awaiting_count if not inspects and (buys or stores or watches) else None,
        checking=names.places(found.checking) if inspects else None,
        orders=(
            OrdersPage(
                orders=order_cards_of(found.orders, today, names.warehouses, names.suppliers),
                counts=counts,
                onward="",
            )
            if buys or stores
            else None
        ),
        drafts=counts[PurchaseState.DRAFT] if buys else None,
        transit=names.places(found.transit) if stores else None,
        expiring=names.places(found.expiring) if stores or watches else None,
        dues=names.dues(found.dues) if stores else None,
        low=names.low(found.low) if buys or watches else None,
        authorisations=tuple(map(_authorisation, found.watched)) if buys else None,
        review_count=found.review_count if buys else None,
        moderation=found.moderation if moderates else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What waits, before it has names."""

    to_inspect: tuple[Lot, ...]
    awaiting_count: int
    checking: tuple[StockLine, ...]
    transit: tuple[StockLine, ...]
    expiring: tuple[StockLine, ...]
    low: tuple[LowStock, ...]
    dues: tuple[CountDue, ...]
    counts: dict[PurchaseState, int]
    review_count: int
    moderation: WaitingCounts
    orders: tuple[PurchaseOrder, ...]
    watched: tuple[AuthorisationWatch, ...]

    @classmethod
    def read(
        cls, *, inspects: bool, buys: bool, stores: bool, watches: bool, moderates: bool, today: date
    ) -> _Found:
        """One statement, and for buyers and the warehouse the orders and authorisations beside it."""
        stock = inspects or buys or stores or watches
        lots = inventory.ask_lots_to_inspect(limit=_SHORT) if inspects else Asked.known(_NO_LOTS)
        awaiting = inventory.ask_lots_to_inspect_count() if stock else Asked.known(0)
        checking = _stock(Zone.CHECKING, inspects)
        transit = _stock(Zone.TRANSIT, stores)
        expiring: Asked[tuple[StockLine, ...]] = Asked.known(())
        if stores or watches:
            expiring = inventory.ask_near_expiry(limit=_SHORT)
        low: Asked[tuple[LowStock, ...]] = Asked.known(())
        if buys or watches:
            low = inventory.ask_low_stock(limit=_SHORT)
        dues: Asked[tuple[CountDue, ...]] = Asked.known(())
        if stores:
            dues = inventory.ask_counts_due(limit=_SHORT)
        counts: Asked[dict[PurchaseState, int]] = Asked.known({})
        if buys or stores:
            counts = inventory.ask_purchase_order_counts()
        review = ask_review_count() if buys else Asked.known(0)
        moderation = ask_waiting_counts() if moderates else Asked.known(WaitingCounts(0, 0, 0))
        send(lots, awaiting, checking, transit, expiring, low, dues, counts, review, moderation)
        orders: tuple[PurchaseOrder, ...] = ()
        if buys or stores:
            orders, _ = inventory.list_purchase_orders(state=PurchaseState.ORDERED, limit=_SHORT)
        return cls(
            to_inspect=lots.answer[0],
            awaiting_count=awaiting.answer,
            checking=checking.answer[0],
            transit=transit.answer[0],
            expiring=expiring.answer,
            low=low.answer,
            dues=dues.answer,
            counts=counts.answer,
            review_count=review.answer,
            moderation=moderation.answer,
            orders=orders,
            watched=inventory.list_authorisation_watch(today=today)[:_SHORT] if buys else (),
        )

    @property
    def lines(self) -> tuple[StockLine, ...]:
        """All places that are shown."""
        return (*self.checking, *self.transit, *self.expiring)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    """What everything is called, in the reader's language."""

    units: Units
    warehouses: Mapping[Id, str]
    suppliers: Mapping[Id, str]
    lots: Mapping[Id, Lot]

    @classmethod
    def read(cls, found: _Found, language: str) -> _Names:
        """One statement for warehouses, suppliers and lots, and one each for SKUs and their pictures."""
        of_lots = [line.lot_id for line in found.lines] + [due.lot_id for due in found.dues]
        lots = inventory.ask_lots(of_lots)
        suppliers = inventory.ask_supplier_names(
            [lot.supplier_id for lot in found.to_inspect] + [order.supplier_id for order in found.orders]
        )
        skus = {lot.sku_id for lot in found.to_inspect} | {line.sku_id for line in found.lines}
        skus |= {row.sku_id for row in found.low} | {due.sku_id for due in found.dues}
        warehouses = inventory.ask_warehouses()
        if skus or found.orders:
            send(lots, suppliers, warehouses)
        else:
            warehouses = Asked.known(())
        return cls(
            units=units_of(skus, language) if skus else {},
            warehouses={each.id: name_of(each, language) for each in warehouses.answer},
            suppliers=suppliers.answer,
            lots=lots.answer,
        )

    def places(self, lines: tuple[StockLine, ...]) -> tuple[PlaceView, ...]:
        """Lines of stock in words."""
        return places_of(lines, self.units, self.warehouses, self.lots)

    def dues(self, dues: tuple[CountDue, ...]) -> tuple[DueView, ...]:
        """Counts that are due, in words."""
        return dues_of(dues, self.units, self.warehouses, self.lots)

    def low(self, rows: tuple[LowStock, ...]) -> tuple[LowView, ...]:
        """What runs out, in words."""
        return tuple(
            LowView(
                unit=self.units[row.sku_id],
                sellable=row.sellable,
                sold=row.sold,
                days_left=row.days_left,
            )
            for row in rows
        )


def dues_of(
    dues: tuple[CountDue, ...], units: Units, warehouses: Mapping[Id, str], lots: Mapping[Id, Lot]
) -> tuple[DueView, ...]:
    """Counts that are due, in words."""
    return tuple(
        DueView(
            lot_id=due.lot_id,
            lot_code=lots[due.lot_id].code,
            unit=units[due.sku_id],
            warehouse=warehouses[due.warehouse_id],
            expected=due.expected,
            counted_at=due.counted_at,
        )
        for due in dues
    )


def _stock(zone: Zone, is_wanted: bool) -> Asked[tuple[tuple[StockLine, ...], str]]:
    return inventory.ask_stock(zone=zone, limit=_SHORT) if is_wanted else Asked.known(_NO_LINES)


def _authorisation(each: AuthorisationWatch) -> AuthorisationView:
    return AuthorisationView(
        number=each.authorisation.number,
        supplier=each.supplier_name,
        days_left=each.days_left,
        is_withdrawn=each.authorisation.withdrawn_at is not None,
        order_count=len(each.order_ids),
        lot_count=len(each.lot_ids),
    )
