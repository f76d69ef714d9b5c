"""The buyers' pages of suppliers: all of them, and one with the authorisations that it showed."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hongshu.flows.pages.queries.buying import supplier_page
from hongshu.kernel.admin import sees
from hongshu.kernel.errors import DomainError
from hongshu.kernel.ids import Id, parse_id
from hongshu.platform.media.contracts import MAX_BYTES, MAX_PIXELS, PictureTooLarge
from hongshu.platform.media.services import store_picture
from hongshu.store.catalog.contracts import BrandNotFound
from hongshu.store.catalog.queries import get_brand
from hongshu.store.inventory.contracts import AuthorisationNotFound, InvalidAuthorisation, InvalidLot
from hongshu.store.inventory.queries import get_supplier, list_suppliers
from hongshu.store.inventory.services import add_authorisation, withdraw_authorisation
from hongshu.surfaces.console import desk
from hongshu.surfaces.console.pages import page
from hongshu.surfaces.words import status_of, words_of

_MOST_PICTURES = 12


@require_safe
@desk.only_for(desk.SEE_ORDERS)
def suppliers(request: HttpRequest) -> HttpResponse:
    """All suppliers, by their names."""
    return page(request, "suppliers.html", title=_("Suppliers"), suppliers=list_suppliers())


@require_http_methods(["GET", "HEAD", "POST"])
@desk.only_for(desk.SEE_ORDERS)
def supplier(request: HttpRequest, key: str) -> HttpResponse:
    """One supplier; a POST enters an authorisation or withdraws one."""
    supplier_id = parse_id(key)
    error, field, status = "", "", 200
    if request.method == "POST":
        desk.demand(request, desk.BUYERS)
        try:
            said = _act(request, supplier_id)
        except DomainError as refused:
            error, field, status = words_of(refused), refused.field, status_of(refused)
        else:
            messages.success(request, said)
            return redirect("admin:supplier", key)
    found = supplier_page(supplier_id, language=desk.language(), today=desk.today())
    return page(
        request,
        "supplier.html",
        title=found.supplier.name,
        status=status,
        error=error,
        field=field,
        form=request.POST if error else QueryDict(),
        page=found,
        may_buy=sees(request, desk.BUYERS),
    )


def _act(request: HttpRequest, supplier_id: Id) -> str:
    form = request.POST
    if form.get("act") == "withdraw":
        authorisation_id = parse_id(form.get("authorisation", ""))
        if authorisation_id not in {each.id for each in get_supplier(supplier_id).authorisations}:
            raise AuthorisationNotFound
        withdraw_authorisation(authorisation_id=authorisation_id)
        return _("Withdrawn. Nothing more of the brand can be ordered by it.")
    try:
        brand, _products = get_brand(form.get("brand", "").strip())
    except BrandNotFound:
        raise InvalidAuthorisation(field="brand") from None
    first, last = _day(form, "valid_from"), _day(form, "valid_until")
    add_authorisation(
        supplier_id=supplier_id,
        brand_id=brand.id,
        number=form.get("number", ""),
        valid_from=first,
        valid_until=last,
        added_by=desk.staff(request),
        document_ids=_pictures(request),
    )
    return _("The authorisation is entered.")


def _day(form: QueryDict, field: str) -> date:
    try:
        found = desk.day(form.get(field, ""))
    except InvalidLot:
        found = None
    if found is None:
        raise InvalidAuthorisation(field=field)
    return found


def _pictures(request: HttpRequest) -> list[Id]:
    files = request.FILES.getlist("pictures")
    if len(files) > _MOST_PICTURES:
        raise InvalidAuthorisation(field="document_ids")
    if any((each.size or 0) > MAX_BYTES for each in files):
        raise PictureTooLarge(max_mb=MAX_BYTES // 1024 // 1024, max_megapixels=MAX_PIXELS // 1_000_000)
    return [store_picture(owner_id=desk.staff(request), data=each.read()).id for each in files]
