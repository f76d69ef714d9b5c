"""Boards: collecting, order, sharing, and counts that are the number of rows."""

from __future__ import annotations

import pytest
from tests.support.community import member, note

from hongshu.community.graph.services import block_member
from hongshu.community.notes.contracts import NoteNotFound, Visibility
from hongshu.community.responses.contracts import (
    BoardNotFound,
    BoardTitleTaken,
    CannotInvite,
    CollectState,
    InvalidBoardTitle,
    NoInvitation,
)
from hongshu.community.responses.models import BoardNoteRow, CollectRow, NoteCount
from hongshu.community.responses.queries import (
    get_board,
    list_board_entries,
    list_boards,
    list_boards_with,
    list_liked,
    list_note_states,
)
from hongshu.community.responses.services import (
    answer_invitation,
    change_board,
    collect_note,
    create_board,
    delete_board,
    invite_editor,
    like_note,
    move_note,
    order_note,
    place_note,
    remove_editor,
    roll_up_collects,
    roll_up_counts,
    save_board,
    uncollect_note,
)
from hongshu.kernel.cursors import InvalidCursor
from hongshu.kernel.errors import NotAllowed, NotFound
from hongshu.kernel.ids import Id
from hongshu.kernel.models import OutboxEvent

pytestmark = pytest.mark.django_db


def on_board(board_id: Id) -> list[Id]:
    return [entry.note_id for entry in list_board_entries(board_id)[0]]


def test_one_press_is_enough_and_makes_the_default_board() -> None:
    author, reader = member(), member("Kim")
    note_id = note(author)
    assert collect_note(user_id=reader, note_id=note_id) == CollectState(1, True)
    assert collect_note(user_id=reader, note_id=note_id) == CollectState(1, True)
    (board,) = list_boards(reader, with_private=True)
    assert (board.title, board.is_default, board.note_count) == ("", True, 1)
    assert board.first_ids == (note_id,)
    assert list_note_states([note_id], viewer_id=None)[note_id].collects == CollectState(0, False)
    assert roll_up_collects() == 1
    assert list_note_states([note_id], viewer_id=None)[note_id].collects == CollectState(1, False)
    assert OutboxEvent.objects.filter(kind="responses.note_collected").count() == 1


def test_a_note_on_two_boards_is_collected_once_and_until_the_last_board_lets_it_go() -> None:
    reader, note_id = member("Kim"), note(member())
    first, second = (create_board(user_id=reader, title=title) for title in ("Spring", "Autumn"))
    for board_id in (first, second):
        collect_note(user_id=reader, note_id=note_id, board_id=board_id)
    assert list_boards_with(note_id, [first, second]) == {first, second}
    assert uncollect_note(user_id=reader, note_id=note_id, board_id=first) == CollectState(1, True)
    assert uncollect_note(user_id=reader, note_id=note_id, board_id=first) == CollectState(1, True)
    delete_board(user_id=reader, board_id=second)
    assert list_note_states([note_id], viewer_id=reader)[note_id].collects == CollectState(0, False)
    roll_up_collects()
    assert not NoteCount.objects.filter(note_id=note_id, collect_count__gt=0).exists()


def test_taking_off_everywhere_leaves_no_board_with_the_note() -> None:
    reader, note_id = member("Kim"), note(member())
    board_id = create_board(user_id=reader, title="Spring")
    collect_note(user_id=reader, note_id=note_id)
    collect_note(user_id=reader, note_id=note_id, board_id=board_id)
    assert uncollect_note(user_id=reader, note_id=note_id) == CollectState(0, False)
    assert [board.note_count for board in list_boards(reader, with_private=True)] == [0, 0]


def test_what_a_person_may_not_see_they_cannot_collect() -> None:
    author, reader = member(), member("Kim")
    hidden, shown = note(author, visibility=Visibility.PRIVATE), note(author)
    with pytest.raises(NoteNotFound):
        collect_note(user_id=reader, note_id=hidden)
    block_member(user_id=author, blocked_id=reader)
    with pytest.raises(NoteNotFound):
        collect_note(user_id=reader, note_id=shown)
    assert not CollectRow.objects.exists()


