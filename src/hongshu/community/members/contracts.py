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
KOL_FIELD_MAX = 20
KOL_WORDS_MAX = 1000
KOL_LINKS_MAX = 5
KOL_LINK_MAX = 300
KOL_NOTES_MAX = 6
# In both languages, because it stands where nobody knows the reader.
LEFT_NAME = "已注销 · Left"


class AllowedFrom(StrEnum):
    """From whom a member takes mentions or comments."""

    ALL = "all"
    FOLLOWED = "followed"  # those whom the member follows
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Profile:
    """The public face of a member. ``origin`` is "member", or the source a profile was imported from.

    ``kol_field`` is the field staff have verified a KOL in, and ``kol_since`` the time; both are empty for
    everybody else. A private account's notes are for those it lets follow; a suspended one's for nobody. Who
    is leaving, or has left, is shown to nobody.
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
    hides_boards: bool = False
    hides_likes: bool = False
    is_leaving: bool = False
    kol_since: datetime | None = None


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


class KolState(StrEnum):
    """How far an application for the KOL badge is."""

    WAITING = "waiting"
    VERIFIED = "verified"
    REFUSED = "refused"


class KolDeed(StrEnum):
    """What somebody did about a member's badge."""

    APPLIED = "applied"
    VERIFIED = "verified"
    REFUSED = "refused"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class KolEvidence:
    """What a member shows for the badge: words, addresses elsewhere, and notes of their own."""

    field: str
    words: str
    links: tuple[str, ...] = ()
    note_ids: tuple[Id, ...] = ()


@dataclass(frozen=True, slots=True)
class KolApplication:
    """An application for the KOL badge. ``reason`` is what staff said with their decision."""

    id: Id
    user_id: Id
    evidence: KolEvidence
    state: KolState
    applied_at: datetime
    decided_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class KolAct:
    """One line of the audit of badges: who did what to whose, when, and why."""

    actor_id: Id
    user_id: Id
    deed: KolDeed
    field: str
    reason: str
    acted_at: datetime


class KolApplicationNotFound(NotFound):
    """No application of that member waits."""

    code = "kol_application_not_found"


class KolApplicationWaits(DomainError):
    """One application at a time."""

    code = "kol_application_waits"
    kind = RefusalKind.CONFLICT


class IsKolAlready(DomainError):
    """The member has the badge."""

    code = "is_kol_already"
    kind = RefusalKind.CONFLICT


class IsNoKol(DomainError):
    """The member has no badge that could be taken away."""

    code = "is_no_kol"
    kind = RefusalKind.CONFLICT


class InvalidKolField(DomainError):
    """A field has 1 to KOL_FIELD_MAX characters that can be seen. Details: ``max``."""

    code = "invalid_kol_field"


class InvalidKolWords(DomainError):
    """Evidence, and the reason of a decision, have 1 to KOL_WORDS_MAX characters. Details: ``max``."""

    code = "invalid_kol_words"


class InvalidKolLinks(DomainError):
    """At most KOL_LINKS_MAX web addresses. Details: ``max``."""

    code = "invalid_kol_links"


class InvalidKolNotes(DomainError):
    """At most KOL_NOTES_MAX public notes of the member's own. Details: ``max``."""

    code = "invalid_kol_notes"


@dataclass(frozen=True)
class KolVerified(DomainEvent):
    """Staff gave a member the KOL badge."""

    kind: ClassVar[str] = "members.kol_verified"
    user_id: Id


@dataclass(frozen=True)
class KolRefused(DomainEvent):
    """Staff refused a member's application, with a reason."""

    kind: ClassVar[str] = "members.kol_refused"
    user_id: Id
    application_id: Id


@dataclass(frozen=True)
class KolEnded(DomainEvent):
    """Staff took a member's badge away, with a reason."""

    kind: ClassVar[str] = "members.kol_ended"
    user_id: Id
