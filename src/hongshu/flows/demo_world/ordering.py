"""What the demo world's people ordered: through the doors that everybody uses, paid in the payment sandbox.

It runs in the background once the shop is filled. Nothing is written that a buyer could not have done; what
becomes of the orders afterwards is left to the simulators, and to the warehouse (``packing``).
"""

from __future__ import annotations

import http.client
import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from random import Random
from urllib.parse import urlencode, urlsplit

from hongshu.community.notes.queries import list_notes_of_products
from hongshu.flows.demo_world import people as cast
from hongshu.flows.demo_world import shelves
from hongshu.flows.demo_world.contracts import chance_of
from hongshu.flows.demo_world.reading import the_world
from hongshu.flows.ordering.services import buy_now, order_checkout, pay_checkout
from hongshu.kernel import clock, settings
from hongshu.kernel.asking import send
from hongshu.kernel.errors import DomainError
from hongshu.kernel.ids import Id
from hongshu.platform.identity.contracts import ConsentKind
from hongshu.platform.identity.queries import consent_texts, find_identity, list_sample_people
from hongshu.platform.identity.services import prove_identity
from hongshu.platform.trust.services import without_limits
from hongshu.store.carts.contracts import Touch
from hongshu.store.catalog.queries import list_skus_by_id, list_skus_of_products
from hongshu.store.inventory.contracts import WarehouseKind
from hongshu.store.inventory.queries import ask_sellable_by_kind
from hongshu.store.payments.contracts import Device, Provider
from hongshu.store.trade.contracts import Actor, AddressDraft, Placed
from hongshu.store.trade.queries import list_addresses, list_orders_of
from hongshu.store.trade.services import cancel_order, change_checkout, save_address

log = logging.getLogger(__name__)
# The sample logins that buy have more to show.
_SHOPPERS = ("night_nurse_q", "lin_xiaoman")
_MORE = 8
_PLACES = (
    ("310000", "上海市", "黄浦区", "演示路 1 号"),
    ("330000", "杭州市", "西湖区", "样板街 26 号 3 幢 501"),
    ("440000", "深圳市", "南山区", "示例大道 88 号"),
    ("510000", "成都市", "锦江区", "测试里 12 弄 7 号"),
    ("110000", "北京市", "朝阳区", "模拟胡同 5 号"),
    ("650000", "乌鲁木齐市", "天山区", "虚构路 9 号"),
)
# Of a hundred orders so many are left unpaid, and so many cancelled after the payment.
_UNPAID, _CANCELLED = 6, 5
_TIMEOUT_S = 10
_SPARE_UNITS = 4
_TRIES = 4


