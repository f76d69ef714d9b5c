"""The inventory in the console: the tables behind its pages, for looking at."""

from __future__ import annotations

from django.contrib import admin

from hongshu.kernel.admin import ReadOnlyAdmin, ReadOnlyInline
from hongshu.store.inventory.models import (
    AuthorisationRow,
    ChecklistRow,
    CountRow,
    InspectionRow,
    LotActRow,
    LotRow,
    MovementRow,
    PurchaseLineRow,
    PurchaseOrderRow,
    ReservationRow,
    StockRow,
    SupplierRow,
    WarehouseRow,
)


@admin.register(WarehouseRow)
class WarehouseAdmin(ReadOnlyAdmin):
    """Warehouses."""

    seen_by = ("buyer", "warehouse", "inspector", "analyst")
    list_display = ("code", "name_zh", "name_en", "kind", "country", "customs_port", "is_open")
    list_filter = ("kind", "is_open")
    ordering = ("code",)


class AuthorisationInline(ReadOnlyInline):
    """A supplier's authorisations on its page."""

    model = AuthorisationRow
    fields = ("number", "brand_id", "valid_from", "valid_until", "withdrawn_at")


@admin.register(SupplierRow)
class SupplierAdmin(ReadOnlyAdmin):
    """Suppliers with what they may sell to us."""

    seen_by = ("buyer", "analyst")
    list_display = ("code", "name", "country", "currency", "contact", "created_at")
    search_fields = ("code", "name")
    ordering = ("name",)
    inlines = (AuthorisationInline,)


@admin.register(AuthorisationRow)
class AuthorisationAdmin(ReadOnlyAdmin):
    """Authorisations, what ends first comes first."""

    seen_by = ("buyer",)
    list_display = ("number", "supplier", "brand_id", "valid_from", "valid_until", "withdrawn_at")
    list_select_related = ("supplier",)
    search_fields = ("number",)
    ordering = ("valid_until",)


class PurchaseLineInline(ReadOnlyInline):
    """An order's lines on its page."""

    model = PurchaseLineRow
    fields = ("position", "sku_id", "quantity", "received_quantity", "unit_price_minor")


@admin.register(PurchaseOrderRow)
class PurchaseOrderAdmin(ReadOnlyAdmin):
    """Purchase orders, the newest first."""

    seen_by = ("buyer", "analyst")
    list_display = (
        "number",
        "supplier",
        "warehouse",
        "state",
        "currency",
        "rate",
        "created_at",
        "expected_on",
    )
    list_select_related = ("supplier", "warehouse")
    list_filter = ("state", "currency")
    search_fields = ("number",)
    ordering = ("-id",)
    inlines = (PurchaseLineInline,)


@admin.register(LotRow)
class LotAdmin(ReadOnlyAdmin):
    """Lots, the newest first."""

    seen_by = ("buyer", "inspector", "warehouse", "analyst")
    list_display = (
        "wire", "code", "sku_id", "supplier", "received_quantity", "quality", "expires_on", "received_at",
        "recalled_at",
    )  # fmt: skip
    list_select_related = ("supplier",)
    list_filter = ("quality", "warehouse")
    search_fields = ("code",)
    ordering = ("-id",)


@admin.register(StockRow)
class StockAdmin(ReadOnlyAdmin):
    """What is where."""

    seen_by = ("warehouse", "buyer", "analyst")
    list_display = (
        "wire", "sku_id", "lot", "warehouse", "zone", "bucket", "sellable", "reserved", "quarantined",
        "expires_on",
    )  # fmt: skip
    list_select_related = ("lot", "warehouse")
    list_filter = ("zone", "warehouse", "is_spent")
    ordering = ("-id",)


@admin.register(ReservationRow)
class ReservationAdmin(ReadOnlyAdmin):
    """Who holds or has which units."""

    seen_by = ("warehouse", "service", "analyst")
    list_display = (
        "wire", "sku_id", "holder_kind", "holder_id", "lot", "quantity", "returned_quantity", "state",
        "held_at", "expires_at",
    )  # fmt: skip
    list_select_related = ("lot",)
    list_filter = ("state", "holder_kind")
    ordering = ("-id",)


@admin.register(MovementRow)
class MovementAdmin(ReadOnlyAdmin):
    """Every unit that came or went, which nobody changes."""

    seen_by = ("warehouse", "buyer", "analyst")
    list_display = (
        "wire",
        "sku_id",
        "lot",
        "warehouse",
        "kind",
        "quantity",
        "reason",
        "actor_id",
        "moved_at",
    )
    list_select_related = ("lot", "warehouse")
    list_filter = ("kind", "warehouse")
    ordering = ("-id",)


@admin.register(LotActRow)
class LotActAdmin(ReadOnlyAdmin):
    """Recalls, lifted ones, and units set aside or laid onto a shelf: who did it, and why."""

    seen_by = ("warehouse", "inspector", "buyer", "analyst")
    list_display = ("wire", "lot", "kind", "warehouse", "quantity", "reason", "actor_id", "acted_at")
    list_select_related = ("lot", "warehouse")
    list_filter = ("kind", "warehouse")
    ordering = ("-id",)


@admin.register(CountRow)
class CountAdmin(ReadOnlyAdmin):
    """What was counted, beside what should have been there."""

    seen_by = ("warehouse", "analyst")
    list_display = ("wire", "sku_id", "lot", "warehouse", "expected", "counted", "reason", "counted_at")
    list_select_related = ("lot", "warehouse")
    list_filter = ("warehouse",)
    ordering = ("-id",)


@admin.register(ChecklistRow)
class ChecklistAdmin(ReadOnlyAdmin):
    """The checklists that staff wrote; the others come with the program."""

    seen_by = ("inspector", "buyer")
    list_display = ("category_slug", "aql", "changed_by", "changed_at")
    ordering = ("category_slug",)


@admin.register(InspectionRow)
class InspectionAdmin(ReadOnlyAdmin):
    """Inspections, the newest first."""

    seen_by = ("inspector", "buyer", "analyst")
    list_display = (
        "wire", "lot", "attempt", "verdict", "code_letter", "sample_size", "accept_number", "defects_found",
        "inspector_id", "decided_at",
    )  # fmt: skip
    list_select_related = ("lot",)
    list_filter = ("verdict",)
    ordering = ("-id",)
