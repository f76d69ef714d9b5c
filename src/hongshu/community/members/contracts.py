"""Shapes, refusals and events of members."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from hongshu.kernel.errors import DomainError, NotFound, RefusalKind
from hongshu.kernel.events import DomainEvent
from hongshu.kernel.ids import Id

NAME_MAX = 24
BIO_MAX = 160


@dataclass(frozen=True, slots=True)
class Profile:
    """The public face of a member. ``origin`` is "member", or the source a profile was imported from.

    ``kol_field`` is the field a KOL is known for, in their own words; empty for everybody else.
    """

    user_id: Id
    handle: str
    name: str
    bio: str
    region: str
    language: str
    color: str
    avatar_id: Id | None
    kol_field: str
    origin: str
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class ImportedMember:
    """Somebody of another place, known there by ``source_key``; the name may be of any length."""

    source_key: str
    name: str
    language: str = "en"


class ProfileNotFound(NotFound):
    """No member has that handle."""

    code = "profile_not_found"


class InvalidName(DomainError):
    """A name has 1 to NAME_MAX characters that can be seen. Details: ``max``."""

    code = "invalid_name"


class InvalidHandle(DomainError):
    """A handle has 3 to 24 of a–z, 0–9 and underscore, and begins with a letter."""

    code = "invalid_handle"


class HandleTaken(DomainError):
    """Another member has this handle."""

    code = "handle_taken"
    kind = RefusalKind.CONFLICT


class BioTooLong(DomainError):
    """A bio has at most BIO_MAX characters. Details: ``max``."""

    code = "bio_too_long"


@dataclass(frozen=True)
class MemberJoined(DomainEvent):
    """A member's profile was made."""

    kind: ClassVar[str] = "members.member_joined"
    user_id: Id
