"""Putting notes on boards and taking them off.

``CollectRow`` follows the rows of boards: each command locks the member's row of the note, changes the board,
and settles the row by what is there then. So two commands on one note follow each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, transaction

from hongshu.community.notes.queries import get_note, list_summaries_by_id
from hongshu.community.responses.contracts import (
    MOST_ON_BOARD,
    BoardFull,
    BoardNotFound,
    CollectState,
    NoteCollected,
    NoteUncollected,
)
from hongshu.community.responses.models import BoardEditorRow, BoardNoteRow, BoardRow, CollectRow
from hongshu.community.responses.queries.boards import list_note_states
from hongshu.kernel import clock, outbox
from hongshu.kernel.ids import Id, new_id
from hongshu.platform.trust.contracts import Limited
from hongshu.platform.trust.services import check_limit

_LOCK = """
INSERT INTO responses_collect (id, user_id, note_id, author_id, is_on, is_counted)
VALUES (%s, %s, %s, %s, false, false)
ON CONFLICT (user_id, note_id) DO UPDATE SET author_id = EXCLUDED.author_id
RETURNING is_on
"""
# Settled pairs are those of a member's notes that were on a board before or after.
_SETTLE = """
UPDATE responses_collect AS own SET is_on = there.is_on, changed_at = now()
FROM (
    SELECT id, EXISTS (
        SELECT FROM responses_board_note AS entry
        WHERE entry.user_id = mine.user_id AND entry.note_id = mine.note_id
    ) AS is_on FROM responses_collect AS mine WHERE id = ANY (%s)
) AS there
WHERE own.id = there.id AND own.is_on <> there.is_on
"""
_ROLL_UP = """
WITH uncounted AS (
    SELECT id FROM responses_collect WHERE is_on <> is_counted ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
), counted AS (
    UPDATE responses_collect SET is_counted = is_on FROM uncounted
    WHERE responses_collect.id = uncounted.id
    RETURNING note_id, author_id, is_on
), step AS (
    SELECT note_id, min(author_id) AS author_id, sum(CASE WHEN is_on THEN 1 ELSE -1 END) AS collects
    FROM counted GROUP BY note_id ORDER BY note_id
), moved AS (
    INSERT INTO responses_note_count AS kept (id, note_id, author_id, like_count, collect_count)
    SELECT note_id, note_id, author_id, 0, greatest(collects, 0) FROM step
    ON CONFLICT (note_id) DO UPDATE SET collect_count = kept.collect_count + (
        SELECT collects FROM step WHERE step.note_id = kept.note_id
    )
)
SELECT count(*) FROM counted
"""


@transaction.atomic
def collect_note(*, user_id: Id, note_id: Id, board_id: Id | None = None) -> CollectState:
    """Put a note that the member may see on a board; by default on their default one, made when missing.

    Idempotent. The board is the member's own, or one they edit. Raises NoteNotFound, BoardNotFound,
    BoardFull, TooManyActions, AccountSuspended.
    """
    check_limit(user_id=user_id, action=Limited.COLLECT)
    author_id = get_note(note_id, viewer_id=user_id).summary.author_id
    target = _default_board(user_id) if board_id is None else editable_board(user_id, board_id)
    _put(user_id, note_id, author_id, target)
    return _state(user_id, note_id)


@transaction.atomic
def uncollect_note(*, user_id: Id, note_id: Id, board_id: Id | None = None) -> CollectState:
    """Take a note off a board, or off every board on which the member put it. Idempotent.

    The owner of a board takes off what its editors put there as well. Raises BoardNotFound.
    """
    if board_id is None:
        _lock(user_id, note_id)
        BoardNoteRow.objects.filter(user_id=user_id, note_id=note_id).delete()
        _let_go(user_id, note_id)
    else:
        editable_board(user_id, board_id)
        _take(board_id, note_id)
    return _state(user_id, note_id)


@transaction.atomic
def move_note(*, user_id: Id, note_id: Id, from_id: Id, to_id: Id) -> None:
    """Move a note from one board to another. Idempotent. Raises BoardNotFound, NoteNotFound, BoardFull."""
    for board_id in sorted((from_id, to_id)):
        editable_board(user_id, board_id)
    if from_id == to_id or not BoardNoteRow.objects.filter(board_id=from_id, note_id=note_id).exists():
        return
    author_id = get_note(note_id, viewer_id=user_id).summary.author_id
    _put(user_id, note_id, author_id, to_id)
    _take(from_id, note_id)


@transaction.atomic
def save_board(
    *,
    owner_id: Id,
    title: str,
    note_ids: Sequence[Id],
    is_private: bool = False,
    editor_ids: Sequence[Id] = (),
) -> Id:
    """Keep a board with its notes without telling anybody: for the demo world.

    Idempotent on (owner, title); the default board has no title. A note that the owner has or had collected
    before is passed over, so what was taken off does not come back; so is a note that not everybody may see.
    The first of *note_ids* comes first.
    """
    made = BoardRow(id=new_id(), owner_id=owner_id, title=title, is_private=is_private, is_default=not title)
    BoardRow.objects.bulk_create([made], ignore_conflicts=True)
    board_id = Id(BoardRow.objects.select_for_update().get(owner_id=owner_id, title=title).id)
    notes = list_summaries_by_id(list(note_ids))
    had = set(
        CollectRow.objects.filter(user_id=owner_id, note_id__in=notes).values_list("note_id", flat=True)
    )
    fresh = [key for key in reversed(notes) if key not in had]
    CollectRow.objects.bulk_create(
        CollectRow(user_id=owner_id, note_id=key, author_id=notes[key].author_id) for key in fresh
    )
    BoardNoteRow.objects.bulk_create(
        BoardNoteRow(board_id=board_id, note_id=key, user_id=owner_id, place=new_id()) for key in fresh
    )
    BoardEditorRow.objects.bulk_create(
        [
            BoardEditorRow(board_id=board_id, owner_id=owner_id, user_id=key, accepted_at=clock.now())
            for key in editor_ids
            if key != owner_id
        ],
        ignore_conflicts=True,
    )
    return board_id


def roll_up_collects(*, limit: int = 5000) -> int:
    """Bring the counts up to the rows, as ``roll_up_counts`` does for likes; how many were counted."""
    with connection.cursor() as cursor:
        cursor.execute(_ROLL_UP, [limit])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


@contextmanager
def settle_board(board_id: Id) -> Iterator[None]:
    """Within it a board's notes may change hands or go; afterwards every collector's row is right again."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT own.id FROM responses_collect AS own JOIN responses_board_note AS entry
                ON entry.user_id = own.user_id AND entry.note_id = own.note_id
            WHERE entry.board_id = %s ORDER BY own.id FOR UPDATE OF own
            """,
            [board_id],
        )
        touched = [row[0] for row in cursor.fetchall()]
    before = list(BoardNoteRow.objects.filter(board_id=board_id).values_list("note_id", flat=True))
    yield
    # Notes that changed hands have a new collector, who may have had no row of them.
    rows = BoardNoteRow.objects.filter(board_id=board_id, note_id__in=before)
    pairs = list(rows.values_list("user_id", "note_id"))
    authors = dict(
        CollectRow.objects.filter(note_id__in=[note_id for _, note_id in pairs]).values_list(
            "note_id", "author_id"
        )
    )
    CollectRow.objects.bulk_create(
        [
            CollectRow(user_id=user_id, note_id=note_id, author_id=authors[note_id], is_on=False)
            for user_id, note_id in sorted(pairs)
        ],
        ignore_conflicts=True,
    )
    owners = {user_id for user_id, _ in pairs}
    touched += CollectRow.objects.filter(
        user_id__in=owners, note_id__in=[note_id for _, note_id in pairs]
    ).values_list("id", flat=True)
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, [touched])


def _put(user_id: Id, note_id: Id, author_id: Id, board_id: Id) -> None:
    was_on = _lock(user_id, note_id, author_id)
    rows = BoardNoteRow.objects.filter(board_id=board_id)
    if rows.filter(note_id=note_id).exists():
        return
    if rows.count() >= MOST_ON_BOARD:
        raise BoardFull(max=MOST_ON_BOARD)
    row = BoardNoteRow(id=new_id(), board_id=board_id, note_id=note_id, user_id=user_id, place=new_id())
    BoardNoteRow.objects.bulk_create([row], ignore_conflicts=True)
    if not was_on and _settle(user_id, note_id):
        outbox.append(NoteCollected(note_id=note_id, author_id=author_id, user_id=user_id))


def _take(board_id: Id, note_id: Id) -> None:
    row = BoardNoteRow.objects.filter(board_id=board_id, note_id=note_id).first()
    if row is None:
        return
    collector = Id(row.user_id)
    _lock(collector, note_id)
    BoardNoteRow.objects.filter(id=row.id).delete()
    BoardRow.objects.filter(id=board_id, cover_note_id=note_id).update(cover_note_id=None)
    _let_go(collector, note_id)


def _lock(user_id: Id, note_id: Id, author_id: Id | None = None) -> bool:
    """Lock the member's row of a note, made if need be; whether it is on."""
    if author_id is None:
        row = CollectRow.objects.select_for_update().filter(user_id=user_id, note_id=note_id).first()
        return bool(row and row.is_on)
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [new_id(), user_id, note_id, author_id])
        found = cursor.fetchone()
    return bool(found and found[0])


