"""Receipts: reading what customs answers, and writing one, for the simulator that answers in their place."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from lxml import etree

from hongshu.store.declarations.contracts import DocumentKind, Receipt, UnreadableMessage
from hongshu.store.declarations.rules.schemas import NAMESPACE

MOST_BYTES = 1_000_000
_SHANGHAI = ZoneInfo("Asia/Shanghai")
_PARTS = {
    "CEB312": "OrderReturn",
    "CEB412": "PaymentReturn",
    "CEB512": "LogisticsReturn",
    "CEB622": "InventoryReturn",
    "CEB624": "InvtCancelReturn",
    "CEB626": "InvtRefundReturn",
}
KINDS = {kind.receipt: kind for kind in DocumentKind}


def parse(message: bytes) -> etree._Element:
    """The root of a message from outside: no entities, no network, no DTD, at most MOST_BYTES.

    Raises UnreadableMessage.
    """
    if len(message) > MOST_BYTES:
        raise UnreadableMessage
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(message, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise UnreadableMessage from None
    # An entity that was only declared makes no element; a document type is refused altogether.
    if root.getroottree().docinfo.internalDTD is not None or not isinstance(root.tag, str):
        raise UnreadableMessage
    return root


def read_receipt(root: etree._Element) -> Receipt:
    """A receipt from its parsed (and verified) message. Raises UnreadableMessage."""
    name = etree.QName(root)
    kind = name.localname.removesuffix("Message")
    part = root.find(_tag(_PARTS.get(kind, "nothing")))
    if name.namespace != NAMESPACE or part is None:
        raise UnreadableMessage
    found = {
        etree.QName(each).localname: (each.text or "").strip() for each in part if isinstance(each.tag, str)
    }
    guid = root.get("guid", "")
    if not guid or not found.get("guid") or not found.get("returnStatus"):
        raise UnreadableMessage
    try:
        returned_at = datetime.strptime(found.get("returnTime", "")[:14], "%Y%m%d%H%M%S").replace(
            tzinfo=_SHANGHAI
        )
    except ValueError:
        raise UnreadableMessage from None
    return Receipt(
        kind=kind,
        guid=guid[:36],
        answers_guid=found["guid"][:36],
        order_number=found.get("orderNo", "")[:60],
        list_number=found.get("invtNo", "")[:18],
        status=found["returnStatus"][:10],
        text=found.get("returnInfo", "")[:1000],
        returned_at=returned_at,
    )


def write_receipt(receipt: Receipt) -> bytes:
    """The message of a receipt."""
    root = etree.Element(_tag(f"{receipt.kind}Message"), nsmap={None: NAMESPACE})
    root.set("guid", receipt.guid)
    root.set("version", "1.0")
    part = etree.SubElement(root, _tag(_PARTS[receipt.kind]))
    values = {
        "guid": receipt.answers_guid,
        "orderNo": receipt.order_number,
        "invtNo": receipt.list_number,
        "returnStatus": receipt.status,
        "returnTime": receipt.returned_at.astimezone(_SHANGHAI).strftime("%Y%m%d%H%M%S%f")[:17],
        "returnInfo": receipt.text,
    }
    for name, text in values.items():
        if text:
            etree.SubElement(part, _tag(name)).text = text
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
