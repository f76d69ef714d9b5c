"""Coupons and flash sales."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hongshu.flows.pages import queries
from hongshu.kernel.errors import DomainError
from hongshu.kernel.ids import Id, InvalidId, parse_id
from hongshu.store.promotions.contracts import CODE_MAX
from hongshu.store.promotions.services import claim_coupon
from hongshu.surfaces.web.viewer import member_of, viewer_of
from hongshu.surfaces.web.views.answers import page
from hongshu.surfaces.words import status_of, words_of


@require_safe
def coupons(request: HttpRequest) -> HttpResponse:
    """What can be claimed, and the member's own."""
    return _coupons(request)


@require_POST
def claim(request: HttpRequest) -> HttpResponse:
    """Claim a coupon: by its batch, or by a code."""
    member = member_of(request)
    code = request.POST.get("code", "").replace("\0", "")[: CODE_MAX * 2]
    try:
        claim_coupon(user_id=member, batch_id=_batch_of(request.POST.get("batch", "")), code=code)
    except DomainError as error:
        return _coupons(request, error=error, code=code)
    messages.success(request, _("The coupon is yours."))
    return redirect("coupons")


@require_safe
def flash(request: HttpRequest) -> HttpResponse:
    """The flash sales."""
    return page(request, "pages/flash.html", page=queries.flash_page(viewer_of(request)))


def _coupons(request: HttpRequest, *, error: DomainError | None = None, code: str = "") -> HttpResponse:
    return page(
        request,
        "pages/coupons.html",
        status=status_of(error) if error else 200,
        page=queries.coupons_page(viewer_of(request)),
        error=words_of(error) if error else "",
        code=code,
        code_max=CODE_MAX,
    )


def _batch_of(text: str) -> Id | None:
    try:
        return parse_id(text)
    except InvalidId:
        return None
