"""Shapes and refusals of accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from hongshu.kernel.errors import DomainError, RefusalKind
from hongshu.kernel.ids import Id


class Role(StrEnum):
    """What a member of staff may do. ADMIN may do everything."""

    ADMIN = "admin"
    BUYER = "buyer"
    INSPECTOR = "inspector"
    WAREHOUSE = "warehouse"
    SERVICE = "service"
    MODERATOR = "moderator"
    ANALYST = "analyst"


class FactVisibility(StrEnum):
    """Who sees a fact that a member told: everybody on the profile, or only the program, for that member."""

    PUBLIC = "public"
    PRIVATE = "private"


GENDERS = ("f", "m", "x")
SKIN_TYPES = ("dry", "oily", "combination", "sensitive", "normal")
FACT_KEYS = ("gender", "birth_year", "city", "skin_type")


@dataclass(frozen=True, slots=True)
class PersonalFact:
    """A voluntary fact. ``key`` is one of FACT_KEYS; saving it is the consent, whose time is kept."""

    key: str
    value: str
    visibility: FactVisibility


class InvalidFact(DomainError):
    """The value is none that this fact can have. ``field`` names the fact."""

    code = "invalid_fact"


class LoginTaken(DomainError):
    """The e-mail address or phone number belongs to an account already."""

    code = "login_taken"
    kind = RefusalKind.CONFLICT


class InvalidPhone(DomainError):
    """Not a phone number: a Chinese mobile number, or one that begins with + and the country."""

    code = "invalid_phone"


EXPORT_KEPT_FOR = timedelta(days=7)
LEAVING_TAKES = timedelta(days=7)


class ExportState(StrEnum):
    """How far the export of a member's data is."""

    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class DataExport:
    """An export that a member asked for. ``file_name`` is relative to the folder of exports."""

    id: Id
    user_id: Id
    state: ExportState
    asked_at: datetime
    ready_at: datetime | None
    expires_at: datetime | None
    file_name: str
    byte_count: int


@dataclass(frozen=True, slots=True)
class Leaving:
    """A member who deletes the account. From ``due_at`` on it is erased; ``done`` tells what was."""

    user_id: Id
    asked_at: datetime
    due_at: datetime
    erased_at: datetime | None
    done: dict[str, int]


@dataclass(frozen=True, slots=True)
class AccountDetails:
    """What an account knows of its holder; for themselves only."""

    email: str
    phone: str
    joined_at: datetime


class ExportUnderway(DomainError):
    """One export at a time: the one before is not ready yet."""

    code = "export_underway"
    kind = RefusalKind.CONFLICT


class ExportNotFound(DomainError):
    """There is no such export, or it has expired."""

    code = "export_not_found"
    kind = RefusalKind.NOT_FOUND


class WrongPassword(DomainError):
    """The password is not the account's."""

    code = "wrong_password"


class StaffCannotLeave(DomainError):
    """An account with a staff role gives the role back first."""

    code = "staff_cannot_leave"
    kind = RefusalKind.CONFLICT
