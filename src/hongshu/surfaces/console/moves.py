"""Pages of what was moved, and of what should be counted."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hongshu.flows.pages.queries import stock_moves
from hongshu.store.inventory.contracts import COUNT_EVERY_DAYS, InvalidLot, MovementKind
from hongshu.surfaces.console import desk
from hongshu.surfaces.console.pages import page


@require_safe
@desk.only_for(desk.SEE_STOCK)
def movements(request: HttpRequest) -> HttpResponse:
    """Movements, the newest first, by warehouse, kind, SKU and days."""
    form = request.GET
    kind = form.get("kind", "")
    found = stock_moves.movements_page(
        language=desk.language(),
        sku_id=desk.sku_of(form.get("sku", "")),
        warehouse_id=desk.chosen(form.get("warehouse", "")),
        kind=MovementKind(kind) if kind in list(MovementKind) else None,
        since=_day(form.get("since", "")),
        until=_day(form.get("until", "")),
        cursor=form.get("cursor", ""),
    )
    onward = form.copy()
    onward["cursor"] = found.onward
    return page(
        request,
        "movements.html",
        title=_("Movements"),
        page=found,
        form=form,
        kinds=list(MovementKind),
        onward=onward.urlencode(),
    )


@require_safe
@desk.only_for(desk.PORTERS)
def dues(request: HttpRequest) -> HttpResponse:
    """What nobody has counted for long."""
    found = stock_moves.dues_page(language=desk.language(), cursor=request.GET.get("cursor", ""))
    return page(request, "dues.html", title=_("Counts that are due"), page=found, days=COUNT_EVERY_DAYS)


def _day(text: str) -> date | None:
    # A filter that nobody can read filters nothing.
    try:
        return desk.day(text)
    except InvalidLot:
        return None
