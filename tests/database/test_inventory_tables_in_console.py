"""The inventory's tables in the console: each role sees its own, filled, and nobody changes anything."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from tests.support import buying
from tests.support.buying import CREAM, MUG, bought, open_shop, passed

from hongshu.community.members.services import create_profile
from hongshu.kernel.ids import Id
from hongshu.platform.accounts.contracts import Role
from hongshu.platform.accounts.models import User
from hongshu.platform.accounts.services import create_account, grant_role
from hongshu.store.inventory.contracts import CheckItem
from hongshu.store.inventory.services import recall_lot, save_checklist, sell_hold, take_stock

pytestmark = pytest.mark.django_db
ALL = {
    "warehouserow", "supplierrow", "authorisationrow", "purchaseorderrow", "lotrow", "stockrow",
    "reservationrow", "movementrow", "countrow", "lotactrow", "checklistrow", "inspectionrow",
}  # fmt: skip
SEEN = {
    Role.ADMIN: ALL,
    Role.BUYER: ALL - {"reservationrow", "countrow"},
    Role.INSPECTOR: {"warehouserow", "lotrow", "lotactrow", "checklistrow", "inspectionrow"},
    Role.WAREHOUSE: ALL
    - {"supplierrow", "authorisationrow", "purchaseorderrow", "checklistrow", "inspectionrow"},
    Role.ANALYST: ALL - {"authorisationrow", "checklistrow"},
    Role.SERVICE: {"reservationrow"},
    Role.MODERATOR: set[str](),
}


def staff(role: Role) -> Client:
    user_id = create_account(login=f"{role}@example.com", password=None)
    create_profile(user_id=user_id, name=role.value, handle=role.value)
    grant_role(user_id=user_id, role=role)
    client = Client()
    client.force_login(
        User.objects.get(pk=user_id), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def some_of_everything() -> None:
    shop = open_shop()
    lots = [bought(shop, code, 5) for code in (CREAM, MUG)]
    passed(lots[0])
    take_stock(wanted={shop.skus[CREAM]: 2}, holder_kind="order", holder_id=Id(1), hold_s=60)
    sell_hold(holder_kind="order", holder_id=Id(1))
    recall_lot(lot_id=lots[1], reason="Chipped.", recalled_by=buying.INSPECTOR, key="r")
    lid = CheckItem(slug="lid", name_zh="盖", name_en="Lid")
    save_checklist(category_slug="home", aql=buying.Decimal("2.5"), items=[lid], changed_by=buying.INSPECTOR)


@pytest.mark.parametrize("role", list(Role))
def test_a_role_sees_its_tables_and_no_other(role: Role) -> None:
    some_of_everything()
    client = staff(role)
    seen = set()
    for name in ALL:
        status = client.get(reverse(f"admin:inventory_{name}_changelist")).status_code
        assert status in {200, 403}
        if status == 200:
            seen.add(name)
    assert seen == SEEN[role]


def test_every_table_shows_its_rows_and_takes_no_change() -> None:
    some_of_everything()
    client = staff(Role.ADMIN)
    for name in ALL - {"countrow"}:
        row = apps.get_app_config("inventory").get_model(name).objects.first()
        assert row is not None
        page = client.get(reverse(f"admin:inventory_{name}_change", args=[row.pk]))
        assert page.status_code == 200, name
        assert client.post(reverse(f"admin:inventory_{name}_delete", args=[row.pk])).status_code == 403
        assert client.get(reverse(f"admin:inventory_{name}_add")).status_code == 403
