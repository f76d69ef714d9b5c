"""The customs pages of the console: who gets which, and what they do."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.api.test_console_stock import staff
from tests.support.community import member
from tests.support.declaring import PERSON, declared_order

from hongshu.community.members.queries import get_profile
from hongshu.kernel import clock
from hongshu.kernel.ids import Id, new_id
from hongshu.kernel.kept import forget_all
from hongshu.platform.accounts.contracts import Role
from hongshu.platform.identity.services import prove_identity
from hongshu.store.customs.models import RateRow
from hongshu.store.customs.queries import law_of
from hongshu.store.customs.services import consume_quota, fill_empty_tables, reserve_quota, restore_quota
from hongshu.store.declarations.contracts import DeclarationState, DocumentState
from hongshu.store.declarations.models import DeclarationRow, DocumentRow
from hongshu.store.declarations.services import declare_order

pytestmark = pytest.mark.django_db
ROUTES: dict[str, set[Role]] = {
    "customs/rates": {Role.BUYER, Role.SERVICE, Role.ANALYST},
    "customs/rates/thresholds.csv": {Role.BUYER, Role.SERVICE, Role.ANALYST},
    "customs/quota": {Role.BUYER, Role.SERVICE},
    "customs/declarations": {Role.BUYER, Role.SERVICE, Role.WAREHOUSE, Role.ANALYST},
    "customs/returns": {Role.BUYER, Role.SERVICE, Role.WAREHOUSE, Role.ANALYST},
    "customs/report": {Role.BUYER, Role.ANALYST},
    "customs/report.csv": {Role.BUYER, Role.ANALYST},
}
WRITES: dict[str, set[Role]] = {
    "customs/rates": {Role.BUYER},
    "customs/quota": {Role.BUYER, Role.SERVICE},
    "customs/declarations": {Role.BUYER, Role.SERVICE},
}
MOST_ASKED = 12
NOON = datetime(2026, 11, 25, 4, tzinfo=UTC)
HEAD = (
    "hs_code,name,tariff_percent,vat_percent,consumption_percent,condition,"
    "valid_from,valid_until,source,checked\n"
)


@pytest.fixture
def ann() -> Id:
    user_id = member("Ann")
    prove_identity(user_id=user_id, name=PERSON.name, number=PERSON.number)
    return user_id


def declared(ann: Id, number: int, state: DeclarationState = DeclarationState.DECLARED) -> Id:
    order = Id(number)
    declare_order(order_id=order, user_id=ann, order=declared_order(number=f"20261125-{number:06d}"))
    released = {"released_at": NOON} if state.value in ("released", "returning", "returned") else {}
    DeclarationRow.objects.filter(order_id=order).update(state=state.value, **released)
    return order


def text_of(client: Client, address: str) -> str:
    answer = client.get(f"/console/{address}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("role", list(Role))
def test_a_role_gets_its_own_customs_pages_and_no_other(role: Role, ann: Id) -> None:
    for number, state in enumerate(DeclarationState, 17):
        declared(ann, number, state)
    fill_empty_tables()
    client = staff(role)
    for route, roles in ROUTES.items():
        forget_all()
        with CaptureQueriesContext(connection) as asked:
            status = client.get(f"/console/{route}").status_code
        assert (status == 200) == (role in roles | {Role.ADMIN}), (route, status)
        assert len(asked) <= MOST_ASKED, (route, [each["sql"][:90] for each in asked])
        answer = Client().get(f"/console/{route}")
        assert answer.status_code == 302
        assert "login" in answer["Location"]
        written = client.post(f"/console/{route}", {}).status_code
        may_write = role in WRITES.get(route, set()) | {Role.ADMIN}
        if route in WRITES:
            assert (written == 403) == (not may_write), (route, written)
        else:
            assert written in (403, 405)


def test_the_menu_shows_who_may_what_they_may() -> None:
    analyst, service = (text_of(staff(role), "customs/rates") for role in (Role.ANALYST, Role.SERVICE))
    assert "/console/customs/report" in analyst
    assert "/console/customs/report" not in service
    assert '/console/customs/quota"' in service
    assert '/console/customs/quota"' not in analyst


def test_a_file_is_tried_first_and_then_taken_as_it_was_tried() -> None:
    buyer = staff(Role.BUYER)
    day = (clock.now() + timedelta(days=3)).date()
    text = f"{HEAD}3305100090,Shampoo,3,9,0,always,{day},,a notice of 2026,seen\n"
    form = {"act": "dry", "ends_earlier": "1", "file": SimpleUploadedFile("new.csv", text.encode())}
    tried = buyer.post("/console/customs/rates", form)
    assert tried.status_code == 200
    shown = tried.content.decode()
    assert "3305100090@2019-04-01" in shown
    assert not RateRow.objects.exists()
    (kept,) = re.findall(r'<textarea name="text" hidden>(.*?)</textarea>', shown, re.DOTALL)
    answer = buyer.post(
        "/console/customs/rates",
        {"act": "take", "ends_earlier": "1", "text": kept.replace("\n", "\r\n"), "file_name": "new.csv"},
    )
    assert answer.status_code == 302
    forget_all()
    assert law_of(day).rules["3305100090"].vat_millionths == 90_000
    assert "new.csv" in text_of(buyer, "customs/rates")


def test_every_wrong_line_of_a_tried_file_is_shown_and_a_wrong_file_is_refused() -> None:
    buyer = staff(Role.BUYER)
    wrong = f"{HEAD}33,Shampoo,3,9,0,always,2027-01-01,,a notice,\n3305100090,x,3,y,0,always,2027-01-01,,s,\n"
    shown = buyer.post("/console/customs/rates", {"act": "dry", "text": wrong}).content.decode()
    assert "&#39;33&#39; is no code of 10 digits" in shown
    assert 'value="take"' not in shown
    assert buyer.post("/console/customs/rates", {"act": "take", "text": wrong}).status_code == 422
    for file in (b"\xff\xfe", b"x" * 1_000_001):
        answer = buyer.post("/console/customs/rates", {"file": SimpleUploadedFile("x.csv", file)})
        assert answer.status_code == 422
    assert not RateRow.objects.exists()


def test_a_table_is_downloaded_as_an_import_takes_it() -> None:
    buyer = staff(Role.BUYER)
    text = buyer.get("/console/customs/rates/rates.csv").content.decode()
    shown = buyer.post("/console/customs/rates", {"act": "dry", "text": text}).content.decode()
    assert 'value="take"' in shown
    assert buyer.get("/console/customs/rates/other.csv").status_code == 404


def test_a_quota_is_found_by_account_and_last_four_and_shows_no_number(ann: Id) -> None:
    from hongshu.platform.identity.queries import find_identity

    identity = find_identity(ann)
    assert identity is not None
    order = new_id()
    reserve_quota(resident_id=identity.resident_id, order_id=order, amount_fen=86_000, at=clock.now())
    consume_quota(order_id=order)
    restore_quota(order_id=order, key="return:1", amount_fen=6_000)
    handle, service = get_profile(ann).handle, staff(Role.SERVICE)
    with CaptureQueriesContext(connection) as asked:
        answer = service.post("/console/customs/quota", {"account": f"@{handle}", "last_four": "0177"})
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert len(asked) <= MOST_ASKED
    assert "25,200.00" in shown
    assert "林＊＊" in shown
    assert PERSON.number not in shown
    assert PERSON.name not in shown
    for account, four in ((handle, "0178"), ("nobody", "0177")):
        assert (
            service.post("/console/customs/quota", {"account": account, "last_four": four}).status_code == 404
        )


def test_what_is_refused_or_stuck_is_on_the_board_and_sent_again(ann: Id) -> None:
    service = staff(Role.SERVICE)
    refused, waiting = declared(ann, 17, DeclarationState.REFUSED), declared(ann, 18)
    DocumentRow.objects.filter(order_id=refused, kind="CEB621").update(state="refused", text="清单不符")
    DocumentRow.objects.filter(order_id=waiting).update(state="sent")
    assert "20261125-000018" not in text_of(service, "customs/declarations?state=stuck")
    DeclarationRow.objects.filter(order_id=waiting).update(changed_at=clock.now() - timedelta(hours=1))
    assert "20261125-000018" in text_of(service, "customs/declarations")
    board = text_of(service, "customs/declarations?state=refused")
    assert "清单不符" in board
    assert "PAY-1" in board
    for act, number in re.findall(r'name="order" value="(\w+)".*?value="(resend_\w+)"', board, re.DOTALL):
        answer = service.post("/console/customs/declarations", {"order": act, "act": number})
        assert answer.status_code == 302
    assert DeclarationRow.objects.get(order_id=refused).state == DeclarationState.DECLARED
    stuck = text_of(service, "customs/declarations?state=stuck")
    (key,) = re.findall(r'name="order" value="(\w+)"', stuck)
    service.post("/console/customs/declarations", {"order": key, "act": "resend_unanswered"})
    states = set(DocumentRow.objects.filter(order_id=waiting).values_list("state", flat=True))
    assert states == {DocumentState.WRITTEN.value}


def test_the_report_counts_what_was_released_by_month_of_shanghai(ann: Id) -> None:
    declared(ann, 17, DeclarationState.RELEASED)
    declared(ann, 18, DeclarationState.RETURNED)
    declared(ann, 19)
    # A minute before midnight of London is December in Shanghai.
    declared(ann, 20, DeclarationState.RELEASED)
    DeclarationRow.objects.filter(order_id=20).update(released_at=datetime(2026, 11, 30, 17, tzinfo=UTC))
    with clock.fixed_at(datetime(2026, 12, 5, tzinfo=UTC)):
        text = staff(Role.ANALYST).get("/console/customs/report.csv").content.decode("utf-8-sig")
    rows = text.split("\r\n")[1:3]
    assert rows == ["2026-12,1210,1,0,850.00,10.00,78.26", "2026-11,1210,2,1,1700.00,20.00,156.52"]


def test_a_return_shows_the_day_by_which_it_is_back(ann: Id) -> None:
    declared(ann, 17, DeclarationState.RETURNING)
    declared(ann, 18, DeclarationState.RELEASED)
    now = clock.now()
    DeclarationRow.objects.filter(order_id=17).update(released_at=now - timedelta(days=42))
    DeclarationRow.objects.filter(order_id=18).update(released_at=now - timedelta(days=10))
    service = staff(Role.SERVICE)
    shown = text_of(service, "customs/returns")
    assert re.search(r"20261125-000017</strong> <span class=.chip bad.>[^<]*3", shown)
    assert re.search(r"20261125-000018</strong> <span class=.chip.>[^<]*20", shown)
    DeclarationRow.objects.filter(order_id=18).update(released_at=now - timedelta(days=31))
    assert "20261125-000018" not in text_of(service, "customs/returns")
