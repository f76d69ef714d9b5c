"""Shapes, refusals and events of members."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from hongshu.kernel.errors import DomainError, NotFound, RefusalKind
from hongshu.kernel.events import DomainEvent
from hongshu.kernel.ids import Id

NAME_MAX = 24
BIO_MAX = 160


class AllowedFrom(StrEnum):
    """From whom a member takes mentions or comments."""

    ALL = "all"
    FOLLOWED = "followed"  # those whom the member follows
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Profile:
    """The public face of a member. ``origin`` is "member", or the source a profile was imported from.

    ``kol_field`` is the field a KOL is known for, in their own words; empty for everybody else. A private
    account's notes are for those it lets follow; a suspended one's for nobody.
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
    banner_id: Id | None = None
    is_private: bool = False
    is_suspended: bool = False


@dataclass(frozen=True, slots=True)
class ProfileSettings:
    """What a member has settled about themselves; seen by themselves only."""

    interests: tuple[str, ...] = ()
    is_private: bool = False
    mentions_from: AllowedFrom = AllowedFrom.ALL
    comments_from: AllowedFrom = AllowedFrom.ALL
    hides_boards: bool = False
    hides_likes: bool = False
    is_personalised: bool = True


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