def test_titles_are_checked_and_no_two_boards_of_a_member_have_the_same() -> None:
    reader, other = member("Kim"), member("Lee")
    board_id = create_board(user_id=reader, title="  Winter \n coats ")
    assert get_board(board_id).title == "Winter coats"
    for wrong in ("", " ", "x" * 41, "a\0b"):
        with pytest.raises(InvalidBoardTitle):
            create_board(user_id=reader, title=wrong)
    with pytest.raises(BoardTitleTaken):
        create_board(user_id=reader, title="Winter coats")
    assert create_board(user_id=other, title="Winter coats") != board_id
    second = create_board(user_id=reader, title="Shoes")
    with pytest.raises(BoardTitleTaken):
        change_board(user_id=reader, board_id=second, title="Winter coats", is_private=False)
    with pytest.raises(BoardNotFound):
        change_board(user_id=other, board_id=board_id, title="Mine now", is_private=False)


def test_notes_are_put_in_order_and_a_chosen_cover_stands_first() -> None:
    author, reader = member(), member("Kim")
    notes = [note(author) for _ in range(3)]
    board_id = create_board(user_id=reader, title="Spring")
    for note_id in notes:
        collect_note(user_id=reader, note_id=note_id, board_id=board_id)
    assert on_board(board_id) == notes[::-1]
    place_note(user_id=reader, board_id=board_id, note_id=notes[0], step=-1)
    assert on_board(board_id) == [notes[2], notes[0], notes[1]]
    place_note(user_id=reader, board_id=board_id, note_id=notes[2], step=1)
    assert on_board(board_id) == [notes[0], notes[2], notes[1]]
    place_note(user_id=reader, board_id=board_id, note_id=notes[1], step=0)
    assert on_board(board_id) == [notes[1], notes[0], notes[2]]
    change_board(user_id=reader, board_id=board_id, title="Spring", is_private=True, cover_note_id=notes[2])
    assert get_board(board_id).first_ids == (notes[2], notes[1], notes[0])
    uncollect_note(user_id=reader, note_id=notes[2], board_id=board_id)
    assert get_board(board_id).cover_note_id is None


@pytest.mark.parametrize("moved", range(4))
@pytest.mark.parametrize("beside", range(4))
def test_a_note_is_put_beside_any_other_and_the_rest_keep_their_order(moved: int, beside: int) -> None:
    author, reader = member(), member("Kim")
    notes = [note(author) for _ in range(4)]
    board_id = create_board(user_id=reader, title="Spring")
    for note_id in reversed(notes):
        collect_note(user_id=reader, note_id=note_id, board_id=board_id)
    places = set(BoardNoteRow.objects.values_list("place", flat=True))
    others = [note_id for note_id in notes if note_id != notes[moved]]
    for offset, side in ((1, "after_id"), (0, "before_id")):
        for _ in range(2):
            order_note(user_id=reader, board_id=board_id, note_id=notes[moved], **{side: notes[beside]})
        wanted = list(others)
        if moved != beside:
            wanted.insert(others.index(notes[beside]) + offset, notes[moved])
            assert on_board(board_id) == wanted
    order_note(user_id=reader, board_id=board_id, note_id=notes[moved])
    assert on_board(board_id) == [notes[moved], *others]
    assert set(BoardNoteRow.objects.values_list("place", flat=True)) == places


def test_only_editors_order_a_board_and_only_what_is_on_it() -> None:
    author, reader, other = member(), member("Kim"), member("Lee")
    here, elsewhere = note(author), note(author)
    board_id = create_board(user_id=reader, title="Spring")
    collect_note(user_id=reader, note_id=here, board_id=board_id)
    with pytest.raises(BoardNotFound):
        order_note(user_id=other, board_id=board_id, note_id=here)
    for wrong in ({"note_id": elsewhere}, {"note_id": here, "after_id": elsewhere}):
        with pytest.raises(NotFound):
            order_note(user_id=reader, board_id=board_id, **wrong)
    assert on_board(board_id) == [here]


def test_moving_keeps_a_note_collected_and_says_nothing_twice() -> None:
    reader, note_id = member("Kim"), note(member())
    first, second = (create_board(user_id=reader, title=title) for title in ("Spring", "Autumn"))
    collect_note(user_id=reader, note_id=note_id, board_id=first)
    for _ in range(2):
        move_note(user_id=reader, note_id=note_id, from_id=first, to_id=second)
    assert (on_board(first), on_board(second)) == ([], [note_id])
    assert list_note_states([note_id], viewer_id=reader)[note_id].collects == CollectState(1, True)
    assert OutboxEvent.objects.filter(kind="responses.note_collected").count() == 1


