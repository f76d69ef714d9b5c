"""Orders that wait to be packed, for tests: paid and allocated, without going through a checkout."""

from __future__ import annotations

from datetime import timedelta

from tests.support import stock

from hongshu.kernel import clock
from hongshu.kernel.ids import Id, new_id
from hongshu.store.fulfilment.contracts import HOLDER, Scan
from hongshu.store.fulfilment.queries import list_picks
from hongshu.store.inventory.services import confirm_hold, take_stock
from hongshu.store.trade.contracts import Address, OrderMode, OrderState
from hongshu.store.trade.models import OrderLineRow, OrderRow
from hongshu.store.trade.queries import get_order
from hongshu.store.trade.rules.stored import stored_address

BUYER = Id(77)
BUYER_NAME, BUYER_PHONE, STREET = "林小满", "13800138000", "愚园路 1 号 302 室"


def allocated_order(*lines: tuple[Id, int], state: str = "allocated") -> Id:
    """A domestic order of SKUs with their units, which holds its stock; its id."""
    order_id, now = new_id(), clock.now()
    place = stock.warehouse()
    goods = sum(units for _, units in lines) * 10_000
    address = Address(
        id=new_id(), recipient=BUYER_NAME, phone=BUYER_PHONE, country="CN", province="310000",
        province_name="上海市", city="上海市", district="长宁区", street=STREET, postcode="",
    )  # fmt: skip
    row = OrderRow.objects.create(
        id=order_id, number=f"T{order_id % 10**15}", user_id=BUYER, checkout_id=new_id(), split_number=1,
        split_count=1, mode=OrderMode.DOMESTIC.value, warehouse_id=place.id, state=OrderState(state).value,
        reason="whole", address=stored_address(address), before_minor=goods, discount_minor=0,
        goods_minor=goods, freight_minor=0, tax_minor=0, total_minor=goods, paid_at=now, placed_at=now,
        expires_at=now + timedelta(minutes=30),
    )  # fmt: skip
    for position, (sku_id, units) in enumerate(lines, start=1):
        OrderLineRow.objects.create(
            user_id=BUYER, order=row, position=position, sku_id=sku_id, product_id=sku_id, quantity=units,
            name_zh="面霜", unit_before_minor=10_000, unit_minor=10_000,
        )  # fmt: skip
    wanted: dict[Id, int] = {}
    for sku_id, units in lines:
        wanted[sku_id] = wanted.get(sku_id, 0) + units
    take_stock(wanted=wanted, holder_kind=HOLDER, holder_id=order_id, hold_s=60)
    confirm_hold(holder_kind=HOLDER, holder_id=order_id)
    return order_id


def scans_for(order_id: Id) -> list[Scan]:
    """What a careful packer scans for an order."""
    from hongshu.flows.delivering.services import order_to_pack

    return [
        Scan(reservation_id=pick.reservation_id, lot_code=pick.lot_code, units=pick.quantity)
        for pick in list_picks([order_to_pack(get_order(order_id))])
    ]
