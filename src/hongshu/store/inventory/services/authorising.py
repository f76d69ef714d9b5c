"""Whether a supplier may sell us brands on a day. A room of the services."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Q

from hongshu.kernel import clock
from hongshu.kernel.ids import Id
from hongshu.store.catalog.contracts import SkuOfProduct
from hongshu.store.inventory.contracts import NotAuthorised
from hongshu.store.inventory.models import AuthorisationRow

# The days of the business are those of its seat.
SEAT = ZoneInfo("Asia/Shanghai")


def day_of(moment: datetime) -> date:
    """The calendar day of a moment where the business is."""
    return moment.astimezone(SEAT).date()


def today() -> date:
    """The calendar day where the business is, by the application's clock."""
    return day_of(clock.now())


def check_authorised(*, supplier_id: Id, skus: Iterable[SkuOfProduct], day: date) -> None:
    """Raise NotAuthorised for the first brand that no authorisation of the supplier covers on *day*."""
    holding = set(
        AuthorisationRow.objects.filter(
            Q(withdrawn_at=None), supplier_id=supplier_id, valid_from__lte=day, valid_until__gte=day
        ).values_list("brand_id", flat=True)
    )
    for sku in skus:
        if sku.brand_id not in holding:
            raise NotAuthorised(brand=sku.brand_name.en or sku.brand_name.zh, day=day.isoformat())
