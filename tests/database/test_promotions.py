"""Promotions, coupons and flash sales are kept, claimed, used and given back by their limits."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from tests.support.community import product
from tests.support.promoting import BUYER, HOUR, batch, coupon_promotion, flash_sale, now, promotion

from hongshu.kernel.ids import Id, new_id
from hongshu.store.catalog.contracts import Text
from hongshu.store.promotions.contracts import (
    AmountOff,
    Condition,
    CouponBatchNotFound,
    CouponNotUsable,
    CouponsGone,
    CouponState,
    FlashLimitReached,
    FlashNotRunning,
    FlashSoldOut,
    FlashTake,
    InvalidPromotion,
    Layer,
    PercentOff,
    PromotionNotFound,
    Scope,
)
from hongshu.store.promotions.models import BatchRow, CouponRow, FlashItemRow, FlashShareRow
from hongshu.store.promotions.queries import (
    get_flash_sale,
    get_promotion,
    list_active,
    list_batches,
    list_claimable,
    list_coupons_of,
    list_flash_sales,
    list_offers,
    list_promotions,
    list_usable,
)
from hongshu.store.promotions.services import (
    claim_coupon,
    end_batch,
    end_flash_sale,
    end_promotion,
    give_back,
    issue_coupons,
    redeem,
)

pytestmark = pytest.mark.django_db
ROBIN, KIM = Id(101), Id(102)


def _item(sale_id: Id) -> FlashItemRow:
    return FlashItemRow.objects.get(sale_id=sale_id)


def test_a_promotion_is_read_as_it_was_made_while_it_holds() -> None:
    scope = Scope(category_slugs=("lips",), except_product_ids=(Id(5),))
    key = promotion(
        name=Text(zh="彩妆八折", en="20% off"),
        layer=Layer.ITEM,
        effect=PercentOff(2_000, 5_000),
        condition=Condition(scope=scope, at_least_units=2, is_for_members=True),
        combines_with=("order", "coupon"),
    )
    [active] = list_active(now())
    assert active == get_promotion(key)
    assert active.condition.scope == scope
    assert active.effect == PercentOff(2_000, 5_000)
    assert active.group == "item"
    assert active.combines_with == ("order", "coupon")


def test_what_has_ended_or_not_begun_or_is_by_coupon_is_not_active() -> None:
    coupon_promotion()
    promotion(starts_at=now() + HOUR, ends_at=now() + 2 * HOUR)
    ended = promotion()
    assert [one.id for one in list_active(now())] == [ended]
    assert end_promotion(actor_id=BUYER, promotion_id=ended)
    assert not end_promotion(actor_id=BUYER, promotion_id=ended)
    assert list_active(now()) == ()
    assert len(list_promotions()) == 3
    with pytest.raises(PromotionNotFound):
        end_promotion(actor_id=BUYER, promotion_id=Id(1))


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": Text()},
        {"ends_at": now() - 2 * HOUR},
        {"effect": AmountOff(0)},
        {"effect": AmountOff(4_000), "condition": Condition(at_least_minor=4_000)},
        {"effect": AmountOff(4_000, repeats=True)},
        {"effect": PercentOff(10_000)},
        {"layer": Layer.COUPON},
        {"group": "Not a slug"},
        {"combines_with": ("x y",)},
        {"condition": Condition(at_least_units=-1)},
    ],
)
def test_what_makes_no_sense_is_not_promised(wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidPromotion):
        promotion(**wrong)


def test_a_coupon_is_claimed_by_its_code_in_any_case_up_to_the_members_limit() -> None:
    batch(code="welcome40", is_public=False, per_member=2)
    assert claim_coupon(user_id=ROBIN, code=" Welcome40 ")
    assert claim_coupon(user_id=ROBIN, code="WELCOME40")
    with pytest.raises(CouponsGone) as refused:
        claim_coupon(user_id=ROBIN, code="welcome40")
    assert refused.value.details == {"why": "per_member"}
    assert [batch_row.claimed for batch_row in BatchRow.objects.all()] == [2]
    assert [one.state for one in list_coupons_of(ROBIN, now())] == [CouponState.USABLE] * 2


@pytest.mark.parametrize("code", ["", "nothing-like-it", "x" * 500, "' OR 1=1", "\0"])
def test_a_code_that_nobody_gave_out_claims_nothing(code: str) -> None:
    batch(code="WELCOME40")
    with pytest.raises(CouponBatchNotFound):
        claim_coupon(user_id=ROBIN, code=code)


def test_a_batch_that_is_not_public_is_claimed_by_its_code_only() -> None:
    secret = batch(code="SECRET", is_public=False)
    assert list_claimable(ROBIN, now()) == ()
    with pytest.raises(CouponBatchNotFound):
        claim_coupon(user_id=ROBIN, batch_id=secret)


def test_no_more_are_claimed_than_there_are_in_all_or_a_day() -> None:
    scarce, daily = batch(total=1), batch(per_day=1)
    for one in (scarce, daily):
        claim_coupon(user_id=ROBIN, batch_id=one)
    for one, why in ((scarce, "total"), (daily, "per_day")):
        with pytest.raises(CouponsGone) as refused:
            claim_coupon(user_id=KIM, batch_id=one)
        assert refused.value.details == {"why": why}
    BatchRow.objects.filter(id=daily).update(claimed_on="2026-01-01")
    assert claim_coupon(user_id=KIM, batch_id=daily)
    told = {one.batch_id: (one.left, one.mine) for one in list_claimable(KIM, now())}
    assert told == {scarce: (0, 0), daily: (0, 1)}


def test_the_database_itself_keeps_the_limits() -> None:
    scarce = batch(total=1)
    claim_coupon(user_id=ROBIN, batch_id=scarce)
    with pytest.raises(IntegrityError), transaction.atomic():
        BatchRow.objects.filter(id=scarce).update(claimed=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        CouponRow.objects.update(ordinal=2)
    sale = flash_sale(product(), quota=3)
    with pytest.raises(IntegrityError), transaction.atomic():
        FlashItemRow.objects.filter(sale_id=sale).update(sold=4)


def test_who_ends_a_batch_lets_nobody_claim_and_takes_nothing_away() -> None:
    one = batch()
    claim_coupon(user_id=ROBIN, batch_id=one)
    end_batch(actor_id=BUYER, batch_id=one)
    with pytest.raises(CouponsGone):
        claim_coupon(user_id=KIM, batch_id=one)
    assert len(list_usable(ROBIN, now())) == 1
    assert [told.is_ended for told in list_batches()] == [True]


def test_a_coupon_is_used_by_one_checkout_and_can_be_used_again_when_given_back() -> None:
    issued = issue_coupons(batch_id=batch(), user_ids=[ROBIN])
    first, second = new_id(), new_id()
    redeem(checkout_id=first, user_id=ROBIN, coupon_ids=[issued[ROBIN]])
    redeem(checkout_id=first, user_id=ROBIN, coupon_ids=[issued[ROBIN]])
    with pytest.raises(CouponNotUsable):
        redeem(checkout_id=second, user_id=ROBIN, coupon_ids=[issued[ROBIN]])
    [used] = list_coupons_of(ROBIN, now())
    assert (used.state, used.checkout_id) == (CouponState.USED, first)
    assert list_usable(ROBIN, now()) == ()
    give_back(checkout_id=first)
    give_back(checkout_id=first)
    redeem(checkout_id=second, user_id=ROBIN, coupon_ids=[issued[ROBIN]])
    assert list_coupons_of(ROBIN, now())[0].checkout_id == second


def test_another_members_an_expired_or_an_ended_coupon_is_not_usable() -> None:
    ended = coupon_promotion()
    mine = issue_coupons(batch_id=batch(ended), user_ids=[ROBIN])[ROBIN]
    with pytest.raises(CouponNotUsable):
        redeem(checkout_id=new_id(), user_id=KIM, coupon_ids=[mine])
    CouponRow.objects.filter(id=mine).update(expires_at=now() - HOUR)
    with pytest.raises(CouponNotUsable):
        redeem(checkout_id=new_id(), user_id=ROBIN, coupon_ids=[mine])
    CouponRow.objects.filter(id=mine).update(expires_at=now() + HOUR)
    end_promotion(actor_id=BUYER, promotion_id=ended)
    with pytest.raises(CouponNotUsable):
        redeem(checkout_id=new_id(), user_id=ROBIN, coupon_ids=[mine])
    assert [one.state for one in list_coupons_of(ROBIN, now())] == [CouponState.EXPIRED]


def test_a_flash_sale_counts_what_is_taken_once_and_what_is_given_back() -> None:
    sale = flash_sale(product(), quota=3)
    item = _item(sale)
    checkout = new_id()
    for _ in range(2):
        redeem(checkout_id=checkout, user_id=ROBIN, flash=[FlashTake(Id(item.id), 2)])
    assert _item(sale).sold == 2
    with pytest.raises(FlashLimitReached), transaction.atomic():
        redeem(checkout_id=new_id(), user_id=ROBIN, flash=[FlashTake(Id(item.id), 1)])
    with pytest.raises(FlashSoldOut), transaction.atomic():
        redeem(checkout_id=new_id(), user_id=KIM, flash=[FlashTake(Id(item.id), 2)])
    assert FlashShareRow.objects.count() == 1
    [offer] = list_offers([Id(item.sku_id)], now(), user_id=KIM)
    assert (offer.price_minor, offer.units) == (5_000, 1)
    assert [one.units for one in list_offers([Id(item.sku_id)], now(), user_id=ROBIN)] == [0]
    give_back(checkout_id=checkout)
    give_back(checkout_id=checkout)
    assert _item(sale).sold == 0
    redeem(checkout_id=new_id(), user_id=ROBIN, flash=[FlashTake(Id(item.id), 2)])
    assert _item(sale).sold == 2


def test_more_than_a_member_may_have_is_refused_at_once() -> None:
    item = _item(flash_sale(product()))
    with pytest.raises(FlashLimitReached) as refused:
        redeem(checkout_id=new_id(), user_id=ROBIN, flash=[FlashTake(Id(item.id), 3)])
    assert refused.value.details == {"most": 2}


def test_nothing_is_taken_of_a_flash_sale_that_has_ended_or_not_begun() -> None:
    lamp = product()
    ended = flash_sale(lamp)
    coming = flash_sale(lamp, starts_at=now() + HOUR, ends_at=now() + 2 * HOUR)
    assert [sale.id for sale in list_flash_sales(now(), ahead_s=7_200)] == [ended, coming]
    assert end_flash_sale(actor_id=BUYER, flash_sale_id=ended)
    assert get_flash_sale(ended).is_ended
    for sale in (ended, coming):
        with pytest.raises(FlashNotRunning), transaction.atomic():
            redeem(checkout_id=new_id(), user_id=ROBIN, flash=[FlashTake(Id(_item(sale).id), 1)])
    assert [sale.id for sale in list_flash_sales(now(), with_past=True)] == [coming, ended]
    assert list_flash_sales(now()) == ()


def test_a_flash_price_is_below_the_price() -> None:
    lamp = product(price_minor=9_900)
    with pytest.raises(InvalidPromotion) as refused:
        flash_sale(lamp, price_minor=9_900)
    assert refused.value.field == "price"


def test_using_nothing_asks_nothing(django_assert_num_queries: object) -> None:
    with transaction.atomic(), django_assert_num_queries(0):  # type: ignore[operator]
        redeem.__wrapped__(checkout_id=new_id(), user_id=ROBIN)  # type: ignore[attr-defined]
