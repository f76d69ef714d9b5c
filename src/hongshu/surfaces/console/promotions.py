"""Promotions, coupons and flash sales: what runs, what is to come; buyers make and end them."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hongshu.flows.pages.queries import promoting
from hongshu.kernel import clock
from hongshu.kernel.admin import sees
from hongshu.kernel.errors import DomainError, NotFound
from hongshu.kernel.ids import Id, parse_id
from hongshu.store.promotions import services as store
from hongshu.store.promotions.contracts import Layer
from hongshu.surfaces.console import desk
from hongshu.surfaces.console import promotions_forms as forms
from hongshu.surfaces.console.pages import page
from hongshu.surfaces.words import status_of, words_of

_ENDING: dict[str, Callable[[Id, Id], bool]] = {
    "promotion": lambda actor, key: store.end_promotion(actor_id=actor, promotion_id=key),
    "batch": lambda actor, key: store.end_batch(actor_id=actor, batch_id=key),
    "flash": lambda actor, key: store.end_flash_sale(actor_id=actor, flash_sale_id=key),
}


@require_http_methods(["GET", "HEAD", "POST"])
@desk.only_for(desk.SEE_ORDERS)
def promotions(request: HttpRequest) -> HttpResponse:
    """All of them; a POST ends one."""
    if request.method == "POST":
        desk.demand(request, desk.BUYERS)
        end = _ENDING.get(request.POST.get("what", ""))
        if end is None:
            raise NotFound
        end(desk.staff(request), parse_id(request.POST.get("key", "")))
        messages.success(request, _("It is over."))
        return redirect("admin:promotions")
    return page(
        request,
        "promotions.html",
        title=_("Promotions"),
        page=promoting.promotions_desk(language=desk.language()),
        may_change=sees(request, desk.BUYERS),
        now=clock.now(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk.only_for(desk.BUYERS)
def new_promotion(request: HttpRequest) -> HttpResponse:
    """Make a promotion, with its coupons if it is had by coupon; first look what a cart would cost by it."""
    form, refused, preview = request.POST, None, None
    if request.method == "POST":
        try:
            draft = forms.promotion_of(form)
            if form.get("act") == "preview":
                wanted = forms.cart_of(form)
                preview = promoting.preview(draft, wanted, language=desk.language())
            else:
                _make(desk.staff(request), form)
                messages.success(request, _("It is kept."))
                return redirect("admin:promotions")
        except DomainError as error:
            refused = error
    return page(
        request,
        "new_promotion.html",
        title=_("A new promotion"),
        status=200 if refused is None else status_of(refused),
        error="" if refused is None else words_of(refused),
        field="" if refused is None else refused.field,
        form=form,
        kinds=forms.KINDS,
        layers=list(Layer),
        rows=forms.rows_of(form),
        preview=preview,
        defaults=forms.defaults(clock.now()),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk.only_for(desk.BUYERS)
def new_flash_sale(request: HttpRequest) -> HttpResponse:
    """Make a flash sale."""
    form, refused = request.POST, None
    if request.method == "POST":
        try:
            store.save_flash_sale(actor_id=desk.staff(request), draft=forms.flash_sale_of(form))
        except DomainError as error:
            refused = error
        else:
            messages.success(request, _("It is kept."))
            return redirect("admin:promotions")
    return page(
        request,
        "new_flash_sale.html",
        title=_("A new flash sale"),
        status=200 if refused is None else status_of(refused),
        error="" if refused is None else words_of(refused),
        field="" if refused is None else refused.field,
        form=form,
        rows=forms.flash_rows_of(form),
        defaults=forms.defaults(clock.now()),
    )


def _make(actor_id: Id, form: QueryDict) -> None:
    draft = forms.promotion_of(form)
    if draft.by_coupon:
        store.save_with_coupons(actor_id=actor_id, draft=draft, coupons=forms.batch_of(form, draft))
    else:
        store.save_promotion(actor_id=actor_id, draft=draft)
