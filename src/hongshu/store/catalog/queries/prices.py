"""Reads of prices and exchange rates."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Q

from hongshu.kernel.asking import Asked
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.store.catalog.contracts import (
    RATE_KEEPS_DAYS,
    Price,
    PriceKind,
    Prices,
    Rate,
    RateMissing,
)
from hongshu.store.catalog.models import PriceRow, RateRow
from hongshu.store.catalog.rules.products import SELLING_CURRENCY

_ONE = Decimal(1)
_RATE_KEEPS = timedelta(days=RATE_KEEPS_DAYS)


def list_prices_at(sku_ids: Collection[Id], at: datetime) -> dict[Id, Prices]:
    """The list, selling and member price of SKUs at a moment; those without any are left out. One query."""
    return ask_prices_at(sku_ids, at).answer


def ask_prices_at(sku_ids: Collection[Id], at: datetime) -> Asked[dict[Id, Prices]]:
    """As ``list_prices_at``, to be sent with others."""
    if not sku_ids:
        return Asked.known({})
    rows = PriceRow.objects.filter(_holds(at), sku_id__in=set(sku_ids))

    def answer(told: list[tuple[int, str, int]]) -> dict[Id, Prices]:
        found: dict[Id, dict[str, Money]] = {}
        for sku_id, kind, amount in told:
            found.setdefault(Id(sku_id), {})[kind] = Money(amount)
        return {key: Prices(**amounts) for key, amounts in found.items()}

    return Asked.rows(rows.values_list("sku_id", "kind", "amount_minor"), answer)


def price_at(sku_id: Id, at: datetime) -> Prices:
    """What holds for one SKU at a moment."""
    return list_prices_at([sku_id], at).get(sku_id, Prices())


def list_prices_from(sku_ids: Collection[Id], at: datetime) -> tuple[Price, ...]:
    """The prices that hold at a moment or later, by SKU, kind and start. One query."""
    rows = PriceRow.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), sku_id__in=set(sku_ids))
    return tuple(
        Price(
            sku_id=Id(row.sku_id),
            kind=PriceKind(row.kind),
            amount=Money(row.amount_minor),
            starts_at=row.starts_at,
            ends_at=row.ends_at,
        )
        for row in rows.order_by("sku_id", "kind", "starts_at")
    )


def rate_on(currency: str, on: date) -> Rate:
    """The newest rate of *currency* that is not from after *on*, and at most 31 days older.

    The selling currency is worth itself. Raises RateMissing.
    """
    if currency == SELLING_CURRENCY:
        return Rate(currency, on, _ONE, "")
    row = RateRow.objects.filter(currency=currency, on__lte=on).order_by("-on").first()
    if row is None or row.on < on - _RATE_KEEPS:
        raise RateMissing(currency=currency, on=on.isoformat())
    return _rate(row)


def ask_latest_rates() -> Asked[dict[str, Rate]]:
    """The newest rate of every currency, whatever its age; to be sent with others."""
    rows = RateRow.objects.order_by("currency", "-on").distinct("currency")
    return Asked.rows(
        rows.values_list("currency", "on", "rate", "source"),
        lambda found: {
            currency: Rate(currency, _day_of(on), Decimal(rate), source)
            for currency, on, rate, source in found
        },
    )


def list_rates(*, currency: str = "", limit: int = 200) -> tuple[Rate, ...]:
    """Rates, the newest first."""
    rows = RateRow.objects.filter(currency=currency) if currency else RateRow.objects.all()
    return tuple(map(_rate, rows.order_by("-on", "currency")[:limit]))


def _day_of(told: date | str) -> date:
    # Dates of what travelled with others are texts.
    return date.fromisoformat(told) if isinstance(told, str) else told


def _holds(at: datetime) -> Q:
    return Q(starts_at__lte=at) & (Q(ends_at__isnull=True) | Q(ends_at__gt=at))


def _rate(row: RateRow) -> Rate:
    return Rate(currency=row.currency, on=row.on, rate=row.rate, source=row.source)
