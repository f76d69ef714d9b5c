"""The console's site: only staff come in, and they sign in where everybody does."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from unfold.sites import UnfoldAdminSite

from hongshu.kernel.admin import ReadOnlyAdmin, sees
from hongshu.surfaces.console import (
    buying,
    catalogue,
    catalogue_files,
    channels,
    checklists,
    customs_menu,
    desk,
    figures,
    finance,
    fulfilment,
    inspecting,
    kols,
    lots,
    moderation,
    moves,
    orders,
    places,
    promotions,
    receiving,
    stock,
    suppliers,
)


class ConsoleSite(UnfoldAdminSite):  # type: ignore[misc, unused-ignore]
    """One sign-in for the whole program, with its throttles and passkeys; every model read-only.

    Besides the models it has the pages of staff workflows.
    """

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take in only what is read-only by its base class: libraries bring admins that edit secrets."""
        if admin_class is not None and issubclass(admin_class, ReadOnlyAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send them to where everybody signs in, and from there to the page that they asked for."""
        wanted = request.GET.get("next", "")
        is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
        onward = wanted if is_ours else reverse("admin:index")
        if request.user.is_authenticated:
            return redirect(onward if self.has_permission(request) else "/")
        return redirect(f"{reverse('account_login')}?{urlencode({'next': onward})}")

    def get_urls(self) -> list[Any]:
        """Our pages come first: the admin's last pattern takes everything."""
        own = (
            ("queue", moderation.queue, "trust_queue"),
            ("queue/case/<str:key>", moderation.case, "trust_case"),
            ("queue/decision/<str:key>/lift", moderation.lift, "trust_lift"),
            ("queue/decision/<str:key>/answer", moderation.answer, "trust_answer"),
            ("held", moderation.held, "held"),
            ("limits", moderation.limits, "trust_limits"),
            ("channels", channels.channels, "channels"),
            ("kols", kols.queue, "kol_queue"),
            ("kols/<slug:handle>", kols.candidate, "kol_candidate"),
            ("buying", buying.orders, "orders"),
            ("buying/new", buying.new_order, "new_order"),
            ("buying/order/<str:key>", buying.order, "order"),
            ("suppliers", suppliers.suppliers, "suppliers"),
            ("suppliers/<str:key>", suppliers.supplier, "supplier"),
            ("catalogue", catalogue.products, "catalogue"),
            ("catalogue/product/<str:key>", catalogue.product, "catalogue_product"),
            ("catalogue/rates", catalogue.rates, "catalogue_rates"),
            ("catalogue/import", catalogue_files.send, "catalogue_send"),
            ("catalogue/import/<str:key>", catalogue_files.look, "catalogue_look"),
            ("catalogue/files/<str:name>", catalogue_files.take, "catalogue_take"),
            ("receiving", receiving.expected, "expected"),
            ("receiving/<str:key>", receiving.receive, "receive"),
            ("inspecting", inspecting.waiting, "waiting"),
            ("inspecting/<str:key>", inspecting.inspect, "inspect"),
            ("packing", fulfilment.packing, "packing"),
            ("packing/order/<str:key>", fulfilment.pack, "pack"),
            ("packing/parcel/<str:key>", fulfilment.parcel, "parcel"),
            ("packing/parcel/<str:key>/move", fulfilment.move, "move_parcel"),
            ("stock", stock.stock, "stock"),
            ("lots", lots.lots, "lots"),
            ("stock/lot/<str:key>", stock.lot, "lot"),
            ("movements", moves.movements, "movements"),
            ("counting", moves.dues, "dues"),
            ("warehouses", places.warehouses, "warehouses"),
            ("checklists", checklists.checklists, "checklists"),
            ("checklists/<str:slug>", checklists.checklist, "checklist"),
            ("promotions", promotions.promotions, "promotions"),
            ("promotions/new", promotions.new_promotion, "new_promotion"),
            ("promotions/flash", promotions.new_flash_sale, "new_flash_sale"),
            ("sold", orders.sold, "sold"),
            ("sold/<str:key>", orders.sold_order, "sold_order"),
            ("finance", finance.finance, "finance"),
            ("figures", figures.figures, "figures"),
            ("figures/<slug:part>.csv", figures.figures_csv, "figures_csv"),
            *customs_menu.ROUTES,
        )
        return [path(route, self.admin_view(view), name=name) for route, view, name in own] + list(
            super().get_urls()
        )

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Who works with stock, and who moderates, lands on what waits for them; others on the models."""
        if sees(request, desk.SEE_LOTS):
            return desk.desk(request)
        if sees(request, moderation.ROLES):
            return moderation.desk(request)
        shown: HttpResponse = super().index(request, extra_context)
        if sees(request, orders.SERVICE) and not request.user.is_superuser:
            return redirect("admin:sold")
        return shown

    def get_sidebar_list(self, request: HttpRequest) -> list[dict[str, Any]]:
        """Workflows first, then the models that this person may see."""
        groups = _stockroom(request)
        has_desk = bool(groups)
        customs = [_item(request, *shown) for roles, *shown in customs_menu.menu() if sees(request, roles)]
        groups += [_group(_("Customs"), customs)] if customs else []
        sold = (
            (orders.SEE_SOLD, _("Orders of members"), "admin:sold", "receipt_long"),
            (finance.SEE_MONEY, _("Finance"), "admin:finance", "account_balance"),
        )
        if items := [_item(request, *shown) for roles, *shown in sold if sees(request, roles)]:
            groups.append(_group(_("Customers"), items))
        if sees(request, moderation.ROLES):
            items = [
                *([] if has_desk else [_item(request, _("What waits"), "admin:index", "inbox")]),
                _item(request, _("Reports and appeals"), "admin:trust_queue", "flag"),
                _item(request, _("What is hidden"), "admin:held", "visibility_off"),
                _item(request, _("Limits"), "admin:trust_limits", "speed"),
                _item(request, _("KOLs"), "admin:kol_queue", "verified"),
                _item(request, _("Channels"), "admin:channels", "tab"),
            ]
            groups.append(_group(_("Moderation"), items))
        for app in self.get_app_list(request):
            models = [
                {
                    "title": model["name"],
                    "link": model["admin_url"],
                    "icon": "table_rows",
                    "active": str(model["admin_url"]) in request.path,
                    "has_permission": True,
                }
                for model in app["models"]
                if model.get("admin_url")
            ]
            groups.append(_group(app["name"], models))
        return groups


def _stockroom(request: HttpRequest) -> list[dict[str, Any]]:
    pages = (
        (desk.SEE_LOTS, _("What waits"), "admin:index", "inbox"),
        (desk.SEE_ORDERS, _("Purchase orders"), "admin:orders", "shopping_cart"),
        (desk.SEE_ORDERS, _("Catalogue"), "admin:catalogue", "category"),
        (desk.SEE_ORDERS, _("Exchange rates"), "admin:catalogue_rates", "currency_exchange"),
        (desk.SEE_ORDERS, _("Suppliers"), "admin:suppliers", "handshake"),
        (desk.PORTERS, _("Receive"), "admin:expected", "local_shipping"),
        (desk.PORTERS, _("Pack"), "admin:packing", "package_2"),
        (desk.INSPECTORS, _("Lots to inspect"), "admin:waiting", "fact_check"),
        (desk.SEE_LOTS, _("Lots"), "admin:lots", "deployed_code"),
        (desk.SEE_STOCK, _("Stock"), "admin:stock", "inventory_2"),
        (desk.SEE_STOCK, _("Movements"), "admin:movements", "swap_vert"),
        (desk.PORTERS, _("Counts that are due"), "admin:dues", "checklist_rtl"),
        (desk.SEE_ORDERS, _("Promotions"), "admin:promotions", "sell"),
        (desk.SEE_COST, _("Figures"), "admin:figures", "bar_chart"),
        (desk.INSPECTORS, _("Checklists"), "admin:checklists", "rule"),
        (desk.PORTERS, _("Warehouses"), "admin:warehouses", "warehouse"),
    )
    items = [_item(request, title, name, icon) for roles, title, name, icon in pages if sees(request, roles)]
    return [_group(_("Stockroom"), items)] if items else []


def _group(title: str, items: list[dict[str, Any]]) -> dict[str, Any]:
    return {"title": title, "separator": False, "collapsible": False, "items": items}


def _item(request: HttpRequest, title: str, name: str, icon: str) -> dict[str, Any]:
    link = reverse(name)
    return {
        "title": title,
        "link": link,
        "icon": icon,
        "active": request.path == link if name == "admin:index" else request.path.startswith(link),
        "has_permission": True,
    }
