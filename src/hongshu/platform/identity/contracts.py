"""Shapes and refusals of the identity vault."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from hongshu.kernel.errors import DomainError, NotFound, RefusalKind
from hongshu.kernel.ids import Id

ADULT_YEARS = 18
MOST_FAILURES_A_DAY = 5
MOST_ACCOUNTS_A_RESIDENT = 3

# Names and numbers that a sandbox knows. The check digits are right and the dates of birth before 1913, so
# that they belong to no living person.
SAMPLE_PEOPLE = (
    ("林小满", "310101190804120177"),
    ("周知夏", "110101190911300440"),
    ("沈一诺", "310101191201010125"),
    ("顾青禾", "410100190703080038"),
    ("许南风", "310101190506190054"),
    ("江听雨", "110101191010100067"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What may be shown of a proven identity: ``masked_name`` as "林＊＊", ``last_four`` as "0177".

    ``resident_id`` is the person whatever the account.
    """

    id: Id
    user_id: Id
    resident_id: Id
    masked_name: str
    last_four: str
    proven_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An opened record. Its text form hides both fields, so that no log or error page can show them."""

    name: str = field(repr=False)
    number: str = field(repr=False)


class Purpose(StrEnum):
    """Why a record is opened; kept in the audit."""

    DECLARATION = "declaration"  # customs documents of an order
    PAYMENT = "payment"  # the provider compares the payer
    EXPORT = "export"  # the member asks for their own data
    ROTATION = "rotation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """An audit row: who opened whose record, why, and when. ``actor_id`` is None for the program itself."""

    identity_id: Id
    user_id: Id
    purpose: Purpose
    subject_kind: str
    subject_id: Id | None
    actor_id: Id | None
    opened_at: datetime


class ConsentKind(StrEnum):
    """What a buyer agrees to before an order from abroad (joint notice of 2018-11-28)."""

    PERSONAL_USE = "personal_use"  # for oneself, not to be sold again
    FOREIGN_STANDARDS = "foreign_standards"  # made to the standards of its country of origin
    ELECTRONIC_LABEL = "electronic_label"  # the Chinese label is read on the product's page
    REAL_NAME = "real_name"  # name and number go to customs and the payment provider


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentText:
    """What is agreed to, in both languages. A changed text is a new version."""

    kind: ConsentKind
    version: int
    valid_from: date
    text_zh: str
    text_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """That a member agreed to a version, for a subject such as ("order", 17)."""

    user_id: Id
    kind: ConsentKind
    version: int
    subject_kind: str
    subject_id: Id
    given_at: datetime


class IdentityNotFound(NotFound):
    """The account has no proven identity."""

    code = "identity_not_found"


class InvalidRealName(DomainError):
    """Not a name as it stands on a resident card."""

    code = "invalid_real_name"


class InvalidResidentNumber(DomainError):
    """Not an 18-digit resident id: its date, place or check digit is wrong (GB 11643-1999)."""

    code = "invalid_resident_number"


class ResidentIsMinor(DomainError):
    """Only who is 18 may order from abroad. Details: ``years``."""

    code = "resident_is_minor"
    kind = RefusalKind.FORBIDDEN


class IdentityMismatch(DomainError):
    """Name and number do not belong together. Details: ``left``, the attempts that are left today."""

    code = "identity_mismatch"


class TooManyIdentityAttempts(DomainError):
    """At most MOST_FAILURES_A_DAY a day. Details: ``most``."""

    code = "too_many_identity_attempts"
    kind = RefusalKind.TOO_MANY


class IdentityProvenAlready(DomainError):
    """The account has another identity already; it is removed first."""

    code = "identity_proven_already"
    kind = RefusalKind.CONFLICT


class ResidentHasAccounts(DomainError):
    """The number is proven on too many accounts. Details: ``most``."""

    code = "resident_has_accounts"
    kind = RefusalKind.CONFLICT


class ConsentOutdated(DomainError):
    """The text has changed since it was read. Details: ``kind``."""

    code = "consent_outdated"
    kind = RefusalKind.CONFLICT


class ConsentMissing(DomainError):
    """A consent that the order needs was not given. Details: ``kind``."""

    code = "consent_missing"


class MasterKeyMissing(DomainError):
    """A record is sealed by a master key that this installation does not have. Details: ``version``."""

    code = "master_key_missing"
    kind = RefusalKind.CONFLICT


class KeysAreGiven(DomainError):
    """The keys come from HONGSHU_IDENTITY_KEYS, so the program cannot add one."""

    code = "identity_keys_are_given"
    kind = RefusalKind.CONFLICT
