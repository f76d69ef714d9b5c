"""What the demo world sells is bought, received and inspected as staff would do it, only dated back.

Every step looks at what is there first, so that a filling that was killed goes on, and what a visitor did
meanwhile stays. An order is one of ours if all its lines are planned ones, to the unit and the price.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from hongshu.flows.demo_world.contracts import World, chance_of
from hongshu.flows.demo_world.selling import hold, save_rates_of_suppliers, sell
from hongshu.flows.demo_world.stocking_plan import (
    Fate,
    Planned,
    Source,
    Wave,
    purchases_of,
    read_buying,
)
from hongshu.kernel import clock
from hongshu.kernel.errors import DomainError
from hongshu.kernel.ids import Id
from hongshu.store.catalog.queries import get_brand, list_skus_by_code
from hongshu.store.inventory import queries, services
from hongshu.store.inventory.contracts import (
    Authorisation,
    CheckAnswer,
    InspectionDraft,
    InspectionPlan,
    Lot,
    NotAuthorised,
    PurchaseLine,
    PurchaseLineDraft,
    PurchaseOrder,
    PurchaseOrderDraft,
    PurchaseState,
    Quality,
    ReceivedLine,
    Supplier,
)

BUYER, INSPECTOR, PORTER = "team_buyer", "team_inspector", "team_warehouse"
_DAY = timedelta(days=1)
# How long goods are on their way, and how many days before now the later waves are at the step they stay at.
_TRANSIT_DAYS = 20
_DAYS_AGO = {Wave.WAITING: 1, Wave.COMING: -9, Wave.DRAFT: -21}
_VERDICTS = {Fate.FAILED: Quality.FAILED, Fate.CONDITIONAL: Quality.CONDITIONAL}


def save_stock(world: World, people: Mapping[str, Id], *, told: Callable[[int, int], None]) -> None:
    """Lots of everything that the world sells, and work for each of the staff. Idempotent."""
    if not {BUYER, INSPECTOR, PORTER} <= people.keys():
        return
    _save_places()
    suppliers = {supplier.code: supplier for supplier in queries.list_suppliers()}
    warehouses = {warehouse.code: warehouse.id for warehouse in queries.list_warehouses(with_closed=True)}
    skus = list_skus_by_code([sku.code for product in world.products for sku in product.skus])
    brands = {brand.slug for brand in world.brands}
    # The oldest first and the later waves last, so that lists by id tell the history in its order.
    sources = [source for source in read_buying().sources if source.brand in brands]
    purchases = []
    for source in sorted(sources, key=lambda source: -source.came_days):
        supplier = suppliers[source.supplier]
        purchase = _Purchase(
            source=source,
            supplier=supplier,
            warehouse_id=warehouses[source.warehouse],
            authorisation=_authorisation(source, supplier, people[BUYER]),
            people=people,
            now=clock.now(),
            planned={_sign(skus[each.code], each): each for each in purchases_of(source, world)},
        )
        purchases += [(wave, purchase) for wave in {each.wave for each in purchase.planned.values()}]
    order = list(Wave)
    purchases.sort(key=lambda pair: order.index(pair[0]))
    for done, (wave, purchase) in enumerate(purchases, start=1):
        purchase.make(wave)
        told(done, len(purchases))


_Sign = tuple[Id, int, int]  # a SKU, how many, at which price


def _sign(sku_id: Id, planned: Planned) -> _Sign:
    return sku_id, planned.quantity, planned.unit_price_minor


def _signs(lines: Iterable[PurchaseLine]) -> set[_Sign]:
    return {(line.sku_id, line.quantity, line.unit_price.amount_minor) for line in lines}


def _save_places() -> None:
    content = read_buying()
    there = {warehouse.code for warehouse in queries.list_warehouses(with_closed=True)}
    services.save_warehouses([draft for draft in content.warehouses if draft.code not in there])
    save_rates_of_suppliers()
    known = {supplier.code for supplier in queries.list_suppliers()}
    services.save_suppliers([draft for code, draft in content.suppliers.items() if code not in known])


def _authorisation(source: Source, supplier: Supplier, added_by: Id) -> Authorisation:
    for each in supplier.authorisations:
        if each.number == source.number:
            return each
    today = clock.now().date()
    made = services.add_authorisation(
        supplier_id=supplier.id,
        brand_id=get_brand(source.brand)[0].id,
        number=source.number,
        valid_from=today + source.from_days * _DAY,
        valid_until=today + source.until_days * _DAY,
        added_by=added_by,
    )
    return next(each for each in queries.get_supplier(supplier.id).authorisations if each.id == made)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Purchase:
    """All that is bought of a source's brand."""

    source: Source
    supplier: Supplier
    warehouse_id: Id
    authorisation: Authorisation
    people: Mapping[str, Id]
    now: datetime
    planned: Mapping[_Sign, Planned]

    def make(self, wave: Wave) -> None:
        """Order what is missing of a wave, then bring its orders to where they should stand."""
        orders = list(self._orders(wave))
        there = {sign for order in orders for sign in _signs(order.lines)}
        missing = {
            sign: each for sign, each in self.planned.items() if each.wave is wave and sign not in there
        }
        if missing:
            orders.append(self._create(wave, missing))
        if wave is not Wave.DRAFT:
            for order in orders:
                self._advance(order, wave)

    def _orders(self, wave: Wave) -> Iterator[PurchaseOrder]:
        ours = {sign for sign, each in self.planned.items() if each.wave is wave}
        cursor = ""
        while True:
            page, cursor = queries.list_purchase_orders(
                supplier_id=self.supplier.id, cursor=cursor, limit=100
            )
            yield from (order for order in page if _signs(order.lines) <= ours)
            if not cursor:
                return

    def _create(self, wave: Wave, missing: Mapping[_Sign, Planned]) -> PurchaseOrder:
        value = sum(quantity * price for _, quantity, price in missing)
        came_on = self._came_at(wave).date()
        draft = PurchaseOrderDraft(
            supplier_id=self.supplier.id,
            warehouse_id=self.warehouse_id,
            currency=self.supplier.currency,
            lines=tuple(
                PurchaseLineDraft(sku_id=sku_id, quantity=quantity, unit_price_minor=price)
                for sku_id, quantity, price in missing
            ),
            freight_minor=value * 3 // 100,
            insurance_minor=value * 3 // 1000,
            duty_minor=value * self.source.duty_percent // 100,
            expected_on=came_on,
        )
        key = f"demo:{wave}:{self.source.brand}:{min(missing)[0]:x}:{len(missing)}"
        with clock.fixed_at(self._ordered_at(wave)):
            made = services.create_purchase_order(
                draft=draft, created_by=self.people[BUYER], key=key, rate=self._rate
            )
        return queries.get_purchase_order(made)

    def _advance(self, order: PurchaseOrder, wave: Wave) -> None:
        if order.state is PurchaseState.DRAFT:
            # A brand whose authorisation has ended since the content was written stays a draft.
            with clock.fixed_at(self._ordered_at(wave)), suppress(NotAuthorised):
                services.place_purchase_order(order_id=order.id, rate=self._rate)
            order = queries.get_purchase_order(order.id)
        if wave is Wave.COMING:
            return
        if order.state is PurchaseState.ORDERED:
            self._receive(order, wave)
        if wave is Wave.FIRST:
            self._inspect(order)

    def _receive(self, order: PurchaseOrder, wave: Wave) -> None:
        came_at = self._came_at(wave)
        lines = []
        for line, planned in self._lines(order):
            if waiting := line.quantity - line.received_quantity:
                made, ends = self._dates(planned, came_at.date())
                code = f"{planned.code[:3]}{made:%y%m%d}-{line.id % 90 + 10}"
                lines.append(
                    ReceivedLine(
                        line_id=line.id, quantity=waiting, code=code, produced_on=made, expires_on=ends
                    )
                )
        with clock.fixed_at(came_at):
            services.receive_lots(
                order_id=order.id,
                lines=lines,
                received_by=self.people[PORTER],
                key=f"demo:{order.id:x}:{lines[0].line_id:x}:{len(lines)}",
            )

    def _inspect(self, order: PurchaseOrder) -> None:
        lots = queries.list_lots_of_lines([line.id for line in order.lines])
        for line, planned in self._lines(order):
            for lot in lots.get(line.id, ()):
                if lot.quality is Quality.AWAITING and lot.recalled_at is None:
                    plan = queries.get_inspection_plan(lot.id)
                    with clock.fixed_at(self._came_at(Wave.FIRST) + _DAY):
                        services.inspect_lot(
                            draft=_verdict(lot, planned, plan),
                            inspector_id=self.people[INSPECTOR],
                            key=f"demo:{lot.id:x}",
                        )
                # A visitor may have taken some of it, or decided otherwise meanwhile.
                with suppress(DomainError):
                    self._meet_fate(lot, planned)

    def _meet_fate(self, lot: Lot, planned: Planned) -> None:
        if planned.fate.kind is Fate.SOLD_OUT:
            sell(lot, lot.received_quantity)
        # Once, all or nothing: a recall that a visitor has lifted stays lifted.
        if planned.fate.kind is Fate.RECALLED and not queries.list_broken_holds(lot.id):
            with transaction.atomic():
                sell(lot, planned.fate.sold)
                hold(lot, planned.fate.held)
                services.recall_lot(
                    lot_id=lot.id,
                    reason=planned.fate.note,
                    recalled_by=self.people[INSPECTOR],
                    key=f"demo:{lot.id:x}",
                )

    def _lines(self, order: PurchaseOrder) -> Iterator[tuple[PurchaseLine, Planned]]:
        for line in order.lines:
            yield line, self.planned[line.sku_id, line.quantity, line.unit_price.amount_minor]

    def _dates(self, planned: Planned, came_on: date) -> tuple[date, date | None]:
        """When the lot was produced and until when it keeps."""
        made = came_on - chance_of("age", planned.code).randint(30, 150) * _DAY
        if planned.shelf_life_days is None:
            return made, None
        ends = made + planned.shelf_life_days * _DAY
        if planned.fate.left_days is not None:
            ends = self.now.date() + planned.fate.left_days * _DAY
            made = min(made, ends - planned.shelf_life_days * _DAY)
        return made, ends

    def _came_at(self, wave: Wave) -> datetime:
        days = _DAYS_AGO.get(wave, self.source.came_days)
        # What came was authorised then, also when the world is filled again much later.
        last = (self.authorisation.valid_until - self.now.date()).days - 5
        return self.now + min(-days, last) * _DAY if wave is Wave.FIRST else self.now - days * _DAY

    def _ordered_at(self, wave: Wave) -> datetime:
        return min(self._came_at(wave) - _TRANSIT_DAYS * _DAY, self.now)

    @property
    def _rate(self) -> Decimal:
        return read_buying().rates[self.source.supplier]


def _verdict(lot: Lot, planned: Planned, plan: InspectionPlan) -> InspectionDraft:
    fate = planned.fate
    chance = chance_of("defects", planned.code)
    return InspectionDraft(
        lot_id=lot.id,
        verdict=_VERDICTS.get(fate.kind, Quality.PASSED),
        defects_found=fate.defects or chance.randint(0, plan.sampling.accept_number),
        answers=tuple(
            CheckAnswer(slug=item.slug, is_fine=item.slug not in fate.failing)
            for item in plan.checklist.items
        ),
        note=fate.note if fate.kind in _VERDICTS else "",
        conditions_zh=fate.conditions_zh,
        conditions_en=fate.conditions_en,
    )
