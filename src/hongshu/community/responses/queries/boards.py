"""Reads of boards, collects and liked notes.

Whether a reader may see the notes themselves is the notes' to say.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import connection
from django.db.models import Q

from hongshu.community.responses.contracts import (
    NO_RESPONSES,
    Board,
    BoardEntry,
    BoardNotFound,
    CollectState,
    LikedNote,
    LikeState,
    NoteState,
)
from hongshu.community.responses.models import BoardEditorRow, BoardNoteRow, BoardRow, LikeRow, NoteCount
from hongshu.kernel.asking import Asked
from hongshu.kernel.cursors import decode_cursor, encode_cursor, microseconds_of, moment_of
from hongshu.kernel.ids import HIGHEST_ID, Id

_BOARD = """
SELECT board.id, board.owner_id, board.title, board.is_private, board.is_default, board.cover_note_id,
    (SELECT count(*) FROM responses_board_note AS entry WHERE entry.board_id = board.id),
    ARRAY (
        SELECT note_id FROM responses_board_note AS entry WHERE entry.board_id = board.id
        ORDER BY (note_id = board.cover_note_id) IS TRUE DESC, place DESC, id DESC LIMIT 4
    ),
    ARRAY (
        SELECT user_id FROM responses_board_editor AS editor
        WHERE editor.board_id = board.id AND accepted_at IS NOT NULL ORDER BY editor.id
    ),
    ARRAY (
        SELECT user_id FROM responses_board_editor AS editor
        WHERE editor.board_id = board.id AND accepted_at IS NULL ORDER BY editor.id
    ),
    board.created_at
FROM responses_board AS board
"""
_STATES = """
SELECT wanted.note_id,
    coalesce(kept.like_count, 0) + coalesce(liked.is_on::int - liked.is_counted::int, 0),
    coalesce(liked.is_on, false),
    coalesce(kept.collect_count, 0) + coalesce(own.is_on::int - own.is_counted::int, 0),
    coalesce(own.is_on, false),
    coalesce(kept.share_count, 0) + coalesce((NOT shared.is_counted)::int, 0)
FROM unnest(%s::bigint[]) AS wanted (note_id)
LEFT JOIN responses_note_count AS kept USING (note_id)
LEFT JOIN responses_like AS liked ON liked.user_id = %s AND liked.note_id = wanted.note_id
LEFT JOIN responses_collect AS own ON own.user_id = %s AND own.note_id = wanted.note_id
LEFT JOIN responses_share AS shared ON shared.user_id = %s AND shared.note_id = wanted.note_id
"""


def list_note_states(note_ids: Collection[Id], *, viewer_id: Id | None) -> dict[Id, NoteState]:
    """Likes, collects and shares of every note of *note_ids* as the viewer sees them.

    One query, none for no ids.
    """
    return ask_note_states(note_ids, viewer_id=viewer_id).answer


def ask_note_states(note_ids: Collection[Id], *, viewer_id: Id | None) -> Asked[dict[Id, NoteState]]:
    """``list_note_states``, to be sent with others."""
    if not note_ids:
        return Asked.known({})
    if viewer_id is None:
        rows = NoteCount.objects.filter(note_id__in=set(note_ids))

        def states(found: list[tuple[int, int, int, int]]) -> dict[Id, NoteState]:
            counted = {
                key: NoteState(LikeState(likes, False), CollectState(collects, False), shares)
                for key, likes, collects, shares in found
            }
            return {key: counted.get(key, NO_RESPONSES) for key in note_ids}

        return Asked.rows(rows.values_list("note_id", "like_count", "collect_count", "share_count"), states)
    return Asked(
        _STATES,
        [list(note_ids), viewer_id, viewer_id, viewer_id],
        lambda found: {
            Id(key): NoteState(LikeState(likes, is_liked), CollectState(collects, is_collected), shares)
            for key, likes, is_liked, collects, is_collected, shares in found
        },
        columns=6,
    )


def find_board(board_id: Id) -> Board | None:
    """A board, or None; who may see it is the caller's to ask. One query."""
    return next(iter(_boards("WHERE board.id = %s", [board_id])), None)


def get_board(board_id: Id) -> Board:
    """A board. One query. Raises BoardNotFound."""
    board = find_board(board_id)
    if board is None:
        raise BoardNotFound
    return board


