"""Commands on prices and exchange rates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from hongshu.kernel import clock
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.store.catalog.contracts import (
    ChangedPrices,
    InvalidPrice,
    PriceChange,
    PriceKind,
    Rate,
    SkuNotFound,
)
from hongshu.store.catalog.models import PriceRow, ProductRow, RateRow, SkuRow
from hongshu.store.catalog.rules.products import PRICE_MAX_MINOR, SELLING_CURRENCY
from hongshu.store.catalog.rules.rates import check_rate
from hongshu.store.catalog.services.changes import note_change
from hongshu.store.catalog.services.pricing import PriceBook, copy_selling_prices

_DUE_BATCH = 500


@transaction.atomic
def set_price(
    *,
    sku_id: Id,
    kind: PriceKind,
    amount: Money,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    actor_id: Id | None = None,
) -> bool:
    """Give a SKU a price from *starts_at* (None: now) to before *ends_at*; whether that changes anything.

    The price that runs then ends there, and goes on behind *ends_at*; without an end this one holds until
    the next that is planned. What is past stays as it was. Raises SkuNotFound, InvalidPrice.
    """
    now = clock.now()
    change = PriceChange(sku_id, kind, amount, starts_at, ends_at)
    product_id = SkuRow.objects.filter(id=sku_id).values_list("product_id", flat=True).first()
    if product_id is None:
        raise SkuNotFound
    # The product is what imports and the job lock too.
    ProductRow.objects.select_for_update().get(id=product_id)
    book = PriceBook([sku_id], at=now)
    if not _put(book, change, now):
        return False
    book.save()
    if kind is PriceKind.SELLING and (starts_at is None or starts_at <= now):
        copy_selling_prices([sku_id], at=now)
    _note_price(actor_id, change, now)
    return True


def _note_price(actor_id: Id | None, change: PriceChange, now: datetime) -> None:
    note_change(
        actor_id,
        "price_set",
        subject="sku",
        subject_id=change.sku_id,
        kind=change.kind.value,
        amount_minor=change.amount.amount_minor,
        starts_at=(change.starts_at or now).isoformat(),
        ends_at=change.ends_at.isoformat() if change.ends_at else "",
    )


@transaction.atomic
def set_prices(changes: Sequence[PriceChange], *, actor_id: Id | None = None) -> ChangedPrices:
    """As ``set_price`` for many at once, in their order; what cannot be set is returned with its reason, and
    then nothing of its SKU is. Raises SkuNotFound, and then sets none.
    """
    now = clock.now()
    wanted = {change.sku_id for change in changes}
    products = dict(SkuRow.objects.filter(id__in=wanted).values_list("id", "product_id"))
    if len(products) < len(wanted):
        raise SkuNotFound
    locked = ProductRow.objects.select_for_update().filter(id__in=set(products.values()))
    list(locked.order_by("id").values_list("id"))
    book = PriceBook(list(wanted), at=now)
    refused: dict[int, InvalidPrice] = {}
    done: list[PriceChange] = []
    for place, change in enumerate(changes):
        try:
            if _put(book, change, now):
                done.append(change)
        except InvalidPrice as error:
            refused[place] = error
    spoiled = {changes[place].sku_id for place in refused}
    book.forget(spoiled)
    kept = [change for change in done if change.sku_id not in spoiled]
    book.save()
    copy_selling_prices({change.sku_id for change in kept}, at=now)
    for change in kept:
        _note_price(actor_id, change, now)
    return ChangedPrices(
        changed=len(kept), unchanged=len(changes) - len(kept) - len(refused), refused=refused
    )


def _put(book: PriceBook, change: PriceChange, now: datetime) -> bool:
    """Give one price its time in the book; whether that changes anything. Raises InvalidPrice."""
    begins = now if change.starts_at is None else change.starts_at
    if change.amount.currency != SELLING_CURRENCY or not 0 < change.amount.amount_minor <= PRICE_MAX_MINOR:
        raise InvalidPrice(why="price_not_positive", field="amount")
    if change.ends_at is not None and change.ends_at <= begins:
        raise InvalidPrice(why="price_ends_first", field="ends_at")
    if begins < now:
        if book.holds(change.sku_id, change.kind, change.amount.amount_minor, begins, change.ends_at):
            return False
        raise InvalidPrice(why="price_in_the_past", field="starts_at")
    changed = book.put(
        change.sku_id, change.kind, change.amount.amount_minor, starts_at=begins, ends_at=change.ends_at
    )
    if changed:
        book.check(change.sku_id)
    return changed


def apply_due_prices(now: datetime) -> int:
    """Bring SKUs and products up to selling prices whose time has come; returns how many prices that were.

    A batch a transaction; may be killed and run again, and several may run at once: each takes prices that
    nobody else has locked.
    """
    applied = 0
    while batch := _apply_batch(now):
        applied += batch
    return applied


@transaction.atomic
def _apply_batch(now: datetime) -> int:
    due = PriceRow.objects.filter(kind=PriceKind.SELLING.value, is_applied=False, starts_at__lte=now)
    locked = due.select_for_update(skip_locked=True, of=("self",)).order_by("starts_at", "id")
    rows = list(locked.values_list("id", "sku_id", "sku__product_id")[:_DUE_BATCH])
    if not rows:
        return 0
    products = sorted({product_id for _, _, product_id in rows})
    list(ProductRow.objects.select_for_update().filter(id__in=products).order_by("id").values_list("id"))
    copy_selling_prices([Id(sku_id) for _, sku_id, _ in rows], at=now)
    PriceRow.objects.filter(id__in=[key for key, _, _ in rows]).update(is_applied=True)
    return len(rows)


@transaction.atomic
def save_rates(rates: Sequence[Rate], *, actor_id: Id | None = None) -> int:
    """Write down exchange rates; a day's rate that is there already is corrected. Returns how many changed.

    Raises InvalidRate, and then writes none.
    """
    for line, rate in enumerate(rates, start=1):
        check_rate(rate, line=line)
    by_key = {(rate.currency, rate.on): rate for rate in rates}
    known = {
        (row.currency, row.on): row
        for row in RateRow.objects.filter(
            currency__in={currency for currency, _ in by_key}, on__in={on for _, on in by_key}
        )
    }
    changed = [
        rate
        for key, rate in by_key.items()
        if key not in known or (known[key].rate, known[key].source) != (rate.rate, rate.source)
    ]
    RateRow.objects.bulk_create(
        [RateRow(currency=rate.currency, on=rate.on, rate=rate.rate, source=rate.source) for rate in changed],
        update_conflicts=True,
        unique_fields=["currency", "on"],
        update_fields=["rate", "source"],
    )
    for rate in changed if actor_id is not None else ():
        note_change(
            actor_id,
            "rate_saved",
            subject="rate",
            subject_id=Id(0),
            currency=rate.currency,
            on=rate.on.isoformat(),
            rate=str(rate.rate),
            source=rate.source,
        )
    return len(changed)
