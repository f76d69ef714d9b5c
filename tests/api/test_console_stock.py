"""Receiving, inspecting and moving stock in the console over HTTP: what is refused, and what comes twice."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.api.world import jpeg
from tests.support import buying
from tests.support.buying import CREAM, LIPSTICK, Shop

from hongshu.kernel.ids import Id, wire_form
from hongshu.platform.accounts.contracts import Role
from hongshu.platform.accounts.services import create_account, grant_role
from hongshu.store.inventory.contracts import Quality, WarehouseDraft, WarehouseKind, Zone
from hongshu.store.inventory.queries import (
    get_inspection_plan,
    get_lot,
    get_purchase_order,
    list_inspections_of_lots,
    list_lot_balances,
    list_lots_of_lines,
    list_stock,
)
from hongshu.store.inventory.services import save_warehouses, take_stock

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(db: None) -> Shop:
    """A small shop with a supplier."""
    return buying.open_shop()


def staff(role: Role) -> Client:
    from hongshu.platform.accounts.models import User

    user_id = create_account(login=f"{role}@example.com", password=None)
    grant_role(user_id=user_id, role=role)
    client = Client(raise_request_exception=False, headers={"Accept-Language": "en"})
    client.force_login(
        User.objects.get(pk=user_id), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def verdict_form(lot_id: Id, **changed: Any) -> dict[str, Any]:
    """An inspection's form in which every point is fine."""
    points = {f"point-{item.slug}": "fine" for item in get_inspection_plan(lot_id).checklist.items}
    return {**points, "defects": "0", "verdict": "passed", "key": buying.fresh_key(), **changed}


def lot_address(lot_id: Id) -> str:
    return f"/console/stock/lot/{wire_form(lot_id)}"


def there(lot_id: Id) -> dict[tuple[Id, Zone], tuple[int, int, int]]:
    """Sellable, reserved and quarantined units of a lot by place."""
    lines, _onward = list_stock(lot_id=lot_id)
    return {
        (line.warehouse_id, line.zone): (line.sellable, line.reserved, line.quarantined) for line in lines
    }


def far_warehouse() -> Id:
    """Another warehouse."""
    draft = WarehouseDraft(
        code="sh", name_zh="上海仓", name_en="Shanghai", kind=WarehouseKind.DOMESTIC, country="CN"
    )
    return save_warehouses([draft])["sh"]


def test_the_oldest_lot_waits_first_and_leaves_with_its_verdict(shop: Shop) -> None:
    first, second = buying.bought(shop, CREAM, 40), buying.bought(shop, CREAM, 50)
    client = staff(Role.INSPECTOR)
    text = client.get("/console/inspecting").content.decode()
    assert 0 < text.index(wire_form(first)) < text.index(wire_form(second))
    address = f"/console/inspecting/{wire_form(first)}"
    assert client.post(address, verdict_form(first)).status_code == 302
    text = client.get("/console/inspecting").content.decode()
    assert f"/console/inspecting/{wire_form(first)}" not in text
    assert f"/console/inspecting/{wire_form(second)}" in text


def test_the_plan_is_told_in_words_and_the_form_opens_the_camera(shop: Shop) -> None:
    lot_id = buying.bought(shop, CREAM, 900)
    text = staff(Role.INSPECTOR).get(f"/console/inspecting/{wire_form(lot_id)}").content.decode()
    assert "Look at 80 of 900 units; up to 2 defective pass." in text
    assert 'accept="image/*" capture="environment" multiple' in text