def order_some(*, limit: int = 12) -> bool:
    """Make some more of the demo world's orders; whether there may be more to make. A killed filling goes on
    where it was, and one in which nobody can order any more has ended. Only where there is a payment sandbox
    and a filled shop.
    """
    orders = settings.current().demo_orders
    if not orders or not settings.current().has_payment_sandbox:
        return False
    world = the_world()
    people = {
        handle: user_id
        for handle, user_id in cast.find_people(world).items()
        if not handle.startswith("team_")
    }
    shelf = _stocked(shelves.find_products(world))
    if not people or not shelf.all:
        return False
    made = 0
    with without_limits():
        # A few orders are the first people's, one each; many are everybody's.
        for handle in list(dict.fromkeys((*_SHOPPERS, *sorted(people))))[:orders]:
            if handle not in people:
                continue
            wanted = orders // len(people) + 1
            if handle in _SHOPPERS and orders > len(people):
                wanted += _MORE
            for number in range(_count(people[handle]), wanted):
                made += _order(chance_of("order", handle, str(number)), people[handle], shelf)
                if made >= limit:
                    return True
    return made > 0


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What is there to be ordered, and the part of it that asks for no real name."""

    all: list[Id]
    domestic: list[Id]


def _stocked(products: Mapping[str, Id]) -> _Shelf:
    keys = [key for skus in list_skus_of_products(list(products.values())).values() for key in skus]
    asked = ask_sellable_by_kind(keys)
    send(asked)
    there = asked.answer
    everything = sorted(key for key, units in there.items() if sum(units.values()) >= _SPARE_UNITS)
    return _Shelf(
        everything, [key for key in everything if there[key].get(WarehouseKind.DOMESTIC, 0) >= _SPARE_UNITS]
    )


def _count(user_id: Id) -> int:
    return len(list_orders_of(user_id, limit=100)[0])


def _order(chance: Random, user_id: Id, shelf: _Shelf) -> bool:
    """One order; whether it was placed. What is refused (a used-up quota, stock that is gone) is passed over.

    The sandbox knows few real names: who got none buys what needs none.
    """
    has_name = _settle_in(chance, user_id)
    for _ in range(_TRIES):
        sku_id = chance.choice(shelf.all if has_name else shelf.domestic or shelf.all)
        try:
            placed, provider = _place(chance, user_id, sku_id)
        except DomainError as refusal:
            log.debug("the demo's order was refused: %s", refusal)
            continue
        fate = chance.randrange(100)
        if fate >= _UNPAID:
            _pay(placed, user_id, provider)
            if fate < _UNPAID + _CANCELLED:
                with suppress(DomainError):
                    cancel_order(
                        order_id=placed.order_ids[0],
                        actor=Actor.BUYER,
                        actor_id=user_id,
                        user_id=user_id,
                        reason="changed_mind",
                    )
        return True
    return False


def _settle_in(chance: Random, user_id: Id) -> bool:
    """An address, and the real name of somebody whom the sandbox knows; whether one was free."""
    if not list_addresses(user_id):
        province, city, district, street = chance.choice(_PLACES)
        save_address(
            user_id=user_id,
            draft=AddressDraft(
                recipient=chance.choice(list_sample_people()).name,
                phone=f"138{chance.randrange(10**8):08}",
                province=province,
                city=city,
                district=district,
                street=street,
            ),
        )
    if find_identity(user_id) is not None:
        return True
    for person in list_sample_people():
        with suppress(DomainError):
            prove_identity(user_id=user_id, name=person.name, number=person.number)
            return True
    return False


def _place(chance: Random, user_id: Id, sku_id: Id) -> tuple[Placed, Provider]:
    product_id = list_skus_by_id([sku_id])[sku_id].product_id
    made = buy_now(
        user_id=user_id,
        sku_id=sku_id,
        quantity=chance.choice((1, 1, 1, 2)),
        touches=_way_to(product_id),
    )
    checkout = change_checkout(checkout_id=made.id, user_id=user_id)
    versions = {text.kind: text.version for text in consent_texts(clock.business_day())}
    provider = chance.choice(tuple(Provider))
    placed = order_checkout(
        checkout_id=checkout.id,
        user_id=user_id,
        version=checkout.version,
        key=f"demo-order-{int(checkout.id)}",
        consents={ConsentKind(kind): versions[ConsentKind(kind)] for kind in checkout.consents},
        provider=provider,
    )
    return placed, provider


def _way_to(product_id: Id) -> list[Touch]:
    """Mostly a note about it led there."""
    notes, _ = list_notes_of_products([product_id], listing="demo", limit=1)
    at = clock.now()
    return [Touch("note", at, note_id=notes[0].id)] if notes else [Touch("search", at)]


def _pay(placed: Placed, user_id: Id, provider: Provider) -> None:
    """What a buyer does: goes where the shop sends them, and pays there."""
    try:
        there = pay_checkout(
            checkout_id=placed.checkout_id,
            user_id=user_id,
            provider=provider,
            return_url=f"{settings.current().public_url}/orders",
            device=Device.PHONE,
            client_ip="127.0.0.1",
        )
        address = there.url
        status, onward = _ask("GET", address)
        if status == 303:
            address = onward
        _ask("POST", address, urlencode({"do": "pay"}))
    except (DomainError, OSError, http.client.HTTPException) as failure:
        log.info("the demo's order was not paid: %s", failure)


def _ask(method: str, url: str, body: str = "") -> tuple[int, str]:
    parts = urlsplit(url)
    # Wherever browsers reach the sandbox, it is on this machine.
    connection = http.client.HTTPConnection("127.0.0.1", settings.current().sandbox_port, timeout=_TIMEOUT_S)
    try:
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        connection.request(method, path, body or None, headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.headers.get("Location", "")
    finally:
        connection.close()
