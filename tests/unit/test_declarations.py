"""Customs documents: valid by their schema, their amounts right, signed; what comes in is not believed."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from lxml import etree
from tests.support.declaring import AT, GUID, PERSON, declared_order, goods, parties

from hongshu.store.declarations.adapters.local_rsa import LocalRsaSigner, LocalRsaVerifier, make_key
from hongshu.store.declarations.contracts import (
    AmountsDisagree,
    Consignee,
    DeclaredMode,
    DeclaredOrder,
    Document,
    DocumentKind,
    ForgedMessage,
    InvalidDocument,
    Receipt,
    ReturnedGoods,
    UnreadableMessage,
)
from hongshu.store.declarations.rules.reading import KINDS, MOST_BYTES, parse, read_receipt, write_receipt
from hongshu.store.declarations.rules.schemas import NAMESPACE, schema_of, xsd_of
from hongshu.store.declarations.rules.writing import (
    write_cancel,
    write_list,
    write_logistics,
    write_order,
    write_payment,
    write_return,
)

Write = Callable[..., Document]


def cancel(order: DeclaredOrder, *, guid: str, at: datetime) -> Document:
    return write_cancel(order, guid=guid, at=at, list_number="310420261000000001", reason="买家取消")


def back(order: DeclaredOrder, *, guid: str, at: datetime) -> Document:
    return write_return(
        order, guid=guid, at=at, list_number="310420261000000001", reason="七天无理由",
        goods=[ReturnedGoods(line=1, quantity=1)],
    )  # fmt: skip


WRITERS = {
    DocumentKind.ORDER: write_order,
    DocumentKind.PAYMENT: write_payment,
    DocumentKind.LOGISTICS: write_logistics,
    DocumentKind.LIST: write_list,
    DocumentKind.CANCEL: cancel,
    DocumentKind.RETURN: back,
}


def values_of(document: Document) -> dict[str, str]:
    return {etree.QName(each).localname: each.text or "" for each in etree.fromstring(document.xml).iter()}


@pytest.mark.parametrize("kind", DocumentKind)
def test_every_document_fits_its_schema(kind: DocumentKind) -> None:
    document = WRITERS[kind](declared_order(), guid=GUID, at=AT)
    assert schema_of(kind).validate(etree.fromstring(document.xml))
    assert (document.kind, document.guid, document.order_number) == (kind, GUID, "20261125-000017")
    assert etree.fromstring(xsd_of(kind)).get("targetNamespace") == NAMESPACE


def test_the_order_says_what_was_paid_in_the_field_that_is_spelt_so() -> None:
    said = values_of(write_order(declared_order(), guid=GUID, at=AT))
    amounts = {name: said[name] for name in ("goodsValue", "freight", "taxTotal", "discount", "acturalPaid")}
    assert amounts == {
        "goodsValue": "850.00",
        "freight": "10.00",
        "taxTotal": "78.26",
        "discount": "20.00",
        "acturalPaid": "918.26",
    }
    assert (said["currency"], said["buyerIdType"], said["appTime"]) == ("142", "1", "20261125123000")


def test_the_three_documents_and_the_list_agree() -> None:
    order = declared_order()
    ordered, paid, sent, listed = (
        values_of(write(order, guid=GUID, at=AT))
        for write in (write_order, write_payment, write_logistics, write_list)
    )
    assert ordered["acturalPaid"] == paid["amountPaid"]
    assert ordered["buyerIdNumber"] == paid["payerIdNumber"] == listed["buyerIdNumber"] == PERSON.number
    assert ordered["consignee"] == sent["consignee"]
    assert sent["logisticsNo"] == listed["logisticsNo"]
    assert ordered["orderNo"] == paid["orderNo"] == listed["orderNo"]


def test_bonded_goods_name_their_ledger_and_direct_ones_their_transport() -> None:
    bonded = values_of(write_list(declared_order(), guid=GUID, at=AT))
    assert (bonded["tradeMode"], bonded["emsNo"], bonded["itemRecordNo"]) == ("1210", "T3104W000001", "B1")
    order = declared_order(mode=DeclaredMode.DIRECT, voyage="NH959", bill="131-00000017", country="116")
    direct = values_of(write_list(order, guid=GUID, at=AT))
    assert (direct["tradeMode"], direct["voyageNo"], "emsNo" in direct) == ("9610", "NH959", False)
    with pytest.raises(InvalidDocument, match="billNo"):
        write_list(declared_order(mode=DeclaredMode.DIRECT), guid=GUID, at=AT)
    with pytest.raises(InvalidDocument, match="emsNo"):
        write_list(declared_order(parties=parties(ledger_number="")), guid=GUID, at=AT)


@pytest.mark.parametrize("write", [write_order, write_payment, write_list])
def test_amounts_that_do_not_add_up_leave_no_document(write: Write) -> None:
    with pytest.raises(AmountsDisagree) as refused:
        write(declared_order(paid_fen=91_827), guid=GUID, at=AT)
    assert refused.value.details == {"paid": 91_827, "expected": 91_826}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": ""}, "orderNo"),
        ({"number": "x" * 61}, "orderNo"),
        ({"goods": ()}, "Order"),
        ({"goods": (goods(country="JP"),)}, "country"),
        ({"goods": (goods(name_zh=""),)}, "itemName"),
        ({"parties": parties(dxp_id="")}, "dxpId"),
    ],
)
def test_a_document_that_customs_would_refuse_is_not_made(changes: dict[str, object], field: str) -> None:
    order = declared_order(**changes)
    order = dataclasses.replace(
        order, paid_fen=order.goods_fen + order.freight_fen + order.tax_fen - order.discount_fen
    )
    with pytest.raises(InvalidDocument) as refused:
        write_order(order, guid=GUID, at=AT)
    assert field in str(refused.value.details["why"])


def test_a_refused_document_does_not_tell_names_and_numbers() -> None:
    long = Consignee(name="林" * 101, telephone="1", address="上海")
    with pytest.raises(InvalidDocument) as refused:
        write_order(declared_order(consignee=long), guid=GUID, at=AT)
    assert "林" not in str(refused.value)
    order = declared_order()
    assert PERSON.number not in f"{order!r} {write_order(order, guid=GUID, at=AT)!r}"


def test_what_a_person_typed_cannot_break_out_of_its_field() -> None:
    nasty = "a</consignee><acturalPaid>0.01</acturalPaid>\x00\x0b\n&amp;]]>"
    order = declared_order(consignee=Consignee(name=nasty, telephone="1", address=nasty))
    said = etree.fromstring(write_order(order, guid=GUID, at=AT).xml)
    assert [each.text for each in said.iter(f"{{{NAMESPACE}}}acturalPaid")] == ["918.26"]


def test_no_more_goes_back_than_came() -> None:
    for wrong in (
        ReturnedGoods(line=1, quantity=3),
        ReturnedGoods(line=2, quantity=1),
        ReturnedGoods(line=1, quantity=0),
    ):
        with pytest.raises(InvalidDocument):
            write_return(declared_order(), guid=GUID, at=AT, list_number="1", reason="x", goods=[wrong])


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    for name in ("ours", "theirs"):
        make_key(folder, name)
    return folder


def test_a_key_is_made_once_and_for_its_owner_only(keys: Path) -> None:
    assert make_key(keys, "ours") == make_key(keys, "ours")
    assert (keys / "ours.pem").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("kind", DocumentKind)
def test_a_signed_document_is_believed_and_still_fits_its_schema(kind: DocumentKind, keys: Path) -> None:
    key, certificate = make_key(keys, "ours")
    document = WRITERS[kind](declared_order(), guid=GUID, at=AT)
    signed = LocalRsaSigner(key=key, certificate=certificate).sign(document.xml)
    assert schema_of(kind).validate(etree.fromstring(signed))
    content = LocalRsaVerifier(certificate=certificate).verify(signed)
    assert content.get("guid") == GUID


def test_what_was_changed_unsigned_or_signed_by_somebody_else_is_refused(keys: Path) -> None:
    key, certificate = make_key(keys, "ours")
    signed = LocalRsaSigner(key=key, certificate=certificate).sign(
        write_order(declared_order(), guid=GUID, at=AT).xml
    )
    verifier = LocalRsaVerifier(certificate=certificate)
    stranger = LocalRsaVerifier(certificate=make_key(keys, "theirs")[1])
    unsigned = write_order(declared_order(), guid=GUID, at=AT).xml
    for message in (signed.replace(b"918.26", b"118.26"), unsigned):
        with pytest.raises(ForgedMessage):
            verifier.verify(message)
    with pytest.raises(ForgedMessage):
        stranger.verify(signed)


def test_a_true_signature_inside_another_message_proves_nothing(keys: Path) -> None:
    key, certificate = make_key(keys, "ours")
    signed = LocalRsaSigner(key=key, certificate=certificate).sign(
        write_order(declared_order(), guid=GUID, at=AT).xml
    )
    wrapper = etree.Element(f"{{{NAMESPACE}}}CEB311Message", nsmap={None: NAMESPACE})
    wrapper.set("guid", "another")
    wrapper.append(etree.fromstring(signed))
    with pytest.raises(ForgedMessage):
        LocalRsaVerifier(certificate=certificate).verify(etree.tostring(wrapper))


@pytest.mark.parametrize("kind", DocumentKind)
def test_a_receipt_is_read_as_it_was_written(kind: DocumentKind) -> None:
    receipt = Receipt(
        kind=kind.receipt, guid="r-1", answers_guid=GUID, order_number="20261125-000017", list_number="3104",
        status="800", text="[Code:2600;Desc:放行]", returned_at=AT,
    )  # fmt: skip
    assert read_receipt(parse(write_receipt(receipt))) == receipt
    assert KINDS[kind.receipt] is kind


@pytest.mark.parametrize(
    ("status", "is_refusal"),
    [
        ("2", False),
        ("120", False),
        ("800", False),
        ("-302", True),
        ("100", True),
        ("4", False),
        ("500", False),
        ("501", True),
    ],
)
def test_a_code_below_zero_or_of_a_hold_is_a_refusal(status: str, is_refusal: bool) -> None:
    receipt = Receipt(
        kind="CEB622", guid="r", answers_guid=GUID, order_number="", list_number="", status=status, text="",
        returned_at=AT,
    )  # fmt: skip
    assert receipt.is_refusal is is_refusal
    assert receipt.is_release is (status == "800")


BOMB = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><a>&c;</a>'
THIEF = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>'


@pytest.mark.parametrize("message", [b"", b"{}", b"<a>", BOMB, THIEF, b"<a>" + b"x" * MOST_BYTES + b"</a>"])
def test_what_is_hostile_is_not_even_read(message: bytes) -> None:
    with pytest.raises(UnreadableMessage):
        parse(message)


def _receipt(inside: str, *, namespace: str = NAMESPACE) -> bytes:
    part = f"<InventoryReturn><guid>2</guid>{inside}</InventoryReturn>" if inside else ""
    return f'<CEB622Message xmlns="{namespace}" guid="1">{part}</CEB622Message>'.encode()


@pytest.mark.parametrize(
    "message",
    [
        b"<a/>",
        _receipt(""),
        _receipt("<returnTime>20261125123000</returnTime>"),
        _receipt("<returnStatus>2</returnStatus><returnTime>tomorrow</returnTime>"),
        _receipt(
            "<returnStatus>2</returnStatus><returnTime>20261125123000</returnTime>", namespace="urn:another"
        ),
    ],
)
def test_what_is_no_receipt_is_refused(message: bytes) -> None:
    with pytest.raises(UnreadableMessage):
        read_receipt(parse(message))
