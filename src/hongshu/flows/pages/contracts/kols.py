"""The KOL badge: what a member sees of their application, and what staff see of those that wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hongshu.flows.pages.contracts.cards import MemberChip, NoteCard


@dataclass(frozen=True, slots=True)
class KolApplicationView:
    """An application as the member wrote it, with what staff answered."""

    state: str
    field: str
    words: str
    links: tuple[str, ...]
    notes: tuple[NoteCard, ...]
    applied_at: datetime
    decided_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class KolPage:
    """A member's own page of the badge. ``choices`` are notes of theirs that can be shown as evidence.

    ``ended_reason`` is there when the last thing that staff did was taking the badge away.
    """

    member: MemberChip
    application: KolApplicationView | None
    may_apply: bool
    ended_reason: str
    choices: tuple[NoteCard, ...]


@dataclass(frozen=True, slots=True)
class KolActView:
    """A line of the audit."""

    deed: str
    actor: MemberChip
    field: str
    reason: str
    acted_at: datetime


@dataclass(frozen=True, slots=True)
class KolQueueEntry:
    """Somebody who waits, as the queue lists them."""

    member: MemberChip
    field: str
    words: str
    applied_at: datetime


@dataclass(frozen=True, slots=True)
class KolQueuePage:
    """Who waits, the longest waiting first, and who has the badge."""

    waiting: tuple[KolQueueEntry, ...]
    waiting_count: int
    kols: tuple[MemberChip, ...]


@dataclass(frozen=True, slots=True)
class KolCasePage:
    """One member before staff: figures, evidence, newest notes, everything that was done before."""

    member: MemberChip
    bio: str
    joined_at: datetime
    follower_count: int
    note_count: int
    like_count: int
    application: KolApplicationView | None
    newest: tuple[NoteCard, ...]
    acts: tuple[KolActView, ...]
    is_own: bool
