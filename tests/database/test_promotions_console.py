"""The console's pages of promotions: buyers make, try and end them; analysts read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.database.test_inventory_tables_in_console import staff
from tests.support.community import product
from tests.support.promoting import batch, flash_sale, now, promotion

from hongshu.kernel.ids import wire_form
from hongshu.platform.accounts.contracts import Role
from hongshu.store.promotions.models import BatchRow, FlashSaleRow, PromotionRow
from hongshu.store.promotions.queries import list_active

pytestmark = pytest.mark.django_db


def _form(**changes: object) -> dict[str, object]:
    begins = now() + timedelta(hours=8)
    return {
        "name_zh": "满百减十", "name_en": "Ten off a hundred", "layer": "order", "kind": "amount_off",
        "amount": "10", "at_least": "100", "combines_with": "coupon",
        "starts_at": (begins - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M"),
        "ends_at": (begins + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"),
        **changes,
    }  # fmt: skip


def test_a_buyer_makes_a_promotion_that_runs() -> None:
    made = staff(Role.BUYER).post("/console/promotions/new", _form(act="keep"))
    assert made.status_code == 302, made.content.decode()[-2000:]
    [active] = list_active(now())
    assert (active.name.en, active.condition.at_least_minor) == ("Ten off a hundred", 10_000)


def test_a_buyer_makes_coupons_with_a_code() -> None:
    form = _form(layer="coupon", code="ten", per_member="2", total="50", act="keep", combines_with="order")
    assert staff(Role.BUYER).post("/console/promotions/new", form).status_code == 302
    row = BatchRow.objects.get()
    assert (row.code, row.per_member, row.total, row.promotion.by_coupon) == ("TEN", 2, 50, True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": ""},
        {"amount": "x"},
        {"amount": "100"},
        {"starts_at": "soon"},
        {"layer": "nothing"},
        {"kind": "nothing"},
        {"name_zh": "", "name_en": ""},
        {"skus": "NOBODY-SELLS-IT"},
        {"layer": "coupon"},
        {"layer": "coupon", "code": "A B"},
    ],
)
def test_what_cannot_be_promised_comes_back_with_what_was_written(wrong: dict[str, object]) -> None:
    answer = staff(Role.BUYER).post("/console/promotions/new", _form(**wrong, act="keep", group="my-own"))
    assert answer.status_code in (404, 422)
    assert "my-own" in answer.content.decode()
    assert not PromotionRow.objects.exists()


def test_a_cart_is_tried_before_anything_is_promised() -> None:
    product("lamp", price_minor=9_900)
    form = _form(act="preview", **{"try": ["NRD-lamp", ""], "try_quantity": ["2", ""]})
    text = staff(Role.BUYER).post("/console/promotions/new", form).content.decode()
    assert "198.00" in text
    assert "188.00" in text
    assert not PromotionRow.objects.exists()


def test_a_buyer_makes_a_flash_sale() -> None:
    product("lamp", price_minor=9_900)
    form = _form(
        sku=["NRD-lamp", ""], price=["59", ""], quota=["20", ""], per_member=["2", "2"], combines_with=""
    )
    buyer = staff(Role.BUYER)
    assert buyer.post("/console/promotions/flash", {**form, "price": ["99", ""]}).status_code == 422
    made = buyer.post("/console/promotions/flash", form)
    assert made.status_code == 302, made.content.decode()[-2000:]
    assert [item.price_minor for item in FlashSaleRow.objects.get().items.all()] == [5_900]


def test_everything_that_runs_can_be_ended_by_a_buyer_and_by_no_analyst() -> None:
    made = {"promotion": promotion(), "batch": batch(), "flash": flash_sale(product())}
    analyst, buyer = staff(Role.ANALYST), staff(Role.BUYER)
    for what, key in made.items():
        sent = {"what": what, "key": wire_form(key)}
        assert analyst.post("/console/promotions", sent).status_code == 403
        assert buyer.post("/console/promotions", sent).status_code == 302
    assert list_active(now()) == ()
    assert BatchRow.objects.get().ended_by is not None
    assert FlashSaleRow.objects.get().ended_by is not None
    unknown = {"what": "all", "key": wire_form(made["batch"])}
    assert buyer.post("/console/promotions", unknown).status_code == 404
    assert analyst.get("/console/promotions").status_code == 200
