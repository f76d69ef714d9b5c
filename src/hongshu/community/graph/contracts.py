"""Shapes, refusals and events of the graph."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from hongshu.kernel.errors import DomainError, RefusalKind
from hongshu.kernel.events import DomainEvent
from hongshu.kernel.ids import Id

MOST_FOLLOWED = 5000
MOST_BLOCKED = 5000


@dataclass(frozen=True, slots=True)
class Relation:
    """How a viewer stands to another member. ``is_hidden``: one of the two blocks the other."""

    follows: bool = False
    is_followed_by: bool = False
    has_requested: bool = False
    blocks: bool = False
    is_blocked_by: bool = False
    mutes: bool = False

    @property
    def is_mutual(self) -> bool:
        """They follow each other."""
        return self.follows and self.is_followed_by

    @property
    def is_hidden(self) -> bool:
        """Neither sees the other anywhere."""
        return self.blocks or self.is_blocked_by


STRANGERS = Relation()


@dataclass(frozen=True, slots=True)
class Standing:
    """How a viewer stands to one member, and whom else they must not see."""

    relation: Relation
    hidden_ids: frozenset[Id]


@dataclass(frozen=True, slots=True)
class FollowCounts:
    """How many follow a member, and how many the member follows."""

    followers: int
    following: int


@dataclass(frozen=True, slots=True)
class Following:
    """A row of a list of followers or followed: who, and since when."""

    user_id: Id
    since: datetime


@dataclass(frozen=True, slots=True)
class FollowsMade:
    """How many follows of a member were made at a time, from which note of theirs if that was said."""

    followee_id: Id
    at: datetime
    note_id: Id | None
    count: int = 1


class CannotRelateToSelf(DomainError):
    """Nobody follows, blocks or mutes themselves."""

    code = "cannot_relate_to_self"


class TooManyFollowed(DomainError):
    """Details: ``max``."""

    code = "too_many_followed"
    kind = RefusalKind.CONFLICT


class TooManyBlocked(DomainError):
    """Details: ``max``."""

    code = "too_many_blocked"
    kind = RefusalKind.CONFLICT


class NoFollowRequest(DomainError):
    """There is no such request (any more)."""

    code = "no_follow_request"
    kind = RefusalKind.NOT_FOUND


@dataclass(frozen=True)
class MemberFollowed(DomainEvent):
    """A member follows another from now on."""

    kind: ClassVar[str] = "graph.member_followed"
    user_id: Id
    followee_id: Id


@dataclass(frozen=True)
class MemberUnfollowed(DomainEvent):
    """A member follows another no more, or waits no more for their consent."""

    kind: ClassVar[str] = "graph.member_unfollowed"
    user_id: Id
    followee_id: Id


@dataclass(frozen=True)
class FollowRequested(DomainEvent):
    """A member asks to follow a private account."""

    kind: ClassVar[str] = "graph.follow_requested"
    user_id: Id
    followee_id: Id


@dataclass(frozen=True)
class MemberBlocked(DomainEvent):
    """A member blocked another."""

    kind: ClassVar[str] = "graph.member_blocked"
    user_id: Id
    blocked_id: Id
