"""The buyers' pages of files: send one, see what it would do row by row, say yes; and take one home."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from hongshu.flows.cataloguing.contracts import (
    MOST_BYTES_ON_PAGE,
    MOST_ROWS_ON_PAGE,
    CatalogueFileEmpty,
    CatalogueFileTooLarge,
    CatalogueImportGone,
    FileKind,
    TableKind,
)
from hongshu.flows.cataloguing.services import bring_in, look_at, write_products
from hongshu.kernel.errors import DomainError, NotFound
from hongshu.kernel.ids import parse_id, wire_form
from hongshu.store.catalog.contracts import KeptImport
from hongshu.store.catalog.queries import find_import
from hongshu.store.catalog.services import keep_import
from hongshu.surfaces.console import desk
from hongshu.surfaces.console.pages import page
from hongshu.surfaces.faults import words_of_problem
from hongshu.surfaces.words import status_of, words_of

_SHOWN = 200
_MB = 1024 * 1024
_FILES = {
    "products.csv": (FileKind.CSV, TableKind.PRODUCTS),
    "prices.csv": (FileKind.CSV, TableKind.PRICES),
    "catalogue.xlsx": (FileKind.XLSX, TableKind.PRODUCTS),
}
_TYPES = {
    FileKind.CSV: "text/csv; charset=utf-8",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_http_methods(["GET", "HEAD", "POST"])
@desk.only_for(desk.BUYERS)
def send(request: HttpRequest) -> HttpResponse:
    """The form for a file; a POST keeps it and shows what it would do."""
    error, status = "", 200
    if request.method == "POST":
        try:
            return redirect("admin:catalogue_look", _kept(request))
        except DomainError as refused:
            error, status = words_of(refused), status_of(refused)
    return page(
        request,
        "catalogue_send.html",
        title=_("Bring products in"),
        status=status,
        error=error,
        most_mb=MOST_BYTES_ON_PAGE // _MB,
        most_rows=MOST_ROWS_ON_PAGE,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk.only_for(desk.BUYERS)
def look(request: HttpRequest, key: str) -> HttpResponse:
    """What a file would do; a POST brings it in."""
    kept = _found(key)
    error, status = "", 200
    if request.method == "POST":
        try:
            done = bring_in(
                data=kept.data,
                file_name=kept.file_name,
                again=request.POST.get("again") == "yes",
                actor_id=desk.staff(request),
            )
        except DomainError as refused:
            error, status = words_of(refused), status_of(refused)
        else:
            if done.is_applied:
                count = done.created + done.changed
                said = ngettext(
                    "%(count)s product is brought in.", "%(count)s products are brought in.", count
                )
                messages.success(request, said % {"count": count})
                return redirect("admin:catalogue")
            error, status = _("Something has changed since you looked: see the rows below."), 409
    found = look_at(
        data=kept.data,
        file_name=kept.file_name,
        most_bytes=MOST_BYTES_ON_PAGE,
        most_rows=MOST_ROWS_ON_PAGE,
    )
    return page(
        request,
        "catalogue_look.html",
        title=kept.file_name,
        status=status,
        error=error,
        page=found,
        problems=[(problem, words_of_problem(problem)) for problem in found.problems[:_SHOWN]],
        changes=found.changes[:_SHOWN],
    )


@require_safe
@desk.only_for(desk.SEE_ORDERS)
def take(request: HttpRequest, name: str) -> HttpResponse:
    """The catalogue as a file."""
    if name not in _FILES:
        raise NotFound
    kind, table = _FILES[name]
    answer = HttpResponse(write_products(kind=kind, table=table), content_type=_TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _kept(request: HttpRequest) -> str:
    file = request.FILES.get("file")
    if file is None or not file.size:
        raise CatalogueFileEmpty
    if file.size > MOST_BYTES_ON_PAGE:
        raise CatalogueFileTooLarge(max_mb=MOST_BYTES_ON_PAGE // _MB, max_rows=MOST_ROWS_ON_PAGE)
    data = file.read()
    # Looked at before it is kept: what cannot be read is told on the page where it was sent.
    look_at(data=data, file_name=file.name or "", most_bytes=MOST_BYTES_ON_PAGE, most_rows=MOST_ROWS_ON_PAGE)
    return wire_form(keep_import(data=data, file_name=file.name or "", actor_id=desk.staff(request)))


def _found(key: str) -> KeptImport:
    kept = find_import(parse_id(key))
    if kept is None or kept.applied_at is not None:
        raise CatalogueImportGone
    return kept
