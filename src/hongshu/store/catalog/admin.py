"""The catalogue in the console."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from hongshu.kernel.admin import ReadOnlyAdmin, ReadOnlyInline
from hongshu.kernel.ids import Id
from hongshu.kernel.money import Money
from hongshu.store.catalog import services
from hongshu.store.catalog.models import (
    AttributeRow,
    BrandRow,
    CategoryRow,
    ChangeRow,
    PriceRow,
    ProductRow,
    RateRow,
    SkuRow,
)

_STAFF = ("buyer", "inspector", "warehouse", "service", "analyst", "moderator")


class SkuInline(ReadOnlyInline):
    """The SKUs of a product."""

    model = SkuRow
    fields = (
        "code", "barcode", "option_zh", "option_en", "choice", "price_minor", "content", "content_unit",
        "weight_g", "hs_code", "origin_country", "shelf_life_days", "is_withdrawn",
    )  # fmt: skip
    ordering = ("position",)


class ReviewFilter(admin.SimpleListFilter):
    """Products with values that were filled by default and that nobody has confirmed."""

    title = _("values filled by default")
    parameter_name = "review"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("waits", _("to be looked at"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.exclude(needs_review=[]) if self.value() == "waits" else queryset


@admin.register(ProductRow)
class ProductAdmin(ReadOnlyAdmin):
    """Products; buyers list and unlist them, and confirm what a default had filled."""

    seen_by = _STAFF
    list_display = ("wire", "name", "brand", "category", "price", "state", "needs_review", "source")
    list_filter = (ReviewFilter, "state", "source", "category")
    list_select_related = ("brand", "category")
    search_fields = ("search_text", "source_key")
    exclude = ("draft_digest", "search_text")
    inlines = (SkuInline,)
    ordering = ("-id",)
    actions = ("list_products", "unlist_products", "confirm_review")

    def has_trade_permission(self, request: HttpRequest) -> bool:
        """Buyers (and administrators) change what is listed."""
        user: Any = request.user
        return bool(user.is_superuser or "buyer" in user.staff_roles)

    def name(self, row: ProductRow) -> str:
        """The name in whichever language it has."""
        return " · ".join(filter(None, (row.name_zh, row.name_en)))

    def price(self, row: ProductRow) -> str:
        """The lowest price."""
        return "" if row.price_minor is None else f"¥{Money(row.price_minor).amount}"

    @admin.action(description=_("List the chosen products"), permissions=["trade"])
    def list_products(self, request: HttpRequest, queryset: Any) -> None:
        """Show them in the shop."""
        self._told(request, _listed(request, queryset, is_listed=True))

    @admin.action(description=_("Take the chosen products off the shelf"), permissions=["trade"])
    def unlist_products(self, request: HttpRequest, queryset: Any) -> None:
        """Hide them from the shop; notes keep them."""
        self._told(request, _listed(request, queryset, is_listed=False))

    @admin.action(description=_("Confirm the values that were filled by default"), permissions=["trade"])
    def confirm_review(self, request: HttpRequest, queryset: Any) -> None:
        """Weight and HS code are right as they stand."""
        self._told(request, services.confirm_products(product_ids=_ids(queryset)))

    def _told(self, request: HttpRequest, count: int) -> None:
        if not count:
            self.message_user(request, gettext("Nothing had to be changed."), messages.INFO)
            return
        text = ngettext("%(count)s product was changed.", "%(count)s products were changed.", count)
        self.message_user(request, text % {"count": count}, messages.SUCCESS)


@admin.register(BrandRow)
class BrandAdmin(ReadOnlyAdmin):
    """Brands."""

    seen_by = _STAFF
    list_display = ("slug", "name_zh", "name_en", "country", "founded")
    search_fields = ("slug", "name_zh", "name_en")
    ordering = ("slug",)


@admin.register(CategoryRow)
class CategoryAdmin(ReadOnlyAdmin):
    """The category tree."""

    seen_by = _STAFF
    list_display = (
        "slug", "name_zh", "name_en", "parent", "default_weight_g", "default_hs_code",
        "default_shelf_life_days",
    )  # fmt: skip
    list_select_related = ("parent",)
    search_fields = ("slug", "name_zh", "name_en")
    ordering = ("id",)


@admin.register(AttributeRow)
class AttributeAdmin(ReadOnlyAdmin):
    """What is told of the products of a category."""

    seen_by = _STAFF
    list_display = ("slug", "category", "name_zh", "name_en", "kind", "is_facet", "is_required")
    list_select_related = ("category",)
    search_fields = ("slug", "name_zh", "name_en")
    ordering = ("position", "id")


@admin.register(PriceRow)
class PriceAdmin(ReadOnlyAdmin):
    """Prices with their time."""

    seen_by = _STAFF
    list_display = ("sku", "kind", "amount_minor", "starts_at", "ends_at")
    list_select_related = ("sku",)
    search_fields = ("sku__code",)
    ordering = ("-id",)


@admin.register(RateRow)
class RateAdmin(ReadOnlyAdmin):
    """Exchange rates."""

    seen_by = _STAFF
    list_display = ("currency", "on", "rate", "source")
    search_fields = ("currency",)
    ordering = ("-on", "currency")


@admin.register(ChangeRow)
class ChangeAdmin(ReadOnlyAdmin):
    """What staff did to the catalogue."""

    seen_by = ("buyer", "analyst")
    list_display = ("at", "act", "subject", "subject_id", "actor_id", "details")
    search_fields = ("act",)
    ordering = ("-id",)


def _listed(request: HttpRequest, queryset: Any, *, is_listed: bool) -> int:
    actor: Any = request.user
    return services.set_products_listed(
        product_ids=_ids(queryset), is_listed=is_listed, actor_id=Id(actor.id)
    )


def _ids(queryset: Any) -> list[Id]:
    return [Id(key) for key in queryset.order_by("id").values_list("id", flat=True)]
