"""Who follows whom, as pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hongshu.flows.pages.contracts.cards import MemberChip, NoteCard


@dataclass(frozen=True, slots=True)
class RelationView:
    """How the viewer stands to a member. For visitors everything is false."""

    is_self: bool = False
    follows: bool = False
    is_followed_by: bool = False
    has_requested: bool = False
    blocks: bool = False
    mutes: bool = False


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member in a list of members."""

    member: MemberChip
    bio: str
    relation: RelationView
    since: datetime


@dataclass(frozen=True, slots=True)
class MemberListPage:
    """Followers of a member, or whom the member follows."""

    member: MemberChip
    rows: tuple[MemberRow, ...]
    next_cursor: str
    is_self: bool


@dataclass(frozen=True, slots=True)
class FollowingPage:
    """The notes of whom the viewer follows, the newest first. Without any, ``suggested`` names members."""

    cards: tuple[NoteCard, ...]
    next_cursor: str
    view: str
    suggested: tuple[MemberRow, ...]


@dataclass(frozen=True, slots=True)
class SuggestedPage:
    """Members to follow; ``is_settled`` is set for who follows enough not to be asked."""

    rows: tuple[MemberRow, ...]
    is_settled: bool


@dataclass(frozen=True, slots=True)
class CirclePage:
    """What only the member sees: who asks to follow, whom they block and mute."""

    requests: tuple[MemberRow, ...]
    blocked: tuple[MemberRow, ...]
    muted: tuple[MemberRow, ...]
