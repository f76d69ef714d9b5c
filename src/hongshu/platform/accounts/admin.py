"""Accounts in the console. Login claims, facts and passwords are shown to nobody."""

from __future__ import annotations

from django.contrib import admin

from hongshu.kernel.admin import ReadOnlyAdmin
from hongshu.platform.accounts.contracts import Role
from hongshu.platform.accounts.models import DataExportRow, LeavingRow, RoleGrant, User


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    """Who has an account."""

    seen_by = (Role.SERVICE, Role.MODERATOR)
    list_display = ("wire", "email", "phone", "is_active", "is_staff", "joined_at")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "phone")
    fields = ("login", "email", "phone", "is_active", "is_staff", "is_superuser", "joined_at", "last_login")
    ordering = ("-id",)


@admin.register(RoleGrant)
class RoleGrantAdmin(ReadOnlyAdmin):
    """Who holds which role; administrators only. ``hongshu role`` grants and revokes."""

    list_display = ("role", "user_id", "granted_at")
    list_filter = ("role",)
    ordering = ("role", "id")


@admin.register(DataExportRow)
class DataExportAdmin(ReadOnlyAdmin):
    """Who asked for their data, and what came of it; never the file."""

    seen_by = (Role.SERVICE,)
    list_display = ("wire", "user_id", "state", "byte_count", "asked_at", "ready_at", "expires_at")
    list_filter = ("state",)
    exclude = ("file_name",)
    ordering = ("-id",)


@admin.register(LeavingRow)
class LeavingAdmin(ReadOnlyAdmin):
    """Who deletes their account, when it is erased, and what was erased, in numbers."""

    seen_by = (Role.SERVICE,)
    list_display = ("wire", "user_id", "asked_at", "due_at", "erased_at")
    ordering = ("-id",)