def list_boards(member_id: Id, *, with_private: bool, with_invitations: bool = False) -> tuple[Board, ...]:
    """A member's own boards and those they edit, the default one first, then the newest. One query."""
    accepted = "" if with_invitations else "AND editor.accepted_at IS NOT NULL"
    private = "" if with_private else "AND NOT board.is_private"
    return _boards(
        f"""
        WHERE (board.owner_id = %s OR board.id IN (
            SELECT editor.board_id FROM responses_board_editor AS editor WHERE editor.user_id = %s {accepted}
        )) {private}
        ORDER BY board.is_default AND board.owner_id = %s DESC, board.id DESC LIMIT 300
        """,  # noqa: S608 - constants of ours
        [member_id, member_id, member_id],
    )


def list_boards_with(note_id: Id, board_ids: Collection[Id]) -> frozenset[Id]:
    """Those of the boards that have a note. One query, none for no ids."""
    return ask_boards_with(note_id, board_ids).answer


def ask_boards_with(note_id: Id, board_ids: Collection[Id]) -> Asked[frozenset[Id]]:
    """``list_boards_with``, to be sent with others."""
    rows = BoardNoteRow.objects.filter(note_id=note_id, board_id__in=set(board_ids))
    return Asked.rows(rows.values_list("board_id"), lambda found: frozenset(Id(key) for (key,) in found))


def list_board_entries(
    board_id: Id, *, cursor: str = "", limit: int = 30
) -> tuple[tuple[BoardEntry, ...], str]:
    """A page of a board in its order, and the next page's cursor. One query. Raises InvalidCursor."""
    listing = f"board:{board_id}"
    place, key = (HIGHEST_ID, HIGHEST_ID) if not cursor else map(int, decode_cursor(listing, cursor))
    rows = BoardNoteRow.objects.filter(board_id=board_id, place__lte=place).filter(
        Q(place__lt=place) | Q(id__lt=key)
    )
    found = list(rows.order_by("-place", "-id")[: limit + 1])
    onward = ""
    if len(found) > limit:
        onward = encode_cursor(listing, [int(found[limit - 1].place), int(found[limit - 1].id)])
    return tuple(
        BoardEntry(note_id=Id(row.note_id), user_id=Id(row.user_id), added_at=row.added_at)
        for row in found[:limit]
    ), onward


def list_liked(user_id: Id, *, cursor: str = "", limit: int = 30) -> tuple[tuple[LikedNote, ...], str]:
    """A page of the notes that a member likes, the last liked first, and the cursor of the next. One query.

    Raises InvalidCursor.
    """
    listing = f"liked:{user_id}"
    rows = LikeRow.objects.filter(user_id=user_id, is_on=True)
    if cursor:
        at_us, key = map(int, decode_cursor(listing, cursor))
        at = moment_of(at_us)
        rows = rows.filter(changed_at__lte=at).filter(Q(changed_at__lt=at) | Q(id__lt=key))
    found = list(rows.order_by("-changed_at", "-id").values_list("note_id", "changed_at", "id")[: limit + 1])
    onward = ""
    if len(found) > limit:
        _, at, key = found[limit - 1]
        onward = encode_cursor(listing, [microseconds_of(at), int(key)])
    return tuple(LikedNote(note_id=Id(key), liked_at=at) for key, at, _ in found[:limit]), onward


def list_invitations(user_id: Id) -> frozenset[Id]:
    """The boards that the member is invited to edit and has not said. One query."""
    rows = BoardEditorRow.objects.filter(user_id=user_id, accepted_at__isnull=True)
    return frozenset(Id(key) for key in rows.values_list("board_id", flat=True))


def count_boards(owner_id: Id) -> int:
    """How many boards a member has. One query."""
    return BoardRow.objects.filter(owner_id=owner_id).count()


def _boards(where: str, values: list[Any]) -> tuple[Board, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_BOARD + where, values)
        rows = cursor.fetchall()
    return tuple(
        Board(
            id=Id(key),
            owner_id=Id(owner_id),
            title=title,
            is_private=is_private,
            is_default=is_default,
            cover_note_id=None if cover_id is None else Id(cover_id),
            note_count=count,
            first_ids=tuple(map(Id, first)),
            editor_ids=tuple(map(Id, editors)),
            invited_ids=tuple(map(Id, invited)),
            created_at=created_at,
        )
        for (key, owner_id, title, is_private, is_default, cover_id, count, first, editors, invited,
             created_at) in rows
    )  # fmt: skip
