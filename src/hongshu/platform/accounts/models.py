"""Tables of accounts."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Now
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from hongshu.kernel.ids.field import IdField
from hongshu.kernel.placement import REFERENCE, Placement, sharded_by
from hongshu.platform.accounts.contracts import FACT_KEYS, ExportState, FactVisibility, Role


class UserQuerySet(BaseUserManager["User"]):
    """Django asks a manager for these; commands live in ``services``."""

    def create_user(self, login: str, password: str | None = None, **fields: Any) -> User:
        from hongshu.platform.accounts import services

        return self.get(pk=services.create_account(login=login, password=password))

    def create_superuser(self, login: str, password: str | None = None, **fields: Any) -> User:
        from hongshu.platform.accounts import services

        key = services.create_account(login=login, password=password)
        services.grant_role(user_id=key, role=Role.ADMIN)
        return self.get(pk=key)


class User(AbstractBaseUser, PermissionsMixin):
    """An account. ``login`` is an opaque unique name; people sign in by the claims that point here."""

    placement: ClassVar[Placement] = sharded_by("id")

    # Given by whoever makes an account, since the login follows from it. Django makes an empty user in a
    # check before the first migration, when no id can be leased yet.
    id = IdField(primary_key=True, default=None)
    login = models.CharField(max_length=40)
    # Copies of the claims, because Django and allauth look for them here; the claims are what is unique.
    email = models.EmailField(blank=True, max_length=254)
    phone = models.CharField(max_length=20, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    # A copy of the leaving's row: every request of a member reads this one anyway.
    is_leaving = models.BooleanField(default=False)
    joined_at = models.DateTimeField(db_default=Now())

    objects = UserQuerySet()

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.email or self.phone or self.login

    def get_full_name(self) -> str:
        """What the console calls who is signed in."""
        return str(self)

    @cached_property
    def staff_roles(self) -> frozenset[str]:
        """The names of the roles this account holds; one query, once a request."""
        return frozenset(RoleGrant.objects.filter(user_id=self.id).values_list("role", flat=True))

    class Meta:
        db_table = "accounts_user"
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        indexes = [models.Index(fields=["email"], name="accounts_user_email")]


class LoginClaimQuerySet(models.QuerySet["LoginClaim"]):
    """Claims, which are phone numbers (E.164) or e-mail addresses; an address may begin with + as well."""

    def phones(self) -> LoginClaimQuerySet:
        return self.filter(value__startswith="+").exclude(value__contains="@")


class LoginClaim(models.Model):
    """An e-mail address or phone number that one account holds; nobody else can have it.

    A table of its own, keyed by the value, because users are sharded by id and a value must be unique over
    all.
    """

    placement: ClassVar[Placement] = sharded_by("value")

    value = models.CharField(max_length=254, primary_key=True, db_collation="C")
    user_id = models.BigIntegerField()
    is_verified = models.BooleanField(default=False)
    claimed_at = models.DateTimeField(db_default=Now())

    objects = LoginClaimQuerySet.as_manager()

    class Meta:
        db_table = "accounts_login_claim"
        indexes = [models.Index(fields=["user_id"], name="accounts_claims_of_user")]


class SessionRow(AbstractBaseSession):
    """A session of the pages or of a program, and whom it belongs to once somebody signed in."""

    placement: ClassVar[Placement] = sharded_by("session_key")

    # No constraint: the two rows live by different keys, and a session without its account lets nobody in.
    user = models.ForeignKey(
        User, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+"
    )

    class Meta:
        db_table = "accounts_session"


class PersonalFactRow(models.Model):
    """A voluntary fact of a member, with who may see it and when they agreed to its being kept."""

    placement: ClassVar[Placement] = sharded_by("user_id")

    id = IdField(primary_key=True)
    user_id = models.BigIntegerField()
    key = models.CharField(max_length=20)
    value = models.CharField(max_length=40)
    visibility = models.CharField(max_length=10, choices=[(v.value, v.name) for v in FactVisibility])
    consented_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "accounts_personal_fact"
        constraints = [
            models.UniqueConstraint(fields=["user_id", "key"], name="accounts_one_fact_a_key"),
            models.CheckConstraint(condition=models.Q(key__in=FACT_KEYS), name="accounts_fact_key_known"),
        ]


class RoleGrant(models.Model):
    """A staff role that an account holds."""

    placement: ClassVar[Placement] = REFERENCE

    id = IdField(primary_key=True)
    user_id = models.BigIntegerField()
    role = models.CharField(max_length=20, choices=[(role.value, role.name) for role in Role])
    granted_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "accounts_role_grant"
        verbose_name = _("role grant")
        verbose_name_plural = _("role grants")
        constraints = [
            models.UniqueConstraint(fields=["user_id", "role"], name="accounts_one_grant_a_role"),
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in Role]), name="accounts_role_known"
            ),
        ]


class DataExportRow(models.Model):
    """An export of a member's data: one at a time. Its file stands in the data folder until it expires."""

    placement: ClassVar[Placement] = sharded_by("user_id")

    id = IdField(primary_key=True)
    user_id = models.BigIntegerField()
    state = models.CharField(max_length=10, default=ExportState.WAITING)
    file_name = models.CharField(max_length=80, blank=True, db_collation="C")
    byte_count = models.BigIntegerField(default=0)
    asked_at = models.DateTimeField(db_default=Now())
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_data_export"
        verbose_name = _("data export")
        verbose_name_plural = _("data exports")
        constraints = [
            models.UniqueConstraint(
                fields=["user_id"],
                condition=models.Q(state=ExportState.WAITING),
                name="accounts_one_export_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=ExportState), name="accounts_export_state_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ExportState.READY) | models.Q(expires_at__isnull=False),
                name="accounts_ready_export_expires",
            ),
        ]
        indexes = [
            models.Index(fields=["user_id", "-id"], name="accounts_exports_of_user"),
            models.Index(
                fields=["expires_at"],
                condition=models.Q(state=ExportState.READY),
                name="accounts_exports_by_end",
            ),
        ]


class LeavingRow(models.Model):
    """Somebody deletes their account. Undone, the row goes; erased, it stays and says what was done."""

    placement: ClassVar[Placement] = sharded_by("user_id")

    id = IdField(primary_key=True)
    user_id = models.BigIntegerField(unique=True)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)
    # Counts by name, never contents.
    done = models.JSONField(default=dict)

    class Meta:
        db_table = "accounts_leaving"
        verbose_name = _("leaving")
        verbose_name_plural = _("leavings")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_at__gt=models.F("asked_at")), name="accounts_leaving_takes_time"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(erased_at__isnull=True),
                name="accounts_leaving_due",
            ),
        ]
