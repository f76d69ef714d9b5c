"""Messages of customs over HTTP: bad input is refused clearly, and nothing half-done stays."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from tests.support.community import member
from tests.support.declaring import PERSON, declared_order

from hongshu.kernel.ids import Id
from hongshu.platform.identity.services import prove_identity
from hongshu.store.declarations import adapters
from hongshu.store.declarations.adapters.local_rsa import LocalRsaSigner, LocalRsaVerifier, make_key
from hongshu.store.declarations.contracts import DeclarationState, DocumentKind, Receipt
from hongshu.store.declarations.models import DocumentRow, MessageRow
from hongshu.store.declarations.queries import get_declaration
from hongshu.store.declarations.rules.reading import MOST_BYTES, write_receipt
from hongshu.store.declarations.services import declare_order

pytestmark = pytest.mark.django_db
ORDER = Id(17)
BOMB = (
    b'<!DOCTYPE a [<!ENTITY b "bbbbbbbb">'
    + b"".join(b'<!ENTITY %c "%b">' % (99 + n, b"&%c;" % (98 + n) * 50) for n in range(9))
    + b"]><a>&k;</a>"
)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the keys of both sides, and of somebody else."""
    folder = tmp_path_factory.mktemp("keys")
    for name in ("customs", "somebody"):
        make_key(folder, name)
    return folder


@pytest.fixture
def list_guid(keys: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A declared order's list, and an installation that believes customs."""
    certificate = make_key(keys, "customs")[1]
    monkeypatch.setattr(adapters, "current_verifier", lambda: LocalRsaVerifier(certificate=certificate))
    ann = member("Ann")
    prove_identity(user_id=ann, name=PERSON.name, number=PERSON.number)
    declare_order(order_id=ORDER, user_id=ann, order=declared_order())
    return DocumentRow.objects.get(kind=DocumentKind.LIST.value).guid


def receipt(answers_guid: str, *, list_number: str = "310420261234567890") -> bytes:
    return write_receipt(
        Receipt(
            kind="CEB622", guid="r-1", answers_guid=answers_guid, order_number="20261125-000017",
            list_number=list_number, status="800", text="", returned_at=datetime.now(tz=UTC),
        )
    )  # fmt: skip


def signed(keys: Path, message: bytes, *, by: str = "customs") -> bytes:
    key, certificate = make_key(keys, by)
    return LocalRsaSigner(key=key, certificate=certificate).sign(message)


def send(message: bytes) -> tuple[int, str]:
    answer = Client().post("/customs/messages", message, content_type="application/xml")
    return answer.status_code, answer.content.decode()


def nothing_happened() -> bool:
    return get_declaration(ORDER).state is DeclarationState.DECLARED


def test_a_receipt_of_customs_releases_its_list_and_twice_is_once(keys: Path, list_guid: str) -> None:
    message = signed(keys, receipt(list_guid))
    assert send(message) == (202, "taken")
    assert send(message) == (202, "again")
    assert get_declaration(ORDER).state is DeclarationState.RELEASED


def test_a_receipt_for_an_unknown_list_is_kept_for_looking_at_and_changes_nothing(
    keys: Path, list_guid: str
) -> None:
    assert send(signed(keys, receipt("00000000-0000-4000-8000-00000000ABCD"))) == (202, "unknown")
    assert nothing_happened()
    assert MessageRow.objects.get().outcome == "unknown"


def test_forged_receipts_are_refused_and_leave_no_trace(keys: Path, list_guid: str) -> None:
    true = signed(keys, receipt(list_guid))
    for message in (
        receipt(list_guid),
        signed(keys, receipt(list_guid), by="somebody"),
        true.replace(b">800<", b">899<"),
    ):
        assert send(message) == (403, "forged_customs_message")
    assert nothing_happened()
    assert not MessageRow.objects.exists()


@pytest.mark.parametrize(
    "message",
    [
        BOMB,
        b"",
        b"<a",
        b"<a/>" * 2,
        b"\x00",
        b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/hosts'>]><a>&b;</a>",
    ],
)
def test_a_bomb_or_what_is_no_message_is_refused_before_anything_is_believed(
    list_guid: str, message: bytes
) -> None:
    status, code = send(message)
    assert (status, code) in ((400, "unreadable_customs_message"), (403, "forged_customs_message"))
    assert nothing_happened()
    assert not MessageRow.objects.exists()


def test_a_message_without_end_is_not_read_to_its_end(list_guid: str) -> None:
    status, _ = send(b"<a>" + b"b" * (MOST_BYTES + 1) + b"</a>")
    assert status in (400, 413)
    assert nothing_happened()
