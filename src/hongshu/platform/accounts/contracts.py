"""Shapes and refusals of accounts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hongshu.kernel.errors import DomainError, RefusalKind


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
