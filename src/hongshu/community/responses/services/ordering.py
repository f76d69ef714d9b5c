"""The order of a board's notes. The board's row is locked first: commands on one board follow each other.

An order is changed by handing the same places round among rows: no place is ever new, lost or given twice.
"""

from __future__ import annotations

from django.db import connection, transaction

from hongshu.community.responses.models import BoardNoteRow
from hongshu.community.responses.services.collecting import editable_board
from hongshu.kernel.errors import NotFound
from hongshu.kernel.ids import Id, new_id

_HAND_ROUND = """
UPDATE responses_board_note AS entry SET place = given.place
FROM unnest(%s::bigint[], %s::bigint[]) AS given (id, place) WHERE entry.id = given.id
"""


@transaction.atomic
def place_note(*, user_id: Id, board_id: Id, note_id: Id, step: int) -> None:
    """Change a board's order: a note one place forth (-1), one back (1), or to the front (0).

    Raises BoardNotFound, NotFound when the note is not on the board.
    """
    editable_board(user_id, board_id)
    rows = BoardNoteRow.objects.filter(board_id=board_id)
    row = rows.select_for_update().filter(note_id=note_id).first()
    if row is None:
        raise NotFound
    if step == 0:
        rows.filter(id=row.id).update(place=new_id())
        return
    beside = (
        rows.filter(place__gt=row.place).order_by("place")
        if step < 0
        else rows.filter(place__lt=row.place).order_by("-place")
    )
    other = beside.select_for_update().first()
    if other is not None:
        rows.filter(id=row.id).update(place=other.place)
        rows.filter(id=other.id).update(place=row.place)


@transaction.atomic
def order_note(
    *, user_id: Id, board_id: Id, note_id: Id, after_id: Id | None = None, before_id: Id | None = None
) -> None:
    """Put a note of a board right after or right before another note of it; with neither, to the front.

    The notes between its old and its new place each give theirs on. Idempotent. Raises BoardNotFound,
    NotFound when one of the notes is not on the board.
    """
    editable_board(user_id, board_id)
    rows = list(BoardNoteRow.objects.filter(board_id=board_id).order_by("-place", "-id"))
    numbers = {row.note_id: number for number, row in enumerate(rows)}
    beside = after_id if after_id is not None else before_id
    if note_id not in numbers or (beside is not None and beside not in numbers):
        raise NotFound
    if beside == note_id:
        return
    ordered = [row for row in rows if row.note_id != note_id]
    to = 0
    if beside is not None:
        # Counted without the note itself, which leaves a gap where it was.
        to = numbers[beside] - (numbers[beside] > numbers[note_id]) + (after_id is not None)
    ordered.insert(to, rows[numbers[note_id]])
    given = [(row.id, old.place) for row, old in zip(ordered, rows, strict=True) if row.place != old.place]
    if given:
        with connection.cursor() as cursor:
            cursor.execute(_HAND_ROUND, [[key for key, _ in given], [place for _, place in given]])
