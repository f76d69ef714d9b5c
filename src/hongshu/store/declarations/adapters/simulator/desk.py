"""What the simulated office decides: from the messages it has to the receipts it gives. No clock, no
network.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from hongshu.store.declarations.contracts import DocumentKind

# Public limits of cross-border retail import (joint notice of 2018-11-29), in yuan.
A_YEAR, AN_ORDER = Decimal(26_000), Decimal(5_000)
# Prices may differ by this share from what else is known.
TOLERANCE = Decimal("0.05")
MATCHED = (DocumentKind.ORDER, DocumentKind.PAYMENT, DocumentKind.LOGISTICS, DocumentKind.LIST)


@dataclass(frozen=True, slots=True)
class Fields:
    """A message as names and texts; of a field that repeats, all of its texts."""

    guid: str
    head: Mapping[str, str]
    rows: tuple[Mapping[str, str], ...]

    def amount(self, name: str) -> Decimal:
        """An amount; 0 where the field is left out."""
        return Decimal(self.head.get(name) or 0)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A code and its words, as customs gives them."""

    status: str
    text: str


RELEASED = Verdict("800", "[Code:2600;Desc:放行]")


def hidden(number: str) -> str:
    """A resident id as the office remembers it: for comparing, not for reading."""
    return hashlib.sha256(number.encode()).hexdigest()


def fields_of(root: etree._Element) -> Fields:
    """The fields of a message that has passed its schema; resident ids are hidden at once."""
    head: dict[str, str] = {}
    rows: list[Mapping[str, str]] = []
    for part in root[0].iter():
        inner = {etree.QName(each).localname: each.text or "" for each in part if len(each) == 0}
        if etree.QName(part).localname.endswith("List"):
            rows.append(inner)
        elif inner:
            head |= inner
    for name in ("buyerIdNumber", "payerIdNumber"):
        if name in head:
            head[name] = hidden(head[name])
    return Fields(guid=root.get("guid", ""), head=head, rows=tuple(rows))


def order_number_of(kind: DocumentKind, fields: Fields) -> str:
    """Which order a message is of; the waybill names none, so its own number stands for it."""
    return fields.head.get("orderNo") or f"waybill:{fields.head['logisticsNo']}"


def compare(
    order: Fields, payment: Fields, logistics: Fields, listed: Fields, *, people: frozenset[tuple[str, str]]
) -> Verdict | None:
    """Why the four documents of an order do not belong together; None where they do."""
    buyer = (order.head["buyerName"], order.head["buyerIdNumber"])
    payer = (payment.head["payerName"], payment.head["payerIdNumber"])
    same = (
        (buyer == payer, "-301101", "订购人与支付人不一致"),
        (buyer in people, "-301102", "订购人姓名与身份证号不匹配"),
        (buyer[1] == listed.head["buyerIdNumber"], "-301103", "清单与订单的订购人不一致"),
        (order.amount("acturalPaid") == payment.amount("amountPaid"), "-301104", "订单与支付单金额不一致"),
        (order.head["consignee"] == logistics.head["consignee"], "-301105", "订单与运单的收货人不一致"),
        (listed.head["logisticsNo"] == logistics.head["logisticsNo"], "-301106", "清单与运单编号不一致"),
        (_sum(order) == order.amount("goodsValue"), "-301107", "商品总价与明细不一致"),
        (_is_near(_sum(order), _sum(listed)), "-301108", "清单与订单金额相差超过 5%"),
        (_paid(order) == order.amount("acturalPaid"), "-301109", "实付金额与各项合计不符"),
    )
    return next(
        (Verdict(code, f"[Code:{code[1:]};Desc:{text}]") for fine, code, text in same if not fine), None
    )


def within_limits(listed: Fields, *, used: Decimal) -> Verdict | None:
    """Why an order is above the limits of one buyer; ``used`` is what the year has had so far, in yuan."""
    value = _sum(listed) + listed.amount("freight") + listed.amount("insuredFee")
    units = sum(int(row["qty"]) for row in listed.rows)
    if value > AN_ORDER and units > 1:
        return Verdict("-302201", "[Code:302201;Desc:超过单次交易限值]")
    if used + value > A_YEAR:
        return Verdict("-302202", "[Code:302202;Desc:超过个人年度交易限值]")
    return None


def value_of(listed: Fields) -> Decimal:
    """What an order takes of the year's limit, in yuan."""
    return _sum(listed) + listed.amount("freight") + listed.amount("insuredFee")


def _sum(fields: Fields) -> Decimal:
    return sum((Decimal(row["totalPrice"]) for row in fields.rows), Decimal(0))


def _paid(order: Fields) -> Decimal:
    whole = order.amount("goodsValue") + order.amount("freight") + order.amount("taxTotal")
    return whole - order.amount("discount")


def _is_near(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= TOLERANCE * max(one, other)
