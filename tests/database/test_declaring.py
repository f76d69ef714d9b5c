"""Declarations from our side: written once, sent under one guid, and answers believed only when signed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.support.community import member
from tests.support.declaring import PERSON, declared_order

from hongshu.kernel import clock
from hongshu.kernel.errors import OutsideFailure
from hongshu.kernel.ids import Id, new_id
from hongshu.kernel.models import OutboxEvent
from hongshu.platform.identity import keys
from hongshu.platform.identity.contracts import IdentityNotFound
from hongshu.platform.identity.models import IdentityRow
from hongshu.platform.identity.services import prove_identity
from hongshu.store.declarations import adapters
from hongshu.store.declarations.adapters.local_rsa import LocalRsaSigner, LocalRsaVerifier, make_key
from hongshu.store.declarations.contracts import (
    AmountsDisagree,
    DeclarationState,
    DocumentKind,
    DocumentState,
    ForgedMessage,
    Receipt,
    ReturnedGoods,
    ReturnTooLate,
    WrongDeclarationState,
)
from hongshu.store.declarations.models import DeclarationRow, DocumentRow, MessageRow
from hongshu.store.declarations.queries import count_declarations, get_declaration
from hongshu.store.declarations.rules.reading import write_receipt
from hongshu.store.declarations.services import (
    cancel_declaration,
    declare_order,
    resend_refused,
    return_goods,
    send_due,
    take_message,
)

pytestmark = pytest.mark.django_db
ORDER = Id(17)
NOON = datetime(2026, 11, 25, 4, tzinfo=UTC)


class Tray:
    """The outside: keeps what it is given, or fails as it is told."""

    def __init__(self) -> None:
        self.messages: list[bytes] = []
        self.failure: OutsideFailure | None = None

    def send(self, message: bytes) -> None:
        if self.failure is not None:
            raise self.failure
        self.messages.append(message)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys")


@pytest.fixture
def tray(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tray]:
    made = Tray()
    ours, theirs = make_key(folder, "declarant"), make_key(folder, "customs")
    signer = LocalRsaSigner(key=ours[0], certificate=ours[1])
    verifier = LocalRsaVerifier(certificate=theirs[1])
    monkeypatch.setattr(keys, "file_of", lambda _data: folder / "identity_keys.json")
    monkeypatch.setattr(adapters, "current_signer", lambda: signer)
    monkeypatch.setattr(adapters, "current_verifier", lambda: verifier)
    monkeypatch.setattr(adapters, "current_gateway", lambda: made)
    keys.ring.cache_clear()
    with clock.fixed_at(NOON):
        yield made
    keys.ring.cache_clear()


@pytest.fixture
def ann() -> Id:
    user_id = member("Ann")
    return user_id


def declare(ann: Id, *, order_id: Id = ORDER) -> None:
    prove_identity(user_id=ann, name=PERSON.name, number=PERSON.number)
    declare_order(order_id=order_id, user_id=ann, order=declared_order())


def answer(
    folder: Path, kind: DocumentKind, status: str, *, number: str = "", guid: str = "", text: str = ""
) -> str:
    """Send an answer of customs to a document of the order; what became of it."""
    document = DocumentRow.objects.filter(order_id=ORDER, kind=kind.value).latest("id")
    receipt = Receipt(
        kind=kind.receipt, guid=guid or f"r-{new_id()}", answers_guid=document.guid, order_number="",
        list_number=number, status=status, text=text, returned_at=clock.now(),
    )  # fmt: skip
    key, certificate = make_key(folder, "customs")
    return take_message(LocalRsaSigner(key=key, certificate=certificate).sign(write_receipt(receipt)))


def accept_all(folder: Path) -> None:
    for kind in (DocumentKind.ORDER, DocumentKind.PAYMENT, DocumentKind.LOGISTICS):
        answer(folder, kind, "2")
    answer(folder, DocumentKind.LIST, "120", number="310420261000000001")


def events() -> list[str]:
    rows = OutboxEvent.objects.filter(kind__startswith="declarations.").order_by("id")
    return list(rows.values_list("kind", flat=True))


def test_an_order_is_declared_once_with_its_four_documents(ann: Id, tray: Tray) -> None:
    declare(ann)
    declare(ann)
    declaration = get_declaration(ORDER)
    assert [each.kind.value for each in declaration.documents] == ["CEB311", "CEB411", "CEB511", "CEB621"]
    assert len({each.guid for each in declaration.documents}) == 4
    assert send_due() == 4
    assert send_due() == 0
    assert len(tray.messages) == 4
    assert {each.state for each in get_declaration(ORDER).documents} == {DocumentState.SENT}


def test_name_and_number_are_in_what_is_sent_and_not_in_what_is_kept(ann: Id, tray: Tray) -> None:
    declare(ann)
    send_due()
    assert sum(PERSON.number.encode() in message for message in tray.messages) == 3
    kept = str(list(DeclarationRow.objects.values())) + str(list(DocumentRow.objects.values()))
    assert PERSON.number not in kept
    row = IdentityRow.objects.get()
    assert row.kept_until is not None
    assert row.kept_until > (NOON + timedelta(days=3 * 365)).date()


def test_what_customs_would_refuse_is_not_kept_and_a_buyer_without_a_name_is_told(
    ann: Id, tray: Tray
) -> None:
    with pytest.raises(IdentityNotFound):
        declare_order(order_id=ORDER, user_id=ann, order=declared_order())
    with pytest.raises(AmountsDisagree):
        declare_order(order_id=ORDER, user_id=ann, order=declared_order(paid_fen=1))
    assert not DeclarationRow.objects.exists()
    assert tray.messages == []


def test_customs_that_is_away_is_tried_again_later_under_the_same_guid(ann: Id, tray: Tray) -> None:
    declare(ann)
    tray.failure = OutsideFailure("away", retryable=True)
    assert send_due() == 0
    assert send_due() == 0
    assert set(DocumentRow.objects.values_list("attempts", "state")) == {(1, "written")}
    before = {each.guid for each in get_declaration(ORDER).documents}
    DocumentRow.objects.update(next_try_at=NOON - timedelta(days=1))
    tray.failure = None
    assert send_due() == 4
    assert {each.guid for each in get_declaration(ORDER).documents} == before


def test_what_is_turned_away_for_good_is_refused_with_its_reason(ann: Id, tray: Tray) -> None:
    declare(ann)
    tray.failure = OutsideFailure("customs answered 403: signature", retryable=False)
    assert send_due() == 0
    declaration = get_declaration(ORDER)
    assert declaration.state is DeclarationState.REFUSED
    assert "signature" in declaration.text


def test_a_release_is_told_once_however_often_and_in_whatever_order_answers_come(
    ann: Id, tray: Tray, folder: Path
) -> None:
    declare(ann)
    send_due()
    assert answer(folder, DocumentKind.LIST, "800", number="310420261000000001", guid="r-1") == "taken"
    assert answer(folder, DocumentKind.LIST, "800", guid="r-1") == "again"
    answer(folder, DocumentKind.LIST, "899")
    accept_all(folder)
    answer(folder, DocumentKind.ORDER, "-1")
    declaration = get_declaration(ORDER)
    assert (declaration.state, declaration.list_number) == (DeclarationState.RELEASED, "310420261000000001")
    assert declaration.released_at == NOON
    assert events() == ["declarations.order_released"]


def test_the_documents_match_when_all_are_taken(ann: Id, tray: Tray, folder: Path) -> None:
    declare(ann)
    send_due()
    accept_all(folder)
    assert get_declaration(ORDER).state is DeclarationState.MATCHED
    assert count_declarations()[DeclarationState.MATCHED] == 1
    assert events() == []


def test_a_refusal_is_told_with_its_reason_and_a_corrected_order_goes_out_again(
    ann: Id, tray: Tray, folder: Path
) -> None:
    declare(ann)
    send_due()
    answer(folder, DocumentKind.PAYMENT, "-301104", text="订单与支付单金额不一致")
    declaration = get_declaration(ORDER)
    assert (declaration.state, declaration.text) == (DeclarationState.REFUSED, "订单与支付单金额不一致")
    assert events() == ["declarations.order_refused"]
    assert resend_refused(order_id=ORDER) == 1
    assert send_due() == 1
    with pytest.raises(WrongDeclarationState):
        resend_refused(order_id=ORDER)
    accept_all(folder)
    assert get_declaration(ORDER).state is DeclarationState.MATCHED


def test_a_forged_answer_leaves_no_trace(ann: Id, tray: Tray, folder: Path) -> None:
    declare(ann)
    send_due()
    guid = get_declaration(ORDER).documents[3].guid
    forged = Receipt(
        kind="CEB622", guid="r-9", answers_guid=guid, order_number="", list_number="1", status="800", text="",
        returned_at=NOON,
    )  # fmt: skip
    key, certificate = make_key(folder, "declarant")
    for message in (
        write_receipt(forged),
        LocalRsaSigner(key=key, certificate=certificate).sign(write_receipt(forged)),
    ):
        with pytest.raises(ForgedMessage):
            take_message(message)
    assert not MessageRow.objects.exists()
    assert get_declaration(ORDER).state is DeclarationState.DECLARED


def test_an_answer_to_nothing_of_ours_is_kept_and_changes_nothing(ann: Id, tray: Tray, folder: Path) -> None:
    declare(ann)
    key, certificate = make_key(folder, "customs")
    receipt = Receipt(
        kind="CEB622", guid="r-5", answers_guid="nobody", order_number="", list_number="", status="800",
        text="", returned_at=NOON,
    )  # fmt: skip
    assert (
        take_message(LocalRsaSigner(key=key, certificate=certificate).sign(write_receipt(receipt)))
        == "unknown"
    )
    assert MessageRow.objects.get().outcome == "unknown"
    assert get_declaration(ORDER).state is DeclarationState.DECLARED


def test_a_list_is_taken_back_before_its_release_and_not_after_it(ann: Id, tray: Tray, folder: Path) -> None:
    declare(ann)
    send_due()
    with pytest.raises(WrongDeclarationState):
        cancel_declaration(order_id=ORDER, reason="买家取消")
    accept_all(folder)
    cancel_declaration(order_id=ORDER, reason="买家取消")
    cancel_declaration(order_id=ORDER, reason="买家取消")
    assert send_due() == 1
    assert b"InvtCancel" in tray.messages[-1]
    answer(folder, DocumentKind.CANCEL, "399")
    assert get_declaration(ORDER).state is DeclarationState.CANCELLED
    assert events() == ["declarations.cancelled"]


def test_a_release_that_comes_before_the_cancelling_wins(ann: Id, tray: Tray, folder: Path) -> None:
    declare(ann)
    send_due()
    accept_all(folder)
    cancel_declaration(order_id=ORDER, reason="买家取消")
    answer(folder, DocumentKind.LIST, "800")
    send_due()
    answer(folder, DocumentKind.CANCEL, "100")
    assert get_declaration(ORDER).state is DeclarationState.RELEASED
    with pytest.raises(WrongDeclarationState):
        cancel_declaration(order_id=ORDER, reason="买家取消")


def test_units_go_back_within_thirty_days_of_the_release(ann: Id, tray: Tray, folder: Path) -> None:
    declare(ann)
    send_due()
    goods = [ReturnedGoods(line=1, quantity=1)]
    with pytest.raises(WrongDeclarationState):
        return_goods(order_id=ORDER, reason="七天无理由", goods=goods)
    answer(folder, DocumentKind.LIST, "800", number="310420261000000001")
    with clock.fixed_at(NOON + timedelta(days=30, seconds=1)), pytest.raises(ReturnTooLate):
        return_goods(order_id=ORDER, reason="七天无理由", goods=goods)
    with clock.fixed_at(NOON + timedelta(days=30)):
        assert return_goods(order_id=ORDER, reason="七天无理由", goods=goods).isoformat() == "2027-01-09"
    send_due()
    answer(folder, DocumentKind.RETURN, "399")
    assert get_declaration(ORDER).state is DeclarationState.RETURNED
    return_goods(order_id=ORDER, reason="再退一件", goods=goods)
    assert len({each.guid for each in get_declaration(ORDER).documents}) == 6
    assert events() == ["declarations.order_released", "declarations.returned"]
