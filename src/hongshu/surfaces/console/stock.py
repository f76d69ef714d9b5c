"""Pages of what lies where, and of one lot: its units moved, counted, settled, recalled."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hongshu.flows.pages.queries import stockroom
from hongshu.kernel.admin import sees
from hongshu.kernel.errors import DomainError, NotFound
from hongshu.kernel.ids import Id, parse_id
from hongshu.store.inventory import services as inventory
from hongshu.store.inventory.contracts import CountDiffers, Zone
from hongshu.surfaces.console import desk
from hongshu.surfaces.console.pages import page
from hongshu.surfaces.words import status_of, words_of


@require_safe
@desk.only_for(desk.SEE_STOCK)
def stock(request: HttpRequest) -> HttpResponse:
    """What lies where, by warehouse, zone, or the code of a SKU."""
    form = request.GET
    zone = form.get("zone", "")
    found = stockroom.stock_page(
        language=desk.language(),
        sku_id=desk.sku_of(form.get("sku", "")),
        warehouse_id=desk.chosen(form.get("warehouse", "")),
        zone=Zone(zone) if zone in list(Zone) else None,
        cursor=form.get("cursor", ""),
    )
    onward = form.copy()
    onward["cursor"] = found.onward
    return page(
        request,
        "stock.html",
        title=_("Stock"),
        page=found,
        form=form,
        zones=list(Zone),
        onward=onward.urlencode(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk.only_for(desk.SEE_LOTS)
def lot(request: HttpRequest, key: str) -> HttpResponse:
    """One lot; a POST does what ``act`` says, for the roles that may do it."""
    lot_id = parse_id(key)
    refused: DomainError | None = None
    if request.method == "POST":
        roles, work = _ACTS.get(request.POST.get("act", ""), ((), _nothing))
        desk.demand(request, roles)
        try:
            said = work(lot_id, desk.staff(request), request.POST)
        except NotFound:
            raise
        except DomainError as error:
            refused = error
        else:
            messages.success(request, said)
            return redirect("admin:lot", key)
    found = stockroom.lot_page(
        lot_id,
        language=desk.language(),
        shows_cost=sees(request, desk.SEE_COST),
        cursor=request.GET.get("cursor", ""),
    )
    return page(
        request,
        "lot.html",
        title=_("Lot %(code)s") % {"code": found.lot.code},
        status=200 if refused is None else status_of(refused),
        error="" if refused is None else words_of(refused),
        asks=isinstance(refused, CountDiffers),
        page=found,
        form=request.POST,
        may_store=sees(request, desk.PORTERS),
        may_inspect=sees(request, desk.INSPECTORS),
        zones=list(Zone),
        key=desk.fresh_key(),
        # The browser forgets what it kept of the form that was saved just now.
        cleared=f"inspect-{key}" if request.GET.get("saved") == "inspection" else "",
    )


def _zone(form: QueryDict) -> Zone:
    zone = form.get("zone", "")
    return Zone(zone) if zone in list(Zone) else Zone.SHELF


def _nothing(lot_id: Id, actor_id: Id, form: QueryDict) -> str:
    raise NotFound


def _adjust(lot_id: Id, actor_id: Id, form: QueryDict) -> str:
    inventory.adjust_stock(
        lot_id=lot_id,
        warehouse_id=parse_id(form.get("warehouse", "")),
        quantity=desk.units(form.get("quantity", "")),
        reason=form.get("reason", ""),
        actor_id=actor_id,
        key=form.get("key", ""),
        zone=_zone(form),
    )
    return _("Written down.")


def _dispose(lot_id: Id, actor_id: Id, form: QueryDict) -> str:
    inventory.dispose_stock(
        lot_id=lot_id,
        warehouse_id=parse_id(form.get("warehouse", "")),
        quantity=desk.units(form.get("quantity", "")),
        reason=form.get("reason", ""),
        actor_id=actor_id,
        key=form.get("key", ""),
        zone=_zone(form),
    )
    return _("Disposed of.")


def _transfer(lot_id: Id, actor_id: Id, form: QueryDict) -> str:
    inventory.transfer_stock(
        lot_id=lot_id,
        from_warehouse_id=parse_id(form.get("warehouse", "")),
        to_warehouse_id=parse_id(form.get("to", "")),
        quantity=desk.units(form.get("quantity", "")),
        actor_id=actor_id,
        key=form.get("key", ""),
        reason=form.get("reason", ""),
    )
    return _("On its way. The other warehouse confirms when it is there.")


def _confirm(lot_id: Id, actor_id: Id, form: QueryDict) -> str:
    inventory.confirm_transfer(
        lot_id=lot_id,
        warehouse_id=parse_id(form.get("warehouse", "")),
        quantity=desk.units(form.get("quantity", "")),
        actor_id=actor_id,
        key=form.get("key", ""),
    )
    return _("It is on the shelf.")


def _count(lot_id: Id, actor_id: Id, form: QueryDict) -> str:
    inventory.record_count(
        lot_id=lot_id,
        warehouse_id=parse_id(form.get("warehouse", "")),
        counted=desk.units(form.get("quantity", "")),
        counted_by=actor_id,
        key=form.get("key", ""),
        reason=form.get("reason", ""),
        is_confirmed=bool(form.get("confirmed")),
    )
    return _("Counted.")


def _set_aside(lot_id: Id, actor_id: Id, form: QueryDict) -> str:
    inventory.set_aside(
        lot_id=lot_id,
        warehouse_id=parse_id(form.get("warehouse", "")),
        quantity=desk.units(form.get("quantity", "")),
        reason=form.get("reason", ""),
        actor_id=actor_id,
        key=form.get("key", ""),
    )
    return _("Set aside. Settle them when they have been looked at.")


def _settle(lot_id: Id, actor_id: Id, form: QueryDict) -> str:
    inventory.settle_checking(
        lot_id=lot_id,
        warehouse_id=parse_id(form.get("warehouse", "")),
        quantity=desk.units(form.get("quantity", "")),
        is_fine=bool(form.get("fine")),
        actor_id=actor_id,
        key=form.get("key", ""),
        reason=form.get("reason", ""),
    )
    return _("Settled.")


def _recall(lot_id: Id, actor_id: Id, form: QueryDict) -> str:
    inventory.recall_lot(
        lot_id=lot_id, reason=form.get("reason", ""), recalled_by=actor_id, key=form.get("key", "")
    )
    return _("Recalled: nothing of it is sold any more. Below stands who holds or has its units.")


def _lift(lot_id: Id, actor_id: Id, form: QueryDict) -> str:
    count = inventory.lift_recall(
        lot_id=lot_id, reason=form.get("reason", ""), lifted_by=actor_id, key=form.get("key", "")
    )
    return _("The recall is lifted; %(num)s units can be sold again.") % {"num": count}


Work = Callable[[Id, Id, QueryDict], str]
_ACTS: dict[str, tuple[tuple[str, ...], Work]] = {
    "adjust": (desk.PORTERS, _adjust),
    "dispose": (desk.PORTERS, _dispose),
    "transfer": (desk.PORTERS, _transfer),
    "confirm": (desk.PORTERS, _confirm),
    "count": (desk.PORTERS, _count),
    "set_aside": (desk.INSPECTORS, _set_aside),
    "settle": (desk.INSPECTORS, _settle),
    "recall": (desk.INSPECTORS, _recall),
    "lift": (desk.INSPECTORS, _lift),
}
