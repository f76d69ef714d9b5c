"""Many members at the same moment: no coupon and no unit of a flash sale more than there are."""

from __future__ import annotations

from collections import Counter
from functools import partial

import pytest
from django.db import transaction
from tests.concurrency.together import together
from tests.support.community import product
from tests.support.promoting import batch, flash_sale

from hongshu.kernel.ids import Id, new_id
from hongshu.store.promotions.contracts import CouponNotUsable, CouponsGone, FlashSoldOut, FlashTake
from hongshu.store.promotions.models import BatchRow, CouponRow, FlashItemRow, FlashShareRow, FlashTakeRow
from hongshu.store.promotions.services import claim_coupon, give_back, issue_coupons, redeem

pytestmark = pytest.mark.django_db(transaction=True)


def _take(user_id: Id, checkout_id: Id, item_id: Id) -> str:
    redeem(checkout_id=checkout_id, user_id=user_id, flash=[FlashTake(item_id, 1)])
    return "got"


def test_a_quota_is_sold_exactly_once_however_many_come() -> None:
    item = FlashItemRow.objects.get(sale_id=flash_sale(product(), quota=11))

    def come(first: int) -> list[str]:
        told = []
        for number in range(4):
            try:
                told.append(_take(Id(first + number), new_id(), Id(item.id)))
            except FlashSoldOut:
                told.append("sold out")
        return told

    outcomes = together([partial(come, 200 + 10 * which) for which in range(4)])
    told = Counter(word for each in outcomes for word in each)  # type: ignore[attr-defined]
    assert told == {"got": 11, "sold out": 5}
    item.refresh_from_db()
    assert item.sold == 11
    assert FlashTakeRow.objects.count() == 11
    assert sum(FlashShareRow.objects.values_list("quantity", flat=True)) == 11


def test_one_checkout_sent_many_times_takes_once() -> None:
    item = FlashItemRow.objects.get(sale_id=flash_sale(product(), quota=7))
    checkout_id = new_id()
    assert set(together([partial(_take, Id(201), checkout_id, Id(item.id))] * 4)) == {"got"}
    item.refresh_from_db()
    assert (item.sold, FlashShareRow.objects.get().quantity) == (1, 1)


def test_giving_back_at_the_same_moment_gives_back_once() -> None:
    item = FlashItemRow.objects.get(sale_id=flash_sale(product(), quota=7))
    kept, returned = new_id(), new_id()
    _take(Id(201), kept, Id(item.id))
    _take(Id(202), returned, Id(item.id))
    together([partial(give_back, checkout_id=returned)] * 4)
    item.refresh_from_db()
    assert item.sold == 1
    assert [row.checkout_id for row in FlashTakeRow.objects.all()] == [kept]


def test_two_items_in_either_order_do_not_wait_for_each_other_for_ever() -> None:
    items = [
        Id(FlashItemRow.objects.get(sale_id=flash_sale(product(name), quota=50, per_member=9)).id)
        for name in ("lamp", "vase")
    ]

    def take_both(user_id: Id, order: int) -> str:
        for _ in range(4):
            flash = [FlashTake(item, 1) for item in items[::order]]
            redeem(checkout_id=new_id(), user_id=user_id, flash=flash)
        return "got"

    outcomes = together([partial(take_both, Id(300 + n), 1 if n % 2 else -1) for n in range(4)])
    assert outcomes == ["got"] * 4
    assert [row.sold for row in FlashItemRow.objects.all()] == [16, 16]


def test_no_more_coupons_are_claimed_than_there_are() -> None:
    scarce = batch(total=3)
    claims = [partial(claim_coupon, user_id=Id(400 + number), batch_id=scarce) for number in range(4)]
    outcomes = Counter("got" if isinstance(one, int) else one for one in together(claims))
    assert outcomes == {"got": 3, CouponsGone: 1}
    assert BatchRow.objects.get().claimed == CouponRow.objects.count() == 3


def test_one_member_who_clicks_often_claims_as_many_as_they_may() -> None:
    often = batch(per_member=2)
    outcomes = together([partial(claim_coupon, user_id=Id(401), batch_id=often)] * 4)
    assert sum(isinstance(one, int) for one in outcomes) == 2
    assert sorted(CouponRow.objects.values_list("ordinal", flat=True)) == [1, 2]
    assert BatchRow.objects.get().claimed == 2


def test_a_coupon_in_two_checkouts_at_once_is_used_by_one() -> None:
    coupon_id = issue_coupons(batch_id=batch(), user_ids=[Id(401)])[Id(401)]

    def use() -> str:
        with transaction.atomic():
            redeem(checkout_id=new_id(), user_id=Id(401), coupon_ids=[coupon_id])
        return "used"

    assert Counter(together([use] * 4)) == {"used": 1, CouponNotUsable: 3}
