"""Inspecting: what a verdict needs, and what it does to the shelf at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
import pyvips
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support import buying
from tests.support.buying import (
    BUYER,
    CREAM,
    INSPECTOR,
    LIPSTICK,
    MUG,
    bought,
    failed,
    fresh_key,
    open_shop,
    passed,
    verdict_on,
)
from tests.support.stock import counts

from hongshu.kernel import clock
from hongshu.kernel.idempotency import IdempotencyKeyReused
from hongshu.kernel.ids import Id
from hongshu.kernel.models import OutboxEvent
from hongshu.platform.media.contracts import PictureNotFound
from hongshu.platform.media.models import MediaPicture
from hongshu.platform.media.services import render_picture, store_rendered
from hongshu.store.inventory.contracts import (
    CheckItem,
    InspectionDraft,
    InvalidChecklist,
    InvalidInspection,
    InvalidQuantity,
    LotInspected,
    LotNotFound,
    LotRecalledAlready,
    LotSoldOut,
    Quality,
    StockChanged,
)
from hongshu.store.inventory.models import InspectionRow, LotRow, StockRow
from hongshu.store.inventory.queries import (
    get_checklist,
    get_inspection_plan,
    get_lot,
    get_supplier,
    list_checklists,
    list_inspections_by_id,
    list_inspections_made_by,
    list_inspections_of_lots,
)
from hongshu.store.inventory.services import (
    add_authorisation,
    inspect_lot,
    save_checklist,
    sell_hold,
    take_stock,
)

pytestmark = pytest.mark.django_db


def inspect(draft: InspectionDraft, *, is_confirmed: bool = False, buckets: int = 1) -> Id:
    return inspect_lot(
        draft=draft, inspector_id=INSPECTOR, key=fresh_key(), is_confirmed=is_confirmed, buckets=buckets
    )


def refusal(draft: InspectionDraft) -> tuple[str, object]:
    with pytest.raises(InvalidInspection) as refused:
        inspect(draft)
    return refused.value.field, refused.value.details["why"]


def take(sku_id: Id, units: int, *, holder: int = 1) -> None:
    take_stock(wanted={sku_id: units}, holder_kind="order", holder_id=Id(holder), hold_s=900)


def test_what_passed_is_sellable_at_once() -> None:
    shop = open_shop()
    lot_id = bought(shop, CREAM, 40)
    key = passed(lot_id)
    assert counts(shop.skus[CREAM]) == (40, 0, 0)
    assert get_lot(lot_id).quality is Quality.PASSED
    take(shop.skus[CREAM], 40)
    kinds = list(
        OutboxEvent.objects.filter(kind__in=[LotInspected.kind, StockChanged.kind]).values("kind", "payload")
    )
    assert [each["kind"] for each in kinds] == [LotInspected.kind, StockChanged.kind]
    assert kinds[0]["payload"]["inspection_id"] == key


def test_an_inspection_keeps_its_plan_its_checklist_and_its_answers() -> None:
    shop = open_shop()
    lot_id = bought(shop, CREAM, 600)
    plan = get_inspection_plan(lot_id)
    assert plan.checklist.category_slug == "skincare"
    assert (plan.sampling.code_letter, plan.sampling.sample_size, plan.sampling.accept_number) == ("J", 80, 2)
    first = inspect(verdict_on(lot_id, defects=2, failing=("smell",), note=" Fine. "))
    save_checklist(
        category_slug="moisturizer",
        aql=Decimal("4.0"),
        items=[CheckItem(slug="lid", name_zh="盖", name_en="Lid")],
        changed_by=INSPECTOR,
    )
    second = inspect(verdict_on(lot_id))
    with CaptureQueriesContext(connection) as asked:
        found = list_inspections_by_id([first, second])
    assert len(asked) == 1
    assert (found[first].attempt, found[second].attempt) == (1, 2)
    assert (found[first].plan, found[first].items) == (plan.sampling, plan.checklist.items)
    assert (found[first].aql, found[first].defects_found, found[first].note) == (Decimal("1.0"), 2, "Fine.")
    assert [answer.slug for answer in found[first].answers if not answer.is_fine] == ["smell"]
    assert [item.slug for item in found[second].items] == ["lid"]
    assert found[second].plan.accept_number == 7
    assert list_inspections_of_lots([lot_id]) == {lot_id: (found[second], found[first])}
    assert list_inspections_made_by(INSPECTOR) == (found[second], found[first])


def test_passing_needs_no_more_defects_than_the_plan_accepts_and_no_critical_fault() -> None:
    shop = open_shop()
    lot_id = bought(shop, CREAM, 600)
    assert refusal(verdict_on(lot_id, defects=3)) == ("verdict", "too_many_defects")
    assert refusal(verdict_on(lot_id, failing=("seal",))) == ("verdict", "critical_point_failed")
    assert refusal(verdict_on(lot_id, Quality.CONDITIONAL, failing=("seal",), conditions=("可", "May"))) == (
        "verdict",
        "critical_point_failed",
    )
    assert counts(shop.skus[CREAM]) == (0, 0, 600)
    assert not InspectionRow.objects.exists()


def test_a_verdict_needs_every_point_once_and_numbers_that_can_be() -> None:
    shop = open_shop()
    lot_id = bought(shop, MUG, 10)
    draft = verdict_on(lot_id)
    assert refusal(replace(draft, answers=draft.answers[1:])) == ("answers", "points_unanswered")
    twice = (*draft.answers[1:], draft.answers[1])
    assert refusal(replace(draft, answers=twice)) == ("answers", "points_unanswered")
    assert refusal(replace(draft, verdict=Quality.AWAITING)) == ("verdict", "no_verdict")
    for defects in (-1, 11, 0.5):
        assert refusal(replace(draft, defects_found=defects))[0] == "defects_found"  # type: ignore[arg-type]
    assert refusal(replace(draft, verdict=Quality.FAILED)) == ("note", "no_reason")
    assert refusal(replace(draft, verdict=Quality.CONDITIONAL, conditions_zh="只在本地")) == (
        "conditions_en", "no_conditions",
    )  # fmt: skip
    assert get_lot(lot_id).quality is Quality.AWAITING


def test_what_passed_with_conditions_is_sellable_and_states_them() -> None:
    shop = open_shop()
    lot_id = bought(shop, MUG, 10)
    key = inspect(
        verdict_on(lot_id, Quality.CONDITIONAL, defects=3, conditions=("外盒有压痕。", "The box is dented."))
    )
    assert counts(shop.skus[MUG]) == (10, 0, 0)
    made = list_inspections_by_id([key])[key]
    assert (made.conditions_zh, made.conditions_en) == ("外盒有压痕。", "The box is dented.")


def test_failing_after_passing_takes_the_units_off_the_shelf_and_leaves_what_is_held() -> None:
    shop = open_shop()
    lot_id = bought(shop, MUG, 10)
    passed(lot_id)
    take(shop.skus[MUG], 4)
    failed(lot_id)
    assert counts(shop.skus[MUG]) == (0, 4, 6)
    assert get_lot(lot_id).quality is Quality.FAILED
    passed(lot_id)
    assert counts(shop.skus[MUG]) == (6, 4, 0)


def test_a_lot_that_expired_meanwhile_does_not_become_sellable() -> None:
    shop = open_shop()
    lot_id = bought(shop, CREAM, 3)
    for table in (LotRow, StockRow):
        table.objects.update(expires_on=buying.today())
    passed(lot_id)
    assert counts(shop.skus[CREAM]) == (0, 0, 3)
    assert get_lot(lot_id).quality is Quality.PASSED


def test_whether_a_lot_has_expired_is_judged_by_the_clock_of_the_database() -> None:
    shop = open_shop()
    late, fresh = bought(shop, CREAM, 3), bought(shop, LIPSTICK, 2)
    for table, key in ((LotRow, "id"), (StockRow, "lot_id")):
        table.objects.filter(**{key: late}).update(expires_on=buying.today())
    with clock.fixed_at(clock.now() - timedelta(days=400)):
        passed(late)
    with clock.fixed_at(clock.now() + timedelta(days=4000)):
        passed(fresh)
    assert counts(shop.skus[CREAM]) == (0, 0, 3)
    assert counts(shop.skus[LIPSTICK]) == (2, 0, 0)


def test_a_busy_lot_is_spread_over_buckets_as_evenly_as_can_be() -> None:
    shop = open_shop()
    lot_id = bought(shop, LIPSTICK, 10)
    passed(lot_id, buckets=4)
    rows = StockRow.objects.filter(lot_id=lot_id).order_by("bucket")
    assert [(row.bucket, row.sellable) for row in rows] == [(0, 3), (1, 3), (2, 2), (3, 2)]
    failed(lot_id)
    passed(lot_id, buckets=2)
    assert [(row.bucket, row.sellable) for row in rows.all()] == [(0, 5), (1, 5), (2, 0), (3, 0)]
    take(shop.skus[LIPSTICK], 10)
    for buckets in (0, 65, 1.5):
        with pytest.raises(InvalidQuantity):
            inspect(verdict_on(lot_id), buckets=buckets)  # type: ignore[arg-type]


def test_fewer_units_than_buckets_take_only_what_they_fill() -> None:
    shop = open_shop()
    lot_id = bought(shop, MUG, 2)
    passed(lot_id, buckets=16)
    assert [row.sellable for row in StockRow.objects.filter(lot_id=lot_id).order_by("bucket")] == [1, 1]


def test_a_verdict_on_a_lot_that_is_sold_out_waits_to_be_confirmed() -> None:
    shop = open_shop()
    lot_id = bought(shop, MUG, 3)
    passed(lot_id)
    take(shop.skus[MUG], 3)
    sell_hold(holder_kind="order", holder_id=Id(1))
    draft = verdict_on(lot_id, Quality.FAILED, note="The handle comes off.")
    with pytest.raises(LotSoldOut) as refused:
        inspect(draft)
    assert refused.value.details == {"sold": 3}
    assert get_lot(lot_id).quality is Quality.PASSED
    inspect(draft, is_confirmed=True)
    assert get_lot(lot_id).quality is Quality.FAILED
    assert counts(shop.skus[MUG]) == (0, 0, 0)


def test_a_recalled_lot_takes_no_verdict() -> None:
    shop = open_shop()
    lot_id = bought(shop, MUG, 3)
    LotRow.objects.filter(id=lot_id).update(recalled_at=clock.now())
    with pytest.raises(LotRecalledAlready):
        passed(lot_id)
    assert counts(shop.skus[MUG]) == (0, 0, 3)


def test_a_verdict_is_given_once_a_key_and_only_on_a_lot_that_is_there() -> None:
    shop = open_shop()
    lot_id = bought(shop, MUG, 3)
    draft = verdict_on(lot_id)
    first = inspect_lot(draft=draft, inspector_id=INSPECTOR, key="k")
    assert inspect_lot(draft=draft, inspector_id=INSPECTOR, key="k") == first
    with pytest.raises(IdempotencyKeyReused):
        inspect_lot(draft=replace(draft, note="More."), inspector_id=INSPECTOR, key="k")
    with pytest.raises(LotNotFound):
        inspect(replace(draft, lot_id=Id(1)))
    with pytest.raises(LotNotFound):
        get_inspection_plan(Id(1))
    with pytest.raises(PictureNotFound):
        inspect(replace(draft, picture_ids=(Id(4),)))
    assert InspectionRow.objects.count() == 1


def test_pictures_of_an_inspection_and_of_an_authorisation_are_kept_from_the_sweep() -> None:
    shop = open_shop()
    lot_id = bought(shop, MUG, 3)
    pixels = pyvips.Image.black(64, 80, bands=3).linear([1, 1, 1], [190, 70, 60]).cast("uchar")
    rendered = render_picture(bytes(pixels.jpegsave_buffer(Q=80)))
    photo, paper = (store_rendered(owner_id=owner, rendered=rendered).id for owner in (INSPECTOR, BUYER))
    key = inspect(verdict_on(lot_id, picture_ids=(photo,)))
    add_authorisation(
        supplier_id=shop.supplier_id, brand_id=shop.brands["lintwood"], number="B", valid_from=buying.today(),
        valid_until=buying.today(), added_by=BUYER, document_ids=[paper],
    )  # fmt: skip
    assert list_inspections_by_id([key])[key].picture_ids == (photo,)
    shown = {
        document for each in get_supplier(shop.supplier_id).authorisations for document in each.document_ids
    }
    assert shown == {paper}
    assert not MediaPicture.objects.filter(attached_at=None).exists()


def test_the_nearest_checklist_upwards_holds_and_staff_s_before_the_default_one() -> None:
    lid = CheckItem(slug="lid", name_zh="盖", name_en="Lid", is_critical=True)
    assert get_checklist(("skincare", "moisturizer")).category_slug == "skincare"
    assert get_checklist(("home", "kitchen-electrics")).category_slug == "kitchen-electrics"
    assert get_checklist(("garden",)).category_slug == ""
    save_checklist(category_slug="home", aql=Decimal("4.0"), items=[lid], changed_by=INSPECTOR)
    save_checklist(category_slug="", aql=Decimal("6.5"), items=[lid], changed_by=INSPECTOR)
    save_checklist(category_slug="home", aql=Decimal("2.5"), items=[lid], changed_by=INSPECTOR)
    assert get_checklist(("home", "kitchen-electrics")).category_slug == "kitchen-electrics"
    assert get_checklist(("home", "candles")).items == (lid,)
    assert get_checklist(("home",)).aql == Decimal("2.5")
    assert get_checklist(("garden",)).aql == Decimal("6.5")
    slugs = [each.category_slug for each in list_checklists()]
    assert slugs == sorted(set(slugs))
    assert {"", "home", "skincare", "mother-baby"} <= set(slugs)


def test_a_checklist_that_cannot_be_used_is_refused() -> None:
    good = CheckItem(slug="lid", name_zh="盖", name_en="Lid")
    for aql, items, field in (
        ("2.0", [good], "aql"), ("2.5", [], "items"), ("2.5", [good, good], "items"),
        ("2.5", [replace(good, slug="A B")], "items.0"), ("2.5", [replace(good, name_zh=" ")], "items.0"),
    ):  # fmt: skip
        with pytest.raises(InvalidChecklist) as refused:
            save_checklist(category_slug="home", aql=Decimal(aql), items=items, changed_by=INSPECTOR)
        assert refused.value.field == field


def test_every_checklist_that_comes_with_the_program_can_be_used() -> None:
    for checklist in list_checklists():
        save_checklist(
            category_slug=checklist.category_slug,
            aql=checklist.aql,
            items=checklist.items,
            changed_by=INSPECTOR,
        )
        assert any(item.is_critical for item in checklist.items)
    assert len(list_checklists()) == 14
