"""Boards, and what a profile shows beside its notes."""

from __future__ import annotations

from dataclasses import dataclass

from hongshu.flows.pages.contracts.cards import MemberChip, NoteCard, PictureView
from hongshu.kernel.ids import Id


@dataclass(frozen=True, slots=True)
class BoardCard:
    """A board in a grid. ``covers`` are the pictures of its first notes, as far as the viewer may see them.

    ``title`` is never empty. ``is_shared``: others edit it too; ``is_invitation``: the viewer may accept.
    """

    id: Id
    title: str
    owner: MemberChip
    is_private: bool
    is_default: bool
    is_shared: bool
    is_invitation: bool
    note_count: int
    covers: tuple[PictureView, ...]
    color: str


@dataclass(frozen=True, slots=True)
class ProfileTabs:
    """The head of a member's other tabs. ``active`` is notes, boards or likes."""

    member: MemberChip
    active: str
    shows_boards: bool
    shows_likes: bool
    is_self: bool


@dataclass(frozen=True, slots=True)
class MemberBoards:
    """A member's boards, the default one first, then the newest."""

    tabs: ProfileTabs
    boards: tuple[BoardCard, ...]


@dataclass(frozen=True, slots=True)
class MemberLikes:
    """The notes a member likes, the last liked first."""

    tabs: ProfileTabs
    cards: tuple[NoteCard, ...]
    next_cursor: str
    view: str


@dataclass(frozen=True, slots=True)
class BoardPage:
    """A board with its notes in its order. ``editors`` and ``invited`` are told to who may edit only."""

    board: BoardCard
    cards: tuple[NoteCard, ...]
    next_cursor: str
    view: str
    is_own: bool
    may_edit: bool
    cover_note_id: Id | None
    editors: tuple[MemberChip, ...]
    invited: tuple[MemberChip, ...]


@dataclass(frozen=True, slots=True)
class BoardChoice:
    """One of the viewer's boards, and whether the note is on it."""

    board: BoardCard
    has_note: bool


@dataclass(frozen=True, slots=True)
class CollectSheet:
    """On which of the viewer's boards a note is."""

    note_id: Id
    title: str
    choices: tuple[BoardChoice, ...]
    is_collected: bool
    collect_count: int