def test_a_refused_verdict_says_why_keeps_what_was_typed_and_gets_another_key(shop: Shop) -> None:
    lot_id = buying.bought(shop, CREAM, 900)
    client, address = staff(Role.INSPECTOR), f"/console/inspecting/{wire_form(lot_id)}"
    sent = verdict_form(lot_id, defects="9", note="Nine leak.")
    answer = client.post(address, sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "more units are defective than the plan accepts" in text
    assert "Nine leak." in text
    assert f'name="key" value="{sent["key"]}"' not in text
    assert get_lot(lot_id).quality is Quality.AWAITING


def test_pictures_are_taken_one_after_another_before_the_verdict(shop: Shop) -> None:
    lot_id = buying.bought(shop, CREAM, 900)
    client, address = staff(Role.INSPECTOR), f"/console/inspecting/{wire_form(lot_id)}"
    kept: list[str] = []
    for number in (1, 2):
        photo = SimpleUploadedFile("a.jpg", jpeg(), content_type="image/jpeg")
        answer = client.post(
            address, {"act": "pictures", "pictures": photo, "picture": kept, "note": "Seen so far"}
        )
        text = answer.content.decode()
        kept = re.findall(r'name="picture" value="([^"]+)"', text)
        assert (answer.status_code, len(kept)) == (200, number)
        assert "Seen so far" in text
        assert 'role="alert"' not in text
    assert get_lot(lot_id).quality is Quality.AWAITING
    assert client.post(address, verdict_form(lot_id, picture=kept)).status_code == 302
    assert len(list_inspections_of_lots([lot_id])[lot_id][0].picture_ids) == 2


def test_a_verdict_that_is_sent_twice_is_given_once(shop: Shop) -> None:
    lot_id = buying.bought(shop, CREAM, 900)
    client, address = staff(Role.INSPECTOR), f"/console/inspecting/{wire_form(lot_id)}"
    form = verdict_form(lot_id)
    assert [client.post(address, form).status_code for _ in range(2)] == [302, 302]
    assert len(list_inspections_of_lots([lot_id])[lot_id]) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"defects": "1.5"},
        {"defects": "-1"},
        {"defects": "many"},
        {"defects": "901"},
        {"point-seal": ""},
        {"verdict": ""},
        {"verdict": "awaiting"},
        {"verdict": "conditional"},
        {"verdict": "failed"},
        {"point-seal": "not"},
    ],
)
def test_a_verdict_that_does_not_follow_is_refused(shop: Shop, changed: dict[str, str]) -> None:
    lot_id = buying.bought(shop, CREAM, 900)
    address = f"/console/inspecting/{wire_form(lot_id)}"
    answer = staff(Role.INSPECTOR).post(address, verdict_form(lot_id, **changed))
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert get_lot(lot_id).quality is Quality.AWAITING


def test_a_verdict_on_a_lot_that_is_gone_is_asked_to_be_confirmed(shop: Shop) -> None:
    lot_id = buying.bought(shop, CREAM, 5)
    porter, inspector = staff(Role.WAREHOUSE), staff(Role.INSPECTOR)
    gone = {
        "act": "dispose", "warehouse": wire_form(shop.warehouse_id), "quantity": "5", "reason": "Leaked",
        "key": buying.fresh_key(),
    }  # fmt: skip
    assert porter.post(lot_address(lot_id), gone).status_code == 302
    address = f"/console/inspecting/{wire_form(lot_id)}"
    asked = inspector.post(address, verdict_form(lot_id))
    assert asked.status_code == 409
    assert 'name="confirmed"' in asked.content.decode()
    assert inspector.post(address, verdict_form(lot_id, confirmed="1")).status_code == 302


@pytest.mark.parametrize(
    "changed, words",
    [
        ({"quantity": "31"}, "the line waits for only 30"),
        ({"quantity": "0"}, "whole number"),
        ({"quantity": "-3"}, "whole number"),
        ({"quantity": "2.5"}, "whole number"),
        ({"code": " "}, "lot code"),
        ({"expires": "2020-01-01"}, "it has expired"),
        ({"expires": "next year"}, "a date is written as"),
        ({"quantity": ""}, "it has no line"),
    ],
)
def test_what_cannot_have_come_is_refused_in_words_and_nothing_comes(
    shop: Shop, changed: dict[str, str], words: str
) -> None:
    order_id = buying.ordered(shop, {CREAM: (30, 1000), LIPSTICK: (20, 700)})
    cream, lipstick = get_purchase_order(order_id).lines
    ends = (buying.today() + timedelta(days=700)).isoformat()
    form = {"key": buying.fresh_key()}
    for line, wanted in (
        (
            lipstick,
            {"quantity": "20" if changed.get("quantity") != "" else "", "code": "M-2", "expires": ends},
        ),
        (cream, {"quantity": "30", "code": "L-1", "expires": ends, **changed}),
    ):
        form |= {f"{name}-{wire_form(line.id)}": value for name, value in wanted.items()}
    answer = staff(Role.WAREHOUSE).post(f"/console/receiving/{wire_form(order_id)}", form)
    assert answer.status_code in (409, 422)
    assert words in answer.content.decode()
    assert "M-2" in answer.content.decode()
    assert list_lots_of_lines([cream.id, lipstick.id]) == {}


def test_what_is_received_twice_with_one_key_comes_once(shop: Shop) -> None:
    order_id = buying.ordered(shop, {CREAM: (30, 1000)})
    (line,) = get_purchase_order(order_id).lines
    name = wire_form(line.id)
    ends = (buying.today() + timedelta(days=700)).isoformat()
    form = {f"quantity-{name}": "10", f"code-{name}": "L-1", f"expires-{name}": ends, "key": "once"}
    client, address = staff(Role.WAREHOUSE), f"/console/receiving/{wire_form(order_id)}"
    assert [client.post(address, form).status_code for _ in range(2)] == [302, 302]
    assert get_purchase_order(order_id).lines[0].received_quantity == 10
    assert "20 units wait" in client.get(address).content.decode()


