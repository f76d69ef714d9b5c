"""What the pages of orders, lots and stock share: who may, what a form says, and where each role lands."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from hongshu.flows.pages.queries import desks
from hongshu.kernel import clock
from hongshu.kernel.admin import sees
from hongshu.kernel.ids import Id, InvalidId, parse_id
from hongshu.kernel.money import CURRENCY_DIGITS
from hongshu.store.catalog.queries import list_skus_by_code
from hongshu.store.inventory.contracts import (
    MOST_ORDERED_UNITS,
    InvalidLot,
    InvalidPurchaseOrder,
    InvalidQuantity,
)
from hongshu.surfaces.console.pages import page

BUYERS = ("buyer",)
INSPECTORS = ("inspector",)
PORTERS = ("warehouse",)
ANALYSTS = ("analyst",)
MODERATORS = ("moderator",)
SEE_ORDERS = ("buyer", "analyst")
SEE_STOCK = ("buyer", "warehouse", "analyst")
SEE_LOTS = ("buyer", "inspector", "warehouse", "analyst")
# What a supplier takes is not for everybody who carries a box.
SEE_COST = ("buyer", "analyst")
More = ParamSpec("More")
View = Callable[Concatenate[HttpRequest, More], HttpResponse]


def only_for(roles: tuple[str, ...]) -> Callable[[View[More]], View[More]]:
    """Let in who has one of *roles*, and administrators; the site has asked others to sign in before."""

    def wrapped(view: View[More]) -> View[More]:
        @wraps(view)
        def checked(request: HttpRequest, /, *arguments: More.args, **named: More.kwargs) -> HttpResponse:
            demand(request, roles)
            return view(request, *arguments, **named)

        return checked

    return wrapped


def demand(request: HttpRequest, roles: tuple[str, ...]) -> None:
    """Raise PermissionDenied unless the member of staff has one of *roles* or is an administrator."""
    if not sees(request, roles):
        raise PermissionDenied


def desk(request: HttpRequest) -> HttpResponse:
    """The page on which staff land: what waits, with links."""
    found = desks.desk_page(
        language=language(),
        today=today(),
        inspects=sees(request, INSPECTORS),
        buys=sees(request, BUYERS),
        stores=sees(request, PORTERS),
        watches=sees(request, ANALYSTS),
        moderates=sees(request, MODERATORS),
    )
    may = {
        "inspect": sees(request, INSPECTORS),
        "buy": sees(request, BUYERS),
        "store": sees(request, PORTERS),
    }
    return page(
        request,
        "desk.html",
        title=_("What waits for you"),
        page=found,
        may=may,
        review_url=reverse("admin:catalog_productrow_changelist") + "?review=waits",
    )


def language() -> str:
    """The language of the reader, as compositions name it."""
    return "zh" if (translation.get_language() or "").startswith("zh") else "en"


def staff(request: HttpRequest) -> Id:
    """Who asks."""
    user: Any = request.user
    return Id(user.pk)


def today() -> date:
    """The calendar day where the business is: it keeps no summer time."""
    return clock.business_day()


def chosen(text: str) -> Id | None:
    """What was chosen of a list, or None for nothing and for what is no id."""
    try:
        return parse_id(text) if text else None
    except InvalidId:
        return None


def sku_of(code: str) -> Id | None:
    """The SKU of a code, None for no code. One that is unknown finds nothing, not everything."""
    code = code.strip()
    return list_skus_by_code([code]).get(code, Id(0)) if code else None


def fresh_key() -> str:
    """The idempotency key of a form that is shown; a refused form is shown with a new one."""
    return uuid.uuid4().hex


def units(text: str) -> int:
    """A quantity as somebody wrote it. Raises InvalidQuantity unless it is a whole number."""
    text = text.strip().replace("−", "-")
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 8):
        raise InvalidQuantity(field="quantity", most=MOST_ORDERED_UNITS)
    return int(text)


def day(text: str) -> date | None:
    """A day of a date field, None for an empty one. Raises InvalidLot."""
    if not text.strip():
        return None
    try:
        return datetime.strptime(text.strip(), "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone.
    except ValueError:
        raise InvalidLot(field="days", why="not_a_day") from None


def minor(text: str, currency: str) -> int:
    """An amount as somebody wrote it, in minor units; empty is 0. Raises InvalidPurchaseOrder."""
    try:
        amount = Decimal(text.strip() or "0").scaleb(CURRENCY_DIGITS[currency])
    except InvalidOperation:
        raise InvalidPurchaseOrder(field="cost", why="cost_out_of_range") from None
    if not amount.is_finite() or amount != amount.to_integral_value() or not 0 <= amount < 10**12:
        raise InvalidPurchaseOrder(field="cost", why="cost_out_of_range")
    return int(amount)
