"""The page on which a lot is found: by the code on the carton, a SKU, or the number of an order."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hongshu.flows.pages.queries import finding_lots
from hongshu.store.inventory.contracts import Quality
from hongshu.surfaces.console import desk
from hongshu.surfaces.console.pages import page

_RECALLED = "recalled"


@require_safe
@desk.only_for(desk.SEE_LOTS)
def lots(request: HttpRequest) -> HttpResponse:
    """Lots, the newest first; ``q`` and ``quality`` say which."""
    form = request.GET
    quality = form.get("quality", "")
    found = finding_lots.lots_found(
        language=desk.language(),
        words=form.get("q", ""),
        quality=Quality(quality) if quality in list(Quality) else None,
        is_recalled=True if quality == _RECALLED else None,
        cursor=form.get("cursor", ""),
    )
    onward = form.copy()
    onward["cursor"] = found.onward
    return page(
        request,
        "lots.html",
        title=_("Lots"),
        page=found,
        form=form,
        qualities=[each.value for each in Quality],
        onward=onward.urlencode(),
    )
