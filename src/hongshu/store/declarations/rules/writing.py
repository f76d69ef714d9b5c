"""From an order to its documents: the values of the fields, the XML, and its check by the schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from lxml import etree

from hongshu.store.declarations.contracts import (
    AmountsDisagree,
    DeclaredMode,
    DeclaredOrder,
    Document,
    DocumentKind,
    InvalidDocument,
    ReturnedGoods,
)
from hongshu.store.declarations.rules.schemas import (
    NAMESPACE,
    TRANSFER_FIELDS,
    Field,
    schema_of,
    shape_of,
)

_SHANGHAI = ZoneInfo("Asia/Shanghai")
_NEW = "1"
_DECLARED = "2"
Values = Mapping[str, str]


def write_order(order: DeclaredOrder, *, guid: str, at: datetime) -> Document:
    """CEB311: what was ordered, by whom, for how much. Raises AmountsDisagree, InvalidDocument."""
    check_amounts(order)
    parties, buyer, consignee = order.parties, order.buyer, order.consignee
    head = {
        **_begin(guid, at),
        **_sides(order),
        "orderType": "I",
        # The freight field of the order holds the insurance, too: the two are one amount there.
        "goodsValue": yuan(order.goods_fen),
        "freight": yuan(order.freight_fen + order.insurance_fen),
        "discount": yuan(order.discount_fen),
        "taxTotal": yuan(order.tax_fen),
        "acturalPaid": yuan(order.paid_fen),
        "currency": "142",
        "buyerRegNo": buyer.account,
        "payCode": parties.payer.code,
        "payName": parties.payer.name,
        "payTransactionId": order.payment_id,
        "batchNumbers": order.batch,
        "consignee": consignee.name,
        "consigneeTelephone": consignee.telephone,
        "consigneeAddress": consignee.address,
        "consigneeDistrict": consignee.district,
    }
    rows = [
        {
            "gnum": str(number),
            "itemNo": line.sku_code,
            "itemName": line.name_zh,
            "gmodel": line.specification,
            "barCode": line.barcode,
            "unit": line.unit,
            "qty": str(line.quantity),
            "price": yuan(line.price_fen),
            "totalPrice": yuan(line.total_fen),
            "currency": "142",
            "country": line.country,
        }
        for number, line in enumerate(order.goods, 1)
    ]
    return _document(DocumentKind.ORDER, order, guid, head, rows)


def write_payment(order: DeclaredOrder, *, guid: str, at: datetime) -> Document:
    """CEB411: who paid, how much, when. Raises AmountsDisagree, InvalidDocument."""
    check_amounts(order)
    parties, buyer = order.parties, order.buyer
    head = {
        **_begin(guid, at),
        "payCode": parties.payer.code,
        "payName": parties.payer.name,
        "payTransactionId": order.payment_id,
        "orderNo": order.number,
        "ebpCode": parties.platform.code,
        "ebpName": parties.platform.name,
        "payerIdType": "1",
        "payerIdNumber": buyer.number,
        "payerName": buyer.name,
        "telephone": buyer.telephone,
        "amountPaid": yuan(order.paid_fen),
        "currency": "142",
        "payTime": moment(order.paid_at),
    }
    return _document(DocumentKind.PAYMENT, order, guid, head)


def write_logistics(order: DeclaredOrder, *, guid: str, at: datetime) -> Document:
    """CEB511: the parcel and who receives it. Raises InvalidDocument."""
    parties, consignee = order.parties, order.consignee
    head = {
        **_begin(guid, at),
        "logisticsCode": parties.carrier.code,
        "logisticsName": parties.carrier.name,
        "logisticsNo": order.waybill,
        "billNo": order.bill,
        "freight": yuan(order.freight_fen),
        "insuredFee": yuan(order.insurance_fen),
        "currency": "142",
        "weight": kilograms(order.weight_g),
        "packNo": str(order.packages),
        "goodsInfo": "；".join(line.name_zh for line in order.goods)[:200],
        "consignee": consignee.name,
        "consigneeAddress": consignee.address,
        "consigneeTelephone": consignee.telephone,
    }
    return _document(DocumentKind.LOGISTICS, order, guid, head)


def write_list(order: DeclaredOrder, *, guid: str, at: datetime) -> Document:
    """CEB621: the declaration itself, with the code, the origin and the legal quantity of each line.

    Bonded goods name the ledger of their warehouse, direct ones their transport. Raises AmountsDisagree,
    InvalidDocument.
    """
    check_amounts(order)
    parties = order.parties
    is_bonded = order.mode is DeclaredMode.BONDED
    if is_bonded and not parties.ledger_number:
        raise InvalidDocument(kind=DocumentKind.LIST.value, why="emsNo: bonded goods name their ledger")
    if not is_bonded and not (order.voyage and order.bill):
        raise InvalidDocument(kind=DocumentKind.LIST.value, why="voyageNo, billNo: direct goods name both")
    head = {
        **_begin(guid, at),
        **_sides(order),
        **_carried(order),
        "copNo": order.number[-20:],
        "assureCode": parties.guarantee,
        "emsNo": parties.ledger_number if is_bonded else "",
        "ieFlag": "I",
        "declTime": at.astimezone(_SHANGHAI).strftime("%Y%m%d"),
        "customsCode": parties.customs_code,
        "portCode": parties.port_code,
        "consigneeAddress": order.consignee.address,
        "agentCode": parties.agent.code,
        "agentName": parties.agent.name,
        "areaCode": parties.area.code if is_bonded else "",
        "areaName": parties.area.name if is_bonded else "",
        "tradeMode": order.mode.value,
        "trafMode": order.transport,
        "voyageNo": order.voyage,
        "billNo": order.bill,
        "country": order.country,
        "freight": yuan(order.freight_fen),
        "insuredFee": yuan(order.insurance_fen),
        "currency": "142",
        "wrapType": order.wrap,
        "packNo": str(order.packages),
        "grossWeight": kilograms(order.weight_g),
        "netWeight": kilograms(order.weight_g),
    }
    return _document(DocumentKind.LIST, order, guid, head, _list_rows(order))


def write_cancel(order: DeclaredOrder, *, guid: str, at: datetime, list_number: str, reason: str) -> Document:
    """CEB623: take back a list before its release. Raises InvalidDocument."""
    head = {**_afterwards(order, guid, at, list_number), "reason": reason}
    return _document(DocumentKind.CANCEL, order, guid, head)


def write_return(
    order: DeclaredOrder,
    *,
    guid: str,
    at: datetime,
    list_number: str,
    reason: str,
    goods: Sequence[ReturnedGoods],
) -> Document:
    """CEB625: units that go back after the release. Raises InvalidDocument when more go back than came."""
    rows = []
    for each in goods:
        if (
            not 1 <= each.line <= len(order.goods)
            or not 0 < each.quantity <= order.goods[each.line - 1].quantity
        ):
            raise InvalidDocument(kind=DocumentKind.RETURN.value, why=f"line {each.line}: not so many came")
        line = order.goods[each.line - 1]
        rows.append(
            {
                "gnum": str(each.line),
                "gcode": line.hs_code,
                "gname": line.name_zh,
                "qty": str(each.quantity),
                "unit": line.unit,
            }
        )
    head = {**_afterwards(order, guid, at, list_number), "reason": reason}
    return _document(DocumentKind.RETURN, order, guid, head, rows)


def check_amounts(order: DeclaredOrder) -> None:
    """Raise AmountsDisagree unless what was paid is goods + freight + insurance + tax − discount."""
    expected = order.goods_fen + order.freight_fen + order.insurance_fen + order.tax_fen - order.discount_fen
    if expected != order.paid_fen:
        raise AmountsDisagree(paid=order.paid_fen, expected=expected)


def check(kind: DocumentKind, message: etree._Element) -> None:
    """Raise InvalidDocument with the first fault unless the message fits its schema.

    The fault names the place and the rule, never the value: that may be a name or a number.
    """
    schema = schema_of(kind)
    if not schema.validate(message):
        fault = schema.error_log[0]
        found = message.xpath(fault.path) if fault.path else [message]
        raise InvalidDocument(kind=kind.value, why=f"{etree.QName(found[0]).localname}: {fault.type_name}")


def yuan(fen: int) -> str:
    """An amount in yuan with two decimals."""
    return str(Decimal(fen).scaleb(-2))


def kilograms(weight_g: int) -> str:
    """A weight in kilograms with three decimals."""
    return str(Decimal(weight_g).scaleb(-3))


def moment(at: datetime) -> str:
    """A moment in China's time, as customs writes it."""
    return at.astimezone(_SHANGHAI).strftime("%Y%m%d%H%M%S")


