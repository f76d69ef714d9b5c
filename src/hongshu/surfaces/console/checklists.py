"""The inspectors' pages of checklists: which holds for which category, and one with its points."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hongshu.flows.pages.queries.checklists import checklist_page, checklists_page
from hongshu.kernel.errors import DomainError
from hongshu.store.inventory.contracts import AQLS, CheckItem
from hongshu.store.inventory.services import save_checklist
from hongshu.surfaces.console import desk
from hongshu.surfaces.console.pages import page
from hongshu.surfaces.words import status_of, words_of

# The one for every category without one of its own; no category has such a slug.
OTHERS = "-"
_FREE = 3


@require_safe
@desk.only_for(desk.INSPECTORS)
def checklists(request: HttpRequest) -> HttpResponse:
    """Every category, with the checklist that holds for it."""
    found = checklists_page(language=desk.language())
    return page(request, "checklists.html", title=_("Checklists"), page=found, others=OTHERS)


@require_http_methods(["GET", "HEAD", "POST"])
@desk.only_for(desk.INSPECTORS)
def checklist(request: HttpRequest, slug: str) -> HttpResponse:
    """The checklist of one category; a POST writes it."""
    category = "" if slug == OTHERS else slug
    found = checklist_page(category, language=desk.language())
    error, field, status = "", "", 200
    items, aql = list(found.checklist.items), found.checklist.aql
    if request.method == "POST":
        items, aql = _items(request.POST), _aql(request.POST)
        try:
            save_checklist(category_slug=category, aql=aql, items=items, changed_by=desk.staff(request))
        except DomainError as refused:
            error, field, status = words_of(refused), refused.field, status_of(refused)
        else:
            messages.success(request, _("It holds from the next inspection on."))
            return redirect("admin:checklists")
    return page(
        request,
        "checklist.html",
        title=found.name or _("All other categories"),
        status=status,
        error=error,
        field=field,
        page=found,
        items=[*items, *[CheckItem(slug="", name_zh="", name_en="")] * _FREE],
        aql=aql,
        aqls=AQLS,
    )


def _aql(form: QueryDict) -> Decimal:
    try:
        return Decimal(form.get("aql", ""))
    except InvalidOperation:
        # No limit of the standard: the service refuses it, with the field.
        return Decimal(0)


def _items(form: QueryDict) -> list[CheckItem]:
    """The points in their order; what has no words was taken out, and a new one gets a name of its words."""
    items: list[CheckItem] = []
    for at, (slug, zh, en) in enumerate(
        zip(form.getlist("slug"), form.getlist("name_zh"), form.getlist("name_en"), strict=False)
    ):
        if zh.strip() or en.strip():
            items.append(
                CheckItem(
                    slug=slug or _slug_of(en, [item.slug for item in items] + form.getlist("slug")),
                    name_zh=zh.strip(),
                    name_en=en.strip(),
                    is_critical=str(at) in form.getlist("critical"),
                )
            )
    return items


def _slug_of(words: str, taken: list[str]) -> str:
    first = "-".join(re.findall(r"[a-z0-9]+", words.lower()))[:40].strip("-") or "point"
    slug, number = first, 2
    while slug in taken:
        slug, number = f"{first}-{number}", number + 1
    return slug
