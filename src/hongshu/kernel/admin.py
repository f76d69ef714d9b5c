"""The base class of every model in the console: staff look, and change things only through actions.

An action calls a service of the model's package; nothing is written by Django's own forms.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Model
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline

from hongshu.kernel.ids import InvalidId, parse_id, wire_form


def sees(request: HttpRequest, roles: tuple[str, ...]) -> bool:
    """Whether the member of staff has one of *roles*; administrators see everything."""
    user: Any = request.user
    if not (user.is_authenticated and user.is_active and user.is_staff):
        return False
    return bool(user.is_superuser or user.staff_roles.intersection(roles))


class ReadOnlyAdmin(ModelAdmin):  # type: ignore[misc, unused-ignore]
    """Shows a model to the roles in ``seen_by``; adds, changes and deletes nothing."""

    seen_by: ClassVar[tuple[str, ...]] = ()
    list_per_page = 50
    show_full_result_count = False
    list_fullwidth = True
    compressed_fields = True

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return sees(request, self.seen_by)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return sees(request, self.seen_by)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Besides the search fields, the id as it stands in an address finds its row."""
        try:
            return queryset.filter(pk=parse_id(search_term.strip())), False
        except InvalidId:
            found: tuple[Any, bool] = super().get_search_results(request, queryset, search_term)
            return found

    def wire(self, row: Model) -> str:
        """The id as it stands in addresses; use it in ``list_display``."""
        return wire_form(int(row.pk))

    wire.short_description = "id"  # type: ignore[attr-defined]


class ReadOnlyInline(TabularInline):  # type: ignore[misc, unused-ignore]
    """Rows inside another row's page, for looking at."""

    extra = 0
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
