"""The demo world's stock: everything has lots, each of the staff has work, twice is the same as once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.support.stock import counts

from hongshu.flows.demo_world import stocking
from hongshu.flows.demo_world.contracts import World
from hongshu.flows.demo_world.people import save_people
from hongshu.flows.demo_world.reading import the_world
from hongshu.flows.demo_world.shelves import save_shelves
from hongshu.flows.demo_world.stocking import save_stock
from hongshu.flows.demo_world.stocking_plan import Fate, read_buying
from hongshu.kernel import clock
from hongshu.kernel.ids import Id
from hongshu.store.catalog.queries import list_skus_by_code, list_skus_by_id
from hongshu.store.inventory.contracts import NotAuthorised, PurchaseState, Quality
from hongshu.store.inventory.models import (
    AuthorisationRow,
    InspectionRow,
    LotRow,
    MovementRow,
    PurchaseOrderRow,
    ReservationRow,
    StockRow,
)
from hongshu.store.inventory.queries import (
    get_supplier,
    list_authorisation_watch,
    list_broken_holds,
    list_lots,
    list_lots_to_inspect,
    list_purchase_orders,
    list_suppliers,
)
from hongshu.store.inventory.services import cancel_purchase_order, lift_recall, place_purchase_order
from hongshu.store.ledger.contracts import Account
from hongshu.store.ledger.models import TransferRow
from hongshu.store.ledger.queries import list_balances

pytestmark = pytest.mark.django_db(transaction=True)


def fill(world: World) -> dict[str, Id]:
    people = save_people(world, now=clock.now(), told=unheard)
    save_shelves(world)
    save_stock(world, people, told=unheard)
    return people


def unheard(done: int, total: int) -> None:
    assert done <= total


def small_world(*brands: str, products: int = 99) -> World:
    """Some products of some brands, with nobody but the staff."""
    whole = the_world()
    chosen = [
        [product for product in whole.products if product.brand_slug == brand][:products] for brand in brands
    ]
    return replace(
        whole,
        brands=tuple(brand for brand in whole.brands if brand.slug in brands),
        products=tuple(product for group in chosen for product in group),
        members=(),
        notes=(),
    )


def everything() -> list[Any]:
    models = (
        AuthorisationRow, PurchaseOrderRow, LotRow, StockRow, ReservationRow, MovementRow, InspectionRow,
        TransferRow,
    )  # fmt: skip
    return [list(model.objects.order_by("id").values()) for model in models]


def sku_of(slug: str, world: World) -> Id:
    code = next(product for product in world.products if product.source_key == slug).skus[0].code
    return list_skus_by_code([code])[code]


def test_everything_that_is_sold_has_lots_and_every_kind_of_them_is_there() -> None:
    world = the_world()
    world = replace(world, members=(), notes=())
    people = fill(world)
    codes = {sku.code for product in world.products for sku in product.skus}
    skus = list_skus_by_id(list(list_skus_by_code(codes).values()))
    stocked = set(LotRow.objects.values_list("sku_id", flat=True))
    assert stocked == set(skus)
    qualities = list(LotRow.objects.values_list("quality", flat=True))
    assert qualities.count(Quality.PASSED) > 300
    assert {Quality.FAILED.value, Quality.CONDITIONAL.value, Quality.AWAITING.value} < set(qualities)
    for slug, fate in read_buying().fates.items():
        sellable, reserved, quarantined = counts(sku_of(slug, world))
        assert (sellable > 0) is (fate.kind not in {Fate.SOLD_OUT, Fate.FAILED, Fate.RECALLED}), slug
        assert (quarantined > 0) is (fate.kind in {Fate.FAILED, Fate.RECALLED}), slug
        assert reserved == fate.held
    (recalled,) = list_lots(is_recalled=True)[0]
    assert sorted((each.state, each.quantity) for each in list_broken_holds(recalled.id)) == [
        ("held", 3), ("sold", 5),
    ]  # fmt: skip
    near = LotRow.objects.order_by("expires_on").first()
    assert near is not None
    assert 0 < (near.expires_on - clock.now().date()).days < 15
    balances = {balance.account: balance.net_minor for balance in list_balances()}
    value = sum(row.unit_cost_minor * row.received_quantity for row in LotRow.objects.all())
    assert balances[Account.INVENTORY] == value
    assert sum(balances.values()) == 0

    waiting = [lot.sku_id for lot in list_lots_to_inspect(limit=100)[0]]
    assert len(waiting) >= 5
    assert list_purchase_orders(state=PurchaseState.ORDERED)[0]
    drafts = list_purchase_orders(state=PurchaseState.DRAFT)[0]
    assert {order.created_by for order in drafts} == {people["team_buyer"]}
    watched = {each.authorisation.number for each in list_authorisation_watch(today=clock.now().date())}
    assert watched == {"KW-VERTRIEB-118", "BRS-ES-2025-9"}

    before = everything()
    save_stock(world, people, told=unheard)
    assert everything() == before, "twice is the same as once"


def test_what_came_before_an_authorisation_ended_is_sold_and_nothing_more_is_ordered() -> None:
    world = small_world("brisanta")
    fill(world)
    supplier = next(each for each in list_suppliers() if each.code == "rheinufer")
    (authorisation,) = get_supplier(supplier.id).authorisations
    lots, _ = list_lots(supplier_id=supplier.id, limit=100)
    assert authorisation.valid_until < clock.now().date()
    assert all(lot.received_at.date() < authorisation.valid_until for lot in lots)
    assert {lot.quality for lot in lots} == {Quality.PASSED}
    (draft,) = list_purchase_orders(state=PurchaseState.DRAFT)[0]
    with pytest.raises(NotAuthorised):
        place_purchase_order(order_id=draft.id, rate=draft.rate)


def test_a_filling_that_was_killed_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    world = small_world("sorimae", products=3)
    steps = ("create_purchase_order", "place_purchase_order", "receive_lots", "inspect_lot", "sell_hold")
    for step in steps:
        real = getattr(stocking.services, step)

        def killed_after(*arguments: Any, real: Any = real, **named: Any) -> Any:
            real(*arguments, **named)
            raise KeyboardInterrupt

        with monkeypatch.context() as patched:
            patched.setattr(stocking.services, step, killed_after)
            with pytest.raises(KeyboardInterrupt):
                fill(world)
    fill(world)
    assert LotRow.objects.count() == sum(len(product.skus) for product in world.products)
    assert {row.quality for row in LotRow.objects.all()} == {Quality.PASSED}
    assert PurchaseOrderRow.objects.count() == 2
    assert counts(sku_of("sorimae-mugwort-toner-pads", world)) == (0, 0, 0)


def test_what_a_visitor_did_meanwhile_stays() -> None:
    world = small_world("vermelune")
    fill(world)
    (coming,) = list_purchase_orders(state=PurchaseState.ORDERED)[0]
    cancel_purchase_order(order_id=coming.id)
    before = everything()
    fill(world)
    assert everything() == before


def test_a_recall_that_was_lifted_stays_lifted() -> None:
    world = small_world("byeolsoom")
    fill(world)
    (recalled,) = list_lots(is_recalled=True)[0]
    lift_recall(lot_id=recalled.id, reason="Looked at again.", lifted_by=Id(7), key="lift")
    before = everything()
    fill(world)
    assert everything() == before
    assert list_lots(is_recalled=True)[0] == ()


def test_new_products_are_bought_when_the_world_is_filled_again() -> None:
    fill(small_world("wanhexu", products=2))
    orders = PurchaseOrderRow.objects.count()
    world = small_world("wanhexu", products=4)
    fill(world)
    assert PurchaseOrderRow.objects.count() == orders + 1
    stocked = set(LotRow.objects.values_list("sku_id", flat=True))
    assert len(stocked) == sum(len(product.skus) for product in world.products)
