"""Boards: shapes, refusals and events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from hongshu.community.responses.contracts.likes import NO_LIKES, LikeState
from hongshu.kernel.errors import DomainError, NotFound, RefusalKind
from hongshu.kernel.events import DomainEvent
from hongshu.kernel.ids import Id

BOARD_TITLE_MAX = 40
MOST_BOARDS = 200
MOST_ON_BOARD = 2000
MOST_EDITORS = 20


@dataclass(frozen=True, slots=True)
class CollectState:
    """How many members collected a note, as one person sees it: their own collecting counts at once."""

    count: int
    is_collected: bool


NO_COLLECTS = CollectState(count=0, is_collected=False)


@dataclass(frozen=True, slots=True)
class NoteState:
    """Likes, collects and shares of a note as one person sees them: their own count at once."""

    likes: LikeState
    collects: CollectState
    share_count: int = 0


NO_RESPONSES = NoteState(likes=NO_LIKES, collects=NO_COLLECTS)


@dataclass(frozen=True, slots=True)
class Board:
    """A board. ``title`` is empty for the default one, which is named in the reader's language.

    ``first_ids`` are the notes that stand first, at most four, with the chosen cover before them. Whether a
    reader may see these notes is the notes' to say. ``editor_ids`` have accepted, ``invited_ids`` not yet.
    """

    id: Id
    owner_id: Id
    title: str
    is_private: bool
    is_default: bool
    cover_note_id: Id | None
    note_count: int
    first_ids: tuple[Id, ...]
    editor_ids: tuple[Id, ...]
    invited_ids: tuple[Id, ...]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class BoardEntry:
    """A note on a board, and who put it there."""

    note_id: Id
    user_id: Id
    added_at: datetime


@dataclass(frozen=True, slots=True)
class LikedNote:
    """A note that a member likes, since when."""

    note_id: Id
    liked_at: datetime


class BoardNotFound(NotFound):
    """No board with that id, or none that this person may see."""

    code = "board_not_found"


class InvalidBoardTitle(DomainError):
    """A board's title has 1 to BOARD_TITLE_MAX characters. Details: ``max``."""

    code = "invalid_board_title"


class BoardTitleTaken(DomainError):
    """The member has another board of that title."""

    code = "board_title_taken"
    kind = RefusalKind.CONFLICT


class TooManyBoards(DomainError):
    """Details: ``max``."""

    code = "too_many_boards"
    kind = RefusalKind.CONFLICT


class BoardFull(DomainError):
    """Details: ``max``."""

    code = "board_full"
    kind = RefusalKind.CONFLICT


class TooManyEditors(DomainError):
    """Details: ``max``."""

    code = "too_many_editors"
    kind = RefusalKind.CONFLICT


class NoInvitation(DomainError):
    """There is no such invitation (any more)."""

    code = "no_invitation"
    kind = RefusalKind.NOT_FOUND


class CannotInvite(DomainError):
    """A board is shared with other members, and neither with oneself nor with whom one blocks."""

    code = "cannot_invite"


@dataclass(frozen=True)
class NoteCollected(DomainEvent):
    """A member collected a note that was on none of their boards before this moment."""

    kind: ClassVar[str] = "responses.note_collected"
    note_id: Id
    author_id: Id
    user_id: Id


@dataclass(frozen=True)
class NoteUncollected(DomainEvent):
    """A member took a note off the last of their boards that had it."""

    kind: ClassVar[str] = "responses.note_uncollected"
    note_id: Id
    author_id: Id
    user_id: Id


@dataclass(frozen=True)
class EditorInvited(DomainEvent):
    """A member is invited to edit another's board."""

    kind: ClassVar[str] = "responses.editor_invited"
    board_id: Id
    owner_id: Id
    user_id: Id


@dataclass(frozen=True)
class InvitationEnded(DomainEvent):
    """An invitation waits no more: it was answered or taken back, or the board is gone."""

    kind: ClassVar[str] = "responses.invitation_ended"
    board_id: Id
    owner_id: Id
    user_id: Id
