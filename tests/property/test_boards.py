"""Collects equal the rows of boards after any sequence of acts; pages of a board neither skip nor repeat."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.community import member, note

from hongshu.community.responses import services as responses
from hongshu.community.responses.models import BoardNoteRow, CollectRow, NoteCount
from hongshu.community.responses.queries import list_board_entries, list_note_states
from hongshu.kernel.errors import DomainError
from hongshu.kernel.ids import Id

pytestmark = pytest.mark.django_db

# Fewer examples than for pure rules: each acts on a real database, and is rolled back.
DATABASE = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["collect", "take", "take_all", "move", "leave", "delete", "erase", "roll_up"]),
        st.integers(0, 1),
        st.integers(0, 3),
        st.integers(0, 3),
    ),
    max_size=25,
)


@pytest.fixture
def stage() -> dict[str, Any]:
    """Two members with two boards each; each edits the other's second one; three notes."""
    author = member("Author")
    people = [member("Kim"), member("Lee")]
    boards = [
        responses.create_board(user_id=person, title=title) for person in people for title in ("One", "Two")
    ]
    for owner, editor, board in ((0, 1, boards[1]), (1, 0, boards[3])):
        responses.invite_editor(user_id=people[owner], board_id=board, editor_id=people[editor])
        responses.answer_invitation(user_id=people[editor], board_id=board, is_accepted=True)
    return {"people": people, "boards": boards, "notes": [note(author) for _ in range(4)]}


def act(stage: dict[str, Any], what: str, who: int, board: int, other: int) -> None:
    user_id: Id = stage["people"][who]
    board_id: Id = stage["boards"][board]
    note_id: Id = stage["notes"][other]
    if what == "collect":
        responses.collect_note(user_id=user_id, note_id=note_id, board_id=board_id)
    elif what == "take":
        responses.uncollect_note(user_id=user_id, note_id=note_id, board_id=board_id)
    elif what == "take_all":
        responses.uncollect_note(user_id=user_id, note_id=note_id)
    elif what == "move":
        responses.move_note(user_id=user_id, note_id=note_id, from_id=board_id, to_id=stage["boards"][other])
    elif what == "leave":
        responses.remove_editor(user_id=user_id, board_id=board_id, editor_id=user_id)
    elif what == "delete":
        responses.delete_board(user_id=user_id, board_id=board_id)
    elif what == "erase":
        responses.erase_boards(user_id=user_id)
        responses.erase_collects(user_id=user_id)
    else:
        responses.roll_up_collects(limit=2)


@DATABASE
@given(acts=ACTS)
def test_counts_equal_rows_after_any_sequence_of_acts(stage: dict[str, Any], acts: list[Any]) -> None:
    with transaction.atomic():
        for each in acts:
            try:
                act(stage, *each)
            except DomainError:
                # A board that is gone or not theirs: nothing is changed by a refusal.
                continue
        on_boards = set(BoardNoteRow.objects.values_list("user_id", "note_id"))
        assert set(CollectRow.objects.filter(is_on=True).values_list("user_id", "note_id")) == on_boards
        for person in stage["people"]:
            for note_id, state in list_note_states(stage["notes"], viewer_id=person).items():
                assert state.collects.is_collected == ((person, note_id) in on_boards)
        while responses.roll_up_collects(limit=3):
            pass
        counted = dict(NoteCount.objects.values_list("note_id", "collect_count"))
        for note_id in stage["notes"]:
            assert counted.get(note_id, 0) == sum(1 for _, key in on_boards if key == note_id)
        transaction.set_rollback(True)


@DATABASE
@given(
    size=st.integers(1, 3),
    changes=st.lists(st.tuples(st.sampled_from(["add", "off"]), st.integers(0, 7)), max_size=6),
)
def test_paging_a_board_neither_skips_nor_repeats_while_notes_come_and_go(
    stage: dict[str, Any], size: int, changes: list[tuple[str, int]]
) -> None:
    with transaction.atomic():
        (owner, _), board = stage["people"], stage["boards"][0]
        notes: list[Id] = stage["notes"]
        for note_id in notes:
            responses.collect_note(user_id=owner, note_id=note_id, board_id=board)
        waiting = list(changes)
        seen: list[Id] = []
        touched: set[Id] = set()
        cursor = ""
        while True:
            entries, cursor = list_board_entries(board, cursor=cursor, limit=size)
            seen += [entry.note_id for entry in entries]
            if not cursor:
                break
            if waiting:
                what, index = waiting.pop()
                note_id = notes[index % len(notes)]
                touched.add(note_id)
                if what == "off":
                    responses.uncollect_note(user_id=owner, note_id=note_id, board_id=board)
                elif BoardNoteRow.objects.filter(board_id=board, note_id=note_id).exists():
                    responses.place_note(user_id=owner, board_id=board, note_id=note_id, step=0)
                else:
                    responses.collect_note(user_id=owner, note_id=note_id, board_id=board)
        # What nobody touched meanwhile is seen exactly once; nothing at all is seen twice.
        assert len(seen) == len(set(seen))
        assert set(notes) - touched <= set(seen)
        transaction.set_rollback(True)