def test_a_transfer_is_on_the_way_until_it_is_confirmed_and_what_is_lost_is_written_off(shop: Shop) -> None:
    lot_id, far = buying.bought(shop, CREAM, 9), far_warehouse()
    buying.passed(lot_id)
    client, here = staff(Role.WAREHOUSE), wire_form(shop.warehouse_id)

    def act(name: str, **said: str) -> int:
        return client.post(lot_address(lot_id), {"act": name, "key": buying.fresh_key(), **said}).status_code

    assert act("transfer", warehouse=here, to=wire_form(far), quantity="10") == 409
    assert act("transfer", warehouse=here, to=here, quantity="4") == 422
    assert act("transfer", warehouse=here, to=wire_form(far), quantity="4") == 302
    assert there(lot_id)[far, Zone.TRANSIT] == (0, 0, 4)
    assert act("confirm", warehouse=wire_form(far), quantity="3") == 302
    lost = {"warehouse": wire_form(far), "zone": "transit", "quantity": "-1", "reason": "Lost on the way"}
    assert act("adjust", **lost) == 302
    assert there(lot_id) == {
        (shop.warehouse_id, Zone.SHELF): (5, 0, 0),
        (far, Zone.SHELF): (3, 0, 0),
    }
    balance = list_lot_balances([lot_id])[lot_id]
    assert (balance.disposed, balance.holds) == (1, True)
    assert "Lost on the way" in client.get(lot_address(lot_id)).content.decode()


@pytest.mark.parametrize("act", ["adjust", "dispose", "transfer", "confirm", "count"])
@pytest.mark.parametrize("quantity", ["", "1.5", "abc", "99999999"])
def test_a_quantity_that_is_no_whole_number_moves_nothing(shop: Shop, act: str, quantity: str) -> None:
    lot_id = buying.bought(shop, CREAM, 9)
    before = there(lot_id)
    form = {
        "act": act, "warehouse": wire_form(shop.warehouse_id), "quantity": quantity, "reason": "So typed",
        "to": wire_form(shop.warehouse_id), "key": buying.fresh_key(),
    }  # fmt: skip
    answer = staff(Role.WAREHOUSE).post(lot_address(lot_id), form)
    assert answer.status_code == 422
    assert "So typed" in answer.content.decode()
    assert there(lot_id) == before


def test_a_count_below_what_is_reserved_names_who_holds_it(shop: Shop) -> None:
    lot_id = buying.bought(shop, CREAM, 5)
    buying.passed(lot_id)
    take_stock(wanted={shop.skus[CREAM]: 3}, holder_kind="order", holder_id=Id(77), hold_s=60)
    form = {
        "act": "count", "warehouse": wire_form(shop.warehouse_id), "quantity": "2", "reason": "Gone",
        "confirmed": "1", "key": buying.fresh_key(),
    }  # fmt: skip
    answer = staff(Role.WAREHOUSE).post(lot_address(lot_id), form)
    assert answer.status_code == 409
    assert "order 77 (3)" in answer.content.decode()
    assert list_lot_balances([lot_id])[lot_id].disposed == 0


def test_a_lot_is_found_by_the_carton_the_sku_the_order_and_its_own_number(shop: Shop) -> None:
    order_id = buying.ordered(shop, {CREAM: (30, 1000)})
    (wanted,) = buying.received(order_id, buying.came(order_id, 0, 30, code="KX-2207"))
    other = buying.bought(shop, LIPSTICK, 5)
    client = staff(Role.INSPECTOR)
    for words in ("KX-2207", CREAM, get_purchase_order(order_id).number, wire_form(wanted)):
        text = client.get("/console/lots", {"q": words}).content.decode()
        assert lot_address(wanted) in text, words
        assert lot_address(other) not in text, words
    assert "No lot is like that" in client.get("/console/lots?q=nothing").content.decode()
    assert lot_address(wanted) not in client.get("/console/lots?quality=recalled").content.decode()


def test_a_lot_that_is_not_there_is_not_found(shop: Shop) -> None:
    client = staff(Role.ADMIN)
    for address in ("/console/inspecting/{}", "/console/receiving/{}", "/console/stock/lot/{}"):
        for key in (wire_form(Id(12)), "!"):
            assert client.get(address.format(key)).status_code == 404
