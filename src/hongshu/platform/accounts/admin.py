"""Accounts in the console. Login claims, facts and passwords are shown to nobody."""

from __future__ import annotations

from django.contrib import admin

from hongshu.kernel.admin import ReadOnlyAdmin
from hongshu.platform.accounts.contracts import Role
from hongshu.platform.accounts.models import RoleGrant, User


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
