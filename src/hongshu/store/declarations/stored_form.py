"""An order's documents in JSON and back, without the buyer's name and number."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from decimal import Decimal
from typing import Any

from hongshu.kernel.wire import decode_json, encode_json
from hongshu.platform.identity.contracts import Person
from hongshu.store.declarations.contracts import (
    Buyer,
    Company,
    Consignee,
    DeclaredGoods,
    DeclaredMode,
    DeclaredOrder,
    Parties,
)


def body_of(order: DeclaredOrder) -> dict[str, Any]:
    """What is stored of an order: everything but who buys."""
    whole = dataclasses.asdict(order)
    whole["buyer"] = {"account": order.buyer.account, "telephone": order.buyer.telephone}
    stored: dict[str, Any] = decode_json(encode_json(whole))
    return stored


def order_of(body: dict[str, Any], person: Person) -> DeclaredOrder:
    """The order of a stored body, with the buyer who was opened for it."""
    values = dict(body)
    companies = ("platform", "seller", "payer", "carrier", "agent", "area")
    parties: dict[str, Any] = {
        name: Company(**value) if name in companies else value
        for name, value in values.pop("parties").items()
    }
    return DeclaredOrder(
        **{
            **values,
            "mode": DeclaredMode(values["mode"]),
            "parties": Parties(**parties),
            "buyer": Buyer(name=person.name, number=person.number, **values["buyer"]),
            "consignee": Consignee(**values["consignee"]),
            "goods": tuple(_goods(line) for line in values["goods"]),
            "paid_at": datetime.fromisoformat(values["paid_at"]),
        }
    )


def _goods(line: dict[str, Any]) -> DeclaredGoods:
    second = line["second_quantity"]
    return DeclaredGoods(
        **{
            **line,
            "legal_quantity": Decimal(line["legal_quantity"]),
            "second_quantity": None if second is None else Decimal(second),
        }
    )
