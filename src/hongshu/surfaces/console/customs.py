"""The customs pages of the console: tables of the law with import, a person's quota, the tax report.

Declarations and the clocks of returns are in ``customs_declarations``. Buyers keep the tables, since they
choose what comes from abroad; service looks up quotas for those who ask; analysts read.
"""

from __future__ import annotations

import csv
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hongshu.flows.pages.contracts import PageNotFound
from hongshu.flows.pages.queries.customs import find_quota, rates_page
from hongshu.kernel.admin import sees
from hongshu.kernel.errors import DomainError
from hongshu.kernel.money import Money
from hongshu.store.customs.contracts import ImportReport, InvalidTable, LawTable
from hongshu.store.customs.queries import text_of_table
from hongshu.store.customs.services import import_rates
from hongshu.store.declarations.contracts import MonthOfTax
from hongshu.store.declarations.queries import tax_by_month
from hongshu.surfaces.console import desk
from hongshu.surfaces.console.customs_names import customs_name
from hongshu.surfaces.console.pages import page
from hongshu.surfaces.words import status_of, words_of

KEEP_RATES = ("buyer",)
SEE_RATES = ("buyer", "service", "analyst")
SEE_QUOTA = ("buyer", "service")
SEE_TAX = ("buyer", "analyst")
_MOST_BYTES = 1_000_000
_MONTHS = 24
_COLUMNS: dict[LawTable, tuple[str, ...]] = {
    LawTable.RATES: ("name", "tariff", "vat", "consumption", "condition"),
    LawTable.THRESHOLDS: ("value",),
    LawTable.POSITIVE_LIST: ("modes", "yearly_cap", "remark"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@desk.only_for(SEE_RATES)
def rates(request: HttpRequest) -> HttpResponse:
    """The tables of the law; a POST tries a CSV, or takes it."""
    error, status = "", 200
    report: ImportReport | None = None
    text = name = ""
    ends_earlier = bool(request.POST.get("ends_earlier"))
    if request.method == "POST":
        desk.demand(request, KEEP_RATES)
        is_dry_run = request.POST.get("act") != "take"
        try:
            text, name = _file(request)
            report = import_rates(
                text=text,
                file_name=name,
                actor_id=desk.staff(request),
                is_dry_run=is_dry_run,
                ends_earlier=ends_earlier,
            )
        except DomainError as refused:
            error, status = words_of(refused), status_of(refused)
        if report is not None and report.is_applied:
            messages.success(request, _("Taken. Every process follows within a second."))
            return redirect(f"{request.path}?table={report.table.value}")
    wanted = report.table.value if report else request.GET.get("table", "")
    table = LawTable(wanted) if wanted in list(LawTable) else LawTable.RATES
    return page(
        request,
        "customs_rates.html",
        title=_("Rates and lists"),
        status=status,
        error=error,
        report=report,
        text=text if report and not report.refused else "",
        file_name=name,
        ends_earlier=ends_earlier,
        wanted=request.GET.get("find", ""),
        page=rates_page(table=table, wanted=request.GET.get("find", ""), today=desk.today()),
        columns=[customs_name("column", column) for column in _COLUMNS[table]],
        tables=list(LawTable),
        may_keep=sees(request, KEEP_RATES),
        customs_name=customs_name,
    )


def _file(request: HttpRequest) -> tuple[str, str]:
    """What is to be imported: a chosen file, or the text of the one that was tried."""
    given = request.FILES.get("file")
    if given is None:
        text = request.POST.get("text", "")
        if not text.strip():
            raise InvalidTable(why=_("no file was chosen"))
        # A browser sends a text area's lines with CRLF.
        return text.replace("\r\n", "\n"), request.POST.get("file_name", "") or "pasted.csv"
    if (given.size or 0) > _MOST_BYTES:
        raise InvalidTable(why=_("it is larger than a megabyte"))
    try:
        return given.read().decode("utf-8-sig"), given.name or ""
    except UnicodeDecodeError:
        raise InvalidTable(why=_("it is not written in UTF-8")) from None


@require_safe
@desk.only_for(SEE_RATES)
def rates_csv(request: HttpRequest, table: str) -> HttpResponse:
    """A table as it is now, in the form that an import takes: change it, and bring it back."""
    if table not in list(LawTable):
        raise PageNotFound
    return _attached(f"{table}.csv", text_of_table(LawTable(table)))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@desk.only_for(SEE_QUOTA)
def quota(request: HttpRequest) -> HttpResponse:
    """A person's quota, by account and the last four digits: what a caller can tell of themselves.

    By POST, so that neither stands in an address.
    """
    handle, last_four = request.POST.get("account", ""), request.POST.get("last_four", "")
    asked = request.method == "POST"
    found = find_quota(handle=handle, last_four=last_four) if asked else None
    return page(
        request,
        "customs_quota.html",
        title=_("Import quota"),
        status=404 if asked and found is None else 200,
        found=found,
        is_missing=asked and found is None,
        account=handle,
        customs_name=customs_name,
    )


@require_safe
@desk.only_for(SEE_TAX)
def report(request: HttpRequest) -> HttpResponse:
    """Import tax by month and mode, of what customs released."""
    months = _months()
    return page(
        request,
        "customs_report.html",
        title=_("Import tax by month"),
        months=[
            (each, Money(each.goods_fen), Money(each.freight_fen), Money(each.tax_fen)) for each in months
        ],
        total=Money(sum(each.tax_fen for each in months)),
        customs_name=customs_name,
    )


@require_safe
@desk.only_for(SEE_TAX)
def report_csv(request: HttpRequest) -> HttpResponse:
    """The same as a table for a spreadsheet: bare numbers, in yuan."""
    response = _attached("import-tax.csv", "\ufeff")
    writer = csv.writer(response)
    writer.writerow(
        (
            *(_("Month"), _("Mode"), _("Orders"), _("Returned")),
            *(_("Goods"), _("Freight and insurance"), _("Import tax")),
        )
    )
    for each in _months():
        amounts = (each.goods_fen, each.freight_fen, each.tax_fen)
        writer.writerow(
            (
                *(f"{each.month:%Y-%m}", each.mode.value, each.orders, each.returned),
                *(str(Money(fen).amount) for fen in amounts),
            )
        )
    return response


def _months() -> tuple[MonthOfTax, ...]:
    today = desk.today()
    first = today.year * 12 + today.month - _MONTHS
    return tax_by_month(
        first=date(first // 12, first % 12 + 1, 1),
        until=date(today.year + today.month // 12, today.month % 12 + 1, 1),
    )


def _attached(name: str, text: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
