"""Declaring paid orders from abroad. The buyer's identity is opened outside of every transaction."""

from __future__ import annotations

import logging
import tomllib
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any

from django.db import transaction

from hongshu.kernel import settings
from hongshu.kernel.errors import DomainError
from hongshu.kernel.ids import Id, wire_form
from hongshu.platform.identity.contracts import Person, Purpose
from hongshu.platform.identity.services import open_identity
from hongshu.store.declarations.contracts import (
    Buyer,
    Company,
    Consignee,
    DeclaredGoods,
    DeclaredMode,
    DeclaredOrder,
    Parties,
)
from hongshu.store.declarations.services import declare_order
from hongshu.store.payments.contracts import Payment
from hongshu.store.payments.queries import get_payment
from hongshu.store.trade.contracts import Actor, OrderMode, OrderState
from hongshu.store.trade.models import OrderLineRow, OrderRow
from hongshu.store.trade.rules.stored import address_of
from hongshu.store.trade.services.ending import end_paid
from hongshu.store.trade.services.moving import go, locked_order

log = logging.getLogger(__name__)
_PIECES = "011"
_KILOGRAMS = "035"
_MODES = {OrderMode.BONDED: DeclaredMode.BONDED, OrderMode.DIRECT: DeclaredMode.DIRECT}


def declare_paid(*, limit: int = 20) -> int:
    """Declare orders from abroad that are paid; how many. One that cannot be declared ends and is refunded.

    Safe beside itself. Not in a transaction.
    """
    rows = OrderRow.objects.filter(state=OrderState.PAID.value).exclude(mode=OrderMode.DOMESTIC.value)
    done = 0
    for row in rows.order_by("id")[:limit]:
        try:
            person = open_identity(
                user_id=Id(row.user_id),
                purpose=Purpose.DECLARATION,
                subject_kind="order",
                subject_id=Id(row.id),
            )
            _declare(Id(row.id), person)
        except DomainError as refusal:
            log.warning("an order could not be declared: %s", refusal, extra={"order": row.number})
            _give_up(Id(row.id), refusal)
        done += 1
    return done


@transaction.atomic
def _declare(order_id: Id, person: Person) -> None:
    row = locked_order(order_id)
    if row.state != OrderState.PAID:
        return
    order = declared_form(row, person, get_payment(Id(row.checkout_id)))
    declare_order(order_id=order_id, user_id=Id(row.user_id), order=order)
    go(row, OrderState.DECLARED, actor=Actor.SYSTEM, tracking=order.waybill)


@transaction.atomic
def _give_up(order_id: Id, refusal: DomainError) -> None:
    row = locked_order(order_id)
    if row.state == OrderState.PAID:
        end_paid(row, OrderState.CANCELLED, actor=Actor.SYSTEM, actor_id=None, reason=refusal.code)


def declared_form(row: OrderRow, person: Person, payment: Payment) -> DeclaredOrder:
    """All that customs are told of an order."""
    address = address_of(row.address)
    assert address is not None
    assert payment.captured_at is not None, "what is declared is paid"
    lines = list(OrderLineRow.objects.filter(order=row).order_by("position"))
    is_direct = row.mode == OrderMode.DIRECT
    return DeclaredOrder(
        number=row.number,
        mode=_MODES[OrderMode(row.mode)],
        parties=_parties(payment.provider.value),
        buyer=Buyer(
            account=wire_form(row.user_id), name=person.name, number=person.number, telephone=address.phone
        ),
        consignee=Consignee(
            name=address.recipient, telephone=address.phone, address=address.in_one_line[:200]
        ),
        goods=tuple(map(_goods, lines)),
        freight_fen=row.freight_minor,
        insurance_fen=0,
        tax_fen=row.tax_minor,
        discount_fen=0,
        paid_fen=row.total_minor,
        payment_id=payment.transaction_id,
        paid_at=payment.captured_at,
        waybill=f"W{row.number}",
        weight_g=sum(line.declared["weight_g"] * line.quantity for line in lines),
        packages=1,
        voyage="HS0001" if is_direct else "",
        bill=f"B{row.number}" if is_direct else "",
    )


def _goods(line: OrderLineRow) -> DeclaredGoods:
    told: dict[str, Any] = line.declared
    name = line.name_zh or line.name_en
    return DeclaredGoods(
        sku_code=told["code"][:20],
        record_number=str(line.position),
        name_zh=name[:250],
        specification=f"{line.option_zh or line.option_en or name}|{told['brand']}"[:250],
        barcode=told["barcode"],
        hs_code=told["hs_code"],
        country=_shipped()["countries"].get(told["origin"], _shipped()["country"]),
        quantity=line.quantity,
        unit=_PIECES,
        price_fen=line.unit_minor,
        legal_quantity=Decimal(told["weight_g"] * line.quantity) / 1000,
        legal_unit=_KILOGRAMS,
    )


def _parties(provider: str) -> Parties:
    told = _shipped()

    def company(of: dict[str, str]) -> Company:
        return Company(code=of["code"], name=of["name"])

    return Parties(
        platform=company(told["platform"]),
        seller=company(told["seller"]),
        payer=company(told["payer"][provider]),
        carrier=company(told["carrier"]),
        agent=company(told["agent"]),
        area=company(told["area"]),
        customs_code=told["customs_code"],
        port_code=told["port_code"],
        dxp_id=told["dxp_id"],
        guarantee=told["guarantee"],
        ledger_number=told["ledger_number"],
    )


@lru_cache(maxsize=1)
def _shipped() -> dict[str, Any]:
    own = settings.current().data_folder / "customs-parties.toml"
    if own.is_file():
        return tomllib.loads(own.read_text(encoding="utf-8"))
    text = (files("hongshu.store.trade") / "data" / "parties.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