def _begin(guid: str, at: datetime) -> dict[str, str]:
    return {"guid": guid, "appType": _NEW, "appTime": moment(at), "appStatus": _DECLARED}


def _sides(order: DeclaredOrder) -> dict[str, str]:
    parties, buyer = order.parties, order.buyer
    return {
        "orderNo": order.number,
        "ebpCode": parties.platform.code,
        "ebpName": parties.platform.name,
        "ebcCode": parties.seller.code,
        "ebcName": parties.seller.name,
        "buyerIdType": "1",
        "buyerIdNumber": buyer.number,
        "buyerName": buyer.name,
        "buyerTelephone": buyer.telephone,
    }


def _carried(order: DeclaredOrder) -> dict[str, str]:
    carrier = order.parties.carrier
    return {"logisticsNo": order.waybill, "logisticsCode": carrier.code, "logisticsName": carrier.name}


def _afterwards(order: DeclaredOrder, guid: str, at: datetime, list_number: str) -> dict[str, str]:
    parties = order.parties
    return {
        **_begin(guid, at),
        **_sides(order),
        **_carried(order),
        "customsCode": parties.customs_code,
        "copNo": order.number[-20:],
        "invtNo": list_number,
        "agentCode": parties.agent.code,
        "agentName": parties.agent.name,
    }


