"""Commands on boards: making, changing, sharing.

Every command of a member's locks the board's row first, so that two of them follow each other.
"""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from hongshu.community.graph.queries import get_relation
from hongshu.community.members.contracts import ProfileNotFound
from hongshu.community.members.queries import get_profile
from hongshu.community.responses.contracts import (
    BOARD_TITLE_MAX,
    MOST_BOARDS,
    MOST_EDITORS,
    BoardNotFound,
    BoardTitleTaken,
    CannotInvite,
    EditorInvited,
    InvalidBoardTitle,
    InvitationEnded,
    NoInvitation,
    TooManyBoards,
    TooManyEditors,
)
from hongshu.community.responses.models import BoardEditorRow, BoardNoteRow, BoardRow
from hongshu.community.responses.services.collecting import settle_board
from hongshu.kernel import outbox
from hongshu.kernel.errors import NotAllowed
from hongshu.kernel.ids import Id, new_id


@transaction.atomic
def create_board(*, user_id: Id, title: str, is_private: bool = False) -> Id:
    """Make a board. Raises InvalidBoardTitle, BoardTitleTaken, TooManyBoards."""
    kept = _checked_title(title)
    if BoardRow.objects.filter(owner_id=user_id).count() >= MOST_BOARDS:
        raise TooManyBoards(max=MOST_BOARDS)
    row = BoardRow(id=new_id(), owner_id=user_id, title=kept, is_private=is_private)
    BoardRow.objects.bulk_create([row], ignore_conflicts=True)
    if not BoardRow.objects.filter(id=row.id).exists():
        raise BoardTitleTaken(field="title")
    return Id(row.id)


@transaction.atomic
def change_board(
    *, user_id: Id, board_id: Id, title: str, is_private: bool, cover_note_id: Id | None = None
) -> None:
    """Change a board of one's own. A cover is a note that is on it; without one, it is the first note.

    The default board may stay without a title. Raises BoardNotFound, InvalidBoardTitle, BoardTitleTaken.
    """
    row = _own(user_id, board_id)
    kept = "" if row.is_default and not title.strip() else _checked_title(title)
    if cover_note_id and not BoardNoteRow.objects.filter(board_id=board_id, note_id=cover_note_id).exists():
        cover_note_id = None
    try:
        with transaction.atomic():
            BoardRow.objects.filter(id=board_id).update(
                title=kept, is_private=is_private, cover_note_id=cover_note_id
            )
    except IntegrityError:
        raise BoardTitleTaken(field="title") from None


@transaction.atomic
def delete_board(*, user_id: Id, board_id: Id) -> None:
    """Delete a board of one's own; its notes are collected no more, unless another board has them.

    Raises BoardNotFound.
    """
    _own(user_id, board_id)
    remove_board(board_id)


def remove_board(board_id: Id) -> None:
    """Take a board away in the caller's transaction, for this package's services."""
    with settle_board(board_id):
        BoardNoteRow.objects.filter(board_id=board_id).delete()
    _end_invitations(BoardEditorRow.objects.filter(board_id=board_id))
    BoardEditorRow.objects.filter(board_id=board_id).delete()
    BoardRow.objects.filter(id=board_id).delete()


@transaction.atomic
def invite_editor(*, user_id: Id, board_id: Id, editor_id: Id) -> None:
    """Invite a member to edit a board of one's own. Idempotent.

    Raises BoardNotFound, ProfileNotFound, CannotInvite, TooManyEditors.
    """
    _own(user_id, board_id)
    profile = get_profile(editor_id)
    if editor_id == user_id or profile.is_leaving:
        raise CannotInvite(field="handle")
    if get_relation(user_id, editor_id).is_hidden:
        raise ProfileNotFound(field="handle")
    if BoardEditorRow.objects.filter(board_id=board_id).count() >= MOST_EDITORS:
        raise TooManyEditors(field="handle", max=MOST_EDITORS)
    row = BoardEditorRow(id=new_id(), board_id=board_id, owner_id=user_id, user_id=editor_id)
    BoardEditorRow.objects.bulk_create([row], ignore_conflicts=True)
    if BoardEditorRow.objects.filter(id=row.id).exists():
        outbox.append(EditorInvited(board_id=board_id, owner_id=user_id, user_id=editor_id))


@transaction.atomic
def answer_invitation(*, user_id: Id, board_id: Id, is_accepted: bool) -> None:
    """Edit another's board from now on, or decline. Raises NoInvitation."""
    waiting = BoardEditorRow.objects.filter(board_id=board_id, user_id=user_id, accepted_at__isnull=True)
    _end_invitations(waiting)
    if not (waiting.update(accepted_at=Now()) if is_accepted else waiting.delete()[0]):
        raise NoInvitation


@transaction.atomic
def remove_editor(*, user_id: Id, board_id: Id, editor_id: Id) -> None:
    """Let an editor or an invited member go: the owner's act, or their own. Idempotent.

    What they put on the board stays there; it is collected by them no more when they leave by themselves or
    are let go, since the board is theirs no more. Raises BoardNotFound, NotAllowed.
    """
    owner_id = BoardRow.objects.filter(id=board_id).values_list("owner_id", flat=True).first()
    if owner_id is None:
        raise BoardNotFound
    if user_id not in (owner_id, editor_id):
        raise NotAllowed
    own = BoardEditorRow.objects.filter(board_id=board_id, user_id=editor_id)
    _end_invitations(own)
    own.delete()
    with settle_board(board_id):
        # The notes become the owner's, who keeps the board.
        BoardNoteRow.objects.filter(board_id=board_id, user_id=editor_id).update(user_id=owner_id)


@transaction.atomic
def part_from_blocked(*, user_id: Id, blocked_id: Id) -> None:
    """After a block neither edits a board of the other's. Idempotent."""
    shared = BoardEditorRow.objects.filter(
        Q(owner_id=user_id, user_id=blocked_id) | Q(owner_id=blocked_id, user_id=user_id)
    )
    for board_id, editor_id in list(shared.values_list("board_id", "user_id")):
        remove_editor(user_id=Id(editor_id), board_id=Id(board_id), editor_id=Id(editor_id))


def _end_invitations(rows: QuerySet[BoardEditorRow]) -> None:
    """Say of each of *rows* that still waits that it waits no more."""
    waiting = rows.filter(accepted_at__isnull=True).values_list("board_id", "owner_id", "user_id")
    outbox.append(
        *(
            InvitationEnded(board_id=Id(board_id), owner_id=Id(owner_id), user_id=Id(user_id))
            for board_id, owner_id, user_id in waiting
        )
    )


def _own(user_id: Id, board_id: Id) -> BoardRow:
    row = BoardRow.objects.select_for_update().filter(id=board_id, owner_id=user_id).first()
    if row is None:
        raise BoardNotFound
    return row


def _checked_title(title: str) -> str:
    kept = " ".join(title.split())
    if not 0 < len(kept) <= BOARD_TITLE_MAX or not kept.isprintable():
        raise InvalidBoardTitle(field="title", max=BOARD_TITLE_MAX)
    return kept
