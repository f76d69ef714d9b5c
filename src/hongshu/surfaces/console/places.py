"""The warehouse's page of the warehouses themselves: their names, what they are to the customs, and which are
open.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hongshu.kernel.errors import DomainError
from hongshu.store.inventory.contracts import InvalidWarehouse, WarehouseDraft, WarehouseKind
from hongshu.store.inventory.queries import list_warehouses
from hongshu.store.inventory.services import save_warehouses
from hongshu.surfaces.console import desk
from hongshu.surfaces.console.pages import page
from hongshu.surfaces.words import status_of, words_of


@require_http_methods(["GET", "HEAD", "POST"])
@desk.only_for(desk.PORTERS)
def warehouses(request: HttpRequest) -> HttpResponse:
    """All warehouses; a POST changes one, or adds one under a new code."""
    error, field, status = "", "", 200
    if request.method == "POST":
        try:
            save_warehouses([_draft(request.POST)])
        except DomainError as refused:
            error, field, status = words_of(refused), refused.field, status_of(refused)
        else:
            messages.success(request, _("The warehouse is kept."))
            return redirect("admin:warehouses")
    found = list_warehouses(with_closed=True)
    form = request.POST if error else QueryDict()
    return page(
        request,
        "warehouses.html",
        title=_("Warehouses"),
        status=status,
        error=error,
        field=field,
        warehouses=found,
        kinds=list(WarehouseKind),
        form=form,
        is_new=bool(error) and form.get("code") not in [each.code for each in found],
    )


def _draft(form: QueryDict) -> WarehouseDraft:
    kind = form.get("kind", "")
    if kind not in list(WarehouseKind):
        raise InvalidWarehouse(field="kind")
    return WarehouseDraft(
        code=form.get("code", "").strip().lower(),
        name_zh=form.get("name_zh", ""),
        name_en=form.get("name_en", ""),
        kind=WarehouseKind(kind),
        country=form.get("country", "").strip().upper(),
        customs_port=form.get("customs_port", "").strip(),
        is_open=bool(form.get("is_open")),
    )