def _settle(user_id: Id, note_id: Id) -> bool:
    """Bring the member's row of a note to what the boards say; whether it changed."""
    rows = CollectRow.objects.filter(user_id=user_id, note_id=note_id).values_list("id", flat=True)
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, [list(rows)])
        return bool(cursor.rowcount)


def _let_go(user_id: Id, note_id: Id) -> None:
    """After a note was taken off a board: say so when no board of the collector's has it any more."""
    if _settle(user_id, note_id):
        author_id = CollectRow.objects.values_list("author_id", flat=True).get(
            user_id=user_id, note_id=note_id
        )
        outbox.append(NoteUncollected(note_id=note_id, author_id=Id(author_id), user_id=user_id))


def _default_board(user_id: Id) -> Id:
    row = BoardRow(id=new_id(), owner_id=user_id, is_default=True)
    BoardRow.objects.bulk_create([row], ignore_conflicts=True)
    return Id(BoardRow.objects.select_for_update().get(owner_id=user_id, is_default=True).id)


def editable_board(user_id: Id, board_id: Id) -> Id:
    """The board, locked, when it is the member's own or one they edit. Raises BoardNotFound."""
    row = BoardRow.objects.select_for_update().filter(id=board_id).first()
    if row is None:
        raise BoardNotFound
    if row.owner_id != user_id:
        editors = BoardEditorRow.objects.filter(board_id=board_id, accepted_at__isnull=False)
        if not editors.filter(user_id=user_id).exists():
            raise BoardNotFound
    return board_id


def _state(user_id: Id, note_id: Id) -> CollectState:
    return list_note_states([note_id], viewer_id=user_id)[note_id].collects