def _list_rows(order: DeclaredOrder) -> list[dict[str, str]]:
    return [
        {
            "gnum": str(number),
            "itemRecordNo": line.record_number if order.mode is DeclaredMode.BONDED else "",
            "itemNo": line.sku_code,
            "gcode": line.hs_code,
            "gname": line.name_zh,
            "gmodel": line.specification,
            "barCode": line.barcode,
            "country": line.country,
            "currency": "142",
            "qty": str(line.quantity),
            "unit": line.unit,
            "qty1": str(line.legal_quantity),
            "unit1": line.legal_unit,
            "qty2": "" if line.second_quantity is None else str(line.second_quantity),
            "unit2": line.second_unit,
            "price": yuan(line.price_fen),
            "totalPrice": yuan(line.total_fen),
        }
        for number, line in enumerate(order.goods, 1)
    ]


def _document(
    kind: DocumentKind, order: DeclaredOrder, guid: str, head: Values, rows: Sequence[Values] = ()
) -> Document:
    shape = shape_of(kind)
    message = etree.Element(_tag(f"{kind.value}Message"), nsmap={None: NAMESPACE})
    message.set("guid", guid)
    message.set("version", "1.0")
    root = etree.SubElement(message, _tag(shape.root))
    _fill(root if not shape.head else etree.SubElement(root, _tag(shape.head)), shape.head_fields, head)
    for row in rows:
        _fill(etree.SubElement(root, _tag(shape.list)), shape.list_fields, row)
    transfer = {
        "copCode": order.parties.agent.code,
        "copName": order.parties.agent.name,
        "dxpMode": "DXP",
        "dxpId": order.parties.dxp_id,
    }
    _fill(etree.SubElement(message, _tag("BaseTransfer")), TRANSFER_FIELDS, transfer)
    check(kind, message)
    xml: bytes = etree.tostring(message, xml_declaration=True, encoding="UTF-8")
    return Document(kind=kind, guid=guid, order_number=order.number, xml=xml)


def _fill(part: etree._Element, fields: Sequence[Field], values: Values) -> None:
    unknown = set(values) - {field.name for field in fields}
    assert not unknown, f"the message has no fields {sorted(unknown)}"
    for field in fields:
        text = _clean(values.get(field.name, ""))
        if text or field.is_needed:
            etree.SubElement(part, _tag(field.name)).text = text


def _clean(text: str) -> str:
    """What XML can hold, on one line: a name that a member typed must not break a document."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
