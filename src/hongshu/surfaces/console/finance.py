"""The finance page: what stands on each account, and whether everything agrees."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hongshu.flows.pages.queries import service_desk as pages
from hongshu.surfaces.console import desk
from hongshu.surfaces.console.pages import page

SEE_MONEY = ("analyst", "service")


@require_safe
@desk.only_for(SEE_MONEY)
def finance(request: HttpRequest) -> HttpResponse:
    """Balances of all accounts, refunds on their way, and on demand the reconciliation."""
    found = pages.finance_page(compares=request.GET.get("compare") == "1")
    return page(request, "finance.html", title=_("Finance"), page=found)