def test_an_invited_member_edits_after_accepting_and_not_after_leaving() -> None:
    owner, editor, note_id = member("Kim"), member("Lee"), note(member())
    board_id = create_board(user_id=owner, title="Ours", is_private=True)
    invite_editor(user_id=owner, board_id=board_id, editor_id=editor)
    invite_editor(user_id=owner, board_id=board_id, editor_id=editor)
    assert OutboxEvent.objects.filter(kind="responses.editor_invited").count() == 1
    with pytest.raises(BoardNotFound):
        collect_note(user_id=editor, note_id=note_id, board_id=board_id)
    answer_invitation(user_id=editor, board_id=board_id, is_accepted=True)
    with pytest.raises(NoInvitation):
        answer_invitation(user_id=editor, board_id=board_id, is_accepted=False)
    collect_note(user_id=editor, note_id=note_id, board_id=board_id)
    assert [board.id for board in list_boards(editor, with_private=True)] == [board_id]
    assert list_note_states([note_id], viewer_id=editor)[note_id].collects.is_collected
    remove_editor(user_id=editor, board_id=board_id, editor_id=editor)
    assert on_board(board_id) == [note_id]
    # The note stays with the board's owner, and is the editor's no more.
    assert list_note_states([note_id], viewer_id=owner)[note_id].collects == CollectState(1, True)
    assert list_note_states([note_id], viewer_id=editor)[note_id].collects.is_collected is False
    with pytest.raises(BoardNotFound):
        collect_note(user_id=editor, note_id=note_id, board_id=board_id)
    roll_up_collects()
    assert NoteCount.objects.get(note_id=note_id).collect_count == 1


def test_nobody_invites_themselves_or_lets_others_editors_go() -> None:
    owner, editor, other = member("Kim"), member("Lee"), member("Mo")
    board_id = create_board(user_id=owner, title="Ours")
    with pytest.raises(CannotInvite):
        invite_editor(user_id=owner, board_id=board_id, editor_id=owner)
    invite_editor(user_id=owner, board_id=board_id, editor_id=editor)
    with pytest.raises(NotAllowed):
        remove_editor(user_id=other, board_id=board_id, editor_id=editor)
    answer_invitation(user_id=editor, board_id=board_id, is_accepted=False)
    assert get_board(board_id).invited_ids == ()


def test_pages_of_a_board_and_of_liked_notes_neither_skip_nor_repeat() -> None:
    author, reader = member(), member("Kim")
    notes = [note(author) for _ in range(7)]
    board_id = create_board(user_id=reader, title="Spring")
    for note_id in notes:
        collect_note(user_id=reader, note_id=note_id, board_id=board_id)
        like_note(user_id=reader, note_id=note_id)
    seen: list[Id] = []
    cursor = ""
    while True:
        entries, cursor = list_board_entries(board_id, cursor=cursor, limit=3)
        seen += [entry.note_id for entry in entries]
        if not cursor:
            break
        # What is taken off after it was seen, or comes to the front, changes nothing below.
        uncollect_note(user_id=reader, note_id=seen[0], board_id=board_id)
    assert seen == notes[::-1]
    liked: list[Id] = []
    while True:
        page, cursor = list_liked(reader, cursor=cursor, limit=2)
        liked += [each.note_id for each in page]
        if not cursor:
            break
    assert liked == notes[::-1]
    with pytest.raises(InvalidCursor):
        list_liked(reader, cursor=list_board_entries(board_id, limit=2)[1])


def test_a_board_of_the_demo_world_is_kept_once_and_what_was_taken_off_stays_off() -> None:
    author, owner, friend = member(), member("Kim"), member("Lee")
    notes = [note(author) for _ in range(3)]
    board_id = save_board(owner_id=owner, title="Spring", note_ids=notes[:2], editor_ids=(friend,))
    uncollect_note(user_id=owner, note_id=notes[0])
    assert save_board(owner_id=owner, title="Spring", note_ids=notes, editor_ids=(friend,)) == board_id
    assert on_board(board_id) == [notes[2], notes[1]]
    assert get_board(board_id).editor_ids == (friend,)


def test_likes_and_collects_share_a_row_and_do_not_touch_each_other() -> None:
    reader, note_id = member("Kim"), note(member())
    like_note(user_id=reader, note_id=note_id)
    collect_note(user_id=reader, note_id=note_id)
    roll_up_collects()
    roll_up_counts()
    row = NoteCount.objects.get(note_id=note_id)
    assert (row.like_count, row.collect_count) == (1, 1)
