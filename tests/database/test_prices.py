"""Prices with their time, their copies, and exchange rates."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from tests.support.community import product, product_draft

from hongshu.kernel.clock import fixed_at
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.store.catalog.contracts import (
    InvalidPrice,
    InvalidRate,
    PriceKind,
    Prices,
    Rate,
    RateMissing,
    SkuDraft,
    SkuNotFound,
)
from hongshu.store.catalog.models import ChangeRow, PriceRow, RateRow
from hongshu.store.catalog.queries import (
    get_product,
    list_prices_at,
    list_prices_from,
    price_at,
    rate_on,
)
from hongshu.store.catalog.services import (
    apply_due_prices,
    read_rates,
    save_products,
    save_rates,
    set_price,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def _lamp() -> tuple[Id, Id]:
    """A product of 99 yuan and its SKU."""
    with fixed_at(NOW - DAY):
        key = product()
        return key, get_product(key).skus[0].id


def _set(sku: Id, amount: int, kind: PriceKind = PriceKind.SELLING, **more: object) -> bool:
    with fixed_at(NOW):
        return set_price(sku_id=sku, kind=kind, amount=Money(amount), **more)  # type: ignore[arg-type]


def test_a_new_price_ends_the_old_one_and_shows_at_once() -> None:
    key, sku = _lamp()
    assert _set(sku, 8_000)
    assert not _set(sku, 8_000)
    assert get_product(key).summary.price == get_product(key).summary.highest_price == Money(8_000)
    assert price_at(sku, NOW - timedelta(hours=1)).selling == Money(9_900)
    assert price_at(sku, NOW).selling == Money(8_000)


def test_a_price_of_the_future_waits_and_the_job_brings_it_up() -> None:
    key, sku = _lamp()
    _set(sku, 7_000, starts_at=NOW + DAY, ends_at=NOW + 2 * DAY)
    _set(sku, 8_000)
    amounts = [price_at(sku, NOW + n * DAY / 2).selling for n in range(6)]
    assert amounts == [Money(n) for n in (8_000, 8_000, 7_000, 7_000, 9_900, 9_900)]
    assert apply_due_prices(NOW) == 0
    assert apply_due_prices(NOW + DAY) == 1
    assert get_product(key).summary.price == Money(7_000)
    assert apply_due_prices(NOW + DAY) == 0
    assert apply_due_prices(NOW + 3 * DAY) == 1
    assert get_product(key).skus[0].price == Money(9_900)


def test_the_page_tells_list_and_member_prices_that_hold() -> None:
    key, sku = _lamp()
    _set(sku, 12_000, PriceKind.LIST)
    _set(sku, 9_500, PriceKind.MEMBER, starts_at=NOW + DAY)
    with fixed_at(NOW):
        (now,) = get_product(key).skus
    with fixed_at(NOW + DAY):
        (later,) = get_product(key).skus
    assert (now.list_price, now.member_price) == (Money(12_000), None)
    assert later.member_price == Money(9_500)
    assert list_prices_at([sku], NOW + DAY) == {sku: Prices(Money(12_000), Money(9_900), Money(9_500))}


@pytest.mark.parametrize(
    ("amount", "kind", "more", "why"),
    [
        (0, PriceKind.SELLING, {}, "price_not_positive"),
        (13_000, PriceKind.SELLING, {}, "price_above_list"),
        (9_000, PriceKind.LIST, {}, "price_above_list"),
        (9_950, PriceKind.MEMBER, {}, "price_above_selling"),
        (9_000, PriceKind.SELLING, {"starts_at": NOW - DAY}, "price_in_the_past"),
        (9_000, PriceKind.SELLING, {"ends_at": NOW}, "price_ends_first"),
    ],
)
def test_a_price_that_cannot_be_is_refused_with_its_reason(
    amount: int, kind: PriceKind, more: dict[str, object], why: str
) -> None:
    _, sku = _lamp()
    _set(sku, 12_000, PriceKind.LIST)
    before = list_prices_from([sku], NOW - 2 * DAY)
    with pytest.raises(InvalidPrice) as refused:
        _set(sku, amount, kind, **more)
    assert refused.value.details["why"] == why
    assert list_prices_from([sku], NOW - 2 * DAY) == before


def test_a_price_of_nothing_known_is_refused() -> None:
    with pytest.raises(SkuNotFound):
        _set(Id(1), 100)


def test_the_database_itself_refuses_two_prices_at_once() -> None:
    _, sku = _lamp()
    for kind, is_refused in (("selling", True), ("list", False), ("list", True), ("member", False)):
        made = PriceRow(sku_id=sku, kind=kind, amount_minor=1, starts_at=NOW, ends_at=NOW + DAY)
        if not is_refused:
            made.save()
            continue
        with pytest.raises(IntegrityError, match=f"catalog_price_one_{kind}"), transaction.atomic():
            made.save()
    assert PriceRow.objects.count() == 3


def test_a_changed_draft_sets_its_price_from_now_on_and_keeps_what_is_planned() -> None:
    _, sku = _lamp()
    _set(sku, 7_000, starts_at=NOW + DAY)
    with fixed_at(NOW):
        save_products([product_draft(price_minor=8_800)])
    assert [price_at(sku, NOW + n * DAY).selling for n in (0, 1)] == [Money(8_800), Money(7_000)]


def test_a_draft_may_raise_or_lower_all_its_prices_together() -> None:
    def draft(selling: int, listed: int, members: int) -> SkuDraft:
        return SkuDraft("L", Money(selling), list_price=Money(listed), member_price=Money(members))

    key = product("oil", skus=(draft(100, 200, 90),))
    for prices in ((500, 600, 400), (10, 20, 5), (20, 20, 20)):
        assert save_products([product_draft("oil", skus=(draft(*prices),))]).changed == 1
        (sku,) = get_product(key).skus
        assert (sku.price.amount_minor, sku.list_price, sku.member_price) == (
            prices[0], Money(prices[1]), Money(prices[2]),
        )  # fmt: skip


def test_staffs_prices_are_written_down() -> None:
    _, sku = _lamp()
    _set(sku, 8_000, actor_id=Id(7))
    (change,) = ChangeRow.objects.all()
    assert (change.actor_id, change.act, change.details["amount_minor"]) == (7, "price_set", 8_000)


def _rate(on: str, rate: str = "7.1") -> Rate:
    return Rate("USD", date.fromisoformat(on), Decimal(rate), "a bank")


def test_the_newest_rate_counts_that_is_not_from_after_the_day_nor_older_than_31_days() -> None:
    save_rates([_rate("2026-11-01"), _rate("2026-11-20", "7.2")])
    assert rate_on("USD", date(2026, 11, 19)).rate == Decimal("7.1")
    assert rate_on("USD", date(2026, 12, 21)).rate == Decimal("7.2")
    assert rate_on("CNY", date(2026, 12, 31)).rate == 1
    for currency, day in (
        ("USD", date(2026, 12, 22)),
        ("USD", date(2026, 10, 31)),
        ("EUR", date(2026, 11, 1)),
    ):
        with pytest.raises(RateMissing):
            rate_on(currency, day)


def test_a_days_rate_is_one_and_can_be_corrected() -> None:
    assert save_rates([_rate("2026-11-01")]) == 1
    assert save_rates([_rate("2026-11-01")]) == 0
    assert save_rates([_rate("2026-11-01", "7.3")], actor_id=Id(7)) == 1
    assert RateRow.objects.get().rate == Decimal("7.3")
    with pytest.raises(IntegrityError, match="catalog_rate_positive"), transaction.atomic():
        RateRow.objects.update(rate=0)


def test_rates_of_a_file_are_read_exactly_or_refused_with_their_line() -> None:
    text = "currency,on,rate,source\nUSD,2026-11-20,7.12345678,SAFE\neur,2026-11-20,8.2,SAFE\n"
    assert [rate.rate for rate in read_rates(text)] == [Decimal("7.12345678"), Decimal("8.2")]
    for line in ("USD,2026-11-20,0,x", "USD,20.11.2026,7,x", "QQQ,2026-11-20,7,x", "USD,2026-11-20,7,"):
        with pytest.raises(InvalidRate) as refused:
            read_rates(f"currency,on,rate,source\nUSD,2026-11-19,7,x\n{line}\n")
        assert refused.value.details["line"] == 3
